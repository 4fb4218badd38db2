"""Production and final demand once more, plainly: unit costs and the quantities bought per unit, no shortcut.

An independent judge of `multipolar.model.production`: quantities from each nest's demand functions (Shephard's lemma)
on dense arrays (producer economy n, input k, using sector j), values as quantity times price. Logs of price ratios are
moderate in any world that has a solution, so plain powers do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions


def index(share: Array, log_price: Array, elasticity: Array | float, axis: int) -> Array:
    """Log price of a nest; shares need not sum to one (an empty nest has price one)."""
    power = 1.0 - np.asarray(elasticity, dtype=np.float64)
    total = share.sum(axis=axis, keepdims=True)
    share = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
    linear = (share * log_price).sum(axis=axis)
    flat = np.abs(power) < 1e-9
    power = np.where(flat, 1.0, power)
    used = np.where(share > 0, log_price, 0.0)
    spread = np.expand_dims(power, axis) if power.ndim else power
    weighted = (share * np.exp(spread * used)).sum(axis=axis)
    return np.where(flat, linear, np.log(np.where(weighted > 0, weighted, 1.0)) / power)


@dataclass(frozen=True, slots=True)
class PlainCosts:
    """Logs of prices of materials, of the bundle of labour and materials, and of output; all (J, N)."""

    materials: Array
    bundle: Array
    unit: Array


class PlainNests:
    """The technology of a baseline under some assumptions."""

    def __init__(self, world: Baseline, assumptions: Assumptions) -> None:
        self.world, self.beliefs = world, assumptions
        self.made = world.gross_output > 0
        rent = np.zeros(self.made.shape)
        self.resource_elasticity = np.ones(self.made.shape)
        if assumptions.resource is not None:
            resource = assumptions.resource
            rent = np.where(self.made, resource.rent_share[:, None] * world.value_added_share, 0.0)
            sigma = resource.supply_elasticity[:, None] * rent / (1.0 - rent)
            self.resource_elasticity = np.where(rent > 0, sigma, 1.0)
        self.rent_share = rent
        self.labour_share = world.value_added_share - rent
        self.by_use = world.input_share.transpose(2, 0, 1)  # (j, n, k)

    def costs(self, log_wage: Array, log_price: Array, log_rent: Array) -> PlainCosts:
        """All price indices, (J, N); zero for absent producers."""
        material_share = self.by_use.sum(axis=2)
        materials = index(self.by_use, log_price.T[None], self.beliefs.input_elasticity, 2)
        bundle = index(
            np.stack([self.labour_share, material_share]),
            np.stack([log_wage, materials]),
            self.beliefs.value_added_elasticity,
            0,
        )
        unit = index(
            np.stack([self.rent_share, self.labour_share + material_share]),
            np.stack([log_rent, bundle]),
            self.resource_elasticity,
            0,
        )
        zero = np.zeros(unit.shape)
        return PlainCosts(*(np.where(self.made, part, zero) for part in (materials, bundle, unit)))

    def demanded(
        self, costs: PlainCosts, log_wage: Array, log_price: Array, log_rent: Array, sales: Array
    ) -> tuple[Array, Array, Array]:
        """Values that producers pay: labour (J, N), resources (J, N), inputs (J, N, K)."""
        beliefs = self.beliefs
        output = np.where(self.made, sales, 0.0) * np.exp(-costs.unit)  # USD mn at baseline prices
        resource = output * self.rent_share * np.exp(-self.resource_elasticity * (log_rent - costs.unit))
        rest = output * np.exp(-self.resource_elasticity * (costs.bundle - costs.unit))
        labour = rest * self.labour_share * np.exp(-beliefs.value_added_elasticity * (log_wage - costs.bundle))
        materials = rest * np.exp(-beliefs.value_added_elasticity * (costs.materials - costs.bundle))
        relative = log_price.T[None] - costs.materials[:, :, None]
        inputs = materials[:, :, None] * self.by_use * np.exp(-beliefs.input_elasticity * relative)
        value_of_inputs = inputs * np.exp(log_price.T[None])
        return labour * np.exp(log_wage), resource * np.exp(log_rent), value_of_inputs

    def log_resource(self, costs: PlainCosts, log_rent: Array, sales: Array) -> Array:
        """(J, N) log of the quantity of the resource that sales use, over its share in the baseline's cost."""
        return np.asarray(np.log(sales) - costs.unit - self.resource_elasticity * (log_rent - costs.unit))

    def final_shares(self, log_price: Array) -> Array:
        """(J, N)."""
        price = index(self.world.final_share, log_price, self.beliefs.final_elasticity, 0)
        return np.asarray(
            self.world.final_share * np.exp((1.0 - self.beliefs.final_elasticity) * (log_price - price[None]))
        )
