"""The study of a scenario on the bundled world, and what its parts promise."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis import compare
from multipolar.analysis.case import Case, hit_cells, unknowns_of
from multipolar.analysis.differences import differences, timeless
from multipolar.analysis.explain import explain_difference
from multipolar.analysis.flip import Variant, flip_of, with_leakage
from multipolar.analysis.outcome import HOME, Outcome, Range
from multipolar.analysis.ranges import ELASTICITY_RANGE, IMPUTATION_RANGE, attempt, imputation_range
from multipolar.analysis.study import study
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.errors import AssumptionError, ScenarioError, SolveError
from multipolar.model.settings import Assumptions, Closure
from multipolar.scenario import Embargo, ImportBan, ImportQuota, Scenario, Transfer
from multipolar.simulation.simulate import assumptions_of, simulate

ENERGY, CARS = ("B06", "C19"), ("C29",)


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load_bundled()


def bans(leakage: float = 0.1) -> Scenario:
    return Scenario(
        name="two-bans",
        instruments=(
            ImportBan(origin=["RUS"], destination=["DEU", "POL"], sectors=ENERGY, leakage=leakage, id="energy"),
            ImportBan(origin=["DEU"], destination=["RUS"], sectors=CARS, leakage=leakage, id="cars"),
        ),
    )


@pytest.fixture(scope="module")
def outcome(world: Baseline) -> Outcome:
    return study(world, bans(), draws=2, focus=("TWN",))


def test_parts_of_a_study_hang_together(world: Baseline, outcome: Outcome) -> None:
    result, n = outcome.result, world.economy_index()["RUS"]
    assert outcome.headline[0] == "RUS"
    assert outcome.headline[-1] == "TWN" == outcome.focus[0]
    assert len(set(outcome.headline)) == len(outcome.headline)
    assert [r.label for r in outcome.ranges] == [ELASTICITY_RANGE, IMPUTATION_RANGE]
    assert [a.economy for a in outcome.accounting] == list(outcome.headline)
    assert [f.economy for f in outcome.flips] == list(outcome.headline)
    assert outcome.contributions is not None
    assert outcome.contributions.players == ("energy", "cars")
    assert outcome.balanced is not None
    assert outcome.balanced.closure == Closure("balanced")
    value = result.real_income_pct()[n]
    for known in outcome.ranges:
        assert known.low[n] <= value <= known.high[n]
        assert known.low[n] < known.high[n]
    assert any("Taiwan" in note and "population" in note for note in outcome.notes)
    assert any("under sanctions already" in note for note in outcome.notes)
    assert any("imputed" in note for note in outcome.notes)
    assert any("not confidence bands" in note for note in outcome.notes)
    assert any("surplus" in note and "deficits removed" in note for note in outcome.notes)


def test_elasticity_range_is_what_separate_studies_give(world: Baseline, outcome: Outcome) -> None:
    known = outcome.range_of(ELASTICITY_RANGE)
    assert known is not None
    assert known.members == ("low", "central", "high")
    for name, row in zip(known.members, known.values, strict=True):
        alone = simulate(world, bans(), assumptions=assumptions_of(world, name))  # type: ignore[arg-type]
        assert np.abs(row - alone.real_income_pct()).max() < 1e-6


def test_own_elasticities_join_the_range(world: Baseline) -> None:
    theta = 1.1 * world.elasticities.central
    known = study(world, bans(), elasticities=theta, full=False).range_of(ELASTICITY_RANGE)
    assert known is not None
    assert known.members == ("low", "central", "high", "custom")


def test_own_elasticities_under_a_borrowed_label_leave_the_central_ones_in_the_range(world: Baseline) -> None:
    own = Assumptions(1.1 * world.elasticities.central, "central")
    known = study(world, bans(), elasticities=own, full=False).range_of(ELASTICITY_RANGE)
    assert known is not None
    assert known.members == ("low", "central", "high", "own")
    alone = simulate(world, bans(), assumptions=assumptions_of(world, "central"))
    np.testing.assert_allclose(known.values[1], alone.real_income_pct(), atol=1e-6)


def test_short_study_leaves_out_what_takes_long(world: Baseline) -> None:
    short = study(world, bans(), full=False)
    assert [r.label for r in short.ranges] == [ELASTICITY_RANGE]
    assert short.balanced is not None
    assert (short.diversion, short.flips, short.accounting, short.contributions) == ((), (), (), None)


def test_imputation_range_repeats_itself(outcome: Outcome) -> None:
    assert outcome.case is not None
    again, reason = imputation_range(outcome.case, outcome.result, 2)
    known = outcome.range_of(IMPUTATION_RANGE)
    assert reason == ""
    assert again is not None
    assert known is not None
    assert np.array_equal(again.values, known.values)
    assert len(again.members) == 3


def test_no_imputation_range_without_a_table_and_it_says_so(world: Baseline) -> None:
    bare = replace(world, table=None)
    found = study(bare, bans(), draws=2)
    assert found.range_of(IMPUTATION_RANGE) is None
    assert any("no imputation range" in note for note in found.notes)


def test_a_variant_that_fails_is_named(outcome: Outcome) -> None:
    def broken() -> Case:
        raise SolveError("world", "went away")

    values, reasons = attempt(broken, "draw 3", outcome.result)
    assert np.isnan(values).all()
    assert reasons == ["draw 3: world: went away"]
    known = Range(
        "elasticity range", "real_income_pct", ("a", "b"), np.array([[1.0, 2.0], [np.nan, np.nan]]), ("b: x",)
    )
    assert known.low.tolist() == known.high.tolist() == [1.0, 2.0]


def test_diversion_accounts_tell_both_sides_of_each_ban(world: Baseline, outcome: Outcome) -> None:
    sides = [(a.instrument, a.side, a.group, a.hit) for a in outcome.diversion]
    assert sides == [
        ("energy", "buyers", ("DEU", "POL"), ("RUS",)),
        ("energy", "sellers", ("RUS",), ("DEU", "POL")),
        ("cars", "buyers", ("RUS",), ("DEU",)),
        ("cars", "sellers", ("DEU",), ("RUS",)),
    ]
    axis, sectors = world.economy_index(), [world.sector_index()[code] for code in ENERGY]
    account = outcome.diversion[0]
    lines = {line.partner: line for line in account.lines}
    assert len(lines) == len(world.economies) + 1
    assert lines["RUS"].hit
    assert not lines["NOR"].hit
    assert lines["RUS"].value_change < 0 < lines["NOR"].value_change
    flow = outcome.result.before.flow[sectors]
    germany, poland = axis["DEU"], axis["POL"]
    assert lines["NOR"].value_before == pytest.approx(flow[:, [germany, poland], axis["NOR"]].sum())
    assert lines["POL"].value_before == pytest.approx(flow[:, germany, poland].sum())
    assert lines[HOME].value_before == pytest.approx(flow[:, germany, germany].sum() + flow[:, poland, poland].sum())
    assert account.total.value_before == pytest.approx(flow[:, [germany, poland]].sum())
    assert account.imputed_share is not None
    assert 0 < account.imputed_share < 1


def test_volume_of_a_line_is_at_old_prices(world: Baseline, outcome: Outcome) -> None:
    result, axis = outcome.result, world.economy_index()
    j, norway, russia = world.sector_index()["C29"], axis["JPN"], axis["RUS"]
    before, after = (e.flow[j, russia, norway] for e in (result.before, result.after))
    price = result.after.cost_hat[j, norway]
    quantity = result.quantity_hat()[j, russia, norway]
    line = next(line for line in outcome.diversion[2].lines if line.partner == "JPN")
    assert line.volume_change == pytest.approx(before * (quantity - 1))
    assert line.price_change == pytest.approx(before * quantity * (price - 1))
    assert line.value_change == pytest.approx(after - before)


def _variant(name: str, setting: str, value: float, failure: str = "") -> Variant:
    return Variant(name, setting, "a to b", np.full(81, value), failure)


def test_flip_names_what_turns_the_sign_and_only_that(outcome: Outcome) -> None:
    value = float(outcome.result.real_income_pct()[outcome.result.economies.index("RUS")])
    assert value < 0
    variants = [
        _variant("calm", "low", 1.5 * value),
        _variant("calm", "high", 0.5 * value),
        _variant("wild", "low", 2.0 * value),
        _variant("wild", "high", -0.1 * value),
        _variant("lost", "low", float("nan"), "lost, low: no equilibrium"),
    ]
    flip = flip_of("RUS", outcome.result, variants)
    assert flip.turns == ("wild",)
    assert [(name, turned) for name, _, _, turned in flip.tried] == [("calm", False), ("wild", True)]
    assert [nearest for _, _, nearest, _ in flip.tried] == pytest.approx([0.5 * value, -0.1 * value])
    assert len(flip.variants) == 4
    assert flip.failed == ("lost, low: no equilibrium",)


def test_a_range_holds_the_value_of_the_headline(outcome: Outcome) -> None:
    """Where every other value is further from zero, the one nearest to it is the headline's own."""
    value = float(outcome.result.real_income_pct()[outcome.result.economies.index("RUS")])
    ((_, _, nearest, turned),) = flip_of("RUS", outcome.result, [_variant("stiff", "short", 3.0 * value)]).tried
    assert nearest == pytest.approx(value)
    assert not turned


