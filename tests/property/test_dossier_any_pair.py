"""Any two economies have a dossier: a page without gaps in its logic, however little is known of them."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipolar.cli.dossier_json import dossier_payload
from multipolar.codes.tables import read_table
from multipolar.observatory import Observatory, open_observatory
from multipolar.observatory.dossier import dossier
from multipolar.report.dossier_page import render_dossier

CODES = sorted({row["iso3"] for row in read_table("territory_names")} - {"ROW"})


@cache
def _store() -> Observatory:
    return open_observatory()


@settings(derandomize=True, max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pair=st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True),
    since=st.integers(1990, 2024),
    event=st.sampled_from(("", "2014-03-18", "2022-02-24")),
)
def test_any_pair(pair: list[str], since: int, event: str) -> None:
    found = dossier(*pair, store=_store(), since=since, event=event)
    text = render_dossier(found, command="multipolar dossier", version="0", sources=_store().sources())
    assert text.rstrip().endswith("</html>")
    assert "nan" not in text.replace('data-v="nan"', "").lower().replace("finan", "").split("<style>")[0]
    json.dumps(dossier_payload(found), allow_nan=False)
    for panel in found.panels:
        for line in panel.lines:
            assert all(int(point.period[:4]) >= since for point in line.points)
        for rank in panel.ranks:
            assert 1 <= rank.place <= rank.count
    for entry in found.dependence:
        for share in (entry.share_of_origin, entry.share_of_destination):
            assert not share > 100.01
    for component in found.profile.components:
        assert 0 <= component.percentile <= 100
