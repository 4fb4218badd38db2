"""Panels, ranks and shares of a made-up world of six economies; axes on which a gap stays a gap."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from multipolar.observatory.around_pair import around
from multipolar.observatory.dossier_dependence import dependence
from multipolar.observatory.dossier_evidence import Evidence, Row
from multipolar.observatory.dossier_panels import panel_of, panels_of
from multipolar.observatory.dossier_parts import Point
from multipolar.observatory.records import Indicator
from multipolar.report.dossier_panel_chart import panel_chart
from multipolar.report.dossier_quantity import amount, ordinal, when
from multipolar.report.dossier_time import at, pieces

OTHERS = ("DEU", "FRA", "ITA", "ESP", "NLD", "POL")


def _indicator(name: str, unit: str, kind: Any = "flow", dimension: str = "energy") -> Indicator:
    return Indicator(name, dimension, name.title(), "made up", unit, kind, "", "", ("baci",))


def _row(reporter: str, partner: str, period: str, value: float, **kinds: str) -> Row:
    filled = {"indicator": "crude", "unit": "t", "source": "baci", "status": "reconciled"} | kinds
    return Row(reporter=reporter, partner=partner, period=period, value=value, **filled)


@pytest.fixture
def evidence() -> Evidence:
    rows = [_row("RUS", "CHN", str(year), 100.0 + year - 2015) for year in (2015, 2016, 2019, 2020, 2021, 2023, 2024)]
    rows += [_row("RUS", "CHN", "2024", 111.0, source="china-customs", status="official")]
    rows += [_row("RUS", code, str(year), 10.0) for code in OTHERS for year in range(2015, 2025)]
    rows += [_row(code, "CHN", "2024", 200.0 if code == "DEU" else 9.0) for code in OTHERS]
    rows += [_row("RUS", "WLD", "2024", 218.0), _row("RUS", "CHN", "2022", math.nan)]
    return Evidence.of("CHN", "RUS", rows)


def test_sources_stand_side_by_side_and_none_is_averaged(evidence: Evidence) -> None:
    panel = panel_of(_indicator("crude", "t"), evidence, 2010)
    assert panel is not None
    assert [(line.source, line.latest.value) for line in panel.lines] == [("baci", 109.0), ("china-customs", 111.0)]


def test_ranks_in_the_list_of_one_source(evidence: Evidence) -> None:
    panel = panel_of(_indicator("crude", "t"), evidence, 2010)
    assert panel is not None
    supplier, buyer = panel.ranks
    assert (supplier.economy, supplier.of, supplier.place, supplier.count) == ("RUS", "CHN", 2, 7)
    assert supplier.share == pytest.approx(100 * 109 / (109 + 200 + 5 * 9))
    assert (buyer.economy, buyer.of, buyer.place, buyer.count) == ("CHN", "RUS", 1, 7)


def test_shares_of_both_sides(evidence: Evidence) -> None:
    (entry,) = dependence(panels_of([_indicator("crude", "t")], evidence, 2010), evidence)
    assert entry.share_of_origin == pytest.approx(100 * 109 / 218)
    assert entry.share_of_destination == pytest.approx(100 * 109 / (109 + 200 + 5 * 9))
    assert entry.leaning == "RUS"


def test_around_compares_with_the_sellers_other_buyers(evidence: Evidence) -> None:
    found = around(panels_of([_indicator("crude", "t")], evidence, 2010), evidence, "2022-02-24", 3)
    (compared,) = (entry for entry in found if entry.spread is not None)
    assert compared.group == "Russia to its other buyers"
    assert compared.change is not None
    assert compared.spread is not None
    assert compared.change.value == pytest.approx(100 * (108.5 / 105 - 1))
    assert compared.spread.count == 6
    assert compared.spread.difference == pytest.approx(compared.change.value)
    assert not [entry for entry in found if entry.source == "china-customs"]


def test_a_flow_that_ended_is_refused_with_the_reason() -> None:
    rows = [_row("RUS", "CHN", str(year), 50.0) for year in range(2015, 2023)]
    ended = Evidence.of("CHN", "RUS", rows)
    (entry,) = around(panels_of([_indicator("crude", "t")], ended, 2010), ended, "2022-02-24", 3)
    assert entry.change is None
    assert "no record after 2022" in entry.refusal
    assert "not taken as zero" in entry.refusal


def test_gaps_stay_gaps(evidence: Evidence) -> None:
    panel = panel_of(_indicator("crude", "t"), evidence, 2010)
    assert panel is not None
    runs = [[point.period for point in run] for run in pieces(panel.lines[0].points)]
    assert runs == [["2015", "2016"], ["2019", "2020", "2021"], ["2023", "2024"]]
    drawing = panel_chart(panel, ("CHN", "RUS"), 2010, 2024, (), "t")
    strokes = re.findall(r'<line [^>]*stroke-width="1.8"', drawing.body())
    assert len(strokes) == 1 + 2 + 1


@pytest.mark.parametrize(
    ("periods", "runs"),
    [
        (("2022-11", "2022-12", "2023-01", "2023-03"), 2),
        (("2022Q4", "2023Q1", "2023Q3"), 2),
        (("2022-02-24", "2022-02-25"), 2),
        (("2023-01/2023-07", "2023-01/2023-08"), 2),
    ],
)
def test_neighbours_by_precision(periods: tuple[str, ...], runs: int) -> None:
    assert len(pieces([Point(period, 1.0, "official") for period in periods])) == runs


def test_periods_stand_at_their_middle() -> None:
    assert at("2023") == 2023.5
    assert at("2023-01") == pytest.approx(2023 + 0.5 / 12)
    assert at("2023Q1") == pytest.approx(2023.125)
    assert at("2023-01/2023-07") == pytest.approx((at("2023-01") + at("2023-07")) / 2)
    assert at("2022-02-24") == pytest.approx(2022 + 54.5 / 365)


def test_value_and_unit_value_ride_along_and_slight_directions_are_told() -> None:
    rows = [_row("RUS", "CHN", "2024", 1e6), _row("CHN", "RUS", "2024", 10.0)]
    rows += [_row("RUS", "CHN", "2024", 5e8, indicator="crude-value", unit="USD")]
    found = Evidence.of("CHN", "RUS", rows)
    (panel,) = panels_of([_indicator("crude", "t"), _indicator("crude-value", "USD")], found, 2010)
    assert panel.worth == 5e8
    assert [line.origin for line in panel.lines] == ["RUS"]
    assert [line.origin for line in panel.slight] == ["CHN"]


def test_a_distance_ranks_the_nearest_first() -> None:
    rows = [
        _row("CHN", code, "2024", km, indicator="distance", unit="km")
        for code, km in zip(("DEU", "FRA", "GBR", "ITA", "RUS"), (5.0, 4.0, 3.0, 2.0, 1.0), strict=True)
    ]
    panel = panel_of(_indicator("distance", "km", "pair", "routes"), Evidence.of("CHN", "RUS", rows), 2010)
    assert panel is not None
    assert [(rank.economy, rank.place, rank.side) for rank in panel.ranks] == [("RUS", 1, "nearest")]


def test_figures_as_people_read_them() -> None:
    plain = [amount(v, u).replace("\u00a0", " ") for v, u in ((107e6, "t"), (240e9, "USD"), (38e9, "m3"), (64, "%"))]
    assert plain == ["107 Mt", "$240 bn", "38.0 bcm", "64.0 %"]
    assert [amount(v, "vote") for v in (1.0, 0.0, -1.0)] == ["yes", "abstained", "no"]
    assert amount(math.nan, "t") == "no datum"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip
    assert [when(text) for text in ("2023", "2023-05", "2022-02-24", "2023-01/2023-07")] == [
        "2023", "May 2023", "24 Feb 2022", "2023-01/2023-07",
    ]  # fmt: skip


def test_few_whole_tonnes_give_way_to_the_value() -> None:
    others = [
        _row("RUS", code, "2024", worth, indicator="palladium-value", unit="USD")
        for code, worth in zip(OTHERS, (9e6, 8e6, 7e6, 6e6, 5e6, 4e6), strict=True)
    ]
    rows = [_row("RUS", "CHN", "2024", 3.0, indicator="palladium"), *others]
    rows += [_row("RUS", "CHN", "2024", 6e7, indicator="palladium-value", unit="USD")]
    found = Evidence.of("CHN", "RUS", rows)
    known = [_indicator("palladium", "t", dimension="materials")]
    known += [_indicator("palladium-value", "USD", dimension="materials")]
    (panel,) = panels_of(known, found, 2010)
    assert [line.indicator for line in panel.lines] == ["palladium-value"]
    assert [line.indicator for line in panel.companions] == ["palladium"]
    (entry,) = dependence([panel], found)
    assert entry.share_of_origin == pytest.approx(100 * 60 / 99)
