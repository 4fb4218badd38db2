"""The Shock: wedges with the names that results and errors need, whether they come from a scenario or bare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from multipolar.model.wedges import Wedges
from multipolar.scenario import CompiledScenario, Touched


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
        warnings = tuple(
            f"{notice.instrument}: {notice.text}" if notice.instrument else notice.text for notice in compiled.warnings
        )
        return cls(
            scenario.name,
            scenario.title or scenario.name,
            compiled.date.isoformat(),
            compiled.wedges,
            warnings,
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
