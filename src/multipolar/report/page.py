"""The report: one offline HTML file for one Outcome, or for several side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar.analysis.outcome import Outcome
from multipolar.data.catalog import SourceCard, cards
from multipolar.report.charts.diversion import diversion_figures
from multipolar.report.charts.dots import winners_and_losers
from multipolar.report.charts.dumbbells import dumbbells
from multipolar.report.charts.parts import accounting_parts, instrument_parts
from multipolar.report.charts.sectors import sector_bars
from multipolar.report.charts.worldmap import world_map
from multipolar.report.coalition import Coalition, coalition
from multipolar.report.comparison import LETTERS, compared_rows, sign_rule
from multipolar.report.figure import Figure
from multipolar.report.glance import GlanceRow, glance_rows, selection_rule
from multipolar.report.measures import Measure, in_force, measures
from multipolar.report.palette import style, template
from multipolar.report.section import Section
from multipolar.report.sections import sections
from multipolar.report.terms import closure_sentence, definitions, horizon_sentence, tips
from multipolar.report.trust import Check, FlipTable, cautions, checks, flip_table
from multipolar.report.view import View
from multipolar.report.words import beside_sentence, capital, headline, income_sentence, others_sentence

if TYPE_CHECKING:
    from markupsafe import Markup


#: Sections of figures in their order: anchor, heading, and how the names of their figures begin.
FIGURE_GROUPS = (
    ("incomes", "Who gains, who loses", ("world-map", "winners")),
    ("trade", "Where the trade goes", ("diversion",)),
    ("sectors", "Which sectors move", ("sectors",)),
    ("parts", "What the change consists of", ("by-instrument", "accounting")),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One scenario of the report, ready for the template."""

    prefix: str
    letter: str
    title: str
    description: str
    finding: str
    lead: str
    beside: str
    focus: tuple[str, ...]
    others: str
    closure: str
    in_force: str
    cautions: tuple[str, ...]
    figures: tuple[tuple[str, Figure], ...]
    sections: tuple[Section, ...]
    horizon: str
    measures: tuple[Measure, ...]
    checks: tuple[Check, ...]
    flips: FlipTable | None
    glance: tuple[GlanceRow, ...]
    balanced: bool
    rule: str
    coalition: Coalition | None
    day: str

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Anchor, without the prefix, and heading of every section that the chapter has, in the order of the page."""

        def placed(place: str) -> list[tuple[str, str]]:
            return [(f"{found.name}-part", found.title) for found in self.sections if found.place == place]

        listed = placed("first")
        for anchor, heading, names in FIGURE_GROUPS:
            if any(figure.name.startswith(names) for _, figure in self.figures):
                listed.append((anchor, heading))
            listed += placed("trade") if anchor == "trade" else []
        listed += placed("last")
        return [*listed, ("measures", "What the scenario does"), ("trust", "How far to trust it")]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as the page prints it; `link` is set only for web addresses."""

    key: str
    title: str
    publisher: str
    licence: str
    citation: str
    link: str
    retrieved: str = ""


def figures(outcome: Outcome, *, run_id: str = "") -> dict[str, Figure]:
    """The pictures of one outcome by name, in the order of the page.

    Parameters
    ----------
    run_id : printed under each picture.
    """
    view = View.of(outcome, run_id)
    parts = [figure for section in sections(view) for figure in section.figures]
    return {figure.name: figure for figure in (*_figures(view), *parts)}


