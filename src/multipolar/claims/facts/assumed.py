"""What a sentence leaves open and a test took from elsewhere: it is said, and nothing is contradicted on a guess."""

from __future__ import annotations

from dataclasses import replace

from multipolar.claims.claim import Claim
from multipolar.claims.find.entities import entities
from multipolar.claims.sentence.grammar import Word, grammar
from multipolar.claims.verdict import Verdict
from multipolar.codes.economies import economy_name
from multipolar.codes.tables import UnknownCodeError

_STAND_FOR: tuple[Word, ...] = ("both", "both_blocs", "the_country", "the_bloc")


def on_guess(verdict: Verdict, guessed: str) -> Verdict:
    """A verdict that rests on a period which the sentence does not give: never ``contradicted``.

    Parameters
    ----------
    guessed : what was taken and why, in words; it stands before the reason.
    """
    if not verdict.compared:
        return verdict
    if verdict.word != "contradicted":
        return replace(verdict, reason=f"{guessed}: {verdict.reason}")
    return replace(verdict, word="not decidable", reason=f"{guessed}, for which it does not hold: {verdict.reason}")


def actors_from_before(claim: Claim, language: str) -> str:
    """Whom "both countries" and the like stand for where the sentence does not name them; empty where it does."""
    named = {code for entity in entities(claim.quote, language) for code in entity.codes}
    words = grammar(language).anywhere
    meant: dict[str, list[str]] = {}
    for actor in claim.actors:
        if actor.code not in named and any(words[word].fullmatch(actor.text) for word in _STAND_FOR):
            meant.setdefault(actor.text, []).append(_name(actor.code))
    return "; ".join(f"“{text}” is taken to be {' and '.join(names)}, named before" for text, names in meant.items())


def _name(code: str) -> str:
    try:
        return economy_name(code)
    except UnknownCodeError:
        return code
