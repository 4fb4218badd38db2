"""Assumptions (what is believed) and Closure (which balances hold, and who adjusts)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.errors import AssumptionError
from multipolar.model.nest import is_cobb_douglas

DeficitClosure = Literal["fixed", "proportional", "balanced"]
RevenueClosure = Literal["lump_sum", "lost"]


@dataclass(frozen=True, slots=True)
class ResourceFactor:
    """A factor that is fixed in its sector, such as a reserve of oil: supply slopes up.

    Parameters
    ----------
    rent_share : (J,) part of value added that the resource earns, in [0, 1); zero where there is none.
    supply_elasticity : (J,) of output to its price at given prices of everything else, positive; read where there is
        a resource. The elasticity of substitution between the resource and all other inputs follows from both:
        ``sigma = supply_elasticity * s / (1 - s)`` with ``s`` the share of the rent in the unit cost.
    """

    rent_share: Array
    supply_elasticity: Array

    def __post_init__(self) -> None:
        if not ((self.rent_share >= 0) & (self.rent_share < 1)).all():
            raise AssumptionError("resource factor", "rent shares must be at least 0 and below 1")
        read = self.supply_elasticity[self.rent_share > 0]
        if self.supply_elasticity.shape != self.rent_share.shape or not (np.isfinite(read) & (read > 0)).all():
            raise AssumptionError(
                "resource factor", "supply elasticities must be positive and finite where there is a rent"
            )

    @property
    def sectors(self) -> IntArray:
        """Positions of the sectors with a resource."""
        return np.flatnonzero(self.rent_share > 0).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is believed about behaviour. Elasticities of one and mobile labour give Caliendo and Parro (2015).

    Parameters
    ----------
    trade_elasticity : (J,) or (J, N) by importer, positive; ``theta`` of Caliendo and Parro (2015).
    label : how results name this set, such as ``central``.
    factor_mobility : ``m`` of Galle, Rodriguez-Clare and Yi (2023), from 1 (specific factors) to infinity (mobile).
    value_added_elasticity : of substitution between labour and materials. input_elasticity : among materials.
    final_elasticity : among goods in final demand. All positive; one is Cobb-Douglas.
    resource : fixed factors in extraction; None for none.
    horizon : how results name the bundle; no equation asks for it.
    """

    trade_elasticity: Array
    label: str = "central"
    factor_mobility: float = float("inf")
    value_added_elasticity: float = 1.0
    input_elasticity: float = 1.0
    final_elasticity: float = 1.0
    resource: ResourceFactor | None = None
    horizon: str = "long"

    def __post_init__(self) -> None:
        values = self.trade_elasticity
        if not (np.isfinite(values).all() and (values > 0).all()):
            worst = np.unravel_index(int(np.argmin(np.where(np.isfinite(values), values, -np.inf))), values.shape)
            raise AssumptionError(
                f"assumptions '{self.label}'",
                "trade elasticities must be positive and finite",
                evidence=f"sector number {worst[0] + 1} has {values[worst]}",
                remedy="Give theta > 0, the absolute value of the elasticity of trade flows to trade costs.",
            )
        if not self.factor_mobility >= 1:
            raise AssumptionError(
                f"assumptions '{self.label}'", f"factor mobility must be at least 1, not {self.factor_mobility}"
            )
        for name in ("value_added_elasticity", "input_elasticity", "final_elasticity"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value > 0):
                raise AssumptionError(
                    f"assumptions '{self.label}', {name}",
                    f"must be positive and finite, not {value}",
                    remedy="0.1 is close to fixed proportions, 1 is Cobb-Douglas.",
                )

    @property
    def is_cobb_douglas(self) -> bool:
        """Whether all value shares of production and final demand are constant."""
        nests = (self.value_added_elasticity, self.input_elasticity, self.final_elasticity)
        return all(is_cobb_douglas(value) for value in nests) and self.resource is None

    def same_beliefs(self, other: Assumptions) -> bool:
        """Whether two sets give the same equations, whatever they are called."""
        scalars = ("factor_mobility", "value_added_elasticity", "input_elasticity", "final_elasticity")
        if any(getattr(self, name) != getattr(other, name) for name in scalars):
            return False
        if (self.resource is None) != (other.resource is None):
            return False
        if self.resource is not None and other.resource is not None:
            one, two = self.resource, other.resource
            if not np.array_equal(one.rent_share, two.rent_share):
                return False
            if not np.array_equal(one.supply_elasticity, two.supply_elasticity):
                return False
        return np.array_equal(self.trade_elasticity, other.trade_elasticity)


@dataclass(frozen=True, slots=True)
class Closure:
    """Which balances hold, and who adjusts.

    Parameters
    ----------
    deficit : ``fixed`` keeps each economy's deficit constant in units of world value added (the numeraire);
        ``proportional`` scales it with the economy's value added and spreads the remainder over all by value added;
        ``balanced`` first removes all deficits and then runs the scenario from that balanced world.
    revenue : ``lump_sum`` gives tariff revenue and rent to households; ``lost`` has it spent on the final basket
        without counting as anyone's real income.
    """

    deficit: DeficitClosure = "fixed"
    revenue: RevenueClosure = "lump_sum"

    def __post_init__(self) -> None:
        for field, allowed in (("deficit", get_args(DeficitClosure)), ("revenue", get_args(RevenueClosure))):
            if getattr(self, field) not in allowed:
                raise AssumptionError(
                    f"closure, {field}",
                    f"'{getattr(self, field)}' is not known",
                    remedy=f"Choose one of: {', '.join(allowed)}.",
                )

    @property
    def numeraire(self) -> str:
        """World value added: its sum is the same before and after."""
        return "world value added"
