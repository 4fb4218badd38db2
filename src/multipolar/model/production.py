"""Production and final demand as nests, in changes: what a good costs, whom its price pays, what its makers buy.

Of each producer (sector j, economy n; k inputs, R resource, L labour, M materials; ``s_R + s_Z = 1`` and so on are
baseline shares of cost)::

    p_M  = (sum_k m_k P_k**(1-e))**(1/(1-e))                  materials, e = input_elasticity
    z    = (a_L w**(1-v) + a_M p_M**(1-v))**(1/(1-v))          labour and materials, v = value_added_elasticity
    c    = (s_R r**(1-g) + s_Z z**(1-g))**(1/(1-g))            resource and the rest; g from its supply elasticity
    P_F  = (sum_k f_k P_k**(1-h))**(1/(1-h))                  final demand, h = final_elasticity

Baqaee and Farhi (2019), Econometrica 87(4), have the nests; a fixed factor for extraction is as in Paltsev et al.
(2005), MIT Joint Program Report 125. The quantity of the resource is fixed, so its rent follows from sales ``S``:
``r = (r/c)**(1-g) * S``, all in changes. With every elasticity one and no resource this is Caliendo and Parro (2015).

Close to one, powers go through ``expm1`` and ``log1p``, so that elasticities may approach it without loss of digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.model.nest import is_cobb_douglas
from multipolar.model.settings import Assumptions
from multipolar.model.world import World

# A resource nest this close to one is Cobb-Douglas: the difference is below rounding.
NEAR_ONE = 1e-7


# Farther than this from one, plain powers lose no more than rounding, and they are several times faster.
FAR = 1e-3


# A move along the supply curve in one sweep.
LARGEST_MOVE = 1.0
# Beyond this exponent the two terms of the resource nest are added in logs.
LARGEST_EXPONENT = 300.0
# Newton steps to find the rent from the place on the supply curve; after so small a one the error is its square, and
# one that is smaller still is not worth taking.
SUPPLY_STEPS, SUPPLY_PRECISION, SUPPLY_ROUNDING = 60, 1e-9, 1e-14


def _is_far(power: float) -> bool:
    return abs(power) > FAR


def _grow(powers: Array, power: float) -> Array:
    """``exp(powers)``, less one where the elasticity is so close to one that digits are at stake."""
    return np.asarray(np.exp(powers) if _is_far(power) else np.expm1(powers))


def _whole(grown: Array, power: float) -> Array:
    """The power itself from what `_grow` gives."""
    return grown if _is_far(power) else grown + 1.0


def _log_sum(total: Array, power: float) -> Array:
    """The log index of a nest from the weighted sum of what `_grow` gives."""
    return np.asarray((np.log(total) if _is_far(power) else np.log1p(total)) / power)


def _none() -> Array:
    return np.zeros((0, 0))


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices of all nests at given wages, prices and rents: (J, N) logs, producers in columns.

    While shares are constant all but `unit` is None. The powers are kept because demand needs them again: `price_power`
    ``P**(1-e)`` and `materials_power` ``p_M**(1-e)``; `labour_hat` ``(w/z)**(1-v)`` and `materials_hat`
    ``(p_M/z)**(1-v)`` are changes of shares in the bundle. Each is None where its nest is Cobb-Douglas. `rent` (R, N)
    is that of the resources, and `rent_share` what of the unit cost it makes.
    """

    unit: Array
    bundle: Array | None = None
    price_power: Array | None = None
    materials_power: Array | None = None
    labour_hat: Array | None = None
    materials_hat: Array | None = None
    rent: Array = field(default_factory=_none)
    rent_share: Array = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Payments:
    """Whom sales pay, USD mn: (J, N) labour and resources, None where shares are constant and nothing is fixed."""

    labour: Array
    value_added: Array
    materials_share: Array | None = None


