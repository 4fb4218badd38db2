"""Wedges: what a scenario changes, compiled to arrays that the model understands. No labels, no dates, no instruments.

Axis order: j sector, n importer, i exporter. The fixed part is sparse: flat positions into ``(J, N, N)`` and the values
there. The responsive part is a list of `Response`s, each with its own unknowns (see `multipolar.model.responses`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray, frozen
from multipolar.errors import AssumptionError, ShapeError
from multipolar.model.responses import Response


@dataclass(frozen=True, slots=True)
class Wedges:
    """Fixed and responsive changes to trade.

    Attributes
    ----------
    shape : (J, N, N).
    index : (M,) sorted unique flat positions of the cells that change.
    iceberg_hat : (M,) ratio, real trade cost new over old, positive.
    survival_share : (M,) factor on the seller's kernel entry; 0 is an airtight embargo, 0.1 leaks a tenth.
    tariff_rate : (M,) the new ad-valorem tariff, paid by buyers on the border price.
    export_tax_rate : (M,) the new ad-valorem export tax on the seller's price.
    transfer : (N,) USD mn of the baseline year that each economy receives (negative: pays); sums to zero.
    responses : unknown-carrying instruments, such as a quota that may or may not bind.
    """

    shape: tuple[int, int, int]
    index: IntArray
    iceberg_hat: Array
    survival_share: Array
    tariff_rate: Array
    export_tax_rate: Array
    transfer: Array
    responses: tuple[Response, ...] = ()

    def __post_init__(self) -> None:
        for field in ("iceberg_hat", "survival_share", "tariff_rate", "export_tax_rate"):
            if getattr(self, field).shape != self.index.shape:
                raise ShapeError(
                    f"wedges, {field}", f"has {getattr(self, field).shape[0]} entries for {self.index.shape[0]} cells"
                )
        if self.transfer.shape != (self.shape[1],):
            raise ShapeError("wedges, transfer", f"has shape {self.transfer.shape}, expected ({self.shape[1]},)")
        self._check_domain()

    def _check_domain(self) -> None:
        """Values that no equation can use are refused here, where they can still be named."""
        lowest = {
            "iceberg_hat": 0.0,
            "survival_share": -np.finfo(float).tiny,
            "tariff_rate": -1.0,
            "export_tax_rate": -1.0,
        }
        for field, bound in lowest.items():
            values = getattr(self, field)
            bad = ~(np.isfinite(values) & (values > bound))
            if bad.any():
                raise AssumptionError(
                    f"wedges, {field}",
                    f"must be finite and {'at least 0' if field == 'survival_share' else f'above {bound:g}'}",
                    evidence=f"{int(bad.sum())} of {values.size} cells are not, the first is {values[bad][0]}",
                    remedy="For no trade at all use a survival share of 0.",
                )
        total, size = float(self.transfer.sum()), float(np.abs(self.transfer).sum())
        if not abs(total) <= 1e-9 * size:
            raise AssumptionError(
                "wedges, transfer",
                f"must sum to zero over economies, not {total:g} USD mn",
                remedy="What one economy receives another must pay.",
            )

    @classmethod
    def none(cls, shape: tuple[int, int, int]) -> Wedges:
        """The do-nothing scenario."""
        empty = frozen([])
        return cls(shape, np.zeros(0, dtype=np.int64), empty, empty, empty, empty, frozen(np.zeros(shape[1])))

    @classmethod
    def from_dense(
        cls,
        *,
        baseline_tariff_rate: Array,
        iceberg_hat: Array | None = None,
        survival_share: Array | None = None,
        tariff_rate: Array | None = None,
        export_tax_rate: Array | None = None,
        transfer: Array | None = None,
        responses: tuple[Response, ...] = (),
    ) -> Wedges:
        """Keep the cells of dense (J, N, N) arrays that differ from the baseline (ratio 1, share 1, tax 0)."""
        shape = baseline_tariff_rate.shape
        changed = np.zeros(shape, dtype=bool)
        for given, before in ((iceberg_hat, 1.0), (survival_share, 1.0), (export_tax_rate, 0.0)):
            if given is not None:
                changed |= given != before
        if tariff_rate is not None:
            changed |= tariff_rate != baseline_tariff_rate
        index = np.flatnonzero(changed).astype(np.int64)

        def on_cells(given: Array | None, before: float) -> Array:
            return frozen(np.full(index.size, before) if given is None else given.ravel()[index])

        tariff = baseline_tariff_rate if tariff_rate is None else tariff_rate
        index.setflags(write=False)
        return cls(
            shape=(int(shape[0]), int(shape[1]), int(shape[2])),
            index=index,
            iceberg_hat=on_cells(iceberg_hat, 1.0),
            survival_share=on_cells(survival_share, 1.0),
            tariff_rate=frozen(tariff.ravel()[index]),
            export_tax_rate=on_cells(export_tax_rate, 0.0),
            transfer=frozen(np.zeros(shape[1]) if transfer is None else transfer),
            responses=responses,
        )

    @property
    def is_empty(self) -> bool:
        """True when nothing changes."""
        return self.index.size == 0 and not self.responses and not self.transfer.any()
