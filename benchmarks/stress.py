"""Ten thousand random worlds and shocks: each converges and is right, or raises the right named error.

    python benchmarks/stress.py                      # seed 2022, 10,000 worlds, mobile labour
    python benchmarks/stress.py --mobility           # the same with labour that moves slowly (counted apart)
    python benchmarks/stress.py --horizon impact     # or short, medium, long: its nests, resource, labour, elasticities
    python benchmarks/stress.py --worlds 500 --first 2000 --verbose

At a horizon, half of the worlds have its own trade elasticities, a quarter random ones by sector, and a quarter random
ones by sector and importer. A converged answer is judged by `plain_model`, which shares no equation with the package;
one in ten is solved again from a random start. A world that the solver gives up on is searched for an equilibrium by
brute force (mobile labour and Cobb-Douglas nests only): found, it is counted as refused; not found, as without a known
solution.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from horizon_beliefs import beliefs
from multipolar.baseline.baseline import Baseline
from multipolar.errors import SolveError
from multipolar.model.equations import Equations
from multipolar.model.feasibility import cut_off_buyers, live_output, open_cells, unfinanced_groups
from multipolar.model.settings import Assumptions
from multipolar.model.world import prepare
from multipolar.simulation.balance import without_deficits
from multipolar.simulation.horizons import HORIZONS
from multipolar.solve.driver import SolverSettings, solve
from multipolar.solve.solution import Solution
from plain_model import PlainModel, PlainPoint
from random_worlds import Shock, random_shock, random_world

SEED, WORLDS = 2022, 10_000
TARGET, JUDGED = 1e-9, 1e-8
MOBILITIES = (1.0, 1.5, 3.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one world: `kind` is what is counted."""

    kind: str
    shock: str
    closure: str
    detail: str = ""
    seconds: float = 0.0
    methods: str = "none"
    sweeps: int = 0


def assess(seed: int, number: int, *, mobile: bool = True, horizon: str = "") -> Outcome:
    """Draw world `number`, solve it, judge the answer."""
    rng = np.random.default_rng([seed, number])
    baseline = random_world(rng)
    mobility = float("inf") if mobile else MOBILITIES[number % len(MOBILITIES)]
    shock = random_shock(rng, baseline, mobility=mobility)
    if horizon:
        shock = replace(shock, assumptions=at_horizon(horizon, baseline, shock, number))
        mobile = horizon == "long" and shock.assumptions.trade_elasticity.ndim == 1
    began = time.perf_counter()

    def outcome(kind: str, detail: str = "", solution: Solution | None = None) -> Outcome:
        label = shock.closure.deficit
        if solution is None:
            return Outcome(kind, shock.kind, label, detail, time.perf_counter() - began)
        methods = "+".join(dict.fromkeys(stage.method for stage in solution.stages))
        return Outcome(kind, shock.kind, label, detail, solution.seconds, methods, solution.sweeps)

    if shock.closure.deficit == "balanced":
        try:
            baseline = without_deficits(baseline, shock.assumptions)
        except SolveError as error:
            return outcome("refused", f"balanced baseline: {error.evidence}")
    world = prepare(baseline)
    is_open = open_cells(world, shock.wedges)
    if cut_off_buyers(world, is_open).any():
        return outcome("named: no seller")
    if not live_output(world, is_open).any(axis=0).all():
        return outcome("named: no buyer")
    if unfinanced_groups(world, shock.wedges, shock.closure, is_open):
        return outcome("named: closure cannot be met")
    equations = Equations(world, shock.wedges, shock.assumptions, shock.closure)
    solution = solve(equations, SolverSettings(tolerance=TARGET))
    plain = PlainModel(baseline, shock.wedges, shock.assumptions, shock.closure)
    if solution.converged:
        wrong = judge(solution, plain)
        if wrong:
            return outcome("WRONG", wrong, solution)
        if number % 10 == 0:
            other = again(solution, equations, rng)
            if other:
                return outcome("converged, another equilibrium too", other, solution)
        return outcome("converged", "", solution)
    nearly = solution.largest_residual < 1e-6  # an equilibrium is there, whether or not the search finds it
    if nearly or (mobile and plain.search(rng) is not None):
        return outcome("refused", solution.summary(), solution)
    return outcome("no equilibrium known", f"{solution.summary()} worst {solution.worst}", solution)


def at_horizon(name: str, baseline: Baseline, shock: Shock, number: int) -> Assumptions:
    """The assumptions of a horizon with its own trade elasticities or, in every other world, with random ones."""
    theta = shock.assumptions.trade_elasticity
    if number % 4 == 1:
        return beliefs(name, baseline, theta)
    if number % 4 == 3:
        spread = np.random.default_rng(number).normal(0.0, 0.5, baseline.expenditure.shape)
        return beliefs(name, baseline, np.exp(np.log(theta[:, None]) + spread))
    return beliefs(name, baseline)