class Production:
    """The nests of one world under one set of assumptions, with work space. Not to be shared between threads."""

    def __init__(self, world: World, assumptions: Assumptions) -> None:
        self.world = world
        self.constant = assumptions.is_cobb_douglas
        self._inputs, self._top = assumptions.input_elasticity, assumptions.value_added_elasticity
        self._final = assumptions.final_elasticity
        sectors, economies, _ = world.shape
        self._right = np.empty((economies, sectors, 1))
        self._left = np.empty((economies, sectors, 1))
        resource = assumptions.resource
        self.resource_sectors: IntArray = np.zeros(0, dtype=np.int64) if resource is None else resource.sectors
        rent = np.zeros(world.expenditure.shape)
        self._sigma = np.ones((self.resource_sectors.size, economies))
        if resource is not None:
            here = self.resource_sectors
            share = resource.rent_share[here, None] * world.value_added_share[here]
            rent[here] = np.where(world.active_output[here], share, 0.0)
            elasticity = resource.supply_elasticity[here, None]
            self._sigma = np.where(rent[here] > 0, elasticity * rent[here] / (1.0 - rent[here]), 1.0)
        self._rent_share = rent[self.resource_sectors]
        self._last_rent = np.zeros(self._rent_share.shape)
        self._linear = np.abs(1.0 - self._sigma) < NEAR_ONE
        self._any_linear = bool(self._linear.any())
        self._power = np.where(self._linear, 1.0, 1.0 - self._sigma)
        self._rest = 1.0 - rent
        # Where labour is specific its wage moves with the rent, and the cost with both.
        self._wage_follows = 1.0 / assumptions.factor_mobility
        self.labour_share = world.value_added_share - rent
        material = 1.0 - world.value_added_share
        self._no_material = np.where(material > 0, 0.0, 1.0)
        self._material_inverse = 1.0 / np.where(material > 0, material, 1.0)
        self._labour_in_bundle = self.labour_share / self._rest
        self._material_in_bundle = material / self._rest
        labour = self.labour_share * world.gross_output
        self.labour_baseline = labour
        self.labour_total = labour.sum(axis=0)
        self.rent_baseline = self._rent_share * world.gross_output[self.resource_sectors]

    # --- prices ---------------------------------------------------------------------------------------------------

    def costs(self, log_wage: Array, log_price: Array, supply: Array) -> Costs:
        """Unit costs from wages (N,) or (J, N), prices (J, N) and places on the supply curve (R, N)."""
        world = self.world
        if self.constant:
            unit = world.value_added_share * log_wage
            unit += self._by_use(log_price)
            return Costs(unit)
        materials, price_power, materials_power = self._materials(log_price)
        labour_hat = materials_hat = None
        if is_cobb_douglas(self._top):
            wage = np.broadcast_to(log_wage, materials.shape)
            bundle = self._labour_in_bundle * wage + self._material_in_bundle * materials
        else:
            power = 1.0 - self._top
            labour_hat, materials_hat = _grow(power * log_wage, power), _grow(power * materials, power)
            total = self._labour_in_bundle * labour_hat + self._material_in_bundle * materials_hat
            bundle = _log_sum(total, power)
            inverse = 1.0 / _whole(total, power)
            labour_hat, materials_hat = _whole(labour_hat, power) * inverse, _whole(materials_hat, power) * inverse
        unit, rent, share = bundle, _none(), _none()
        here = self.resource_sectors
        if here.size:
            markup, rent, share = self._supplied(supply)
            unit = bundle.copy()
            unit[here] += markup
            rent = rent + bundle[here]
        return Costs(unit, bundle, price_power, materials_power, labour_hat, materials_hat, rent, share)

    def _materials(self, log_price: Array) -> tuple[Array, Array | None, Array | None]:
        """(J, N) log price of materials; ``P**(1-e)`` and ``p_M**(1-e)`` unless the shares among them are constant."""
        if is_cobb_douglas(self._inputs):
            return self._by_use(log_price) * self._material_inverse, None, None
        power = 1.0 - self._inputs
        grown, total = self._sum_of_materials(log_price)
        return _log_sum(total, power), _whole(grown, power), _whole(total, power)

    def _sum_of_materials(self, log_price: Array) -> tuple[Array, Array]:
        """What `_grow` gives for prices, and its weighted sum over each maker's materials; (J, N)."""
        power = 1.0 - self._inputs
        grown = _grow(power * log_price, power)
        total = self._by_use(grown) * self._material_inverse
        return grown, total + self._no_material if _is_far(power) else total

    def repriced(self, costs: Costs, log_price: Array) -> Costs:
        """The same costs with newer prices of inputs, as far as the shares among them go."""
        if costs.price_power is None:
            return costs
        power = 1.0 - self._inputs
        grown, total = self._sum_of_materials(log_price)
        return replace(costs, price_power=_whole(grown, power), materials_power=_whole(total, power))

    def _supplied(self, supply: Array) -> tuple[Array, Array, Array]:
        """Unit cost and rent over the price of the bundle (logs), and the rent's share of the cost; all (R, N).

        With ``g`` the rent over the bundle and ``C(g)`` the cost over it, output is ``sigma * (g - C)`` and

            supply = output + C = sigma * g + (1 - sigma) * C(g)

        which rises in ``g`` with a slope between ``sigma`` and one, and bends one way only: Newton converges.
        """
        sigma, power = self._sigma, 1.0 - self._sigma
        # From any start; that of the last sweep is near, unless it got lost.
        rent = self._last_rent
        if not np.isfinite(rent).all():
            rent = supply / (sigma + power * self._rent_share)
        markup, now = self._markup(rent)
        for _ in range(SUPPLY_STEPS):
            step = (supply - sigma * rent - power * markup) / (sigma + power * now)
            size = float(np.abs(step).max()) / (1.0 + float(np.abs(rent).max()))
            if size <= SUPPLY_ROUNDING:
                break
            rent = rent + step
            markup, now = self._markup(rent)
            if size <= SUPPLY_PRECISION:
                break
        self._last_rent = rent
        return markup, rent, now

    def _markup(self, rent: Array) -> tuple[Array, Array]:
        """The cost over the bundle, from the rent over the bundle; and the rent's share of the cost."""
        power, share = self._power, self._rent_share
        exponent = power * rent
        if float(np.abs(exponent).max()) < LARGEST_EXPONENT:
            growth = share * np.expm1(exponent)
            markup, now = np.log1p(growth) / power, share * np.exp(exponent) / (1.0 + growth)
        else:
            with np.errstate(divide="ignore"):
                markup = np.logaddexp(np.log(share) + exponent, np.log1p(-share)) / power
            now = share * np.exp(np.where(share > 0, exponent - power * markup, 0.0))
        if self._any_linear:
            return np.where(self._linear, share * rent, markup), np.where(self._linear, share, now)
        return markup, now

    def final_log_price(self, log_price: Array) -> Array:
        """(N,) log price of the final basket."""
        share = self.world.final_share
        if is_cobb_douglas(self._final):
            return np.asarray((share * log_price).sum(axis=0))
        power = 1.0 - self._final
        return np.asarray(np.log1p((share * np.expm1(power * log_price)).sum(axis=0)) / power)

    # --- quantities -----------------------------------------------------------------------------------------------

    def payments(self, costs: Costs, sales: Array) -> Payments:
        """Labour and resource income of sales (J, N)."""
        world = self.world
        if self.constant:
            labour = world.value_added_share * sales
            return Payments(labour, labour)
        labour_share, material_share = self._labour_in_bundle, self._material_in_bundle
        if costs.labour_hat is not None and costs.materials_hat is not None:
            labour_share, material_share = labour_share * costs.labour_hat, material_share * costs.materials_hat
        here = self.resource_sectors
        if not here.size:
            labour = labour_share * sales
            return Payments(labour, labour, material_share)
        rest = self._rest.copy()
        rest[here] = 1.0 - costs.rent_share
        labour = labour_share * rest * sales
        value_added = labour.copy()
        value_added[here] += costs.rent_share * sales[here]
        return Payments(labour, value_added, material_share * rest)

    def inputs(self, costs: Costs, payments: Payments, sales: Array) -> Array:
        """(J, N) USD mn that producers spend on each good."""
        if payments.materials_share is None:
            return self._by_input(sales)
        spent = payments.materials_share * self._material_inverse * sales
        if costs.price_power is None or costs.materials_power is None:
            return self._by_input(spent)
        return self._by_input(spent / costs.materials_power) * costs.price_power

    def inputs_at_baseline(self) -> Array:
        """(J, N) USD mn that producers spend on each good before anything changes."""
        return self._by_input(self.world.gross_output).copy()

    def final_shares(self, log_price: Array) -> Array:
        """(J, N) shares of final expenditure."""
        share = self.world.final_share
        if is_cobb_douglas(self._final):
            return share
        power = 1.0 - self._final
        weighted = share * np.exp(power * log_price)
        return np.asarray(weighted / weighted.sum(axis=0))

    def input_share(self, costs: Costs, payments: Payments) -> Array:
        """(N, K, J) spending on input k per dollar of sales of the using sector j."""
        world = self.world
        if payments.materials_share is None:
            return world.input_by_input
        factor = payments.materials_share * self._material_inverse
        if costs.price_power is None or costs.materials_power is None:
            return np.asarray(world.input_by_input * factor.T[:, None, :])
        factor = factor / costs.materials_power
        return np.asarray(world.input_by_input * factor.T[:, None, :] * costs.price_power.T[:, :, None])

    # --- resources ------------------------------------------------------------------------------------------------

    def moves(self, costs: Costs, supply_gap: Array, wage_gap: Array, sales_elasticity: Array) -> tuple[Array, Array]:
        """Moves (R, N) along the supply curve and of log wages: a Newton step on each producer's own two markets.

        Resource and labour live on the same sales, so that one of them alone would mostly undo what the other did.
        While labour is mobile the wage is not the producer's to set, and the second is zero.

        Parameters
        ----------
        supply_gap, wage_gap : (R, N) by how much each is wanted to rise at given prices of everything else.
        sales_elasticity : (J, N) of the value of sales to the cost, with its sign turned.
        """
        here, pull = self.resource_sectors, self._wage_follows
        elastic, labour = sales_elasticity[here], self._labour_in_bundle[here]
        slope = costs.rent_share / (self._sigma + (1.0 - self._sigma) * costs.rent_share)  # of cost along the curve
        by_supply = 1.0 + elastic * slope
        if pull == 0.0:
            return supply_gap / by_supply, np.zeros(supply_gap.shape)
        by_wage = (1.0 + elastic) * labour
        wage_by_supply = pull * slope * (1.0 + elastic - self._sigma)
        wage_by_wage = 1.0 + pull * (elastic * labour - (1.0 - self._top) * (1.0 - labour))
        determinant = by_supply * wage_by_wage - by_wage * wage_by_supply
        supply = (wage_by_wage * supply_gap - by_wage * wage_gap) / determinant
        wage = (by_supply * wage_gap - wage_by_supply * supply_gap) / determinant
        return np.clip(supply, -LARGEST_MOVE, LARGEST_MOVE), np.clip(wage, -LARGEST_MOVE, LARGEST_MOVE)

    def supply_gap(self, costs: Costs, supply: Array, log_sales_hat: Array) -> Array:
        """(R, N) log of what users would pay for the fixed resource over what its rent says; zero in equilibrium."""
        if costs.bundle is None:
            return -supply
        gap = log_sales_hat - costs.bundle[self.resource_sectors] - supply
        return np.where(self._rent_share > 0, gap, -supply)

    # --- products over input tables -------------------------------------------------------------------------------

    def _by_use(self, by_input: Array) -> Array:
        """(J, N) sums over inputs k of each using sector."""
        self._right[:, :, 0] = by_input.T
        np.matmul(self.world.input_by_use, self._right, out=self._left)
        result: Array = self._left[:, :, 0].T
        return result

    def _by_input(self, by_use: Array) -> Array:
        """(K, N) sums over using sectors of each input."""
        self._right[:, :, 0] = by_use.T
        np.matmul(self.world.input_by_input, self._right, out=self._left)
        result: Array = self._left[:, :, 0].T
        return result
