"""An article with its verdicts: one offline page, the text with coloured spans, a card beside it for each claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from multipolar.claims.document import LANGUAGE_NAMES, Document, Span
from multipolar.claims.facts.amounts import amount, stated_amount
from multipolar.claims.reading import Reading
from multipolar.claims.verdict import WORDS, Checked, Compared, Tested, Word
from multipolar.observatory.sources import sources
from multipolar.report.claims_figures import comparison_strip, scenario_strip, tells_something, told
from multipolar.report.claims_words import read_as, sign_of
from multipolar.report.dossier_words import source_title
from multipolar.report.palette import style, template
from multipolar.report.svg import Drawing
from multipolar.report.view import with_names

if TYPE_CHECKING:
    from markupsafe import Markup

SIGNS: dict[Word, tuple[str, str]] = {
    "supported": ("✓", "good"),
    "roughly": ("≈", "near"),
    "depends on definition": ("◐", "mixed"),
    "contradicted": ("✗", "bad"),
    "inside": ("✓", "good"),
    "outside": ("✗", "bad"),
    "not decidable": ("◐", "mixed"),
    "no data": ("–", "none"),
    "not testable yet": ("–", "none"),
}
"""Sign and class of each verdict; the word always stands beside them, so that colour carries nothing alone."""

MEANINGS: dict[Word, str] = {
    "supported": "a published figure agrees within the precision of the wording",
    "roughly": "a published figure is near, within a tenth",
    "depends on definition": "it holds under some readings of the words and not under others",
    "contradicted": "the published figures say otherwise",
    "inside": "the model gives what is claimed in at least half of its settings",
    "outside": "the model gives it in no setting",
    "not decidable": "the settings of the model disagree, or it was not solved; or the text does not say of which time",
    "no data": "nothing that is shipped or was added speaks of it",
    "not testable yet": "no model of this project speaks of it",
}


UNTESTED: frozenset[Word] = frozenset({"no data", "not testable yet"})


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters of a paragraph: plain, or marked for one claim."""

    text: str
    claim: str = ""
    css: str = ""
    sentence: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One claim, ready for the template; `small` where there is nothing to show but a reason."""

    id: str
    kind: str
    sign: str
    css: str
    word: str
    parse: str
    reason: str
    marks: tuple[str, ...]
    compared: tuple[Compared, ...]
    tested: Tested | None
    strip: Drawing | None
    label: str
    sources: tuple[str, ...]
    small: bool
    command: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article with the cards of the claims that begin in it."""

    runs: tuple[Run, ...]
    cards: tuple[Card, ...]
    heading: bool


