"""The lexicon of economies, leaders and blocs of one language, from the tables in `lexicon/`.

`entities_adjectives.csv`, `entities_capitals.csv` and `entities_leaders.csv` hold one row an economy with a column a
language; `entities_<language>.csv` holds what is peculiar to a language: further names, seats of government, blocs,
loose groups, and phrases that name no economy though a part of them does (form ``blocked``). All patterns are in the
notation of `terms_notation`; columns are parted by semicolons because patterns hold commas.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from multipolar.claims.find.entities_han import han_entries
from multipolar.claims.find.entities_names import economy_names
from multipolar.claims.find.terms_notation import alternatives
from multipolar.claims.mentions import EntityForm
from multipolar.errors import MultipolarError

LEXICON = Path(__file__).parents[1] / "lexicon"

_GENITIVE = frozenset({"sv", "nb", "de"})
_FORMS: dict[str, EntityForm] = {
    "name": "name",
    "adjective": "adjective",
    "government": "government",
    "bloc": "bloc",
    "group": "group",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a form of the lexicon names; no codes for a phrase that is to be passed over."""

    codes: tuple[str, ...]
    form: EntityForm


BLOCKED = Named((), "name")


class LexiconError(MultipolarError):
    """A row of a lexicon that cannot be used."""


def entity_entries(language: str) -> list[tuple[str, Named]]:
    """All forms of a language and what each names; of two meanings of one form the first is the stronger."""
    own = _rows(f"entities_{language}.csv")
    entries: list[tuple[str, Named]] = []
    for row in own:
        if row["form"] == "blocked":
            entries += [(form, BLOCKED) for form in alternatives(row["patterns"], language)]
        elif row["form"] in _FORMS:
            named = Named((row["code"],), _FORMS[row["form"]])
            entries += [(form, named) for form in alternatives(row["patterns"], language)]
    entries += [(form, Named((code,), "name")) for form, code in economy_names(language)]
    entries += _wide("entities_capitals.csv", language, "capital")
    entries += _leaders(language)
    if language == "zh":
        marks = {row["form"]: row["patterns"] for row in own if row["code"] == "+"}
        return entries + [(form, Named(codes, "name")) for form, codes in han_entries(marks)]
    entries += _wide("entities_adjectives.csv", language, "adjective")
    entries += _compounds([row for row in own if row["form"] == "compound"], entries, language)
    return [pair for form, named in entries for pair in _cased(form, named, language)]


def _rows(name: str) -> list[dict[str, str]]:
    with (LEXICON / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";", quoting=csv.QUOTE_NONE))


def _wide(name: str, language: str, form: EntityForm) -> list[tuple[str, Named]]:
    entries = []
    for row in _rows(name):
        for text in alternatives(row[language] or "", language):
            named = Named((row["code"],), form)
            entries.append((text, named))
            if form == "capital" and language in _GENITIVE and not text.endswith("s"):
                entries.append((f"{text}s", named))
    return entries


def _leaders(language: str) -> list[tuple[str, Named]]:
    column = language if language in {"ru", "zh"} else "latin"
    entries = []
    for row in _rows("entities_leaders.csv"):
        named = Named((row["code"],), "leader")
        for text in alternatives(row[column], language):
            entries.append((text, named))
            if column == "latin" and language in _GENITIVE and not text.endswith(("s", "z")):
                entries.append((f"{text}s", named))
    return entries


def _compounds(
    rows: list[dict[str, str]], entries: list[tuple[str, Named]], language: str
) -> Iterator[tuple[str, Named]]:
    """Names that begin compounds ("Kina+" in "Kinatillverkad"), with what they name by themselves."""
    known: dict[str, Named] = {}
    for form, named in entries:
        known.setdefault(form.lower(), named)
    for row in rows:
        for text in alternatives(row["patterns"], language):
            if text.lower() not in known:
                raise LexiconError(
                    f"entities_{language}.csv", f"{text!r} begins compounds but is no name", remedy="Add it as a name."
                )
            yield f"{text}+", known[text.lower()]


def _cased(form: str, named: Named, language: str) -> Iterator[tuple[str, Named]]:
    yield form, named
    if named.form == "adjective" and language == "de" and form[0].isupper():
        return
    if form[0].islower():
        yield form[0].upper() + form[1:], named
    letters = form.replace(" ", "")
    if named.form == "name" and len(letters) > 3 and letters.isalpha() and named.codes:
        # Headlines in capitals.
        yield form.upper(), named