def test_flips_try_every_kind_of_assumption(outcome: Outcome) -> None:
    tried = {name for name, _, _, _ in outcome.flips[0].tried}
    assert {
        "all trade elasticities",
        "imputed flows",
        "deficit closure",
        "revenue closure",
        "leakage of the bans",
    } < tried
    assert any(name.startswith("elasticity of ") for name in tried)
    settings = [setting for name, setting, _ in outcome.flips[0].variants if name == "deficit closure"]
    assert settings == ["deficits in proportion to income", "deficits removed first"]


def test_leakage_variants_are_what_the_scenario_with_that_leakage_gives(world: Baseline, outcome: Outcome) -> None:
    n = world.economy_index()["RUS"]
    found = {setting: value for name, setting, value in outcome.flips[0].variants if name == "leakage of the bans"}
    for end in (0.0, 0.5):
        assert with_leakage(bans(), end) == bans(end)
        assert found[f"{end:g}"] == pytest.approx(simulate(world, bans(end)).real_income_pct()[n], abs=1e-6)


def test_changes_applied_together_lead_from_one_case_to_the_other(world: Baseline) -> None:
    early, late = datetime.date(2023, 1, 1), datetime.date(2024, 1, 1)
    one, two = bans().instruments
    ended = one.model_copy(update={"until": datetime.date(2023, 6, 30)})
    dated = bans().model_copy(update={"instruments": (ended, two)})
    tighter = bans().model_copy(
        update={"instruments": (ended, two.model_copy(update={"leakage": 0.3, "from_": early}))}
    )
    base = study(world, dated, date=early, full=False)
    other = study(world, tighter, date=late, closure=Closure("proportional"), full=False)
    assert base.compiled.instruments == ("energy", "cars")
    assert other.compiled.instruments == ("cars",)
    assert base.case is not None
    assert other.case is not None
    changes = differences(base.case, other.case)
    assert [name for name, _ in changes] == [
        "energy (removed)",
        "cars (changed)",
        "closure: fixed, lump_sum to proportional, lump_sum",
    ]
    case = timeless(base.case, late)
    assert np.abs(case.solve().real_income_pct() - base.result.real_income_pct()).max() < 1e-6
    for _, change in changes[::-1]:
        case = change(case)
    assert np.abs(case.solve().real_income_pct() - other.result.real_income_pct()).max() < 1e-6
    assert any("different days" in note for note in explain_difference(base, other, ()).notes)


