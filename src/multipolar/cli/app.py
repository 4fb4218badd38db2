"""The tree of commands. Commands are named by import path, so that a verb loads only what it needs."""

from __future__ import annotations

from cyclopts import App

from multipolar import __version__

EPILOGUE = """
**Examples**

    multipolar scenario list
    multipolar run western-embargo --focus SWE
    multipolar compare western-embargo western-embargo-china-joins
    multipolar run my-scenario.yaml --closure balanced --json

**Exit codes:** 0 well; 1 a check does not hold; 2 usage, scenario or assumption; 3 data; 4 no equilibrium;
5 run folder.
"""

app = App(
    name="multipolar",
    help="A laboratory for the world economy under power politics.",
    help_epilogue=EPILOGUE,
    help_format="markdown",
    version=__version__,
)

for verb, summary in (
    ("run", "Solve one scenario: real incomes, trade, diversion, ranges, report."),
    ("compare", "Solve several scenarios and set them side by side."),
    ("explain", "Why: contributions of instruments, partners and sectors; of one run, or between two."),
    ("flip", "Name the assumption that would turn the sign of the headline, or say that none does."),
    ("verify", "Check a run folder and solve it again: the same numbers?"),
    ("validate", "Set our numbers next to published ones and next to what happened."),
    ("doctor", "Check this installation: data, checksums, solver, speed."),
):
    app.command(f"multipolar.cli.{verb}:{verb}", name=verb, help=summary)
app.command("multipolar.cli.scenario:scenario", name="scenario", help="List, show, check and create scenarios.")
app.command("multipolar.cli.data:data", name="data", help="Baselines and tables: list, show, build, add, export.")
