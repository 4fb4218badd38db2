"""Russian crude after 2022: the forecast by its definition, what is known and what is not, the page as computed."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from multipolar.analysis.validation.oil_backtest import IN_PROPORTION, NO_CHANGE, OUTCOMES, START, OilStudy, study_oil
from multipolar.analysis.validation.oil_measures import (
    SCENARIO,
    brent,
    on_world,
    spans,
    survival,
    tonnes_hat,
)
from multipolar.analysis.validation.oil_page import PAGE
from multipolar.analysis.validation.oil_pattern import SELLER, OilWorld, as_tabled, crude_sector, with_crude_of
from multipolar.analysis.validation.oil_settings import (
    APART,
    HORIZONS,
    MAIN,
    OWN,
    SHORT,
    apart_settings,
    horizon_settings,
    settings,
)
from multipolar.analysis.validation.oil_tables import oil_tables
from multipolar.analysis.validation.pages import with_tables
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.crude_apart import crude_apart
from multipolar.baseline.energy import energy_of
from multipolar.baseline.registry import load
from multipolar.scenario import compile_scenario, load_scenario
from multipolar.scenario.instruments import ImportBan
from multipolar.simulation.horizons import horizon
from multipolar.simulation.simulate import simulate

DOCS = Path(__file__).resolve().parents[2] / "docs"
DAY = datetime.date(2023, 3, 1)


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load()


@pytest.fixture(scope="module")
def early(world: Baseline) -> OilWorld:
    return with_crude_of(world, START)


@pytest.fixture(scope="module")
def study() -> OilStudy:
    return study_oil()


def test_the_pattern_of_2021_is_reached(world: Baseline, early: OilWorld) -> None:
    j, i = world.sectors.index(crude_sector(world)), world.economies.index(SELLER)
    flow = early.baseline.flow[j, :, i] * early.crude_share
    before = energy_of(world, START)
    mt = before.quantity[before.position("crude"), :, i]
    china, india = world.economies.index("CHN"), world.economies.index("IND")
    now = energy_of(world)
    # The value that the table gives to a tonne differs by pair; what moves is the tonnes.
    two = [india, china]
    tabled = (world.flow[j, :, i] * as_tabled(world).crude_share)[two] / now.quantity[now.position("crude"), two, i]
    ratio = flow[two] / tabled / mt[two]
    assert ratio[0] / ratio[1] == pytest.approx(1.0, rel=1e-3)
    assert flow.sum() == pytest.approx((world.flow[j, :, i] * as_tabled(world).crude_share).sum(), rel=1e-3)
    assert {"TUR", "BLR"} <= set(early.unmoved)


def test_the_library_covers_the_crude_that_the_back_test_covers(world: Baseline) -> None:
    """The scenario's bans on crude leave of each border what the back-test's own bans leave."""
    tabled, scenario = as_tabled(world), load_scenario(SCENARIO)
    own = on_world(scenario, tabled, 80.0, with_cap=False)
    bans = [found for found in scenario.instruments if isinstance(found, ImportBan)]
    assert all(ban.product == "crude" for ban in bans)
    library = scenario.model_copy(update={"instruments": tuple(bans)})
    for day in (datetime.date(2022, 12, 10), DAY):
        left = []
        for each in (library, own):
            wedges = compile_scenario(each, world, np.array(world.elasticities.central), date=day).wedges
            share = np.ones(world.tariff_rate.size)
            share[wedges.index] = wedges.survival_share
            left.append(share)
        assert left[0].min() < 0.2
        np.testing.assert_allclose(left[0], left[1], atol=1e-12)


def test_the_year_is_cut_where_measures_change() -> None:
    scenario = load_scenario(SCENARIO)
    parts = spans(scenario, 2022)
    assert sum(part.days for part in parts) == 365
    assert datetime.date(2022, 12, 5) in {part.first for part in parts}
    assert len(spans(scenario, 2023)) == 1
    assert brent(datetime.date(2023, 1, 5), datetime.date(2023, 1, 20)) == pytest.approx(82.5, abs=0.1)


def test_survival_follows_dates_and_exemptions(world: Baseline) -> None:
    scenario = load_scenario(SCENARIO)
    axis = world.economy_index()
    early, december, later = (
        survival(scenario, world, day) for day in (datetime.date(2022, 3, 1), datetime.date(2022, 12, 10), DAY)
    )
    assert (early == 1).all()
    assert december[axis["ITA"]] == pytest.approx(0.05)
    assert december[axis["DEU"]] == pytest.approx(1 - 0.22 * 0.95)
    assert later[axis["DEU"]] == pytest.approx(0.05)
    for code in ("HUN", "SVK", "CZE", "BGR", "IND", "CHN", "TUR"):
        assert later[axis[code]] == 1.0
    assert later[axis["USA"]] == 0.0


def test_the_crude_part_of_a_cell_is_what_the_cell_changes_by(world: Baseline, early: OilWorld) -> None:
    """Crude and the rest of each cell sum to the cell: the formula of the module against the solved flows."""
    scenario = on_world(load_scenario(SCENARIO), early, 80.0, with_cap=False)
    result = simulate(early.baseline, scenario, date=DAY)
    survive = survival(load_scenario(SCENARIO), world, DAY)
    j, i = world.sectors.index(crude_sector(world)), world.economies.index(SELLER)
    crude = tonnes_hat(result, survive, early.crude_share)
    rest = tonnes_hat(result, np.ones_like(survive), early.crude_share)
    whole = early.crude_share * crude + (1 - early.crude_share) * rest
    actual = result.quantity_hat()[j, :, i]
    traded = np.isfinite(actual)
    np.testing.assert_allclose(whole[traded], actual[traded], rtol=1e-6)


def test_nothing_happens_before_the_measures(early: OilWorld) -> None:
    scenario = on_world(load_scenario(SCENARIO), early, 95.0)
    result = simulate(early.baseline, scenario, date=datetime.date(2022, 2, 1))
    np.testing.assert_array_equal(tonnes_hat(result, np.ones(len(early.crude_share)), early.crude_share), 1.0)


def test_what_is_not_known_is_not_scored(study: OilStudy) -> None:
    for year in OUTCOMES:
        assert {"TUR", "BLR"} <= set(study.missing(year))
        outcome = study.triple(MAIN, year)[2]
        for code in ("TUR", "BLR", "RUS", "ROW"):
            assert np.isnan(outcome[study.economies.index(code)])
    assert study.published[START][study.economies.index("TUR")] == pytest.approx(4.2, abs=0.01)
    assert study.published[2023][study.economies.index("IND")] == pytest.approx(88.9, abs=0.1)
    assert study.published[2023][study.economies.index("KOR")] == 0.0, "who reports and bought nothing bought nothing"


def test_null_forecasts(study: OilStudy) -> None:
    start = study.published[START]
    np.testing.assert_array_equal(study.forecast(NO_CHANGE).mt[2023], start)
    spread = study.forecast(IN_PROPORTION).mt[2023]
    assert np.nansum(spread) == pytest.approx(np.nansum(start))
    free = study.hit[2023] == 0
    ratio = spread[free & (np.nan_to_num(start) > 0)] / start[free & (np.nan_to_num(start) > 0)]
    np.testing.assert_allclose(ratio, ratio[0])


def test_the_settings_are_the_horizons_but_for_crude(world: Baseline) -> None:
    j = world.sectors.index(crude_sector(world))
    for setting in horizon_settings(world):
        name = SHORT if setting.name == MAIN else setting.name
        assumptions, closure = horizon(name, world)
        theta = np.array(assumptions.trade_elasticity)
        theta[j] = world.elasticities.central[j]
        np.testing.assert_array_equal(setting.assumptions.trade_elasticity, theta)
        assert setting.assumptions.factor_mobility == assumptions.factor_mobility
        assert setting.closure == closure
    (own,) = (setting for setting in settings(world) if setting.name == SHORT + OWN)
    np.testing.assert_array_equal(own.assumptions.trade_elasticity, horizon(SHORT, world)[0].trade_elasticity)
    assert settings(world)[0].role == "main"


def test_what_the_page_says_of_gas(study: OilStudy) -> None:
    """Crude that is not sold turns into gas of the same sector: a fault that the page names."""
    use = study.forecast(MAIN).use
    assert use is not None
    assert use[0].sum() == pytest.approx(100.0)
    assert use[1, 0] < 0.75 * use[0, 0]
    assert use[1, 1] > 1.4 * use[0, 1]
    assert use[1].sum() == pytest.approx(99.6, abs=0.5)


def test_crude_apart_from_gas_goes_to_other_buyers(study: OilStudy) -> None:
    """What the page says: with no gas to turn into, more crude is sold, and cheaper; who starts is no better known."""
    for name in ("impact", SHORT, "medium"):
        apart = study.forecast(name + APART)
        one = study.forecast(MAIN if name == SHORT else name)
        totals = [float(np.nansum(study.triple(found.name, 2023)[1])) for found in (one, apart)]
        happened = float(np.nansum(study.triple(MAIN, 2023)[2]))
        assert totals[0] < totals[1] < happened
        assert abs(totals[1] - happened) < 0.5 * abs(totals[0] - happened)
        assert apart.price_hat[2023] < one.price_hat[2023]
        assert study.score(apart.name, 2023, "share").error == pytest.approx(
            study.score(one.name, 2023, "share").error, abs=0.02
        )
    for row in study.discounts[2:]:
        assert row.predicted[MAIN] < row.predicted[SHORT + APART]


def test_gas_has_the_trade_elasticity_of_all_goods(world: Baseline) -> None:
    apart = crude_apart(world)
    for setting in apart_settings(apart):
        theta = setting.assumptions.trade_elasticity
        crude, gas = (float(theta[apart.sectors.index(code)]) for code in ("B061", "B062"))
        assert crude == world.elasticities.central[world.sectors.index("B06")]
        assert gas == theta[0]
        resource = setting.assumptions.resource
        assert resource is not None
        assert resource.rent_share[apart.sectors.index("B062")] > 0


def test_what_the_page_says_of_the_scores(study: OilStudy) -> None:
    """The sentences of the page; a change here is a change of what we claim."""
    for year in OUTCOMES:
        model, none = study.score(MAIN, year, "share"), study.score(NO_CHANGE, year, "share")
        assert model.error < none.error
        assert model.explained > 0
    model, spread = (study.score(name, 2023, "share") for name in (MAIN, IN_PROPORTION))
    assert model.rank > spread.rank
    assert model.explained < spread.explained, "not beaten in shares"
    assert study.score(MAIN, 2023, "usd").error < study.score(IN_PROPORTION, 2023, "usd").error
    india = study.economies.index("IND")
    assert study.forecast(MAIN).mt[2023][india] < 10 < 80 < study.published[2023][india]


def test_what_the_page_says_of_the_discount(study: OilStudy) -> None:
    for row in study.discounts:
        assert set(HORIZONS) <= set(row.predicted)
        assert 1.0 < row.predicted[MAIN] < row.published.usd_per_barrel
        assert row.predicted["long"] < row.predicted[MAIN]
    assert [row.cap[MAIN] for row in study.discounts[:2]] == ["not in force"] * 2


def test_the_page_is_as_computed(study: OilStudy) -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    assert with_tables(page, oil_tables(study)) == page
    for name in ("oil-destinations", "oil-discount"):
        assert f"figures/{name}.svg" in page
        assert (DOCS / "figures" / f"{name}.svg").is_file()
