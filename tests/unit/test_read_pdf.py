"""PDF: text page by page, words put together again, running heads left out; what cannot be read is said."""

from __future__ import annotations

import io

import pytest

from multipolar.claims.text.pdf import page_of
from multipolar.claims.text.read import read_document
from multipolar.claims.text.read_errors import DocumentError

PAGES = [
    [
        "Energy Review 2024",
        "China and Russia: the trade in figures",
        "",
        "Trade between China and Russia reached 240 billion dollars in 2023, an in-",
        "crease of 64 per cent since February 2022. The Sino-",
        "Russian partnership also covers crude oil, of which Russia shipped 107 mil-",
        "lion tonnes to China in 2023. The share of the kinesisk-",
        "ryska trade that is settled in yuan or roubles rose to more than",
        "1",
    ],
    [
        "Energy Review 2024",
        "95 per cent. That is a record.",
        "",
        "Outlook",
        "",
        "Exports may rise by 5 % in 2024.",
        "2",
    ],
    ["Energy Review 2024", "A third page tells of pipelines with a capacity of 38 bcm a year.", "3"],
]


def _pdf(pages: list[list[str]]) -> bytes:
    """The smallest file with these lines in Helvetica."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * number)
        )
        shown = b"".join(b"(%s) Tj T*\n" % line.encode("cp1252") for line in lines)
        stream = b"BT /F1 11 Tf 14 TL 50 800 Td\n%sET" % shown
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    content = b"%PDF-1.4\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, trailer)


def test_words_pages_and_places() -> None:
    document = read_document(_pdf(PAGES))
    words = [document.words(sentence) for sentence in document.sentences]
    assert words == [
        "China and Russia: the trade in figures",
        "Trade between China and Russia reached 240 billion dollars in 2023, an increase of 64 per cent since February "
        "2022.",
        "The Sino-Russian partnership also covers crude oil, of which Russia shipped 107 million tonnes to China in "
        "2023.",
        "The share of the kinesisk-ryska trade that is settled in yuan or roubles rose to more than 95 per cent.",
        "That is a record.",
        "Outlook",
        "Exports may rise by 5 % in 2024.",
        "A third page tells of pipelines with a capacity of 38 bcm a year.",
    ]
    place = document.origin(document.sentences[1])
    assert document.original[place.start : place.end].startswith("Trade between")
    assert "an in-\ncrease of 64 per cent" in document.original[place.start : place.end]
    pages = [page_of(document.original, document.origin(sentence).start) for sentence in document.sentences]
    assert pages == [1, 1, 1, 1, 2, 2, 2, 3]
    assert "6 running heads and page numbers" in " ".join(document.notes)


def test_encrypted_empty_and_damaged() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf(PAGES)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    for content, problem in (
        (locked.getvalue(), "is encrypted"),
        (_pdf([[], []]), "scanned pictures"),
        (b"%PDF-1.4\nnothing", "is damaged"),
        (_pdf(PAGES)[:700], "is damaged|scanned"),
    ):
        with pytest.raises(DocumentError, match=problem):
            read_document(content)
