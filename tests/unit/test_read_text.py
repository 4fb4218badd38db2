"""Plain text: encoding, paragraphs, menus and footers, language, date; offsets into the original."""

# ruff: noqa: E501 - the texts of eight languages are easier to judge unbroken.

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

import pytest

from multipolar.claims.document import Document
from multipolar.claims.text import read_errors
from multipolar.claims.text.language import detect
from multipolar.claims.text.read import read_document, read_source
from multipolar.claims.text.read_errors import DocumentError

ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "article-sv.txt"

# Menu, heading, dateline, two paragraphs, footer; (language, text, first words of each sentence that must stay).
TEXTS = {
    "sv": (
        "Hem | Nyheter | Ekonomi\n\nHandeln slår rekord\n\nPublicerad 20 maj 2024\n\nHandeln mellan Kina och Ryssland "
        "nådde 240 miljarder dollar i fjol, bl.a. tack vare olja. Det var 26 procent mer än året före.\n\n"
        "Dela artikeln\n\nTillgänglighet\n\n© 2024 Exempelbladet",
        ["Handeln slår", "Publicerad", "Handeln mellan", "Det var"],
    ),
    "en": (
        "Menu\n\nSkip to main content\n\nTrade at a record\n\n20 May 2024\n\nTrade between China and Russia reached "
        "$240bn last year, the U.S. Treasury said. Mr. Putin called it a success.\n\nShare this article\n\n"
        "Subscribe to our newsletter to get the best stories every week\n\nAll rights reserved",
        ["Trade at", "20 May", "Trade between", "Mr. Putin"],
    ),
    "de": (
        "Startseite\n\nHandel auf Rekordhoch\n\nVeröffentlicht am 20. Mai 2024\n\nDer Handel zwischen China und Russland "
        "stieg auf 240 Mrd. Dollar, z. B. durch Öl. Am 3. Mai sprach der Minister davon.\n\nArtikel teilen\n\nImpressum",
        ["Handel auf", "Veröffentlicht", "Der Handel", "Am 3. Mai"],
    ),
    "fr": (
        "Accueil\n\nDes échanges records\n\nPublié le 20 mai 2024\n\nLes échanges entre la Chine et la Russie ont atteint "
        "240 milliards de dollars l'an dernier. M. Poutine s'en est félicité.\n\nPartager cet article\n\nMentions légales",
        ["Des échanges", "Publié", "Les échanges", "M. Poutine"],
    ),
    "es": (
        "Inicio\n\nComercio récord\n\nPublicado el 20 de mayo de 2024\n\nEl comercio entre China y Rusia alcanzó los "
        "240.000 millones de dólares el año pasado. El Sr. Putin lo celebró.\n\nCompartir este artículo\n\nAviso legal",
        ["Comercio", "Publicado", "El comercio", "El Sr. Putin"],
    ),
    "nb": (
        "Hovedmeny\n\nRekordhandel\n\nPublisert 20.05.2024\n\nHandelen mellom Kina og Russland nådde 240 milliarder dollar "
        "i fjor, bl.a. på grunn av olje. Den 4. februar ble avtalen undertegnet.\n\nDel artikkelen\n\nPersonvern",
        ["Rekordhandel", "Publisert", "Handelen", "Den 4. februar"],
    ),
    "ru": (
        "Главная\n\nРекордная торговля\n\nОпубликовано 20 мая 2024\n\nТоварооборот России и Китая достиг 240 млрд долл. США, "
        "т. е. вырос на четверть. Это заявил В. Путин.\n\nПоделиться\n\nВсе права защищены",
        ["Рекордная", "Опубликовано", "Товарооборот", "Это заявил"],
    ),
    "zh": (
        "首页\n\n中俄贸易创新高\n\n发布时间：2024年5月20日\n\n2023年中俄贸易额达2400亿美元，同比增长26.3%。俄罗斯成为最大原油供应国。\n\n"
        "分享本文\n\n版权所有",
        ["中俄贸易", "发布时间", "2023年", "俄罗斯"],
    ),
}


def _exact(document: Document) -> None:
    for sentence in document.sentences:
        place = document.origin(sentence)
        assert document.original[place.start : place.end] == document.words(sentence)


