"""Tags, comments and text of an HTML page, with where each stands: one pass, in time linear in its length.

Tolerant as browsers are: unclosed comments, quotes and tags, stray ends and unknown elements are no error. Nothing is
expanded but character references, one at a time, so a page cannot grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import Literal

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>\x00]{0,60})")
_STOP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"([^\s=/>\"'<]{1,64})\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
REFERENCE = re.compile(r"&(?:#\d{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"))
_LONGEST_ATTRIBUTES = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """A run of text (``text``), a start or end tag (``open``, ``close``) or the inside of a raw element (``raw``).

    `start` and `end` are its characters in the page; for a tag from ``<`` to after ``>``, for raw text without tags.
    """

    kind: Literal["text", "open", "close", "raw"]
    start: int
    end: int
    name: str = ""


class _Finder:
    """Finds the next place of fixed strings, and remembers which have no further place, so that no scan is repeated."""

    __slots__ = ("_gone", "_page")

    def __init__(self, page: str) -> None:
        self._page = page
        self._gone: set[str] = set()

    def find(self, what: str, start: int) -> int:
        if what in self._gone:
            return -1
        place = self._page.find(what, start)
        if place < 0:
            self._gone.add(what)
        return place


def tokens(page: str) -> Iterator[Token]:
    """The tokens of a page, in order; comments, declarations and processing instructions are left out."""
    finder = _Finder(page)
    ends: dict[str, bool] = {}
    at, size = 0, len(page)
    while at < size:
        mark = page.find("<", at)
        if mark < 0:
            yield Token("text", at, size)
            return
        tag = _TAG.match(page, mark)
        if tag is None and page[mark + 1 : mark + 2] not in ("!", "?", "/"):
            # A stray "<" is text: it goes on to the next one.
            following = page.find("<", mark + 1)
            stop = size if following < 0 else following
            yield Token("text", at, stop)
            at = stop
            continue
        if mark > at:
            yield Token("text", at, mark)
        if tag is None:
            at = _after_declaration(page, mark, finder)
            continue
        end = _tag_end(page, tag.end(), finder)
        name = tag.group(2).lower()
        yield Token("close" if tag.group(1) else "open", mark, end, name)
        at = end
        if not tag.group(1) and name in _RAW and page[end - 2 : end] != "/>":
            stop = _raw_end(page, name, end, ends)
            yield Token("raw", end, stop, name)
            at = stop


def _after_declaration(page: str, mark: int, finder: _Finder) -> int:
    for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if page.startswith(start, mark):
            place = finder.find(end, mark + len(start))
            if place >= 0:
                return place + len(end)
    place = finder.find(">", mark)
    return place + 1 if place >= 0 else len(page)


def _tag_end(page: str, start: int, finder: _Finder) -> int:
    """After the ``>`` that closes a tag, ``>`` in quoted values passed over; a quote without an end is no quote."""
    at = start
    while True:
        found = _STOP.search(page, at)
        if found is None:
            return len(page)
        mark = found.start()
        if page[mark] == ">":
            return mark + 1
        at = mark + 1
        if page[start:mark].rstrip()[-1:] == "=" if mark - start < 200 else page[mark - 20 : mark].rstrip()[-1:] == "=":
            close = finder.find(page[mark], mark + 1)
            if close >= 0:
                at = close + 1


def _raw_end(page: str, name: str, start: int, ends: dict[str, bool]) -> int:
    """Where the raw text of an element ends; without an end tag, at its first line's end."""
    if ends.get(name, True):
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, start)
        if found is not None:
            return found.start()
        ends[name] = False
    if name in ("script", "style", "plaintext"):
        return len(page)
    place = page.find("<", start)
    return place if place >= 0 else len(page)


def attributes(page: str, token: Token) -> dict[str, str]:
    """Attributes of a start tag, names in lower case, references decoded; of the first 20,000 characters of the tag."""
    inside = page[token.start + 1 + len(token.name) : min(token.end - 1, token.start + _LONGEST_ATTRIBUTES)]
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(inside):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match.group(1).lower(), unescape(value) if "&" in value else value)
    return found


def decoded(reference: str) -> tuple[str, int]:
    """The characters of a character reference, and how many of its own characters it takes up; 0 if it is none."""
    if reference.startswith("&#"):
        return unescape(reference), len(reference)
    name = reference[1:]
    if name in html5:
        return html5[name], len(reference)
    # References without a semicolon may be followed by letters: "&ampnbsp" is "&" and "nbsp".
    for length in range(min(len(name), 6), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0
