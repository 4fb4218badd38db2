"""The measures of the partnership profile over all pairs: symmetric matrices of economies, then columns of pairs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from multipolar.codes.blocs import bloc_members, blocs
from multipolar.observatory.dossier_evidence import single
from multipolar.observatory.dossier_load import Store, rows_of, worth_of_materials
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


def crossings(store: Store, indicators: Sequence[Indicator], day: datetime.date) -> tuple[Crossing, ...]:
    """Every dimension that has a measure over all pairs."""
    known = {indicator.id: indicator for indicator in indicators}
    found = [_trade(known, store), _materials(known, store), _distance(known, store), _agreement(known, store)]
    found += [_alliances(known, store), _leverage(known, store)]
    some = [crossing for crossing in found if crossing is not None]
    codes = sorted({code for crossing in some for code in crossing.codes})
    return (*some, _blocs(codes, day)) if codes else ()


def mean_share(flows: pd.DataFrame) -> tuple[tuple[str, ...], Matrix]:
    """Mean of the two shares that a pair has in each other's total of flows both ways, per cent.

    Only single economies count, in rows and in totals; an economy without flows has none.
    """
    kept = flows[flows["reporter"].map(single) & flows["partner"].map(single)]
    kept = kept[kept["reporter"] != kept["partner"]]
    codes = tuple(sorted(set(kept["reporter"]) | set(kept["partner"])))
    place = {code: n for n, code in enumerate(codes)}
    both = np.zeros((len(codes), len(codes)))
    origin, destination = kept["reporter"].map(place).to_numpy(int), kept["partner"].map(place).to_numpy(int)
    np.add.at(both, (origin, destination), kept["value"].to_numpy(float))
    both = both + both.T
    total = both.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = 100 * both / total[:, None]
    return codes, (share + share.T) / 2


def _trade(known: Mapping[str, Indicator], store: Store) -> Crossing | None:
    indicator = known.get("goods-services-model")
    if indicator is None:
        return None
    flows = rows_of(store, indicator.id)
    if not len(flows):
        return None
    codes, values = mean_share(flows)
    formula = "mean of the pair's share in A's and in B's trade in goods and services, both ways"
    return Crossing("trade", "Trade", formula, "%", _span(flows), _source(flows), codes, values)


def _materials(known: Mapping[str, Indicator], store: Store) -> Crossing | None:
    """Money value of all energy and minerals in the newest year that the largest of them has."""
    names = [
        name for name, entry in known.items() if name.endswith("-value") and entry.dimension in ("energy", "materials")
    ]
    flows = worth_of_materials(store, names) if names else pd.DataFrame()
    if not len(flows):
        return None
    codes, values = mean_share(flows)
    formula = (
        "mean of the pair's share in A's and in B's trade in energy and minerals, both ways, by value "
        f"({len(names)} groups of goods)"
    )
    return Crossing("energy", "Energy and materials", formula, "%", _span(flows), "baci", codes, values)


def _distance(known: Mapping[str, Indicator], store: Store) -> Crossing | None:
    flows = rows_of(store, "distance") if "distance" in known else pd.DataFrame()
    if not len(flows):
        return None
    codes, values = _symmetric(flows)
    formula = "distance between the cities of both, weighted by population; the nearer the higher"
    return Crossing("routes", "Nearness", formula, "km", _span(flows), _source(flows), codes, -values)


def _agreement(known: Mapping[str, Indicator], store: Store) -> Crossing | None:
    if "un-agreement" not in known:
        return None
    flows = rows_of(store, "un-agreement", newest=True)
    if not len(flows):
        return None
    codes, values = _symmetric(flows)
    unit = str(flows["unit"].iloc[0])
    return Crossing(
        "alignment",
        "Alignment",
        "agreement in the UN General Assembly",
        unit,
        _span(flows),
        _source(flows),
        codes,
        values,
    )


def _alliances(known: Mapping[str, Indicator], store: Store) -> Crossing | None:
    """Kinds of pledge between the two; pairs of states of which neither has a pledge with the other count as none."""
    names = [name for name, entry in known.items() if entry.dimension == "alliances" and entry.kind == "pair"]
    parts = [part for part in (rows_of(store, name, newest=True) for name in names) if len(part)]
    if not parts:
        return None
    flows = pd.concat(parts)
    newest = str(flows["period"].max())
    flows = flows[flows["period"] == newest]
    codes = tuple(sorted(set(flows["reporter"]) | set(flows["partner"])))
    place = {code: n for n, code in enumerate(codes)}
    values = np.zeros((len(codes), len(codes)))
    held = flows[flows["value"] > 0]
    np.add.at(values, (held["reporter"].map(place).to_numpy(int), held["partner"].map(place).to_numpy(int)), 1.0)
    formula = f"kinds of pledge in force, of {len(parts)}; states without any pledge to anybody are not counted"
    return Crossing("alliances", "Alliances", formula, "kinds", newest, _source(flows), codes, values + values.T)


def _leverage(known: Mapping[str, Indicator], store: Store) -> Crossing | None:
    indicator = known.get("leverage")
    if indicator is None:
        return None
    flows = rows_of(store, "leverage")
    if not len(flows):
        return None
    codes, directed = _directed(flows)
    formula = f"{indicator.title}: mean of A over B and B over A"
    unit = str(flows["unit"].iloc[0])
    return Crossing("model", "Model", formula, unit, _span(flows), _source(flows), codes, (directed + directed.T) / 2)


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


def _directed(flows: pd.DataFrame) -> tuple[tuple[str, ...], Matrix]:
    kept = flows[flows["reporter"].map(single) & flows["partner"].map(single)]
    codes = tuple(sorted(set(kept["reporter"]) | set(kept["partner"])))
    place = {code: n for n, code in enumerate(codes)}
    values = np.full((len(codes), len(codes)), np.nan)
    values[kept["reporter"].map(place).to_numpy(int), kept["partner"].map(place).to_numpy(int)] = kept["value"]
    return codes, values


def _symmetric(flows: pd.DataFrame) -> tuple[tuple[str, ...], Matrix]:
    codes, values = _directed(flows)
    return codes, np.where(np.isfinite(values), values, values.T)


def _span(flows: pd.DataFrame) -> str:
    first, last = str(flows["period"].min()), str(flows["period"].max())
    return first if first == last else f"{first} to {last}"


def _source(flows: pd.DataFrame) -> str:
    return ", ".join(sorted(set(flows["source"].astype(str))))
