"""HTML: the article without navigation, exact places in the page, title and date; tolerant of what pages are like."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from multipolar.claims.document import Document
from multipolar.claims.text.html_blocks import read_page
from multipolar.claims.text.html_tokens import decoded
from multipolar.claims.text.read import read_document
from multipolar.claims.text.read_errors import DocumentError

HEAD = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Trade soars | Example News</title>{head}"
    "<script>var a = '<p>Not text 99 per cent</p>';</script><style>p{{color:red}}</style></head>"
)
BODY = """<body><nav><ul><li><a href="/">Home</a></li><li><a href="/e">Energy ties</a></li></ul></nav>
<main><article><h1>Trade soars</h1>
<p>Trade between China and Russia reached <b>$240&nbsp;billion</b> last year, up 64&#37; since February 2022, the
customs office said.</p>
<h2>Energy ties</h2>
<p>Russia overtook Saudi Arabia as China&rsquo;s top supplier of crude oil in 2023, shipping 107 million tonnes.<br>
Chinese car exports to Russia were worth 23&thinsp;billion dollars in the same year.</p>
<ul><li>Oil imports rose by 24 per cent in a single year, the customs office said.</li></ul>
<p hidden>Hidden figure of 99 per cent that nobody sees on the page at all.</p>
<div><a>Share this article</a> <a>Facebook</a></div>
</article></main>
<aside><h3>Most read</h3><ul><li><a>Ten recipes with 5 ingredients</a></li></ul></aside>
<footer><p>&copy; 2024 Example News.</p><a>Privacy policy</a></footer></body></html>"""


def _page(head: str = "") -> str:
    return HEAD.format(head=head) + BODY


def _words(document: Document) -> list[str]:
    return [document.words(sentence) for sentence in document.sentences]


def test_the_article_and_where_it_stands() -> None:
    document = read_document(_page())
    assert _words(document) == [
        "Trade soars",
        "Trade between China and Russia reached $240\u00a0billion last year, up 64% since February 2022, the customs "
        "office said.",
        "Energy ties",
        "Russia overtook Saudi Arabia as China’s top supplier of crude oil in 2023, shipping 107 million tonnes.",
        "Chinese car exports to Russia were worth 23\u2009billion dollars in the same year.",
        "Oil imports rose by 24 per cent in a single year, the customs office said.",
    ]
    assert document.title == "Trade soars"
    places = [document.origin(sentence) for sentence in document.sentences]
    page = document.original
    assert page[places[1].start : places[1].end].startswith("Trade between China and Russia reached <b>$240&nbsp;")
    assert page[places[1].start : places[1].end].endswith("the\ncustoms office said.")
    # The heading is the article's, not the entry of the menu with the same words.
    assert page[places[2].start - 4 : places[2].end] == "<h2>Energy ties"


def test_a_reference_is_one_character_with_all_of_its_place() -> None:
    document = read_document(_page())
    at = document.text.index("%")
    place = document.origin(type(document.sentences[0])(at, at + 1))
    assert document.original[place.start : place.end] == "&#37;"


def test_the_same_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(_page().encode())
    assert read_document(file).text == read_document(_page()).text


LD = '<script type="application/ld+json">{"@type":"NewsArticle",%s}</script>'


@pytest.mark.parametrize(
    ("head", "day", "basis"),
    [
        (LD % '"datePublished":"2024-05-20T08:00:00Z","dateModified":"2024-06-01"', 20, "JSON-LD of the page"),
        ('<script type="application/ld+json">{"@graph":[{"@type":["Article"],"datePublished":"2024-05-19"}]}'
         "</script>", 19, "JSON-LD of the page"),
        ('<meta property="article:published_time" content="2024-05-18T23:00:00+02:00">', 18,
         "meta element of the page"),
        ('<meta name="DC.date.issued" content="20240517">', 17, "meta element of the page"),
        (LD % '"dateModified":"2024-05-16"', 16, "JSON-LD of the page, last change"),
        ('<link rel="canonical" href="https://example.org/2024/05/15/trade">', 15, "address of the page"),
    ],
)  # fmt: skip
def test_dates_that_pages_state(head: str, day: int, basis: str) -> None:
    document = read_document(_page(head))
    assert (document.date, document.date_basis) == (datetime.date(2024, 5, day), basis)


def test_time_element_and_none() -> None:
    with_time = _page().replace("</h1>", '</h1><time datetime="2024-05-14T10:00">14 May</time>')
    assert read_document(with_time).date == datetime.date(2024, 5, 14)
    assert read_document(_page()).date is None
    assert read_document(_page(LD % '"datePublished":"soon"')).date is None


def test_a_page_without_an_article_is_read_as_it_is_seen() -> None:
    document = read_document("<html><body><nav>Home</nav><p>Oil rose 5 %.</p><footer>Contact</footer></body></html>")
    assert document.text == "Oil rose 5 %."


def test_tables_are_read() -> None:
    table = "<table><tr><th>Year</th><th>Trade</th></tr><tr><td>2023</td><td>240.1</td></tr></table><ul>"
    assert "240.1" in read_document(_page().replace("<ul><li>Oil", table + "<li>Oil")).text


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="no text to read"):
        read_document("<html><head><title>x</title></head><body><script>var a=1</script></body></html>")


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("<p>a <b>b</b>  c\n d</p>", ["a b c d"]),
        ("a<br><br>b", ["a", "b"]),
        ("a<br>b", ["a\nb"]),
        ("<!-- <p>no</p> --><p>yes", ["yes"]),
        ("<p>2 < 3 &lt; 4 & 5</p>", ["2 < 3 < 4 & 5"]),
        ("<p title='a > b'>c</p>", ["c"]),
        ("<p title='a>b</p>", ["b"]),
        ("<div>a</p></span>b</div>c", ["a", "b", "c"]),
        ("<pre>a\n\nb</pre>", ["a", "b"]),
        ("<div style='display: none'><div>no</div>no</div><p>yes", ["yes"]),
        ("<head><title>t</title><body>yes", ["yes"]),
        ("<P>A</P><SCRIPT>no</SCRIPT >B", ["A", "B"]),
        ("<template><p>no</p></template>x&shy;y&#8203;z", ["xyz"]),
    ],
)
def test_visible_text(page: str, texts: list[str]) -> None:
    assert [block.text for block in read_page(page).blocks] == texts


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("&amp;", ("&", 5)), ("&ampx", ("&", 4)), ("&notit;", ("¬", 4)), ("&#8364;", ("€", 7)), ("&#x20AC;", ("€", 8)),
     ("&#150;", ("–", 6)), ("&nope;", ("", 0))],
)  # fmt: skip
def test_references(reference: str, expected: tuple[str, int]) -> None:
    assert decoded(reference) == expected
