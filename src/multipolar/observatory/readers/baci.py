"""Reader of CEPII BACI as downloaded: ``BACI_HS92_Y2023_V202501.csv`` with its country codes, or the zip of all years.

Columns: t year, i exporter, j importer (UN numbers), k product (HS, six digits), v thousand current USD, q tonnes. BACI
reconciles what both sides report, so its figures are `reconciled`. Source: Gaulier and Zignago (2010), CEPII.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.codes.foreign_codes import Place, iso_code, un_number
from multipolar.errors import DataError
from multipolar.observatory.readers.opened import Member, day_of, members
from multipolar.observatory.readers.places import Lookup, ends, put_aside
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.products import ALL_GOODS, indicators_of
from multipolar.observatory.readers.reading import Notify, Reading, Tally, finished, quiet
from multipolar.observatory.readers.sheet import BLOCK_BYTES, Block, blocks, matched, numbers

if TYPE_CHECKING:
    import pandas as pd

ADDRESS = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"
SOURCE = "baci"
COLUMNS = ("t", "i", "j", "k", "v", "q")
USD_PER_UNIT = 1000.0
#: CEPII writes goods without a code as 9999AA; codes that a spreadsheet has saved lost a leading nought.
PRODUCT = r"\d{5,6}|9999AA"
#: A cell whose lines without a quantity make more than this part of its value has only a part of its tonnes.
WITHOUT_QUANTITY = 0.05
_TABLE = re.compile(r"BACI_(?P<hs>HS\d\d)_Y(?P<year>\d{4})_V(?P<edition>\d{6}[a-z]?)\.csv", re.IGNORECASE)
#: Products are made of codes of this revision of the Harmonized System; other revisions part and join them.
REVISION = "HS92"
_COUNTRIES = re.compile(r"country_codes(_V\d{6}[a-z]?)?\.csv", re.IGNORECASE)
_KEY = ["t", "i", "j"]


def read_baci(
    path: Path,
    notify: Notify = quiet,
    *,
    years: Sequence[int] = (),
    vintage: str = "",
    block_bytes: int = BLOCK_BYTES,
) -> Reading:
    """All goods and the products of interest, by exporter, importer and year.

    Parameters
    ----------
    path : one year's csv (also gz), the zip as downloaded, or the folder it was unpacked to.
    years : years of a zip or folder to read; all by default.
    vintage : edition; from the file name (``V202501``) by default.

    Raises
    ------
    DataError
        If a row breaks a rule (named with row and column), a country code is unknown, or there is no edition.
    """
    given = members(path)
    tables = [member for member in given if _TABLE.fullmatch(member.name)]
    if not tables and path.is_file() and path.suffix.lower() != ".zip":
        tables = list(given)
    if years:
        tables = [
            member for member in tables if (found := _TABLE.fullmatch(member.name)) and int(found["year"]) in years
        ]
    if not tables:
        raise DataError(
            path.name,
            "holds no BACI table" + (f" of {', '.join(map(str, years))}" if years else ""),
            evidence=", ".join(member.name for member in given[:6]),
            remedy=f"Tables are called BACI_HS92_Y2023_V202501.csv; download them from {ADDRESS}.",
        )
    named = _TABLE.fullmatch(tables[0].name)
    edition = vintage or (named["edition"] if named else "")
    if not edition:
        raise DataError(
            path.name,
            "does not tell its edition in its name",
            remedy="Keep the published name, or give --vintage 202501.",
        )
    lookup = _lookup(path, given)
    tally = Tally()
    parts: list[pd.DataFrame] = []
    for member in tables:
        parts.append(_read_table(member, lookup, tally, notify, block_bytes))
    import pandas as pd

    return finished(
        pd.concat(parts).assign(status="reconciled"),
        file=path.name,
        source=SOURCE,
        vintage=edition,
        retrieved=day_of(path),
        tally=tally,
    )


def _lookup(path: Path, given: Sequence[Member]) -> Lookup:
    """Numbers by the edition's own table of countries where it is at hand, else by the UN's."""
    table = next((member for member in given if _COUNTRIES.fullmatch(member.name)), None)
    if table is None and path.is_file():
        beside = [Member(file.name, file) for file in path.parent.iterdir() if _COUNTRIES.fullmatch(file.name)]
        table = beside[0] if beside else None
    if table is None:
        return un_number
    problems = Problems(table.name)
    known: dict[str, Place] = {}
    for block in blocks(
        table, lambda names: _needed(table.name, names, ("country_code", "country_name", "country_iso3")), problems
    ):
        rows = zip(*(block.columns[name] for name in ("country_code", "country_name", "country_iso3")), strict=True)
        for number, name, iso3 in rows:
            place = un_number(number) or iso_code(iso3)
            known[number] = place or Place("", "group", name)
    problems.stop_if_any()
    return lambda number: known.get(number)


def _needed(file: str, names: Sequence[str], columns: Sequence[str]) -> Sequence[str]:
    lacking = [name for name in columns if name not in names]
    if lacking:
        raise DataError(
            file,
            f"row 1 lacks the columns {', '.join(lacking)}",
            evidence=f"found {', '.join(names[:12])}",
            remedy=f"A BACI table has {', '.join(columns)}; it is at {ADDRESS}.",
        )
    return columns


def _read_table(member: Member, lookup: Lookup, tally: Tally, notify: Notify, block_bytes: int) -> pd.DataFrame:
    """Sums of one table: indicator, reporter, partner, period, value, unit."""

    named = _TABLE.fullmatch(member.name)
    problems = Problems(member.name, "Download the table again; it must be as CEPII publishes it.")
    goods: list[pd.DataFrame] = []
    picked: list[pd.DataFrame] = []
    for block in blocks(
        member, lambda names: _needed(member.name, names, COLUMNS), problems, notify, block_bytes=block_bytes
    ):
        tally.rows += len(block)
        sums, lines = _sums(block, named["year"] if named else "", lookup, problems, tally)
        goods.append(sums)
        picked.append(lines)
        if len(goods) > 16:
            goods, picked = [_added(goods, _KEY)], [_added(picked, [*_KEY, "tonnes", "money"])]
    problems.stop_if_any()
    if named and named["hs"].upper() != REVISION:
        tally.notes.append(
            f"{member.name}: products are defined in {REVISION}; of this revision only all goods are kept."
        )
        picked = [lines.iloc[:0] for lines in picked]
    if not goods:
        raise DataError(member.name, "has a heading and no row")
    return _tidy(_added(goods, _KEY), _added(picked, [*_KEY, "tonnes", "money"]), tally)


def _sums(
    block: Block, year: str, lookup: Lookup, problems: Problems, tally: Tally
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All goods by pair, and products by pair, of one block."""
    import pandas as pd

    value = numbers(block, "v", problems, missing=frozenset(), rule="must be a value in thousand USD")
    tonnes = numbers(block, "q", problems, rule="must be tonnes, or NA where customs give none")
    matched(block, "t", year or r"\d{4}", f"must be the year {year}" if year else "must be a year", problems)
    matched(block, "k", PRODUCT, "must be an HS code of six digits", problems)
    hint = "Put the edition's country_codes file beside the table."
    exporter, exporter_kind = ends(block, "i", lookup, problems, remedy=hint)
    importer, importer_kind = ends(block, "j", lookup, problems, remedy=hint)
    kept = put_aside(block, "i", exporter_kind, lookup, tally) & put_aside(block, "j", importer_kind, lookup, tally)
    tally.zero += int((value == 0).sum())
    tally.missing["q"] += int(pd.isna(tonnes).sum())
    cells = pd.DataFrame(
        {
            "t": block.columns["t"],
            "i": exporter,
            "j": importer,
            "k": block.columns["k"].str.zfill(6),
            "v": value,
            "q": tonnes,
        }
    )[kept]
    cells["lost"] = cells["v"].where(cells["q"].isna(), 0.0)
    goods = _added([cells], _KEY)
    cells["tonnes"], cells["money"] = indicators_of(cells["k"])
    picked = cells[cells["money"] != ""]
    return goods, _added([picked], [*_KEY, "tonnes", "money"])


