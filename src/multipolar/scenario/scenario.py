"""The Scenario: what changes, on a timeline. Frozen; the same object whether it comes from YAML or from Python."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable

from pydantic import Field, SerializeAsAny, field_validator

from multipolar.errors import Problem, ScenarioError
from multipolar.scenario.base import Instrument, Strict
from multipolar.scenario.fields import Day, Slug, wrong
from multipolar.scenario.years import YearsOrNone


class Scenario(Strict):
    """A named list of instruments with their dates.

    Attributes
    ----------
    name : lower-case words with hyphens; a variant carries its name after an ``@``.
    title, description : for people; one line, and as much as is needed.
    based_on : scenarios that it extends, nearest first.
    date : day on which it is evaluated unless told otherwise; absent means the day its last measure starts.
    timeline : `true` solves year by year as well; `{from: 2021, to: 2030}` says which years. See the page on timelines.
    sources : where dates and scope are written.
    instruments : in the order in which they apply; each gets an id if it has none.
    """

    name: Slug
    title: str = ""
    description: str = ""
    based_on: tuple[str, ...] = ()
    date: Day | None = None
    timeline: YearsOrNone = None
    sources: tuple[str, ...] = ()
    instruments: tuple[SerializeAsAny[Instrument], ...] = Field(default=())

    @field_validator("instruments")
    @classmethod
    def _give_ids(cls, value: tuple[Instrument, ...]) -> tuple[Instrument, ...]:
        given = Counter(instrument.id for instrument in value if instrument.id)
        twice = [name for name, count in given.items() if count > 1]
        if twice:
            raise wrong(f"id {', '.join(twice)} is used more than once.", "Give each instrument its own id.")
        return tuple(with_ids(value))

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the instruments, in order."""
        return tuple(str(instrument.id) for instrument in self.instruments)

    def instrument(self, name: str) -> Instrument:
        """The instrument with an id.

        Raises
        ------
        ScenarioError
            If there is none; the message lists the ids.
        """
        for found in self.instruments:
            if found.id == name:
                return found
        raise ScenarioError(
            self.name, [Problem(None, "", f"no instrument {name!r}.", f"It has: {', '.join(self.ids)}.")]
        )

    def evaluation_day(self, year: int) -> datetime.date:
        """The day on which the scenario is evaluated when nobody names one.

        Its `date`; else the day its last measure starts; else the last day of the baseline year.
        """
        starts = [instrument.from_ for instrument in self.instruments if instrument.from_]
        return self.date or max(starts, default=datetime.date(year, 12, 31))

    def in_force(self, day: datetime.date) -> tuple[Instrument, ...]:
        """Instruments that apply on a day, in order."""
        return tuple(instrument for instrument in self.instruments if instrument.in_force(day))

    def days(self) -> tuple[datetime.date, ...]:
        """Days on which something changes: starts, and the days after an end."""
        found = {instrument.from_ for instrument in self.instruments if instrument.from_}
        found |= {i.until + datetime.timedelta(days=1) for i in self.instruments if i.until}
        return tuple(sorted(found))

    def without(self, names: Iterable[str]) -> Scenario:
        """The scenario less some instruments."""
        dropped = set(names)
        kept = tuple(instrument for instrument in self.instruments if instrument.id not in dropped)
        return self.model_copy(update={"instruments": kept})


def with_ids(instruments: Iterable[Instrument]) -> Iterable[Instrument]:
    """Give instruments without an id their kind and a number."""
    listed = tuple(instruments)
    taken = {instrument.id for instrument in listed}
    counts: Counter[str] = Counter()
    for instrument in listed:
        if instrument.id:
            yield instrument
            continue
        stem = instrument.kind_name().replace("_", "-")
        counts[stem] += 1
        while f"{stem}-{counts[stem]}" in taken:
            counts[stem] += 1
        yield instrument.model_copy(update={"id": f"{stem}-{counts[stem]}"})
