"""Assumptions (what is believed) and Closure (which balances hold, and who adjusts)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import AssumptionError

DeficitClosure = Literal["fixed", "proportional", "balanced"]
RevenueClosure = Literal["lump_sum", "lost"]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is believed about behaviour.

    Parameters
    ----------
    trade_elasticity : (J,), positive; ``theta`` of Caliendo and Parro (2015).
    label : how results name this set, such as ``central``.
    factor_mobility : ``m`` of Galle, Rodriguez-Clare and Yi (2023), from 1 (specific factors) to infinity (mobile).
    """

    trade_elasticity: Array
    label: str = "central"
    factor_mobility: float = float("inf")

    def __post_init__(self) -> None:
        values = self.trade_elasticity
        if not (np.isfinite(values).all() and (values > 0).all()):
            worst = int(np.argmin(np.where(np.isfinite(values), values, -np.inf)))
            raise AssumptionError(
                f"assumptions '{self.label}'",
                "trade elasticities must be positive and finite",
                evidence=f"sector number {worst + 1} has {values[worst]}",
                remedy="Give theta > 0, the absolute value of the elasticity of trade flows to trade costs.",
            )
        if not self.factor_mobility >= 1:
            raise AssumptionError(
                f"assumptions '{self.label}'", f"factor mobility must be at least 1, not {self.factor_mobility}"
            )


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
