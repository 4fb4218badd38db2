"""Two small pictures for a claim's card: published figures beside the claimed one, and a scenario's settings.

Both are as wide as a card; labels have columns of their own, so that no text lies on a mark or on another text.
"""

from __future__ import annotations

from collections.abc import Sequence

from multipolar.claims.facts.amounts import amount, stated_amount
from multipolar.claims.verdict import Compared, Fit, Setting, Tested
from multipolar.report.dossier_words import source_title
from multipolar.report.svg import Drawing, fit, text_width

WIDTH = 400.0
ROW = 22.0
TOP = 24.0
SIZE = 13.0
NAMES = 176.0
VALUES = 132.0
"""Room for the names before the bars and for the numbers behind them."""
RUNS = 70.0
RANGES = 166.0
"""Room for the horizons before the dots and for their ranges behind them."""
MOST_ROWS = 6
FITS: dict[Fit, tuple[str, str]] = {
    "holds": ("gain", "✓"),
    "roughly": ("neutral", "≈"),
    "does not hold": ("loss", "✗"),
}
"""Colour and sign of a figure; the sign says the same without colour."""
COUNTED_IN_FULL = frozenset({"day", "month", "year", "word", "rank"})


class _Scale:
    """Pixels of a value."""

    def __init__(self, low: float, left: float, pixels: float) -> None:
        self.low, self.left, self.pixels = low, left, pixels

    def __call__(self, value: float) -> float:
        return self.left + (value - self.low) * self.pixels


def tells_something(compared: Sequence[Compared]) -> bool:
    """Whether bars add to the words: not for ranks, and not for a lone figure that is the claimed one."""
    shown = [entry for entry in compared if entry.found is not None and entry.unit != "rank"]
    if len(shown) == 1:
        return shown[0].found != shown[0].claimed and shown[0].unit not in COUNTED_IN_FULL
    return bool(shown)


def comparison_strip(name: str, compared: Sequence[Compared], *, sign: str = "") -> Drawing:
    """One row a figure: a bar from zero to what was published, a line at what is claimed.

    Parameters
    ----------
    compared : at least one with a number. sign : before every number: ``+`` or ``−`` for a rise or a fall.
    """
    known = [entry for entry in compared if entry.found is not None]
    shown = known[:MOST_ROWS]
    more = len(known) - len(shown)
    bottom = TOP + ROW * len(shown)
    drawing = Drawing(WIDTH, bottom + (22 if more else 4), name)
    claimed = shown[0].claimed or 0.0
    place = _scale([*(entry.found or 0.0 for entry in shown), claimed, 0.0], NAMES, WIDTH - VALUES)
    for row, entry in enumerate(shown):
        y = TOP + row * ROW
        found = entry.found or 0.0
        token, said = FITS[entry.fit]
        drawing.text(NAMES - 8, y + 14, fit(_row_name(entry), SIZE, NAMES - 10), size=SIZE, anchor="end", fill="soft")
        left, right = sorted((place(0.0), place(found)))
        drawing.rect(left, y + 4, max(right - left, 1.0), ROW - 9, token, title=entry.arithmetic)
        drawing.text(WIDTH - VALUES + 8, y + 14, f"{said} {_signed(sign, amount(found, entry.unit))}", size=SIZE)
    drawing.line(place(0.0), TOP - 4, place(0.0), bottom, "rule")
    _mark_claimed(
        drawing, place(claimed), bottom, f"claimed {_signed(sign, stated_amount(claimed, shown[0].unit))}", WIDTH
    )
    if more:
        drawing.text(NAMES, bottom + 14, f"and {more} more, listed below", size=SIZE, fill="soft")
    return drawing


def scenario_strip(name: str, tested: Tested) -> Drawing:
    """One row a horizon: the band over the settings, a dot each, a line at the threshold, central value and range."""
    horizons = list(dict.fromkeys(setting.horizon for setting in tested.settings))
    bottom = TOP + ROW * len(horizons)
    drawing = Drawing(WIDTH, bottom + 18, name)
    right = WIDTH - RANGES
    place = _scale([*(s.value for s in tested.settings), tested.threshold, 0.0], RUNS + 6, right - 14)
    drawing.line(place(0.0), TOP - 4, place(0.0), bottom + 2, "rule", width=1.5)
    zero = f"0 {_unit(tested.unit)}" if is_level(tested) else "no change"
    _label(drawing, place(0.0), bottom + 14, zero, (RUNS, right), soft=True)
    drawing.text(right + 4, 12, "central (range)", size=SIZE, fill="soft")
    for row, horizon in enumerate(horizons):
        own = [setting for setting in tested.settings if setting.horizon == horizon]
        y = TOP + row * ROW + ROW / 2
        drawing.text(0, y + 4, f"{horizon} run", size=SIZE, fill="soft")
        _dots(drawing, own, y, place)
        sign = "" if is_level(tested) else "+"
        drawing.text(right + 4, y + 4, _range(own, tested.central.get(horizon), sign), size=SIZE)
    threshold = f"{tested.relation} {told(tested, tested.threshold, 'g')} {_unit(tested.unit)}"
    _mark_claimed(drawing, place(tested.threshold), bottom, f"claimed: {threshold}", right - 6)
    return drawing


