"""Pages for the keyboard, for those who cannot see the pictures, and for paper; labels that do not meet."""

from __future__ import annotations

import datetime
import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from multipolar.analysis.outcome import Outcome
from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.claims.check import Checker
from multipolar.claims.reading import read_claims
from multipolar.claims.text.read import read_document
from multipolar.claims.verdict import Setting
from multipolar.claims.verdict import Tested as Outcomes
from multipolar.observatory import open_observatory
from multipolar.observatory.dossier import dossier
from multipolar.observatory.sources import sources
from multipolar.report import figures, render_report
from multipolar.report.charts.axis import Axis
from multipolar.report.claims_figures import scenario_strip
from multipolar.report.claims_page import claims_page, plain
from multipolar.report.dossier_page import render_dossier
from multipolar.report.dossier_quantity import period_words
from multipolar.report.energy_drawings import STUB, Pair, draw_pairs
from multipolar.report.figure import NARROW, WIDE
from multipolar.report.measures import measures
from multipolar.report.palette import side, template
from multipolar.report.payment_figures import FILL
from multipolar.report.svg import Drawing, text_width
from multipolar.report.trust import cautions
from multipolar.report.view import View, with_names

DAY = datetime.date(2025, 1, 1)
TEXT = "Trade between China and Russia reached 240 billion dollars in 2023, up 64 per cent since February 2022."


@cache
def outcome_of(name: str) -> Outcome:
    return study(load_bundled(), name, draws=0, full=False)


@cache
def dossier_page() -> str:
    found = dossier("CHN", "RUS", store=open_observatory(), event="2022-02-24", today=DAY)
    return render_dossier(
        found, command="multipolar dossier CHN RUS", version="0.0", sources=tuple(sources().values()), today=DAY
    )


@cache
def page_of(kind: str) -> str:
    if kind == "dossier":
        return dossier_page()
    if kind == "claims":
        document = read_document(TEXT, kind="text", language="en", date=datetime.date(2024, 5, 20))
        return claims_page(read_claims(document, Checker(scenarios=False)))
    names = kind.split("+")
    return render_report([outcome_of(name) for name in names], command="c", run_id="r", version="0.0")


PAGES = ("oil-cap-2022", "western-embargo+western-embargo-china-joins", "dossier", "claims")


