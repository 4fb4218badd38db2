"""Where the solution of one year starts: at the neighbouring years, drawn on in a line through the age of measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.model.blocks import Layout
from multipolar.model.responses import Response

# Points through which the next year is foretold; more swing too far.
MOST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Solved:
    """A year's solution: the unknowns, how they are laid out, and the mean age of its measures."""

    x: Array
    layout: Layout
    responses: tuple[Response, ...]
    age: float


def laid_out(solved: Solved, layout: Layout, responses: Sequence[Response]) -> Array:
    """The unknowns of a year in the layout of another.

    Responses are carried over by name; those that the year lacks start at zero, as do rents of other resources.
    """
    if solved.layout == layout and [r.name for r in solved.responses] == [r.name for r in responses]:
        return solved.x
    at = solved.layout.split(solved.x)
    known = {r.name: unknown for r, unknown in zip(solved.responses, at.responses, strict=True)}
    own = [known[r.name] if r.name in known and known[r.name].size == r.size else np.zeros(r.size) for r in responses]
    wage = np.broadcast_to(at.log_wage, layout.price.shape) if layout.specific else at.log_wage
    supply = at.supply if at.supply.shape == layout.supply.shape else 0.0
    return layout.join(wage, at.log_price, at.ratio, own, supply)


def start_near(past: Sequence[Solved], age: float, layout: Layout, responses: Sequence[Response]) -> Array | None:
    """A start at an age from solved years, the nearest last; None without any.

    The polynomial through the points (Lagrange), at most quadratic. The caller leaves out years in which other measures
    were in force: they say nothing of the slope.
    """
    points = list(past[-MOST_POINTS:])
    if len({point.age for point in points}) < len(points):
        points = points[-1:]
    if not points:
        return None
    start = np.zeros(layout.size)
    for k, point in enumerate(points):
        others = [other.age for other in points[:k] + points[k + 1 :]]
        weight = np.prod([(age - other) / (point.age - other) for other in others])
        start += weight * laid_out(point, layout, responses)
    return start
