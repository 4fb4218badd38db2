"""Panels of a dossier: for each indicator the lines of the pair by direction and source, and the ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from multipolar.observatory.dossier_evidence import Evidence, Row
from multipolar.observatory.dossier_parts import Line, Panel, Point, Standing
from multipolar.observatory.percentile import place
from multipolar.observatory.records import WORLD, Indicator

#: Units whose figures of one economy with several partners add up to its total.
ADDITIVE = frozenset(("USD", "EUR", "t", "m3", "bbl", "TIV", "count"))
#: Distances that are not in kilometres: the smallest is the first.
NEARER = frozenset(("un-distance",))
_COMPANIONS = ("-unit-value", "-value")
#: Materials that are drawn: the largest by newest value, none below the least, USD.
MATERIALS_DRAWN = 6
LEAST_WORTH = 1e6
#: Fewer whole tonnes than this are too coarse to compare.
LEAST_TONNES = 50
#: A direction that never reached this share of the other's largest figure is told, not drawn.
SLIGHT = 0.005
#: A rank among fewer says nothing.
FEWEST_RANKED = 5


def adds_up(unit: str) -> bool:
    """Whether figures in this unit are amounts, of which a share is a share."""
    return unit in ADDITIVE


def panels_of(indicators: Sequence[Indicator], evidence: Evidence, since: int) -> tuple[Panel, ...]:
    """All panels of a pair in the order of the indicators, materials by worth; value and unit value ride along."""
    found = {entry.id: panel for entry in indicators if (panel := panel_of(entry, evidence, since)) is not None}
    _weigh_by_value(found)
    base = {
        name: stem
        for name in found
        for suffix in _COMPANIONS
        if name.endswith(suffix) and (stem := name.removesuffix(suffix)) in found
    }
    whole = []
    for name, panel in found.items():
        if name not in base:
            riding = tuple(line for other, stem in base.items() if stem == name for line in found[other].lines)
            whole.append(replace(panel, companions=panel.companions or riding))
    largest = sorted((panel for panel in whole if panel.dimension == "materials"), key=lambda panel: -panel.worth)
    drawn = {panel.indicator for panel in largest[:MATERIALS_DRAWN] if panel.worth >= LEAST_WORTH}
    rest = [panel for panel in whole if panel.dimension != "materials"]
    materials = [replace(panel, minor=panel.indicator not in drawn) for panel in largest]
    where = next((n for n, panel in enumerate(rest) if panel.dimension not in ("trade", "energy")), len(rest))
    return (*rest[:where], *materials, *rest[where:])


def _weigh_by_value(found: dict[str, Panel]) -> None:
    """Tonnes are kept whole: where few are traded, the value leads and the tonnes ride along."""
    for name, panel in list(found.items()):
        value = found.get(f"{name}-value")
        if panel.dimension == "materials" and value is not None and max(map(_top, panel.lines)) < LEAST_TONNES:
            found[name] = replace(value, indicator=name, companions=(*panel.lines, *panel.slight))


def panel_of(indicator: Indicator, evidence: Evidence, since: int) -> Panel | None:
    """The panel of one indicator; None where the pair has no figure since that year."""
    first, second = evidence.pair
    if indicator.kind == "pair":
        lines = _lines(evidence, indicator.id, sorted(evidence.pair), since, symmetric=True)
        return _panel(indicator, lines, _symmetric_ranks(indicator, evidence, lines))
    lines = [
        *_lines(evidence, indicator.id, (first, second), since),
        *_lines(evidence, indicator.id, (second, first), since),
    ]
    if lines:
        largest = max(_top(line) for line in lines)
        slight = tuple(line for line in lines if adds_up(line.unit) and _top(line) < SLIGHT * largest)
        lines = [line for line in lines if line not in slight]
        panel = _panel(
            indicator, lines, [rank for line in _newest(lines) for rank in _ranks(indicator, evidence, line)]
        )
        return replace(panel, slight=slight) if panel is not None else None
    alone = [line for code in evidence.pair for line in _lines(evidence, indicator.id, (code, ""), since)]
    if alone:
        return _panel(indicator, alone, [])
    world = [
        line
        for code in evidence.pair
        for ends in ((code, WORLD), (WORLD, code))
        for line in _lines(evidence, indicator.id, ends, since)
    ]
    # What an economy does with all others says something of the pair only where no figure of the pair can exist.
    if world and indicator.dimension == "payments":
        return _panel(indicator, world, [], context=True)
    return None


def _panel(indicator: Indicator, lines: list[Line], ranks: list[Standing], *, context: bool = False) -> Panel | None:
    if not lines:
        return None
    return Panel(
        indicator.id,
        indicator.title,
        indicator.dimension,
        lines[0].unit,
        indicator.definition,
        tuple(lines),
        tuple(ranks),
        context,
    )


def _lines(
    evidence: Evidence, indicator: str, ends: tuple[str, str] | list[str], since: int, *, symmetric: bool = False
) -> list[Line]:
    """One line for each source, the longest first; figures of one source by its own precision of period."""
    origin, destination = ends
    rows = evidence.find(indicator, origin, destination)
    if symmetric and not rows:
        rows = evidence.find(indicator, destination, origin)
    parts: dict[tuple[str, str, int], list[Point]] = {}
    for row in rows:
        if int(row.period[:4]) >= since:
            key = (row.source, row.unit, len(row.period))
            parts.setdefault(key, []).append(Point(row.period, row.value, row.status))
    found = [
        Line(origin, destination, source, unit, tuple(points), symmetric, indicator)
        for (source, unit, _), points in parts.items()
    ]
    return sorted(found, key=lambda line: -len(line.points))


def _top(line: Line) -> float:
    return max(abs(point.value) for point in line.points)


def _newest(lines: list[Line]) -> list[Line]:
    """Of each direction the line of each source; ranks are tried from the longest on."""
    return [line for line in lines if len(line.latest.period) == 4]


def _ranks(indicator: Indicator, evidence: Evidence, line: Line) -> list[Standing]:
    ranks = []
    for economy, of, selling, side in (
        (line.origin, line.destination, False, "suppliers"),
        (line.destination, line.origin, True, "buyers"),
    ):
        rows = evidence.partners(indicator.id, of, selling=selling)
        rank = _rank(rows, line, economy, of, side, additive=adds_up(indicator.unit))
        ranks += [rank] if rank else []
    return ranks


def _symmetric_ranks(indicator: Indicator, evidence: Evidence, lines: list[Line]) -> list[Standing]:
    ranks = []
    for line in lines[:1] if indicator.unit != "flag" else ():
        for economy, of in (evidence.pair, evidence.pair[::-1]):
            side = "nearest" if indicator.unit == "km" or indicator.id in NEARER else "partners"
            rank = _rank(evidence.everyone(indicator.id, of), line, economy, of, side, additive=False)
            ranks += [rank] if rank else []
    return ranks


def _rank(
    others: Mapping[str, list[Row]], line: Line, economy: str, of: str, side: str, *, additive: bool
) -> Standing | None:
    """Competition rank: 1 for the largest, ties share the better place."""
    latest = line.latest
    same = {
        other: row.value
        for other, rows in others.items()
        for row in rows
        if row.period == latest.period and row.source == line.source
    }
    if len(same) < FEWEST_RANKED or economy not in same:
        return None
    values = np.array(list(same.values()))
    total = float(values.sum())
    share = 100 * latest.value / total if additive and total > 0 else float("nan")
    sign = -1.0 if side == "nearest" else 1.0
    where = place(sign * latest.value, sign * values)
    return Standing(economy, of, side, where, len(values), share, latest.period, line.source)
