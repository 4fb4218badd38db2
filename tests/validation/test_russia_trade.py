"""Russia's trade after 2022: scores on hand cases, forecasts by their definition, the page as computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from multipolar.analysis.validation.forecast_scores import leave_one_out, rank_correlation, score_forecast
from multipolar.analysis.validation.pages import with_tables
from multipolar.analysis.validation.rebase import with_pattern_of
from multipolar.analysis.validation.russia_trade import (
    HINDSIGHT,
    HINDSIGHT_SPREAD,
    IN_PROPORTION,
    MODEL,
    NO_CHANGE,
    OUTCOMES,
    TradeStudy,
    study_russia_trade,
)
from multipolar.analysis.validation.trade_forecasts import (
    direct_hit,
    goods_flow,
    model_growth,
    spread_in_proportion,
    started_since,
    with_leakage,
)
from multipolar.analysis.validation.trade_groups import split_by_hit
from multipolar.analysis.validation.trade_reasons import REASONS
from multipolar.analysis.validation.trade_tables import largest_misses, trade_tables
from multipolar.baseline.registry import load
from multipolar.data.russia_trade import FLOWS, TABLE, build_russia_trade, load_russia_trade
from multipolar.errors import DataError, ShapeError
from multipolar.model.wedges import Wedges
from multipolar.scenario import load_scenario
from multipolar.simulation.simulate import simulate

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "validation-russia-trade.md"


@pytest.fixture(scope="module")
def study() -> TradeStudy:
    return study_russia_trade()


# --- scores -----------------------------------------------------------------------------------------------------------


def test_scores_of_a_hand_case() -> None:
    start, guess, outcome = np.array([40.0, 40, 20]), np.array([30.0, 45, 25]), np.array([20.0, 50, 30])
    score = score_forecast(start, guess, outcome, "usd")
    # Misses 10, 5, 5 of 100; squares 150 against 20^2 + 10^2 + 10^2 = 600 for no change.
    assert score.error == pytest.approx(0.20)
    assert score.explained == pytest.approx(0.75)
    assert (score.sign_hits, score.signs, score.partners) == (3, 3, 3)
    assert score.rank == pytest.approx(1.0)


def test_shares_ignore_what_moves_all_alike_and_dollars_do_not() -> None:
    start, guess = np.array([40.0, 40, 20]), np.array([30.0, 45, 25])
    assert score_forecast(start, guess, 3 * guess, "share").error == pytest.approx(0.0)
    assert score_forecast(start, guess, 3 * guess, "usd").error == pytest.approx(2 / 3)


def test_no_change_explains_nothing_and_has_no_rank_or_sign() -> None:
    start, outcome = np.array([40.0, 40, 20]), np.array([20.0, 50, 30])
    score = score_forecast(start, start, outcome, "share")
    assert score.explained == pytest.approx(0.0)
    assert np.isnan(score.rank)
    assert (score.sign_hits, score.signs) == (0, 0)


def test_partners_without_a_value_are_left_out_and_small_ones_only_of_rank_and_sign() -> None:
    start = np.array([np.nan, 0.0, 1000.0, 500.0, 0.5])
    outcome = np.array([5.0, 5.0, 900.0, 600.0, 50.0])
    score = score_forecast(start, start * 1.1, outcome, "usd")
    assert (score.partners, score.signs) == (3, 2)
    with pytest.raises(ShapeError, match="forecast score"):
        score_forecast(start, start[:3], outcome, "usd")


def test_rank_correlation_is_spearmans_with_ties() -> None:
    random = np.random.default_rng(4)
    first = random.integers(0, 6, 40).astype(float)
    second = random.normal(size=40) + 0.2 * first
    assert rank_correlation(first, second) == pytest.approx(float(spearmanr(first, second).statistic), abs=1e-12)
    assert np.isnan(rank_correlation(np.ones(4), np.arange(4.0)))


def test_leaving_one_out_finds_the_partner_that_decides() -> None:
    start, outcome = np.full(4, 25.0), np.array([10.0, 30, 30, 30])
    by_one = np.array([10.0, 24, 24, 24])  # right on the first partner only
    by_rest = np.array([25.0, 29, 29, 29])
    gap = score_forecast(start, by_rest, outcome, "usd").error - score_forecast(start, by_one, outcome, "usd").error
    assert gap == pytest.approx(0.0)
    better = np.array([10.0, 25, 25, 25])
    assert leave_one_out(start, better, by_rest, outcome, "usd") == pytest.approx((3 - 15) / 90)


# --- forecasts --------------------------------------------------------------------------------------------------------


def test_lost_trade_is_spread_in_proportion_and_the_total_stays() -> None:
    start, hit = np.array([100.0, 60, 30, np.nan]), np.array([0.5, 0.0, 0.0, 0.0])
    spread = spread_in_proportion(start, hit)
    assert spread[:3] == pytest.approx([50, 60 + 50 * 60 / 90, 30 + 50 * 30 / 90])
    assert np.isnan(spread[3])
    assert np.nansum(spread) == pytest.approx(190)


def test_direct_hit_is_what_a_ban_covers() -> None:
    world = load()
    russia, germany = (world.economies.index(code) for code in ("RUS", "DEU"))
    survival = np.ones(world.tariff_rate.shape)
    survival[:, germany, russia] = 0.3
    wedges = Wedges.from_dense(baseline_tariff_rate=np.asarray(world.tariff_rate), survival_share=survival)
    hit = direct_hit(world, wedges, world.elasticities.central, "exports")
    assert hit[germany] == pytest.approx(0.7)
    assert np.count_nonzero(hit) == 1
    assert not direct_hit(world, wedges, world.elasticities.central, "imports").any()


def test_a_scenario_that_does_nothing_forecasts_no_change() -> None:
    world = load()
    result = simulate(world, Wedges.none(world.tariff_rate.shape))
    for flow in FLOWS:
        growth = model_growth(result, flow)
        assert np.nanmax(np.abs(growth - 1)) < 1e-8


def test_the_main_forecast_is_the_library_scenario_on_the_bundled_world(study: TradeStudy) -> None:
    result = simulate(load(), "measures-2022")
    for flow in FLOWS:
        expected = load_russia_trade().by_economy(flow, 2021, study.economies) * model_growth(result, flow)
        assert np.allclose(study.forecast(MODEL).value[flow], expected, rtol=1e-6, equal_nan=True)


def test_variants_change_only_what_they_say() -> None:
    scenario = load_scenario("measures-2022")
    sealed = with_leakage(scenario, 0.0)
    assert [i.id for i in sealed.instruments] == [i.id for i in scenario.instruments]
    assert {getattr(i, "leakage", 0.0) for i in sealed.instruments} == {0.0}
    late = started_since(scenario, "2022-12-05")
    assert set(late.ids) == {"eu-crude", "germany-poland-crude", "uk-oil", "eu-products"}


def test_the_pattern_of_an_earlier_year_is_reached_and_that_of_its_own_year_changes_nothing() -> None:
    world, trade = load(), load_russia_trade()
    rebased = with_pattern_of(world, trade, 2021)
    assert rebased.largest_gap < 1e-4
    place = world.economies.index("GBR"), world.economies.index("CHN")
    ratio = {}
    for year, baseline in ((2022, world), (2021, rebased.baseline)):
        flow = goods_flow(baseline, baseline.flow, "exports").sum(axis=0)
        ratio[year] = flow[place[0]] / flow[place[1]]
    published = {y: trade.by_economy("exports", y, world.economies) for y in (2021, 2022)}
    moved = (published[2021][place[0]] / published[2021][place[1]]) / (
        published[2022][place[0]] / published[2022][place[1]]
    )
    assert ratio[2021] / ratio[2022] == pytest.approx(moved, rel=1e-3)
    assert rebased.baseline.income.sum() == pytest.approx(world.income.sum(), rel=1e-2)
    same = with_pattern_of(world, trade, 2022)
    assert same.rounds == 1
    assert np.abs(same.baseline.trade_share - world.trade_share).max() < 1e-8


# --- the shipped table ------------------------------------------------------------------------------------------------


def test_the_shipped_table_is_made_from_the_published_one(shared_data: Path, tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    build_russia_trade(shared_data / "trade" / "imf_imts_russia_2016_2024.csv", target)
    assert target.read_text(encoding="utf-8") == TABLE.read_text(encoding="utf-8")


def test_the_rest_of_the_world_is_all_others_and_absence_is_not_zero() -> None:
    trade, world = load_russia_trade(), load()
    values = trade.by_economy("exports", 2023, world.economies)
    assert np.isnan(values[world.economies.index("RUS")])
    assert np.nansum(values) == pytest.approx(np.nansum(trade.value["exports"][:, 2]))
    assert np.isnan(trade.by_economy("exports", 2024, world.economies)[world.economies.index("KAZ")])
    with pytest.raises(DataError, match="no year 2020"):
        trade.by_economy("exports", 2020, world.economies)


def test_a_wrong_table_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("flow,partner,2021,2022,2023,2024\nexports,DEU,1,2,3,-4\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2: 2024"):
        load_russia_trade(path)
    path.write_text("flow,partner,2021\n", encoding="utf-8")
    with pytest.raises(DataError, match="needs the columns"):
        load_russia_trade(path)
    with pytest.raises(DataError, match="absent"):
        load_russia_trade(tmp_path / "none.csv")


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_holds_the_computed_tables(study: TradeStudy) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_tables(page, trade_tables(study)) == page, "run: python -m multipolar.analysis.validation.pages docs"


def test_a_page_and_tables_that_do_not_match_are_refused() -> None:
    page = "<!-- table: a -->\nold\n<!-- end -->\n"
    assert with_tables(page, {"a": "new"}) == "<!-- table: a -->\n\nnew\n\n<!-- end -->\n"
    with pytest.raises(DataError, match="b"):
        with_tables(page, {"a": "new", "b": "new"})


def test_where_the_page_says_the_model_wins_and_loses(study: TradeStudy) -> None:
    for flow in FLOWS:
        for year in OUTCOMES:
            ahead = study.margin(flow, year, "share", NO_CHANGE)[0] > 0
            assert ahead == ((flow, year) != ("exports", 2022))
            behind = study.margin(flow, year, "share", IN_PROPORTION)[0] < 0
            assert behind == ((flow, year) != ("exports", 2022))
            model, spread = (split_by_hit(study, name, flow, year) for name in (MODEL, IN_PROPORTION))
            assert model.hit_forecast > spread.hit_forecast
            if flow == "imports":
                assert model.rank_hit > spread.rank_hit
            else:
                assert model.rank_hit == pytest.approx(spread.rank_hit, abs=0.01)
            errors = [study.score(n, flow, year, "share").error for n in (MODEL, NO_CHANGE, IN_PROPORTION)]
            rest = [study.score(n, flow, year, "share", rest=True).error for n in (MODEL, NO_CHANGE, IN_PROPORTION)]
            assert np.argsort(errors).tolist() == np.argsort(rest).tolist()
        hindsight, rule = (study.score(n, flow, 2023, "share").error for n in (HINDSIGHT, HINDSIGHT_SPREAD))
        assert hindsight < rule
    assert all(split_by_hit(study, MODEL, "exports", year).rank_others < 0.05 for year in OUTCOMES)


def test_how_much_of_the_move_the_model_makes(study: TradeStudy) -> None:
    moved = {}
    for flow in FLOWS:
        found = split_by_hit(study, MODEL, flow, 2023)
        moved[flow] = (found.hit_start - found.hit_forecast) / (found.hit_start - found.hit_outcome)
    assert 0.4 < moved["exports"] < 0.5
    assert 0.2 < moved["imports"] < 0.3


def test_every_miss_on_the_page_has_a_reason(study: TradeStudy) -> None:
    listed = {(flow, code) for flow in FLOWS for code, *_ in largest_misses(study, flow, 2023)}
    assert listed <= set(REASONS)