def point_of(solution: Solution) -> PlainPoint:
    """The unknowns in the terms of the plain model."""
    equations: Equations = solution.problem
    log_wage, log_price, ratio, _, unknowns = equations.layout.split(solution.x)
    quota = np.concatenate([np.zeros(0), *unknowns])
    wage = np.array(np.broadcast_to(log_wage, log_price.shape))
    log_rent = np.zeros(log_price.shape)
    log_rent[equations.production.resource_sectors] = equations.log_rent(solution.x)
    return PlainPoint(wage, log_price, ratio * equations.world.expenditure_scale, quota, log_rent)


def judge(solution: Solution, plain: PlainModel) -> str:
    """What is wrong with a converged answer, or nothing."""
    equations: Equations = solution.problem
    residuals = plain.residuals(point_of(solution))
    group = max(residuals, key=lambda name: residuals[name])
    if not residuals[group] <= JUDGED:
        return f"plain {group} residual {residuals[group]:.1e}"
    ledger = equations.ledger(solution.x)
    share = equations.trade_share(solution.x)
    checks = {
        "ledger does not close": abs(ledger.imbalance()) <= JUDGED,
        "income not positive": bool((ledger.income > 0).all()),
        "value added not positive": bool((ledger.value_added > 0).all()),
        "shares do not sum to one": bool(np.abs(share.sum(axis=2)[equations.world.active_price] - 1).max() <= JUDGED),
        "negative share or spending": bool((share >= 0).all() and (point_of(solution).expenditure >= -1e-12).all()),
    }
    return ", ".join(name for name, holds in checks.items() if not holds)


def again(solution: Solution, equations: Equations, rng: np.random.Generator) -> str:
    """Solve from another start; says so if that ends elsewhere."""
    start = equations.start()
    start = start + rng.normal(0.0, 1.0, start.size) * (start == 0) * (
        np.arange(start.size) < equations.layout.wage.size
    )
    other = solve(equations, SolverSettings(tolerance=TARGET, method="mixing"), start=start)
    if not other.converged:
        return ""
    real = [np.asarray(real_income(s)) for s in (solution, other)]
    gap = float(np.abs(np.log(real[0] / real[1])).max())
    return f"log real income differs by {gap:.1e}" if gap > 1e-5 else ""


def real_income(solution: Solution) -> np.ndarray:
    """(N,) ratio to the baseline."""
    equations: Equations = solution.problem
    index = np.exp(equations.log_final_price(solution.x))
    return np.asarray(equations.ledger(solution.x).income / equations.world.final_expenditure / index)


def main() -> None:
    """Run and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--mobility", action="store_true", help="sector-specific wages: factor mobility 1, 1.5, 3")
    parser.add_argument("--horizon", choices=HORIZONS, default="", help="the assumptions of a horizon")
    parser.add_argument("--verbose", action="store_true", help="print each world that did not simply converge")
    options = parser.parse_args()
    began = time.perf_counter()
    outcomes: list[tuple[int, Outcome]] = []
    for number in range(options.first, options.first + options.worlds):
        outcome = assess(options.seed, number, mobile=not options.mobility, horizon=options.horizon)
        outcomes.append((number, outcome))
        if options.verbose and not (outcome.kind == "converged" or outcome.kind.startswith("named")):
            print(number, outcome.kind, "|", outcome.shock, "|", outcome.closure, "|", outcome.detail, flush=True)
    counts = Counter(outcome.kind for _, outcome in outcomes)
    print(
        f"{options.horizon or 'random assumptions'}, seed {options.seed}, "
        f"worlds {options.first} to {options.first + options.worlds - 1}, "
        f"{time.perf_counter() - began:.0f} s in all"
    )
    for kind, count in counts.most_common():
        print(f"  {count:6d}  {kind}")
    solvable = sum(count for kind, count in counts.items() if kind.startswith(("converged", "refused", "WRONG")))
    print(f"  refused: {100 * counts['refused'] / max(solvable, 1):.2f} % of {solvable} worlds that have a solution")
    methods = Counter(outcome.methods for _, outcome in outcomes if outcome.kind.startswith("converged"))
    print("  converged by", dict(methods.most_common()))
    solved = [outcome.seconds for _, outcome in outcomes if outcome.methods != "none"]
    if solved:
        print(
            f"  seconds a solve: median {np.median(solved):.4f}, 99th percentile {np.quantile(solved, 0.99):.3f}, "
            f"largest {max(solved):.2f}"
        )
    for kind in ("refused", "no equilibrium known", "WRONG"):
        by = Counter((outcome.shock, outcome.closure) for _, outcome in outcomes if outcome.kind == kind)
        if by:
            print(f"  {kind}, by shock and closure:", "; ".join(f"{a}/{b} {c}" for (a, b), c in by.most_common(12)))


if __name__ == "__main__":
    main()
