"""Which customs codes make which indicator: energy and materials in tonnes and dollars, cars and chips in dollars."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar.observatory.indicators import materials

if TYPE_CHECKING:
    import pandas as pd

ALL_GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Product:
    """One indicator made of customs codes.

    Attributes
    ----------
    codes : prefixes of HS codes, four or six digits. in_tonnes : the indicator is tonnes and ``<indicator>-value`` USD;
    otherwise the indicator itself is USD.
    """

    indicator: str
    codes: tuple[str, ...]
    in_tonnes: bool

    @property
    def value_indicator(self) -> str:
        """Indicator of its value in money."""
        return f"{self.indicator}-value" if self.in_tonnes else self.indicator


@functools.cache
def products() -> tuple[Product, ...]:
    """All products that readers pick out, materials first."""
    found = [Product(entry.key, tuple(f"{code:06d}" for code in entry.hs6), in_tonnes=True) for entry in materials()]
    return (*found, Product("cars-value", ("8703",), False), Product("integrated-circuits", ("8542",), False))


@functools.cache
def product_of(code: str) -> Product | None:
    """The product that a customs code of six or more digits belongs to; None where readers do not pick it out."""
    for product in products():
        if any(code.startswith(prefix) for prefix in product.codes):
            return product
    return None


def indicators_of(codes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Indicator in tonnes (empty where there is none) and indicator in money of each code; empty for other goods."""
    known = {code: product_of(code) for code in codes.unique()}
    tonnes = codes.map({code: p.indicator if p is not None and p.in_tonnes else "" for code, p in known.items()})
    money = codes.map({code: p.value_indicator if p is not None else "" for code, p in known.items()})
    return tonnes, money
