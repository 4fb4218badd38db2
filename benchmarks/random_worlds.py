"""Random consistent worlds and random shocks, from a seed: for the stress script and the property tests.

A world is made from random shares and solved for the flows that they imply, so every account closes by construction.
It is meant to be nasty: empty trade cells, absent producers and buyers, goods with one seller, economies a million
times smaller than others, trade deficits, baseline tariffs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.errors import DataError
from multipolar.model.responses import ImportQuota
from multipolar.model.settings import Assumptions, Closure, DeficitClosure, RevenueClosure
from multipolar.model.wedges import Wedges

Generator = np.random.Generator


@dataclass(frozen=True, slots=True)
class WorldStyle:
    """What kind of world to draw.

    Parameters
    ----------
    empty : share of foreign trade cells that are zero.
    size_spread : standard deviation of the log of economies' attractiveness as sellers.
    deficit_spread : standard deviation of deficits over final expenditure.
    tariff : largest baseline tariff.
    absent : share of producers that do not exist; half that share of goods is not bought.
    single_seller : whether one sector has one seller for all buyers.
    """

    economies: int = 4
    sectors: int = 3
    empty: float = 0.0
    size_spread: float = 0.5
    deficit_spread: float = 0.0
    tariff: float = 0.0
    absent: float = 0.0
    single_seller: bool = False


def random_style(rng: Generator) -> WorldStyle:
    """Draw a style: 3 to 8 economies, 2 to 6 sectors, dense or sparse, even or uneven."""
    return WorldStyle(
        economies=int(rng.integers(3, 9)),
        sectors=int(rng.integers(2, 7)),
        empty=float(rng.choice([0.0, 0.0, 0.3, 0.7])),
        size_spread=float(rng.choice([0.0, 0.7, 2.0, 4.0])),
        deficit_spread=float(rng.choice([0.0, 0.05, 0.3])),
        tariff=float(rng.choice([0.0, 0.0, 0.2, 1.0])),
        absent=float(rng.choice([0.0, 0.0, 0.2])),
        single_seller=bool(rng.random() < 0.15),
    )


def random_world(rng: Generator, style: WorldStyle | None = None, name: str = "random") -> Baseline:
    """Draw a world. Redraws until every economy produces, spends, and the accounts are positive."""
    style = style or random_style(rng)
    for _ in range(200):
        world = _draw(rng, style, name)
        if world is not None:
            return world
    raise RuntimeError(f"no consistent world of style {style} in 200 draws")


def elasticity_table(sectors: tuple[str, ...], theta: Array) -> ElasticityTable:
    """Elasticities without a spread, for made-up worlds."""
    size = len(sectors)
    return ElasticityTable(
        sectors, theta, theta, theta, np.full(size, np.nan), ("made up",) * size, ("assumed",) * size
    )


def world_from_shares(
    *,
    trade_share: Array,
    final_share: Array,
    value_added_share: Array,
    input_share: Array,
    final_expenditure: Array | None = None,
    tariff_rate: Array | None = None,
    theta: Array | None = None,
    name: str = "made up",
) -> Baseline:
    """A baseline whose flows are solved for, given shares (axes as in `Baseline`).

    Without `final_expenditure` (N,) every economy spends its income and no deficit exists; world value added is 1000.
    """
    sectors, economies = final_share.shape
    tariff = np.zeros(trade_share.shape) if tariff_rate is None else tariff_rate
    border = trade_share / (1.0 + tariff)
    expenditure_of, income_of = _accounts(border, trade_share - border, final_share, value_added_share, input_share)
    if final_expenditure is None:
        # Income is a column-stochastic map of expenditure; its fixed point spends exactly what is earned.
        system = income_of - np.eye(economies)
        system[-1] = 1.0
        final_expenditure = np.linalg.solve(system, np.eye(economies)[-1])
    expenditure = (expenditure_of @ final_expenditure).reshape(sectors, economies)
    output = np.einsum("jni,jn->ji", border, expenditure)
    scale = 1000.0 / (value_added_share * output).sum()
    codes = tuple(f"S{j + 1:02d}" for j in range(sectors))
    return Baseline.from_shares(
        name=name,
        year=2022,
        economies=tuple(f"E{n + 1:02d}" for n in range(economies)),
        sectors=codes,
        trade_share=trade_share,
        expenditure=expenditure * scale,
        gross_output=output * scale,
        value_added_share=value_added_share,
        input_share=input_share,
        tariff_rate=tariff,
        elasticities=elasticity_table(codes, np.full(sectors, 4.0) if theta is None else theta),
    )


def _accounts(
    border: Array, levied: Array, final_share: Array, value_added_share: Array, input_share: Array
) -> tuple[Array, Array]:
    """Matrices from final expenditure (N,) to expenditure (J*N,) and to income (N,)."""
    sectors, economies = final_share.shape
    size = sectors * economies
    sales = np.zeros((sectors, economies, sectors, economies))  # output (j, i) from expenditure (j, n)
    use = np.zeros((sectors, economies, sectors, economies))  # expenditure (k, n) from output (j, n)
    for j in range(sectors):
        sales[j, :, j, :] = border[j].T
    for n in range(economies):
        use[:, n, :, n] = input_share[n]
    sales, use = sales.reshape(size, size), use.reshape(size, size)
    final = np.zeros((sectors, economies, economies))
    for n in range(economies):
        final[:, n, n] = final_share[:, n]
    expenditure = np.linalg.solve(np.eye(size) - use @ sales, final.reshape(size, economies))
    value_added = (value_added_share.ravel()[:, None] * (sales @ expenditure)).reshape(sectors, economies, economies)
    revenue = np.einsum("jni,jnm->nm", levied, expenditure.reshape(sectors, economies, economies))
    return expenditure, value_added.sum(axis=0) + revenue


def _draw(rng: Generator, style: WorldStyle, name: str) -> Baseline | None:
    sectors, economies = style.sectors, style.economies
    produces = rng.random((sectors, economies)) >= style.absent
    buys = rng.random((sectors, economies)) >= style.absent / 2
    if not (produces.any(axis=0).all() and buys.any(axis=0).all()):
        return None
    attraction = rng.normal(0.0, style.size_spread, economies) + rng.normal(0.0, 0.5, (sectors, 1, economies))
    weight = np.exp(attraction + rng.normal(0.0, 1.0, (sectors, economies, economies)))
    home = np.arange(economies)
    weight[:, home, home] *= np.exp(rng.uniform(0.0, 4.0)) * np.exp(-attraction[:, 0, :] * rng.random())
    foreign = ~np.eye(economies, dtype=bool)
    weight[(rng.random(weight.shape) < style.empty) & foreign] = 0.0
    weight *= produces[:, None, :]
    if style.single_seller:
        seller, j = int(rng.integers(economies)), int(rng.integers(sectors))
        produces[j] = home == seller
        weight[j] = 0.0
        weight[j, :, seller] = 1.0
    # A buyer whose row came out empty gets the cell of the largest producer; a producer without buyers does not exist.
    for j, n in zip(*np.nonzero((weight.sum(axis=2) == 0) & buys), strict=True):
        sellers = np.flatnonzero(produces[j])
        if sellers.size == 0:
            buys[j, n] = False
        else:
            weight[j, n, rng.choice(sellers)] = 1.0
    if not buys.any(axis=0).all():
        return None
    weight *= buys[:, :, None]
    total = weight.sum(axis=2, keepdims=True)
    trade_share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    produces &= trade_share.sum(axis=1) > 0

    final_share = rng.gamma(1.0, 1.0, (sectors, economies)) * buys
    final_share *= rng.random((sectors, economies)) > 0.1
    if not (final_share.sum(axis=0) > 0).all():
        return None
    final_share /= final_share.sum(axis=0)
    input_share = rng.gamma(0.5, 1.0, (economies, sectors, sectors)) * buys.T[:, :, None]
    total = input_share.sum(axis=1, keepdims=True)
    input_share = np.divide(input_share, total, out=np.zeros_like(input_share), where=total > 0)
    value_added_share = np.where(produces, rng.uniform(0.15, 0.95, (sectors, economies)), 1.0)
    value_added_share = np.where(input_share.sum(axis=1).T > 0, value_added_share, 1.0)
    input_share *= (1.0 - value_added_share).T[:, None, :]

    tariff = style.tariff * rng.random(trade_share.shape) * (rng.random(trade_share.shape) < 0.5)
    tariff[:, home, home] = 0.0
    try:
        balanced = world_from_shares(
            trade_share=trade_share,
            final_share=final_share,
            value_added_share=value_added_share,
            input_share=input_share,
            tariff_rate=tariff,
            name=name,
        )
    except (np.linalg.LinAlgError, DataError):
        return None
    spending = balanced.income * np.exp(rng.normal(0.0, style.deficit_spread, economies))
    if not (np.isfinite(spending).all() and (spending > 1e-9 * spending.sum()).all()):
        return None
    world = world_from_shares(
        trade_share=trade_share,
        final_share=final_share,
        value_added_share=value_added_share,
        input_share=input_share,
        final_expenditure=spending,
        tariff_rate=tariff,
        theta=np.exp(rng.uniform(np.log(0.5), np.log(25.0), sectors)),
        name=name,
    )
    # Goods that are offered but that nobody ends up needing (no final use, no user of the input) have no sales.
    idle = (world.gross_output <= 0) & produces
    unused = (world.expenditure <= 0) & buys
    if idle.any() or unused.any() or not (world.value_added > 0).all():
        return None
    return world


SHOCKS = (
    "nothing",
    "iceberg",
    "tariffs",
    "bilateral tariffs",
    "embargo of one economy",
    "embargo of one economy, leaking",
    "embargo of everything",
    "embargo of everything, leaking",
    "embargo of sectors",
    "export taxes",
    "transfer",
    "quota",
    "mixture",
)


@dataclass(frozen=True, slots=True)
class Shock:
    """A random scenario with the assumptions and closure to run it under."""

    kind: str
    wedges: Wedges
    assumptions: Assumptions
    closure: Closure


def random_shock(rng: Generator, world: Baseline, kind: str | None = None, *, mobility: float = np.inf) -> Shock:
    """Draw a shock: embargoes with leakage 0 to 1, tariffs to 500 %, icebergs 1 to 1e4, elasticities 0.5 to 25 ..."""
    kind = kind or str(rng.choice(SHOCKS))
    shape = world.trade_share.shape
    sectors, economies, _ = shape
    foreign = np.broadcast_to(~np.eye(economies, dtype=bool), shape)
    iceberg, survival = np.ones(shape), np.ones(shape)
    tariff, export = world.tariff_rate.copy(), np.zeros(shape)
    transfer, responses = np.zeros(economies), ()
    target = int(rng.integers(economies))
    parts = list(rng.choice(SHOCKS[1:-1], size=3, replace=False)) if kind == "mixture" else [kind]
    for part in parts:
        some = foreign & (rng.random(shape) < rng.choice([0.1, 0.5, 1.0]))
        leak = float(rng.choice([10.0 ** rng.uniform(-8, 0), rng.random()]))
        if part == "iceberg":
            size = np.exp(rng.random(shape) * rng.uniform(0.0, np.log(1e4)))
            iceberg[some] = size[some]
        elif part == "tariffs":
            tariff[some] = (5.0 * rng.random(shape) ** 2)[some]
        elif part == "bilateral tariffs":
            other = (target + 1) % economies
            tariff[:, target, other] = tariff[:, other, target] = float(rng.uniform(0.0, 5.0))
        elif part.startswith("embargo of one economy"):
            edge = foreign.copy()
            partners = rng.random(economies) < rng.choice([0.5, 1.0])
            mask = np.zeros((economies, economies), dtype=bool)
            mask[target, partners] = mask[partners, target] = True
            survival[edge & mask] = leak if part.endswith("leaking") else 0.0
        elif part.startswith("embargo of everything"):
            survival[foreign] = leak if part.endswith("leaking") else 0.0
        elif part == "embargo of sectors":
            hit = rng.random(sectors) < 0.4
            cells = some & hit[:, None, None]
            survival[cells] *= leak if rng.random() < 0.5 else 0.0
        elif part == "export taxes":
            export[some] = rng.random(shape)[some] * rng.choice([0.2, 1.0])
        elif part == "transfer":
            payer, receiver = rng.choice(economies, size=2, replace=False)
            amount = float(rng.uniform(0.0, 0.3) * min(world.value_added[payer], world.value_added[receiver]))
            transfer[payer], transfer[receiver] = -amount, amount
        elif part == "quota":
            flat = np.flatnonzero((world.trade_share > 0) & foreign)
            if flat.size:
                cells = np.sort(rng.choice(flat, size=min(flat.size, int(rng.integers(1, 5))), replace=False))
                limit = float(np.exp(rng.uniform(np.log(0.02), np.log(3.0))))
                responses = (ImportQuota("quota", cells.astype(np.int64), limit, float(rng.choice([0.0, 0.5, 1.0]))),)
    deficit: DeficitClosure = rng.choice(["fixed", "proportional", "balanced"])
    revenue: RevenueClosure = rng.choice(["lump_sum", "lost"])
    theta = np.exp(rng.uniform(np.log(0.5), np.log(25.0), sectors))
    return Shock(
        kind=kind,
        wedges=Wedges.from_dense(
            baseline_tariff_rate=world.tariff_rate,
            iceberg_hat=iceberg,
            survival_share=survival,
            tariff_rate=tariff,
            export_tax_rate=export,
            transfer=transfer,
            responses=responses,
        ),
        assumptions=Assumptions(theta, "random", mobility),
        closure=Closure(str(deficit), str(revenue)),
    )
