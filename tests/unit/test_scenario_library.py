"""The library: documented, sourced, loadable, and the published pages agree with the code."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from multipolar.scenario import (
    check_scenario,
    dump_scenario,
    library,
    load_scenario,
    new_scenario_text,
    parse_scenario,
    scenario_names,
    scenario_schema,
    variants,
)
from multipolar.scenario.reader import read_yaml
from multipolar.scenario.reference import reference_page

REPOSITORY = Path(__file__).resolve().parents[2]
LIBRARY = REPOSITORY / "src" / "multipolar" / "scenario" / "library"
EXPECTED = {
    "suez-closed",
    "red-sea-closure",
    "hormuz-closed",
    "arctic-season",
    "belt-and-road-rail",
    "western-embargo",
    "western-embargo-energy",
    "western-embargo-technology",
    "measures-2022",
    "western-embargo-china-joins",
    "embargo-india-china-close",
    "eu-oil-embargo",
    "eu-crude-embargo",
    "us-ev-tariff",
    "east-west-split",
    "brics-free-trade",
    "embargo-without-usa",
    "eu-us-tariffs",
    "eu-steel-quota",
    "oil-cap-2022",
    "oil-cap-revised",
    "russian-oil-2022",
    "measures-with-detours",
    "sanctions-through-kazakhstan",
    "swift-cut",
    "yuan-settlement-agreement",
    "secondary-sanctions-banks",
}
ALL = [full for name in scenario_names() for full in (name, *(f"{name}@{variant}" for variant in variants(name)))]


def test_names() -> None:
    assert set(scenario_names()) == EXPECTED
    assert "retaliation" in variants("us-ev-tariff")
    assert {entry.name for entry in library()} == EXPECTED


@pytest.mark.parametrize("name", ALL)
def test_every_number_has_a_standing(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.description
    assert scenario.sources
    for instrument in scenario.instruments:
        assert instrument.source, instrument.id
        assert instrument.check, instrument.id
        assert instrument.from_, instrument.id
        assert all(number.status != "unsourced" for number in instrument.numbers()), instrument.id


@pytest.mark.parametrize("name", ALL)
def test_dump_is_self_contained_and_loads_to_the_same(name: str) -> None:
    scenario = load_scenario(name)
    text = dump_scenario(scenario)
    assert "extends" not in text
    assert parse_scenario(text) == scenario


def test_dump_keeps_a_day_inside_a_text() -> None:
    text = "name: x\ntitle: \"of '2022-12-05': it's\"\ninstruments: []\n"
    scenario = parse_scenario(text)
    assert scenario.title == "of '2022-12-05': it's"
    assert parse_scenario(dump_scenario(scenario)) == scenario


def test_china_joins_extends_the_embargo() -> None:
    base, more = load_scenario("western-embargo"), load_scenario("western-embargo-china-joins")
    assert more.instruments[: len(base.instruments)] == base.instruments
    assert more.based_on == ("western-embargo",)
    assert load_scenario("embargo-india-china-close").based_on == ("western-embargo-china-joins", "western-embargo")


def test_remarks_name_what_was_not_looked_up() -> None:
    assert any("unverified" in remark for remark in check_scenario("us-ev-tariff").remarks)


def test_schema_accepts_the_library_and_the_template() -> None:
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in LIBRARY.glob("*.yaml"):
        validator.validate(read_yaml(path.read_text(encoding="utf-8"), path.name).value)
    validator.validate(read_yaml(new_scenario_text("x"), "x").value)


@pytest.mark.parametrize(
    "change",
    [{"leakage": 15}, {"leekage": 0.1}, {"kind": "tarif"}, {"origin": 3}, {"check": "maybe"}, {"from": 2022}],
)
def test_schema_refuses_what_the_loader_refuses(change: dict[str, object]) -> None:
    good = {"kind": "import_ban", "origin": ["RUS"], "destination": "EU"}
    validator = jsonschema.Draft202012Validator(scenario_schema())
    assert validator.is_valid({"name": "x", "instruments": [good]})
    assert not validator.is_valid({"name": "x", "instruments": [good | change]})


def test_published_pages_are_up_to_date() -> None:
    reference = REPOSITORY / "docs" / "reference"
    assert json.loads((reference / "scenario.schema.json").read_text(encoding="utf-8")) == scenario_schema()
    assert (reference / "scenario-format.md").read_text(encoding="utf-8") == reference_page()


def test_examples_of_the_guide_load() -> None:
    page = (REPOSITORY / "docs" / "how-to" / "write-a-scenario.md").read_text(encoding="utf-8")
    examples = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    assert [parse_scenario(example).name for example in examples] == ["west-oil-embargo", "india-joins", "car-duties"]
