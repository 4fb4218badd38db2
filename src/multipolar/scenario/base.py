"""What all instruments share: an id, dates, the source of its numbers, and checks that speak to people."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from multipolar.errors import Problem, ScenarioError
from multipolar.scenario.fields import Day, Economies, EconomiesOrNone, Sectors, SectorsOrNone, Share, Slug, wrong
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.problems import FieldProblem, field_problems

if TYPE_CHECKING:
    from multipolar.arrays import IntArray
    from multipolar.scenario.border import Border
    from multipolar.scenario.place import Place

T = TypeVar("T", bound="Strict")


class Strict(BaseModel):
    """A frozen model that refuses unknown keys and reports all its problems as one ScenarioError."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_strip_whitespace=True)

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            found = field_problems(error, self.keys())
            raise ScenarioError(
                str(data.get("name") or data.get("id") or self.subject()),
                [Problem(None, problem.field, problem.message, problem.remedy) for problem in found],
            ) from None

    @classmethod
    def subject(cls) -> str:
        """What an error calls the object when it has no name."""
        return cls.__name__

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Keys of the YAML form, in order."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def parse(cls: type[T], data: Mapping[str, Any]) -> tuple[T | None, list[FieldProblem]]:
        """The object, or None and everything that is wrong with the data."""
        made = cls.__new__(cls)
        try:
            cls.__pydantic_validator__.validate_python(dict(data), self_instance=made)
        except ValidationError as error:
            return None, field_problems(error, cls.keys())
        return made, []


@dataclass(frozen=True, slots=True)
class NumberStatus:
    """One number of an instrument and what stands behind it: ``sourced``, ``assumed`` or ``unsourced``."""

    field: str
    value: float
    status: str
    text: str


class Instrument(Strict):
    """One measure: what it does, from when until when, and where that is written.

    Attributes
    ----------
    id : short name, unique in the scenario; scenarios that extend this one override by it. Given by kind if absent.
    from : first day in force; absent means from the beginning.
    until : last day in force; absent means it stays.
    source : where the measure and those of its numbers are written that are not under `assumed`.
    assumed : numbers without a source, each with the reason for its value.
    check : `unverified` where the source was cited from memory and not looked up, else `confirmed`.
    note : anything else a reader should know.
    """

    number_fields: ClassVar[tuple[str, ...]] = ()
    channel: ClassVar[str] = ""
    """Table of the border on which it writes together with others, if it does."""

    id: Slug | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    source: str = ""
    assumed: dict[str, str] = Field(default_factory=dict)
    check: Literal["confirmed", "unverified"] | None = None
    note: str = ""

    @classmethod
    def subject(cls) -> str:
        return cls.kind_name()

    @classmethod
    def kind_name(cls) -> str:
        """The word that stands under `kind:`."""
        return str(cls.model_fields["kind"].default)

    @field_validator("assumed")
    @classmethod
    def _assumed_names_numbers(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if name not in cls.number_fields:
                raise wrong(
                    f"{name!r} is no number of this instrument.", f"Its numbers: {', '.join(cls.number_fields)}."
                )
        return value

    @model_validator(mode="after")
    def _order_of_days(self) -> Instrument:
        if self.from_ and self.until and self.until < self.from_:
            raise wrong(f"it ends on {self.until}, before it starts on {self.from_}.", "Exchange from and until.")
        return self

    def in_force(self, day: datetime.date) -> bool:
        """Whether the measure applies on that day; both ends count."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    def numbers(self) -> tuple[NumberStatus, ...]:
        """The numbers that were set, each with its standing."""
        found = []
        for name in self.number_fields:
            value = getattr(self, name)
            if value is None or name not in self.model_fields_set:
                continue
            if name in self.assumed:
                found.append(NumberStatus(name, value, "assumed", self.assumed[name]))
            else:
                found.append(NumberStatus(name, value, "sourced" if self.source else "unsourced", self.source))
        return tuple(found)

    def in_model(self, usual: ModelNumber, field: str) -> ModelNumber:
        """A number of the model that the measure may set: with its own value and standing where it does."""
        told = next((entry for entry in self.numbers() if entry.field == field), None)
        if told is None:
            return usual
        text = told.text or f"set by {self.id} of the scenario, without a source"
        return replace(usual, value=told.value, status=told.status, source=text)

    def idle(self) -> str:
        """Why it changes nothing wherever it falls, as a sentence without its end; empty where it may."""
        return ""

    def describe(self) -> str:
        """One sentence for reports, without the dates."""
        raise TypeError(f"{type(self).__name__} has no description")  # pragma: no cover

    def apply(self, border: Border, place: Place) -> IntArray:
        """Write the measure onto the border; return the flat cells that it touches."""
        raise TypeError(f"{type(self).__name__} writes nothing on {border} at {place}")  # pragma: no cover


class FlowInstrument(Instrument):
    """A measure on the trade from some economies to others.

    Attributes
    ----------
    origin : exporters; codes, names, blocs as of the day of evaluation, or ``ALL``.
    destination : importers, likewise.
    exclude : economies taken out of both.
    exclude_origin, exclude_destination : economies taken out of one.
    sectors : codes, sections or groups.
    exclude_sectors : sectors taken out.
    """

    origin: Economies
    destination: Economies
    exclude: EconomiesOrNone = ()
    exclude_origin: EconomiesOrNone = ()
    exclude_destination: EconomiesOrNone = ()
    sectors: Sectors = ("all",)
    exclude_sectors: SectorsOrNone = ()

    def exporters(self, place: Place) -> tuple[str, ...]:
        """Codes of the exporters on the day."""
        return place.codes(self.origin, self.exclude + self.exclude_origin, "origin")

    def importers(self, place: Place) -> tuple[str, ...]:
        """Codes of the importers on the day."""
        return place.codes(self.destination, self.exclude + self.exclude_destination, "destination")

    def rows(self, place: Place) -> IntArray:
        """Positions of its sectors."""
        return place.sectors(self.sectors, self.exclude_sectors)

    def cells(self, place: Place) -> IntArray:
        """Flat cells from `origin` to `destination`; no economy trades across a border with itself."""
        return place.cells(self.exporters(place), self.importers(place), self.rows(place))

    def cells_both_ways(self, place: Place) -> IntArray:
        """Flat cells in both directions, each once."""
        sectors = self.rows(place)
        there = place.cells(self.exporters(place), self.importers(place), sectors)
        back = place.cells(self.importers(place), self.exporters(place), sectors)
        cells: IntArray = np.union1d(there, back)
        return cells


class TradeInstrument(FlowInstrument):
    """A measure that may hit only a part of each flow.

    Attributes
    ----------
    coverage : share of each sector's flow that the measure hits; below 1 for measures on single products.
    """

    number_fields: ClassVar[tuple[str, ...]] = ("coverage",)

    coverage: Share = 1.0
