"""Section: between nothing adjusts and everything adjusts, shown where a scenario bans something."""

from __future__ import annotations

from multipolar.analysis.bracket import Bracket, bracket
from multipolar.analysis.ranges import first_line
from multipolar.errors import MultipolarError
from multipolar.report.bracket_figure import TOP, bracket_figure
from multipolar.report.horizons import AtHorizon, Who, at_horizons, value_at
from multipolar.report.measures import spoken
from multipolar.report.numbers import SPACE, percent
from multipolar.report.palette import side
from multipolar.report.section import Cell, Note, Section, Table
from multipolar.report.view import View, name_of
from multipolar.report.words import listed

BANS = frozenset({"import_ban", "export_ban", "embargo"})
#: The bracket is about value added of whole economies; smaller losses, in per cent, are no finding.
LEAST = 0.05


def bracket_section(view: View) -> Section | None:
    """Rationing beside the horizons; None where nothing is banned, or nobody would lose anything."""
    outcome = view.outcome
    if not any(entry.kind in BANS for entry in outcome.compiled.touched):
        return None
    try:
        found = bracket(outcome.result.baseline, outcome.compiled)
    except MultipolarError as error:
        note = Note(f"How much is lost if nothing adjusts is not known: {first_line(error)}")
        return Section(name="bracket", title="If nothing adjusts", place="first", lead=(), notes=(note,))
    worst = max(found.main_inputs.value_added)
    if not found.covered or 100 * worst < LEAST:
        return None
    ats = at_horizons(view)
    long = next((at for at in ats if at.name == "long" and at.result is not None), None)
    incomes = {} if long is None else {code: value_at(view, long, Who(code, (code,))) for code in view.economies}
    return Section(
        name="bracket",
        title="Between nothing adjusts and everything adjusts",
        place="first",
        lead=(_sentence(view, found, long), _WHAT),
        figures=(
            bracket_figure(found, incomes, source=view.source_line(), economies=_drawn(view, found), year=view.year),
        ),
        tables=(_table(view, found, ats),),
        notes=tuple(_notes(found)),
    )


_WHAT = (
    "If nothing adjusts, no price moves, nobody finds another seller or buyer and no stock is run down: goods that are "
    "banned are missing, and so is what would have been made with them. It is one end of the range, not a forecast."
)


def _sentence(view: View, found: Bracket, long: AtHorizon | None) -> str:
    mild, main, _ = found.value_added_pct(view.lead)
    who = name_of(view.lead, article=True)
    if main == 0:
        return f"For {who} nothing is lost even if nothing adjusts."
    least = f"{100 * found.main_inputs.rule.least_input:g}{SPACE}%"
    nothing = (
        f"{percent(main)} of value added if nothing does and the lack of a main input, from {least} of output on "
        f"(assumed), stops a sector; {percent(mild)} if missing inputs cost only their worth"
    )
    if long is None:
        return f"For {who}, {nothing}."
    everything = percent(value_at(view, long, Who(view.lead, (view.lead,))))
    return f"For {who}, between {everything} of real income if everything adjusts in the long run, and {nothing}."


def _drawn(view: View, found: Bracket) -> tuple[str, ...]:
    """The economies of the headline and those hit hardest."""
    losses = dict(zip(found.economies, found.main_inputs.value_added.tolist(), strict=True))
    hardest = sorted(losses, key=lambda code: (-losses[code], code))
    return tuple(dict.fromkeys([*view.focus, *hardest]))[:TOP]


def _table(view: View, found: Bracket, ats: tuple[AtHorizon, ...]) -> Table:
    least = f"{100 * found.main_inputs.rule.least_input:g}{SPACE}%"
    rows = []
    for code in view.focus:
        mild, main, harsh = found.value_added_pct(code)
        incomes = [value_at(view, at, Who(code, (code,))) for at in ats]
        values = [*reversed(incomes), mild, main, harsh]
        row = [Cell(percent(value), side=side(value)) for value in values]
        row[-2] = Cell(percent(main), "assumed", side(main))
        rows.append((Cell(name_of(code)), *row))
    return Table(
        "From the long run to rationing",
        (
            "",
            *(at.when for at in reversed(ats)),
            "missing inputs cost their worth",
            f"those of {least} or more stop a sector",
            "any stops a sector",
        ),
        tuple(rows),
        note=f"Last three columns: value added if nothing adjusts, three readings of a missing input; the {least} is "
        "assumed. The others: real income in equilibrium. Not one measure, so their difference means little.",
    )


def _notes(found: Bracket) -> list[Note]:
    notes = []
    if found.uncovered:
        names = listed(f"‘{entry.instrument}’ ({entry.why})" for entry in found.uncovered)
        notes.append(Note(f"Not in the rationing: {names}."))
    whole = found.main_inputs.world_value_added
    notes.append(Note(spoken(f"World value added would change by {percent(-100 * whole)} if nothing adjusted.")))
    return notes
