"""Notes on quotas and caps that change nothing beside other measures, and on quotas that stand at their limit."""

from __future__ import annotations

import pytest

from multipolar.analysis.study import study
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.scenario import Scenario
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments import ImportBan, ImportQuota, PriceCap

SHARE = "beside the other measures it changes nothing more"


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load("icio-2022")


def _quota(name: str, limit: float, origin: str = "CHN") -> ImportQuota:
    return ImportQuota(id=name, origin=origin, destination="USA", sectors="C26", limit=limit)


def _notes(world: Baseline, *instruments: Instrument) -> tuple[str, ...]:
    return study(world, Scenario(name="made", instruments=instruments), full=False).notes


def _beside(notes: tuple[str, ...]) -> list[str]:
    return [note.partition(":")[0] for note in notes if SHARE in note]


def test_the_looser_of_two_quotas_has_a_share_of_what_it_does_not_change(world: Baseline) -> None:
    notes = _notes(world, _quota("tight", 0.5), _quota("loose", 0.6), _quota("wide", 2, "DEU"))
    assert _beside(notes) == ["Quota loose"]
    assert "Quota loose does not bind: imports stay below the limit without it." in notes
    made = study(world, Scenario(name="made", instruments=(_quota("tight", 0.5), _quota("loose", 0.6))), draws=0)
    assert made.contributions is not None
    china = made.result.economies.index("CHN")
    assert abs(made.contributions.values[1][china]) > 0.1 * abs(made.contributions.total[china])


def test_a_quota_on_what_a_ban_stops_has_a_share(world: Baseline) -> None:
    ban = ImportBan(id="ban", origin="CHN", destination="USA", sectors="C26", leakage=0.02)
    assert _beside(_notes(world, ban, _quota("quota", 0.5))) == ["Quota quota"]


def test_the_higher_of_two_caps_on_one_seller_has_a_share(world: Baseline) -> None:
    caps = [PriceCap(id=f"cap-{cap}", target="RUS", product="crude", coalition="EU", cap=cap) for cap in (60, 50)]
    assert _beside(_notes(world, *caps)) == ["Price cap cap-60"]
    assert _beside(_notes(world, caps[0])) == []


def test_a_quota_that_does_not_bind_says_where_imports_stand(world: Baseline) -> None:
    # Nothing else moves its imports, which stay what they were, to the last digit or nearly so.
    notes = _notes(world, _quota("as-before", 1.0, "NZL"))
    assert "Quota as-before does not bind: imports stand at the limit without it." in notes
