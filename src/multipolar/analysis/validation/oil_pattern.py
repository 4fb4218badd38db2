"""The bundled world with Russia's crude going where it went in 2021, before the measures.

The tables are of 2022, when part of the crude that Europe used to take already went elsewhere. The oil-and-gas
sector of each pair is split into crude (its share from customs, `multipolar.baseline.energy`) and the rest; the crude
part is moved to its share of Russia's crude exports in 2021, in tonnes, the rest stays. Trade costs between Russia and
each buyer change until the model's flows are those, and that equilibrium becomes a baseline of its own. Where a year
has no tonnes (Türkiye and Belarus from 2022) nothing is moved. An approximation for validation, not a table of that
year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.energy import Energy, energy_of
from multipolar.codes.energy_products import energy_product
from multipolar.errors import SolveError
from multipolar.model.wedges import Wedges
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import prepare_baseline, simulate

SELLER, PRODUCT = "RUS", "crude"
CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class OilWorld:
    """A world in which the measures are tried.

    Attributes
    ----------
    baseline : the world. crude_share : (N,) crude in what each economy buys of `sector` from Russia.
    moved : economies whose crude was moved; unmoved : those that bought in 2021 and could not be.
    rounds : solutions that it took; 0 when nothing was moved.
    """

    baseline: Baseline
    crude_share: Array
    moved: tuple[str, ...]
    unmoved: tuple[str, ...]
    rounds: int

    @property
    def sector(self) -> str:
        """Code of the sector that holds crude: oil and gas, or crude alone where it is apart."""
        return crude_sector(self.baseline)


def crude_sector(baseline: Baseline) -> str:
    """Code of the sector that holds crude."""
    return energy_product(PRODUCT).sector_on(baseline.sector_index())


def as_tabled(baseline: Baseline) -> OilWorld:
    """The tables as they are."""
    return OilWorld(baseline, _crude_share(energy_of(baseline), baseline), (), (), 0)


def with_crude_of(baseline: Baseline, year: int, rounds: int = 60) -> OilWorld:
    """Move Russia's crude to the destinations of an earlier year.

    Raises
    ------
    SolveError
        If the pattern is not reached to `CLOSE`.
    """
    now, then = energy_of(baseline), energy_of(baseline, year)
    share = _crude_share(now, baseline)
    ratio, unmoved = _ratio(now, then, baseline, share)
    sector = int(now.sector_index[now.position(PRODUCT)])
    seller = baseline.economies.index(SELLER)
    flow = baseline.flow[sector, :, seller]
    # What Russia sells abroad in all keeps its value: only who buys it changes.
    scale = float((flow * share).sum() / (flow * share * ratio).sum())
    ratio = np.where(share > 0, ratio * scale, 1.0)
    factor_wanted = (1.0 - share) + share * ratio
    target = flow * factor_wanted
    factor = factor_wanted.copy()
    prepared = prepare_baseline(baseline)
    theta = float(baseline.elasticities.central[sector])
    start: Array | None = None
    gap = np.inf
    for number in range(1, rounds + 1):
        iceberg = np.ones(baseline.tariff_rate.shape)
        iceberg[sector, :, seller] = factor ** (-1.0 / theta)
        iceberg[sector, seller, seller] = 1.0
        wedges = Wedges.from_dense(baseline_tariff_rate=np.asarray(baseline.tariff_rate), iceberg_hat=iceberg)
        result = simulate(prepared, wedges, start=start)
        found = result.after.flow[sector, :, seller]
        step = np.divide(target, found, out=np.ones_like(found), where=(target > 0) & (found > 0))
        step[seller] = 1.0
        gap = float(np.abs(step - 1.0).max())
        if gap < CLOSE:
            moved = tuple(
                code for code, r, s in zip(baseline.economies, ratio, share, strict=True) if s > 0 and r != scale
            )
            new_share = share * ratio / factor_wanted
            return OilWorld(_settled(result, year), new_share, moved, unmoved, number)
        factor = factor * step
    raise SolveError("crude pattern", f"did not reach the pattern of {year}", evidence=f"largest gap {gap:.1e}")


def _crude_share(energy: Energy, baseline: Baseline) -> Array:
    seller = baseline.economies.index(SELLER)
    share = energy.share[energy.position(PRODUCT), :, seller].copy()
    share[seller] = 0.0
    return share


def _ratio(now: Energy, then: Energy, baseline: Baseline, share: Array) -> tuple[Array, tuple[str, ...]]:
    """(N,) share of Russia's crude exports then over now; one, and named, where one of the two is not known."""
    p, seller = now.position(PRODUCT), baseline.economies.index(SELLER)
    before, after = then.quantity[p, :, seller], now.quantity[p, :, seller]
    known = (np.nan_to_num(before) > 0) & (np.nan_to_num(after) > 0) & (share > 0)
    ratio = np.ones_like(share)
    ratio[known] = (before[known] / before[known].sum()) / (after[known] / after[known].sum())
    lost = np.nan_to_num(before) > 0
    return ratio, tuple(code for code, k, b in zip(baseline.economies, known, lost, strict=True) if b and not k)


def _settled(result: Result, year: int) -> Baseline:
    world, after = result.baseline, result.after
    return Baseline.from_shares(
        name=f"{world.name}-crude-{year}",
        title=f"{world.title}, Russia's crude going where it went in {year}",
        year=world.year,
        economies=world.economies,
        sectors=world.sectors,
        trade_share=after.trade_share,
        expenditure=after.expenditure,
        gross_output=after.sales,
        value_added_share=world.value_added_share,
        input_share=world.input_share,
        tariff_rate=world.tariff_rate,
        elasticities=world.elasticities,
        provenance=world.provenance,
    )
