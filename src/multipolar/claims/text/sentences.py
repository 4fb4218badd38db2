"""Sentences of a text: spans that never cross a paragraph and never end before a small letter."""

from __future__ import annotations

import re

from multipolar.claims.document import Span
from multipolar.claims.text.sentences_words import Rules, rules

LONGEST = 4000
"""Characters after which a run without any stop is cut at a blank, so that nothing later works on a whole book."""

_CLOSERS = "\"'”’“»«›)\\]」』》】）"
# A stop with what closes behind it, then a blank; or a Chinese stop, which needs none.
_STOP = re.compile(
    rf"(?P<mark>[.!?…]+(?: [.!?…]+)*)[{_CLOSERS}]*(?:\[\d{{1,3}}\])*(?=\s|$)"
    rf"|(?P<wide>[。！？；｡]+[。！？；｡…]*[{_CLOSERS.replace('“', '').replace('«', '')}]*)"
    # Machine translation loses the blank: "…sanktioner.Kina svarade".
    r"|(?P<tight>(?<=[a-zà-öø-ÿа-яё]{3})\.(?=[A-ZÀ-ÖØ-ÞА-ЯЁ][a-zà-öø-ÿа-яё]+[\s,]))",
)
_TOKEN = re.compile(r"[^\W_][\w.§'’-]*$|§$")
_NEXT_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_OPENERS = " \t\n\u00a0\u202f\u3000\"'“”„‘’«»‹›(¿¡[「『《【（–—-•*"
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
_ITEM_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,4})$")
_BULLETS = "-–—•*●▪◦‣·"
_WINDOW = 48


class Splitter:
    """Decides where sentences of one language end; `""` or an unknown one has the rules common to all."""

    __slots__ = ("_rules",)

    def __init__(self, language: str) -> None:
        self._rules: Rules = rules(language)

    def ends(self, text: str, start: int, dot: int, after: int) -> bool:
        """Whether the stop at `dot` ends the sentence that began at `start`; `after` is where the next one would begin.

        A stop that is not a single full stop ends a sentence unless a small letter follows.
        """
        following = _following(text, after)
        first = following[:1]
        if first.islower():
            return False
        if text[dot] != "." or text[dot + 1 : dot + 2] in (".", "!", "?") or text[dot + 1 : dot + 3] == " .":
            return True
        found = _TOKEN.search(text, max(start, dot - _WINDOW), dot)
        if found is None:
            return True
        token = found.group()
        begins = _NEXT_WORD.match(following)
        starter = begins is not None and begins.group().casefold() in self._rules.starters
        if begins is not None and len(begins.group()) == 1 and following[1:2] == ".":
            # "В. В. Путин": what looks like a preposition is an initial too.
            starter = False
        if not text[start : found.start()].strip(_OPENERS) and _ITEM_NUMBER.match(token):
            return False
        if token[-1].isdigit():
            return not self._ordinal(token, following, starter=starter)
        return self._word_ends(token, following, starter=starter)

    def _ordinal(self, token: str, following: str, *, starter: bool) -> bool:
        if not self._rules.ordinals or len(token) > 2 or not token.isdecimal() or not following[:1].isalpha():
            return False
        month = _NEXT_WORD.match(following)
        if month is not None and month.group().casefold() in self._rules.months:
            return True
        return int(token) <= 31 and not starter

    def _word_ends(self, token: str, following: str, *, starter: bool) -> bool:
        small, first = token.casefold(), following[:1]
        if len(token) == 1 and token.isupper():
            # An initial: "J. Biden", "В. Путин".
            return starter or first.isdigit()
        if small in self._rules.figures and first.isdigit():
            return False
        if small in self._rules.sometimes:
            # "U.S. President", "долл. США": a capital alone is no proof after initials in capitals.
            initials = token.isupper() and "." in token
            acronym = following[:2].isalpha() and following[:2].isupper()
            return starter if initials or acronym or not first.isalpha() else first.isupper()
        if small in self._rules.never:
            return starter and small not in self._rules.titles
        single = len(token) == 1 and token.isalpha() and not first.isdigit()
        if single or _DOTTED.fullmatch(token):
            return starter
        return True


def sentences_of(text: str, language: str = "") -> tuple[Span, ...]:
    """Spans of the sentences of a text, in order, without surrounding blanks; headings and list items are sentences.

    Parameters
    ----------
    language : ISO 639-1 code; decides on abbreviations and ordinals.
    """
    splitter = Splitter(language)
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", text):
        start = line.start()
        for begin, end in _breaks(text, line.start(), line.end(), splitter):
            _keep(text, start, begin, spans)
            start = end
        _keep(text, start, line.end(), spans)
    return tuple(spans)


def _breaks(text: str, start: int, end: int, splitter: Splitter) -> list[tuple[int, int]]:
    """Where sentences end and the next begin, within one paragraph."""
    found: list[tuple[int, int]] = []
    begin = start
    line = start
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        for match in _STOP.finditer(text, line, stop):
            after = match.end()
            mark = match.start()
            if after >= stop or match.lastgroup != "mark" or splitter.ends(text, begin, mark, after):
                found.append((after, after))
                begin = after
        # A line break of the page parts sentences, unless the next line goes on with a small letter.
        if stop < end and begin < stop and (text[stop + 1] in _BULLETS or not _following(text, stop)[:1].islower()):
            found.append((stop, stop + 1))
            begin = stop + 1
        line = stop + 1
    return found


def _following(text: str, after: int) -> str:
    return text[after : after + _WINDOW].lstrip(_OPENERS)


def _keep(text: str, start: int, end: int, spans: list[Span]) -> None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        spans.append(Span(start, cut))
        start = cut + (text[cut] == " ")
    if start < end and any(character.isalnum() for character in text[start:end]):
        spans.append(Span(start, end))
