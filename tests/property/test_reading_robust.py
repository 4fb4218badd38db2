"""Whatever is given to the reader: a document whose spans lie in its texts, or a clear refusal, within seconds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipolar.claims.document import Document
from multipolar.claims.text.html_tokens import tokens
from multipolar.claims.text.read import read_document
from multipolar.claims.text.sentences import sentences_of
from multipolar.errors import MultipolarError

_WORDS = st.sampled_from(
    ["Ryssland", "240", "miljarder", "t.ex.", "U.S.", "3.", "Mai", "。", "俄罗斯", "В.", "г.", "“", "”", "\n", "\n\n",
     "\r\n",
     "a\u0301", "\u00ad", "\u200f", "روسيا", "64 %", "...", "!", "–", "Meny", "Cookies", "(", ")", ";", "$240bn",
     "\t", "\x85"]
)  # fmt: skip
_MARKUP = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<!--", "-->", "<script>", "</script>", "<style>", "<nav>", "</nav>", "<br>",
     "<td>",
     "<h1>", "</h1>", "&amp;", "&nbsp;", "&#0;", "&#x110000;", "&notit;", "&", "<", ">", "<a href='x", '"', "<![CDATA[",
     "]]>",
     "<?xml", "<title>", "<head>", "<body>", "<p hidden>", "<pre>", "<li>", "<meta name=date content='2024-05-20'>",
     "<svg>", "<textarea>", "\x00", "Trade between China and Russia rose by 64 per cent since 2022. "]
)  # fmt: skip


def _check(document: Document) -> None:
    last = 0
    for sentence in document.sentences:
        assert last <= sentence.start < sentence.end <= len(document.text)
        last = sentence.end
        place = document.origin(sentence)
        assert 0 <= place.start < place.end <= len(document.original)
    for piece in document.pieces:
        assert piece.length > 0
        if not piece.extent:
            given_part = document.original[piece.origin : piece.origin + piece.length]
            read_part = document.text[piece.start : piece.start + piece.length]
            assert [a.isspace() or a == b for a, b in zip(read_part, given_part, strict=True)].count(False) == 0


def _read(content: bytes | str, kind: str | None = None) -> None:
    try:
        document = read_document(content, kind=kind, language="en")  # type: ignore[arg-type]
    except MultipolarError:
        return
    _check(document)


_QUICK = settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_QUICK
@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_plain_text(text: str) -> None:
    _read(text, "text")


@_QUICK
@given(st.lists(st.one_of(_MARKUP, _WORDS), max_size=50).map("".join))
def test_pages(page: str) -> None:
    _read("<html><body>" + page, "html")


@_QUICK
@given(st.binary(max_size=400))
def test_bytes(content: bytes) -> None:
    _read(content)


@_QUICK
@given(st.text(max_size=300))
def test_any_characters(text: str) -> None:
    _read(text, "text")
    _read(text, "html")


@_QUICK
@given(st.binary(max_size=300))
def test_damaged_pdf(content: bytes) -> None:
    _read(b"%PDF-1.4\n" + content, "pdf")


@_QUICK
@given(st.lists(_MARKUP, max_size=60).map("".join))
def test_tokens_cover_a_page_in_order(page: str) -> None:
    at = 0
    for token in tokens(page):
        assert at <= token.start <= token.end <= len(page)
        at = token.end


@_QUICK
@given(st.lists(_WORDS, max_size=60).map(" ".join), st.sampled_from(["sv", "de", "ru", "zh", "xx"]))
def test_sentences_lose_no_letter(text: str, language: str) -> None:
    spans = sentences_of(text, language)
    inside = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in inside if c.isalnum()] == [c for c in text if c.isalnum()]


HOSTILE = {
    "deep nesting": "<html><body>" + "<div>" * 100_000 + "Trade rose 5 per cent." + "</div>" * 100_000,
    "unclosed comments": "<html><body>Trade rose." + "<!--" * 200_000,
    "tags without an end": "<html><body>Trade rose." + "<a " * 300_000,
    "quotes without an end": "<html><body>Trade rose." + '<a x="' * 150_000,
    "a huge attribute": '<html><body><p class="' + "x" * 2_000_000 + '">Trade rose 5 per cent.</p>',
    "entities of entities": '<!DOCTYPE html [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><html><body>&b; Trade.</body>',
    "scripts": "<html><body>Trade rose." + "<script>" * 200_000,
    "nested data": '<html><body><script type="application/ld+json">' + "[" * 100_000 + "</script>Trade rose.",
    "zeros": "<html><body>Trade rose 5 per cent in the year.\x00</body>",
    "one long word": "a" * 2_000_000,
    "ten thousand numbers": " ".join(f"{number} billion dollars in 2023," for number in range(10_000)),
    "stops": ". " * 1_000_000,
    "line ends": "a\n" * 400_000,
    "marks": "a\u200b" * 400_000,
    "right to left": "تجاوزت روسيا السعودية في عام 2023 بنسبة 24%. " * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read(name: str) -> None:
    try:
        document = read_document(HOSTILE[name])
    except MultipolarError as error:
        pytest.fail(f"refused: {error}")
    assert document.text
    assert len(document.text) <= len(HOSTILE[name]) * 2
    _check(document)
