"""What went wrong, by name: buyers without sellers before the solve, and the worst cell after a failed one."""

from __future__ import annotations

import numpy as np

from multipolar.baseline.baseline import Baseline
from multipolar.errors import NoSellerError, SolveError
from multipolar.model.equations import Equations
from multipolar.simulate.shock import Shock
from multipolar.solve.solution import Solution

SHOWN = 5


def check_sellers(equations: Equations, baseline: Baseline, shock: Shock) -> None:
    """Raise NoSellerError if a scenario leaves a buyer without any seller of a good that it buys.

    A share of exactly zero for all sellers has no finite price index. Sellers whose own inputs are cut off are covered:
    the buyer of that input is reported.
    """
    world, kernel = equations.world, equations.kernel
    open_share = kernel.buyer.max(axis=2)
    cut = world.active_price & ~(open_share > 0)
    if not cut.any():
        return
    theta = equations.assumptions.trade_elasticity[:, None, None]
    blocked = np.zeros(world.shape, dtype=bool)
    cells = shock.wedges.index
    blocked.ravel()[cells] = shock.wedges.survival_share == 0
    by_embargo = (blocked & (world.trade_share > 0)).any(axis=2) & cut
    pairs = [(int(n), int(j)) for j, n in zip(*np.nonzero(cut), strict=True)]
    names = [f"{baseline.economies[n]} {baseline.sectors[j]}" for n, j in pairs]
    n, j = pairs[0]
    sellers = [baseline.economies[i] for i in np.flatnonzero(world.trade_share[j, n] > 0)]
    culprits = shock.instruments_on(j, n) if by_embargo[j, n] else ()
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    cause = f"by {', '.join(culprits)}" if culprits else f"by trade costs at elasticity {float(theta[j, 0, 0]):.3g}"
    leakage = "Allow some leakage (0.02, say)" if by_embargo[j, n] else "Lower the trade cost"
    raise NoSellerError(
        f"scenario {shock.name}",
        f"leaves buyers without any seller, {cause}: no finite price exists.",
        evidence=(
            f"Cut off: {', '.join(names[:SHOWN])}{more}. "
            f"Sellers of {names[0]} in the baseline: {', '.join(sellers[:SHOWN])}."
        ),
        remedy=f"{leakage}, or exempt the sector for this buyer.",
    )


def solve_error(solution: Solution, baseline: Baseline, shock: Shock) -> SolveError:
    """The error for a solve that did not converge: worst cell, usual cause, remedy."""
    group, position = solution.worst
    cell = label_of(group, position, baseline)
    return SolveError(
        f"scenario {shock.name}",
        f"no equilibrium after {solution.sweeps} sweeps "
        f"(residual {solution.largest_residual:.1e}, target {solution.tolerance:.0e}).",
        evidence=f"Worst: {cell}. {_usual_cause(group, solution, baseline)}",
        remedy="Try: more leakage, a smaller shock, --closure proportional, or --solver newton.",
        solution=solution,
    )


def label_of(group: str, position: tuple[int, ...], baseline: Baseline) -> str:
    """Position of a residual in codes, such as ``BLR C19 price``."""
    if group in ("price", "expenditure") or (group == "wage" and len(position) == 2):
        return f"{baseline.economies[position[1]]} {baseline.sectors[position[0]]} {group}"
    if group in ("wage", "budget"):
        return f"{baseline.economies[position[0]]} {group}"
    return group


def _usual_cause(group: str, solution: Solution, baseline: Baseline) -> str:
    equations: Equations = solution.problem
    ledger = equations.ledger(solution.x)
    poor = np.flatnonzero(~(ledger.income > 0))
    if poor.size and equations.closure.deficit == "fixed":
        codes = ", ".join(baseline.economies[n] for n in poor[:SHOWN])
        return (
            f"Usual cause: with its trade surplus fixed, {codes} would have to lend more than it earns; "
            "no equilibrium exists under that closure."
        )
    if group.startswith("response"):
        return "Usual cause: a limit that no rate of tariff can reach."
    return "Usual cause: a buyer lost nearly all sellers of a good with a low elasticity."
