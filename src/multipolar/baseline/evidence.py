"""Published totals as evidence on imputed final demand: expenditure from external balances, bilateral goods trade.

Neither is a constraint. Both act through dead bands, because noise in a total lands on a residual and does harm when
it is believed: on the hold-out, expenditure with 5 % noise is harmless only outside a band of 8 %, and pair totals with
15 % noise only outside a band of 25 % and at half force. Axis order: j sector, n importer, i exporter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.baseline.balance import edge_of_band, fit_rows

#: Where goods at basic prices plausibly lie over customs values, by exporter.
BASIC_OVER_CUSTOMS = (0.5, 1.1)


@dataclass(frozen=True, slots=True)
class PairRule:
    """How hard a pair total pulls: dead band, power put on the correction, largest factor on one flow."""

    band: float
    force: float
    limit: float = 3.0


#: Unnamed pairs, pairs of economies that carry headlines, and pairs with a source of the year itself.
ORDINARY, HEADLINE, NAMED = PairRule(0.5, 0.5), PairRule(0.25, 0.5), PairRule(0.1, 1.0, 8.0)


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """Bilateral goods totals (N, N), importer by exporter, USD mn at customs values.

    Attributes
    ----------
    value : what is used, NaN where nothing is usable.
    published : the same with the values that were refused.
    refused : pairs whose years disagree.
    headline : pairs of economies that carry headlines.
    named : pairs with a source of the year itself.
    """

    value: Array
    published: Array
    refused: BoolArray
    headline: BoolArray
    named: BoolArray

    @property
    def own_year(self) -> BoolArray:
        """(N,) importers most of whose pairs have a source of the year itself."""
        return np.asarray(self.named.mean(axis=1) > 0.5)


def normalise_pairs(value: Array, modelled: Array, own_year: BoolArray | None = None, sweeps: int = 200) -> Array:
    """Scale customs values (N, N) to the model's exporter and importer totals over the pairs that have a value.

    That takes out what differs by economy: trade margins, freight, re-exports, basic against purchasers' prices.
    Importers in `own_year` (N,) have records of the year itself, whose level is evidence too: their values are scaled
    by their exporters' factors alone, held within `BASIC_OVER_CUSTOMS`.
    """
    level = np.zeros(len(value), dtype=bool) if own_year is None else own_year
    usable = np.isfinite(value) & (value > 0) & (modelled > 0)
    customs = np.where(usable & ~level[:, None], value, 0.0)
    answer = customs
    mass = np.where(customs > 0, modelled, 0.0)
    rows, columns = mass.sum(axis=1), mass.sum(axis=0)
    for _ in range(sweeps):
        answer = answer * _ratio(columns, answer.sum(axis=0))[None, :]
        answer = answer * _ratio(rows, answer.sum(axis=1))[:, None]
    factor = np.clip(_ratio(answer.sum(axis=0), customs.sum(axis=0)), *BASIC_OVER_CUSTOMS)
    answer = np.where(level[:, None], np.where(usable, value, 0.0) * factor[None, :], answer)
    return np.where(usable, answer, np.nan)


def _ratio(part: Array, whole: Array) -> Array:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0))


def pull_pairs(
    final: Array, intermediate: Array, sales: Array, goods: BoolArray, targets: Array, evidence: PairEvidence
) -> Array:
    """One step of final goods flows (J, N, N) towards normalised pair totals `targets` (N, N), rows exact.

    What known intermediates already explain is taken off the target first; the rest is for final goods.
    """
    within = intermediate[goods].sum(axis=0)
    bought = final[goods].sum(axis=0)
    factor = np.ones_like(bought)
    for mask, rule in (
        (~evidence.headline & ~evidence.named, ORDINARY),
        (evidence.headline & ~evidence.named, HEADLINE),
        (evidence.named, NAMED),
    ):
        edge = edge_of_band(within + bought, targets, rule.band)
        wanted = (within + bought) * edge - within
        ratio = np.divide(wanted, bought, out=np.ones_like(bought), where=bought > 0)
        pulled = np.clip(ratio, 1.0 / rule.limit, rule.limit) ** rule.force
        factor = np.where(mask & (edge != 1.0), pulled, factor)
    answer = final.copy()
    answer[goods] *= factor[None, :, :]
    return fit_rows(answer, sales)
