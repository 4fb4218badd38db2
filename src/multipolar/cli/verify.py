"""`multipolar verify`: the same numbers again?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from multipolar.cli.screen import out, print_json
from multipolar.runs.verify import verify_run


def verify(folder: Path, /, *, json: bool = False) -> int:
    """Check that a run folder is whole and that solving it again gives the same numbers.

    Exit code 0 when every number comes back within 1e-9 (on the machine that made the run) or 1e-7 (elsewhere),
    1 when one does not, 5 when the folder is not whole.

    Examples
    --------
    multipolar verify runs/2026-01-31-western-embargo-1a2b3c4d

    Parameters
    ----------
    folder
        A run folder, of `run` or `compare`.
    json
        Print JSON.
    """
    checked = verify_run(folder)
    if json:
        print_json(asdict(checked) | {"holds": checked.holds})
    else:
        word = "holds" if checked.holds else "DOES NOT HOLD"
        where = "this machine" if checked.same_machine else "another machine"
        out().print(
            f"{checked.run} {word}: {checked.numbers:,} numbers, largest difference {checked.largest_difference:.1e} "
            f"({checked.where}), tolerance {checked.tolerance:.0e} (made on {where}).",
            soft_wrap=True,
        )
    return 0 if checked.holds else 1