def render_report(
    outcomes: Sequence[Outcome],
    *,
    command: str,
    run_id: str,
    version: str,
    sources: Sequence[SourceCard | str] = (),
) -> str:
    """The page as text.

    Parameters
    ----------
    outcomes : one, or several to compare; the first is the reference of the comparison.
    command : the command line that reproduces the run.
    sources : catalogue cards or keys; those that the baseline names are used when empty.

    Raises
    ------
    ValueError
        If there is no outcome.
    """
    if not outcomes:
        raise ValueError("a report needs at least one outcome")
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    views = [View.of(outcome, run_id) for outcome in outcomes]
    several = len(views) > 1
    chapters = [_chapter(view, n, several) for n, view in enumerate(views)]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["start"] = capital
    known = tips(views[0])
    environment.filters["explained"] = lambda text: _explained(text, known)
    return environment.from_string(template("page.html")).render(
        several=several,
        comparison=dumbbells(views) if several else None,
        compared=compared_rows(views) if several else (),
        sign_rule=sign_rule(views),
        terms=definitions(views[0]),
        tips=known,
        chapters=chapters,
        figure_groups=FIGURE_GROUPS,
        horizon_sentence=_horizons(chapters),
        command=command,
        run_id=run_id,
        version=version,
        baseline=views[0].outcome.result.baseline,
        sources=_sources(views[0], sources),
        style=Markup(style() + template("page.css")),
        script=Markup(template("page.js")),
        markup=Markup,
    )


def _explained(text: str, known: Mapping[str, str]) -> Markup:
    """The text escaped, with the meaning of each term on its first use."""
    from markupsafe import Markup, escape

    for term, meaning in known.items():
        tagged = Markup('<abbr title="{}">{}</abbr>').format(meaning, term)
        text = escape(text).replace(term, tagged, 1)
    return Markup(escape(text))


def _horizons(chapters: Sequence[Chapter]) -> str:
    """One sentence when all chapters share it, else one for each."""
    said = dict.fromkeys(chapter.horizon for chapter in chapters)
    if len(said) == 1:
        return chapters[0].horizon
    return " ".join(f"{chapter.letter}: {chapter.horizon}" for chapter in chapters)


def _figures(view: View) -> list[Figure]:
    if view.still:
        return [world_map(view)]
    told = (view.lead, *view.asked)
    found = [world_map(view), winners_and_losers(view), *diversion_figures(view)]
    found += [sector_bars(view, code) for code in told]
    parts = [instrument_parts(view), *(accounting_parts(view, code) for code in told)]
    return found + [figure for figure in parts if figure is not None]


def _chapter(view: View, number: int, several: bool) -> Chapter:
    outcome = view.outcome
    prefix = f"s{number}"
    return Chapter(
        prefix=prefix,
        letter=LETTERS[number] if several else "",
        title=view.title,
        description=outcome.scenario.description if outcome.scenario is not None else "",
        finding=headline(view),
        lead=income_sentence(view, view.lead),
        beside=beside_sentence(view),
        focus=tuple(f"Asked for: {income_sentence(view, code)}" for code in view.asked),
        others=others_sentence(view),
        closure=closure_sentence(outcome.result.closure),
        in_force=in_force(view),
        cautions=tuple(cautions(view)),
        figures=tuple((f"{prefix}-{figure.name}", figure) for figure in _figures(view)),
        sections=sections(view),
        horizon=horizon_sentence(view),
        measures=tuple(measures(view)),
        checks=tuple(checks(view)),
        flips=flip_table(view),
        glance=tuple(glance_rows(view)),
        balanced=outcome.balanced is not None,
        rule=selection_rule(view),
        coalition=coalition(view),
        day=outcome.result.date,
    )


def _sources(view: View, given: Sequence[SourceCard | str]) -> list[SourceLine]:
    baseline = view.outcome.result.baseline
    known = {card.key: card for card in cards()}
    asked = list(given) or [*baseline.provenance.sources, *dict.fromkeys(baseline.elasticities.source)]
    lines: dict[str, SourceLine] = {}
    for item in [*asked, "world-map", "world-bank-population"]:
        card = known.get(item) if isinstance(item, str) else item
        if card is None:
            if item not in ("world-map", "world-bank-population"):
                lines[str(item)] = SourceLine(str(item), str(item), "no card in the catalogue", "not recorded", "", "")
            continue
        link = card.address if card.address.startswith(("https://", "http://")) else ""
        lines[card.key] = SourceLine(
            card.key, card.title, card.publisher, card.licence, card.citation, link, card.retrieved
        )
    return list(lines.values())
