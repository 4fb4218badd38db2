"""The catalogue: one card for each table that ships and each source it was made from or checked against."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from multipolar.errors import DataError

PACKAGE = Path(__file__).resolve().parents[1]
CATALOG_FILE = Path(__file__).with_name("catalog.toml")
CHECKSUM_FILE = Path(__file__).with_name("SHA256SUMS")
DATA_PATTERNS = ("data/bundled/**/*", "codes/*.csv", "report/assets/**/*")
"""Where tables ship, below the package folder. Every file here belongs to a card."""

Use = Literal["ships", "check", "user"]
USES: MappingProxyType[str, str] = MappingProxyType(
    {
        "ships": "in the package, or a table derived from it is",
        "check": "compared with only; nothing of it is in the package",
        "user": "the user brings it",
    }
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a table was made from: its path below the source-data folder and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceCard:
    """What is known of one table.

    Attributes
    ----------
    key : name in the catalogue, such as ``icio-2022``.
    retrieved : date, or ``not recorded``.
    use : ``ships``, ``check`` or ``user`` (see `USES`).
    covers : economies, sectors, years, units and known gaps, in a line.
    transformations : what was done to it, in order.
    files : what ships, as patterns below the package folder.
    source_files : the files used, with checksums.
    derived_from : keys of the cards that it was made from.
    """

    key: str
    title: str
    publisher: str
    licence: str
    address: str
    retrieved: str
    use: Use
    covers: str
    citation: str
    transformations: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    source_files: tuple[SourceFile, ...] = ()
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One shipped file against its recorded checksum. `problem` is empty when they agree."""

    path: str
    card: str
    expected: str
    found: str
    problem: str

    @property
    def ok(self) -> bool:
        """True when the file is there, is listed, and has the recorded checksum."""
        return not self.problem


def cards() -> tuple[SourceCard, ...]:
    """All cards, in the order of the catalogue."""
    return tuple(_catalogue().values())


def card(key: str) -> SourceCard:
    """The card of this key; hyphens, underscores and case do not matter (``icio2022`` is ``icio-2022``).

    Raises
    ------
    DataError
        If there is none; the message suggests the nearest keys.
    """
    known = {_plain(name): found for name, found in _catalogue().items()}
    if _plain(key) in known:
        return known[_plain(key)]
    close = difflib.get_close_matches(_plain(key), known, n=3, cutoff=0.5)
    suggestion = f". Did you mean {' or '.join(known[c].key for c in close)}?" if close else ""
    raise DataError(
        f"catalogue, '{key}'",
        f"there is no such table{suggestion}",
        evidence=f"known: {', '.join(_catalogue())}",
        remedy="List them all: multipolar data list.",
    )


def shipped_files(source: SourceCard) -> tuple[str, ...]:
    """Files of a card that are in the package, paths below the package folder with forward slashes, sorted."""
    return tuple(sorted({_relative(p) for pattern in source.files for p in PACKAGE.glob(pattern) if _is_data(p)}))


def checksums(source: SourceCard) -> dict[str, str]:
    """Recorded SHA-256 of each shipped file of a card."""
    recorded = _recorded()
    return {path: recorded.get(path, "") for path in shipped_files(source)}


def verify_checksums() -> list[FileCheck]:
    """Compare every shipped table with its recorded checksum and its card.

    A file that is absent, changed, without a checksum or without a card is a problem, told in `FileCheck.problem`.
    """
    owner = {path: source.key for source in cards() for path in shipped_files(source)}
    recorded = _recorded()
    checks = []
    for path in sorted(set(recorded) | set(data_files())):
        expected = recorded.get(path, "")
        found = _sha256(PACKAGE / path) if (PACKAGE / path).is_file() else ""
        if not found:
            problem = "is listed in SHA256SUMS but absent"
        elif not expected:
            problem = "has no recorded checksum"
        elif found != expected:
            problem = "was changed: its checksum is not the recorded one"
        else:
            problem = "" if path in owner else "belongs to no card of the catalogue"
        checks.append(FileCheck(path, owner.get(path, ""), expected, found, problem))
    return checks


