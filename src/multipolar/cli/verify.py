"""`multipolar verify`: the same numbers again?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from multipolar.cli.screen import out, print_json
from multipolar.runs.folder import read_manifest
from multipolar.runs.verify import verify_run


def verify(folder: Path, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Check that a run folder is whole and that solving it again gives the same numbers.

    Exit code 0 when every number comes back within 1e-9 (on the machine that made the run) or 1e-7 (elsewhere),
    1 when one does not, 5 when the folder is not whole.

    Parameters
    ----------
    folder
        A run folder, of `run` or `compare`.
    json
        Print JSON.
    """
    members = read_manifest(folder).get("members") or ()
    parts = [verify_run(folder / member) for member in members] or [verify_run(folder)]
    if json:
        worst = max(parts, key=lambda part: part.largest_difference / part.tolerance)
        print_json(
            asdict(worst) | {"holds": worst.holds, "members": [asdict(part) for part in parts] if members else []}
        )
    else:
        for part in parts:
            word = "holds" if part.holds else "DOES NOT HOLD"
            where = "this machine" if part.same_machine else "another machine"
            out().print(
                f"{part.run} {word}: {part.numbers:,} numbers, largest difference {part.largest_difference:.1e} "
                f"({part.where}), tolerance {part.tolerance:.0e} (made on {where}).",
                soft_wrap=True,
            )
    return 0 if all(part.holds for part in parts) else 1
