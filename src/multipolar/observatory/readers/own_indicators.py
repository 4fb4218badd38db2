"""Indicators that only added sources have: values in euro, sanctions by kind, invoicing by currency."""

from __future__ import annotations

from multipolar.errors import DataError
from multipolar.observatory.indicators import registry
from multipolar.observatory.records import Indicator

CURRENCIES = {"usd": "US dollars", "eur": "euro", "home": "the home currency", "other": "other currencies"}


def own_indicator(name: str, unit: str, source: str) -> Indicator | None:
    """The record of an indicator that is not bundled; None where it is.

    Raises
    ------
    DataError
        If a reader made an indicator that nobody has defined.
    """
    known = registry()
    if name in known:
        return None
    base = known.get(name.removesuffix("-eur"))
    if base is not None and unit == "EUR":
        return Indicator(
            id=name,
            dimension=base.dimension,
            title=f"{base.title}, in euro",
            definition=f"{base.definition} In euro, as the source prints it.",
            unit=unit,
            kind=base.kind,
            reporter=base.reporter,
            partner=base.partner,
            sources=(source,),
        )
    family, _, rest = name.partition("-")
    if family == "sanction":
        return Indicator(
            id=name,
            dimension="alignment",
            title=f"Sanctions: {rest}",
            definition=f"1 where the reporter has {rest} sanctions on the partner in the year; no row where not.",
            unit=unit,
            kind="flow",
            reporter="sanctioning economy",
            partner="sanctioned economy",
            sources=(source,),
        )
    if family == "invoicing":
        flow, _, currency = rest.partition("-")
        return Indicator(
            id=name,
            dimension="payments",
            title=f"{flow.title()}s invoiced in {CURRENCIES[currency]}",
            definition=f"Share of the economy's {flow}s of goods that is invoiced in {CURRENCIES[currency]}.",
            unit=unit,
            kind="economy",
            reporter="the economy",
            partner="",
            sources=(source,),
        )
    raise DataError(f"indicator '{name}'", "has no definition", evidence=f"unit {unit}, source {source}")
