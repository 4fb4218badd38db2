"""The visible text of an HTML page as paragraphs, each character traced to its place in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from multipolar.claims.text.html_tokens import REFERENCE, Token, decoded, tokens
from multipolar.claims.text.read_trace import Block, Role, Tracer

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
        "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "title", "tr", "ul", "video", "audio", "iframe",
    )
)  # fmt: skip
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "math", "object", "canvas", "head", "datalist"))
_UNSEEN_RAW = frozenset(("script", "style", "title", "iframe", "noembed", "noframes", "textarea"))
_FURNITURE = frozenset(("nav", "footer", "aside", "form", "button", "select", "menu", "dialog", "search"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(r"\shidden(?=[\s>=/])|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none", re.IGNORECASE)
_TAG_LIMIT = 1500
_IRREGULAR = re.compile(rf"[ \t\r\n\f]{{2,}}|[\t\r\n\f]|{REFERENCE.pattern}")


@dataclass(slots=True)
class Page:
    """What a page holds.

    Attributes
    ----------
    blocks : visible paragraphs in order; `furniture` is set where they lie in navigation, footer, form or the like.
    raw : raw elements (scripts, title) for metadata.
    tags : start tags of ``meta``, ``time``, ``link``, ``html`` and ``h1``.
    depth : how deep elements are nested at most, as far as they are closed.
    """

    blocks: list[Block] = field(default_factory=list)
    raw: list[Token] = field(default_factory=list)
    tags: list[Token] = field(default_factory=list)
    elements: int = 0
    depth: int = 0


class _Builder:
    """Walks over the tokens of a page once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.page = Page()
        self._tracer = Tracer()
        self._role: Role = "paragraph"
        self._open = dict.fromkeys((*_UNSEEN, *_FURNITURE), 0)
        self._unseen = 0
        self._furniture = 0
        self._pre = 0
        self._depth = 0
        self._hidden = ("", 0)

    def feed(self, token: Token) -> None:
        if token.kind == "text":
            if not self._is_unseen():
                self._text(token.start, token.end)
        elif token.kind == "raw":
            if len(self.page.raw) < _TAG_LIMIT:
                self.page.raw.append(token)
            if token.name not in _UNSEEN_RAW and not self._is_unseen():
                self._text(token.start, token.end)
        elif token.kind == "open":
            self._opened(token)
        else:
            self._closed(token)

    def flush(self) -> None:
        block = self._tracer.block(self._role, furniture=self._furniture > 0)
        if block is not None:
            self.page.blocks.append(block)
        self._tracer = Tracer()

    def _is_unseen(self) -> bool:
        return self._unseen > 0 or bool(self._hidden[0])

    def _opened(self, token: Token) -> None:
        name = token.name
        self.page.elements += 1
        if name in ("meta", "time", "link", "html", "h1") and len(self.page.tags) < _TAG_LIMIT:
            self.page.tags.append(token)
        if name in _VOID:
            self._void(name, token)
            return
        self._depth += 1
        self.page.depth = max(self.page.depth, self._depth)
        if name in _BLOCKS:
            self.flush()
            self._role = "heading" if name in _HEADINGS else "item" if name == "li" else "paragraph"
        if name == "body":
            # A head that was never closed hides nothing of the body.
            self._count("head", -self._open["head"])
        if name in self._open and self._source[token.end - 2 : token.end] != "/>":
            self._count(name, 1)
        if name == "pre":
            self._pre += 1
        hidden, count = self._hidden
        if hidden == name:
            self._hidden = (name, count + 1)
        elif not hidden and name not in ("html", "body", "head") and token.end - token.start > 8:
            tag = self._source[token.start : min(token.end, token.start + 2000)]
            if _HIDDEN.search(tag):
                self._hidden = (name, 1)

    def _closed(self, token: Token) -> None:
        name = token.name
        self._depth = max(0, self._depth - 1)
        hidden, count = self._hidden
        if hidden == name:
            self._hidden = (name, count - 1) if count > 1 else ("", 0)
        if name in _BLOCKS:
            self.flush()
            self._role = "paragraph"
        if self._open.get(name):
            self._count(name, -1)
        if name == "pre":
            self._pre = max(0, self._pre - 1)

    def _count(self, name: str, step: int) -> None:
        self._open[name] += step
        if name in _UNSEEN:
            self._unseen += step
        else:
            self._furniture += step

    def _void(self, name: str, token: Token) -> None:
        if name == "hr":
            self.flush()
        elif name == "br" and len(self._tracer):
            if self._tracer.broken:
                self.flush()
            else:
                self._tracer.put("\n", token.start, token.end - token.start)

    def _text(self, start: int, end: int) -> None:
        source = self._source
        at = start
        for found in _IRREGULAR.finditer(source, start, end):
            self._plain(at, found.start())
            at = found.end()
            words = found.group()
            if words[0] != "&":
                self._blank(words, found.start())
                continue
            characters, taken = decoded(words)
            if not taken:
                self._plain(found.start(), at)
                continue
            self._tracer.put(characters, found.start(), taken)
            self._plain(found.start() + taken, at)
        self._plain(at, end)

    def _plain(self, start: int, end: int) -> None:
        if start < end and self._tracer.ends_blank and self._source[start] == " ":
            start += 1
        if start < end:
            self._tracer.run(self._source, start, end)

    def _blank(self, words: str, start: int) -> None:
        if self._pre and "\n" in words:
            if words.count("\n") > 1:
                self.flush()
            elif len(self._tracer):
                self._tracer.put("\n", start, len(words))
        elif not self._tracer.ends_blank:
            self._tracer.put(" ", start, len(words))


def read_page(source: str) -> Page:
    """The visible paragraphs of a page, and the tags and scripts in which metadata is looked for."""
    builder = _Builder(source)
    for token in tokens(source):
        builder.feed(token)
    builder.flush()
    return builder.page
