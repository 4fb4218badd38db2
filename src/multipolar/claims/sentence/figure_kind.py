"""What a number in a sentence is: a level, a change, a share, a multiple, a rank, an anniversary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from multipolar.claims.claim import Kind
from multipolar.claims.document import Span
from multipolar.claims.mentions import Quantity, Term
from multipolar.claims.sentence.beside import other_end, said_before
from multipolar.claims.sentence.view import View

# How far, in characters, a verb of change governs a figure in its own clause.
GOVERNED = 70
# How far a noun of change may stand behind its figure ("64 % increase").
NOUN_AFTER = 28
# How far the noun that is ranked may stand from "largest", or "exports" from it.
RANKED = 40
# How far a word for "share" may stand from its figure, a comma in between.
SHARE_REACH = 110
# From a percentage to the word for growth that it belongs to.
BESIDE = 12
# From "growth" to the figure that it has ("growth of between 1 and 2 per cent").
GROWTH_OF = 20
_ANNIVERSARY = re.compile(
    r"annivers|årsdag|dagen|jubil|jahrestag|jubiläum|aniversario|лети|годовщин|周年"
    r"|fyller|firar|feirer|fyller|markerer|cumple|conmemora|celebra|fête|célèbre|feiert|begeht|marks|turns|исполня|отмеча",
    re.IGNORECASE,
)
# A report's length is no claim about the world.
_PAGES = re.compile(r"\bpages?\b|sidor|sider|seiten|página|страниц|页", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"(?<![\w)])([+−–-])\s?$")


@dataclass(frozen=True, slots=True)
class FigureKind:
    """The kind of a figure, the direction of a change, and the word of change that governs it."""

    kind: Kind
    direction: str = ""
    governor: Term | None = None


def figure_kind(view: View, quantity: Quantity) -> FigureKind | None:
    """What a quantity is in its sentence; None for one that claims nothing (a bare number, a stray ordinal)."""
    if quantity.kind == "bare":
        return None
    if quantity.kind == "ordinal":
        return FigureKind("rank") if _ranks_something(view, quantity) else None
    if quantity.kind == "multiple":
        return FigureKind("multiple", "down" if quantity.value < 1 else "up")
    if quantity.kind == "count":
        return _count(view, quantity)
    governor = governor_of(view, quantity)
    if quantity.kind == "points":
        return FigureKind("change", governor.id if governor else "", governor)
    compared = _compared(view, quantity)
    if compared:
        return FigureKind("change", compared)
    if _is_rate(view, quantity):
        return FigureKind("level")
    reached = said_before(view, quantity, ("to", "by", "from", "versus"), _governed_from(view, quantity, governor))
    if governor is not None and _is_change(view, quantity, governor, reached):
        return FigureKind("change", governor.id, governor)
    if quantity.kind == "percent" and (_grows(view, quantity) or _surely_by(view, quantity)):
        return FigureKind("change", governor.id if governor else "up" if _grows(view, quantity) else "")
    if quantity.kind == "percent":
        sign = _SIGN_BEFORE.search(view.text[max(quantity.span.start - 3, 0) : quantity.span.start])
        if sign is not None and governor is None and not _is_range_dash(view, quantity):
            return FigureKind("change", "up" if sign.group(1) == "+" else "down")
        return FigureKind("share" if _is_share(view, quantity) else "level")
    return FigureKind("level")


def _compared(view: View, quantity: Quantity) -> str:
    """``up`` or ``down`` where "more" or "less" stands directly behind a percentage; else empty."""
    if quantity.kind != "percent":
        return ""
    if view.grammar.after("more", view.text, quantity.span.end):
        return "up"
    return "down" if view.grammar.after("less", view.text, quantity.span.end) else ""


def _is_rate(view: View, quantity: Quantity) -> bool:
    """Whether a percentage is the rate of the tariff named right before it ("tariffs of 25 per cent")."""
    if quantity.kind != "percent":
        return False
    tariffs = [term for term in view.of_group("measure") if term.id == "tariff"]
    return any(0 <= quantity.span.start - term.span.end <= BESIDE for term in tariffs)


def governor_of(view: View, quantity: Quantity) -> Term | None:
    """The word of change that a figure belongs to: near it, in its clause, with no other figure in between."""
    clause = view.clause(quantity.span)
    before = view.grammar.closest_before(("to", "by", "from"), view.text, quantity.span.start)
    candidates = []
    for term in view.of_group("change"):
        if term.id not in {"up", "down"}:
            continue
        span = term.span
        behind = span.start >= quantity.span.end
        if behind and (span.start >= clause.end or span.start - quantity.span.end > NOUN_AFTER):
            continue
        if view.distance(quantity.span, span) > GOVERNED and not span.overlaps(quantity.span):
            continue
        if not behind and span.start < clause.start and before != "by":
            # Another clause's verb governs only "..., by 5 %".
            continue
        between = Span(span.end, quantity.span.start) if not behind else Span(quantity.span.end, span.start)
        # "rose by 5 % to 30 billion": the verb governs both; "5 billion, an increase of 7 %" does not.
        if view.inside(between, view.quantities) and (behind or not before):
            continue
        candidates.append(term)
    return view.nearest(quantity.span, candidates)


def _governed_from(view: View, quantity: Quantity, governor: Term | None) -> int:
    """Where the words of a figure begin: behind its verb ("exports to Russia rose 4 %" has another "to" before it)."""
    if governor is None or governor.span.end > quantity.span.start:
        return 0
    # Chinese verbs hold the word: 增至.
    return governor.span.start if view.document.language == "zh" else governor.span.end


def _is_change(view: View, quantity: Quantity, governor: Term, before: str) -> bool:
    """Whether the governed figure is the size of the change rather than where it began or ended."""
    if governor.span.start >= quantity.span.end:
        # "64 % increase" is a change; "from 145 % fell to 30 %" (as Chinese has it) begins one.
        return before not in {"to", "from", "versus"} or (before != "from" and quantity.kind == "percent")
    if view.document.words(governor.span).endswith("幅"):
        # 增幅达63%: the size of a rise, whatever word leads to it.
        return True
    if before in {"to", "versus"}:
        return False
    if before in {"by", "from"}:
        # One word may say both size and origin ("hausse de 5 %", "de 5 à 7 %"); it is then given as "by".
        return before == "by" and not _ranges(view, quantity)
    gap = view.text[governor.span.end : quantity.span.start]
    if quantity.kind == "percent":
        return True
    # "exports rose 5 billion" is a change; "exports rose and made 5 billion" is not.
    return len(gap.split()) <= 3


def _ranges(view: View, quantity: Quantity) -> bool:
    """Whether a range begins at a figure: the other end follows, and the two share a unit ("de 5 à 9 milliards").

    With a unit of its own, "hausse de 2 milliards à 9 milliards", it is the size; but in German, which has "um" for it.
    """
    if other_end(view, quantity) is None:
        return False
    shared = not any(letter.isalpha() for letter in view.document.words(quantity.span))
    return shared or view.document.language == "de"


def _is_share(view: View, quantity: Quantity) -> bool:
    if _tariff(view, quantity):
        return False
    if _says_share(view, quantity):
        return True
    if not any(letter.isdigit() for letter in view.document.words(quantity.span)):
        # A part named in words ("a quarter went to ...") is a part of something.
        return True
    # "two thirds, up from 40 per cent": where one is a share, what stands beside it is one too.
    others = [other for other in view.quantities if other.kind == "percent" and other is not quantity]
    return any(_says_share(view, other) for other in others)


def _says_share(view: View, quantity: Quantity) -> bool:
    if view.grammar.after("of", view.text, quantity.span.end):
        return True
    if view.grammar.just_before["part"].search(view.text[max(quantity.span.start - 12, 0) : quantity.span.start]):
        return True
    return view.nearest(quantity.span, view.of_group("share"), reach=SHARE_REACH) is not None


def _tariff(view: View, quantity: Quantity) -> bool:
    found = view.nearest(quantity.span, view.inside(view.clause(quantity.span), view.of_group("measure")))
    return found is not None and found.id in {"tariff", "inflation", "interest_rate"}


def _ranks_something(view: View, quantity: Quantity) -> bool:
    """Whether an ordinal is a place in a list: a noun of rank is near, or it is a place beyond the first."""
    if quantity.value > 1:
        return True
    return any(
        noun.span.overlaps(quantity.span) or view.distance(quantity.span, noun.span) <= RANKED
        for noun in view.of_group("rank")
    )


def _surely_by(view: View, quantity: Quantity) -> bool:
    """Whether the word before it can only say the size of a change (German "um")."""
    return view.grammar.before("sure_by", view.text, quantity.span.start)


def _grows(view: View, quantity: Quantity) -> bool:
    """Whether a word for growth stands directly beside a percentage ("40 per cent growth")."""
    near = [term for term in view.of_group("measure") if term.id == "growth"]
    return any(
        0 <= term.span.start - quantity.span.end <= BESIDE or 0 <= quantity.span.start - term.span.end <= GROWTH_OF
        for term in near
    )


def _count(view: View, quantity: Quantity) -> FigureKind | None:
    around = view.text[max(quantity.span.start - 34, view.span.start) : quantity.span.end + 16]
    if _PAGES.search(view.document.words(quantity.span)):
        return None
    if quantity.unit == "year" and _ANNIVERSARY.search(around):
        return FigureKind("date")
    if quantity.unit in {"year", "month", "day"}:
        return FigureKind("level")
    governor = governor_of(view, quantity)
    reached = view.grammar.closest_before(("to", "by", "from"), view.text, quantity.span.start)
    if governor is not None and reached == "by":
        return FigureKind("change", governor.id, governor)
    return FigureKind("level")


def _is_range_dash(view: View, quantity: Quantity) -> bool:
    return bool(re.search(r"[\d%]\s?[–-]\s?$", view.text[max(quantity.span.start - 6, 0) : quantity.span.start]))
