"""Sources of assumptions on the page: those of the run, on the sectors of its baseline, and no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import multipolar as mp
from multipolar.analysis.horizons import beliefs_in_force
from multipolar.analysis.outcome import Outcome
from multipolar.analysis.study import study
from multipolar.report.section import Table
from multipolar.report.sections.horizons import horizons_section
from multipolar.report.view import View

SCENARIO = "us-ev-tariff"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return study(mp.load(), SCENARIO, full=False)


def tables(outcome: Outcome) -> tuple[Table, Table]:
    section = horizons_section(View.of(outcome, "run-1"))
    assert section is not None
    assumed, sources = section.tables
    return assumed, sources


def numbers(outcome: Outcome, horizon: str) -> dict[str, tuple[str, str]]:
    """Value and standing by name."""
    _, sources = tables(outcome)
    rows = [row for row in sources.rows if row[0].text in (horizon, "all")]
    return {row[1].text: (row[2].text, row[5].status) for row in rows}


def test_the_long_run_names_its_sector_values_and_nothing_that_it_does_not_use(outcome: Outcome) -> None:
    theta = outcome.result.assumptions.trade_elasticity
    found = numbers(outcome, "long")
    assert found["trade elasticity"] == (f"{theta.min():.1f} to {theta.max():.1f} by sector", "sourced")
    used = {entry.name.replace("_", " ") for entry in beliefs_in_force(mp.load(), outcome.result.assumptions)}
    assert set(found) == used | {"trade elasticity"}
    _, sources = tables(outcome)
    (told,) = [row[6].text for row in sources.rows if row[0].text == "long" and row[1].text == "trade elasticity"]
    assert "Fontagné" in told
    assert "28 published, 19 fill-in" in told


def test_the_short_run_names_one_elasticity_for_all_and_its_resources(outcome: Outcome) -> None:
    found = numbers(outcome, "short")
    assert found["trade elasticity"] == ("0.76", "sourced")
    assert found["supply elasticity B06"] == ("0.1", "sourced")
    assert found["rent share B06"] == ("0.5", "unverified")


def test_parts_of_a_sector_stand_under_their_own_names() -> None:
    found = numbers(study(mp.load("icio-2022-crude"), SCENARIO, full=False), "short")
    assert {"supply elasticity B061", "supply elasticity B062"} <= set(found)
    assert "supply elasticity B06" not in found


def test_numbers_of_the_user_are_the_users(outcome: Outcome) -> None:
    (short,) = outcome.horizons
    theta = np.linspace(1.0, 2.0, short.assumptions.trade_elasticity.size)
    own = replace(short.assumptions, trade_elasticity=theta, factor_mobility=1.7)
    made = replace(outcome, horizons=(replace(short, assumptions=own, elasticities="1 to 2, chosen by the user"),))
    found = numbers(made, "short")
    assert found["factor mobility"] == ("1.7", "set for this run")
    assert found["trade elasticity"] == ("1.0 to 2.0 by sector", "set for this run")
    assumed, _ = tables(made)
    assert assumed.rows[0][1].status == "set for this run"
