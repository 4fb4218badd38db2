"""What a user adds stands beside bundled figures; a later vintage of the same source keeps the old value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from multipolar.errors import DataError
from multipolar.observatory import Indicator, Source, open_observatory
from multipolar.observatory.sources import source
from multipolar.observatory.user_store import COLUMNS, add_figures, folder


def figure(**changed: Any) -> pd.DataFrame:
    row: dict[str, Any] = {
        "indicator": "crude", "reporter": "RUS", "partner": "CHN", "period": "2023", "value": 101.0e6, "unit": "t",
        "source": "baci", "vintage": "202601", "status": "reconciled", "retrieved": "2026-02-01", "note": "",
    }  # fmt: skip
    return pd.DataFrame([row | changed], columns=list(COLUMNS))


def mine(key: str = "mine") -> Source:
    return Source(key, "Mine", "A user", "CC BY 4.0", "nowhere", "A user (2026).", "", "1", "2026-01-01")


def test_a_later_vintage_replaces_the_value_and_keeps_the_old_one_with_the_reason(tmp_path: Path) -> None:
    old = next(
        f for f in open_observatory(tmp_path).figures("crude", "RUS", "CHN", "2023", "2023") if f.source == "baci"
    )
    add_figures("baci-202601", figure(), source("baci"), reason="CEPII re-estimated freight", store=tmp_path)
    store = open_observatory(tmp_path)
    found = {f.source: f.value for f in store.figures("crude", "RUS", "CHN", "2023", "2023")}
    assert found == {"baci": 101.0e6, "china-customs": 107.0e6}
    (revision,) = store.revisions("crude", "RUS")
    assert (revision.old_value, revision.old_vintage) == (old.value, old.vintage)
    assert (revision.new_value, revision.new_vintage) == (101.0e6, "202601")
    assert revision.reason == "CEPII re-estimated freight"
    assert store.rows("SELECT reason FROM revisions")[1] == [("CEPII re-estimated freight",)]
    assert store.rows("SELECT count(*) FROM figures WHERE indicator = 'crude' AND period = '2023' AND reporter = 'RUS' "
                      "AND partner = 'CHN'")[1] == [(2,)]  # fmt: skip
    again = figure(value=102.0e6, vintage="202701")
    add_figures("baci-202701", again, source("baci"), store=tmp_path)
    store = open_observatory(tmp_path)
    assert {f.value for f in store.figures("crude", "RUS", "CHN", "2023", "2023")} == {102.0e6, 107.0e6}
    assert {r.old_value for r in store.revisions("crude")} == {old.value, 101.0e6}


def test_another_source_stands_beside_the_others(tmp_path: Path) -> None:
    own = Indicator("tea", "trade", "Tea", "Tea sold.", "t", "flow", "seller", "buyer", ("mine",))
    frame = pd.concat([figure(source="mine", vintage="1"), figure(indicator="tea", source="mine", vintage="1")])
    add_figures("mine", frame, mine(), indicators=[own], store=tmp_path)
    store = open_observatory(tmp_path)
    assert {f.source for f in store.figures("crude", "RUS", "CHN", "2023", "2023")} == {"baci", "china-customs", "mine"}
    assert [f.value for f in store.figures("tea")] == [101.0e6]
    assert store.indicator("tea").title == "Tea"
    assert store.source("mine").citation == "A user (2026)."
    assert store.revisions() == ()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"indicator": "crudes"}, "unknown indicator"),
        ({"unit": "kg"}, "unit that is not the indicator's"),
        ({"status": "good"}, "status"),
        ({"period": "23"}, "period"),
        ({"value": float("nan")}, "no finite value"),
        ({"source": "theirs"}, "another source"),
        ({"reporter": ""}, "no reporter"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named_and_nothing_is_written(
    tmp_path: Path, changed: dict[str, Any], rule: str
) -> None:
    frame = figure(**({"source": "mine"} | changed))
    with pytest.raises(DataError, match=rf"{rule}.*in 1 rows[\s\S]*row 0"):
        add_figures("mine", frame, mine(), store=tmp_path)
    assert not folder(tmp_path).exists()


def test_a_name_and_a_card_must_be_usable(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a usable name"):
        add_figures("../mine", figure(), source("baci"), store=tmp_path)
    add_figures("mine", figure(source="mine"), mine(), store=tmp_path)
    (folder(tmp_path) / "mine.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="no readable card"):
        open_observatory(tmp_path)


def test_events_that_the_user_added_are_on_the_timeline(tmp_path: Path) -> None:
    where = folder(tmp_path) / "events"
    where.mkdir(parents=True)
    row = ("2020-01-01", "", "sanction", "USA", "IRN", "A case", "gsdb", "official", "4", "2026-01-01")
    names = ["date", "end", "kind", "actors", "targets", "title", "source", "status", "vintage", "retrieved"]
    pd.DataFrame([row], columns=names).to_parquet(where / "gsdb-4.parquet", index=False)
    (found,) = open_observatory(tmp_path).events(["IRN"], "2020-01-01", "2020-01-01")
    assert (found.title, found.actors, found.targets) == ("A case", ("USA",), ("IRN",))
