"""Trade elasticities for all sectors: published values, fill-ins, and an assumption where no source exists.

No source at hand prints standard errors. The spread is therefore assumed, and its size taken from the only information
on it: Fontagné, Guimbard and Orefice print estimates for final and for intermediate goods beside the pooled one, and
these scatter around it. The root mean square log distance is the standard deviation of a published value; a fill-in
gets one and a half times as much, a placeholder or assumption twice. `low` and `high` are its 5th and 95th percentile.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from multipolar.baseline.elasticities import ElasticityTable
from multipolar.data.fontagne import SourceElasticity, read_fill_ins, read_fontagne

#: Multiple of the published values' scatter, by status.
SPREAD_MULTIPLE = {"published": 1.0, "fill-in": 1.5, "placeholder": 2.0, "assumed": 2.0}
_NORMAL_95 = 1.6448536269514722


def build_elasticities(folder: Path, sectors: tuple[str, ...]) -> ElasticityTable:
    """Read both source files and complete all sectors; sectors without source get the median of sourced services."""
    published = read_fontagne(folder / "fontagne2022_icio_sectors.csv")
    filled = read_fill_ins(folder / "services_and_gaps.csv")
    services = [entry.theta for code, entry in filled.items() if entry.quality == "direct" and code[0] > "E"]
    default = float(np.median(services))
    scatter = published_scatter(published)
    theta, status, source = [], [], []
    for code in sectors:
        entry = published.get(code) or filled.get(code)
        theta.append(entry.theta if entry else default)
        source.append(entry.source if entry else "assumed: median of sourced services")
        if entry is None:
            status.append("assumed")
        elif entry.quality in {"published", "placeholder"}:
            status.append(entry.quality)
        else:
            status.append("fill-in")
    central = np.array(theta)
    spread = np.exp(_NORMAL_95 * scatter * np.array([SPREAD_MULTIPLE[value] for value in status]))
    return ElasticityTable(
        sectors=sectors,
        central=central,
        low=central / spread,
        high=central * spread,
        standard_error=np.full(len(sectors), np.nan),
        source=tuple(source),
        status=tuple(status),
    )


def published_scatter(published: dict[str, SourceElasticity]) -> float:
    """Root mean square log distance between the estimate by use (final, intermediate) and the pooled one."""
    distances = [
        math.log(by_use / entry.theta)
        for entry in published.values()
        for by_use in (entry.final, entry.intermediate)
        if by_use is not None and not math.isclose(by_use, entry.theta, rel_tol=1e-9)
    ]
    return math.sqrt(sum(value * value for value in distances) / len(distances))
