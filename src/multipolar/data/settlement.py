"""In which currencies trade is paid: published shares.

Shipped are the dated figures of the Bank of Russia and others on the settlement of Russia's trade, and the currency
shares of world payments (SWIFT) and reserves (IMF COFER).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from multipolar.errors import DataError

BUNDLED = Path(__file__).with_name("bundled")
SETTLEMENT = BUNDLED / "payments-settlement.csv"
WORLD = BUNDLED / "payments-world.csv"
RUSSIA = "Russia total"
COLUMNS = ("date", "flow", "scope", "currency", "share_pct", "source", "check")
WORLD_COLUMNS = ("date", "series", "currency", "share_pct", "source", "check")
# Figures of the same Bank of Russia reports that the collected table lacks, from press accounts that were looked up.
PRESS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("2022-01", "export", RUSSIA, "USD", "52", "Bank of Russia, Financial Stability Review, via RBC", "press"),
    ("2022-01", "export", RUSSIA, "EUR", "35", "Bank of Russia, Financial Stability Review, via RBC", "press"),
    ("2022-01", "export", RUSSIA, "RUB", "12.3", "Bank of Russia, Financial Stability Review, via RBC", "press"),
    ("2022-12", "export", RUSSIA, "RUB", "34", "Bank of Russia, Financial Market Risk Review, via Bloomberg", "press"),
    ("2021", "trade", "EAEU", "RUB", "72", "Russian prime minister, via TASS 2022-10-21", "press"),
)


@dataclass(frozen=True, slots=True)
class SettlementShare:
    """One published share of trade paid in a currency.

    Attributes
    ----------
    date : as published: a month, a year or a half-year (``2023H1``).
    flow : ``export``, ``import`` or ``trade``. scope : whose; ``Russia total``, ``Asia``, ``Russia-China``, ``EAEU``.
    currency : code, two codes joined by ``+``, or ``friendly``, ``unfriendly`` (by Russia's list of economies).
    share_pct : per cent. check : ``lookup`` confirmed, ``press`` from a press account, ``recall`` unverified.
    """

    date: str
    flow: str
    scope: str
    currency: str
    share_pct: float
    source: str
    check: str


@dataclass(frozen=True, slots=True)
class WorldShare:
    """A currency's share of SWIFT payments or of allocated reserves, per cent."""

    date: str
    series: str
    currency: str
    share_pct: float
    source: str
    check: str


def load_settlement(path: Path = SETTLEMENT) -> tuple[SettlementShare, ...]:
    """Published settlement shares.

    Raises
    ------
    DataError
        If the file is absent, lacks a column, or a share is no percentage; the message names the line.
    """
    rows = _rows(path, COLUMNS)
    return tuple(
        SettlementShare(
            row["date"],
            row["flow"],
            row["scope"],
            row["currency"],
            _percent(path, line, row["share_pct"]),
            row["source"],
            row["check"],
        )
        for line, row in rows
    )


def load_world_shares(path: Path = WORLD) -> tuple[WorldShare, ...]:
    """Currency shares of world payments and reserves. Raises as `load_settlement`."""
    return tuple(
        WorldShare(
            row["date"],
            row["series"],
            row["currency"],
            _percent(path, line, row["share_pct"]),
            row["source"],
            row["check"],
        )
        for line, row in _rows(path, WORLD_COLUMNS)
    )


def published(date: str, flow: str, currency: str, scope: str = RUSSIA) -> SettlementShare:
    """The one published share of this description.

    Raises
    ------
    DataError
        If there is none, or more than one.
    """
    wanted = (date, flow, scope, currency)
    found = [row for row in load_settlement() if (row.date, row.flow, row.scope, row.currency) == wanted]
    if len(found) != 1:
        raise DataError(SETTLEMENT.name, f"has {len(found)} rows for {', '.join(wanted)}", remedy="Expected one.")
    return found[0]


def build_settlement(source: Path, target: Path = BUNDLED) -> int:
    """Write both shipped tables from the folder of collected facts; the number of rows.

    The facts are kept as they are; `PRESS` adds figures of the same reports that they lack, marked so.
    """
    facts = [tuple(row[name] for name in COLUMNS) for _, row in _rows(source / "settlement_currency.csv", COLUMNS)]
    world = [
        tuple(row[name] for name in WORLD_COLUMNS)
        for _, row in _rows(source / "swift_rmb_and_cofer.csv", WORLD_COLUMNS)
    ]
    settled = sorted([*facts, *PRESS], key=lambda row: (row[2], row[0], row[1]))
    for name, header, rows in ((SETTLEMENT.name, COLUMNS, settled), (WORLD.name, WORLD_COLUMNS, world)):
        with (target / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    return len(settled) + len(world)


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise DataError(path.name, "is absent", remedy="Reinstall the package, or set MULTIPOLAR_DATA to build it.")
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != columns:
            raise DataError(path.name, f"needs the columns {', '.join(columns)}", evidence=f"{reader.fieldnames}")
        return list(enumerate(reader, 2))


def _percent(path: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise DataError(path.name, f"line {line}: share_pct is no percentage", evidence=f"found {text!r}")
    return value