class Elements(HTMLParser):
    """All elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


@pytest.mark.parametrize("kind", PAGES)
def test_every_picture_is_described_or_set_aside(kind: str) -> None:
    elements = Elements(page_of(kind))
    ids = {attrs["id"] for _, attrs in elements.found if attrs.get("id")}
    assert elements.of("svg")
    for attrs in elements.of("svg"):
        if attrs.get("aria-hidden") == "true":
            continue
        assert attrs.get("role") == "img"
        named = (attrs.get("aria-labelledby") or "").split()
        assert attrs.get("aria-label") or named
        assert set(named) <= ids


@pytest.mark.parametrize("kind", PAGES)
def test_what_scrolls_can_be_reached_and_has_a_name(kind: str) -> None:
    elements = Elements(page_of(kind))
    boxes = [attrs for attrs in elements.of("div") if "scroll" in (attrs.get("class") or "").split()]
    assert boxes
    for attrs in boxes:
        assert attrs.get("tabindex") == "0"
        assert attrs.get("role") == "region"
        assert attrs.get("aria-label")
    assert all(attrs.get("scope") == "col" for attrs in elements.of("th"))


@pytest.mark.parametrize("kind", PAGES)
def test_links_inside_the_page_lead_somewhere(kind: str) -> None:
    elements = Elements(page_of(kind))
    ids = {attrs["id"] for _, attrs in elements.found if attrs.get("id")}
    links = [str(attrs["href"])[1:] for attrs in elements.of("a") if str(attrs.get("href")).startswith("#")]
    assert links
    assert set(links) <= ids


def test_the_page_lists_its_sections() -> None:
    page = page_of("oil-cap-2022")
    (listed,) = re.findall(r'<nav class="jump" aria-label="On this page">(.*?)</nav>', page)
    titles = re.findall(r">([^<>]+)</a>", listed)
    headings = [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<h2>(.*?)</h2>", page)]
    assert titles == [text for text in headings if text not in ("Read this beside the numbers", "Make it again")]


def test_tables_are_sorted_by_buttons_that_say_so() -> None:
    script = template("page.js")
    assert 'createElement("button")' in script
    assert 'setAttribute("aria-sort"' in script
    assert ":focus-visible" in template("page.css")


@pytest.mark.parametrize("name", ["page.css", "dossier.css", "claims.css"])
def test_paper_keeps_pictures_whole_and_leaves_out_what_needs_a_pointer(name: str) -> None:
    text = template(name)
    assert text.count("@media print{") == 1
    printed = text.partition("@media print{")[2]
    assert "break-inside:avoid" in printed
    if name == "page.css":
        assert "print-color-adjust:exact" in printed
        assert "details:not([open])" in printed
        assert ".jump" in printed
        assert re.search(r"\.scroll\{[^}]*overflow:visible", printed)
        assert re.search(r"figure[^{]*\{[^}]*break-inside:avoid", printed)
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("values", [(-0.22, 0.0), (-1.6, 0.1), (0.0, 0.1), (-12.0, 22.0), (-3e-4, 1e-5)])
@pytest.mark.parametrize("room", [(8.0, 190.0), (160.0, 610.0), (4.0, 352.0)])
def test_labels_of_an_axis_do_not_meet(values: tuple[float, float], room: tuple[float, float]) -> None:
    drawing = Drawing(room[1] + 8, 100)
    Axis.spanning(values, *room).draw(drawing, 20, 90)
    found = re.findall(
        r'<text x="([\d.]+)" y="[\d.]+" font-size="12" text-anchor="middle"[^>]*>([^<]*)<', drawing.body()
    )
    spans = [(float(x) - text_width(text, 12) / 2, float(x) + text_width(text, 12) / 2) for x, text in found]
    assert "0 %" in [text for _, text in found]
    assert spans[0][0] > -0.2
    assert spans[-1][1] < drawing.width + 0.2
    assert all(right < left for (_, right), (left, _) in pairwise(spans))


def test_what_is_printed_as_zero_has_no_colour() -> None:
    assert side(0.00004) == side(-0.00004) == "neutral"
    assert side(-0.0001) == "loss"


def test_the_heaviest_instrument_is_no_sum() -> None:
    outcome = study(load_bundled(), "swift-cut", draws=0)
    figure = figures(outcome)["by-instrument"]
    assert "all together" not in figure.title
    assert "‘receipts’ weighs most" in figure.title
    assert "a scale of its own" in figure.note


def test_numbers_of_a_measure_have_units_and_names() -> None:
    (cap,) = measures(View.of(outcome_of("oil-cap-2022")))
    told = {label: value for label, value, *_ in cap.numbers}
    assert told["cap"] == "60\u00a0dollars a barrel"
    assert told["evasion"] == "25\u00a0%"
    assert told["purchases by pipeline"].startswith("China 55\u00a0%, Hungary 100\u00a0%")
    rail = measures(View.of(outcome_of("belt-and-road-rail")))
    assert ("change of freight", "−20\u00a0%") in [number[:2] for number in rail[0].numbers]
    assert "leakage" not in rail[0].traded


def test_cautions_name_economies() -> None:
    said = " ".join(cautions(View.of(outcome_of("oil-cap-2022"))))
    assert "Russia gets USD 79.4" in said
    assert not re.search(r"\bRUS\b", said)
    assert with_names("CHN to IRQ in USD, with SCO") == "China to Iraq in USD, with SCO"


def test_the_passage_that_is_closed_is_named_on_both_widths() -> None:
    figure = figures(outcome_of("hormuz-closed"))["route-map"]
    assert figure.wide.body().count(">Strait of Hormuz<") == 2
    assert figure.narrow.body().count(">Hormuz<") == 2
    assert ">$564\u00a0bn<" in figure.wide.body()


def test_a_way_that_opens_is_drawn_and_colours_without_lines_have_no_key() -> None:
    opened = figures(outcome_of("arctic-season"))["route-map"]
    assert 'class="f-none s-gain-3"' in opened.wide.body() or "s-gain-3" in opened.wide.body()
    assert "over 10 % less" not in opened.wide.body()
    assert "over 10 % more" in opened.narrow.body()


def test_buyers_without_tonnes_have_no_length() -> None:
    pairs = [Pair("Known", 5.0, 10.0, "5 → 10", ""), Pair("Unknown", float("nan"), float("nan"), "", "")]
    for width in (WIDE, NARROW):
        body = draw_pairs(pairs, width, "pairs", unit="Mt").body()
        assert f'width="{STUB:g}"' in body
        assert ">before<" in body
        assert ">after<" in body


def test_words_on_parts_of_a_bar_can_be_read() -> None:
    """Contrast of the text on each currency against its colour, light and dark: 4.5, or next to it."""
    tokens = template("tokens.css")
    light, dark = (dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", part)) for part in tokens.split("@media", 1))
    for colours in (light, light | dark):
        for fill, ink in FILL.values():
            assert _contrast(colours[fill], colours[ink]) >= 4.3, (fill, ink)


def _contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_periods_in_words() -> None:
    periods = ("2023", "2024-05", "2022-02-24", "2023H1", "2023-01/2023-07", "2021-11/2022-03", "2021/2023")
    assert [period_words(period) for period in periods] == [
        "2023",
        "May 2024",
        "24 Feb 2022",
        "first half of 2023",
        "Jan to Jul 2023",
        "Nov 2021 to Mar 2022",
        "2021 to 2023",
    ]


def test_the_dossier_speaks_to_readers() -> None:
    page = dossier_page()
    assert "Around 24 Feb 2022" in page
    assert "<code>multipolar data add --help</code>" in page
    assert "`" not in page.partition("<script>")[0]
    assert "The first rank is at the top." in page
    assert "The axis does not begin at zero." in page
    assert "BRICS (BRICS)" not in page
    pledge = page.partition('id="panel-alliance-nonaggression"')[2].partition("</svg>")[0]
    assert ">yes<" in pledge
    assert ">no<" in pledge
    assert "<desc" in pledge


def test_claims_name_their_sources() -> None:
    page = page_of("claims")
    assert "China Customs: 240.1 bn USD (2023)" in page
    assert "china-customs" not in page
    assert (
        plain("china-customs (only CHN to RUS): 5 %", ["china-customs"])
        == "China Customs (only China to Russia): 5\u00a0%"
    )


def test_a_share_has_no_plus_and_no_line_of_no_change() -> None:
    settings = (Setting("short", "central", "fixed", 62.0, True), Setting("short", "low", "fixed", 66.0, True))
    share = Outcomes("a", "q", "s", "", "share of CNY in the trade of China", "%", 50.0, "at least", "r", settings)
    change = Outcomes("a", "q", "s", "", "change in real income, Russia", "%", 50.0, "at least", "r", settings)
    drawn, other = (scenario_strip("c", tested).body() for tested in (share, change))
    assert "claimed: at least 50 %" in drawn
    assert "no change" not in drawn
    assert "claimed: at least +50 %" in other
    assert "no change" in other