def test_no_difference_between_a_thing_and_itself(world: Baseline, outcome: Outcome) -> None:
    found = explain_difference(outcome, outcome, ("RUS",))
    assert found.contributions is None
    assert not found.real_income_pct.any()
    assert found.accounting[0].total == 0
    assert np.abs(found.accounting[0].prices).max() == 0
    other = study(replace(world, expenditure=world.expenditure * 2.0), bans(), full=False)
    with pytest.raises(AssumptionError, match="different baselines"):
        explain_difference(outcome, other)


def test_comparison_sets_scenarios_and_their_ranges_side_by_side(world: Baseline, outcome: Outcome) -> None:
    other = study(world, bans(0.5).model_copy(update={"name": "leaky"}), draws=2)
    frame = compare.comparison_frame([outcome, other])
    assert list(frame.columns) == ["two-bans", "leaky"]
    assert frame.index.name == "economy"
    table = compare.difference_frame(outcome, other)
    n = world.economy_index()["RUS"]
    own, its = (o.range_of(ELASTICITY_RANGE) for o in (outcome, other))
    assert own is not None
    assert its is not None
    paired = (its.values - own.values)[:, n]
    assert table.loc["RUS", "elasticity range, low"] == pytest.approx(paired.min())
    assert table.loc["RUS", "elasticity range, high"] == pytest.approx(paired.max())
    assert table.loc["RUS", "difference"] == pytest.approx(frame.loc["RUS", "leaky"] - frame.loc["RUS", "two-bans"])
    with pytest.raises(AssumptionError, match="not known"):
        compare.comparison_frame([outcome], "happiness")


