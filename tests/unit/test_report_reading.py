"""What a reader needs to read the numbers rightly: who is shown and why, who is meant, what words mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.outcome import Outcome
from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.model.settings import Closure
from multipolar.report import render_report
from multipolar.report.charts.dumbbells import chosen, dumbbells, groups
from multipolar.report.coalition import MOST_NAMED, as_named, coalition
from multipolar.report.comparison import compared_rows, conditions, finding, partners_apart, sign_rule
from multipolar.report.glance import glance_rows, selection_rule
from multipolar.report.groups import aggregate, extremes, glance, outside, touched
from multipolar.report.numbers import percent
from multipolar.report.terms import closure_sentence, definitions, real_income
from multipolar.report.view import View, name_of
from multipolar.report.words import headline, income_sentence


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return study(load_bundled(), "western-embargo", draws=2)


@pytest.fixture(scope="module")
def joined() -> Outcome:
    return study(load_bundled(), "western-embargo-china-joins", full=False)


@pytest.fixture(scope="module")
def view(outcome: Outcome) -> View:
    return View.of(outcome)


@pytest.fixture(scope="module")
def both(outcome: Outcome, joined: Outcome) -> list[View]:
    return [View.of(outcome), View.of(joined)]


def test_the_head_shows_the_extremes_of_any_size(view: View) -> None:
    change = dict(zip(view.economies, view.measures["real_income_pct"].tolist(), strict=True))
    order = sorted((code for code in change if code not in ("RUS", "ROW")), key=lambda code: change[code])
    assert extremes(view) == (order[0], order[1], order[-1], order[-2])
    assert set(extremes(view)) <= set(glance(view))
    shown = {row.name for row in glance_rows(view)}
    assert {name_of(code) for code in (*extremes(view), "USA", "JPN", "CHN", "IND")} <= shown


def test_the_rule_of_selection_names_target_and_question(outcome: Outcome, view: View) -> None:
    assert "Single economies shown: Russia, whose trade the measures hit hardest; " in selection_rule(view)
    assert "asked for" not in selection_rule(view)
    asked = View.of(replace(outcome, focus=("SWE",), headline=(*outcome.headline, "SWE")))
    assert "; Sweden, asked for." in selection_rule(asked)
    assert "Sweden" in {row.name for row in glance_rows(asked)}


def test_balanced_trade_stands_beside_the_number(outcome: Outcome, view: View) -> None:
    assert outcome.balanced is not None
    n = view.position["RUS"]
    even = float(outcome.balanced.real_income_pct()[n])
    rows = {row.name: row for row in glance_rows(view)}
    assert f"{rows['Russia'].balanced}\u00a0%" == percent(even)
    assert f"Starting from balanced trade its real income falls by {percent(even, signed=False)}." in income_sentence(
        view, "RUS"
    )
    inside = [view.position[code] for code in touched(view)]
    income = outcome.balanced.household_income(outcome.balanced.before)[inside]
    share = float(income @ outcome.balanced.real_income_pct()[inside] / income.sum())
    assert f"{rows['31 economies under the measures, together'].balanced}\u00a0%" == percent(share)
    bare = View.of(replace(outcome, balanced=None))
    assert {row.balanced for row in glance_rows(bare)} == {""}
    assert "balanced" not in income_sentence(bare, "RUS")
    assert "Balanced trade" not in dict(definitions(bare))


def test_groups_of_the_headline_are_sums(view: View) -> None:
    _, share = aggregate(view, outside(view))
    assert f"all others together gain {percent(share, signed=False)}" in headline(view)


def test_coalition_is_named_as_the_scenario_names_it(view: View) -> None:
    assert as_named(view) == ("the EU", "the United States", "the United Kingdom", "Japan", "Canada")
    found = coalition(view)
    assert found is not None
    assert "beside Russia: the EU, the United States, the United Kingdom, Japan and Canada." in found.sentence
    assert "Norway" in found.sentence.partition("Outside them here")[2]
    assert "Switzerland (CHE)" in found.outside
    assert len(found.inside.split("), ")) == len(touched(view))
    assert len(found.outside.split("), ")) == len(outside(view))


def test_coalition_falls_back_to_economies(outcome: Outcome) -> None:
    assert outcome.scenario is not None
    less = outcome.scenario.instruments[0].model_copy(update={"exclude": ("HUN",)})
    scenario = outcome.scenario.model_copy(update={"instruments": (less,)})
    compiled = replace(outcome.compiled, touched=tuple(_without(outcome, "HUN")))
    view = View.of(replace(outcome, scenario=scenario, compiled=compiled))
    assert "HUN" not in touched(view)
    assert as_named(view) == ()
    found = coalition(view)
    assert found is not None
    assert "the EU" not in found.sentence
    inside = found.sentence.partition("Outside them here")[0]
    assert f"and {len(touched(view)) - MOST_NAMED} more." in inside


def _without(outcome: Outcome, code: str) -> list[object]:
    size, n = len(outcome.result.economies), outcome.result.economies.index(code)
    made = []
    for entry in outcome.compiled.touched:
        cells = np.asarray(entry.cells)
        made.append(replace(entry, cells=cells[(cells % size != n) & (cells // size % size != n)]))
    return made


def test_who_is_taken_out_is_not_named() -> None:
    less = View.of(study(load_bundled(), "embargo-without-usa", full=False))
    assert "USA" in outside(less)
    assert as_named(less) == ("the EU", "the United Kingdom", "Japan", "Canada")


def test_comparison_says_who_joins(both: list[View]) -> None:
    assert partners_apart(*both) == ("CHN",)
    assert partners_apart(*reversed(both)) == ()
    assert conditions(both) == ("if China takes part in the measures\u00a0(B)", "without it\u00a0(A)")
    assert conditions(both[::-1]) == ("if China takes no part in the measures\u00a0(B)", "with it\u00a0(A)")
    a, b = (abs(view.value("real_income_pct", "RUS")) for view in both)
    wanted = f"Russia loses {b:.1f} % of its real income if China takes part in the measures (B), against {a:.1f} % "
    assert finding(both).replace("\u00a0", " ").startswith(wanted + "without it (A); China goes from ")


def test_another_closure_or_elasticity_is_no_joining(outcome: Outcome, joined: Outcome) -> None:
    other = replace(joined, result=replace(joined.result, closure=Closure("proportional")))
    assert partners_apart(View.of(outcome), View.of(other)) == ()
    longer = replace(joined, result=replace(joined.result, closure=Closure("proportional")))
    assert conditions([View.of(outcome), View.of(longer)]) == ("under\u00a0B", "under\u00a0A")


def test_comparison_holds_groups_fixed(both: list[View]) -> None:
    rows = {row.name: row for row in compared_rows(both)}
    assert list(rows) == [
        "Russia",
        "31 economies under the measures of both, together",
        "China, under the measures of B only",
        "48 economies outside in both, together",
    ]
    same = touched(both[0])
    for view, value in zip(both, rows["31 economies under the measures of both, together"].values, strict=True):
        assert f"{value}\u00a0%" == percent(aggregate(view, same)[1])
    assert sign_rule(both) == "B less A: positive means better off under B"


def test_comparison_chart_shows_those_readers_look_for(both: list[View]) -> None:
    codes = chosen(both)
    assert {"RUS", "USA", "JPN", "IND", "CHN"} <= set(codes)
    assert groups(both, codes)[0] == ["RUS"]
    assert [code for group in groups(both, codes) for code in group if code != "RUS"] == codes[1:]
    figure = dumbbells(both)
    assert "In each row from top to bottom: A, B" in figure.note
    assert "Bold: " in figure.note
    column = figure.columns[-1]
    assert column.shown(-0.0049) == "<0.01"
    assert "\u22120.0049" not in figure.svg


def test_comparison_tells_what_each_scenario_does_at_the_top(outcome: Outcome, joined: Outcome) -> None:
    page = render_report([outcome, joined], command="c", run_id="r", version="0")
    head = page.partition("</header>")[0]
    for found in (outcome, joined):
        assert found.result.title in head
        assert found.scenario is not None
        assert found.scenario.description.replace("'", "&#39;") in head
    assert "between China on one side and Russia on the other; 10 % leaks." in head
    assert page.count("<dt>Real income:</dt>") == 1


def test_real_income_follows_the_closure() -> None:
    assert "held fixed" in real_income(Closure("fixed"))
    assert "plus tariff revenue" in real_income(Closure("fixed"))
    assert "tariff revenue" not in real_income(Closure("fixed", "lost"))
    assert "deficit" not in real_income(Closure("balanced"))
    for closure in (Closure("fixed"), Closure("proportional"), Closure("balanced")):
        assert real_income(closure).count(". ") == 1
        assert closure_sentence(closure).startswith("Closure (what is held fixed): ")


def test_draws_are_counted_without_the_table_itself(view: View) -> None:
    assert "2 draws" in dict(definitions(view))["Imputation range"]
