"""Land corridors: railways and pipelines across the continent."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import field_validator

from multipolar.arrays import IntArray
from multipolar.codes import nearest
from multipolar.errors import Problem, ScenarioError
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Number, Slug, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.routes import RouteChannels


class Corridor(Instrument):
    """Carriage on a land corridor becomes cheaper or dearer, or its capacity changes.

    A corridor carries no more than its capacity. Demand for it is taken at the baseline's trade volumes; when it is
    full, a surcharge keeps the rest away, so that cheaper carriage without more capacity changes little.

    Attributes
    ----------
    corridor : its name, as listed by the routes of the baseline.
    cost_percent : change of freight in percent, -20 is a fifth less; days stay.
    capacity_percent : change of capacity in percent, 100 is twice as much.
    """

    number_fields = ("cost_percent", "capacity_percent")
    channel = "routes"

    kind: Literal["corridor"] = "corridor"
    corridor: Slug
    cost_percent: Number = 0.0
    capacity_percent: Number = 0.0

    @field_validator("cost_percent", "capacity_percent")
    @classmethod
    def _something_left(cls, value: float) -> float:
        if value <= -100:
            raise wrong(f"{value:g} percent leaves nothing.", "Write a number above -100.")
        return value

    def idle(self) -> str:
        return "" if self.cost_percent or self.capacity_percent else "Neither cost nor capacity changes"

    def describe(self) -> str:
        parts = []
        for value, what in ((self.cost_percent, "costs"), (self.capacity_percent, "can carry")):
            if value:
                parts.append(f"{what} {abs(value):.4g} % {'more' if value > 0 else 'less'}")
        return f"The corridor {self.corridor} {' and '.join(parts) or 'stays as it is'}."

    def apply(self, border: Border, place: Place) -> IntArray:
        channel: RouteChannels = border.channel("routes", RouteChannels)
        known = {link.code: k for k, link in enumerate(channel.corridors)}
        if self.corridor not in known:
            meant = nearest(self.corridor, known)
            remedy = f"Did you mean {meant[0]}?" if meant else f"Known corridors: {', '.join(known) or 'none'}."
            field = f"{place.instrument}.corridor"
            text = f"no corridor {self.corridor!r} in {place.baseline.name}."
            raise ScenarioError(place.subject, [Problem(None, field, text, remedy)])
        before = channel.corridor_change(self.corridor)
        channel.change_corridor(self.corridor, 1 + self.cost_percent / 100, 1 + self.capacity_percent / 100)
        if not np.allclose(before, 1.0) and np.allclose(channel.corridor_change(self.corridor), 1.0):
            place.note("conflict", "It takes back what earlier measures in the file do to the corridor.")
        k = known[self.corridor]
        place.note("assumed", channel.corridors[k].standing)
        return channel.cells(np.asarray(channel.uses_corridor(k)))
