"""Compilation to wedges: right cells, exact mixtures, honest warnings."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.errors import DataError, ScenarioError, ShapeError
from multipolar.model.wedges import Wedges
from multipolar.scenario import (
    BlocAgreement,
    CompiledScenario,
    Embargo,
    ExportBan,
    ExportTax,
    ImportBan,
    ImportQuota,
    Instrument,
    Scenario,
    Tariff,
    TradeCost,
    Transfer,
    compile_scenario,
    load_scenario,
    scenario_names,
)

ECONOMIES = ("CHN", "DEU", "FRA", "RUS", "ROW")
SECTORS = ("B06", "C29", "J62_63")


def small_world(
    economies: tuple[str, ...] = ECONOMIES, sectors: tuple[str, ...] = SECTORS, year: int = 2022
) -> Baseline:
    """A baseline without inputs, with tariffs between 0 and 10 percent abroad."""
    rng = np.random.default_rng(7)
    rows, count = len(sectors), len(economies)
    share = rng.uniform(0.1, 1.0, (rows, count, count))
    share /= share.sum(axis=2, keepdims=True)
    tariff = rng.uniform(0.0, 0.1, (rows, count, count))
    tariff[:, np.arange(count), np.arange(count)] = 0.0
    expenditure = rng.uniform(1e3, 1e4, (rows, count))
    theta = np.linspace(3.0, 8.0, rows)
    return Baseline.from_shares(
        name="small",
        year=year,
        economies=economies,
        sectors=sectors,
        trade_share=share,
        expenditure=expenditure,
        gross_output=(share / (1 + tariff) * expenditure[:, :, None]).sum(axis=1),
        value_added_share=np.ones((rows, count)),
        input_share=np.zeros((count, rows, rows)),
        tariff_rate=tariff,
        elasticities=ElasticityTable(
            sectors=sectors,
            central=theta,
            low=theta / 2,
            high=theta * 2,
            standard_error=np.full(rows, np.nan),
            source=("test",) * rows,
            status=("assumed",) * rows,
        ),
    )


WORLD = small_world()
THETA = WORLD.elasticities.central
CHN, DEU, FRA, RUS, ROW = range(5)
B06, C29, J62 = range(3)


def compiled(*instruments: Instrument, **options: object) -> CompiledScenario:
    return compile_scenario(Scenario(name="test", instruments=instruments), WORLD, THETA, **options)  # type: ignore[arg-type]


def dense(wedges: Wedges, field: str, fill: np.ndarray | float) -> np.ndarray:
    out = np.broadcast_to(fill, wedges.shape).astype(float).ravel().copy()
    out[wedges.index] = getattr(wedges, field)
    return out.reshape(wedges.shape)


def test_nothing_changes_nothing() -> None:
    assert compiled().wedges.is_empty


def test_an_import_ban_hits_exactly_its_cells() -> None:
    result = compiled(ImportBan(origin="RUS", destination="EU", sectors="B06", leakage=0.1, coverage=0.5))
    expected = np.ones(WORLD.tariff_rate.shape)
    expected[B06, [DEU, FRA], RUS] = 1 - 0.5 * 0.9
    assert np.array_equal(dense(result.wedges, "survival_share", 1.0), expected)
    assert np.array_equal(np.sort(result.touched[0].cells), np.flatnonzero(expected.ravel() != 1))


def test_export_ban_and_import_ban_stop_the_same_flow() -> None:
    one = compiled(ImportBan(origin="RUS", destination="DEU")).wedges
    two = compiled(ExportBan(origin="RUS", destination="DEU")).wedges
    assert np.array_equal(one.index, two.index)
    assert np.array_equal(one.survival_share, two.survival_share)
    assert (one.survival_share == 0).all()


def test_embargo_is_both_ways_and_never_domestic() -> None:
    survival = dense(compiled(Embargo(origin="ALL", destination="RUS", leakage=0.25)).wedges, "survival_share", 1.0)
    expected = np.ones_like(survival)
    expected[:, RUS, :] = expected[:, :, RUS] = 0.25
    expected[:, RUS, RUS] = 1
    assert np.array_equal(survival, expected)


def test_overlapping_sides_are_hit_once_and_said() -> None:
    result = compiled(Embargo(origin="EU", destination=("EU", "RUS"), leakage=0.5))
    survival = dense(result.wedges, "survival_share", 1.0)
    assert survival[C29, DEU, FRA] == 0.5
    assert survival[C29, DEU, RUS] == survival[C29, RUS, DEU] == 0.5
    assert survival[C29, DEU, DEU] == 1
    assert any(notice.kind == "overlap" and "DEU, FRA" in notice.text for notice in result.warnings)


def test_excludes_of_one_side() -> None:
    survival = dense(
        compiled(ImportBan(origin="ALL", destination="EU", exclude_origin="EU")).wedges, "survival_share", 1.0
    )
    assert survival[B06, DEU, FRA] == 1
    assert survival[B06, DEU, CHN] == survival[B06, FRA, ROW] == 0
    both = dense(compiled(Embargo(origin="ALL", destination="EU", exclude_origin="EU")).wedges, "survival_share", 1.0)
    assert both[B06, DEU, FRA] == 1
    assert both[B06, CHN, DEU] == both[B06, DEU, CHN] == 0


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [("set", 0.4, lambda t: 0 * t + 0.4), ("add", 0.4, lambda t: t + 0.4), ("multiply", 4, lambda t: 4 * t)],
)
def test_modes_of_a_tariff(mode: str, value: float, expected: object) -> None:
    wedges = compiled(Tariff(origin="CHN", destination="DEU", sectors="C29", rate=value, mode=mode)).wedges
    assert wedges.index.size == 1
    assert wedges.tariff_rate[0] == pytest.approx(expected(WORLD.tariff_rate[C29, DEU, CHN]))  # type: ignore[operator]
    assert wedges.survival_share[0] == wedges.iceberg_hat[0] == 1


def two_parts(
    s: float, theta: float, tau: tuple[float, float], e: tuple[float, float], b: float
) -> tuple[float, float, float]:
    """Kernel factor, tariff revenue and export-tax revenue per dollar of cell spending, by explicit varieties."""
    weights = np.array([1 - s, s])
    prices = np.array([1.0, (1 + tau[1]) / (1 + tau[0]) * (1 + e[1]) / (1 + e[0]) * b])
    spending = weights * prices**-theta
    share = spending / spending.sum()
    tax, export = np.array(tau), np.array(e)
    border = share / (1 + tax)
    return float(spending.sum()), float((border * tax).sum()), float((border / (1 + export) * export).sum())


@pytest.mark.parametrize("coverage", [0.02, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("rate", [0.0, 0.5, 5.0])
def test_partial_tariff_is_the_exact_mixture(coverage: float, rate: float) -> None:
    wedges = compiled(Tariff(origin="CHN", destination="DEU", sectors="C29", rate=rate, coverage=coverage)).wedges
    before, theta = WORLD.tariff_rate[C29, DEU, CHN], THETA[C29]
    kernel, revenue, _ = two_parts(coverage, theta, (before, rate), (0, 0), 1.0)
    kappa = (1 + wedges.tariff_rate[0]) / (1 + before) * wedges.iceberg_hat[0]
    assert kappa**-theta * wedges.survival_share[0] == pytest.approx(kernel, rel=1e-12)
    assert wedges.tariff_rate[0] / (1 + wedges.tariff_rate[0]) == pytest.approx(revenue, rel=1e-12)


@pytest.mark.parametrize("coverage", [0.1, 0.7])
def test_partial_export_tax_and_cost_are_exact_mixtures(coverage: float) -> None:
    before, theta = WORLD.tariff_rate[C29, DEU, CHN], THETA[C29]
    wedges = compiled(ExportTax(origin="CHN", destination="DEU", sectors="C29", rate=0.6, coverage=coverage)).wedges
    kernel, revenue, exported = two_parts(coverage, theta, (before, before), (0, 0.6), 1.0)
    tax, export = wedges.tariff_rate[0], wedges.export_tax_rate[0]
    assert (1 + export) ** -theta * wedges.survival_share[0] == pytest.approx(kernel, rel=1e-12)
    assert tax / (1 + tax) == pytest.approx(revenue, rel=1e-12)
    assert export / (1 + export) / (1 + tax) == pytest.approx(exported, rel=1e-12)
    cost = compiled(TradeCost(origin="CHN", destination="DEU", sectors="C29", percent=60, coverage=coverage)).wedges
    kernel, _, _ = two_parts(coverage, theta, (before, before), (0, 0), 1.6)
    assert cost.iceberg_hat[0] ** -theta * cost.survival_share[0] == pytest.approx(kernel, rel=1e-12)
    assert cost.tariff_rate[0] == before


def test_quantity_under_a_partial_cost_is_that_of_both_parts_and_has_no_jump_at_full_coverage() -> None:
    before, theta, ratio, coverage = WORLD.tariff_rate[C29, DEU, CHN], THETA[C29], 1.5, 0.4
    cost = {"origin": "CHN", "destination": "DEU", "sectors": "C29", "ratio": ratio}
    wedges = compiled(TradeCost(**cost, coverage=coverage)).wedges
    weights, prices = np.array([1 - coverage, coverage]), np.array([1.0, ratio])
    share = weights * prices**-theta / (weights * prices**-theta).sum()
    quantity_per_dollar = (share / prices).sum() / (1 + before)
    assert 1 / (1 + wedges.tariff_rate[0]) / wedges.iceberg_hat[0] == pytest.approx(quantity_per_dollar, rel=1e-12)
    nearly = compiled(TradeCost(**cost, coverage=1 - 1e-9)).wedges
    assert nearly.iceberg_hat[0] == pytest.approx(ratio)
    assert nearly.survival_share[0] == pytest.approx(1)


def test_a_duty_turned_into_a_subsidy_is_said() -> None:
    low = Tariff(origin="CHN", destination="DEU", sectors="C29", rate=0.0, rate_before=0.5)
    assert "subsidy" in [notice.kind for notice in compiled(low).warnings]
    assert "subsidy" not in [notice.kind for notice in compiled(low.model_copy(update={"rate": 0.6})).warnings]


def test_rate_before_sets_the_price_rise_of_the_covered_products() -> None:
    wedges = compiled(Tariff(origin="CHN", destination="DEU", sectors="C29", rate=1.0, rate_before=0.25)).wedges
    assert (1 + wedges.tariff_rate[0]) / (1 + WORLD.tariff_rate[C29, DEU, CHN]) == pytest.approx(2.0 / 1.25)


def test_full_measures_in_any_order_multiply() -> None:
    ban = ImportBan(id="ban", origin="RUS", destination="DEU", sectors="B06", leakage=0.5, coverage=0.5)
    again = ban.model_copy(update={"id": "again"})
    assert compiled(ban, again).wedges.survival_share[0] == pytest.approx(0.75**2)


def test_bloc_agreement_cuts_among_members_only() -> None:
    result = compiled(BlocAgreement(members="BRICS", tariff_cut=1, cost_reduction=0.1, from_=date(2024, 1, 1)))
    tariff = dense(result.wedges, "tariff_rate", WORLD.tariff_rate)
    iceberg = dense(result.wedges, "iceberg_hat", 1.0)
    assert tariff[C29, RUS, CHN] == tariff[C29, CHN, RUS] == 0
    assert iceberg[C29, RUS, CHN] == pytest.approx(0.9)
    assert tariff[C29, DEU, CHN] == WORLD.tariff_rate[C29, DEU, CHN]
    assert iceberg[C29, RUS, RUS] == iceberg[C29, ROW, CHN] == 1


def test_transfer_sums_to_zero_and_splits_by_size() -> None:
    moved = compiled(Transfer(payer="EU", receiver="RUS", amount_usd_bn=3)).wedges.transfer
    assert moved.sum() == pytest.approx(0, abs=1e-9)
    assert moved[RUS] == pytest.approx(3000)
    assert moved[DEU] / moved[FRA] == pytest.approx(WORLD.value_added[DEU] / WORLD.value_added[FRA])


def test_quota_becomes_a_response() -> None:
    quota = ImportQuota(id="q", origin="CHN", destination="EU", sectors="C29", limit=0.5, rent="exporter")
    (response,) = compiled(quota).wedges.responses
    count = len(ECONOMIES)
    assert response.name == "q"
    assert response.cells.tolist() == [(C29 * count + n) * count + CHN for n in (DEU, FRA)]
    ((receiver, share),) = response.rent_shares(np.array([7, 7]))
    assert (receiver.tolist(), share.tolist()) == ([7, 7], [1, 1])


def test_subsets_keep_order_and_the_day_of_the_whole() -> None:
    early = ImportBan(id="early", origin="RUS", destination="EU", from_=date(2023, 1, 1))
    late = Tariff(id="late", origin="CHN", destination="EU", sectors="C29", rate=1, from_=date(2024, 1, 1))
    part = compiled(early, late, instruments=["early"])
    assert part.instruments == ("early",)
    assert part.date == date(2024, 1, 1)
    with pytest.raises(ScenarioError, match="Did you mean early"):
        compiled(early, late, instruments=["erly"])


def test_day_of_evaluation_picks_instruments_and_members() -> None:
    ban = ImportBan(id="a", origin="RUS", destination="EU", from_=date(2014, 7, 31), until=date(2023, 6, 30))
    assert compiled(ban, date=date(2023, 7, 1)).wedges.is_empty
    assert any(n.kind == "not-in-force" for n in compiled(ban, date=date(2023, 7, 1)).warnings)
    world = small_world(("DEU", "GBR", "HRV", "RUS"), SECTORS)
    scenario = Scenario(name="x", instruments=(ban,))
    for day, buyers in ((date(2019, 1, 1), {0, 1, 2}), (date(2021, 1, 1), {0, 2})):
        cells = compile_scenario(scenario, world, THETA, date=day).touched[0].cells
        assert set((cells // 4 % 4).tolist()) == buyers


def test_warnings() -> None:
    result = compiled(ImportBan(origin="EAEU", destination="DEU", from_=date(2022, 3, 1)))
    texts = {notice.kind: notice.text for notice in result.warnings}
    assert "The tables of 2022 already contain the sanctions of 2022" in texts["before-baseline"]
    assert "KGZ (Kyrgyzstan)" in texts["outside-table"]
    assert "part of ROW, which is left alone" in texts["outside-table"]
    survival = dense(result.wedges, "survival_share", 1.0)
    assert (survival[:, :, ROW] == 1).all()
    services = compiled(Tariff(origin="CHN", destination="EU", sectors="all", rate=0.1))
    assert any(notice.kind == "services-tariff" for notice in services.warnings)
    nobody = compiled(ImportBan(origin="CHN", destination="CHN"))
    assert any(notice.kind == "nothing" for notice in nobody.warnings)


def test_an_economy_named_itself_without_a_row_is_an_error() -> None:
    with pytest.raises(ScenarioError, match=r"IRN \(Iran\) has no row of its own in small: it is part of ROW"):
        compiled(ImportBan(origin="IRN", destination="EU"))


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    parts = {
        "year": 2022,
        "economies": WORLD.economies,
        "sectors": WORLD.sectors,
        "trade_share": WORLD.trade_share,
        "expenditure": WORLD.expenditure,
        "gross_output": WORLD.gross_output,
        "value_added_share": WORLD.value_added_share,
        "input_share": WORLD.input_share,
        "tariff_rate": WORLD.tariff_rate,
        "elasticities": WORLD.elasticities,
    }
    Baseline.from_shares(name="whole", **parts)
    with pytest.raises(DataError, match=r"value added and inputs do not sum to one[\s\S]*CHN B06: 0.5"):
        Baseline.from_shares(name="leaky", **{**parts, "value_added_share": 0.5 * WORLD.value_added_share})
    with pytest.raises(DataError, match="trade shares do not sum to one"):
        Baseline.from_shares(
            name="thin", **{**parts, "trade_share": 0.9 * WORLD.trade_share, "gross_output": 0.9 * WORLD.gross_output}
        )


def test_elasticities_of_another_world_are_refused() -> None:
    with pytest.raises(ShapeError):
        compile_scenario(Scenario(name="x"), WORLD, THETA[:2])


def test_the_library_compiles_on_the_codes_of_the_bundled_world() -> None:
    from multipolar.codes import economies, sectors

    world = small_world(tuple(e.code for e in economies()), tuple(s.code for s in sectors()))
    for name in scenario_names():
        result = compile_scenario(load_scenario(name), world, world.elasticities.central)
        assert not result.wedges.is_empty, name
        assert len(result.touched) == len(load_scenario(name).in_force(result.date)), name
        assert not any(notice.kind in ("nothing", "no-flow") for notice in result.warnings), name
