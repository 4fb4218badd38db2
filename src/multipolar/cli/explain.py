"""`multipolar explain`: why a result is what it is, or why two differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter
from rich.console import Group
from rich.text import Text

from multipolar.analysis.explain import explain_difference
from multipolar.analysis.outcome import Accounting, Contribution
from multipolar.cli.given import outcome_of, refuse_beside_folders
from multipolar.cli.options import ModelOptions, economies_named
from multipolar.cli.payload import plain
from multipolar.cli.screen import out, print_json, progress, table
from multipolar.codes.economies import economy_name
from multipolar.codes.sectors import sector_index
from multipolar.simulation.result import Result
from multipolar.wording import signed

SHOWN = 8
NOTHING = 1e-12


def explain(
    run: str,
    other: str | None = None,
    /,
    *,
    focus: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    model: ModelOptions | None = None,
) -> int:
    """Contributions of each instrument (Shapley) and of each partner and sector; both sum exactly.

    Parameters
    ----------
    run
        A run folder, a scenario of the library, or a YAML file.
    other
        A second one: then the difference, other minus run, is explained.
    focus
        Economies to explain, by ISO3 code or name; the headline's by default.
    json
        Print JSON.
    """
    model = model or ModelOptions()
    refuse_beside_folders([run] if other is None else [run, other], model)
    wanted = economies_named(focus)
    with progress(not json) as notify:
        outcome = outcome_of(run, model, focus=wanted, full=other is None, fan=False, progress=notify)
        if other is None:
            title, parts, accounts = outcome.result.name, outcome.contributions, outcome.accounting
            notes: Sequence[str] = outcome.notes
            results: tuple[Result, ...] = (outcome.result,)
        else:
            second = outcome_of(other, model, focus=wanted, full=False, fan=False, progress=notify)
            difference = explain_difference(outcome, second, wanted or None, progress=notify)
            title = _minus(second.result, outcome.result)
            parts, accounts, notes = difference.contributions, difference.accounting, difference.notes
            results = (outcome.result, second.result)
    economies = outcome.result.economies
    chosen = [account for account in accounts if not wanted or account.economy in wanted]
    if json:
        print_json(_payload(title, parts, chosen, economies, notes))
        return 0
    console = out()
    codes = [account.economy for account in chosen]
    if parts is not None and codes:
        console.print(_instruments(title, parts, codes[:6], economies))
    for account in chosen:
        if abs(account.total) < NOTHING:
            console.print(f"{title}: real income of {economy_name(account.economy)} does not change.")
        else:
            console.print(_account(title, account))
            console.print(_in_logs(account, results))
            console.print()
    for note in notes:
        console.print(f"Note: {note}", style="yellow", markup=False)
    return 0


def _minus(second: Result, first: Result) -> str:
    """The names of two results, with what tells them apart where both have the same."""
    if second.name != first.name:
        return f"{second.name} minus {first.name}"
    traits = [_traits(found) for found in (second, first)]
    apart = [n for n, (a, b) in enumerate(zip(*traits, strict=True)) if a != b]
    named = [", ".join(found[n] for n in apart) for found in traits]
    return " minus ".join(f"{first.name} ({words})" if words else first.name for words in named)


def _traits(found: Result) -> tuple[str, ...]:
    """What two results of one scenario may differ in."""
    return (
        f"{found.assumptions.horizon} run",
        f"{found.assumptions.label} elasticities",
        f"{found.closure.deficit} deficits",
        f"revenue {found.closure.revenue}".replace("_", " "),
        found.date,
        found.baseline.name,
    )


def _in_logs(account: Accounting, results: Sequence[Result]) -> str:
    """Why the sum over partners is not the change in per cent: the change in both units."""
    name = economy_name(account.economy)
    changes = [float(result.real_income_pct()[result.economies.index(account.economy)]) for result in results]
    why = "Parts add up exactly in logs for partners and sectors, and in points for instruments."
    logs = f"{signed(100 * account.total, 3)} log points x 100"
    if len(changes) == 1:
        return f"{name}: {signed(changes[0], 3)} % is {logs}. {why}"
    first, second = changes
    points = signed(second - first, 3)
    return f"{name}: from {signed(first, 3)} % to {signed(second, 3)} % is {points} points, and {logs}. {why}"


def _instruments(title: str, parts: Contribution, codes: Sequence[str], economies: Sequence[str]) -> Group:
    where = [economies.index(code) for code in codes]
    errors = np.zeros_like(parts.values) if parts.standard_error is None else parts.standard_error
    rows = [
        [player, *(_with_error(values[n], error[n], exact=parts.exact) for n in where)]
        for player, values, error in zip(parts.players, parts.values, errors, strict=True)
    ]
    rows.append(["sum", *(signed(float(parts.values[:, n].sum()), 3) for n in where)])
    kind = "exact" if parts.exact else "sampled"
    columns = [("instrument", False), *((code, True) for code in codes)]
    return table(
        f"{title}: contribution of each instrument to real income, {parts.unit} (Shapley, {kind})", columns, rows
    )


def _with_error(value: float, error: float, *, exact: bool) -> str:
    return signed(float(value), 3) if exact else f"{signed(float(value), 3)} ± {error:.3f}"


def _account(title: str, account: Accounting) -> Group:
    """The largest partners and sectors of one economy's exact accounting, in hundredths of a log point."""
    by_partner, by_sector = 100 * account.by_partner(), 100 * account.by_sector()
    rows: list[Sequence[str | Text]] = [[Text("by partner", style="bold"), ""]]
    rows += _largest([economy_name(code) for code in account.partners], by_partner)
    rows.append([Text("by sector", style="bold"), ""])
    rows += _largest([_sector_label(code) for code in account.sectors], by_sector)
    rows += [[name, signed(100 * value, 3)] for name, value in account.rest().items() if value]
    rows.append([Text("sum over partners and the rest", style="bold"), signed(100 * account.total, 3)])
    heading = f"{title}: {economy_name(account.economy)}, log change of real income x 100"
    return table(heading, [("through", False), ("log points x 100", True)], rows)


def _sector_label(code: str) -> str:
    """Short name and code; a table that the user brought may have sectors without a name here."""
    known = sector_index().get(code)
    return code if known is None else f"{known.short_name} ({code})"


def _largest(names: Sequence[str], values: Any) -> list[list[str]]:
    order = np.argsort(-np.abs(values))
    rows = [[names[n], signed(float(values[n]), 3)] for n in order[:SHOWN]]
    rest = float(values[order[SHOWN:]].sum())
    return [*rows, [f"{len(order) - SHOWN} others", signed(rest, 3)]] if len(order) > SHOWN else rows


def _payload(
    title: str,
    parts: Contribution | None,
    accounts: Sequence[Accounting],
    economies: Sequence[str],
    notes: Sequence[str],
) -> Any:
    instruments = None
    if parts is not None:
        instruments = {
            "unit": parts.unit,
            "exact": parts.exact,
            "values": {
                player: dict(zip(economies, values, strict=True))
                for player, values in zip(parts.players, parts.values, strict=True)
            },
            "total": dict(zip(economies, parts.total, strict=True)),
        }
    accounting = {
        account.economy: {
            "unit": "log points",
            "by_partner": dict(zip(account.partners, account.by_partner(), strict=True)),
            "by_sector": dict(zip(account.sectors, account.by_sector(), strict=True)),
            "rest": account.rest(),
            "total": account.total,
        }
        for account in accounts
    }
    return plain({"title": title, "instruments": instruments, "accounting": accounting, "notes": list(notes)})
