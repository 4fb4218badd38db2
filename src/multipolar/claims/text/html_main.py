"""The article of an HTML page: trafilatura says which paragraphs it is, our own reading where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from multipolar.claims.text.article_date import Found, date_in
from multipolar.claims.text.html_blocks import Page, read_page
from multipolar.claims.text.html_match import matched
from multipolar.claims.text.html_metadata import canonical, stated_date, stated_title
from multipolar.claims.text.plain_furniture import without_furniture
from multipolar.claims.text.read_errors import extra
from multipolar.claims.text.read_trace import Block

_SIZE_LIMIT, _ELEMENT_LIMIT, _DEPTH_LIMIT = 2_000_000, 25_000, 200
_ENOUGH = 0.25
"""Share of the page's running text that the chosen paragraphs must have, else the choice is not trusted."""

_SENTENCE = re.compile(r"[.!?。！？…][\"'”’»)]*\s*$")


@dataclass(frozen=True, slots=True)
class Article:
    """The article's paragraphs, all that is seen of the page, and what the page states about it."""

    blocks: list[Block]
    seen: list[Block]
    title: str
    found: Found | None
    notes: tuple[str, ...]


def main_of(source: str, *, address: str = "") -> Article:
    """The article of a page.

    Where trafilatura finds none, or the page is too large or too deep for it, the visible text without navigation,
    footers and forms is taken, with a note.

    Raises
    ------
    DocumentError
        If trafilatura is not installed.
    """
    page = read_page(source)
    title = stated_title(source, page)
    found = stated_date(source, page)
    found = found or date_in(page.blocks, address=address or canonical(source, page))
    chosen = _chosen(source, page)
    if chosen:
        blocks, _ = without_furniture(_with_title(chosen, page, title))
        return Article(blocks, page.blocks, title, found, ())
    blocks = _visible(page)
    note = "No article was made out in the page; all of its visible text was read."
    return Article(blocks, page.blocks, title, found, (note,))


def _chosen(source: str, page: Page) -> list[Block]:
    trafilatura = extra("trafilatura", "finding the article in a page")
    if len(source) > _SIZE_LIMIT or page.elements > _ELEMENT_LIMIT or page.depth > _DEPTH_LIMIT:
        return []
    try:
        text = trafilatura.extract(
            source.replace("\x00", " "),
            output_format="txt",
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            with_metadata=False,
            deduplicate=False,
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError):
        # What a hostile page does to a parser is not the reader's concern: the visible text is read instead.
        return []
    if not text:
        return []
    blocks = matched(page.blocks, text)
    running = sum(len(b.text) for b in page.blocks if not b.furniture and _SENTENCE.search(b.text) and len(b.text) > 60)
    return blocks if sum(len(block.text) for block in blocks) >= _ENOUGH * running else []


def _with_title(chosen: list[Block], page: Page, title: str) -> list[Block]:
    """The heading of the page in front, where it was not chosen with the paragraphs."""
    if not title or any(block.role == "heading" and block.text in (title, *title.split(" | ")) for block in chosen[:3]):
        return chosen
    first = chosen[0].origin
    heading = next((b for b in page.blocks if b.role == "heading" and b.text == title and b.origin < first), None)
    return [heading, *chosen] if heading is not None else chosen


def _visible(page: Page) -> list[Block]:
    kept = [block for block in page.blocks if not block.furniture]
    if 4 * sum(len(block.text) for block in kept) < sum(len(block.text) for block in page.blocks):
        kept = page.blocks
    return without_furniture(kept)[0] if kept else []
