"""The bracket: what a scenario's bans would cost if nothing adjusted, beside the horizons in which something does.

No price moves, nobody finds another seller or buyer, no stock is run down. What a missing input does is read in three
ways (see `multipolar.analysis.bracket_rationing`): two ends and a middle. The long-run equilibrium, in which everything
adjusts, is the other side of the bracket. Instruments that work through prices have no quantity effect here and are
listed as not covered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from multipolar.analysis.bracket_bans import Bans, Uncovered, bans_of
from multipolar.analysis.bracket_network import Network, network_of
from multipolar.analysis.bracket_rationing import BOTTLENECK, LINEAR, Rationing, Rule, ration
from multipolar.analysis.bracket_scarce import Scarce, scarce_inputs
from multipolar.arrays import Array, frozen
from multipolar.baseline.baseline import Baseline
from multipolar.codes.economies import economy_name
from multipolar.errors import AssumptionError
from multipolar.scenario import CompiledScenario
from multipolar.wording import signed

#: Assumed: an input below a hundredth of a sector's output can be done without. No source; the ends do not use it.
MAIN_INPUT = 0.01
NOTHING_TO_BAN = "No instrument of it bans a flow, so rationing has nothing to say."


@dataclass(frozen=True, slots=True)
class Losses:
    """What rationing under one rule takes from each economy, shares of the base year in [0, 1].

    Attributes
    ----------
    value_added : (N,) lost with output. missing_inputs : (N,) the part that shortages alone would take.
    final_use : (N,) what final users do not get, at baseline prices.
    world_value_added : of all economies together.
    """

    rule: Rule
    value_added: Array
    missing_inputs: Array
    final_use: Array
    world_value_added: float
    sweeps: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bracket:
    """Both ends and the middle for every economy.

    Attributes
    ----------
    linear : missing inputs cost their worth. bottleneck : the scarcest input decides, however small.
    main_inputs : the scarcest input decides among those that are worth at least `Rule.least_input` of output.
    scarce : by economy, what stops its sectors under `bottleneck`; scarce_main : under `main_inputs`.
    covered : ids of instruments that ban something. uncovered : the others, and why.
    """

    scenario: str
    title: str
    baseline: str
    economies: tuple[str, ...]
    linear: Losses
    main_inputs: Losses
    bottleneck: Losses
    scarce: dict[str, tuple[Scarce, ...]]
    scarce_main: dict[str, tuple[Scarce, ...]]
    covered: tuple[str, ...]
    uncovered: tuple[Uncovered, ...]

    def value_added_pct(self, economy: str) -> tuple[float, float, float]:
        """Change of value added, per cent: under `linear`, `main_inputs`, `bottleneck`."""
        n = self._index(economy)
        low, middle, high = (0.0 - 100 * float(losses.value_added[n]) for _, losses in self.rules())
        return low, middle, high

    def rules(self) -> tuple[tuple[str, Losses], ...]:
        """The three readings by name, mildest first."""
        return (("linear", self.linear), ("main_inputs", self.main_inputs), ("bottleneck", self.bottleneck))

    def sentence(self, economy: str, real_income_pct: float | None = None) -> str:
        """What a report says of an economy.

        Parameters
        ----------
        real_income_pct : change of its real income when everything adjusts, from the long-run Result.

        Raises
        ------
        AssumptionError
            If the economy has no row.
        """
        mild, _, harsh = self.value_added_pct(economy)
        name = economy_name(economy)
        if not self.covered:
            return f"{name}: {NOTHING_TO_BAN}"
        if mild == 0 and harsh == 0:
            text = f"{name}: no loss even if nothing adjusts"
        else:
            text = (
                f"{name}: value added {signed(mild, 1)} % if nothing adjusts and missing inputs cost their worth, "
                f"{signed(harsh, 1)} % if the scarcest input stops each sector"
            )
        if real_income_pct is not None:
            text += f"; real income {signed(real_income_pct, 1)} % if everything adjusts (long run)"
        if self.uncovered:
            text += f". Rationing does not cover {', '.join(entry.instrument for entry in self.uncovered)}"
        return text + "."

    def payload(self) -> dict[str, Any]:
        """JSON-ready. Changes are per cent of the base year, negative for losses."""
        return {
            "measure": "rationing on the input-output network without price substitution",
            "unit": "change in per cent",
            "scenario": self.scenario,
            "baseline": self.baseline,
            "rules": {
                name: {
                    "production": losses.rule.production,
                    "ration": losses.rule.ration,
                    "least_input": losses.rule.least_input,
                    "least_input_status": "assumed" if name == "main_inputs" else "by definition",
                }
                for name, losses in self.rules()
            },
            "covered": list(self.covered),
            "not_covered": [
                {"instrument": entry.instrument, "kind": entry.kind, "why": entry.why} for entry in self.uncovered
            ],
            "world_value_added_pct": {name: 0.0 - 100 * losses.world_value_added for name, losses in self.rules()},
            "economies": {code: self._entry(code, n) for n, code in enumerate(self.economies)},
        }

    def _entry(self, code: str, n: int) -> dict[str, Any]:
        entry: dict[str, Any] = {
            name: {
                "value_added_pct": 0.0 - 100 * float(losses.value_added[n]),
                "of_which_missing_inputs_pct": 0.0 - 100 * float(losses.missing_inputs[n]),
                "final_use_pct": 0.0 - 100 * float(losses.final_use[n]),
            }
            for name, losses in self.rules()
        }
        entry["scarce_inputs"] = [found.payload() for found in self.scarce[code]]
        entry["scarce_main_inputs"] = [found.payload() for found in self.scarce_main[code]]
        return entry

    def _index(self, economy: str) -> int:
        if economy not in self.economies:
            raise AssumptionError(
                f"bracket, economy {economy}", f"has no row in {self.baseline}", remedy="Use an ISO code of its tables."
            )
        return self.economies.index(economy)


def bracket(baseline: Baseline, compiled: CompiledScenario, *, main_input: float = MAIN_INPUT) -> Bracket:
    """What a scenario's bans cost if nothing adjusts.

    Parameters
    ----------
    main_input : under `Bracket.main_inputs`, inputs with a smaller share in a sector's output do not stop it.

    Raises
    ------
    AssumptionError
        If the scenario was compiled for a world of another shape, or `main_input` is no share.
    SolveError
        If the losses do not settle.
    """
    return bracket_of(baseline, bans_of(baseline, compiled), compiled.scenario.name, main_input=main_input)


def bracket_of(baseline: Baseline, bans: Bans, name: str, *, main_input: float = MAIN_INPUT) -> Bracket:
    """The bracket of bans, whichever way they were found."""
    if not 0 <= main_input < 1:
        raise AssumptionError("bracket, main_input", f"is a share of output, not {main_input}", remedy="Try 0.01.")
    network = network_of(baseline, bans.cells, bans.survival_share)
    rules = (LINEAR, Rule(BOTTLENECK.production, BOTTLENECK.ration, main_input), BOTTLENECK)
    linear, main, bottleneck = (ration(network, rule) for rule in rules)
    return Bracket(
        scenario=name,
        title=bans.title or name,
        baseline=baseline.name,
        economies=baseline.economies,
        linear=_losses(network, linear),
        main_inputs=_losses(network, main),
        bottleneck=_losses(network, bottleneck),
        scarce={code: scarce_inputs(network, bottleneck, baseline, n) for n, code in enumerate(baseline.economies)},
        scarce_main={code: scarce_inputs(network, main, baseline, n) for n, code in enumerate(baseline.economies)},
        covered=bans.covered,
        uncovered=bans.uncovered,
    )


def _losses(network: Network, found: Rationing) -> Losses:
    value_added = network.value_added.sum(axis=0)
    lost = (network.value_added * found.loss).sum(axis=0)
    return Losses(
        rule=found.rule,
        value_added=_share(lost, value_added),
        missing_inputs=_share((network.value_added * found.shortage).sum(axis=0), value_added),
        final_use=_share((network.final * found.final_missing).sum(axis=0), network.final.sum(axis=0)),
        world_value_added=float(lost.sum() / value_added.sum()),
        sweeps=found.sweeps,
    )


def _share(part: Array, whole: Array) -> Array:
    return frozen(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))
