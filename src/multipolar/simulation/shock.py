"""The Shock: wedges with the names that results and errors need, whether they come from a scenario or bare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from multipolar.model.wedges import Wedges
from multipolar.scenario import CompiledScenario, Touched
from multipolar.scenario.place import Notice


def notice_texts(notices: Iterable[Notice]) -> tuple[str, ...]:
    """Notices as they are shown: each text once, behind all instruments that it is about.

    What one notice says of the whole scenario, and another of an instrument, is said of the whole.
    """
    owners: dict[tuple[str, str], dict[str, None]] = {}
    for notice in notices:
        owners.setdefault((notice.kind, notice.text), {}).update(dict.fromkeys(notice.instrument.split(", ")))
    return tuple(text if "" in names else f"{', '.join(names)}: {text}" for (_, text), names in owners.items())


@dataclass(frozen=True, slots=True)
class Shock:
    """What is simulated.

    Attributes
    ----------
    date : day of evaluation as ISO text, empty for bare wedges.
    touched : cells of each instrument, to name the culprit when something fails.
    channels : routes, payments and hubs that the scenario wrote on, by name.
    """

    name: str
    title: str
    date: str
    wedges: Wedges
    warnings: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()
    channels: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_wedges(cls, wedges: Wedges) -> Shock:
        """Bare wedges, such as a test or another program makes."""
        return cls("wedges", "Wedges given as arrays", "", wedges)

    @classmethod
    def of_compiled(cls, compiled: CompiledScenario) -> Shock:
        """A compiled scenario."""
        scenario = compiled.scenario
        return cls(
            scenario.name,
            scenario.title or scenario.name,
            compiled.date.isoformat(),
            compiled.wedges,
            notice_texts(compiled.warnings),
            compiled.touched,
            compiled.channels,
        )

    def bans_on(self, sector: int, importer: int) -> tuple[str, ...]:
        """Instruments that touch a seller whom one buyer's good has lost altogether."""
        _, economies, _ = self.wedges.shape
        first = (sector * economies + importer) * economies
        lost = self.wedges.index[self.wedges.survival_share == 0]
        row = np.intersect1d(lost, np.arange(first, first + economies))
        bans = (entry for entry in self.touched if entry.kind.endswith(("ban", "embargo", "payment_sanction")))
        return tuple(entry.instrument for entry in bans if np.isin(row, entry.cells).any())
