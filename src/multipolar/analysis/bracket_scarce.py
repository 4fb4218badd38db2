"""Which input stops which sectors of an economy when proportions are fixed, and who does not deliver it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from multipolar.analysis.bracket_network import Network
from multipolar.analysis.bracket_rationing import Rationing
from multipolar.baseline.baseline import Baseline

TOP = 5


@dataclass(frozen=True, slots=True)
class Scarce:
    """An input that stops sectors of an economy under fixed proportions.

    Attributes
    ----------
    input : sector code. missing : share that industries do not get; banned : the part of it that is banned directly.
    seller : economy whose missing deliveries weigh most, the economy itself included; seller_part : its part of them.
    stops : codes of the sectors that it stops, largest loss first, `TOP` at most.
    value_added : share of the economy's value added that shortages take where it is the scarcest input.
    """

    input: str
    missing: float
    banned: float
    seller: str
    seller_part: float
    stops: tuple[str, ...]
    value_added: float

    def payload(self) -> dict[str, Any]:
        """JSON-ready, per cent."""
        return {
            "input": self.input,
            "missing_pct": 100 * self.missing,
            "of_which_banned_pct": 100 * self.banned,
            "seller": self.seller,
            "seller_part_pct": 100 * self.seller_part,
            "stops": list(self.stops),
            "value_added_pct": 0.0 - 100 * self.value_added,
        }


def scarce_inputs(network: Network, found: Rationing, baseline: Baseline, n: int) -> tuple[Scarce, ...]:
    """The inputs that stop sectors of economy `n`, by the value added lost with them; `TOP` at most."""
    missing = found.missing[:, n]
    felt = np.where(network.use[n] > found.rule.least_input, missing[:, None], 0.0)
    scarcest = felt.argmax(axis=0)
    lost = network.value_added[:, n] * found.shortage[:, n]
    by_input = np.bincount(scarcest, lost, minlength=missing.size)
    entries = []
    for k in np.argsort(-by_input, kind="stable")[:TOP]:
        if by_input[k] <= 0:
            break
        not_delivered = baseline.trade_share[k, n] - network.open_share[k, n] * (1.0 - found.industry_gap[k])
        seller = int(not_delivered.argmax())
        stopped = sorted(np.flatnonzero((scarcest == k) & (lost > 0)).tolist(), key=lambda j: -lost[j])
        entries.append(
            Scarce(
                input=baseline.sectors[k],
                missing=float(missing[k]),
                banned=float(network.banned[k, n]),
                seller=baseline.economies[seller],
                seller_part=float(not_delivered[seller] / not_delivered.sum()),
                stops=tuple(baseline.sectors[j] for j in stopped[:TOP]),
                value_added=float(by_input[k] / network.value_added[:, n].sum()),
            )
        )
    return tuple(entries)
