"""`multipolar doctor`: is this installation whole, right and fast?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Annotated

from cyclopts import Parameter

from multipolar import __version__
from multipolar.cli.screen import out, print_json, table
from multipolar.errors import MultipolarError

Check = tuple[str, bool, str]
# Fifty times the usual: something is wrong with the machine or its libraries, not merely busy.
SLOW_SOLVE_MS = 1000.0


def doctor(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Check versions, shipped tables and their checksums, the library, the solver and its speed.

    Exit code 0 when all is well, 1 when something is not.

    Examples
    --------
    multipolar doctor

    Parameters
    ----------
    json
        Print JSON.
    """
    found = [_guarded(name, check) for name, check in _checks()]
    if json:
        print_json([{"check": name, "ok": ok, "found": text} for name, ok, text in found])
    else:
        rows = [["ok" if ok else "FAILS", name, text] for name, ok, text in found]
        out().print(table(f"Multipolar {__version__}", [("", False), ("check", False), ("found", False)], rows))
    return 0 if all(ok for _, ok, _ in found) else 1


def _guarded(name: str, check: Callable[[], tuple[bool, str]]) -> Check:
    try:
        ok, text = check()
    except MultipolarError as error:
        return name, False, error.message()
    return name, ok, text


def _checks() -> Iterator[tuple[str, Callable[[], tuple[bool, str]]]]:
    yield "machine", _machine
    yield "shipped tables", _tables
    yield "bundled world", _world
    yield "user baselines", _baselines
    yield "scenario library", _library
    yield "do nothing gives one", _nothing
    yield "an embargo solves", _embargo


def _machine() -> tuple[bool, str]:
    from multipolar.runs.folder import machine

    return True, ", ".join(f"{key} {value}" for key, value in machine().items())


def _tables() -> tuple[bool, str]:
    from multipolar.data.catalog import verify_checksums

    checks = verify_checksums()
    wrong = [f"{check.path} {check.problem}" for check in checks if not check.ok]
    return not wrong, "; ".join(wrong) or f"{len(checks)} files, all checksums hold"


def _world() -> tuple[bool, str]:
    from multipolar.baseline.registry import load

    began = time.perf_counter()
    baseline = load()
    took = time.perf_counter() - began
    size = f"{len(baseline.economies)} x {len(baseline.sectors)}"
    return True, f"{baseline.name}, {size}, loaded in {took:.2f} s"


def _baselines() -> tuple[bool, str]:
    from multipolar.baseline.registry import available

    names = [entry.name for entry in available() if entry.origin == "user"]
    return True, ", ".join(names) or "none added (multipolar data add icio PATH)"


def _library() -> tuple[bool, str]:
    from multipolar.scenario import load_scenario, scenario_names

    names = scenario_names()
    for name in names:
        load_scenario(name)
    return True, f"{len(names)} scenarios, all read"


def _nothing() -> tuple[bool, str]:
    import numpy as np

    from multipolar.baseline.registry import load
    from multipolar.model.wedges import Wedges
    from multipolar.simulation.simulate import simulate

    baseline = load()
    count, sectors = len(baseline.economies), len(baseline.sectors)
    result = simulate(baseline, Wedges.none((sectors, count, count)))
    drift = float(np.abs(result.real_income_hat() - 1).max())
    return drift < 1e-9, f"largest drift {drift:.0e}"


def _embargo() -> tuple[bool, str]:
    from multipolar.baseline.registry import load
    from multipolar.simulation.simulate import prepare_baseline, simulate

    prepared = prepare_baseline(load())
    simulate(prepared, "western-embargo")
    quality = simulate(prepared, "western-embargo").quality
    milliseconds = 1e3 * quality.seconds
    text = f"{quality.sweeps} sweeps, {milliseconds:.0f} ms, largest residual {quality.largest_residual:.0e}"
    return quality.converged and milliseconds < SLOW_SOLVE_MS, text
