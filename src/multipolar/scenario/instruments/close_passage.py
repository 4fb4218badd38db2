"""Straits and canals that are closed, closed to some, or dangerous."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from multipolar.arrays import IntArray
from multipolar.codes.passages import passage, passage_mask, passages
from multipolar.codes.tables import UnknownCodeError
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Number, Share, as_list, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.route_cargo import SHIP_WORDS, SHIPS, Ship
from multipolar.scenario.routes import RouteChannels
from multipolar.scenario.words import words


def passage_text(value: object) -> str:
    """The code of a passage."""
    if not isinstance(value, str):
        raise wrong(f"{value!r} is not the name of a passage.", "Write a name such as suez.")
    try:
        return passage(value).code
    except UnknownCodeError as error:
        raise wrong(f"unknown passage {value!r}.", error.remedy) from None


PassageText = Annotated[str, BeforeValidator(passage_text)]


def _one_or_list(item: dict[str, object]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]})


Passages = Annotated[tuple[PassageText, ...], BeforeValidator(as_list), _one_or_list({"type": "string"})]
Ships = Annotated[
    tuple[Ship | Literal["all"], ...],
    BeforeValidator(as_list),
    _one_or_list({"type": "string", "enum": [*SHIPS, "all"]}),
]


class ClosePassage(Instrument):
    """Ships can no longer pass a strait or canal, or a part of them cannot, or passing costs more.

    Goods take the best way that is left: another sea path, overland, by air. What has no way left is banned. Several
    closures of one passage do not add up: the largest share counts; extra costs add up.

    Attributes
    ----------
    passages : suez, bab-el-mandeb, hormuz, malacca, panama, bosporus, gibraltar, danish-straits, cape-of-good-hope ...
    share_closed : share of ships that no longer pass; below 1 where some still dare or may. All by default, none where
        only a cost is written. Ships that avoid one of several passages are taken to avoid all.
    added_cost_percent : what passing costs on top, in percent of the goods' value: war-risk insurance, escort, dues.
    ships : kinds of ships that it concerns (container, dry_bulk, general_cargo, roro, tanker); all by default.
    """

    number_fields = ("share_closed", "added_cost_percent")
    channel = "routes"

    kind: Literal["close_passage"] = "close_passage"
    passages: Passages
    share_closed: Share | None = None
    added_cost_percent: Number = 0.0
    ships: Ships = ("all",)

    @model_validator(mode="after")
    def _some_effect(self) -> ClosePassage:
        if self.added_cost_percent < 0:
            raise wrong(f"added_cost_percent of {self.added_cost_percent:g} is negative.", "Write 0 or more.")
        return self

    @property
    def closed(self) -> float:
        """Share of ships that no longer pass: all, unless it is written or only a cost is."""
        if self.share_closed is not None:
            return float(self.share_closed)
        return 0.0 if self.added_cost_percent else 1.0

    @property
    def kinds(self) -> tuple[Ship, ...]:
        """Kinds of ships that it concerns, in order."""
        return tuple(ship for ship in SHIPS if ship in self.ships or "all" in self.ships)

    def idle(self) -> str:
        return "" if self.closed or self.added_cost_percent else "No ship is kept out, and passing costs nothing more"

    def describe(self) -> str:
        where = words(tuple(passages()[code].name for code in self.passages))
        who = "ships" if self.kinds == SHIPS else words(tuple(SHIP_WORDS[ship] for ship in self.kinds))
        parts = []
        if self.closed >= 1:
            parts.append(f"{where}: closed to {'all ' if self.kinds == SHIPS else ''}{who}")
        elif self.closed > 0:
            parts.append(f"{where}: {100 * self.closed:.4g} % of {who} no longer pass")
        if self.added_cost_percent and self.closed < 1:
            parts.append(f"{where}: passing costs {who} {self.added_cost_percent:.3g} % of the goods' value more")
        return ("; ".join(parts) or f"{where}: open") + "."

    def apply(self, border: Border, place: Place) -> IntArray:
        channel: RouteChannels = border.channel("routes", RouteChannels)
        bits = passage_mask(self.passages)
        if self.closed > 0:
            channel.close(bits, self.closed, self.kinds, place.instrument)
        if self.added_cost_percent:
            channel.add_cost(bits, self.added_cost_percent / 100, self.kinds, place.instrument)
        pairs = channel.layout.pairs_by(bits)
        if not pairs.any():
            place.note("nothing", "No pair of economies has a path through these passages: it changes nothing.")
        return channel.cells(pairs, self.kinds)
