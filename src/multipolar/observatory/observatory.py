"""The observatory: questions about figures, ranks, revisions and events, answered from the tidy store."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.codes.blocs import blocs
from multipolar.codes.economies import economy
from multipolar.codes.tables import UnknownCodeError, fold
from multipolar.observatory.database import Database
from multipolar.observatory.indicators import unknown_indicator
from multipolar.observatory.ranks import rank_rows
from multipolar.observatory.records import EVENT_KINDS, WORLD, Event, Figure, Indicator, Rank, Revision, Source

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

GROUPS = frozenset({WORLD, "ASIA", "ROW"})
"""Codes that are neither an economy nor a bloc."""
MOST_ANSWERS = 256
"""How many answers an observatory keeps, the newest; `MOST_KEPT` is the size, in figures, of the largest it keeps."""
MOST_KEPT = 2000
_LAST = "~"


@lru_cache(maxsize=1024)
def place_code(text: str) -> str:
    """Code of an economy, a bloc, ``WLD``, ``ASIA`` or ``ROW``; empty text stays empty (it is no partner).

    Raises
    ------
    UnknownCodeError
        With a suggestion.
    """
    if not text or text.upper() in GROUPS:
        return text.upper()
    names = {fold(code): code for code in blocs()}
    names |= {fold(label): bloc.code for bloc in blocs().values() for label in (bloc.name, *bloc.aliases)}
    return names[fold(text)] if fold(text) in names else economy(text).code


class Observatory:
    """Figures of all sources side by side. Open one with `open_observatory`; it may be used by one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Nothing in an opened observatory changes, and one text asks the same question dozens of times.
        self._answered: dict[tuple[str, ...], tuple[Figure, ...]] = {}

    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, by dimension."""
        return tuple(self._database.indicators.values())

    def indicator(self, key: str) -> Indicator:
        """The indicator of this id. Raises `DataError` with the nearest ones if there is none."""
        if key not in self._database.indicators:
            raise unknown_indicator(key, self._database.indicators)
        return self._database.indicators[key]

    def sources(self) -> tuple[Source, ...]:
        """Every source that figures may name."""
        return tuple(self._database.sources.values())

    def source(self, key: str) -> Source:
        """The source of this key."""
        return self._database.sources[key]

    def figures(
        self,
        indicator: str,
        reporter: str | None = None,
        partner: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> tuple[Figure, ...]:
        """Figures of all sources, by reporter, partner, period and source.

        Parameters
        ----------
        reporter, partner : codes or names; None is any. Of an indicator of pairs either order is accepted, and one
            alone means every pair it is in. ``WLD`` asks for totals.
        since, until : periods, both included; ``2022`` as `until` includes every month of 2022.

        Raises
        ------
        DataError
            If the indicator is not known.
        UnknownCodeError
            If a place is not known.
        """
        where, values = self._where(indicator, reporter, partner, since, until)
        question = (indicator, where, *values)
        if question not in self._answered:
            rows = self._database.figures(indicator, where, values, "reporter, partner, period, source")
            found = tuple(Figure(*row) for row in rows)
            if len(found) > MOST_KEPT:
                return found
            if len(self._answered) >= MOST_ANSWERS:
                self._answered.pop(next(iter(self._answered)))
            self._answered[question] = found
        return self._answered[question]

    def frame(
        self,
        indicator: str,
        reporter: str | None = None,
        partner: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> pd.DataFrame:
        """The same figures as a table."""
        import pandas as pd

        found = self.figures(indicator, reporter, partner, since, until)
        names = list(Figure.__slots__)
        return pd.DataFrame([[getattr(figure, name) for name in names] for figure in found], columns=names)

    def ranks(self, indicator: str, *, destination: str, period: str, source: str | None = None) -> tuple[Rank, ...]:
        """Suppliers of a destination in a period, largest first, each source in a list of its own.

        Raises
        ------
        DataError
            If the indicator is not known or is no flow.
        """
        found = self.indicator(indicator)
        figures = self.figures(indicator, None, destination, period, period)
        chosen = [f for f in figures if f.period == period and (source is None or f.source == source)]
        return rank_rows(found, place_code(destination), period, chosen)

    def revisions(
        self, indicator: str | None = None, reporter: str | None = None, partner: str | None = None
    ) -> tuple[Revision, ...]:
        """Figures that their own source has replaced, with the old value and the reason."""
        parts: list[str] = ["TRUE"]
        values: list[str] = []
        for name, place in (("reporter", reporter), ("partner", partner)):
            if place is not None:
                parts.append(f"{name} = ?")
                values.append(place_code(place))
        found = None if indicator is None else self.indicator(indicator).id
        rows = self._database.revisions(found, ", ".join(Revision.__slots__), " AND ".join(parts), values)
        return tuple(Revision(*row) for row in rows)

    def events(
        self,
        actors: Collection[str] = (),
        since: str | None = None,
        until: str | None = None,
        kinds: Collection[str] = (),
    ) -> tuple[Event, ...]:
        """Events by date in which any of the actors took part or was the target; no actors means all.

        Raises
        ------
        UnknownCodeError
            If a place or a kind is not known.
        """
        wrong = [kind for kind in kinds if kind not in EVENT_KINDS]
        if wrong:
            raise UnknownCodeError("kind of event", wrong[0], remedy=f"Known: {', '.join(EVENT_KINDS)}.")
        codes = {place_code(actor) for actor in actors}
        found = []
        for date, end, kind, by, of, title, said_by, status in self._database.events():
            event = Event(date, end, kind, tuple(by.split()), tuple(of.split()), title, said_by, status)
            inside = (since is None or (end or date) >= since) and (until is None or date <= until + _LAST)
            named = not codes or codes & {*event.actors, *event.targets}
            if inside and named and (not kinds or kind in kinds):
                found.append(event)
        return tuple(found)

    def sql(self, text: str) -> pa.Table:
        """Answer of one SELECT over `figures`, `indicators`, `sources`, `events`, `revisions`, `gaps`.

        Raises
        ------
        QueryError
            If it is no single SELECT, or asks for anything outside the observatory.
        """
        return self._database.ask(text, lambda answer: answer.to_arrow_table())

    def rows(self, text: str, *, limit: int | None = None) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Names of columns and rows of one SELECT, at most `limit`; as `sql`, without pyarrow."""

        def read(answer: duckdb.DuckDBPyRelation) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
            chosen = answer if limit is None else answer.limit(limit)
            return tuple(chosen.columns), chosen.fetchall()

        return self._database.ask(text, read)

    def _where(
        self, indicator: str, reporter: str | None, partner: str | None, since: str | None, until: str | None
    ) -> tuple[str, list[str]]:
        found = self.indicator(indicator)
        places = {
            name: place_code(place)
            for name, place in (("reporter", reporter), ("partner", partner))
            if place is not None
        }
        parts: list[str] = ["TRUE"]
        values: list[str] = []
        if found.kind == "pair" and len(places) == 2:
            places = dict(zip(("reporter", "partner"), sorted(places.values()), strict=True))
        if found.kind == "pair" and len(places) == 1:
            code = next(iter(places.values()))
            parts.append("(reporter = ? OR partner = ?)")
            values += [code, code]
        else:
            for name, code in places.items():
                parts.append(f"{name} = ?")
                values.append(code)
        if since is not None:
            parts.append("period >= ?")
            values.append(since)
        if until is not None:
            parts.append("period <= ?")
            values.append(until + _LAST)
        return " AND ".join(parts), values


def open_observatory(store: Path | None = None) -> Observatory:
    """Open the bundled observatory with what the user added. Files are read only when a question needs them.

    Parameters
    ----------
    store : the user's data folder; by default `multipolar.data.store.home`.
    """
    return Observatory(Database(store))
