"""Prior for final demand by destination: what an older table and the new table's intermediate flows say of it.

Two priors exist for a producer's final sales by destination: the older table's final demand, moved by the growth of
intermediate sales on the same route; and intermediate sales themselves. The first knows how final demand differs from
intermediate use, the second knows the year. Home shares follow the first; among foreign destinations the geometric mean
of both is taken. Axis order: j sector, n importer, i exporter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.build_concordance import Concordance, aggregate
from multipolar.data.wiod import OldTable

_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class PriorSettings:
    """Exponents of the blend, chosen on the hold-out of 2000 to 2011 and used unchanged for the bundled world.

    Attributes
    ----------
    foreign_growth, home_growth : power of the growth of intermediates put on the old final flows, for foreign
        destinations and for the home share.
    old_weight : weight of the old pattern in the geometric mean of foreign destinations.
    growth_limit : growth of one route is held within this factor and its inverse.
    cushion_usd_mn, cushion_share : added to intermediates before growth is taken, an amount and a share of the route's
        final demand: where intermediates were next to nothing, their growth says little about final demand.
    detail_weight : how far the home share of a fine sector follows its own intermediates within an old, coarse sector.
    processing : power of the correction for importers that process: who imports many intermediates per unit of income
        exports what it makes of them, so its intermediates overstate its final demand.
    """

    foreign_growth: float = 0.4
    home_growth: float = 0.8
    old_weight: float = 0.5
    growth_limit: float = 50.0
    cushion_usd_mn: float = 1.0
    cushion_share: float = 0.02
    detail_weight: float = 0.5
    processing: float = 0.3


def destination_prior(
    old: OldTable,
    intermediate: Array,
    income: Array,
    concordance: Concordance,
    settings: PriorSettings | None = None,
) -> Array:
    """Shares of each producer's final sales by destination, before any total is imposed.

    Parameters
    ----------
    old : table with final demand by destination, in the older classification; negative cells count as zero.
    intermediate : (J, N, N) USD mn, the new year's intermediate flows, new classification.
    income : (N,) USD mn, output less inputs of each economy in the new year.
    concordance : position of each new sector and economy in the old table.

    Returns
    -------
    (J, N, N) share, summing to one over `n` for each producer `(j, i)`.
    """
    settings = settings or PriorSettings()
    coarse = aggregate(intermediate, concordance, len(old.sectors), len(old.economies))
    demand = np.maximum(old.final, 0.0)
    cushion = settings.cushion_usd_mn + settings.cushion_share * demand
    growth = (coarse + cushion) / (old.intermediate + cushion)
    growth = np.clip(growth, 1.0 / settings.growth_limit, settings.growth_limit)
    weighted = intermediate * processing_weight(intermediate, income, settings.processing)[None, :, None]
    grown = _expand_foreign(demand * growth**settings.foreign_growth, weighted, concordance)
    home = _home_share(demand * growth**settings.home_growth, coarse, intermediate, concordance, settings)
    foreign = _geometric_blend(_foreign_shares(grown), _foreign_shares(weighted), settings.old_weight)
    nowhere = foreign.sum(axis=1) <= 0
    home = np.where(nowhere, 1.0, home)
    shares = foreign * (1.0 - home)[:, None, :]
    diagonal = np.arange(shares.shape[1])
    shares[:, diagonal, diagonal] = home
    return shares


def processing_weight(intermediate: Array, income: Array, power: float) -> Array:
    """(N,) weight of each importer: imported intermediates per unit of income, over the world's, to minus `power`."""
    imported = _without_home(intermediate).sum(axis=(0, 2))
    intensity = np.divide(imported, income, out=np.ones_like(imported), where=(income > 0) & (imported > 0))
    typical = imported.sum() / income.sum()
    return np.asarray(np.maximum(intensity / typical, 1e-3) ** -power)


def _without_home(flow: Array) -> Array:
    answer = flow.copy()
    diagonal = np.arange(flow.shape[1])
    answer[:, diagonal, diagonal] = 0.0
    return answer


