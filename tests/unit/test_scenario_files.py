"""Scenario files: every problem at once, with line, field and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.errors import Problem, ScenarioError
from multipolar.scenario import Scenario, load_scenario, new_scenario_text, parse_scenario

BAD = """\
name: oil-embargo
title: The West stops buying Russian oil
instruments:
  - kind: import_ban
    origin: [RUS]
    sectors: [B06, C19]
    destination: [EU, UK]
    from: 2022-12-05
    source: Council Regulation (EU) 2022/879

    # the comment keeps its line
    leakage: 15
"""

# Nine aliases of nine aliases of …: a few lines that stand for more values than any machine holds.
ALIASES = "name: a\nk0: &k0 [1]\n" + "".join(f"k{i}: &k{i} [{', '.join([f'*k{i - 1}'] * 9)}]\n" for i in range(1, 12))


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, subject="test.yaml")
    return [problem.as_text() for problem in caught.value.problems]


def test_the_error_of_the_house_style() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(BAD, subject="oil-embargo.yaml")
    assert str(caught.value).splitlines() == [
        "oil-embargo.yaml has 2 problems.",
        "  line 7    destination: unknown economy 'UK'. Did you mean GBR (United Kingdom)?",
        "  line 12   leakage: 15 is not a share between 0 and 1. Write 0.15 for 15 percent.",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("leakage: 15%", "leakage: '15%' is not a number. Write 0.15."),
        ("leakage: yes", "leakage: 'yes' is not a number."),
        ("leakage: true", "leakage: True is not a number."),
        ("leakage: .nan", "leakage: nan is not a finite number."),
        ("leakage: -0.1", "leakage: -0.1 is not a share between 0 and 1."),
        ("leekage: 0.1", "leekage: unknown key. Did you mean leakage?"),
        ("exporter: RUS", "exporter: unknown key. Did you mean origin?"),
        ("from: 2022-13-05", "from: 2022-13-05 is not a day of the calendar."),
        ("from: 2022", "from: 2022 is not a date."),
        ("until: 2021-01-01", "it ends on 2021-01-01, before it starts on 2022-01-01."),
        ("sectors: C10", "sectors: unknown sector 'C10'. Did you mean C10T12"),
        ("exclude: West", "exclude: unknown economy 'West'. The West has no list of members."),
        ("exclude: [Chna]", "exclude: unknown economy 'Chna'. Did you mean CHN (China)?"),
        ("exclude: BRICKS", "exclude: unknown economy 'BRICKS'. Did you mean BRICS (BRICS)?"),
        ("exclude: [7]", "exclude: 7 is not the code of an economy."),
        ("assumed: {leak: x}", "assumed: 'leak' is no number of this instrument. Its numbers: leakage, coverage."),
        ("check: looked", "check: 'looked' is not one of confirmed, unverified."),
        ("id: Not A Slug", "id: 'Not A Slug' is not a name of lower-case words and hyphens. Write not-a-slug."),
    ],
)
def test_one_wrong_line(line: str, said: str) -> None:
    start = "" if line.startswith("from") else "    from: 2022-01-01\n"
    head = f"name: x\ninstruments:\n  - kind: import_ban\n    origin: RUS\n    destination: DEU\n{start}"
    found = problems(f"{head}    {line}\n")
    assert len(found) == 1
    assert said in found[0]
    if not line.startswith("until"):
        assert found[0].startswith(f"line {head.count(chr(10)) + 1} ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a mapping"),
        ("- a\n- b\n", "is not a mapping"),
        ("name: [", "not valid YAML"),
        ("name: a\n\tb: c\n", "not valid YAML"),
        ("name: a\nname: b\ninstruments: []\n", "line 2    name: stands twice."),
        ("name: a\n", "instruments: is missing."),
        ("instruments: []\n", "name: is missing."),
        ("name: a\ninstruments: 3\n", "instruments: is not a list."),
        ("name: a\ninstruments:\n  - oil\n", "'oil' is not an instrument."),
        ("name: a\ninstruments:\n  - origin: RUS\n", "kind: is missing."),
        ("name: a\ninstruments:\n  - kind: import-ban\n", "kind: unknown kind 'import-ban'. Did you mean import_ban?"),
        ("name: a\ninstruments:\n  - kind: iceberg\n", "kind: unknown kind 'iceberg'. Did you mean trade_cost?"),
        ("name: a\ninstruments:\n  - {kind: tariff, add: 0.1}\n", "Write the number as rate: and mode: add."),
        ("name: a\ninstruments: " + "[" * 3000 + "]" * 3000, "is nested too deeply."),
        (ALIASES, "grows to more than 200,000 values through its aliases."),
        ("name: a\ntitle: " + "x" * 2_000_000, "has 2,000,015 characters"),
        ("name: a\ninstrument: []\ninstruments: []\n", "instrument: unknown key. Did you mean instruments?"),
        ("name: a\nextends: western-embarg\n", "Did you mean western-embargo?"),
        ("name: a\nextends: [a, b]\n", "is not a name."),
        ("name: a\nextends: us-ev-tariff@revenge\n", "has no variant 'revenge'. It has: retaliation, all-cars."),
        ("name: a\nextends: western-embargo\ndrop: [embargoo]\n", "no instrument 'embargoo'. Did you mean embargo?"),
        ("name: a\nextends: western-embargo\ninstruments:\n  - id: embago\n", "Did you mean embargo?"),
        ("name: a\ninstruments: []\nvariants: 3\n", "variants: is not a mapping."),
        ("name: a\ndate: 2022-02-30\ninstruments: []\n", "line 2    date: 2022-02-30 is not a day of the calendar."),
    ],
)
def test_files_that_are_no_scenario(text: str, said: str) -> None:
    assert any(said in found for found in problems(text))


def test_problems_of_variants_are_found_too() -> None:
    text = BAD.replace("leakage: 15", "leakage: 0").replace("UK", "GBR")
    text += "variants:\n  tight:\n    instruments:\n      - kind: tarif\n"
    assert problems(text) == ["line 16   kind: unknown kind 'tarif'. Did you mean tariff?"]


def test_circle_of_files(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("name: one\nextends: two\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("name: two\nextends: one\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="circle"):
        load_scenario(tmp_path / "one.yaml")


def test_a_file_may_bear_the_name_of_the_scenario_that_it_extends(tmp_path: Path) -> None:
    (tmp_path / "western-embargo.yaml").write_text("name: mine\nextends: western-embargo\n", encoding="utf-8")
    assert load_scenario(tmp_path / "western-embargo.yaml").name == "mine"


def test_extending_a_file_appends_overrides_and_drops(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "name: base\ntitle: Base\nsources: [one]\ninstruments:\n"
        "  - {id: oil, kind: import_ban, origin: RUS, destination: DEU, sectors: B06, leakage: 0.1}\n"
        "  - {id: cars, kind: export_ban, origin: DEU, destination: RUS, sectors: C29}\n"
        "variants:\n  tight:\n    instruments:\n      - {id: oil, leakage: 0}\n",
        encoding="utf-8",
    )
    (tmp_path / "child.yaml").write_text(
        "name: child\nextends: base@tight\nsources: [two]\ndrop: [cars]\ninstruments:\n"
        "  - {id: oil, exclude: [FRA]}\n  - {id: gas, kind: import_ban, origin: RUS, destination: FRA}\n",
        encoding="utf-8",
    )
    child = load_scenario(tmp_path / "child.yaml")
    assert child.ids == ("oil", "gas")
    assert child.based_on == ("base@tight",)
    assert child.sources == ("one", "two")
    assert child.title == "Base"
    assert child.instrument("oil").model_dump()["leakage"] == 0.0
    assert child.instrument("oil").model_dump()["exclude"] == ("FRA",)
    base = load_scenario(tmp_path / "base.yaml")
    assert base.ids == ("oil", "cars")
    assert base.instrument("oil").model_dump()["leakage"] == 0.1


def test_names_are_stored_in_one_spelling() -> None:
    text = "name: x\ninstruments:\n  - {kind: embargo, origin: [Ryssland], destination: [world], sectors: Coal}\n"
    instrument = parse_scenario(text).instruments[0].model_dump()
    assert (instrument["origin"], instrument["destination"], instrument["sectors"]) == (("RUS",), ("ALL",), ("B05",))


def test_norway_is_not_false() -> None:
    text = "name: x\ninstruments:\n  - {kind: embargo, origin: [NOR], destination: [RUS]}\n"
    assert parse_scenario(text).instruments[0].model_dump()["origin"] == ("NOR",)


def test_the_template_loads() -> None:
    scenario = parse_scenario(new_scenario_text("my-first"))
    assert scenario.name == "my-first"
    assert scenario.ids == ("oil",)
    assert parse_scenario(new_scenario_text("Åtgärder mot_olja")).name == "atgarder-mot-olja"
    with pytest.raises(ScenarioError, match="my-scenario"):
        new_scenario_text("石油")


def test_a_scenario_that_does_not_exist_suggests() -> None:
    with pytest.raises(ScenarioError, match="Did you mean western-embargo"):
        load_scenario("western-embarg")


@given(st.text(alphabet="name: instrumentskidoglx\n-[]{}#'\"&*!|>%@`,.0123456789", max_size=200))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    found: Scenario | list[Problem]
    try:
        found = parse_scenario(text)
    except ScenarioError as error:
        found = error.problems
    assert isinstance(found, Scenario) or found
