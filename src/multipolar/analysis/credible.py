"""Losses and gains that are larger than a reader should take from the model, said beside the number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from multipolar.codes import economy_name
from multipolar.wording import signed

LARGEST = 15.0
"""Per cent of real income, either way, beyond which an answer with little time is more warning than estimate."""
SHORTER = ("impact", "short", "medium")
NAMED = 6


def beyond_belief(values: Mapping[str, float], when: str) -> Iterable[str]:
    """A sentence that names the economies whose answer is too large to be read as an estimate; none where none is.

    Parameters
    ----------
    values : change in real income by economy, per cent. when : such as ``short run``, or ``2023``.
    """
    large = [code for code, value in values.items() if np.isfinite(value) and abs(value) > LARGEST]
    if not large:
        return
    order = sorted(large, key=lambda code: -abs(values[code]))
    named = ", ".join(f"{economy_name(code)} {signed(values[code])} %" for code in order[:NAMED])
    more = f" and {len(order) - NAMED} more" if len(order) > NAMED else ""
    yield (
        f"Not to be read as an estimate ({when}): {named}{more}. With one low trade elasticity for all goods nobody "
        "finds another seller in time, and no stocks, no rationing and no exemption give way: a warning of dependence, "
        "not a forecast of income."
    )