def test_published_flows_have_no_imputation_range(world: Baseline) -> None:
    assert world.table is not None
    known = replace(world.table, final_log_error=np.zeros_like(world.table.final_log_error))
    found = study(replace(world, table=known), bans())
    assert found.range_of(IMPUTATION_RANGE) is None
    assert any("Nothing in this baseline is imputed" in note for note in found.notes)


def test_a_surplus_economy_near_autarky_is_flagged(world: Baseline) -> None:
    closed = Scenario(
        name="closed",
        instruments=(Embargo(origin=["RUS"], destination=["ALL"], leakage=0.1, id="embargo"),),
    )
    assert any("near autarky" in note and "Russia" in note for note in study(world, closed, full=False).notes)
    balanced = study(world, closed, closure=Closure("balanced"), full=False)
    assert not any("near autarky" in note for note in balanced.notes)
    assert balanced.balanced is None


def test_doing_nothing_has_no_headline_and_no_effect(world: Baseline) -> None:
    nothing = study(world, Scenario(name="nothing"), draws=1)
    assert nothing.headline == nothing.flips == nothing.diversion == ()
    assert nothing.contributions is None
    assert np.abs(nothing.result.real_income_pct()).max() < 1e-6


def test_a_transfer_has_targets_but_no_diversion(world: Baseline) -> None:
    paid = Scenario(
        name="gift", instruments=(Transfer(payer=["DEU"], receiver=["UKR"], amount_usd_bn=10.0, id="gift"),)
    )
    found = study(world, paid, draws=0)
    assert found.headline[0] == "UKR"
    assert found.diversion == ()
    assert found.accounting[0].other["transfer"] > 0
    assert found.range_of("imputation range") is None


def test_an_unknown_focus_or_date_or_scenario_is_refused(world: Baseline) -> None:
    with pytest.raises(AssumptionError, match="FRO has no row"):
        study(world, bans(), focus=("FRO",))
    with pytest.raises(AssumptionError, match="is not a day"):
        study(world, bans(), date="tomorrow")
    with pytest.raises(ScenarioError):
        study(world, "no-such-scenario")


def test_progress_only_moves_forward(world: Baseline) -> None:
    seen: list[float] = []
    study(world, bans(), draws=1, progress=lambda _, share: seen.append(share))
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0


def test_a_result_starts_its_own_solver_at_the_answer(outcome: Outcome) -> None:
    assert outcome.case is not None
    again = outcome.case.solve(near=outcome.result)
    assert again.quality.sweeps <= 4
    assert unknowns_of(outcome.result).shape == unknowns_of(again).shape
    assert set(hit_cells(outcome.compiled)) == {"energy", "cars"}


def test_an_assumption_without_an_answer_is_told_in_the_notes(world: Baseline) -> None:
    # Everybody stops selling cars to Russia and Russia makes none: with no leakage there is no price at all.
    j, russia = world.sector_index()["C29"], world.economy_index()["RUS"]
    share = world.trade_share.copy()
    share[j, russia] = 0.0
    share[j, russia, world.economy_index()["DEU"]] = 1.0
    alone = replace(world, trade_share=share, table=None)
    found = study(alone, bans(0.3), draws=0)
    (failed,) = found.flips[0].failed
    assert failed.startswith("leakage of the bans, 0: ")
    assert any("Without an answer" in note and "leakage of the bans, 0" in note for note in found.notes)


def test_a_quota_says_whether_it_binds(world: Baseline) -> None:
    limits = (
        ImportQuota(id="tight", origin="CHN", destination="USA", sectors="C26", limit=0.5),
        ImportQuota(id="loose", origin="DEU", destination="USA", sectors="C26", limit=3),
    )
    found = study(world, Scenario(name="quotas", instruments=limits), full=False)
    quotas = [note for note in found.notes if note.startswith("Quota")]
    assert len(quotas) == 2
    assert quotas[0].startswith("Quota tight binds: a licence is worth 1")
    assert quotas[1] == "Quota loose does not bind: imports stay below the limit without it."
