"""Types of the fields of a scenario. Each check says what is wrong with the value and what to write instead."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from multipolar.codes import UnknownCodeError, bloc, blocs, economy, nearest, sector_name
from multipolar.codes.blocs import LOOSE_WORDS, is_bloc
from multipolar.codes.economies import WRITE_CODE
from multipolar.codes.tables import fold

ALL = "ALL"
LARGEST_RATE = 10.0
# Stand for the lists of known codes until the published schema is written.
ECONOMIES_FORMAT = "multipolar-economies"
SECTORS_FORMAT = "multipolar-sectors"


def wrong(message: str, remedy: str = "") -> PydanticCustomError:
    """A field error whose two parts, what is wrong and what to do, survive until they are printed."""
    return PydanticCustomError("multipolar", "{message} {remedy}", {"message": message, "remedy": remedy})


def as_list(value: Any) -> Any:
    """A single text stands for a list of one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, (list, tuple)):
        if not value:
            raise wrong("the list is empty.", "Name at least one, or ALL.")
        return tuple(value)
    raise wrong(f"{value!r} is not a list.", "Write a list such as [RUS, BLR].")


def as_list_or_empty(value: Any) -> Any:
    """As `as_list`, and an empty list is allowed."""
    return () if isinstance(value, (list, tuple)) and not value else as_list(value)


def economy_text(value: Any) -> str:
    """The one spelling of an economy, a bloc or ``ALL``."""
    if not isinstance(value, str):
        raise wrong(f"{value!r} is not the code of an economy.", "Write a code such as SWE, or a bloc such as EU.")
    if value.casefold() in ("all", "world"):
        return ALL
    if is_bloc(value):
        return bloc(value).code
    try:
        return economy(value).code
    except UnknownCodeError as error:
        remedy = error.remedy
        known = {fold(code): code for code in blocs()}
        near = nearest(fold(value), known)
        if fold(value) in LOOSE_WORDS:
            remedy = LOOSE_WORDS[fold(value)]
        elif near and not error.candidates:
            remedy = f"Did you mean {known[near[0]]} ({blocs()[known[near[0]]].name})?"
        elif not error.candidates:
            remedy = f"{WRITE_CODE} a name, or a bloc such as EU."
        raise wrong(f"unknown economy {value!r}.", remedy) from None


def sector_text(value: Any) -> str:
    """The one spelling of a sector or a group of sectors."""
    if not isinstance(value, str):
        raise wrong(f"{value!r} is not the code of a sector.", "Write a code such as B06, or a group such as energy.")
    try:
        return sector_name(value)
    except UnknownCodeError as error:
        raise wrong(f"unknown sector {value!r}.", error.remedy) from None


def number(value: Any, remedy: str = "Write a number such as 0.25.") -> float:
    """A finite number; texts such as ``15%`` are refused with the number they mean."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        percent = (
            re.fullmatch(r"\s*([+-]?\d+(?:[.,]\d+)?)\s*(?:%|percent)\s*", value) if isinstance(value, str) else None
        )
        if percent:
            remedy = f"Write {float(percent[1].replace(',', '.')) / 100:g}."
        raise wrong(f"{value!r} is not a number.", remedy)
    if not math.isfinite(value):
        raise wrong(f"{value} is not a finite number.", remedy)
    return float(value)


def share(value: Any) -> float:
    """A number from 0 to 1."""
    found = number(value, "Write a share such as 0.15.")
    if not 0 <= found <= 1:
        hint = f"Write {found / 100:g} for {found:g} percent." if 1 < found <= 100 else "Write for example 0.15."
        raise wrong(f"{found:g} is not a share between 0 and 1.", hint)
    return found


def rate(value: Any) -> float:
    """An ad-valorem rate from 0 to `LARGEST_RATE`; 0.25 is 25 percent."""
    found = number(value)
    if found < 0:
        raise wrong(f"{found:g} is negative.", "Write 0 for none.")
    if found > LARGEST_RATE:
        raise wrong(f"{found:g} means {found * 100:g} percent.", f"Write {found / 100:g} for {found:g} percent.")
    return found


def positive(value: Any) -> float:
    """A number above zero."""
    found = number(value)
    if found <= 0:
        raise wrong(f"{found:g} is not above zero.")
    return found


def day(value: Any) -> datetime.date:
    """A calendar day."""
    if isinstance(value, datetime.datetime):
        raise wrong(f"{value} has a time of day.", "Write the day alone, YYYY-MM-DD.")
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            raise wrong(f"{value} is not a day of the calendar.", "Write YYYY-MM-DD.") from None
    raise wrong(f"{value!r} is not a date.", "Write the day as YYYY-MM-DD, for example 2022-12-05.")


def slug(value: Any) -> str:
    """Lower-case words with hyphens, and after an ``@`` the name of a variant."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9]+(-[a-z0-9]+)*)?", value):
        made = re.sub(r"[^a-z0-9]+", "-", fold(str(value))).strip("-")
        raise wrong(f"{value!r} is not a name of lower-case words and hyphens.", f"Write {made}." if made else "")
    return value


def _field(kind: type, check: Callable[[Any], Any], **json: Any) -> Any:
    return Annotated[kind, BeforeValidator(check), WithJsonSchema(json)]


Share = _field(float, share, type="number", minimum=0, maximum=1)
Rate = _field(float, rate, type="number", minimum=0, maximum=LARGEST_RATE)
Positive = _field(float, positive, type="number", exclusiveMinimum=0)
Number = _field(float, number, type="number")
Day = _field(datetime.date, day, type="string", format="date")
Slug = _field(str, slug, type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9-]+)?$")
EconomyText = Annotated[str, BeforeValidator(economy_text)]
SectorText = Annotated[str, BeforeValidator(sector_text)]
_ECONOMIES = WithJsonSchema({"format": ECONOMIES_FORMAT})
_SECTORS = WithJsonSchema({"format": SECTORS_FORMAT})
Economies = Annotated[tuple[EconomyText, ...], BeforeValidator(as_list), _ECONOMIES]
EconomiesOrNone = Annotated[tuple[EconomyText, ...], BeforeValidator(as_list_or_empty), _ECONOMIES]
Sectors = Annotated[tuple[SectorText, ...], BeforeValidator(as_list), _SECTORS]
SectorsOrNone = Annotated[tuple[SectorText, ...], BeforeValidator(as_list_or_empty), _SECTORS]
