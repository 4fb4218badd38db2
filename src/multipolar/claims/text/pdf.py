"""PDF files: their text page by page, with running heads left out and hyphenated words put together again."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from multipolar.claims.text.article_date import Found
from multipolar.claims.text.pdf_lines import blocks_of_pages
from multipolar.claims.text.read_bytes import SIZE_LIMIT
from multipolar.claims.text.read_errors import DocumentError, extra
from multipolar.claims.text.read_trace import Block

PAGE_LIMIT = 300
"""Pages that are read; the rest is left out, with a note."""
SECONDS = 20.0
"""Time after which no further page is begun; the rest is left out, with a note."""
_STREAM_LIMIT = 4_000_000

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a PDF.

    Attributes
    ----------
    original : text of all pages as extracted, a form feed between each two; offsets refer to it.
    blocks : paragraphs, without page numbers and running heads.
    """

    original: str
    blocks: list[Block]
    title: str
    found: Found | None
    notes: tuple[str, ...]


def text_of(content: bytes, *, subject: str) -> Extracted:
    """The text of a PDF file.

    Raises
    ------
    DocumentError
        If it is encrypted, damaged, has no text (scanned pictures), or pypdf is not installed.
    """
    pypdf = extra("pypdf", "reading a PDF")
    with _quiet("pypdf"):
        reader = _opened(pypdf, content, subject)
        pages, notes = _pages(reader, subject)
        title = _title(reader)
    if not any(page.strip() for page in pages):
        raise DocumentError(
            subject,
            "has no text in it: its pages seem to be scanned pictures.",
            evidence=f"{len(pages)} pages were looked at.",
            remedy="Run it through character recognition (OCR) first, or give the text.",
        )
    original = "\f".join(pages)
    blocks, dropped = blocks_of_pages(original)
    if dropped:
        notes.append(f"{dropped} running heads and page numbers were left out.")
    notes.append("Offsets refer to the text extracted from the PDF; a form feed parts its pages.")
    shown = title if title and title.casefold()[:40] in " ".join(original[:5000].split()).casefold() else ""
    return Extracted(original, blocks, shown, None, tuple(notes))


def page_of(original: str, position: int) -> int:
    """Number of the page, from 1, on which a character of the extracted text stands."""
    return original.count("\f", 0, position) + 1


def _opened(pypdf: Any, content: bytes, subject: str) -> Any:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        # Many files are encrypted with an empty password, against copying only.
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:
        # pypdf raises nearly anything on damaged files: KeyError, RecursionError, its own.
        name = type(error).__name__
        if name in ("DependencyError", "FileNotDecryptedError", "WrongPasswordError"):
            raise _encrypted(subject) from error
        raise DocumentError(
            subject, "is damaged: it cannot be read as a PDF.", evidence=f"{name}: {error}"[:300]
        ) from error
    if locked:
        raise _encrypted(subject)
    return reader


def _encrypted(subject: str) -> DocumentError:
    return DocumentError(subject, "is encrypted.", remedy="Save it without a password, or give the text.")


def _pages(reader: Any, subject: str) -> tuple[list[str], list[str]]:
    notes: list[str] = []
    pages: list[str] = []
    length = skipped = 0
    started = time.monotonic()
    try:
        count = len(reader.pages)
    except Exception as error:
        raise DocumentError(subject, "is damaged: its pages cannot be listed.", evidence=str(error)[:300]) from error
    for number in range(min(count, PAGE_LIMIT)):
        if time.monotonic() - started > SECONDS or length > SIZE_LIMIT:
            break
        try:
            page = reader.pages[number]
            contents = page.get_contents()
            large = contents is not None and len(contents.get_data()) > _STREAM_LIMIT
            text = "" if large else page.extract_text()
            skipped += large
        except Exception:
            # One damaged page is no reason to lose the others; it is counted.
            text = ""
            skipped += 1
        pages.append(_plain(text))
        length += len(text)
    if len(pages) < count:
        notes.append(f"Only the first {len(pages)} of {count} pages were read.")
    if skipped:
        notes.append(f"{skipped} pages could not be read.")
    return pages, notes


def _plain(text: str) -> str:
    text = text.replace("\x00", "").replace("\f", "\n").translate(_LIGATURES)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _title(reader: Any) -> str:
    try:
        return " ".join(str(reader.metadata.title or "").split())[:300] if reader.metadata else ""
    except Exception:
        # A damaged information dictionary; the first heading serves as well.
        return ""


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
