"""Currencies in which trade is paid: seven by ISO 4217 code, and all others together.

The euro area is that of today (Croatia joined in 2023); an economy that issues none of the seven pays at home in one of
the others (``OTH``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from multipolar.codes.tables import UnknownCodeError, fold, nearest, read_table

OTHER = "OTH"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency, its English name, and the economies (ISO3) where it is legal tender; none for ``OTH``."""

    code: str
    name: str
    issuers: tuple[str, ...]

    def __str__(self) -> str:
        return self.name if self.code == OTHER else f"{self.code} ({self.name})"


@cache
def currencies() -> Mapping[str, Currency]:
    """All currencies by code, in the order of every currency axis; ``OTH`` last."""
    return MappingProxyType(
        {
            row["code"]: Currency(row["code"], row["name"], tuple(part for part in row["issuers"].split(";") if part))
            for row in read_table("currencies")
        }
    )


@cache
def currency_codes() -> tuple[str, ...]:
    """Codes in the order of every currency axis."""
    return tuple(currencies())


def currency(text: str) -> Currency:
    """The currency of a code or an English name, in any case.

    Raises
    ------
    UnknownCodeError
        If there is none; other currencies than the seven are ``OTH`` together.
    """
    known = currencies()
    names = {fold(entry.code): entry for entry in known.values()} | {fold(e.name): e for e in known.values()}
    names |= {"yuan": known["CNY"], "renminbi": known["CNY"], "rouble": known["RUB"], "ruble": known["RUB"]}
    names |= {"dollar": known["USD"], "rupee": known["INR"], "pound": known["GBP"], "yen": known["JPY"]}
    names |= {"other": known[OTHER]}
    found = names.get(fold(text))
    if found is not None:
        return found
    near = nearest(fold(text), names)
    remedy = f"Did you mean {names[near[0]].code}?" if near else f"Known: {', '.join(known)}."
    raise UnknownCodeError("currency", text, remedy=remedy, candidates=tuple(names[name].code for name in near))


def home_currency(economy: str) -> str:
    """Code of the currency that is legal tender in an economy; ``OTH`` where it is none of the seven."""
    return next((entry.code for entry in currencies().values() if economy in entry.issuers), OTHER)
