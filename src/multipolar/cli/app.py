"""The tree of commands. Commands are named by import path, so that a verb loads only what it needs."""

from __future__ import annotations

from cyclopts import App

from multipolar import __version__
from multipolar.cli.epilogue import examples
from multipolar.cli.usage import usage_errors

app = App(
    name="multipolar",
    help="A laboratory for the world economy under power politics.",
    help_epilogue=examples(
        "scenario list",
        "run western-embargo --focus SWE",
        "compare western-embargo western-embargo-china-joins",
        "run my-scenario.yaml --closure balanced --json",
    ),
    help_format="markdown",
    version=__version__,
    # `multipolar.cli.main` says that nothing was written; a silent exit would not.
    suppress_keyboard_interrupt=False,
    **usage_errors(),
)

VERBS = {
    "run": (
        "Solve one scenario: real incomes, trade, diversion, ranges, report.",
        "run western-embargo",
        "run us-ev-tariff@retaliation --focus SWE CHN --xlsx tables.xlsx",
        "run my-scenario.yaml --closure balanced --elasticities low --json",
    ),
    "compare": (
        "Solve several scenarios and set them side by side.",
        "compare western-embargo western-embargo-china-joins",
        "compare us-ev-tariff us-ev-tariff@retaliation --focus CHN USA",
    ),
    "explain": (
        "Why: contributions of instruments, partners and sectors; of one run, or between two.",
        "explain measures-2022 --focus RUS DEU",
        "explain runs/2026-01-31-western-embargo-1a2b3c4d",
        "explain western-embargo western-embargo-china-joins",
    ),
    "flip": (
        "Name the assumption, within its range, that would turn the sign of the headline, or say that none does. "
        "Tried are elasticities (together, and the most important sectors one by one), the horizon and what it "
        "assumes, leakage, the closures, and the imputed part of the tables.",
        "flip western-embargo --focus CHN",
    ),
    "bracket": (
        "Between nothing adjusts and all adjusts: rationing without prices beside the long run.",
        "bracket western-embargo --economy RUS DEU",
    ),
    "timeline": (
        "A scenario year by year, at the age of its measures: paths with bands.",
        "timeline measures-2022 --focus RUS DEU",
        "timeline western-embargo --from 2022 --to 2030 --csv paths.csv --svg paths.svg",
    ),
    "dossier": (
        "What is known of two economies: figures over time with rank and source, dependence both ways, events.",
        "dossier CHN RUS",
        "dossier Germany Russia --since 2015 --event 2022-02-24 --html germany-russia.html",
        "dossier SWE NOR --weights trade=2 blocs=0",
        "dossier IND USA --json",
    ),
    "verify": (
        "Check a run folder and solve it again: the same numbers? Within 1e-9 on the machine that made it, 1e-7 "
        "elsewhere.",
        "verify runs/2026-01-31-western-embargo-1a2b3c4d",
    ),
    "validate": (
        "Set our numbers next to published ones and next to what happened.",
        "validate russia-trade",
        "validate published-range",
        "validate --backtest oil",
        "validate caliendo-parro --json",
    ),
    "doctor": ("Check this installation: data, checksums, solver, speed.", "doctor"),
}

for verb, (summary, *shown) in VERBS.items():
    app.command(f"multipolar.cli.{verb}:{verb}", name=verb, help=summary, help_epilogue=examples(*shown))
app.command("multipolar.cli.scenario:scenario", name="scenario", help="List, show, check and create scenarios.")
app.command(
    "multipolar.cli.claims:claims",
    name="claims",
    help="Read an article, find what can be tested, and test it against figures and scenarios.",
)
app.command("multipolar.cli.data:data", name="data", help="Baselines and tables: list, show, build, add, export.")
