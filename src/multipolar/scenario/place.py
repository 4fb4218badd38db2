"""Where measures fall: from codes, blocs as of a day and sector groups to cells of the baseline, with notices."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.crude_apart import SUFFIX
from multipolar.codes import (
    bloc_members,
    bloc_notes,
    blocs,
    economy,
    on_axis,
    resolve_sectors,
    sector_index,
)
from multipolar.errors import Problem, ScenarioError
from multipolar.scenario.fields import ALL


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of the result must know. `instrument` is the id it belongs to, empty for the scenario."""

    kind: str
    text: str
    instrument: str = ""

    def __str__(self) -> str:
        return self.text


@functools.lru_cache(maxsize=1024)
def members(texts: tuple[str, ...], day: datetime.date, world: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of the economies that the texts name on that day, in the order of first mention."""
    found: dict[str, None] = {}
    for text in texts:
        if text == ALL:
            codes: tuple[str, ...] = world
        elif text in blocs():
            codes = bloc_members(text, day)
        else:
            codes = (text,)
        found |= dict.fromkeys(codes)
    return tuple(found)


class Place:
    """One instrument's view of the baseline on a day; collects the notices that arise.

    Parameters
    ----------
    baseline : whose axes the cells refer to.
    day : blocs are taken as of this day.
    subject : name of the scenario, for errors.
    instrument : id of the instrument, for notices.
    """

    def __init__(self, baseline: Baseline, day: datetime.date, subject: str, instrument: str) -> None:
        self.baseline = baseline
        self.day = day
        self.subject = subject
        self.instrument = instrument
        self.notices: list[Notice] = []

    def note(self, kind: str, text: str) -> None:
        """Add a notice, once."""
        notice = Notice(kind, text, self.instrument)
        if notice not in self.notices:
            self.notices.append(notice)

    def codes(self, texts: tuple[str, ...], exclude: tuple[str, ...] = (), field: str = "origin") -> tuple[str, ...]:
        """Codes on the baseline's axis that the texts name, less the excluded.

        Raises
        ------
        ScenarioError
            If an economy that is named itself, not through a bloc, has no row in the baseline.
        """
        world = self.baseline.economies
        axis = self.baseline.economy_index()
        absent = [text for text in texts if text != ALL and text not in blocs() and text not in axis]
        if absent:
            remedy = (
                "Take it out, or write ROW to hit the whole rest of the world." if "ROW" in axis else "Take it out."
            )
            raise ScenarioError(
                self.subject,
                [
                    Problem(
                        None,
                        f"{self.instrument}.{field}",
                        f"{economy(text)} has no row of its own in {self.baseline.name}"
                        + (": it is part of ROW." if "ROW" in axis else "."),
                        remedy,
                    )
                    for text in absent
                ],
            )
        dropped = set(members(exclude, self.day, world)) if exclude else set()
        wanted = members(texts, self.day, world)
        for text in texts:
            if text in blocs():
                self._note_bloc(text, dropped)
        return tuple(code for code in wanted if code in axis and code not in dropped)

    def _note_bloc(self, code: str, dropped: set[str]) -> None:
        listed = bloc_members(code, self.day)
        outside = [member for member in listed if member not in self.baseline.economies and member not in dropped]
        if outside:
            names = ", ".join(str(economy(member)) for member in outside)
            where = " They are part of ROW, which is left alone." if "ROW" in self.baseline.economies else ""
            self.note("outside-table", f"{code}: {names} without a row in {self.baseline.name}, not touched.{where}")
        for text in bloc_notes(code, self.day):
            self.note("bloc", text)
        if not listed:
            self.note("bloc", f"{code} has no members on {self.day}.")

    def positions(self, codes: tuple[str, ...]) -> IntArray:
        """Positions of codes on the economy axis."""
        axis = self.baseline.economy_index()
        return np.array([axis[code] for code in codes], dtype=np.int64)

    def sectors(self, texts: tuple[str, ...], exclude: tuple[str, ...] = ()) -> IntArray:
        """Positions on the sector axis; a sector of which the baseline has the parts means all of them.

        Raises
        ------
        ScenarioError
            If a part of a sector is named, and the baseline has only the whole.
        """
        axis = self.baseline.sector_index()
        if texts == ("all",) and not exclude:
            wanted = self.baseline.sectors
        else:
            dropped = set(on_axis(resolve_sectors(exclude), axis)) if exclude else set()
            self._check_parts(dropped, "exclude_sectors")
            wanted = tuple(code for code in on_axis(resolve_sectors(texts), axis) if code not in dropped)
        self._check_parts(wanted, "sectors")
        absent = [code for code in wanted if code not in axis]
        if absent:
            names = ", ".join(str(sector_index()[code]) for code in absent)
            self.note("outside-table", f"{self.baseline.name} has no sector {names}: not touched.")
        return np.array([axis[code] for code in wanted if code in axis], dtype=np.int64)

    def _check_parts(self, codes: Collection[str], field: str) -> None:
        """Refuse a part where only the whole is there: to hit all of it, or nothing, would both be wrong."""
        axis = self.baseline.sector_index()
        for code in codes:
            found = sector_index().get(code)
            if found is not None and code not in axis and found.whole in axis:
                whole = sector_index()[found.whole]
                remedy = (
                    f"Write sectors: [{found.whole}] with product: in a ban, with coverage: in a tariff or another "
                    "measure on part of a flow"
                    if field == "sectors"
                    else f"Take {code} out of exclude_sectors"
                )
                problem = Problem(
                    None,
                    f"{self.instrument}.{field}",
                    f"{found} is part of {whole} in {self.baseline.name} and has no row of its own.",
                    f"{remedy}; or solve on a baseline that has it: --baseline {self.baseline.name}{SUFFIX}.",
                )
                raise ScenarioError(self.subject, [problem])

    def cells(self, origin: tuple[str, ...], destination: tuple[str, ...], sectors: IntArray) -> IntArray:
        """Sorted flat cells (sector, importer, exporter), domestic sales left out.

        Parameters
        ----------
        origin, destination : codes of exporters and importers on the baseline's axis.
        sectors : positions on the sector axis.
        """
        exporters = np.sort(self.positions(origin))
        importers = np.sort(self.positions(destination))
        rows = np.sort(sectors)
        count = len(self.baseline.economies)
        pairs = (importers[:, None] * count + exporters)[importers[:, None] != exporters]
        found: IntArray = (rows[:, None] * (count * count) + pairs).ravel()
        if not found.size:
            self.note("nothing", "It touches no border: a group is empty, or importer and exporter are the same.")
        elif not self.baseline.trade_share.ravel()[found].any():
            self.note("no-flow", "The baseline has no trade in any of its cells: it changes nothing.")
        return found

    def note_overlap(self, origin: tuple[str, ...], destination: tuple[str, ...]) -> None:
        """Say which economies stand on both sides, since trade among them is hit as well."""
        both = [code for code in origin if code in destination]
        if len(both) > 1:
            named = ", ".join(both[:6]) + (" ..." if len(both) > 6 else "")
            self.note(
                "overlap", f"{len(both)} economies stand on both sides ({named}): trade among them is hit as well."
            )
