"""From bytes to characters: what kind of file it is, its encoding, and what is refused."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from multipolar.claims.text.read_errors import DocumentError, extra

Kind = Literal["text", "html", "pdf"]

SIZE_LIMIT = 5_000_000
"""Bytes (or characters) of text that are read; the rest is cut off, with a note."""

_SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"PK\x03\x04", "a ZIP archive or an office document (docx, xlsx, odt, epub)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (doc, xls)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich text file (rtf)"),
)
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                         re.IGNORECASE | re.DOTALL)  # fmt: skip
_HTML_PART = re.compile(r"\s*<(?:article|main|div|section|p|h1|meta|title|header|table|nav|ul)\b[^<>]{0,2000}>", re.I)
_CHARSET = re.compile(rb"<meta[^<>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CANDIDATES = [
    "cp1251", "koi8_r", "cp1252", "cp1250", "gb18030", "big5", "iso8859_15", "mac_cyrillic", "iso8859_5", "cp1254",
    "cp1253", "shift_jis", "euc_kr", "euc_jp", "cp1255", "cp1256",
]  # fmt: skip


def kind_of(content: bytes | str, *, name: str = "", content_type: str = "") -> Kind:
    """Whether bytes or characters are plain text, HTML or PDF, from how they begin, what they are served as, the name.

    Raises
    ------
    DocumentError
        For bytes that begin like a picture, an archive, an office document or a program; the message says which.
    """
    if isinstance(content, bytes):
        if b"%PDF-" in content[:1024]:
            return "pdf"
        for start, what in _FORMATS:
            if content.startswith(start):
                raise DocumentError(
                    name or "the file", f"is {what}, not a text.", remedy="Save the article as text, HTML or PDF first."
                )
        beginning = content[:8192].decode("latin-1").replace("\x00", "").lstrip("\xef\xbb\xbf\xff\xfe")
    else:
        beginning = content[:8192].lstrip("\ufeff")
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix == "pdf" or "application/pdf" in content_type:
        return "pdf"
    if suffix in ("html", "htm", "xhtml") or "html" in content_type:
        return "html"
    return "html" if _HTML_START.match(beginning) or _HTML_PART.match(beginning) else "text"


def decode(content: bytes, *, subject: str, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Characters of a text, with notes on what had to be assumed.

    Parameters
    ----------
    charset : what the sender calls the encoding, if anything; tried after byte order marks and UTF-8.

    Raises
    ------
    DocumentError
        For bytes that are no text.
    """
    notes: list[str] = []
    if len(content) > SIZE_LIMIT:
        notes.append(f"Only the first {SIZE_LIMIT / 1e6:.0f} MB of {len(content) / 1e6:.1f} MB were read.")
        content = content[:SIZE_LIMIT]
    text = _decode_marked(content) or _decode_wide(content)
    if text is None:
        text, assumed = _decode_bytes(content, charset or _declared(content))
        if assumed:
            notes.append(assumed)
    text, more = checked(text, subject=subject)
    return text, (*notes, *more)


def checked(text: str, *, subject: str) -> tuple[str, tuple[str, ...]]:
    """A text cut to `SIZE_LIMIT`, with half surrogates replaced; refuses what is empty or no text.

    Raises
    ------
    DocumentError
        If there is nothing but blanks in it, or if it is full of control characters.
    """
    notes: tuple[str, ...] = ()
    if len(text) > SIZE_LIMIT:
        notes = (
            f"Only the first {SIZE_LIMIT / 1e6:.0f} million of {len(text) / 1e6:.1f} million characters were read.",
        )
        text = text[:SIZE_LIMIT]
    if not text or text.isspace():
        raise DocumentError(
            subject, "is empty: there is no text in it.", remedy="Give a file, address or text to read."
        )
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    odd = len(_ODD.findall(sample))
    if odd > max(2, 0.005 * len(sample)) or sample.count("\ufffd") > 0.2 * len(sample):
        raise DocumentError(
            subject,
            "is not a text: it looks like binary data.",
            evidence=f"{odd} control characters among the {len(sample)} characters looked at.",
            remedy="Save the article as text, HTML or PDF first.",
        )
    if any("\ud800" <= character <= "\udfff" for character in set(text)):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        notes += ("Half characters (lone surrogates) were replaced.",)
    return text, notes


def _decode_marked(content: bytes) -> str | None:
    for mark, name in _MARKS:
        if content.startswith(mark):
            # The mark itself is no part of the text; an odd last byte of a cut file is dropped.
            return content[len(mark) :].decode(name, "replace")
    return None


def _decode_wide(content: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in nearly every second byte of Western text."""
    sample = content[:4096]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return content.decode("utf-16-le", "replace")
    if even > 0.4 * half and odd < 0.05 * half:
        return content.decode("utf-16-be", "replace")
    return None


def _declared(content: bytes) -> str:
    found = _CHARSET.search(content[:4096])
    return found.group(1).decode("ascii") if found else ""


def _decode_bytes(content: bytes, charset: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        # A character cut in two at the end of a shortened file is no reason for doubt.
        if error.start >= len(content) - 3:
            return content[: error.start].decode("utf-8"), ""
    if charset:
        try:
            if codecs.lookup(charset).name not in ("utf-8", "ascii"):
                return content.decode(charset), ""
        except (LookupError, ValueError):
            pass
    repaired = content.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    wide = sum(1 for byte in content[:_SAMPLE] if byte >= 0x80) or 1
    if broken * 20 < wide and broken * 50 < len(content):
        return repaired, f"{broken} bytes that are not UTF-8 were replaced by \ufffd."
    name = _guess(content)
    try:
        return content.decode(name), f"The encoding is not stated; {name} was assumed."
    except (UnicodeDecodeError, LookupError):
        return content.decode("cp1252", "replace"), "The encoding is not stated; cp1252 was assumed."


def _guess(content: bytes) -> str:
    lines = [line for line in content[: _SAMPLE * 4].splitlines() if any(byte >= 0x80 for byte in line)]
    sample = b"\n".join(lines)[:12_000]
    guesses = extra("charset_normalizer", "guessing the encoding of a text")
    best = guesses.from_bytes(sample, cp_isolation=_CANDIDATES, steps=4, chunk_size=1024).best()
    return str(best.encoding) if best is not None else "cp1252"
