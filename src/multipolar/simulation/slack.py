"""A limit that does not bite has exactly no effect: the scenario is solved again as if it were not there.

Beside a limit that is slack, mixing takes another way to the same equilibrium, and ends within the tolerance of it but
not on the same digits. Solving without it gives the digits of the scenario that never had it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from multipolar.arrays import Array
from multipolar.model.equations import Equations
from multipolar.model.price_cap import PriceCap
from multipolar.model.responses import ImportQuota, ResponseState
from multipolar.solve.solution import Solution

# Responses whose unknown is at least zero and complementary to a limit: zero is as if they were not there.
COMPLEMENTARY = (ImportQuota, PriceCap)
Solve = Callable[[Equations, Array | None], Solution]


def solve_with_limits(
    equations: Equations, solve: Solve, start: Array | None
) -> tuple[Solution, dict[str, ResponseState]]:
    """Solve; where limits turn out to be slack, solve again without them, from the same start.

    Parameters
    ----------
    start : a warm start laid out for `equations`, or None.

    Returns
    -------
    The solution, and the state of each limit that was left out of it: its unknown is zero. A limit that is slack at the
    first solution but not without it stays in: the first solution is the answer then.
    """
    first = solve(equations, start)
    if not first.converged:
        return first, {}
    slack = _slack(first)
    if not slack:
        return first, {}
    responses = equations.wedges.responses
    wedges = replace(equations.wedges, responses=tuple(r for r in responses if r.name not in slack))
    without = Equations(equations.world, wedges, equations.assumptions, equations.closure)
    second = solve(without, None if start is None else _laid_out(start, equations, without))
    if not second.converged:
        return first, {}
    x = _laid_out(second.x, without, equations)
    states = equations.recentred(x).response_states(x)
    left_out = {name: states[name] for name in slack}
    if any(_gap(state) > first.tolerance for state in left_out.values()):
        return first, {}
    return replace(second, seconds=first.seconds + second.seconds), left_out


def _slack(solution: Solution) -> tuple[str, ...]:
    final: Equations = solution.problem
    if not any(isinstance(response, COMPLEMENTARY) for response in final.wedges.responses):
        return ()
    states = final.response_states(solution.x)
    return tuple(
        name
        for name, state in states.items()
        if isinstance(state.response, COMPLEMENTARY)
        and np.abs(state.unknown).max() <= solution.tolerance
        and _gap(state) == 0.0
    )


def _gap(state: ResponseState) -> float:
    """How far the limit is exceeded while its unknown is zero; zero where it is slack."""
    return float(np.abs(state.response.residual(np.zeros_like(state.unknown), state.market)).max())


def _laid_out(x: Array, old: Equations, new: Equations) -> Array:
    """The same unknowns laid out for other Responses; those that are not in `old` are zero."""
    at = old.layout.split(x)
    known = {response.name: block for response, block in zip(old.wedges.responses, at.responses, strict=True)}
    blocks = [known.get(response.name, np.zeros(response.size)) for response in new.wedges.responses]
    return new.layout.join(at.log_wage, at.log_price, at.ratio, blocks, at.supply)
