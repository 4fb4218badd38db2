"""The years that a scenario's timeline covers: the `timeline` key of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from multipolar.scenario.fields import wrong

FIRST, LAST, MOST = 1990, 2100, 60
KEYS = ("from", "to")


@dataclass(frozen=True, slots=True)
class Years:
    """First and last year of a timeline; None leaves the choice to the program.

    Parameters
    ----------
    first, last : calendar years, both counted.
    """

    first: int | None = None
    last: int | None = None

    def plain(self) -> bool | dict[str, int]:
        """As the file writes it: ``true``, or a mapping of `from` and `to`."""
        written = {key: year for key, year in zip(KEYS, (self.first, self.last), strict=True) if year is not None}
        return written or True


def years(value: Any) -> Years | None:
    """``true``, ``false``, or a mapping with `from`, `to` or both."""
    if value is None or isinstance(value, Years):
        return value
    if isinstance(value, bool):
        return Years() if value else None
    if not isinstance(value, Mapping):
        raise wrong(f"{value!r} is no timeline.", "Write true, or {from: 2021, to: 2030}.")
    for key in value:
        if key not in KEYS:
            raise wrong(f"unknown key {key!r}.", "It has: from, to.")
    first, last = (_year(value.get(key), key) for key in KEYS)
    if first is not None and last is not None and last < first:
        raise wrong(f"it ends in {last}, before it starts in {first}.", "Exchange from and to.")
    if first is not None and last is not None and last - first >= MOST:
        raise wrong(f"{first} to {last} are {last - first + 1} years.", f"At most {MOST}.")
    return Years(first, last)


def _year(value: Any, key: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not FIRST <= value <= LAST:
        raise wrong(f"{key}: {value!r} is not a year from {FIRST} to {LAST}.", "Write four digits, such as 2021.")
    return value


_SPAN = {
    "type": "object",
    "properties": {key: {"type": "integer", "minimum": FIRST, "maximum": LAST} for key in KEYS},
    "additionalProperties": False,
}
TIMELINE_FORM = {"anyOf": [{"type": "boolean"}, _SPAN]}
YearsOrNone = Annotated[
    Years | None,
    BeforeValidator(years),
    PlainSerializer(lambda value: None if value is None else value.plain()),
    WithJsonSchema(TIMELINE_FORM),
]
