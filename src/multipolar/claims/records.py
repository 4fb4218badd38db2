"""Claims from records and back, and a parse that is corrected by hand."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast, get_args

from multipolar.claims.claim import Actor, Claim, Kind, Role
from multipolar.claims.document import Span
from multipolar.claims.mentions import Period, Precision
from multipolar.errors import AssumptionError

_WHOLE = Span(0, 0)
YEAR_DIGITS = 4
FIELDS = (
    "kind",
    "value",
    "unit",
    "of_unit",
    "measure",
    "commodity",
    "direction",
    "actors",
    "period",
    "base_period",
    "condition",
    "outcome",
)
"""What `revised` can set."""


def claim_from(record: Mapping[str, Any]) -> Claim:
    """The claim that `Claim.as_record` wrote. A verdict in the record is left aside."""
    mark = record["mark"]
    return Claim(
        id=record["id"],
        kind=record["kind"],
        quote=record["quote"],
        span=Span(record["start"], record["end"]),
        mark=Span(mark["start"], mark["end"]),
        value=record["value"],
        low=record["low"],
        high=record["high"],
        unit=record["unit"],
        step=record["step"],
        bound=record["bound"],
        of_unit=record["of_unit"],
        measure=record["measure"],
        commodity=record["commodity"],
        direction=record["direction"],
        actors=tuple(Actor(actor["code"], actor["role"], actor["text"]) for actor in record["actors"]),
        period=_period_from(record["period"], base=False),
        base_period=_period_from(record["base_period"], base=True),
        hedges=tuple(record["hedges"]),
        parts=tuple(record["parts"].items()),
        supposed=record["supposed"],
        proposed_by=record["proposed_by"],
    )


def _period_from(record: Mapping[str, Any] | None, *, base: bool) -> Period | None:
    if record is None:
        return None
    start, end = (datetime.date.fromisoformat(record[key]) if record[key] else None for key in ("start", "end"))
    return Period(_WHOLE, start, end, record["precision"], record["basis"], record["text"], base)


def revised(claim: Claim, assignments: Sequence[str]) -> Claim:
    """The claim with parts of its parse set by hand.

    Parameters
    ----------
    assignments : ``field=value``: ``value=240e9``, ``unit=USD``, ``period=2023``, ``base_period=2022-02/``,
        ``measure=trade``, ``actors=CHN:exporter,RUS:importer`` (a role may be left out), ``kind=change``,
        ``condition=...``. ``none`` empties a field.

    Raises
    ------
    AssumptionError
        Naming every assignment that cannot be understood.
    """
    problems: list[str] = []
    changes: dict[str, Any] = {}
    parts = dict(claim.parts)
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        name, text = name.strip(), text.strip()
        if not sign or name not in FIELDS:
            problems.append(f"'{assignment}': write field=value with one of {', '.join(FIELDS)}")
            continue
        try:
            if name in {"condition", "outcome"}:
                parts[name] = text
            else:
                changes[name] = None if text.lower() == "none" and name != "kind" else _parsed(name, text)
                if name == "value":
                    changes |= {"low": None, "high": None, "step": None if changes[name] is None else _step(text)}
        except ValueError as error:
            problems.append(f"'{assignment}': {error}")
    if changes.get("actors", ()) is None:
        changes["actors"] = ()
    if problems:
        raise AssumptionError(f"claim {claim.id}, --as", "cannot be understood", evidence="; ".join(problems))
    return replace(claim, **changes, parts=tuple(parts.items()))


def _parsed(name: str, text: str) -> Any:
    if name == "kind":
        return _one_of(text, get_args(Kind))
    if name == "value":
        value = float(text)
        if not math.isfinite(value):
            raise ValueError("is not a finite number")
        return value
    if name == "direction":
        return _one_of(text, ("up", "down"))
    if name == "actors":
        return tuple(_actor(part.strip()) for part in text.split(",") if part.strip())
    if name in {"period", "base_period"}:
        return period_of_code(text, base=name == "base_period")
    return text


def _one_of(text: str, allowed: Sequence[str]) -> str:
    if text not in allowed:
        raise ValueError(f"is not one of {', '.join(allowed)}")
    return text


def _actor(text: str) -> Actor:
    from multipolar.codes.blocs import bloc, blocs
    from multipolar.codes.economies import economy
    from multipolar.codes.tables import UnknownCodeError

    name, _, role = text.partition(":")
    code = name.strip()
    if code not in {"WEST", "GLOBAL_SOUTH"} and code not in blocs():
        try:
            code = economy(code).code
        except UnknownCodeError as error:
            try:
                code = bloc(code).code
            except UnknownCodeError:
                raise ValueError(str(error).replace("\n", " ")) from error
    return Actor(code, cast("Role", _one_of(role.strip() or "subject", get_args(Role))), name.strip())


def period_of_code(text: str, *, base: bool = False) -> Period:
    """A period from its code: ``2023``, ``2023-05``, ``2023-05-14``, ``2021/2023``, ``2022-02/`` (since).

    Raises
    ------
    ValueError
        If it is none of these.
    """
    first, slash, last = text.partition("/")
    start, end, precision = _stretch(first)
    if slash and not last:
        precision, finish = "open", None
    elif slash:
        precision, finish = "span", _stretch(last)[1]
    else:
        finish = end
    return Period(_WHOLE, start, finish, precision, "stated", text, base)


def _stretch(text: str) -> tuple[datetime.date, datetime.date, Precision]:
    parts = text.strip().split("-")
    try:
        if len(parts[0]) != YEAR_DIGITS:
            raise ValueError
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return datetime.date(numbers[0], 1, 1), datetime.date(numbers[0], 12, 31), "year"
        if len(numbers) == 2:
            start = datetime.date(numbers[0], numbers[1], 1)
            after = datetime.date(numbers[0] + numbers[1] // 12, numbers[1] % 12 + 1, 1)
            return start, after - datetime.timedelta(days=1), "month"
        day = datetime.date(*numbers)
    except (ValueError, TypeError) as error:
        raise ValueError("is no period; write 2023, 2023-05, 2023-05-14, 2021/2023 or 2022-02/") from error
    return day, day, "day"


def _step(text: str) -> float:
    """One unit in the last digit that a number is written with: 1e9 for ``240e9``."""
    return float(10.0 ** int(Decimal(text).as_tuple().exponent))