@pytest.mark.parametrize("language", TEXTS)
def test_each_language(language: str) -> None:
    text, starts = TEXTS[language]
    document = read_document(text)
    assert document.language == language
    assert document.date == datetime.date(2024, 5, 20)
    assert document.date_basis.startswith("dateline")
    words = [document.words(sentence) for sentence in document.sentences]
    assert len(words) == len(starts), words
    assert all(sentence.startswith(start) for sentence, start in zip(words, starts, strict=True)), words
    assert document.title == words[0]
    _exact(document)


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not on this machine")
def test_the_first_customer() -> None:
    document = read_document(ARTICLE)
    raw = ARTICLE.read_text("utf-8")
    kept = [line for line in raw.splitlines() if line.strip() and line not in ("Meny Meny", "Tillgänglighet")]
    assert document.text.split("\n\n") == [line.strip() for line in kept]
    assert document.original == raw
    assert (document.language, document.date, document.date_basis) == ("sv", None, "unknown")
    assert len(document.sentences) == 43
    _exact(document)


def test_a_line_with_a_figure_is_no_menu() -> None:
    document = read_document("Meny\n\nExport 24 %\n\nRysslands export ökade kraftigt under året.\n\nDela 3\n\nKakor")
    assert document.text == "Export 24 %\n\nRysslands export ökade kraftigt under året.\n\nDela 3"


@pytest.mark.parametrize(
    "line",
    ["Meny Meny", "Home > World > Asia", "Dela Facebook Twitter LinkedIn", "Cookies", "Läs också: Så handlar de",
     "We use cookies to improve your experience.", "Sport", "Реклама | Поиск | Войти", "© Example Media Ltd 2024"],
)  # fmt: skip
def test_lines_at_the_bottom_that_are_no_article(line: str) -> None:
    sentence = "Trade between the two countries rose by 64 per cent in two years."
    assert read_document(f"{sentence}\n\n{line}\n\nMenu").text == sentence


@pytest.mark.parametrize(
    "line", ["Energy ties", "Cookies made of Russian wheat", "He wants to share the oil", "Sport is next"]
)
def test_headings_and_sentences_that_only_sound_alike_stay(line: str) -> None:
    text = f"Trade rose by 64 per cent in two years.\n\n{line}\n\nOil came first among the goods."
    assert read_document(text).text == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Rysk olja för 23 miljarder på ön.".encode("utf-8-sig"), ""),
        ("Rysk olja för 23 miljarder på ön.".encode("utf-16"), ""),
        ("Rysk olja för 23 miljarder på ön.".encode("utf-16-le"), ""),
        ("Rysk olja för 23 miljarder på ön.".encode("utf-16-be"), ""),
        ("Rysk olja för 23 miljarder på ön.".encode("utf-32"), ""),
        (("Rysk olja för 23 miljarder på ön. " * 20).encode("cp1252"), "cp1252 was assumed"),
    ],
)
def test_encodings(content: bytes, expected: str) -> None:
    document = read_document(content)
    assert document.text.startswith("Rysk olja för 23 miljarder på ön.")
    assert expected in " ".join(document.notes)


def test_cyrillic_and_chinese_in_old_encodings() -> None:
    russian = read_document(("Россия обогнала Саудовскую Аравию по поставкам нефти в Китай. " * 10).encode("cp1251"))
    chinese = read_document(("俄罗斯超过沙特成为中国最大原油供应国。" * 20).encode("gb18030"))
    assert (russian.language, chinese.language) == ("ru", "zh")
    assert russian.text.startswith("Россия обогнала")
    assert chinese.text.startswith("俄罗斯超过")


