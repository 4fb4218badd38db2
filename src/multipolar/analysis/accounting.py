"""Exact accounting of the log change in real income by partner and sector.

Real income is household income over the price of the final basket. Its log change is the sum of two parts, and each
part is a sum over partners and sectors without remainder, at every horizon.

Prices. With ``L(x, y) = (x - y) / log(x / y)``, shares ``pi`` and ``pi'``, and trade elasticity ``theta``, each
seller's part in the sector's price index is that of Sato (1976) and Vartia (1976),

    part[i] = (L(pi'[i], pi[i]) * log P_hat + (pi[i] - pi'[i]) / theta) / sum_k L(pi'[k], pi[k])

This is ``L * log p_hat / sum L`` with ``log p_hat = log P_hat - log(pi' / pi) / theta``, survival share included, in a
form that stays finite when an airtight embargo makes ``pi'`` zero: the part is then the lost variety,
``pi / theta / sum L``. The parts sum to ``log P_hat`` because both sets of shares sum to one. Sectors enter the price
of the final basket with the weights ``L(f', f) / sum L(f', f)`` of their final shares before and after, which is exact
for a basket of constant elasticity, and is the share itself where the basket is Cobb-Douglas.

Income. ``log(I' / I) = (I' - I) / L(I', I)``, and ``I' - I`` is the sum of the changes in value added by buyer and
sector, in revenue by partner, in rents, deficit and transfer. Value added is ``v S``, a share of sales: sales are
counted at the mean share, ``(v + v') / 2``, and where shares move (nests other than Cobb-Douglas, resources) the rest,
``(v' - v) (S + S') / 2``, has a line of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.analysis.outcome import Accounting
from multipolar.arrays import Array
from multipolar.errors import AssumptionError
from multipolar.simulation.result import Equilibrium, Result

SHARES_MOVED = "value added per dollar sold"


def log_mean(new: Array | float, old: Array | float) -> Array:
    """Logarithmic mean of two non-negative numbers: zero if one of them is, the number itself if they are equal."""
    a, b = np.broadcast_arrays(np.asarray(new, dtype=np.float64), np.asarray(old, dtype=np.float64))
    positive = (a > 0) & (b > 0)
    a_safe, b_safe = np.where(positive, a, 1.0), np.where(positive, b, 1.0)
    # log1p of the relative difference keeps the ratio accurate where the two are nearly equal; where one is as good as
    # nothing beside the other the difference of their logs does.
    relative = (a_safe - b_safe) / b_safe
    small, far = np.abs(relative) < 1e-6, np.abs(relative) > 0.5
    series = 1.0 + relative / 2.0 - relative**2 / 12.0
    growth = np.where(far, np.log(a_safe) - np.log(b_safe), np.log1p(np.where(small | far, 0.5, relative)))
    ratio = np.where(small, series, relative / growth)
    return np.asarray(np.where(positive, b_safe * ratio, 0.0))


def price_parts(new_share: Array, old_share: Array, log_price_hat: Array, trade_elasticity: Array) -> Array:
    """Each seller's part in the log change of one importer's sector prices.

    Parameters
    ----------
    new_share, old_share : (J, N) trade shares over sellers; each row sums to one, or to zero where nothing is bought.
    log_price_hat, trade_elasticity : (J,), of this importer.

    Returns
    -------
    (N, J) log points; column j sums to ``log_price_hat[j]``, zero where nothing is bought.
    """
    weight = log_mean(new_share, old_share)
    total = weight.sum(axis=1, keepdims=True)
    part = weight * log_price_hat[:, None] + (old_share - new_share) / trade_elasticity[:, None]
    return np.asarray(np.divide(part, total, out=np.zeros_like(part), where=total > 0).T)


@dataclass(frozen=True, slots=True)
class _State:
    """One side of a comparison: an equilibrium and its change of prices from the common baseline."""

    equilibrium: Equilibrium
    log_price_hat: Array
    income: Array

    @classmethod
    def of(cls, result: Result, equilibrium: Equilibrium) -> _State:
        return cls(equilibrium, np.log(equilibrium.price_hat), result.household_income(equilibrium))


def accounting(result: Result, economy: str) -> Accounting:
    """Accounting of one economy's log change in real income, from the baseline to the scenario.

    Raises
    ------
    AssumptionError
        If the economy is unknown or has no positive income, so that no log exists.
    """
    return _between(result, _State.of(result, result.before), _State.of(result, result.after), economy)


def accounting_between(base: Result, other: Result, economy: str) -> Accounting:
    """Accounting of the log difference in real income between two results; `base` is where it starts.

    Both results must share the axes. With the same baseline, elasticities and closure the accounting is direct;
    otherwise it is the difference of the two accountings from their own baselines. Both sum exactly to the difference
    of the two log changes in real income.
    """
    if base.economies != other.economies or base.sectors != other.sectors:
        raise AssumptionError(
            f"difference of {base.name} and {other.name}", "the two results have other economies or sectors"
        )
    same_beliefs = base.assumptions.same_beliefs(other.assumptions)
    if base.baseline is other.baseline and base.closure == other.closure and same_beliefs:
        return _between(other, _State.of(base, base.after), _State.of(other, other.after), economy)
    return _subtract(accounting(other, economy), accounting(base, economy))


def _between(result: Result, old: _State, new: _State, economy: str) -> Accounting:
    if economy not in result.economies:
        raise AssumptionError(f"accounting of {economy}", "is not an economy of this baseline")
    n = result.economies.index(economy)
    income_old, income_new = float(old.income[n]), float(new.income[n])
    if not (income_old > 0 and income_new > 0):
        raise AssumptionError(
            f"accounting of {economy}",
            "needs positive income before and after",
            evidence=f"before {income_old:.4g}, after {income_new:.4g} USD mn",
        )
    scale = float(log_mean(income_new, income_old))
    log_price = new.log_price_hat[:, n] - old.log_price_hat[:, n]
    share_new, share_old = new.equilibrium.trade_share[:, n], old.equilibrium.trade_share[:, n]
    theta = result.assumptions.trade_elasticity
    parts = price_parts(share_new, share_old, log_price, theta if theta.ndim == 1 else theta[:, n])
    weight = final_weights(new.equilibrium.final_share[:, n], old.equilibrium.final_share[:, n])
    sold = _sold(new.equilibrium, n) - _sold(old.equilibrium, n)
    mean_share, moved = _value_added(result, new.equilibrium, old.equilibrium, n)
    tariffs = (_tariffs(new.equilibrium, n) - _tariffs(old.equilibrium, n)) / scale
    export_taxes = (_export_taxes(new.equilibrium, n) - _export_taxes(old.equilibrium, n)) / scale
    ledger_new, ledger_old = new.equilibrium.ledger, old.equilibrium.ledger
    other = {} if result.assumptions.is_cobb_douglas else {SHARES_MOVED: float(moved.sum()) / scale}
    other |= {
        "deficit": float(ledger_new.deficit[n] - ledger_old.deficit[n]) / scale,
        "transfer": float(ledger_new.transfer[n] - ledger_old.transfer[n]) / scale,
    }
    if result.closure.revenue == "lost":
        tariffs, export_taxes = np.zeros_like(tariffs), np.zeros_like(export_taxes)
    else:
        rent = ledger_new.rent - ledger_new.rent_paid_abroad - ledger_old.rent + ledger_old.rent_paid_abroad
        from_abroad = ledger_new.rent_received_abroad - ledger_old.rent_received_abroad
        other = {
            "tariff revenue": float(tariffs.sum()),
            "export tax revenue": float(export_taxes.sum()),
            "rent kept": float(rent[n]) / scale,
            "rent from abroad": float(from_abroad[n]) / scale,
            **other,
        }
    basket = np.log(new.equilibrium.final_price_hat[n]) - np.log(old.equilibrium.final_price_hat[n])
    total = float(np.log(income_new / income_old) - basket)
    return Accounting(
        economy=economy,
        partners=result.economies,
        sectors=result.sectors,
        prices=-parts * weight[None, :],
        sales=(sold * mean_share[:, None]).T / scale,
        other=other,
        total=total,
        tariff_revenue=tariffs,
        export_tax_revenue=export_taxes,
    )


def final_weights(new_share: Array, old_share: Array) -> Array:
    """(J,) weights of Sato and Vartia of the sectors in the price of the final basket; they sum to one."""
    weight = log_mean(new_share, old_share)
    return np.asarray(weight / weight.sum())


def _value_added(result: Result, new: Equilibrium, old: Equilibrium, n: int) -> tuple[Array, Array]:
    """(J,) mean share of value added in sales, and (J,) USD mn of value added because that share moved.

    A sector that sells nothing has the share of the baseline; the product counts no income there.
    """
    if result.assumptions.is_cobb_douglas:
        return result.baseline.value_added_share[:, n], np.zeros(len(result.sectors))
    sales_new, sales_old = new.sales[:, n], old.sales[:, n]
    baseline = result.baseline.value_added_share[:, n]
    share_new = np.divide(new.value_added[:, n], sales_new, out=baseline.copy(), where=sales_new > 0)
    share_old = np.divide(old.value_added[:, n], sales_old, out=baseline.copy(), where=sales_old > 0)
    return 0.5 * (share_new + share_old), 0.5 * (share_new - share_old) * (sales_new + sales_old)


def _sold(equilibrium: Equilibrium, n: int) -> Array:
    """(J, N) USD mn that economy n's producers receive from each buyer."""
    flow = equilibrium.flow[:, :, n]
    if equilibrium.export_tax_rate is None:
        return flow
    return np.asarray(flow / (1.0 + equilibrium.export_tax_rate[:, :, n]))


def _tariffs(equilibrium: Equilibrium, n: int) -> Array:
    """(N, J) USD mn of tariffs that economy n levies on each seller."""
    return np.asarray((equilibrium.tariff_rate[:, n] * equilibrium.flow[:, n]).T)


def _export_taxes(equilibrium: Equilibrium, n: int) -> Array:
    """(N, J) USD mn of export taxes that economy n levies on sales to each buyer."""
    return np.asarray((equilibrium.flow[:, :, n] - _sold(equilibrium, n)).T)


def _subtract(new: Accounting, old: Accounting) -> Accounting:
    names = dict.fromkeys((*new.other, *old.other))
    return Accounting(
        economy=new.economy,
        partners=new.partners,
        sectors=new.sectors,
        prices=new.prices - old.prices,
        sales=new.sales - old.sales,
        other={name: new.other.get(name, 0.0) - old.other.get(name, 0.0) for name in names},
        total=new.total - old.total,
        tariff_revenue=_minus(new.tariff_revenue, old.tariff_revenue),
        export_tax_revenue=_minus(new.export_tax_revenue, old.export_tax_revenue),
    )


def _minus(new: Array | None, old: Array | None) -> Array | None:
    return None if new is None or old is None else new - old
