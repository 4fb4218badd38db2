"""Reader of the official OECD Inter-Country Input-Output files, any year, as zip or csv.

Source: OECD, Inter-Country Input-Output tables, http://oe.cd/icio; the layout is described in
`multipolar.data.icio_layout`, the rules that close the accounts in `multipolar.data.icio_close`.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from multipolar.data.icio_close import BALANCE_RELATIVE, close_accounts, find_imbalances
from multipolar.data.icio_layout import read_layout
from multipolar.data.icio_stream import Opener, read_body, read_header
from multipolar.data.world_table import WorldTable
from multipolar.errors import DataError

SHOWN_PROBLEMS = 10
ADDRESS = "https://webfs-sti.oecd.org/files/STI-PIE/ICIO/2025/2016-2022_SML.zip"
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_LAYOUT_HELP = (
    "Expected: header V1, CCC_SSS …, CCC_HFCE …, OUT; rows CCC_SSS …, TLS, VA, OUT. "
    f"Download the file again from {ADDRESS}"
)


@dataclass(frozen=True, slots=True)
class IcioFile:
    """One year of the official tables, read and closed.

    Attributes
    ----------
    table : the accounts, closed.
    notes : what was changed on the way, one line each.
    member : name of the csv read.
    checksum : SHA-256 of the file given by the user.
    years : years that the file offers.
    """

    table: WorldTable
    notes: tuple[str, ...]
    member: str
    checksum: str
    years: tuple[int, ...]


def read_icio(
    path: str | Path, *, year: int | None = None, name: str | None = None, tolerance: float = BALANCE_RELATIVE
) -> IcioFile:
    """Read one year of the official OECD ICIO tables.

    Parameters
    ----------
    path : a zip of yearly csv files (``2016-2022_SML.zip``) or one csv (``2022_SML.csv``).
    year : which year; the newest in the file when not given. Needed when the csv's name holds none.
    name : key of the table, ``icio-<year>`` when not given.
    tolerance : ratio by which a row or column may miss its printed total, besides 5 USD mn.

    Returns
    -------
    IcioFile
        Economies and sectors as the file has them, the parts of China and Mexico added up; USD mn.

    Raises
    ------
    DataError
        Names up to ten problems at once, each with row, column and the rule that is broken.
    """
    path = Path(path)
    members = _members(path)
    year = _choose_year(path, members, year)
    open_file, member = members[year]
    subject = path.name if member == path.name else f"{path.name}, {member}"
    try:
        layout, problems = read_layout(read_header(open_file))
        if layout is None:
            raise _refusal(subject, problems)
        sums, problems = read_body(open_file, layout, SHOWN_PROBLEMS)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DataError(
            subject, "the archive is damaged", evidence=str(error), remedy=f"Download it again from {ADDRESS}"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(subject, "is not text", evidence=str(error), remedy=_LAYOUT_HELP) from error
    if sums is None:
        raise _refusal(subject, problems)
    if problems := find_imbalances(layout, sums, tolerance):
        raise _refusal(subject, problems)
    closed = close_accounts(
        layout, sums, name=name or f"icio-{year}", title=f"OECD ICIO {year}, official table", year=year
    )
    return IcioFile(
        closed.table, closed.notes, member, file_checksum(path), tuple(sorted(y for y in members if y is not None))
    )


def file_checksum(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _refusal(subject: str, problems: list[str]) -> DataError:
    shown = problems[:SHOWN_PROBLEMS]
    more = len(problems) - len(shown)
    if more > 0:
        shown = [*shown, f"… and more ({more} known)"]
    count = f"at least {len(problems)} problems" if more > 0 else f"{len(problems)} problem{'s'[: len(problems) != 1]}"
    return DataError(subject, f"has {count}; nothing was stored", evidence="\n  ".join(shown), remedy=_LAYOUT_HELP)


def _members(path: Path) -> dict[int | None, tuple[Opener, str]]:
    """Openers of the csv files by year; the year is None where the name holds none."""
    if not path.is_file():
        raise DataError(str(path), "there is no such file", remedy=f"Download the tables from {ADDRESS}")
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic[:2] != b"PK":
        if path.suffix.lower() == ".zip":
            raise DataError(path.name, "is not a zip archive", evidence=f"starts with {magic!r}", remedy=_LAYOUT_HELP)
        if b"\0" in magic or not magic:
            raise DataError(path.name, "is empty" if not magic else "is neither csv nor zip", remedy=_LAYOUT_HELP)
        return {_year_of(path.name): (partial(_open_plain, path), path.name)}
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith(".csv") and not n.startswith("__MACOSX")]
            inside = archive.namelist()
    except zipfile.BadZipFile as error:
        raise DataError(
            path.name, "the archive is damaged or cut off", evidence=str(error), remedy=f"Download it from {ADDRESS}"
        ) from error
    if not names:
        raise DataError(
            path.name,
            "holds no csv file",
            evidence=f"inside: {', '.join(inside[:5]) or 'nothing'}",
            remedy=_LAYOUT_HELP,
        )
    found: dict[int | None, tuple[Opener, str]] = {}
    for name in names:
        key = _year_of(Path(name).name) or (_year_of(path.name) if len(names) == 1 else None)
        if key in found:
            raise DataError(
                path.name, f"holds more than one csv of the year {key or '(none in the name)'}",
                evidence=f"{found[key][1]} and {name}", remedy="Give the csv of the year you want.",
            )  # fmt: skip
        found[key] = (partial(_open_member, path, name), name)
    return found


def _open_plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_member(path: Path, name: str) -> BinaryIO:
    # the archive object closes with the stream: ZipExtFile keeps the shared handle alive until then
    with zipfile.ZipFile(path) as archive:
        return cast(BinaryIO, archive.open(name))


def _year_of(name: str) -> int | None:
    years = _YEAR.findall(name)
    return int(years[0]) if len(set(years)) == 1 else None


def _choose_year(path: Path, members: dict[int | None, tuple[Opener, str]], year: int | None) -> int:
    known = sorted(y for y in members if y is not None)
    if not known:
        if year is None:
            raise DataError(path.name, "the name holds no year", remedy="Say which year it is: --year 2022.")
        members[year] = members.pop(None)
        return year
    if year is None:
        return known[-1]
    if year not in members:
        raise DataError(path.name, f"holds no table of {year}", evidence=f"years inside: {', '.join(map(str, known))}")
    return year