def test_broken_utf8_is_repaired_with_a_note() -> None:
    document = read_document("Åtta miljarder dollar för ökad export till Kina på ett år. ".encode() * 20 + b"\xe5 slut")
    assert "1 bytes that are not UTF-8" in " ".join(document.notes)
    assert document.text.startswith("Åtta miljarder")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"), (b" \n\t ", "is empty"), ("", "is empty"), ("\ufeff", "is empty"),
        (bytes(range(256)) * 40, "binary data"), (b"abc\x00\x01\x02" * 200, "binary data"),
        (b"PK\x03\x04" + b"\x00" * 50, "office document"), (b"\x89PNG\r\n\x1a\n", "PNG picture"), ("a\x00b" * 99, "binary"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(content: bytes | str, problem: str) -> None:
    with pytest.raises(DocumentError, match=problem):
        read_document(content)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_source(str(tmp_path / "none.txt"))
    with pytest.raises(DocumentError, match="is a folder"):
        read_source(str(tmp_path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped = io.TextIOWrapper(io.BytesIO("Handeln ökade med 64 % på två år.".encode()))
    monkeypatch.setattr(sys, "stdin", wrapped)
    document = read_source("-")
    assert (document.text, document.source) == ("Handeln ökade med 64 % på två år.", "standard input")


def test_lines_broken_at_a_margin_are_joined_one_for_one() -> None:
    text = (
        "Trade between China and Russia reached a record of 240 billion\ndollars in 2023, which is 64 per cent more than in\n"
        "the year before the war.\n\n- oil: 107 million tonnes\n- cars: 23 billion dollars\n"
    )
    document = read_document(text)
    words = [document.words(sentence) for sentence in document.sentences]
    assert words == [
        "Trade between China and Russia reached a record of 240 billion dollars in 2023, which is 64 per cent more than in "
        "the year before the war.",
        "- oil: 107 million tonnes",
        "- cars: 23 billion dollars",
    ]
    place = document.origin(document.sentences[0])
    assert document.original[place.start : place.end].replace("\n", " ") == words[0]


def test_letters_with_accents_apart_and_unseen_marks() -> None:
    text = "Ryss\u00adlands \u200bexport o\u0308kade till A\u030aland med 5 %."
    document = read_document(text)
    assert document.text == "Rysslands export ökade till Åland med 5 %."
    at = document.text.index("ökade")
    place = document.origin(type(document.sentences[0])(at, at + 5))
    assert document.original[place.start : place.end] == "o\u0308kade"


def test_five_megabytes_are_cut_with_a_note() -> None:
    document = read_document("Trade rose by 5 per cent in the year. " * 140_000)
    assert len(document.original) <= 5_000_000
    assert "Only the first 5 million of 5.3 million characters" in document.notes[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Russia overtook Saudi Arabia.", "en"), ("Ryssland passerade Saudiarabien.", "sv"),
        ("Handelen mellom Kina og Russland økte kraftig i fjor.", "nb"),
        ("Handelen mellem Kina og Rusland steg kraftigt sidste år.", "da"), ("俄罗斯超过沙特", "zh"),
        ("ロシアはサウジアラビアを抜いた。", "ja"), ("Торгівля між Китаєм і Росією зросла.", "uk"),
        ("Россия обогнала Саудовскую Аравию.", "ru"), ("La Russia ha superato l'Arabia Saudita.", "it"),
        ("Rusland haalde Saoedi-Arabië in als grootste leverancier van China.", "nl"), ("12 345", "und"),
    ],
)  # fmt: skip
def test_languages_of_short_texts(text: str, language: str) -> None:
    assert detect(text)[0] == language


def test_a_language_without_rules_is_said() -> None:
    document = read_document("Handelen mellem Kina og Rusland steg kraftigt sidste år, skriver avisen.")
    assert "there are rules for sv, en" in document.notes[-1]


def test_what_the_caller_knows_counts() -> None:
    document = read_document("Export 2023.", language="no", date="2024-05-20", title="Given")
    assert (document.language, document.language_share) == ("nb", 1.0)
    assert (document.date, document.date_basis, document.title) == (datetime.date(2024, 5, 20), "given", "Given")
    with pytest.raises(DocumentError, match="is no day"):
        read_document("Export 2023.", date="last week")
    with pytest.raises(DocumentError, match="no language code"):
        read_document("Export 2023.", language="swedish!")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Title\n\nMonday, May 20, 2024 · 4 min read\n\nTrade rose by a lot, he said.", datetime.date(2024, 5, 20)),
        ("BEIJING, May 20, 2024 — Trade between China and Russia rose to a record of 240 billion dollars in 2023, data "
         "from the customs office showed.", datetime.date(2024, 5, 20)),
        ("On 16 May 2024, Putin came to Beijing for two days of talks with Xi.", None),
        ("Title\n\n05/06/2024\n\nTrade rose by a lot, he said.", None),
        ("Title\n\nUpdated: 2024-05-21\n\nPublished: 2024-05-20\n\nTrade rose a lot, he said.", datetime.date(2024, 5, 20)),
        ("Trade rose by a lot, he said.", None),
    ],
)  # fmt: skip
def test_datelines(text: str, day: datetime.date | None) -> None:
    document = read_document(text)
    assert document.date == day
    assert (document.date_basis == "unknown") == (day is None)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(read_errors, "import_module", absent)
    with pytest.raises(DocumentError, match=r"pip install 'multipolar\[claims\]'"):
        read_document("<html><body><p>Trade rose by 5 per cent.</p></body></html>")
