"""`multipolar bracket`: what a scenario costs if nothing adjusts, beside what it costs if everything does."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from cyclopts import Parameter
from rich.padding import Padding
from rich.text import Text

from multipolar.analysis.bracket import NOTHING_TO_BAN, Bracket
from multipolar.analysis.bracket import bracket as bracket_of
from multipolar.arrays import Array
from multipolar.baseline.registry import load
from multipolar.cli.options import LongRunOptions, economies_named
from multipolar.cli.payload import plain
from multipolar.cli.screen import err, out, print_json, table
from multipolar.codes.economies import economy_name
from multipolar.errors import SolveError
from multipolar.report.view import sector_label
from multipolar.scenario import compile_scenario, load_scenario
from multipolar.simulation.simulate import assumptions_of, day_of, simulate
from multipolar.wording import signed

SHOWN = 12


def bracket(
    scenario: str,
    /,
    *,
    economy: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    model: LongRunOptions | None = None,
) -> int:
    """Set what a scenario costs if nothing adjusts beside what it costs if everything does.

    If nothing adjusts, banned inputs are missing, nobody finds another seller or buyer, and shortages and lost sales
    run through the network of inputs. Tariffs, costs and other measures that work through prices are not covered and
    are listed.

    Parameters
    ----------
    scenario
        A scenario of the library, or a YAML file.
    economy
        Economies to show, with the inputs that they lack; by default those that lose most.
    json
        Print JSON.
    """
    model = model or LongRunOptions()
    wanted = economies_named(economy)
    baseline = load(model.baseline)
    assumptions = assumptions_of(baseline, model.elasticities_of(baseline))
    compiled = compile_scenario(
        load_scenario(scenario), baseline, assumptions.trade_elasticity, date=day_of(model.date)
    )
    found = bracket_of(baseline, compiled)
    adjusted: Array = np.full(len(baseline.economies), np.nan)
    failure = ""
    try:
        adjusted = simulate(
            baseline, compiled, assumptions=assumptions, closure=model.closure_of(), settings=model.settings()
        ).real_income_pct()
    except SolveError as error:
        failure = str(error)
    for code in wanted:
        found.value_added_pct(code)
    if json:
        payload = found.payload() | {"adjusted": "real income, long run, change in per cent", "not_solved": failure}
        for n, code in enumerate(found.economies):
            payload["economies"][code]["adjusted_real_income_pct"] = adjusted[n]
        if wanted:
            payload["economies"] = {code: payload["economies"][code] for code in wanted}
        print_json(plain(payload))
        return 0
    _show(found, adjusted, wanted)
    if failure:
        err().print(f"No long-run equilibrium to set beside it: {failure}", style="yellow", markup=False)
    return 0


def _show(found: Bracket, adjusted: Array, wanted: tuple[str, ...]) -> None:
    console = out()
    if not found.covered:
        console.print(f"{found.scenario}: {NOTHING_TO_BAN}")
    else:
        order = sorted(range(len(found.economies)), key=lambda n: -found.main_inputs.value_added[n])
        codes = wanted or tuple(found.economies[n] for n in order[:SHOWN])
        rows = []
        for code in codes:
            n = found.economies.index(code)
            changes = [signed(value, 1) for value in found.value_added_pct(code)]
            final = signed(0.0 - 100 * float(found.linear.final_use[n]), 1)
            rows.append([economy_name(code), *changes, final, signed(float(adjusted[n]), 2)])
        least = f"{100 * found.main_inputs.rule.least_input:g} %"
        columns = [
            ("economy", False),
            ("worth for worth", True),
            (f"scarcest input of {least} or more", True),
            ("scarcest input", True),
            ("final use, worth for worth", True),
            ("all adjusts: real income", True),
        ]
        console.print(table(f"{found.title}: change in value added if nothing adjusts, %", columns, rows))
        for code in wanted:
            console.print(found.sentence(code, float(adjusted[found.economies.index(code)])), markup=False)
            for entry in found.scarce_main[code]:
                stops = ", ".join(map(sector_label, entry.stops))
                text = (
                    f"lacks {100 * entry.missing:.1f} % of {sector_label(entry.input)} ({100 * entry.banned:.1f} "
                    f"banned; most of it from {economy_name(entry.seller)}), which stops {stops}"
                )
                console.print(Padding(Text(text), (0, 0, 0, 2)))
    for gap in found.uncovered:
        console.print(f"Not covered: {gap.instrument} ({gap.kind}): {gap.why}.", markup=False)
