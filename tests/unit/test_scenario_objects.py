"""The same objects in Python."""

from __future__ import annotations

from datetime import date

import pytest

from multipolar.errors import ScenarioError
from multipolar.scenario import (
    KINDS,
    BlocAgreement,
    Embargo,
    ExportBan,
    ImportBan,
    Instrument,
    Scenario,
    Tariff,
    TradeCost,
    Transfer,
)


def test_python_and_yaml_keys_make_the_same_object() -> None:
    one = ImportBan(origin="RUS", destination=("EU",), from_=date(2022, 12, 5))
    two = ImportBan(**{"origin": ["RUS"], "destination": "EU", "from": "2022-12-05", "kind": "import_ban"})
    assert one.model_dump() == two.model_dump()


def test_all_problems_at_once_in_python() -> None:
    with pytest.raises(ScenarioError) as caught:
        Tariff(origin="CHN", destination="UK", sectors="C29", rate=25)
    assert [problem.field for problem in caught.value.problems] == ["destination", "rate"]
    assert caught.value.problems[1].remedy == "Write 0.25 for 25 percent."


@pytest.mark.parametrize(
    "build",
    [
        lambda: TradeCost(origin="CHN", destination="USA"),
        lambda: TradeCost(origin="CHN", destination="USA", ratio=1.1, percent=10),
        lambda: TradeCost(origin="CHN", destination="USA", percent=-100),
        lambda: BlocAgreement(members="BRICS"),
        lambda: BlocAgreement(members="BRICS", cost_reduction=1),
        lambda: Transfer(payer="USA", receiver="USA", amount_usd_bn=1),
        lambda: Tariff(origin="CHN", destination="USA", sectors="C29", rate=1, mode="add", rate_before=0.2),
        lambda: Tariff(origin="CHN", destination="USA", rate=1),
        lambda: Embargo(origin=(), destination="USA"),
        lambda: Scenario(name="x", instruments=(Embargo(id="a", origin="RUS", destination="USA"),) * 2),
    ],
)
def test_what_makes_no_sense_is_refused(build: object) -> None:
    with pytest.raises(ScenarioError):
        build()  # type: ignore[operator]


def test_frozen() -> None:
    ban = ImportBan(origin="RUS", destination="EU")
    with pytest.raises(ValueError, match="frozen"):
        ban.leakage = 0.5


def test_ids_are_given_by_kind_and_do_not_collide() -> None:
    ban = ImportBan(origin="RUS", destination="EU")
    scenario = Scenario(name="x", instruments=(ban, ban.model_copy(update={"id": "import-ban-1"}), ban))
    assert scenario.ids == ("import-ban-2", "import-ban-1", "import-ban-3")


def test_timeline() -> None:
    early = ImportBan(id="early", origin="RUS", destination="EU", from_=date(2022, 1, 1), until=date(2022, 6, 30))
    late = ImportBan(id="late", origin="RUS", destination="EU", from_=date(2023, 2, 5))
    scenario = Scenario(name="x", instruments=(early, late))
    assert [i.id for i in scenario.in_force(date(2022, 6, 30))] == ["early"]
    assert scenario.in_force(date(2022, 7, 1)) == ()
    assert scenario.evaluation_day(2022) == date(2023, 2, 5)
    assert scenario.days() == (date(2022, 1, 1), date(2022, 7, 1), date(2023, 2, 5))
    assert Scenario(name="x", date=date(2022, 3, 1), instruments=(early,)).evaluation_day(2022) == date(2022, 3, 1)
    assert Scenario(name="x").evaluation_day(2019) == date(2019, 12, 31)


def test_standing_of_numbers() -> None:
    tariff = Tariff(
        origin="CHN",
        destination="USA",
        sectors="C29",
        rate=1,
        coverage=0.02,
        source="USTR",
        assumed={"coverage": "guess"},
    )
    assert [(n.field, n.status) for n in tariff.numbers()] == [("rate", "sourced"), ("coverage", "assumed")]
    assert ImportBan(origin="RUS", destination="EU", leakage=0.1).numbers()[0].status == "unsourced"


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (ImportBan(origin="RUS", destination="EU"), "EU may not buy anything from RUS."),
        (ExportBan(origin="USA", destination="CHN", leakage=0.1), "USA may not sell anything to CHN; 10 % leaks."),
        (
            ImportBan(origin="RUS", destination="EU", exclude_sectors="B06"),
            "EU may not buy anything except B06 from RUS.",
        ),
        (
            ImportBan(origin="RUS", destination="EU", coverage=0.3),
            "EU may not buy 30 % of everything from RUS.",
        ),
        (ImportBan(origin="RUS", destination="EU", coverage=0), "EU may still buy everything from RUS."),
        (
            ExportBan(origin="USA", destination="CHN", sectors="C26", coverage=0),
            "USA may still sell C26 to CHN.",
        ),
        (
            Embargo(origin="USA", destination="CHN", coverage=0),
            "Trade between USA on one side and CHN on the other goes on both ways as before.",
        ),
    ],
)
def test_sentences_of_bans(made: Instrument, text: str) -> None:
    assert made.describe() == text


def test_every_kind_describes_itself() -> None:
    fields = {
        "origin": "RUS",
        "destination": "ALL",
        "exclude": "EU",
        "sectors": "energy",
        "members": "BRICS",
        "payer": "EU",
        "receiver": "UKR",
        "passages": "suez",
        "corridor": "rail-kazakhstan",
        "target": "RUS",
        "coalition": "G7",
        "hubs": "KAZ",
        "issuer": "USA",
        "partners": "CHN",
    }
    numbers = {"rate": 0.1, "limit": 0.5, "amount_usd_bn": 10, "percent": 5, "tariff_cut": 1, "months": 5, "cap": 60}
    for kind, model in KINDS.items():
        chosen = {key: value for key, value in (fields | numbers).items() if key in model.model_fields}
        text = model(**chosen).describe()
        assert text.endswith("."), kind
        assert "None" not in text, kind
