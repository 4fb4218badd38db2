"""The report as a file: well-formed, offline, escaped, complete without scripts, and true to the numbers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from multipolar.analysis.outcome import Outcome
from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.report import figures, render_report

VOID = {"meta", "br", "link", "img", "hr", "input"}
HOSTILE = "<script>alert('x')</script>\"&]]>"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return study(load_bundled(), "western-embargo", draws=2)


@pytest.fixture(scope="module")
def page(outcome: Outcome) -> str:
    return render_report([outcome], command="multipolar run western-embargo", run_id="run-1", version="0.0")


class Tags(HTMLParser):
    """Collects what a page loads and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        for name in ("src", "srcset", "data", "poster", "xlink:href", "action", "background"):
            if known.get(name) is not None:
                self.loaded.append(f"{tag} {name}={known[name]}")
        if known.get("href"):
            (self.links if tag == "a" else self.loaded).append(str(known["href"]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(tag)


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_page_is_one_small_offline_file(page: str) -> None:
    tags = read(page)
    assert len(page.encode()) < 1_500_000
    assert tags.loaded == []
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", page)
    assert all(link.startswith(("#", "https://", "http://")) for link in tags.links)
    outside = re.sub(r'<a href="[^"]*">', "", page)
    assert not re.findall(r"(?:src|href)\s*=\s*[\"']https?:", outside)


def test_page_closes_its_tags_and_repeats_no_id(page: str) -> None:
    tags = read(page)
    assert tags.wrong == []
    assert tags.stack == []
    assert len(tags.ids) == len(set(tags.ids))


def test_headline_matches_the_numbers(outcome: Outcome, page: str) -> None:
    n = outcome.result.economies.index("RUS")
    change = outcome.result.real_income_pct()[n]
    band = next(r for r in outcome.ranges if r.label == "elasticity range")
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert heading is not None
    assert f"Russia loses {abs(change):.1f}\u00a0% of its real income" in heading[1]
    low, high = band.values[:, n].min(), band.values[:, n].max()
    words = re.sub(r"<[^>]*>", "", page)
    assert f"elasticity range \u2212{abs(low):.1f} to \u2212{abs(high):.1f}\u00a0%" in words
    assert f"${abs(outcome.result.real_income_usd_mn()[n]) / 1e3:.1f}\u00a0bn" in page
    assert "Horizon: the long run" in page
    assert "Beside it: short run." in page
    assert "Closure (what is held fixed): each economy" in page
    assert "imputation range" in page
    assert "confidence interval" not in page


def test_page_says_what_a_reader_must_know(outcome: Outcome, page: str) -> None:
    for text in ("multipolar run western-embargo", "run-1", "Walras residual", "What would turn the sign", "CC BY 4.0"):
        assert text in page
    assert outcome.notes
    for note in outcome.notes:
        assert re.sub(r"(?<![\w.\-])-(?=\d)", "\u2212", note).replace("'", "&#39;") in page


def test_hostile_texts_are_escaped(outcome: Outcome) -> None:
    assert outcome.scenario is not None
    scenario = outcome.scenario.model_copy(update={"title": HOSTILE, "description": HOSTILE})
    touched = tuple(replace(entry, text=HOSTILE, instrument="a<b") for entry in outcome.compiled.touched)
    bad = replace(
        outcome,
        scenario=scenario,
        result=replace(outcome.result, title=HOSTILE, warnings=(HOSTILE,)),
        compiled=replace(outcome.compiled, touched=touched),
        notes=(HOSTILE,),
    )
    page = render_report([bad, outcome], command=HOSTILE, run_id=HOSTILE, version=HOSTILE)
    assert "alert('x')</script>" not in page
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert read(page).wrong == []
    for figure in figures(bad, run_id=HOSTILE).values():
        ET.fromstring(figure.svg)


def test_economy_without_population_or_equilibrium_says_no_datum(outcome: Outcome) -> None:
    taiwan = replace(outcome, headline=("TWN", *outcome.headline))
    page = render_report([taiwan], command="c", run_id="r", version="0")
    assert "a head there is no datum" in page
    gone = np.full_like(outcome.ranges[0].values, np.nan)
    bare = replace(
        outcome,
        ranges=(replace(outcome.ranges[0], values=gone, failed=("low: no equilibrium",)),),
        balanced=None,
        diversion=(),
        contributions=None,
        accounting=(),
        flips=(),
        notes=(),
    )
    page = render_report([bare], command="c", run_id="r", version="0")
    assert "no range was computed" in page
    assert "It was not solved in this run." in page
    words = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", page, flags=re.S)
    assert not re.search(r"\bnan\b", words, re.I)


def test_comparison_names_both_and_starts_with_the_difference(outcome: Outcome) -> None:
    other = study(load_bundled(), "western-embargo@airtight", full=False)
    page = render_report([outcome, other], command="multipolar compare a b", run_id="r", version="0")
    tags = read(page)
    assert len(page.encode()) < 1_500_000
    assert len(tags.ids) == len(set(tags.ids))
    assert tags.wrong == []
    n = outcome.result.economies.index("RUS")
    first, last = (abs(o.result.real_income_pct()[n]) for o in (outcome, other))
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert heading is not None
    text = heading[1].replace("\u00a0", " ")
    now = f"Russia loses {last:.1f} % of its real income under \u2018The same, and nothing leaks\u2019 (B), "
    assert text.startswith(f"{now}against {first:.1f} % under \u2018{outcome.result.title}\u2019 (A); ")


def test_no_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        render_report([], command="c", run_id="r", version="0")


def test_rendering_repeats_itself(outcome: Outcome, page: str) -> None:
    again = render_report([outcome], command="multipolar run western-embargo", run_id="run-1", version="0.0")
    assert again == page


def test_focus_tells_of_the_economy_asked_about() -> None:
    asked = study(load_bundled(), "western-embargo", focus=("SWE",), draws=0)
    assert {"sectors-swe", "accounting-swe"} <= set(figures(asked))
    page = render_report([asked], command="c", run_id="r", version="0")
    change = asked.result.real_income_pct()[asked.result.economies.index("SWE")]
    assert f"Asked for: Real income of Sweden {'falls' if change < 0 else 'rises'} by" in page
    assert "Sweden, asked for." in page
