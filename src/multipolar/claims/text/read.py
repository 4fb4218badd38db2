"""Reading: from a text, a file, a page or an address to a `Document`."""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass
from pathlib import Path

from multipolar.claims.document import LANGUAGES, Document
from multipolar.claims.text.article_date import Found, date_in
from multipolar.claims.text.language import detect, named
from multipolar.claims.text.plain import blocks_of
from multipolar.claims.text.plain_furniture import without_furniture
from multipolar.claims.text.read_bounds import bounded
from multipolar.claims.text.read_bytes import SIZE_LIMIT, Kind, checked, decode, kind_of
from multipolar.claims.text.read_errors import DocumentError
from multipolar.claims.text.read_trace import Block, join
from multipolar.claims.text.sentences import sentences_of

_PDF_LIMIT = 30_000_000


@dataclass(frozen=True, slots=True)
class Main:
    """The main text of something read, before language, date and sentences.

    Attributes
    ----------
    blocks : the article's paragraphs, in order.
    seen : all that could be seen, in which a dateline is looked for; `blocks` with menus and footers.
    found : title and date where the page states them.
    """

    original: str
    blocks: list[Block]
    seen: list[Block]
    title: str = ""
    found: Found | None = None
    notes: tuple[str, ...] = ()


def read_document(
    source: str | Path | bytes,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    date: datetime.date | str | None = None,
    title: str = "",
) -> Document:
    """A text, read: its main text without menus and footers, language, date, sentences, and where each stands.

    Parameters
    ----------
    source : the text itself (a string), the bytes of a file, or the path of a file.
    kind : ``text``, ``html`` or ``pdf``; told from the content (and the file's name) by default.
    language : ISO 639-1 code, where it is known; detected by default.
    date : day of the article, where it is known; a `date` or ISO text. By default what the page states or a dateline
        says; never today's.
    title : title, where it is known; by default that of the page, or its first heading.

    Raises
    ------
    DocumentError
        For what is empty, binary, encrypted or cannot be opened, a date or language that is none, and where a package
        of ``multipolar[claims]`` is missing.
    """
    name = ""
    if isinstance(source, Path):
        name = source.name
        source = _contents(source)
    return read_content(source, kind=kind, language=language, date=date, title=title, name=name)


def read_source(
    argument: str,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    date: datetime.date | str | None = None,
    title: str = "",
) -> Document:
    """The document that a word on a command line names: an ``http(s)`` address, ``-`` for standard input, or a path.

    Raises
    ------
    DocumentError
        As `read_document`, and for addresses that are refused or out of reach; see `multipolar.claims.text.fetch`.
    """
    if argument == "-":
        content = sys.stdin.buffer.read(_PDF_LIMIT + 1)
        return read_content(content, kind=kind, language=language, date=date, title=title, name="standard input")
    if "://" in argument[:12] or argument.startswith("www."):
        from multipolar.claims.text.fetch import fetch

        page = fetch(argument if "://" in argument[:12] else f"https://{argument}")
        return read_content(
            page.content,
            kind=kind or kind_of(page.content, name=page.address.split("?")[0], content_type=page.content_type),
            language=language,
            date=date,
            title=title,
            name=page.address,
            charset=page.charset,
            address=page.address,
            notes=page.notes,
        )
    return read_document(Path(argument), kind=kind, language=language, date=date, title=title)


def read_content(
    content: str | bytes,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    date: datetime.date | str | None = None,
    title: str = "",
    name: str = "",
    charset: str = "",
    address: str = "",
    notes: tuple[str, ...] = (),
) -> Document:
    """As `read_document`, for characters or bytes with what is known of where they come from.

    Parameters
    ----------
    name : file name or address; for messages and as the document's source.
    charset : encoding that the sender states.
    address : where a page was fetched; a date in it is used if the page states none.
    """
    subject = name or "the text"
    day = _day(date)
    code = named(language) if language else ""
    kind = kind or kind_of(content, name=name)
    if kind == "pdf":
        main = _pdf(content, subject)
    else:
        if isinstance(content, bytes):
            text, more = decode(content, subject=subject, charset=charset)
        else:
            text, more = checked(content.removeprefix("\ufeff"), subject=subject)
        text, cut = bounded(text, kind)
        notes += (*more, *cut)
        main = _page(text, address) if kind == "html" else _plain(text)
    text, pieces = join(main.blocks)
    if not text:
        raise DocumentError(subject, "has no text to read.", remedy="Give the article as text if this is a page.")
    share = 1.0
    if not code:
        code, share = detect(text)
        if code not in LANGUAGES and code != "und":
            notes += (f"The language seems to be '{code}'; there are rules for {', '.join(LANGUAGES)} only.",)
    found = Found(day, "given") if day else main.found or date_in(main.seen, address=address)
    return Document(
        text=text,
        original=main.original,
        pieces=pieces,
        sentences=sentences_of(text, code),
        language=code,
        language_share=share,
        date=found.date if found else None,
        date_basis=found.basis if found else "unknown",
        title=title or main.title or _first_heading(main.blocks),
        source=name,
        notes=(*notes, *main.notes),
    )


def _plain(text: str) -> Main:
    seen = blocks_of(text)
    blocks, dropped = without_furniture(seen)
    notes = (f"{dropped} lines of menu, footer or the like were left out.",) if dropped else ()
    return Main(text, blocks, seen, notes=notes)


def _page(text: str, address: str) -> Main:
    from multipolar.claims.text.html_main import main_of

    page = main_of(text, address=address)
    return Main(text, page.blocks, page.seen, page.title, page.found, page.notes)


def _pdf(content: str | bytes, subject: str) -> Main:
    from multipolar.claims.text.pdf import text_of

    if isinstance(content, str):
        raise DocumentError(subject, "was given as characters; a PDF has to be given as bytes or a path.")
    extracted = text_of(content, subject=subject)
    blocks, dropped = without_furniture(extracted.blocks)
    notes = (*extracted.notes, *((f"{dropped} lines of menu or footer were left out.",) if dropped else ()))
    return Main(extracted.original, blocks, extracted.blocks, extracted.title, extracted.found, notes)


def _contents(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(str(path), "is a folder, not a text.", remedy="Name one file in it.")
        size = path.stat().st_size
        with path.open("rb") as file:
            # One byte more than is read, so that a file that is cut is known to be.
            content = file.read(_PDF_LIMIT + 1)
    except OSError as error:
        raise DocumentError(
            str(path), "cannot be opened.", evidence=error.strerror or str(error), remedy="Check the path."
        ) from error
    if size > _PDF_LIMIT:
        raise DocumentError(
            str(path),
            f"is too large: {size / 1e6:.0f} MB.",
            remedy=f"At most {SIZE_LIMIT / 1e6:.0f} MB of text are read, and PDF files of {_PDF_LIMIT / 1e6:.0f} MB.",
        )
    return content


def _day(date: datetime.date | str | None) -> datetime.date | None:
    if date is None or isinstance(date, datetime.date):
        return date.date() if isinstance(date, datetime.datetime) else date
    try:
        return datetime.date.fromisoformat(date.strip()[:10])
    except ValueError as error:
        raise DocumentError(f"date {date!r}", "is no day.", remedy="Write it as 2024-05-20.") from error


def _first_heading(blocks: list[Block]) -> str:
    first = blocks[0]
    line = first.text.split("\n", 1)[0]
    return line if first.role == "heading" or len(line) <= 120 else ""
