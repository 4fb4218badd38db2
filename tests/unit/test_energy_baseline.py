"""Energy beside a baseline: totals close, what is not known is missing, shares stay shares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.energy import Energy, energy_of
from multipolar.baseline.energy_cells import EnergyStatus
from multipolar.data.energy_trade import load_energy_trade
from multipolar.errors import DataError


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load_bundled()


@pytest.fixture(scope="module")
def energy(world: Baseline) -> Energy:
    return energy_of(world)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_tonnes_and_dollars_sum_to_the_table(world: Baseline, year: int) -> None:
    found, trade = energy_of(world, year), load_energy_trade()
    for p, key in enumerate(found.products):
        chosen = trade.of(key, year)
        tonnes = trade.rows.quantity[chosen]
        assert np.nansum(found.quantity[p]) == pytest.approx(tonnes[tonnes >= 0].sum() / 1e6, rel=1e-12)
        assert found.value[p].sum() == pytest.approx(trade.rows.value[chosen].sum() / 1e3, rel=1e-12)


def test_russia_to_china_by_the_source(world: Baseline) -> None:
    at = world.economy_index()
    for year, mt in ((2021, 72.11), (2022, 86.25), (2023, 99.55)):
        found = energy_of(world, year)
        assert found.quantity[found.position("crude"), at["CHN"], at["RUS"]] == pytest.approx(mt, abs=0.01)


def test_known_gaps_are_missing_and_never_zero(world: Baseline) -> None:
    found, at = energy_of(world, 2023), world.economy_index()
    cell = (found.position("crude"), at["TUR"], at["RUS"])
    assert np.isnan(found.quantity[cell])
    assert found.status[cell] == EnergyStatus.MISSING
    assert {"TUR", "BLR"} <= set(found.unknown("crude", "RUS"))
    before = energy_of(world, 2021)
    assert before.quantity[cell] == pytest.approx(4.2, abs=0.05)
    assert before.status[cell] == EnergyStatus.RECONCILED


def test_no_row_is_no_reported_flow(world: Baseline, energy: Energy) -> None:
    nothing = energy.status == EnergyStatus.NONE
    assert (energy.quantity[nothing] == 0).all()
    assert (energy.value[nothing] == 0).all()
    assert np.isnan(energy.unit_value[nothing]).all()
    home = np.eye(len(world.economies) - 1, dtype=bool)
    assert np.isnan(energy.quantity[:, :-1, :-1][:, home]).all(), "own use is not in customs records"


def test_tonnes_that_cannot_be_are_doubtful(world: Baseline) -> None:
    found, at = energy_of(world, 2023), world.economy_index()
    p = found.position("crude")
    assert found.quantity[p, at["THA"], at["ARE"]] > 200, "214.9 Mt as the source prints it"
    assert found.status[p, at["THA"], at["ARE"]] == EnergyStatus.DOUBTFUL
    assert np.isnan(found.unit_value[p, at["THA"], at["ARE"]])
    assert "THA" in found.unknown("crude", "ARE")
    assert found.exports("crude")[at["ARE"]] < 200


def test_prices_lie_about_the_benchmark(world: Baseline, energy: Energy) -> None:
    p = energy.position("crude")
    mean = energy.mean_price("crude")
    for code in ("SAU", "NOR", "RUS", "KAZ", "CAN", "NGA"):
        assert 0.6 < mean[world.economy_index()[code]] / energy.benchmark[p] < 1.2, code
    russia = world.economy_index()["RUS"]
    assert mean[russia] < mean[world.economy_index()["SAU"]]
    per_tonne = energy.usd_per_tonne[p, :, russia]
    np.testing.assert_allclose(per_tonne, energy.unit_value[p, :, russia] * 7.28)
    assert (energy.thin & (np.nan_to_num(energy.quantity) > 0.01) & (energy.value > 5)).sum() == 0


def test_shares_are_shares_of_their_sector(world: Baseline, energy: Energy) -> None:
    assert np.isfinite(energy.share).all()
    assert (energy.share >= 0).all()
    for sector in set(energy.sector):
        own = [p for p, code in enumerate(energy.sector) if code == sector]
        assert energy.share[own].sum(axis=0).max() <= 1 + 1e-12
    at = world.economy_index()
    flow = world.flow[world.sector_index()["B06"]]
    p, cell = energy.position("crude"), (at["KOR"], at["SAU"])
    total = energy.value[[q for q, code in enumerate(energy.sector) if code == "B06"], *cell].sum()
    assert energy.share[(p, *cell)] == pytest.approx(energy.value[(p, *cell)] / max(total, flow[cell]))
    assert energy.share_filled[p, at["TUR"], at["RUS"]]
    assert 0.3 < energy.share[p, at["TUR"], at["RUS"]] < 1
    assert 0 < energy.share[p, at["DEU"], at["RUS"]] < 1, "German gas has no row but is part of the flow"


def test_overflow_names_pairs_above_the_table(energy: Energy) -> None:
    found = {(line.sector, line.exporter, line.importer): line for line in energy.overflow}
    line = found["B06", "RUS", "CHN"]
    assert line.customs > line.table > 0
    assert 0.3 < line.ratio < 0.8
    assert list(energy.overflow) == sorted(energy.overflow, key=lambda entry: -entry.customs)


def test_another_baseline_is_matched_by_code(world: Baseline, energy: Energy) -> None:
    economies = tuple({"DEU": "QQQ", "ROW": "QQR"}.get(code, code) for code in world.economies)
    found = energy_of(replace(world, economies=economies))
    n = economies.index("QQQ")
    assert np.isnan(found.quantity[:, n, :]).all()
    assert np.isnan(found.quantity[:, :, n]).all()
    assert any("QQQ" in note for note in found.notes)
    assert any("left out" in note for note in found.notes)
    grouped = energy_of(replace(world, economies=economies), members={"QQQ": ["DEU"]})
    p, at = energy.position("crude"), world.economy_index()
    assert grouped.quantity[p, n, at["RUS"]] == pytest.approx(energy.quantity[p, n, at["RUS"]])
    with pytest.raises(DataError, match="not in the baseline"):
        energy_of(world, members={"ZZZ": ["DEU"]})


def test_a_year_without_data_is_refused(world: Baseline) -> None:
    with pytest.raises(DataError, match="holds no year 1999"):
        energy_of(world, 1999)
    assert any("2021" in note for note in energy_of(world, 2021).notes)


def test_a_baseline_without_the_sector(world: Baseline) -> None:
    sectors = tuple({"B05": "B99"}.get(code, code) for code in world.sectors)
    table = replace(world.elasticities, sectors=sectors)
    found = energy_of(replace(world, sectors=sectors, elasticities=table))
    p = found.position("coal")
    assert found.sector[p] == ""
    assert not found.share[p].any()
