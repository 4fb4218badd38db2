"""What a dossier consists of: lines of figures, ranks, panels, asymmetries, changes, spells, events. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.observatory.around import Change, Spread
from multipolar.observatory.partnership import Profile

#: Dimensions in the order of the page, with their headings.
DIMENSIONS = {
    "trade": "Trade",
    "energy": "Energy",
    "materials": "Materials",
    "payments": "Payments",
    "routes": "Routes",
    "alignment": "Alignment",
    "blocs": "Blocs",
    "alliances": "Alliances",
    "arms": "Arms",
    "capabilities": "Capabilities",
    "economy": "Size",
    "measures": "Measures and events",
    "model": "Model",
}

FEWEST_DRAWN = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: its period as published, its value in the line's unit, and its status."""

    period: str
    value: float
    status: str


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one source in one direction, oldest first; a period without a figure is not in it.

    Attributes
    ----------
    origin, destination : codes; ``WLD`` is the world, and `destination` is empty for a figure of one economy.
    symmetric : the figure has no direction. indicator : what the figures are of, where a panel has several.
    """

    origin: str
    destination: str
    source: str
    unit: str
    points: tuple[Point, ...]
    symmetric: bool = False
    indicator: str = ""

    @property
    def latest(self) -> Point:
        """The newest figure."""
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one economy stands among the partners of the other, in one source and period.

    Attributes
    ----------
    economy : who is ranked among the `side` of `of`: its suppliers, buyers, partners, or nearest (1 is the nearest).
    place, count : 1 of 74. share : of the sum over those ranked, per cent; NaN where figures do not add up.
    """

    economy: str
    of: str
    side: str
    place: int
    count: int
    share: float
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator for the pair: its lines, and ranks of the newest figure in each direction.

    Attributes
    ----------
    context : the figures are of one economy and the world, not of the pair.
    companions : the same flow in other terms, value and unit value. minor : told in a table, not drawn.
    slight : lines of a direction too small beside the other to be seen.
    """

    indicator: str
    title: str
    dimension: str
    unit: str
    definition: str
    lines: tuple[Line, ...]
    ranks: tuple[Standing, ...]
    context: bool = False
    companions: tuple[Line, ...] = ()
    minor: bool = False
    slight: tuple[Line, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether there is a course to draw: some line has at least `FEWEST_DRAWN` figures."""
        return not self.minor and any(len(line.points) >= FEWEST_DRAWN for line in self.lines)

    @property
    def worth(self) -> float:
        """Largest newest money value of the flow in either direction, USD; 0 where there is none."""
        return max((line.latest.value for line in (*self.lines, *self.companions) if line.unit == "USD"), default=0.0)


@dataclass(frozen=True, slots=True)
class Missing:
    """An indicator without a figure for the pair; `extract` when the observatory has it for a few pairs only."""

    indicator: str
    title: str
    dimension: str
    extract: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Years for which a published table lacks a flow that is known to have existed, and why."""

    product: str
    origin: str
    destination: str
    first_year: int
    last_year: int
    reason: str


@dataclass(frozen=True, slots=True)
class Dependence:
    """One flow as a share of what the seller sells to all and of what the buyer buys from all, per cent.

    `worth` is the money value of the flow in USD, 0 where none is known; `leaning` names who depends more on the other.
    """

    title: str
    indicator: str
    origin: str
    destination: str
    share_of_origin: float
    share_of_destination: float
    value: float
    unit: str
    period: str
    source: str
    worth: float = 0.0

    @property
    def leaning(self) -> str:
        """The economy for which the flow is the larger share; empty where they agree to a tenth of a point."""
        gap = self.share_of_origin - self.share_of_destination
        if not abs(gap) >= 0.1:
            return ""
        return self.origin if gap > 0 else self.destination


@dataclass(frozen=True, slots=True)
class Leverage:
    """A model indicator in both directions: of A over B, and of B over A."""

    title: str
    indicator: str
    unit: str
    definition: str
    first_over_second: float
    second_over_first: float
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class Around:
    """Change of one line around the event against one group; `refusal` says why there is no comparison."""

    indicator: str
    title: str
    line: str
    unit: str
    relative: bool
    change: Change | None
    group: str
    spread: Spread | None
    refusal: str
    source: str


@dataclass(frozen=True, slots=True)
class Spell:
    """Membership or pledge of one economy or of the pair: from, until (empty while it lasts), status."""

    name: str
    economy: str
    start: str
    end: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated event or measure; `both` when each of the two takes part."""

    day: str
    title: str
    kind: str
    actors: tuple[str, ...]
    source: str
    status: str
    both: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a pair, from `since` on."""

    first: str
    second: str
    since: int
    event: str
    years: int
    panels: tuple[Panel, ...]
    missing: tuple[Missing, ...]
    dependence: tuple[Dependence, ...]
    leverage: tuple[Leverage, ...]
    around: tuple[Around, ...]
    blocs: tuple[Spell, ...]
    happenings: tuple[Happening, ...]
    profile: Profile
    gaps: tuple[Gap, ...] = ()