def _added(parts: list[pd.DataFrame], key: list[str]) -> pd.DataFrame:
    import pandas as pd

    grouped = pd.concat(parts).groupby(key, sort=False)
    return grouped[["v", "q", "lost"]].sum(min_count=1).reset_index()


def _tidy(goods: pd.DataFrame, picked: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    import pandas as pd

    money = pd.concat([goods.assign(money=ALL_GOODS), picked]).assign(unit="USD")
    money = money.assign(indicator=money["money"], value=money["v"] * USD_PER_UNIT)
    weighed = picked[picked["tonnes"] != ""]
    partial = weighed["q"].isna() | (weighed["lost"] > WITHOUT_QUANTITY * weighed["v"])
    if partial.any():
        tally.missing["tonnes of a pair and product (no quantity for over 5 % of its value)"] += int(partial.sum())
    mass = weighed[~partial].assign(unit="t")
    mass = mass.assign(indicator=mass["tonnes"], value=mass["q"])
    both = pd.concat([money, mass]).rename(columns={"t": "period", "i": "reporter", "j": "partner"})
    # the same economy twice is customs' own re-imports, or two codes of one economy: no flow between two
    inner = both["reporter"] == both["partner"]
    if inner.any():
        tally.aside["flows of an economy to itself"] += int(inner.sum())
    return both[~inner][["indicator", "reporter", "partner", "period", "value", "unit"]]
