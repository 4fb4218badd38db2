"""Layout of the vector of unknowns: log wages, log prices, expenditure ratios, supply of resources, Responses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from multipolar.arrays import Array
from multipolar.model.responses import Response


@dataclass(frozen=True, slots=True)
class NamedBlock:
    """A named slice of the unknowns, with the shape in which the equations read it."""

    name: str
    start: int
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    @property
    def slice(self) -> slice:
        return slice(self.start, self.start + self.size)

    def of(self, vector: Array) -> Array:
        """View of the block in a vector."""
        return vector[self.slice].reshape(self.shape)


class Unknowns(NamedTuple):
    """Views: log wage (N,) or (J, N), log price and expenditure ratio (J, N), supply (R, N), Responses.

    The supply of a sector with a resource is the log change of its sales over the cost of all but the resource.
    """

    log_wage: Array
    log_price: Array
    ratio: Array
    supply: Array
    responses: list[Array]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each block of unknowns lies. `specific` says whether wages differ by sector."""

    wage: NamedBlock
    price: NamedBlock
    expenditure: NamedBlock
    supply: NamedBlock
    responses: tuple[NamedBlock, ...]
    specific: bool

    @classmethod
    def of(
        cls, shape: tuple[int, int, int], specific: bool, responses: tuple[Response, ...], resources: int = 0
    ) -> Layout:
        """Layout for (J, N, N), the Responses of a scenario, and a number of sectors with a resource."""
        sectors, economies, _ = shape
        wage = NamedBlock("wage", 0, (sectors, economies) if specific else (economies,))
        price = NamedBlock("price", wage.size, (sectors, economies))
        expenditure = NamedBlock("expenditure", price.start + price.size, (sectors, economies))
        supply = NamedBlock("supply", expenditure.start + expenditure.size, (resources, economies))
        start, own = supply.start + supply.size, []
        for response in responses:
            own.append(NamedBlock(f"response {response.name}", start, (response.size,)))
            start += response.size
        return cls(wage, price, expenditure, supply, tuple(own), specific)

    @property
    def blocks(self) -> tuple[NamedBlock, ...]:
        """All blocks in order; that of supply only where there are resources."""
        supply = (self.supply,) if self.supply.size else ()
        return (self.wage, self.price, self.expenditure, *supply, *self.responses)

    @property
    def size(self) -> int:
        """Length of the vector."""
        last = self.blocks[-1]
        return last.start + last.size

    def split(self, x: Array) -> Unknowns:
        """Views of all blocks."""
        own = [block.of(x) for block in self.responses]
        return Unknowns(self.wage.of(x), self.price.of(x), self.expenditure.of(x), self.supply.of(x), own)

    def join(
        self, wage: Array, price: Array, expenditure: Array, responses: list[Array], supply: Array | float = 0.0
    ) -> Array:
        """One vector from its blocks; missing Response blocks are zero."""
        x = np.zeros(self.size)
        out = self.split(x)
        out.log_wage[...], out.log_price[...], out.ratio[...], out.supply[...] = wage, price, expenditure, supply
        for target, values in zip(out.responses, responses, strict=False):
            target[...] = values
        return x
