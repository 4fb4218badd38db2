"""Look-up of words in Chinese, which parts them by nothing: the longest entry at each character, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from multipolar.claims.document import Span
from multipolar.claims.find.terms_notation import SKIP

T = TypeVar("T")

_LOOK_BEHIND = re.compile(r"^\(\?<[!=][^)]*\)")
_LOOK = re.compile(r"\(\?<?[!=][^)]*\)")


class HanScanner(Generic[T]):
    """Entries of a Chinese lexicon, found in texts.

    Parameters
    ----------
    entries : pairs of a form without braces, look-around groups allowed, and what it stands for.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        by_first: dict[str, list[tuple[str, T]]] = {}
        for form, payload in entries:
            by_first.setdefault(_LOOK_BEHIND.sub("", form)[0], []).append((form, payload))
        self._tables: dict[str, tuple[re.Pattern[str], list[T]]] = {}
        self._starts = re.compile(f"[{re.escape(''.join(by_first))}]" if by_first else r"(?!)", re.IGNORECASE)
        for first, pairs in by_first.items():
            # Longest first, so that "南苏丹" is not read as a part of it.
            pairs.sort(key=lambda pair: -len(_LOOK.sub("", pair[0])))
            body = "|".join(f"({_expression(form)})" for form, _ in pairs)
            self._tables[first] = (re.compile(body, re.IGNORECASE), [payload for _, payload in pairs])

    def find(self, text: str) -> list[tuple[Span, T]]:
        """Entries in a text, none inside another, in order."""
        found: list[tuple[Span, T]] = []
        start = self._starts.search(text)
        while start is not None:
            position = start.start()
            table = self._tables.get(text[position])
            match = table[0].match(text, position) if table else None
            following = position + 1
            if table is not None and match is not None and match.lastindex is not None:
                found.append((Span(position, match.end()), table[1][match.lastindex - 1]))
                following = max(match.end(), following)
            start = self._starts.search(text, following)
        return found


def _expression(form: str) -> str:
    """A form as a regular expression; what is not a look-around group or a gap is literal."""
    parts = []
    last = 0
    for match in re.finditer(r"\(\?<?[!=][^)]*\)|\.\.\.", form):
        parts.append(re.escape(form[last : match.start()]))
        parts.append(rf"[^，。；！？,;\s]{{0,{SKIP}}}?" if match.group() == "..." else match.group().replace("/", "|"))
        last = match.end()
    parts.append(re.escape(form[last:]))
    return "".join(parts)
