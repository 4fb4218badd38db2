"""Energy figures: well-formed, in tokens only, with data that sums and a hatch where there is no number."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.energy import EnergyFlows, energy_flows
from multipolar.analysis.energy_accounts import revenue_account
from multipolar.baseline.bundled import load_bundled
from multipolar.model.wedges import Wedges
from multipolar.report.energy_figures import buyers_figure, revenue_figure
from multipolar.report.figure import Figure
from multipolar.report.palette import light
from multipolar.simulation.simulate import simulate

SVG = "{http://www.w3.org/2000/svg}"
WORLD = load_bundled()


@pytest.fixture(scope="module")
def flows() -> EnergyFlows:
    return energy_flows(simulate(WORLD, "eu-oil-embargo", date="2023-06-01"))


@pytest.fixture(scope="module")
def drawn(flows: EnergyFlows) -> dict[str, Figure]:
    figures = [buyers_figure(flows, key, "RUS", source="Source: test.") for key in ("crude", "gas", "coal")]
    figures += [
        revenue_figure(flows, key, "RUS", source="Source: test.", horizon="long run") for key in ("crude", "gas")
    ]
    return {figure.name: figure for figure in figures}


def test_svg_is_well_formed_and_coloured_by_tokens(drawn: dict[str, Figure]) -> None:
    assert len(drawn) == 5
    for figure in drawn.values():
        root = ET.fromstring(figure.svg)
        assert root.find(f"{SVG}title") is not None
        marks = re.sub(r"<style>.*?</style>", "", figure.svg, flags=re.S)
        assert set(re.findall(r"#[0-9a-f]{6}", marks)) <= set(light().values())
        assert "Source: test." in figure.svg
        ET.fromstring(f"<x>{figure.inline('p')}</x>")
        for drawing in (figure.wide, figure.narrow):
            places = [float(x) for x in re.findall(r' x="(-?[0-9.]+)"', drawing.body())]
            assert min(places) >= -0.1
            assert max(places) <= drawing.width + 0.1


def test_missing_tonnes_are_hatched_and_have_no_number(drawn: dict[str, Figure]) -> None:
    figure = drawn["energy-buyers-crude-rus"]
    rows = {row[0]: row for row in csv.reader(io.StringIO(figure.csv))}
    assert rows["TUR"][2] == ""
    assert rows["TUR"][6] == "missing"
    assert figure.wide.body().count("cross") >= 2
    assert "not known" in figure.wide.body()
    assert "Türkiye" in figure.note


def test_the_title_is_the_finding(drawn: dict[str, Figure]) -> None:
    assert re.match(
        r"Russia's crude oil: China takes [0-9.]+ Mt more, .+ less$", drawn["energy-buyers-crude-rus"].title
    )
    assert re.match(r"Russia's receipts from crude oil fall by \$", drawn["energy-revenue-crude-rus"].title)


def test_steps_lead_from_the_world_price_to_receipts(flows: EnergyFlows, drawn: dict[str, Figure]) -> None:
    figure, account = drawn["energy-revenue-crude-rus"], revenue_account(flows, "crude", "RUS")
    for column, side in ((1, account.before), (2, account.after)):
        first, discount, transport, last = (float(row[column]) for row in figure.rows)
        assert first + discount + transport == pytest.approx(last, rel=1e-12)
        assert last == pytest.approx(side.receipts / 1e3)


def test_a_premium_and_nothing_at_all_can_be_drawn(flows: EnergyFlows) -> None:
    dear = replace(flows, price=flows.price * 1.5, price_after=flows.price_after * 1.5)
    assert revenue_account(dear, "crude", "RUS").before.buyers_discount < 0
    ET.fromstring(revenue_figure(dear, "crude", "RUS", source="Source: test.").svg)
    same = energy_flows(simulate(WORLD, Wedges.none(WORLD.tariff_rate.shape)))
    assert "goes where it went" in buyers_figure(same, "crude", "RUS", source="Source: test.").title
    assert "stay at" in revenue_figure(same, "crude", "RUS", source="Source: test.").title
    empty = replace(flows, quantity=np.where(np.isnan(flows.quantity), np.nan, 0.0))
    ET.fromstring(revenue_figure(empty, "crude", "RUS", source="Source: test.").svg)
    for product in ("crude", "lng"):
        ET.fromstring(buyers_figure(flows, product, "ISL", source="Source: test.").svg)
