"""Sections about single subjects: there where they matter, absent elsewhere, true to the numbers, labelled."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from rich.console import Console

from multipolar.analysis.bracket import bracket
from multipolar.analysis.detours import detour_account
from multipolar.analysis.diversion import diversion
from multipolar.analysis.energy import energy_flows
from multipolar.analysis.energy_accounts import revenue_account
from multipolar.analysis.outcome import HorizonOutcome, Outcome, Range
from multipolar.analysis.payments import payment_outcome
from multipolar.analysis.routes import route_accounts
from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.cli.summary import diversion_tables
from multipolar.report import figures, render_report
from multipolar.report.charts.diversion import diversion_figures
from multipolar.report.energy_told import LEAST_MT, LEAST_SHARE, SMALL_MT, told_of
from multipolar.report.horizons import Who, at_horizons, band_at, value_at
from multipolar.report.section import PLACES, Section
from multipolar.report.sections import sections
from multipolar.report.view import View
from multipolar.simulation.horizons import TITLES, elasticity_source, horizon, parameter


@cache
def outcome_of(name: str) -> Outcome:
    """One study a scenario, without any other horizon."""
    return replace(study(load_bundled(), name, full=False, beside=()), horizons=())


@cache
def fan() -> Outcome:
    """The embargo with two horizons put beside it by hand: one shifted by a known amount, one without an answer."""
    main = outcome_of("western-embargo")
    beliefs = {name: horizon(name, load_bundled())[0] for name in ("short", "medium")}
    income = main.result.real_income_pct()
    spread = Range("elasticity range", "real_income_pct", ("low", "high"), np.stack([income - 1.0, income + 2.0]))
    other = replace(main.result, assumptions=beliefs["short"])
    beside = (
        HorizonOutcome("short", TITLES["short"], elasticity_source("short"), beliefs["short"], other, spread),
        HorizonOutcome(
            "medium",
            TITLES["medium"],
            elasticity_source("medium"),
            beliefs["medium"],
            None,
            None,
            "no equilibrium here",
        ),
    )
    return replace(main, horizons=beside)


def found(outcome: Outcome) -> dict[str, Section]:
    return {section.name: section for section in sections(View.of(outcome, "run-1"))}


def words_of(section: Section) -> str:
    return " ".join([*section.lead, *(note.text for note in section.notes)]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("scenario", "wanted"),
    [
        ("western-embargo", {"energy", "bracket"}),
        ("oil-cap-2022", {"energy"}),
        ("swift-cut", {"energy", "payments"}),
        ("suez-closed", {"routes"}),
        ("measures-with-detours", {"detours", "bracket"}),
        ("eu-steel-quota", set()),
    ],
)
def test_sections_stand_where_they_matter_and_nowhere_else(scenario: str, wanted: set[str]) -> None:
    made = found(outcome_of(scenario))
    assert set(made) == wanted
    for section in made.values():
        assert section.place in PLACES
        assert all(len(row) == len(table.headings) for table in section.tables for row in table.rows)
        assert section.figures
        for figure in section.figures:
            ET.fromstring(figure.svg)
            assert "run-1" in figure.svg


def test_horizons_side_by_side_match_their_results() -> None:
    outcome = fan()
    view = View.of(outcome, "run-1")
    ats = at_horizons(view)
    assert [at.name for at in ats] == ["short", "medium", "long"]
    assert [at.main for at in ats] == [False, False, True]
    russia = Who("Russia", ("RUS",))
    n = outcome.result.economies.index("RUS")
    income = outcome.result.real_income_pct()
    assert value_at(view, ats[0], russia) == pytest.approx(income[n], abs=1e-12)
    assert band_at(view, ats[0], russia) == pytest.approx((income[n] - 1, income[n] + 2), abs=1e-12)
    assert np.isnan(value_at(view, ats[1], russia))
    assert band_at(view, ats[1], russia) is None
    pair = ("DEU", "FRA")
    base = outcome.result.household_income(outcome.result.before)
    where = [outcome.result.economies.index(code) for code in pair]
    together = float(base[where] @ income[where] / base[where].sum())
    assert value_at(view, ats[2], Who("both", pair)) == pytest.approx(together, abs=1e-12)


def test_the_head_of_the_page_names_the_horizon_and_the_others() -> None:
    page = render_report([fan()], command="c", run_id="r", version="0")
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert heading is not None
    assert "of its real income in the long run;" in heading[1]
    assert "in the short run (elasticity range" in page
    assert "has no answer in the medium run." in page


def test_horizons_without_an_answer_say_so_and_numbers_carry_their_standing() -> None:
    section = found(fan())["horizons"]
    figure = section.figures[0]
    assert "no equilibrium" in figure.svg
    rows = list(csv.DictReader(io.StringIO(figure.csv)))
    assert {row["real_income [%]"] for row in rows if row["horizon"] == "medium"} == {""}
    assert "No equilibrium in the medium run: no equilibrium here" in words_of(section)
    assert elasticity_source("short") in words_of(section)
    assumed, sources = section.tables
    by_name = {row[0].text: row[1:] for row in assumed.rows}
    mobility = by_name["mobility of labour between sectors (m; 1 is none)"]
    known = parameter("short", "factor_mobility")
    assert mobility[0].text == f"{known.value:g}"
    assert mobility[0].status == known.status
    assert known.source[:20].lower() in mobility[0].tip.lower()
    assert mobility[-1].text == "moves freely"
    assert all(cell.status for row in assumed.rows for cell in row[1:])
    assert sources.folded
    assert all(row[5].status in ("sourced", "assumed", "unverified") for row in sources.rows)


def test_a_number_that_the_user_set_is_not_called_sourced() -> None:
    main = fan()
    own = replace(main.horizons[0].assumptions, factor_mobility=1.7)
    outcome = replace(main, horizons=(replace(main.horizons[0], assumptions=own),))
    table = found(outcome)["horizons"].tables[0]
    cell = next(row for row in table.rows if row[0].text.startswith("mobility"))[1]
    assert (cell.text, cell.status) == ("1.7", "set for this run")


def test_a_page_about_another_horizon_says_which() -> None:
    main = outcome_of("eu-steel-quota")
    beliefs = horizon("short", load_bundled())[0]
    short = replace(main, result=replace(main.result, assumptions=beliefs))
    page = render_report([short], command="c", run_id="r", version="0")
    assert "Horizon: the short run" in page
    assert "Short run, little substitution" in page
    assert "Long run, smooth substitution" not in page


def test_losses_in_the_first_years_are_asserted_only_where_they_were_not_solved() -> None:
    alone, beside = (
        render_report([outcome], command="c", run_id="r", version="0")
        for outcome in (outcome_of("western-embargo"), fan())
    )
    assert "Losses in the first years are usually larger" in alone
    assert "Losses in the first years" not in beside


def test_energy_tells_of_flows_by_its_rule() -> None:
    flows = energy_flows(outcome_of("western-embargo").result)
    told = told_of(flows)
    assert (told[0].product, told[0].exporter) == ("crude", "RUS")
    names = {(one.product, one.exporter) for one in told}
    energy = flows.energy
    for p, key in enumerate(energy.products):
        for i, code in enumerate(energy.economies):
            change = np.where(flows.known[p, :, i], flows.quantity[p, :, i] - energy.quantity[p, :, i], 0.0)
            sold = energy.exports(key)[i]
            matters = np.abs(change).max() >= LEAST_MT and np.abs(change).sum() >= LEAST_SHARE * sold
            assert ((key, code) in names) == bool(matters and sold >= SMALL_MT and code != "ROW")


def test_energy_table_matches_the_account_and_the_cap_has_its_sentence() -> None:
    outcome = outcome_of("oil-cap-2022")
    section = found(outcome)["energy"]
    account = revenue_account(energy_flows(outcome.result), "crude", "RUS")
    assert section.tables[0].rows[0][0].text.startswith("Russia")
    assert f"{account.after.receipts / 1e3:.1f}" in section.tables[0].rows[0][5].text
    assert "The cap of USD 60" in section.lead[0]
    assert "RUS" not in words_of(section)
    assert any(note.status == "assumed" for note in section.notes)
    assert "Mt" in section.rule


def test_tonnes_that_are_not_known_are_said_where_energy_is_touched() -> None:
    for name, wanted in (("western-embargo", {"energy", "bracket"}), ("eu-steel-quota", set())):
        main = outcome_of(name)
        early = replace(main, result=replace(main.result, baseline=replace(main.result.baseline, year=1990)))
        made = {section.name: section for section in sections(View.of(early))}
        assert set(made) == wanted
        if made:
            assert "tonnes are not known: energy trade: holds no year 1990" in made["energy"].lead[0]
            assert not made["energy"].figures


def test_payments_name_the_target_and_sum_the_cost() -> None:
    outcome = outcome_of("swift-cut")
    section = found(outcome)["payments"]
    assert [figure.name for figure in section.figures] == ["payments-rus"]
    known = payment_outcome(outcome.result)
    assert known is not None
    assert f"${known.cost.sum() / 1e3:.1f} bn" in words_of(section)
    assert section.tables[0].rows[0][0].text == "Russia"
    assert sum(note.status == "assumed" for note in section.notes) >= 3


def test_routes_show_passages_and_detours() -> None:
    outcome = outcome_of("suez-closed")
    section = found(outcome)["routes"]
    passages, detours = section.tables
    accounts = route_accounts(outcome.result)
    cape = accounts.passage("cape-of-good-hope")
    row = next(row for row in passages.rows if row[0].text == "Cape of Good Hope")
    assert row[2].text == f"{cape.after_usd_mn / 1e3:,.0f}"
    assert passages.rows[0][0].text == "Suez Canal"
    assert passages.rows[0][2].text == "0"
    assert detours.title.startswith("Longest detours")
    extra = [float(row[3].text) for row in detours.rows]
    assert extra == sorted(extra, reverse=True)
    longest = max(pair.extra_days for pair in accounts.pairs if pair.trade_usd_mn >= 1000)
    assert extra[0] == pytest.approx(longest, abs=0.5)


def test_measures_without_a_target_put_the_economy_that_moves_most_first() -> None:
    usual = outcome_of("suez-closed")
    assert View.of(usual).lead == usual.headline[0] == "EGY"
    others = [code for code in usual.headline if code != "ARG"]
    outcome = replace(usual, headline=("ARG", *others))
    view = View.of(outcome)
    assert view.spread
    moved = {code: abs(view.value("real_income_pct", code)) for code in outcome.headline}
    assert view.lead == max(moved, key=lambda code: moved[code])
    assert view.lead != outcome.headline[0]
    assert set(view.focus) == set(outcome.headline)
    assert View.of(outcome_of("western-embargo")).lead == "RUS"


def test_detours_show_leakage_and_income_of_hubs() -> None:
    outcome = outcome_of("measures-with-detours")
    section = found(outcome)["detours"]
    account = detour_account(outcome.result)
    assert account is not None
    rows = list(csv.DictReader(io.StringIO(section.figures[0].csv)))
    assert sum(float(row["stopped [USD mn]"]) for row in rows) == pytest.approx(account.stopped.sum(), rel=1e-9)
    assert len(section.tables[0].rows) == len(account.hubs)
    assert f"({100 * account.leakage():.1f} %)" in words_of(section)


def test_bracket_stands_between_rationing_and_the_long_run() -> None:
    outcome = outcome_of("western-embargo")
    section = found(outcome)["bracket"]
    known = bracket(load_bundled(), outcome.compiled)
    mild, main, _ = known.value_added_pct("RUS")
    text = words_of(section)
    for value in (main, mild, outcome.result.real_income_pct()[outcome.result.economies.index("RUS")]):
        assert f"\u2212{abs(value):.1f} %" in text
    assert section.tables[0].rows[0][-2].status == "assumed"


def test_chapters_of_a_comparison_have_sections_of_their_own() -> None:
    page = render_report([fan(), outcome_of("swift-cut")], command="c", run_id="run-1", version="0")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"s0-horizons-part", "s0-energy-part", "s1-energy-part", "s1-payments-part"} <= set(ids)


@pytest.mark.parametrize("scenario", ["western-embargo", "swift-cut", "suez-closed", "measures-with-detours"])
def test_pages_with_sections_stay_small_and_whole(scenario: str) -> None:
    outcome = fan() if scenario == "western-embargo" else outcome_of(scenario)
    page = render_report([outcome], command="c", run_id="run-1", version="0")
    assert len(page.encode()) < 1_500_000
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for section in found(outcome).values():
        assert f'id="s0-{section.name}-part"' in page
        assert {figure.name for figure in section.figures} <= set(figures(outcome, run_id="run-1"))
    words = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", page, flags=re.S)
    assert not re.search(r"\bnan\b|\binf\b", words, re.I)


@cache
def with_accounts(name: str) -> Outcome:
    """The study of a scenario with its diversion accounts."""
    found = outcome_of(name)
    cells: dict[str, list[np.ndarray]] = {}
    for entry in found.compiled.touched:
        cells.setdefault(entry.instrument, []).append(entry.cells)
    joined = {instrument: np.unique(np.concatenate(parts)) for instrument, parts in cells.items()}
    return replace(found, diversion=diversion(found.result, joined))


def test_what_buyers_take_in_the_place_of_a_capped_product_is_no_forecast() -> None:
    """Under a cap on crude the tables let gas rise in the short run: the reader is told why, at the number."""
    capped = study(load_bundled(), "oil-cap-2022", full=False, beside=(), horizon="short")
    flows = energy_flows(capped.result)
    gas = revenue_account(flows, "gas", "RUS")
    assert gas.after.mt > 1.1 * gas.before.mt
    notes = [note for part in sections(View.of(capped)) for note in part.notes if "no forecast" in note.text]
    assert [note.status for note in notes] == ["experimental"]
    assert "gas from Russia" in notes[0].text
    plain = sections(View.of(outcome_of("western-embargo")))  # names no product, so nothing stands in for one
    assert not [note for part in plain for note in part.notes if "no forecast" in note.text]


def test_where_all_partners_are_hit_changes_are_drawn_once() -> None:
    """One plain block says nothing, and the other end of the same flows says it again."""
    drawn = diversion_figures(View.of(with_accounts("swift-cut")))
    assert len(drawn) == 2
    assert all(figure.description.startswith("Bars") for figure in drawn)
    assert {row[0] for figure in drawn for row in figure.rows} == {
        "at home",
        "80 buyers hit",
        "80 sellers hit",
        "total",
    }
    elsewhere = diversion_figures(View.of(with_accounts("western-embargo")))
    assert any(figure.description.startswith("Two flow diagrams") for figure in elsewhere)


def test_tables_on_the_terminal_leave_out_partners_without_trade() -> None:
    console = Console(width=200, file=io.StringIO(), record=True)
    for part in diversion_tables(with_accounts("swift-cut")):
        console.print(part)
    text = console.export_text()
    assert text.count("partners hit, together") == 2
    assert not re.search(r"-\d+ other|^\s*Russia ", text, re.MULTILINE)