def refresh_checksums() -> tuple[str, ...]:
    """Write SHA256SUMS anew after the shipped tables were built. Returns the paths whose checksum changed."""
    before = _recorded()
    now = {path: _sha256(PACKAGE / path) for path in data_files()}
    lines = [f"{digest}  {path}\n" for path, digest in now.items()]
    CHECKSUM_FILE.write_text("".join(lines), encoding="utf-8", newline="\n")
    return tuple(path for path in sorted(set(before) | set(now)) if before.get(path) != now.get(path))


def data_files() -> tuple[str, ...]:
    """Every table that ships, by place, whether a card knows it or not; paths below the package folder, sorted."""
    return tuple(sorted({_relative(p) for pattern in DATA_PATTERNS for p in PACKAGE.glob(pattern) if _is_data(p)}))


def catalogue_page() -> str:
    """The catalogue as a page of the documentation, in Markdown."""
    lines = [
        "# Data catalogue",
        "",
        "One card for each table that ships in the package and each source it was made from or checked against.",
        "`multipolar data list` and `multipolar data show KEY` print the same cards; `multipolar doctor` compares the",
        "shipped files with their checksums (`data/SHA256SUMS`).",
        "",
        "| key | table | publisher | use |",
        "|---|---|---|---|",
    ]
    lines += [f"| [{c.key}](#{c.key}) | {c.title} | {c.publisher} | {USES[c.use]} |" for c in cards()]
    for c in cards():
        lines += ["", f"## {c.key}", "", f"**{c.title}**", "", f"* Covers: {c.covers}", f"* Publisher: {c.publisher}"]
        address = f"<{c.address}>" if c.address.startswith("http") else c.address
        lines += [f"* Licence: {c.licence}", f"* Address: {address}", f"* Retrieved: {c.retrieved}"]
        lines += [f"* Use: {USES[c.use]}", f"* Citation: {c.citation}"]
        lines += [f"* What was done: {step}" for step in c.transformations]
        if c.files:
            lines.append(f"* Ships as: {', '.join(f'`{pattern}`' for pattern in c.files)}")
        if c.derived_from:
            lines.append(f"* Made from: {', '.join(f'[{key}](#{key})' for key in c.derived_from)}")
        lines += [f"* Source file: `{f.path}`, SHA-256 `{f.sha256}`" for f in c.source_files]
    return "\n".join(lines) + "\n"


@cache
def _catalogue() -> MappingProxyType[str, SourceCard]:
    with CATALOG_FILE.open("rb") as stream:
        raw = tomllib.load(stream)
    return MappingProxyType({key: _parse(key, entry) for key, entry in raw.items()})


def _parse(key: str, entry: dict[str, Any]) -> SourceCard:
    lists = ("transformations", "files", "derived_from")
    fields: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in entry.items()}
    fields["source_files"] = tuple(SourceFile(f["path"], f["sha256"]) for f in entry.get("source_files", ()))
    try:
        parsed = SourceCard(key=key, **fields)
    except TypeError as error:
        raise DataError(
            f"catalogue, '{key}'", "the card has a wrong or a missing field", evidence=str(error)
        ) from error
    if parsed.use not in USES:
        raise DataError(f"catalogue, '{key}'", f"use '{parsed.use}' is not one of {', '.join(USES)}")
    return parsed


def _recorded() -> dict[str, str]:
    if not CHECKSUM_FILE.is_file():
        return {}
    pairs = (line.split("  ", 1) for line in CHECKSUM_FILE.read_text(encoding="utf-8").splitlines() if line.strip())
    return {path: digest for digest, path in pairs}


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc"} and not path.name.startswith(".")


def _relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _plain(key: str) -> str:
    return key.lower().replace("-", "").replace("_", "")
