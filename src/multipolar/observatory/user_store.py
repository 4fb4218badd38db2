"""What the user added: tables of figures in ``<home>/observatory``, each a Parquet file with a card beside it.

``NAME.parquet`` has the columns of a figure. ``NAME.json`` says whose figures they are: ``source`` (fields of
`Source`), ``indicators`` (those that are not bundled) and ``reason``, why older values were replaced. A write is
complete or leaves nothing; a table that does not fit is refused when it is written.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.data.store import home
from multipolar.errors import DataError
from multipolar.observatory.indicators import registry
from multipolar.observatory.records import STATUSES, Indicator, Source

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "indicator", "reporter", "partner", "period", "value", "unit", "source", "vintage", "status", "retrieved", "note",
)  # fmt: skip
_NAME = re.compile(r"^[a-z0-9][a-z0-9-]*$")
PERIOD = re.compile(r"^\d{4}(-\d{2}(-\d{2})?|Q[1-4]|H[12])?(/\d{4}(-\d{2}(-\d{2})?)?)?$")
EVENTS = "events"
SHOWN = 3


@dataclass(frozen=True, slots=True)
class UserTable:
    """One added table: its file, its source, indicators of its own, and why it replaces older values."""

    path: Path
    source: Source
    indicators: tuple[Indicator, ...]
    reason: str


def folder(store: Path | None = None) -> Path:
    """Where added tables are kept; it need not exist."""
    return (store or home()) / "observatory"


def user_tables(store: Path | None = None) -> tuple[UserTable, ...]:
    """Every added table, by name.

    Raises
    ------
    DataError
        If a card is absent or cannot be read.
    """
    where = folder(store)
    if not where.is_dir():
        return ()
    return tuple(_read(path) for path in sorted(where.glob("*.parquet")) if not path.name.startswith("."))


def user_events(store: Path | None = None) -> tuple[Path, ...]:
    """Files of events that the user added, in ``<home>/observatory/events``."""
    where = folder(store) / EVENTS
    return tuple(sorted(where.glob("[!.]*.parquet"))) if where.is_dir() else ()


def add_figures(
    name: str,
    frame: pd.DataFrame,
    source: Source,
    *,
    indicators: Sequence[Indicator] = (),
    reason: str = "a later vintage of the same source",
    store: Path | None = None,
) -> Path:
    """Keep figures in the user's observatory under a name; a table of that name is replaced whole.

    Parameters
    ----------
    frame : the columns of `COLUMNS`; ``note`` may lack. ``source`` is the key of `source` in every row.
    indicators : those of the figures that are not bundled.
    reason : shown with every older value that this table replaces.

    Raises
    ------
    DataError
        With the first offending rows and the rule, if a row has an unknown indicator or status, a wrong unit or period,
        no number, or a key twice. Nothing is written then.
    """
    if not _NAME.match(name):
        raise DataError(f"table {name!r}", "is not a usable name", remedy="Use letters a-z, digits and hyphens.")
    known = {**{indicator.id: indicator for indicator in indicators}, **registry()}
    table = frame.assign(note="") if "note" not in frame.columns else frame
    lacking = [column for column in COLUMNS if column not in table.columns]
    if lacking:
        raise DataError(f"table {name}", "lacks columns", evidence=", ".join(lacking))
    check_rows(name, table, known, source.key)
    where = folder(store)
    where.mkdir(parents=True, exist_ok=True)
    card = {"source": asdict(source), "indicators": [asdict(i) for i in indicators], "reason": reason}
    target = where / f"{name}.parquet"
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=where) as partial:
        from multipolar.observatory.build.write import write_parquet

        write_parquet(table[list(COLUMNS)], Path(partial) / target.name, key=(*COLUMNS[:4], "vintage"))
        text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
        (Path(partial) / "card.json").write_text(text, encoding="utf-8")
        (Path(partial) / "card.json").replace(target.with_suffix(".json"))
        (Path(partial) / target.name).replace(target)
    return target


def check_rows(name: str, frame: pd.DataFrame, known: Mapping[str, Indicator], key: str) -> None:
    """Raise `DataError` for rows that no store may hold; see `add_figures`."""
    units = frame["indicator"].map({indicator.id: indicator.unit for indicator in known.values()})
    periods = frame["period"].astype(str)
    rules: dict[str, Any] = {
        "has an unknown indicator": units.isna(),
        "has a unit that is not the indicator's": units.notna() & (units != frame["unit"]),
        f"has a status that is none of {', '.join(STATUSES)}": ~frame["status"].isin(STATUSES),
        "has a period that is no year, month, day, quarter or half year": ~periods.str.match(PERIOD),
        "has no finite value": ~frame["value"].astype(float).abs().lt(float("inf")),
        f"has another source than {key}": frame["source"] != key,
        "has no reporter": frame["reporter"].isna() | (frame["reporter"] == ""),
        "has a key twice": frame.duplicated([*COLUMNS[:4], "vintage"]),
    }
    for rule, wrong in rules.items():
        if wrong.any():
            rows = frame[wrong].head(SHOWN)
            shown = "; ".join(f"row {place}: {' '.join(map(str, row))}" for place, row in _shown(rows))
            raise DataError(f"table {name}", f"{rule} in {int(wrong.sum())} rows", evidence=shown)


def _shown(rows: pd.DataFrame) -> Iterable[tuple[Any, tuple[Any, ...]]]:
    return zip(rows.index, rows[list(COLUMNS[:6])].itertuples(index=False, name=None), strict=True)


def _read(path: Path) -> UserTable:
    card = path.with_suffix(".json")
    try:
        raw = json.loads(card.read_text(encoding="utf-8"))
        indicators = tuple(Indicator(**entry | {"sources": tuple(entry["sources"])}) for entry in raw["indicators"])
        return UserTable(path, Source(**raw["source"]), indicators, str(raw["reason"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            str(path),
            "has no readable card beside it",
            evidence=f"{card.name}: {error}",
            remedy=f"Remove {path.name}, or add the source again.",
        ) from error