def claims_page(reading: Reading, *, command: str = "", version: str = "") -> str:
    """The page as text; it loads nothing from anywhere.

    Parameters
    ----------
    command : the command line that reproduces it; the usual one by default.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from multipolar import __version__

    document = reading.document
    cards = {entry.claim.id: _card(entry) for entry in reading.checked}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["drawn"] = _drawn
    environment.filters["plain"] = plain
    environment.filters["told"] = lambda value, tested: told(tested, value)
    environment.filters["amount"] = lambda value, unit: "" if value is None else amount(value, unit)
    environment.filters["stated"] = lambda value, unit: "" if value is None else stated_amount(value, unit)
    used = [name for entry in reading.checked for found in entry.verdict.compared for name in found.sources]
    return environment.from_string(template("claims.html")).render(
        document=document,
        paragraphs=_paragraphs(document, reading.checked, cards),
        summary=[(word, count, *SIGNS[word], MEANINGS[word]) for word, count in reading.summary().items()],  # type: ignore[index]
        summary_line=reading.summary_line(),
        heading=_heading(reading),
        language=LANGUAGE_NAMES.get(document.language, document.language),
        notes=(*document.notes, *reading.notes),
        legend=[(word, *SIGNS[word], MEANINGS[word]) for word in WORDS],
        sources=[_source_line(name) for name in dict.fromkeys(used)],
        command=command or _command(document),
        version=version or __version__,
        style=Markup(style() + template("page.css") + template("claims.css")),
    )


def _command(document: Document) -> str:
    day = f" --date {document.date}" if document.date and document.date_basis == "given" else ""
    return f"multipolar claims {document.source or 'ARTICLE'}{day} --html verdicts.html"


def _heading(reading: Reading) -> str:
    """What was found, then what of it could be set beside something, in the words of the verdicts."""
    counts = reading.summary()
    left = sum(counts.get(word, 0) for word in UNTESTED)
    tested = ", ".join(f"{count} {word}" for word, count in counts.items() if word not in UNTESTED)
    number = len(reading.checked)
    claims = f"{number} claim{'s' if number != 1 else ''}"
    if number and not left:
        return reading.summary_line()
    if not tested:
        return f"{claims} found, none of which could be tested" if number else "No claims found"
    return f"{claims}, {number - left} of them tested: {tested}"


def _card(entry: Checked) -> Card:
    claim, verdict = entry.claim, entry.verdict
    sign, css = SIGNS[verdict.word]
    names = tuple(dict.fromkeys(name for found in verdict.compared for name in found.sources))
    strip, label = None, ""
    if verdict.tested is not None and verdict.tested.settings:
        strip, label = scenario_strip(claim.id, verdict.tested), "Outcome in each setting, and what is claimed"
    elif tells_something(verdict.compared):
        strip, label = (
            comparison_strip(claim.id, verdict.compared, sign=sign_of(claim)),
            "Published figures, and what is claimed",
        )
    return Card(
        id=claim.id,
        kind=claim.kind,
        sign=sign,
        css=css,
        word=verdict.word,
        parse=read_as(claim),
        reason=_sentence(plain(verdict.reason, names)),
        marks=entry.marks,
        compared=verdict.compared,
        tested=verdict.tested,
        strip=strip,
        label=label,
        sources=tuple(source_title(name) for name in names),
        small=verdict.word in UNTESTED,
        command=f"multipolar claims show {claim.id}",
    )


def plain(text: str, names: Sequence[str] = ()) -> str:
    """A text of the checker for a reader: titles in place of keys of sources, names in place of codes of economies."""
    for name in names:
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", source_title(name), text)
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", with_names(text))


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]


def _paragraphs(document: Document, checked: Sequence[Checked], cards: dict[str, Card]) -> list[Paragraph]:
    spans = _lines(document.text)
    starts = [span.start for span in spans]
    inside: dict[int, list[tuple[Checked, Span]]] = {}
    for entry in checked:
        mark = document.found(entry.claim.mark)
        place = max(bisect_right(starts, mark.start) - 1, 0)
        while place < len(spans) and spans[place].start < mark.end:
            inside.setdefault(place, []).append((entry, mark))
            place += 1
    made = []
    for place, span in enumerate(spans):
        line = document.text[span.start : span.end]
        marked = inside.get(place, [])
        own = tuple(cards[entry.claim.id] for entry, mark in marked if mark.start >= span.start)
        heading = (
            len(line) < 90
            and not any(c.isdigit() for c in line)
            and not line.rstrip().endswith((".", "!", "?", "”", '"', "。", "：", ":"))
        )
        made.append(Paragraph(_runs(document, span, marked), own, heading and not own))
    return made


def _lines(text: str) -> list[Span]:
    """The lines of a text that are not blank."""
    made = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            made.append(Span(start, start + len(line)))
        start += len(line) + 1
    return made


def _runs(document: Document, span: Span, inside: Sequence[tuple[Checked, Span]]) -> tuple[Run, ...]:
    """The paragraph cut where a mark begins or ends; the shortest mark over a run wins it."""
    cuts = {span.start, span.end}
    for _, mark in inside:
        cuts |= {max(mark.start, span.start), min(mark.end, span.end)}
    places = sorted(cuts)
    runs = []
    for start, end in pairwise(places):
        over = [(mark.end - mark.start, entry) for entry, mark in inside if mark.start <= start and end <= mark.end]
        text = document.text[start:end]
        if not over:
            runs.append(Run(text))
            continue
        _, entry = min(over, key=lambda pair: pair[0])
        whole = entry.claim.value is None
        runs.append(Run(text, entry.claim.id, SIGNS[entry.verdict.word][1], whole))
    return tuple(runs)


def _drawn(drawing: Drawing, label: str) -> Markup:
    """A drawing for the page."""
    from markupsafe import Markup, escape

    return Markup('<svg class="strip" viewBox="0 0 {:g} {:g}" role="img" aria-label="{}">{}</svg>').format(
        drawing.width, drawing.height, escape(label), Markup(drawing.body())
    )


@dataclass(frozen=True, slots=True)
class _SourceLine:
    key: str
    title: str
    publisher: str
    licence: str
    citation: str


def _source_line(name: str) -> _SourceLine:
    """The card of a source; events name theirs in words, which then stand for themselves."""
    if name not in sources():
        return _SourceLine(name, "", "", "", "")
    found = sources()[name]
    return _SourceLine(name, found.title, found.publisher, found.licence, found.citation)
