"""Two small pictures for a claim's card: published figures beside the claimed one, and a scenario's settings."""

from __future__ import annotations

from collections.abc import Sequence

from multipolar.claims.facts.amounts import amount
from multipolar.claims.verdict import Compared, Tested
from multipolar.report.svg import Drawing, fit

WIDTH = 440.0
ROW = 22.0
LEFT = 8.0
NAMES = 156.0
FITS = {"holds": "gain", "roughly": "neutral", "does not hold": "loss"}
MOST_ROWS = 6
VALUES = 104.0
"""Room for the number behind the longest bar."""


def comparison_strip(name: str, compared: Sequence[Compared]) -> Drawing:
    """One row a figure: a bar from zero to what was published, a line at what is claimed."""
    shown = [entry for entry in compared if entry.found is not None][:MOST_ROWS]
    drawing = Drawing(WIDTH, ROW * len(shown) + 34, name)
    claimed = shown[0].claimed or 0.0
    values = [entry.found or 0.0 for entry in shown] + [claimed, 0.0]
    low, high = min(values), max(values)
    scale = (WIDTH - NAMES - VALUES) / ((high - low) or 1.0)

    def place(value: float) -> float:
        return NAMES + (value - low) * scale

    bottom = 24 + ROW * len(shown)
    for row, entry in enumerate(shown):
        y = 24 + row * ROW
        found = entry.found or 0.0
        drawing.text(NAMES - 8, y + 14, fit(_row_name(entry), 12, NAMES - 12), size=12, anchor="end", fill="soft")
        left, right = sorted((place(0.0), place(found)))
        drawing.rect(left, y + 4, right - left, ROW - 9, FITS[entry.fit], title=entry.arithmetic)
        drawing.text(max(right, place(claimed)) + 6, y + 14, amount(found, entry.unit), size=12)
    drawing.line(place(0.0), 20, place(0.0), bottom, "rule")
    drawing.line(place(claimed), 16, place(claimed), bottom, "ink", width=2)
    anchor = "end" if place(claimed) > WIDTH - 90 else "middle" if place(claimed) > NAMES + 40 else "start"
    drawing.text(place(claimed), 12, f"claimed {amount(claimed, shown[0].unit)}", size=12, anchor=anchor, bold=True)
    return drawing


def scenario_strip(name: str, tested: Tested) -> Drawing:
    """One row a horizon: the band over the settings, a dot each, a line at the threshold."""
    horizons = list(dict.fromkeys(setting.horizon for setting in tested.settings))
    drawing = Drawing(WIDTH, ROW * len(horizons) + 54, name)
    values = [setting.value for setting in tested.settings] + [tested.threshold, 0.0]
    low, high = min(values), max(values)
    room = WIDTH - NAMES + 40
    scale = (room - 48) / ((high - low) or 1.0)

    def place(value: float) -> float:
        return NAMES - 58 + (value - low) * scale

    bottom = 24 + ROW * len(horizons)
    drawing.line(place(0.0), 20, place(0.0), bottom, "rule")
    for row, horizon in enumerate(horizons):
        y = 24 + row * ROW + ROW / 2
        own = [setting for setting in tested.settings if setting.horizon == horizon]
        drawing.text(LEFT, y + 4, f"{horizon} run", size=12, fill="soft")
        first, last = min(s.value for s in own), max(s.value for s in own)
        band = (
            "gain-band" if all(s.met for s in own) else "loss-band" if not any(s.met for s in own) else "neutral-band"
        )
        drawing.rect(place(first) - 4, y - 7, place(last) - place(first) + 8, 14, band, radius=7)
        for setting in own:
            main = setting.elasticities == "central" and setting.closure == "fixed"
            token = "gain" if setting.met else "loss"
            told = (
                f"{horizon} run, {setting.elasticities} elasticities, deficits {setting.closure}: {setting.value:+.2f}"
            )
            drawing.circle(place(setting.value), y, 5 if main else 3, token, stroke="paper", title=told)
    drawing.line(place(tested.threshold), 16, place(tested.threshold), bottom, "ink", width=2)
    at = place(tested.threshold)
    anchor = "end" if at > WIDTH - 100 else "start" if at < 90 else "middle"
    drawing.text(
        at,
        12,
        f"claimed: {tested.relation} {tested.threshold:+g} {tested.unit}".replace("-", "−"),
        size=12,
        anchor=anchor,
        bold=True,
    )
    central = ", ".join(f"{horizon} {value:+.1f}" for horizon, value in tested.central.items()).replace("-", "−")
    drawing.text(LEFT, bottom + 20, f"central: {central} {tested.unit}; 0 is no change", size=12, fill="soft")
    return drawing


def _row_name(entry: Compared) -> str:
    """Period and source: what tells two rows apart."""
    periods = [figure[3] for figure in entry.figures]
    first, last = (min(periods), max(periods)) if periods else ("", "")
    years = len(first) == len(last) == len("2021")
    span = last if first == last else f"{first}–{last[2:] if years else last}"
    return f"{', '.join(entry.sources)} {span}".strip()
