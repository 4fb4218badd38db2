"""The page of an article: offline, well formed, every claim with a card, and hostile text only as text."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser

from multipolar.claims.check import Checker
from multipolar.claims.reading import Reading, read_claims
from multipolar.claims.text.read import read_document
from multipolar.report.claims_page import MEANINGS, SIGNS, claims_page

TEXT = """Trade <script>alert(1)</script> of two neighbours

Trade between China and Russia reached 240 billion dollars in 2023, up 64 per cent since February 2022.
The two countries met & agreed on 7 "things".
"""
VOID = {"meta", "br", "img", "input", "link", "hr"}


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def _reading() -> Reading:
    document = read_document(TEXT, kind="text", language="en", date=datetime.date(2024, 5, 20))
    return read_claims(document, Checker(scenarios=False))


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = claims_page(_reading())
    parsed = _Balanced()
    parsed.feed(page)
    assert parsed.wrong == []
    assert parsed.open == []
    assert parsed.scripts == 0
    assert not re.search(r"(?:src|href)=[\"']https?://", page)
    assert "url(http" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_claim_has_a_card_and_a_mark() -> None:
    reading = _reading()
    page = claims_page(reading)
    assert reading.checked
    for entry in reading.checked:
        assert f'id="card-{entry.claim.id}"' in page
        assert f'href="#card-{entry.claim.id}"' in page
    assert re.search(r'<a href="#card-l\d+" class="m v-good">240 billion dollars</a>', page)
    assert re.search(r'<a href="#card-c\d+" class="m v-mixed">64 per cent</a>', page)
    assert reading.summary_line() in page


def test_every_verdict_has_a_sign_and_a_meaning() -> None:
    assert set(SIGNS) == set(MEANINGS)
    assert len({sign for sign, _ in SIGNS.values()}) >= 4
