"""The dossier as JSON: tidy lists, values in base units, a missing number as null."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from multipolar import __version__
from multipolar.codes.economies import economy_name
from multipolar.observatory.dossier_parts import Dossier

FORMAT = 1


def dossier_payload(found: Dossier) -> dict[str, Any]:
    """Everything of the dossier, ready for `json.dumps`.

    ``figures`` holds one entry a figure with its indicator, reporter (origin), partner (destination), period, value,
    unit, source and status; ``ranks``, ``dependence``, ``leverage``, ``around``, ``profile``, ``blocs``, ``events``,
    ``missing`` and ``known_gaps`` what was made of them.
    """
    figures = [
        {
            "dimension": panel.dimension,
            "indicator": line.indicator,
            "title": panel.title,
            "reporter": line.origin,
            "partner": line.destination,
            "period": point.period,
            "value": point.value,
            "unit": line.unit,
            "source": line.source,
            "status": point.status,
        }
        for panel in found.panels
        for line in (*panel.lines, *panel.slight, *panel.companions)
        for point in line.points
    ]
    payload = {
        "format": FORMAT,
        "multipolar": __version__,
        "first": {"code": found.first, "name": economy_name(found.first)},
        "second": {"code": found.second, "name": economy_name(found.second)},
        "since": found.since,
        "event": found.event or None,
        "years": found.years if found.event else None,
        "figures": figures,
        "ranks": [
            asdict(rank) | {"indicator": panel.lines[0].indicator} for panel in found.panels for rank in panel.ranks
        ],
        "dependence": [asdict(entry) | {"leaning": entry.leaning or None} for entry in found.dependence],
        "leverage": [asdict(entry) for entry in found.leverage],
        "around": [asdict(entry) for entry in found.around],
        "profile": asdict(found.profile),
        "blocs": [asdict(entry) for entry in found.blocs],
        "events": [asdict(entry) for entry in found.happenings],
        "missing": [asdict(entry) for entry in found.missing],
        "known_gaps": [asdict(entry) for entry in found.gaps],
    }
    ready: dict[str, Any] = _ready(payload)
    return ready


def _ready(value: Any) -> Any:
    """Tuples become lists, and a number that is none becomes null."""
    if isinstance(value, dict):
        return {key: _ready(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_ready(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
