"""Numbers that the model of payments takes where a scenario says nothing, each with range and standing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from multipolar.model.payments import PaymentParameters
from multipolar.scenario.model_numbers import ModelNumber

NUMBERS: Mapping[str, ModelNumber] = MappingProxyType(
    {
        found.name: found
        for found in (
            ModelNumber(
                "substitution",
                PaymentParameters().substitution,
                "elasticity",
                "assumed",
                "shares tell only the product of elasticity and log cost; at 20 the switch of 2022 costs Russia a few "
                "per cent of its trade, the order of the fees that were reported",
                10.0,
                40.0,
            ),
            ModelNumber(
                "network_effect",
                PaymentParameters().network,
                "elasticity",
                "assumed",
                "above about 0.15 Russia's imports of 2022 would have lost more dollars and euros than they did even "
                "at no cost of their own",
                0.0,
                0.5,
            ),
            ModelNumber(
                "usage_floor",
                PaymentParameters().usage_floor,
                "share of trade",
                "assumed",
                "a currency with less than a hundredth of trade has no network worth the name",
                0.003,
                0.03,
            ),
        )
    }
)
"""What the model takes of all payments; ranges are those of the sensitivity on the page of their calibration."""
