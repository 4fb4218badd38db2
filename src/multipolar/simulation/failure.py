"""What went wrong, by name: buyers without sellers before the solve, and the worst cell after a failed one."""

from __future__ import annotations

import numpy as np

from multipolar.arrays import BoolArray, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.errors import InfeasibleError, NoSellerError, SolveError
from multipolar.model.equations import Equations
from multipolar.model.feasibility import (
    cut_off_buyers,
    live_output,
    open_cells,
    separate_parts,
    trade_graph,
    unfinanced_groups,
)
from multipolar.simulation.shock import Shock
from multipolar.solve.solution import Solution

SHOWN = 5


def check_feasible(equations: Equations, baseline: Baseline, shock: Shock) -> None:
    """Raise by name what no price can mend: buyers without sellers, sellers without buyers, money without a way.

    Raises
    ------
    NoSellerError
        If a buyer is left without any seller of a good that it buys. Sellers whose own inputs are cut off are covered:
        the buyer of that input is reported.
    InfeasibleError
        If an economy is left without any buyer, or a deficit, surplus or transfer cannot be financed by what trade is
        left.
    """
    world, wedges = equations.world, shock.wedges
    if not (wedges.survival_share == 0).any() and not wedges.transfer.any():
        return
    is_open = open_cells(world, wedges)
    _check_sellers(equations, baseline, shock, is_open)
    unsold = np.flatnonzero(~live_output(world, is_open).any(axis=0))
    if unsold.size:
        raise InfeasibleError(
            f"scenario {shock.name}",
            f"leaves {_codes(unsold, baseline)} without any buyer, at home or abroad: nothing there has a price.",
            remedy="Leave some trade open, or let some leak.",
        )
    _check_financed(equations, baseline, shock, is_open)


def _check_sellers(equations: Equations, baseline: Baseline, shock: Shock, is_open: BoolArray) -> None:
    world = equations.world
    cut = cut_off_buyers(world, is_open)
    if not cut.any():
        return
    pairs = [(int(n), int(j)) for j, n in zip(*np.nonzero(cut), strict=True)]
    names = [f"{baseline.economies[n]} {baseline.sectors[j]}" for n, j in pairs]
    n, j = pairs[0]
    sellers = [baseline.economies[i] for i in np.flatnonzero(world.trade_share[j, n] > 0)]
    culprits = shock.bans_on(j, n)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    cause = f", by {', '.join(culprits)}" if culprits else ""
    raise NoSellerError(
        f"scenario {shock.name}",
        f"leaves buyers without any seller{cause}: no finite price exists.",
        evidence=(
            f"Cut off: {', '.join(names[:SHOWN])}{more}. "
            f"Sellers of {names[0]} in the baseline: {', '.join(sellers[:SHOWN])}."
        ),
        remedy="Allow some leakage (0.02, say), or exempt the sector for this buyer.",
    )


def _check_financed(equations: Equations, baseline: Baseline, shock: Shock, is_open: BoolArray) -> None:
    closure = equations.closure
    groups = unfinanced_groups(equations.world, shock.wedges, closure, is_open)
    if not groups:
        return
    group = groups[0]
    who = _codes(np.array(group.members), baseline)
    if group.buys_abroad:
        left, needed = "can still buy abroad but no longer sell", "a deficit that pays for its imports"
    elif group.sells_abroad:
        left, needed = "can still sell abroad but no longer buy", "a surplus as large as its exports"
    else:
        left, needed = "can trade with nobody else", "a balance of exactly zero"
    asked = (
        f"closure {closure.deficit} asks for {'a deficit' if group.external > 0 else 'a surplus'} of "
        f"{abs(group.external):,.0f} USD mn"
        if np.isfinite(group.external) and group.external != 0
        else f"closure {closure.deficit} asks for something else"
    )
    cannot = closure.deficit == "balanced" or group.buys_abroad or group.sells_abroad
    raise InfeasibleError(
        f"scenario {shock.name}",
        f"{who} {left}, which takes {needed}; {asked}. No equilibrium exists.",
        evidence=f"{len(groups)} group{'s' if len(groups) > 1 else ''} of economies in this position.",
        remedy=(
            "Cut both directions of trade with --closure balanced, or let some trade leak."
            if cannot
            else "Use --closure balanced, or let some trade leak."
        ),
    )


def separation_notes(equations: Equations, baseline: Baseline, shock: Shock) -> tuple[str, ...]:
    """What to know when a scenario cuts the world in parts that trade only within themselves."""
    if not (shock.wedges.survival_share == 0).any():
        return ()
    parts = separate_parts(trade_graph(equations.world, open_cells(equations.world, shock.wedges)))
    return tuple(
        f"{_codes(part, baseline)} trade{'s' if part.size == 1 else ''} with nobody else after this: real incomes are "
        "determined there, but not prices and money amounts relative to the rest of the world."
        for part in parts[:-1]
    )


def _codes(positions: IntArray, baseline: Baseline) -> str:
    names = [baseline.economies[int(n)] for n in positions]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def solve_error(solution: Solution, baseline: Baseline, shock: Shock) -> SolveError:
    """The error for a solve that did not converge: worst cell, usual cause, remedy."""
    group, position = solution.worst
    cell = label_of(group, position, baseline)
    return SolveError(
        f"scenario {shock.name}",
        f"no equilibrium after {solution.sweeps} sweeps "
        f"(residual {solution.largest_residual:.1e}, target {solution.tolerance:.0e}).",
        evidence=f"Worst: {cell}. {_usual_cause(group, solution, baseline)}",
        remedy="Try: --closure balanced or proportional, more leakage, or a smaller shock.",
        solution=solution,
    )


def label_of(group: str, position: tuple[int, ...], baseline: Baseline) -> str:
    """Position of a residual in codes, such as ``BLR C19 price``."""
    if group in ("price", "expenditure") or (group == "wage" and len(position) == 2):
        return f"{baseline.economies[position[1]]} {baseline.sectors[position[0]]} {group}"
    if group in ("wage", "budget", "income"):
        return f"{baseline.economies[position[0]]} {group}"
    return group


def _usual_cause(group: str, solution: Solution, baseline: Baseline) -> str:
    equations: Equations = solution.problem
    ledger = equations.ledger(solution.x)
    poor = np.flatnonzero(~(ledger.income > 0))
    if poor.size:
        codes, asked = _codes(poor, baseline), ledger.deficit + ledger.transfer
        if (asked[poor] < 0).all():
            return (
                f"Usual cause: {codes} would have to lend or transfer more abroad than it earns in this scenario; "
                f"no equilibrium is likely to exist under closure {equations.closure.deficit}."
            )
        return f"Usual cause: {codes} would be left without income."
    if group.startswith("response"):
        return "Usual cause: a limit that no rate of tariff can reach."
    return "Usual cause: a buyer lost nearly all sellers of a good with a low elasticity."
