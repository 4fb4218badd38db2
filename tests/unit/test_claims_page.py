"""The page of an article: offline, well formed, every claim with a card, and hostile text only as text."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.extract import extraction
from multipolar.claims.reading import Reading, read_claims
from multipolar.claims.text.read import read_document
from multipolar.claims.verdict import Checked, Setting, Verdict
from multipolar.claims.what_ifs.plan import Plan, as_tested
from multipolar.claims.what_ifs.plans import plan_of
from multipolar.report.claims_page import MEANINGS, SIGNS, claims_page

TEXT = """Trade <script>alert(1)</script> of two neighbours

Trade between China and Russia reached 240 billion dollars in 2023, up 64 per cent since February 2022.
The two countries met & agreed on 7 "things".
The joint statement of China and Russia has 7,000 words.
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


def test_what_was_tested_leads_and_what_was_not_is_small() -> None:
    page = claims_page(_reading())
    assert "<h1>3 claims, 2 of them tested: 1 supported, 1 depends on definition</h1>" in page
    assert re.search(r'<article class="claim v-none small" id="card-l\d+">', page)
    assert "7 &#34;things&#34;" in page


def test_the_heading_counts_what_was_tested() -> None:
    reading = _reading()
    all_tested = replace(reading, checked=reading.checked[:2])
    assert "<h1>2 claims: 1 supported, 1 depends on definition</h1>" in claims_page(all_tested)
    none_tested = replace(reading, checked=reading.checked[2:])
    assert "<h1>1 claim found, none of which could be tested</h1>" in claims_page(none_tested)


def test_cards_speak_in_names() -> None:
    page = claims_page(_reading())
    assert "+64 % · trade · China, Russia · 2023, since 2022-02" in page
    assert "✗ +26.2 %" in page
    assert "China Customs: 240.1 bn USD (2023)" in page


@pytest.mark.parametrize(("text", "said"), [("Nothing at all happened.", "No claims found")])
def test_a_text_without_claims_has_a_page(text: str, said: str) -> None:
    document = read_document(f"{text} \n", kind="text", language="en")
    assert f"<h1>{said}</h1>" in claims_page(Reading(document, ()))


def test_a_what_if_shows_dots_settings_and_a_scenario() -> None:
    document = read_document("Without China's support, Russia's economy would stagnate.", kind="text", language="en")
    claims = extraction(document).claims
    plan = plan_of(claims[0], "en")
    assert isinstance(plan, Plan)
    settings = (Setting("short", "central", "fixed", -9.0, True), Setting("long", "central", "fixed", -1.0, False))
    verdict = Verdict("inside", "change in real income", tested=replace(as_tested(plan), settings=settings))
    page = claims_page(Reading(document, (Checked(claims[0], verdict),)))
    parsed = _Balanced()
    parsed.feed(page)
    assert parsed.wrong == parsed.open == []
    assert page.count("<circle") == 2
    assert "−9.00" in page
    assert "name: without-chn" in page
    assert 'class="m v-good whole"' in page


def test_every_verdict_has_a_sign_and_a_meaning() -> None:
    assert set(SIGNS) == set(MEANINGS)
    assert len({sign for sign, _ in SIGNS.values()}) >= 4