def _foreign_shares(flow: Array) -> Array:
    abroad = _without_home(flow)
    total = abroad.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(abroad, total, out=np.zeros_like(abroad), where=total > 0))


def _home_of(flow: Array, missing: float) -> Array:
    home = np.einsum("jnn->jn", flow)
    total = flow.sum(axis=1)
    return np.asarray(np.divide(home, total, out=np.full_like(home, missing), where=total > 0))


def _geometric_blend(first: Array, second: Array, weight: float) -> Array:
    """Geometric mean where both see trade; where they never meet, the second, else the first."""
    both = (first > 0) & (second > 0)
    mean = np.where(both, np.maximum(first, _TINY) ** weight * np.maximum(second, _TINY) ** (1.0 - weight), 0.0)
    known = mean.sum(axis=1, keepdims=True) > 0
    fallback = np.where(second.sum(axis=1, keepdims=True) > 0, second, first)
    return _foreign_shares(np.where(known, mean, fallback))


def _expand_foreign(pattern: Array, intermediate: Array, concordance: Concordance) -> Array:
    """Old foreign pattern in the new classification; blocks of several economies are split by intermediates."""
    sector, economy = concordance.sector, concordance.economy
    wide = pattern[np.ix_(sector, economy, economy)]
    abroad = _without_home(intermediate)
    answer = wide.copy()
    for members in concordance.shared_economies():
        inside = abroad[:, members, :]
        total = inside.sum(axis=1, keepdims=True)
        broad = np.broadcast_to(inside.sum(axis=(0, 2))[None, :, None] + _TINY, inside.shape)
        split = np.where(total > 0, inside / np.where(total > 0, total, 1.0), broad / broad.sum(axis=1, keepdims=True))
        answer[:, members, :] = wide[:, members, :] * split
        _split_own_block(answer, abroad, members)
    return answer


def _split_own_block(answer: Array, abroad: Array, members: IntArray) -> None:
    """Trade among members of one old block: in proportion to what they sell outside it, per unit of intermediates."""
    outside = np.setdiff1d(np.arange(answer.shape[1]), members)
    sold = answer[:, outside][:, :, members].sum(axis=1)
    known = abroad[:, outside][:, :, members].sum(axis=1)
    rate = np.divide(sold, known, out=np.ones_like(sold), where=known > 0)
    block = np.ix_(np.arange(answer.shape[0]), members, members)
    answer[block] = abroad[block] * rate[:, None, :]


def _home_share(
    grown: Array, coarse: Array, intermediate: Array, concordance: Concordance, settings: PriorSettings
) -> Array:
    """Home share of final sales, (J, N): from the old table, or by rule where it lacks the economy."""
    old_home = _logit(_home_of(grown, 1.0))
    coarse_home = _logit(_home_of(coarse, 1.0))
    own_home = _logit(_home_of(intermediate, 1.0))
    sector, economy = concordance.sector, concordance.economy
    detail = own_home - coarse_home[np.ix_(sector, economy)]
    logit = old_home[np.ix_(sector, economy)]
    if len(set(sector.tolist())) < len(sector):
        logit = logit + settings.detail_weight * np.clip(detail, -2.0, 2.0)
    shared = concordance.shared_economies()
    if shared:
        known = np.setdiff1d(np.arange(old_home.shape[1]), np.unique(np.concatenate([economy[m] for m in shared])))
        weight = grown.sum(axis=1)[:, known] + _TINY
        slope = _pooled_slope(coarse_home[:, known], old_home[:, known], weight)
        gap = old_home[:, known] - slope * coarse_home[:, known]
        shift = (gap * weight).sum(axis=1) / weight.sum(axis=1)
        for members in shared:
            logit[:, members] = slope * own_home[:, members] + shift[sector][:, None]
    return 1.0 / (1.0 + np.exp(-logit))


def _pooled_slope(x: Array, y: Array, weight: Array) -> float:
    x = x - (x * weight).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    y = y - (y * weight).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    return float((weight * x * y).sum() / (weight * x * x).sum())


def _logit(share: Array) -> Array:
    inside = np.clip(share, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(inside / (1.0 - inside)))
