"""The measures of the partnership profile over all pairs: symmetric matrices of economies, then columns of pairs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipolar.codes.blocs import bloc_members, blocs
from multipolar.observatory.dossier_evidence import Row, single
from multipolar.observatory.dossier_load import Store, newest_of, worth_of_materials
from multipolar.observatory.partnership import Measure
from multipolar.observatory.records import Indicator

Matrix = npt.NDArray[np.float64]
#: Shared membership counts only in blocs that trade, meet or vote; a bloc inside another is counted once.
_INSIDE = frozenset(("G8", "OPEC"))


@dataclass(frozen=True, slots=True)
class Crossing:
    """A symmetric matrix over `codes` with its description; the diagonal is of no meaning."""

    dimension: str
    title: str
    formula: str
    unit: str
    period: str
    source: str
    codes: tuple[str, ...]
    values: Matrix

    def onto(self, codes: Sequence[str]) -> Matrix:
        """The same values on another list of economies; NaN for those that it lacks."""
        place = {code: n for n, code in enumerate(self.codes)}
        where = np.array([place.get(code, -1) for code in codes])
        grown = np.full((len(self.codes) + 1,) * 2, np.nan)
        grown[:-1, :-1] = self.values
        found: Matrix = grown[np.ix_(where, where)]
        return found


def pair_columns(crossings: Sequence[Crossing], first: str, second: str) -> tuple[tuple[Measure, ...], int]:
    """The measures as columns over all pairs of all economies named anywhere, and the position of one pair."""
    codes = sorted({code for crossing in crossings for code in crossing.codes} | {first, second})
    upper = np.triu_indices(len(codes), 1)
    measures = tuple(
        Measure(c.dimension, c.title, c.formula, c.unit, c.period, c.source, c.onto(codes)[upper]) for c in crossings
    )
    low, high = sorted((codes.index(first), codes.index(second)))
    row = low * len(codes) - low * (low + 1) // 2 + high - low - 1
    return measures, row


def crossings(
    store: Store, indicators: Sequence[Indicator], day: datetime.date, materials_year: str
) -> tuple[Crossing, ...]:
    """Every dimension that has a measure over all pairs.

    Parameters
    ----------
    day : on which bloc memberships count. materials_year : of the flows of energy and minerals; none where empty.
    """
    known = {indicator.id: indicator for indicator in indicators}
    pledges = [entry.id for entry in indicators if entry.dimension == "alliances" and entry.kind == "pair"]
    single_ones = [name for name in ("goods-services-model", "distance", "un-agreement", "leverage") if name in known]
    rows = newest_of(store, [*single_ones, *pledges])
    found = [
        _trade(rows.get("goods-services-model", [])),
        _materials(store, indicators, materials_year),
        _distance(rows.get("distance", [])),
        _agreement(rows.get("un-agreement", [])),
        _alliances([row for name in pledges for row in rows.get(name, ())], len(pledges)),
        _leverage(rows.get("leverage", []), known),
    ]
    some = [crossing for crossing in found if crossing is not None]
    codes = sorted({code for crossing in some for code in crossing.codes})
    return (*some, _blocs(codes, day)) if codes else ()


def mean_share(flows: Iterable[tuple[str, str, float]]) -> tuple[tuple[str, ...], Matrix]:
    """Mean of the two shares that a pair has in each other's total of flows both ways, per cent.

    Only single economies count, in rows and in totals; an economy without flows has none.
    """
    kept = [(a, b, value) for a, b, value in flows if a != b and single(a) and single(b)]
    codes = tuple(sorted({code for a, b, _ in kept for code in (a, b)}))
    place = {code: n for n, code in enumerate(codes)}
    both = np.zeros((len(codes), len(codes)))
    for a, b, value in kept:
        both[place[a], place[b]] += value
        both[place[b], place[a]] += value
    total = both.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = 100 * both / total[:, None]
    return codes, (share + share.T) / 2


def _trade(rows: Sequence[Row]) -> Crossing | None:
    if not rows:
        return None
    codes, values = mean_share((row.reporter, row.partner, row.value) for row in rows)
    formula = "mean of the pair's share in A's and in B's trade in goods and services, both ways"
    return Crossing("trade", "Trade", formula, "%", rows[0].period, _source(rows), codes, values)


def _materials(store: Store, indicators: Sequence[Indicator], year: str) -> Crossing | None:
    names = [e.id for e in indicators if e.id.endswith("-value") and e.dimension in ("energy", "materials")]
    flows = worth_of_materials(store, names, year) if names and year else []
    if not flows:
        return None
    codes, values = mean_share(flows)
    formula = "mean of the pair's share in A's and in B's trade in energy and minerals, both ways, by value"
    return Crossing("energy", "Energy and materials", formula, "%", year, "baci", codes, values)


def _distance(rows: Sequence[Row]) -> Crossing | None:
    if not rows:
        return None
    codes, values = _matrix(rows)
    formula = "distance between the cities of both, weighted by population; the nearer the higher"
    return Crossing("routes", "Nearness", formula, "km", rows[0].period, _source(rows), codes, -_mirrored(values))


def _agreement(rows: Sequence[Row]) -> Crossing | None:
    if not rows:
        return None
    codes, values = _matrix(rows)
    formula = "agreement in the UN General Assembly"
    unit, period = rows[0].unit, rows[0].period
    return Crossing("alignment", "Alignment", formula, unit, period, _source(rows), codes, _mirrored(values))


def _alliances(rows: Sequence[Row], kinds: int) -> Crossing | None:
    """Kinds of pledge between the two; states without any pledge to anybody are not in the list of codes."""
    if not rows:
        return None
    newest = max(row.period for row in rows)
    held = [row for row in rows if row.period == newest and row.value > 0]
    codes = tuple(sorted({code for row in held for code in (row.reporter, row.partner)}))
    place = {code: n for n, code in enumerate(codes)}
    values = np.zeros((len(codes), len(codes)))
    for row in held:
        values[place[row.reporter], place[row.partner]] += 1.0
        values[place[row.partner], place[row.reporter]] += 1.0
    formula = f"kinds of pledge in force, of {kinds}; states without any pledge to anybody are not counted"
    return Crossing("alliances", "Alliances", formula, "kinds", newest, _source(rows), codes, values)


def _leverage(rows: Sequence[Row], known: Mapping[str, Indicator]) -> Crossing | None:
    if not rows:
        return None
    codes, directed = _matrix(rows)
    formula = f"{known['leverage'].title}: mean of A over B and B over A"
    unit, period = rows[0].unit, rows[0].period
    return Crossing("model", "Model", formula, unit, period, _source(rows), codes, (directed + directed.T) / 2)


def _blocs(codes: Sequence[str], day: datetime.date) -> Crossing:
    names = [name for name in blocs() if name not in _INSIDE]
    member = np.array([[code in bloc_members(name, day) for name in names] for code in codes], dtype=float)
    return Crossing(
        "blocs",
        "Blocs",
        f"blocs to which both belong on {day}, of {len(names)}",
        "blocs",
        str(day),
        "membership table",
        tuple(codes),
        member @ member.T,
    )


def _matrix(rows: Sequence[Row]) -> tuple[tuple[str, ...], Matrix]:
    kept = [row for row in rows if single(row.reporter) and single(row.partner)]
    codes = tuple(sorted({code for row in kept for code in (row.reporter, row.partner)}))
    place = {code: n for n, code in enumerate(codes)}
    values = np.full((len(codes), len(codes)), np.nan)
    for row in kept:
        values[place[row.reporter], place[row.partner]] = row.value
    return codes, values


def _mirrored(values: Matrix) -> Matrix:
    """A pair is stored once: the other half of the matrix from it."""
    return np.where(np.isfinite(values), values, values.T)


def _source(rows: Sequence[Row]) -> str:
    return ", ".join(sorted({row.source for row in rows}))
