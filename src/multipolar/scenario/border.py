"""The arrays that instruments write on, and the arithmetic of measures that hit only a share of a cell.

A measure with coverage ``s`` splits a cell in a hit and a spared part with the same baseline price. The price ratio on
the hit part is ``k = (1 + tau1) / (1 + tau0) * (1 + e1) / (1 + e0) * b`` (tariff, export tax, trade cost). With the
trade elasticity ``theta``, the kernel of the cell is multiplied by ``m = (1 - s) + s * k**-theta``, and the hit part
has the share ``f = s * k**-theta / m`` of what the buyer pays. Both revenues and the quantity that arrives are those of
the two parts together with

    1 / (1 + tau)              = (1 - f) / (1 + tau0)              + f / (1 + tau1)
    1 / ((1 + tau) (1 + e))    = (1 - f) / ((1 + tau0) (1 + e0))   + f / ((1 + tau1) (1 + e1))
    1 / ((1 + tau) (1 + e) d)  = (1 - f) / ((1 + tau0) (1 + e0))   + f / ((1 + tau1) (1 + e1) b)

where ``d`` is the trade cost of the whole. The survival share takes up the rest, so that
``pi * kappa_hat**-theta * survival_share = pi * m``. Measures on the same cell apply in order, and their hit parts are
taken as independent of each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar, cast

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.model.kernel import elasticity_on
from multipolar.model.responses import Response
from multipolar.model.wedges import Wedges

LAST = ("price caps", "hubs")
"""Channels that build on all others, in order."""


class Channel(Protocol):
    """A system that several instruments shape together, such as routes or currencies of payment."""

    def finish(self, border: Border) -> None:
        """Write the joint effect onto the border, after all instruments."""
        ...


C = TypeVar("C", bound=Channel)


class Border:
    """The state of all borders while a scenario is compiled. Arrays are flat over (J, N, N), made when first asked for.

    Attributes
    ----------
    tariff_rate, export_tax_rate : ad-valorem rates in force.
    iceberg_hat, survival_share : as in `Wedges`; open_share : what bans leave, a further factor on survival.
    transfer : (N,) USD mn received.
    responses : instruments whose size the solver finds.
    channels : tables that several instruments write on together, by name.
    """

    def __init__(self, baseline: Baseline, trade_elasticity: Array) -> None:
        self.baseline = baseline
        self.trade_elasticity = trade_elasticity
        self._asked: dict[str, Array] = {}
        self.transfer: Array = np.zeros(len(baseline.economies))
        self.responses: list[Response] = []
        self.channels: dict[str, Channel] = {}

    @property
    def tariff_rate(self) -> Array:
        """(J * N * N,) rate in force."""
        if "tariff_rate" not in self._asked:
            self._asked["tariff_rate"] = self.baseline.tariff_rate.flatten()
        return self._asked["tariff_rate"]

    @property
    def export_tax_rate(self) -> Array:
        """(J * N * N,) rate in force."""
        return self._filled("export_tax_rate", 0.0)

    @property
    def iceberg_hat(self) -> Array:
        """(J * N * N,) trade cost, new over old."""
        return self._filled("iceberg_hat", 1.0)

    @property
    def survival_share(self) -> Array:
        """(J * N * N,) factor on the kernel, bans apart."""
        return self._filled("survival_share", 1.0)

    @property
    def open_share(self) -> Array:
        """(J * N * N,) what bans leave."""
        return self._filled("open_share", 1.0)

    def _filled(self, name: str, value: float) -> Array:
        if name not in self._asked:
            size = self.baseline.tariff_rate.size
            self._asked[name] = np.full(size, value) if value else np.zeros(size)
        return self._asked[name]

    def channel(self, name: str, kind: Callable[[Baseline], C]) -> C:
        """The table on which all instruments of one system write: routes, payments, hubs. Made on first use."""
        found = self.channels.get(name)
        if found is None:
            found = self.channels[name] = kind(self.baseline)
        return cast("C", found)

    def finish(self) -> None:
        """Let the channels write what all their instruments together do, in the order of their first use.

        Hubs come last: how much of a flow is stopped depends on everything else. Before them come price caps, which
        cover what bans leave.
        """
        for name in sorted(self.channels, key=lambda name: LAST.index(name) if name in LAST else -1):
            self.channels[name].finish(self)

    def ban(self, cells: IntArray, *, coverage: float, leakage: float) -> None:
        """Stop the covered share of the cells, but for the part that leaks."""
        self.open_share[cells] *= 1.0 - coverage * (1.0 - leakage)

    def change(
        self,
        cells: IntArray,
        *,
        coverage: float = 1.0,
        tariff_rate: Array | None = None,
        export_tax_rate: Array | None = None,
        cost_ratio: float | Array = 1.0,
    ) -> None:
        """Give the covered share of the cells new rates and a new trade cost.

        Parameters
        ----------
        cells : flat positions, each once.
        coverage : share of each cell that is hit, in [0, 1].
        tariff_rate, export_tax_rate : (cells,) new rates on the hit part; None leaves them.
        cost_ratio : trade cost on the hit part, new over old; one number or (cells,).
        """
        tariff_before, export_before = self._now("tariff_rate", cells), self._now("export_tax_rate", cells)
        tariff = tariff_before if tariff_rate is None else tariff_rate
        export = export_before if export_tax_rate is None else export_tax_rate
        if coverage == 1.0:
            if tariff_rate is not None:
                self.tariff_rate[cells] = tariff
            if export_tax_rate is not None:
                self.export_tax_rate[cells] = export
            self.iceberg_hat[cells] *= cost_ratio
            return
        theta = elasticity_on(self.trade_elasticity, cells, len(self.baseline.economies))
        price_ratio = (1 + tariff) / (1 + tariff_before) * (1 + export) / (1 + export_before) * cost_ratio
        hit = coverage * price_ratio**-theta
        factor = (1 - coverage) + hit
        hit_share = hit / factor
        border_value = (1 - hit_share) / (1 + tariff_before) + hit_share / (1 + tariff)
        spared = (1 - hit_share) / ((1 + tariff_before) * (1 + export_before))
        sold = hit_share / ((1 + tariff) * (1 + export))
        seller_value, arriving = spared + sold, spared + sold / cost_ratio
        self.tariff_rate[cells] = 1 / border_value - 1
        self.export_tax_rate[cells] = border_value / seller_value - 1
        # Rounding must not turn an untouched tax into a tax of 1e-17.
        if tariff_rate is None:
            self.tariff_rate[cells] = tariff_before
        if export_tax_rate is None:
            self.export_tax_rate[cells] = export_before
        cost = seller_value / arriving
        self.iceberg_hat[cells] *= cost
        kappa = (1 + self.tariff_rate[cells]) * (1 + self.export_tax_rate[cells]) * cost
        kappa = kappa / ((1 + tariff_before) * (1 + export_before))
        self.survival_share[cells] *= factor * kappa**theta

    def _now(self, name: str, cells: IntArray) -> Array:
        """A rate on some cells, without making its array."""
        if name in self._asked:
            return np.asarray(self._asked[name][cells])
        return self.baseline.tariff_rate.ravel()[cells] if name == "tariff_rate" else np.zeros(cells.size)

    def wedges(self) -> Wedges:
        """The sparse wedges that the model takes; what no instrument asked for has not changed."""
        shape = self.baseline.tariff_rate.shape
        given = {name: array.reshape(shape) for name, array in self._asked.items()}
        open_share = given.pop("open_share", None)
        if open_share is not None:
            survival = given.get("survival_share")
            given["survival_share"] = open_share if survival is None else survival * open_share
        return Wedges.from_dense(
            baseline_tariff_rate=self.baseline.tariff_rate,
            **given,
            transfer=self.transfer,
            responses=tuple(self.responses),
        )
