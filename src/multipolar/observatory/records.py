"""What the observatory hands out: figures, indicators, sources, ranks, revisions, events. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

WORLD = "WLD"
"""Partner (or reporter) of a world total."""

Kind: TypeAlias = Literal["flow", "pair", "economy", "world"]
KINDS: dict[Kind, str] = {
    "flow": "from the reporter to the partner; the reporter is the origin whoever counted it",
    "pair": "one value for both; stored once, the two codes in alphabetical order",
    "economy": "one value an economy; the partner is empty",
    "world": "one value for the world; the reporter is WLD and the partner is empty",
}
STATUSES: dict[str, str] = {
    "official": "published by the body that counts it",
    "reconciled": "made by a publisher from two reports that disagree",
    "estimate": "estimated or modelled by its publisher, or by us from published figures",
    "imputed": "filled by a rule where nothing is published",
    "unverified": "nobody confirmed it against a second source",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one source.

    Attributes
    ----------
    indicator, reporter, partner : identifiers; see `KINDS` for what reporter and partner are.
    period : ``2023``, ``2023-05``, ``2022-02-24``, ``2023Q1``, ``2023H1``, or a span ``2023-01/2023-07``.
    value : in `unit`, always a base unit: USD, t, m3, %.
    source : key of a `Source`. vintage : which edition of it. status : one of `STATUSES`.
    note : what must be said with the figure; empty where there is nothing.
    """

    indicator: str
    reporter: str
    partner: str
    period: str
    value: float
    unit: str
    source: str
    vintage: str
    status: str
    retrieved: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured.

    Attributes
    ----------
    dimension : trade, energy, materials, payments, routes, alignment, alliances, arms, capabilities, economy, model.
    kind : one of `KINDS`. reporter, partner : what the two codes are for this indicator, in words.
    sources : keys of the sources that publish it. formula : how it is computed, empty where it is published so.
    """

    id: str
    dimension: str
    title: str
    definition: str
    unit: str
    kind: Kind
    reporter: str
    partner: str
    sources: tuple[str, ...]
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: short title for a table, and the card of the data catalogue with the rest.

    Attributes
    ----------
    card : key in the data catalogue. vintage : edition. retrieved : date, or ``not recorded``.
    """

    key: str
    title: str
    publisher: str
    licence: str
    address: str
    citation: str
    card: str
    vintage: str
    retrieved: str


@dataclass(frozen=True, slots=True)
class Rank:
    """One supplier of a destination in the list of one source.

    Attributes
    ----------
    rank : 1 is the largest. of : suppliers in that source's list.
    share_pct : of the destination's total at that source; None where the source gives no total.
    complete : False where the source lists only some suppliers, so that others may stand between them.
    """

    indicator: str
    destination: str
    period: str
    source: str
    rank: int
    of: int
    reporter: str
    value: float
    unit: str
    share_pct: float | None
    complete: bool
    status: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that its own source has replaced; the old value stays on record."""

    indicator: str
    reporter: str
    partner: str
    period: str
    source: str
    unit: str
    old_value: float
    old_vintage: str
    new_value: float
    new_vintage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day.

    Attributes
    ----------
    date, end : ISO days; `end` is empty for one day. kind : one of ``EVENT_KINDS``.
    actors, targets : codes of economies and blocs. status : as of a figure.
    """

    date: str
    end: str
    kind: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    title: str
    source: str
    status: str


EVENT_KINDS: dict[str, str] = {
    "sanction": "sanctions and export controls",
    "cap": "price caps",
    "tariff": "tariffs and duties",
    "summit": "meetings of leaders",
    "statement": "joint statements and declarations",
    "exercise": "military exercises",
    "vote": "votes in the United Nations",
    "accession": "joining or leaving a bloc",
    "route": "openings and closures of routes and pipelines",
    "war": "wars and annexations",
}
