"""The article that the project began with: every figure in it with its actors, measure, unit, period and verdict.

The text is not shipped; the tests skip where it does not stand beside the source tables.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.claim import WHAT_IFS
from multipolar.claims.reading import Reading, read_claims
from multipolar.claims.text.read import read_document

DAY = datetime.date(2024, 5, 20)

# words of the figure: kind, value, unit, measure, commodity, direction, actors, period, base, verdicts that are right
FIGURES = {
    "240 miljarder dollar": (
        "level", 240e9, "USD", "trade", None, None, {"CHN": "partner", "RUS": "partner"}, "2023", None, {"supported"},
    ),
    "64 %": (
        "change", 64, "%", "trade", None, "up", {"CHN": "partner", "RUS": "partner"}, "2023", "2022-02/",
        {"depends on definition"},
    ),
    "23 miljarder dollar": (
        "level", 23e9, "USD", "exports", "cars", None, {"CHN": "exporter", "RUS": "importer"}, "2023", None,
        {"no data"},
    ),
    "107 miljoner ton": (
        "level", 107e6, "t", "exports", "crude", None, {"RUS": "exporter", "CHN": "importer"}, "2023", None,
        {"supported"},
    ),
    "24 %": (
        "change", 24, "%", "exports", "crude", "up", {"RUS": "exporter", "CHN": "importer"}, "2023", "2022/",
        {"supported"},
    ),
    "topp leverantör": (
        "rank", 1, "rank", "exports", "crude", None, {"RUS": "exporter", "SAU": "rival", "CHN": "importer"}, "2023",
        None, {"supported"},
    ),
    "300 miljoner dollar": (
        "change", 300e6, "USD", "imports", "semiconductors", "up", {"RUS": "importer", "CHN": "exporter"}, "2022",
        "2021", {"supported"},
    ),
    "fyrdubbla": (
        "multiple", 4, "x", "tariff", "electric_cars", "up", {"USA": "issuer", "CHN": "target"}, None, None,
        {"supported"},
    ),
    "75-årsdagen": (
        "date", 75, "year", "anniversary", None, None, {"CHN": "subject", "RUS": "other"}, "2024", None, {"supported"},
    ),
    "7": ("level", 7000, "word", "length", None, None, {}, None, None, {"no data"}),
    "två dagar": (
        "level", 2, "day", "duration", None, None, {"CHN": "partner", "RUS": "partner"}, None, None, {"supported"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def article(shared_folder: Path) -> Reading:
    document = read_document(shared_folder / "article-sv.txt", date=DAY)
    return read_claims(document, Checker(scenarios=False))


@pytest.fixture(scope="module")
def shared_folder(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue("shared_data").parent
    if not (folder / "article-sv.txt").exists():
        pytest.skip("the article is not on this machine")
    return folder


def test_every_figure_is_found_and_no_other(article: Reading) -> None:
    made = sorted((e.claim.kind, e.claim.value, e.claim.unit) for e in article.checked if e.claim.value is not None)
    assert made == sorted((kind, float(value), unit) for kind, value, unit, *_ in FIGURES.values())


@pytest.mark.parametrize("words", FIGURES)
def test_a_figure_of_the_article(article: Reading, words: str) -> None:
    kind, value, unit, measure, commodity, direction, actors, period, base, verdicts = FIGURES[words]
    entry = next(e for e in article.checked if (e.claim.kind, e.claim.value, e.claim.unit) == (kind, value, unit))
    claim = entry.claim
    assert article.document.original[claim.mark.start : claim.mark.end].replace("\u00a0", " ").startswith(words)
    assert (claim.measure, claim.commodity, claim.direction) == (measure, commodity, direction)
    assert actors.items() <= {actor.code: actor.role for actor in claim.actors}.items()
    assert (claim.period.code() if claim.period else None) == period
    assert (claim.base_period.code() if claim.base_period else None) == base
    assert entry.verdict.word in verdicts, entry.verdict.reason
    assert entry.verdict.compared or entry.verdict.word == "no data"


def test_sixty_four_per_cent_says_which_base_holds(article: Reading) -> None:
    entry = next(e for e in article.checked if e.claim.value == 64)
    fits = {word: {c.fit for c in entry.verdict.compared if word in c.arithmetic} for word in ("(2021)", "(2022)")}
    assert "holds" in fits["(2021)"]
    assert "holds" not in fits["(2022)"]
    assert "against 2021" in entry.verdict.reason


def test_customs_and_compiler_stand_beside_each_other(article: Reading) -> None:
    entry = next(e for e in article.checked if e.claim.value == 107e6)
    found = {c.sources[0]: round(c.found / 1e6, 1) for c in entry.verdict.compared}
    assert {"china-customs": 107.0, "baci": 99.6}.items() <= found.items()


def test_sentences_that_suppose_or_explain_are_found(article: Reading) -> None:
    quotes = {e.claim.quote: e.claim.kind for e in article.checked if e.claim.kind in WHAT_IFS}
    for start, kind in {
        "Faktum är att utan Kinas stöd": "conditional",
        "Skulle västvärlden fortsätta": "conditional",
        "Med kinesisk bilexport till Ryssland": "forecast",
        "För att kompensera denna förlust": "causal",
        "För att mildra effekterna av sanktioner": "causal",
        "Båda allianserna syftar till": "causal",
    }.items():
        assert [k for quote, k in quotes.items() if quote.startswith(start)] == [kind], start


def test_nothing_comes_from_menu_or_footer_and_offsets_are_exact(article: Reading) -> None:
    document = article.document
    for entry in article.checked:
        claim = entry.claim
        spoken = document.original[claim.span.start : claim.span.end]
        assert " ".join(spoken.split()) == " ".join(claim.quote.split())
        assert claim.span.start <= claim.mark.start < claim.mark.end <= claim.span.end
        assert not any(word in claim.quote for word in ("Meny", "Tillgänglighet", "Cookie"))
    assert any("menu" in note for note in document.notes)


def test_no_verdict_without_a_number_a_source_or_a_reason(article: Reading) -> None:
    for entry in article.checked:
        verdict = entry.verdict
        assert verdict.reason
        if verdict.word in {"supported", "roughly", "contradicted", "depends on definition"}:
            assert verdict.compared
            assert all(compared.sources for compared in verdict.compared)
