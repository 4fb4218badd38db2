"""Measures that set the same duty on the same flows: which of them counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from multipolar.arrays import IntArray
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments import BlocAgreement, ExportTax, Tariff
from multipolar.scenario.place import Notice


def replaced_duties(written: Sequence[tuple[Instrument, IntArray]], size: int) -> Iterator[Notice]:
    """A notice for each measure that puts its own duty in the place of that of an earlier one.

    Parameters
    ----------
    written : instruments in order, with the flat cells on which they fall. size : number of all cells.
    """
    for duty in ("tariff", "export tax"):
        writers = [(found, cells) for found, cells in written if _writes(found) == duty]
        if len(writers) < 2:
            continue
        last = np.full(size, -1, dtype=np.int64)
        for place, (instrument, cells) in enumerate(writers):
            if _replaces(instrument):
                before, count = np.unique(last[cells], return_counts=True)
                for earlier, flows in zip(before, count, strict=True):
                    if earlier >= 0 and not _same(writers[earlier][0], instrument):
                        name = writers[earlier][0].id
                        text = f"It replaces the {duty} of {name} on {flows:,} flows: the later one in the file counts."
                        yield Notice("conflict", text, str(instrument.id))
            last[cells] = place


def _writes(instrument: Instrument) -> str:
    if isinstance(instrument, Tariff) or (isinstance(instrument, BlocAgreement) and instrument.tariff_cut):
        return "tariff"
    return "export tax" if isinstance(instrument, ExportTax) else ""


def _replaces(instrument: Instrument) -> bool:
    """Whether it leaves nothing of the duty that it finds; one on a part of the flow mixes with it."""
    if isinstance(instrument, Tariff):
        return instrument.mode == "set" and instrument.rate_before is None and instrument.coverage == 1
    return isinstance(instrument, ExportTax) and instrument.coverage == 1


def _same(one: Instrument, other: Instrument) -> bool:
    """Whether both replace what they find by the same rate."""
    return _replaces(one) and _replaces(other) and getattr(one, "rate", None) == getattr(other, "rate", None)
