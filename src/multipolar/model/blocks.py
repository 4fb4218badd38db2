"""Layout of the vector of unknowns: log wages, log prices, expenditure ratios, and one block for each Response."""

from __future__ import annotations

import math
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each block of unknowns lies. `specific` says whether wages differ by sector."""

    wage: NamedBlock
    price: NamedBlock
    expenditure: NamedBlock
    responses: tuple[NamedBlock, ...]
    specific: bool

    @classmethod
    def of(cls, shape: tuple[int, int, int], specific: bool, responses: tuple[Response, ...]) -> Layout:
        """Layout for (J, N, N) and the Responses of a scenario."""
        sectors, economies, _ = shape
        wage = NamedBlock("wage", 0, (sectors, economies) if specific else (economies,))
        price = NamedBlock("price", wage.size, (sectors, economies))
        expenditure = NamedBlock("expenditure", price.start + price.size, (sectors, economies))
        start, own = expenditure.start + expenditure.size, []
        for response in responses:
            own.append(NamedBlock(f"response {response.name}", start, (response.size,)))
            start += response.size
        return cls(wage, price, expenditure, tuple(own), specific)

    @property
    def blocks(self) -> tuple[NamedBlock, ...]:
        """All blocks in order."""
        return (self.wage, self.price, self.expenditure, *self.responses)

    @property
    def size(self) -> int:
        """Length of the vector."""
        last = self.blocks[-1]
        return last.start + last.size

    def split(self, x: Array) -> tuple[Array, Array, Array, list[Array]]:
        """Views: log wage, log price, expenditure ratio, and the unknowns of each Response."""
        own = [block.of(x) for block in self.responses]
        return self.wage.of(x), self.price.of(x), self.expenditure.of(x), own

    def join(self, wage: Array, price: Array, expenditure: Array, responses: list[Array]) -> Array:
        """One vector from its blocks; missing Response blocks are zero."""
        x = np.zeros(self.size)
        wage_out, price_out, expenditure_out, own = self.split(x)
        wage_out[...], price_out[...], expenditure_out[...] = wage, price, expenditure
        for target, values in zip(own, responses, strict=False):
            target[...] = values
        return x