def is_level(tested: Tested) -> bool:
    """Whether what is measured is a level, such as a share, and no change: it has no sign."""
    return not tested.outcome.lower().startswith("change")


def told(tested: Tested, value: float, digits: str = ".2f") -> str:
    """A value of the outcome, with a true minus, and a plus where it is a change."""
    return format(value, f"{'' if is_level(tested) else '+'}{digits}").replace("-", "−")


def _dots(drawing: Drawing, own: Sequence[Setting], y: float, place: _Scale) -> None:
    """The settings of one horizon; a dot that does not reach what is claimed is hollow."""
    first, last = min(s.value for s in own), max(s.value for s in own)
    band = "gain-band" if all(s.met for s in own) else "loss-band" if not any(s.met for s in own) else "neutral-band"
    drawing.rect(place(first) - 5, y - 7, place(last) - place(first) + 10, 14, band, radius=7)
    for setting in sorted(own, key=_is_central):
        told = f"{setting.horizon} run, {setting.elasticities} elasticities, deficits {setting.closure}"
        drawing.circle(
            place(setting.value),
            y,
            5 if _is_central(setting) else 3,
            "gain" if setting.met else "paper",
            stroke="paper" if setting.met else "loss",
            title=f"{told}: {setting.value:+.2f}",
        )


def _is_central(setting: Setting) -> bool:
    return setting.elasticities == "central" and setting.closure == "fixed"


def _range(own: Sequence[Setting], central: float | None, sign: str = "+") -> str:
    """``−10.3 (−14.1 to −6.9)``."""
    values = [setting.value for setting in own]
    size = max(abs(value) for value in values)
    digits = 0 if size >= 100 else 1 if size >= 1 else 2
    low, high, middle = (
        f"{value:{sign}.{digits}f}".replace("-", "−") if value is not None else "unsolved"
        for value in (min(values), max(values), central)
    )
    return f"{middle} ({low} to {high})"


def _scale(values: Sequence[float], left: float, right: float) -> _Scale:
    low, high = min(values), max(values)
    return _Scale(low, left, (right - left) / ((high - low) or 1.0))


def _mark_claimed(drawing: Drawing, x: float, bottom: float, text: str, right: float) -> None:
    drawing.line(x, TOP - 8, x, bottom, "ink", width=2)
    _label(drawing, x, 12, text, (0.0, right))


def _label(drawing: Drawing, x: float, y: float, text: str, room: tuple[float, float], *, soft: bool = False) -> None:
    """A text centred on a place, moved as far as it must to stay in its room."""
    half = text_width(text, SIZE) * (1.0 if soft else 1.1) / 2
    anchor, at = "middle", x
    if x + half > room[1]:
        anchor, at = "end", room[1]
    elif x - half < room[0]:
        anchor, at = "start", room[0]
    drawing.text(at, y, text, size=SIZE, anchor=anchor, bold=not soft, fill="soft" if soft else "ink")


def _signed(sign: str, text: str) -> str:
    """A rise that the figures turn into a fall, or the other way round, has its sign turned too."""
    if not text.startswith("-"):
        return f"{sign}{text}"
    turned = {"+": "−", "−": "+"}.get(sign, "−")
    return f"{turned}{text[1:]}"


def _unit(unit: str) -> str:
    return "points" if unit == "pp" else unit


def _row_name(entry: Compared) -> str:
    """Source and period: what tells two rows apart. Events name their source in words, which have no room here."""
    periods = sorted({figure[3] for figure in entry.figures})
    span = periods[-1] if periods else ""
    if len(periods) > 1:
        years = all(len(period) == len("2021") for period in (periods[0], span))
        span = f"{periods[0]}–{span[2:] if years else span}" if len(span) <= len("2021-12") else span
    names = [source_title(name) for name in entry.sources if " " not in name]
    long = text_width(f"{', '.join(names)} {span}", SIZE) > NAMES - 10
    names = [_initials(name) if long else name for name in names]
    return f"{', '.join(names)} {span}".strip() or entry.definition.partition("; ")[0]


def _initials(title: str) -> str:
    """``IIF`` for the Institute of International Finance; one word stays."""
    words = [word for word in title.split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 2 else title
