"""Keep a reading in the user's observatory: checked as a whole, merged into its vintage, then moved into place."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.errors import DataError
from multipolar.observatory.indicators import registry
from multipolar.observatory.readers.kinds import SourceKind, source_of
from multipolar.observatory.readers.own_indicators import own_indicator
from multipolar.observatory.readers.reading import COLUMNS, Reading
from multipolar.observatory.records import Indicator
from multipolar.observatory.user_store import add_figures, check_rows, folder

if TYPE_CHECKING:
    import pandas as pd

EVENTS_FOLDER = "events"
_KEY = ["indicator", "reporter", "partner", "period", "source", "vintage"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is now in the store.

    Attributes
    ----------
    paths : one Parquet file a source. figures : rows of this reading. replaced : figures of the same vintage that had
    another value before. earlier : other vintages of the source that stay as revisions.
    """

    paths: tuple[Path, ...]
    figures: int
    replaced: int
    earlier: tuple[str, ...]


def keep(reading: Reading, kind: SourceKind, *, reason: str = "", store: Path | None = None) -> Kept:
    """Write a reading beside what is there; another vintage of the same source is kept.

    Raises
    ------
    DataError
        If a row fits no rule of the store; nothing is written then, of no source in the reading.
    """
    vintage = re.sub(r"[^a-z0-9]+", "-", reading.vintage.lower()).strip("-")
    if not vintage:
        raise DataError(
            f"vintage {reading.vintage!r}", "is not usable", remedy="Give one such as 202501 or 2025-03-14."
        )
    where = folder(store)
    ready: list[tuple[str, str, pd.DataFrame, tuple[Indicator, ...]]] = []
    replaced = 0
    for source, rows in reading.figures.groupby("source", sort=True):
        key = str(source)
        name = f"{key}-{vintage}"
        rows = rows[list(COLUMNS)]
        path = where / f"{name}.parquet"
        if path.is_file():
            rows, changed = _merged(_present(path), rows)
            replaced += changed
        units = rows.drop_duplicates("indicator").set_index("indicator")["unit"]
        own = [own_indicator(str(indicator), str(unit), key) for indicator, unit in units.items()]
        indicators = tuple(indicator for indicator in own if indicator is not None)
        known = {**{indicator.id: indicator for indicator in indicators}, **registry()}
        check_rows(name, rows, known, key)
        ready.append((key, name, rows, indicators))
    earlier = _vintages(where, [key for key, *_ in ready]) - {vintage}
    retrieved = str(reading.figures["retrieved"].iloc[0])
    paths = tuple(
        add_figures(
            name,
            rows,
            source_of(kind, key, reading.vintage, retrieved),
            indicators=indicators,
            reason=reason or f"vintage {reading.vintage} of the same source",
            store=store,
        )
        for key, name, rows, indicators in ready
    )
    if reading.events is not None:
        paths = (*paths, _keep_events(reading.events, where / EVENTS_FOLDER, f"{reading.source}-{vintage}"))
    return Kept(paths, len(reading.figures), replaced, tuple(sorted(earlier)))


def _keep_events(events: pd.DataFrame, where: Path, name: str) -> Path:
    """Events go to a folder of their own, in the columns of the bundled ones with edition and day."""
    where.mkdir(parents=True, exist_ok=True)
    target = where / f"{name}.parquet"
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=where) as partial:
        events.astype("str").to_parquet(Path(partial) / target.name, index=False)
        (Path(partial) / target.name).replace(target)
    return target


def _present(path: Path) -> pd.DataFrame:
    """What an edition holds already."""
    import pandas as pd
    import pyarrow as pa

    try:
        return pd.read_parquet(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise DataError(
            path.name,
            "cannot be read, so nothing can be added to it",
            evidence=str(error),
            remedy=f"Remove it: multipolar data remove-source {path.stem}. Then add its files again.",
        ) from error


def _merged(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Both, the new one where they speak of the same figure; and how many of those differ."""
    import pandas as pd

    both = old.merge(new, on=_KEY, suffixes=("_old", ""))
    changed = int((both["value_old"] != both["value"]).sum())
    joined = pd.concat([old, new]).drop_duplicates(_KEY, keep="last", ignore_index=True)
    return joined, changed


def _vintages(where: Path, keys: list[str]) -> set[str]:
    found = set()
    for key in keys:
        for path in where.glob(f"{key}-*.parquet") if where.is_dir() else ():
            rest = path.stem.removeprefix(f"{key}-")
            # imf-imts-2025 is no vintage of imf: a vintage starts with a digit
            if rest[:1].isdigit():
                found.add(rest)
    return found


def remove(name: str, *, store: Path | None = None) -> tuple[str, ...]:
    """Remove tables that the user added: of one edition, or of a source with all its editions; their names.

    Raises
    ------
    DataError
        If nothing of that name was added.
    """
    where = folder(store)
    present = sorted(path.stem for path in where.glob("*.parquet")) if where.is_dir() else []
    chosen = [
        stem for stem in present if stem == name or _source_part(stem) in {name, f"{name}-exporter", f"{name}-importer"}
    ]
    if not chosen:
        raise DataError(
            f"source '{name}'",
            "was not added",
            evidence=f"added: {', '.join(present) or 'nothing'}",
            remedy="Give one of these names, or the part before the edition.",
        )
    for stem in chosen:
        # the figures first: a card without figures is harmless, figures without a card are refused
        (where / f"{stem}.parquet").unlink()
        (where / f"{stem}.json").unlink(missing_ok=True)
        (where / EVENTS_FOLDER / f"{stem}.parquet").unlink(missing_ok=True)
    return tuple(chosen)


def _source_part(stem: str) -> str:
    found = re.match(r"(?P<source>[a-z0-9-]*?)-\d", stem)
    return found["source"] if found else stem
