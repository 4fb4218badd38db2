"""Population fits the table it is used with, or is missing: never the nearest year, never another rest of the world."""

from __future__ import annotations

from multipolar.baseline.bundled import load_bundled
from multipolar.data.population import population


def test_the_rest_of_the_world_is_what_a_table_leaves_out() -> None:
    few, many = population(2022, ("DEU", "RUS", "ROW")), population(2022, load_bundled().economies)
    assert few["ROW"] > many["ROW"] > 1e9
    listed = sum(persons for code, persons in many.items() if code != "ROW")
    assert abs(many["ROW"] + listed - few["ROW"] - few["DEU"] - few["RUS"]) < 1


def test_what_is_not_known_is_absent() -> None:
    assert "TWN" not in population(2022, ("TWN", "ROW"))
    assert "ROW" in population(2022, ("TWN", "ROW"))
    assert set(population(2022, ("DEU", "QQQ", "ROW"))) == {"DEU"}
    assert population(1066, ("DEU", "ROW")) == {}
