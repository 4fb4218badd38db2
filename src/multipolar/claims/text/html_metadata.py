"""Title and day of publication as a page states them: JSON-LD, meta elements, ``time`` elements, the address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from multipolar.claims.text.article_date import Found, parsed
from multipolar.claims.text.html_blocks import Page
from multipolar.claims.text.html_tokens import attributes

_PUBLISHED = frozenset(
    (
        "article:published_time", "article:published", "og:published_time", "og:article:published_time",
        "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "published-date",
        "publication_date", "publication-date", "dc.date", "dc.date.issued", "dc.date.created", "dcterms.date",
        "dcterms.issued", "dcterms.created", "sailthru.date", "parsely-pub-date", "citation_publication_date",
        "citation_date", "cxenseparse:recs:publishtime", "article.published", "article_date_original", "displaydate",
        "firstpublished",
    )
)  # fmt: skip
_MODIFIED = frozenset(
    (
        "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified",
        "dc.date.modified",
    )
)  # fmt: skip
_ARTICLES = re.compile(r"Article|Posting|Report|Review$|WebPage$")
_SCRIPT_LIMIT = 500_000
_SITE = re.compile(r"\s+[|–—·•-]\s+[^|–—·•]{2,40}$")


def stated_date(source: str, page: Page) -> Found | None:
    """The day of publication in the machine-readable parts of a page; that of the last change as a last resort."""
    records = list(_records(source, page))
    for key, basis in (("datePublished", "JSON-LD"), ("dateCreated", "JSON-LD, created")):
        for record in records:
            day = parsed(str(record.get(key) or ""))
            if day:
                return Found(day, f"{basis} of the page")
    metas = [attributes(source, token) for token in page.tags if token.name == "meta"]
    stated = _from_meta(metas, _PUBLISHED)
    if stated:
        return stated
    for token in page.tags:
        if token.name != "time":
            continue
        held = attributes(source, token)
        marked = "pubdate" in held or "publish" in (held.get("itemprop", "") + held.get("class", "")).lower()
        found = parsed(held.get("datetime", ""))
        # Without such a mark, only a time near the top of the page can be the article's.
        if found and (marked or _near_heading(page, token.start)):
            return Found(found, "time element of the page")
    for record in records:
        found = parsed(str(record.get("dateModified") or ""))
        if found:
            return Found(found, "JSON-LD of the page, last change")
    return _from_meta(metas, _MODIFIED, " (last change)")


def stated_title(source: str, page: Page) -> str:
    """The title of the article: ``og:title``, the heading, the ``title`` element without the name of the site."""
    for token in page.tags:
        if token.name == "meta":
            held = attributes(source, token)
            if held.get("property", held.get("name", "")).lower() in ("og:title", "twitter:title") and held.get(
                "content"
            ):
                return _clean(held["content"])
    first = next((token.start for token in page.tags if token.name == "h1"), None)
    if first is not None:
        heading = next((b.text for b in page.blocks if b.role == "heading" and b.origin >= first), "")
        if heading:
            return _clean(heading)
    title = next((source[token.start : token.end] for token in page.raw if token.name == "title"), "")
    return _SITE.sub("", _clean(unescape(title[:2000])))


def canonical(source: str, page: Page) -> str:
    """The address that the page gives as its own, or nothing."""
    for token in page.tags:
        if token.name in ("link", "meta"):
            held = attributes(source, token)
            if held.get("rel", "").lower() == "canonical" or held.get("property", "").lower() == "og:url":
                return held.get("href") or held.get("content") or ""
    return ""


def _from_meta(metas: list[dict[str, str]], names: frozenset[str], what: str = "") -> Found | None:
    for held in metas:
        name = (
            held.get("property") or held.get("name") or held.get("itemprop") or held.get("http-equiv") or ""
        ).lower()
        day = parsed(held.get("content", "")) if name in names else None
        if day:
            return Found(day, f"meta element of the page{what}")
    return None


def _near_heading(page: Page, place: int) -> bool:
    headings = [token.start for token in page.tags if token.name == "h1"]
    return bool(headings) and -1500 < place - headings[0] < 3000


def _records(source: str, page: Page) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD that describe an article, those nested in a graph too."""
    for token in page.raw:
        if token.name != "script" or token.end - token.start > _SCRIPT_LIMIT:
            continue
        start = source.rfind("<", 0, token.start)
        if "ld+json" not in source[max(start, token.start - 400) : token.start].lower():
            continue
        try:
            held = json.loads(source[token.start : token.end].strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _flat(held):
            kinds = item.get("@type", "")
            if _ARTICLES.search(" ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)):
                yield item


def _flat(held: Any) -> Iterator[dict[str, Any]]:
    for item in held if isinstance(held, list) else [held]:
        if isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                below = item.get(key)
                for entry in below if isinstance(below, list) else [below]:
                    if isinstance(entry, dict):
                        yield entry


def _clean(text: str) -> str:
    return " ".join(text.split())[:300]
