"""The notation of the lexicons: many forms of a word or phrase in one short entry.

An entry is one string; alternatives are parted by ``|``. In each of them

``{a,b,}``     stands for each of the listed endings or parts in turn (an empty one is allowed, blanks too);
``{a}``        stands for a part that may be absent;
``~`` ``^``    stand for the endings of adjectives and of names of peoples in the language (see `ENDINGS`);
``stem*``      is the stem with any ending, none included; all of the word is the mention;
``stem+``      begins a compound; only the stem is the mention ("olje+" in "oljeexporten");
``+head``      ends a compound; only the head is the mention ("+export" in "oljeexport");
``...``        stands for up to `SKIP` words (in Chinese: characters);
``word-``      is meant only before a hyphen ("sino-");
``=word``      (terms only) is matched with its capitals as written, all other terms without regard to them.

Chinese has no words to split, so its entries may also hold look-around groups with alternatives parted by a
slash: ``(?!家/际)`` and ``(?<!今/昨)``.
"""

from __future__ import annotations

import re
from itertools import product

SKIP = 10

ENDINGS: dict[str, dict[str, str]] = {
    "sv": {
        "~": "{,a,t,e,as,es,ts}",
        "^": "{,en,ens,ar,ars,arna,arnas,er,ers,erna,ernas,are,aren,arens,arna}",
    },
    "nb": {"~": "{,e,t,es}", "^": "{,e,en,er,ere,erne,ernes,ers,eren}"},
    "en": {"~": "{,s}", "^": "{,s}"},
    "de": {"~": "{,e,en,er,es,em}", "^": "{,e,n,en,er,ern,ers,in,innen,s}"},
    "fr": {"~": "{,e,s,es}", "^": "{,s,ne,nes}"},
    "es": {"~": "{o,a,os,as}", "^": "{és,esa,eses,esas}"},
    "ru": {
        "~": "{ий,ого,ому,им,ом,ая,ой,ую,ое,ие,их,ими,о}",
        "^": "{ец,ца,цу,цем,цом,це,цы,цев,цам,цами,цах}",
    },
    "zh": {},
}
_BRACES = re.compile(r"\{([^{}]*)\}")


def alternatives(entry: str, language: str) -> tuple[str, ...]:
    """All that an entry stands for, without braces and marks of endings, each once, in the order written.

    Examples
    --------
    >>> alternatives("rise{,s}|rose", "en")
    ('rise', 'rises', 'rose')
    """
    forms: dict[str, None] = {}
    for part in entry.split("|"):
        text = part.strip()
        for mark, endings in ENDINGS[language].items():
            text = text.replace(mark, endings)
        if not text:
            continue
        pieces = _BRACES.split(text)
        # Odd pieces are what stood between braces.
        choices = [_choices(piece) if index % 2 else [piece] for index, piece in enumerate(pieces)]
        for choice in product(*choices):
            forms["".join(choice)] = None
    return tuple(forms)


def _choices(piece: str) -> list[str]:
    return piece.split(",") if "," in piece else ["", piece]
