"""`multipolar data distance`: how far by sea, with passages closed or the Northern Sea Route open."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from multipolar.baseline.routes import RouteAnswer
from multipolar.baseline.routes import distance as distance_of
from multipolar.cli.screen import out, print_json, table
from multipolar.codes.passages import passage

KM_IN_A_NAUTICAL_MILE = 1.852


def distance(
    origin: str,
    destination: str,
    /,
    *,
    close: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    nsr: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """How far it is by sea between two ports or two economies, and by which passages.

    Parameters
    ----------
    origin, destination
        Two ports (Shanghai, Rotterdam) or two economies (CHN, Netherlands).
    close
        Passages closed to ships, such as suez, hormuz or bosporus.
    nsr
        Open the Northern Sea Route.
    json
        Print JSON.
    """
    shut = tuple(passage(text).code for text in close or ())
    answers = {"all passages open": distance_of(origin, destination, (), nsr=False)}
    if shut:
        answers[f"closed: {', '.join(shut)}"] = distance_of(origin, destination, shut, nsr=False)
    if nsr:
        answers["Northern Sea Route open"] = distance_of(origin, destination, shut, nsr=True)
    if json:
        print_json({"origin": origin, "destination": destination, "routes": {k: asdict(v) for k, v in answers.items()}})
        return 0
    columns = [("", False), ("km", True), ("nautical miles", True), ("days at 14 knots", True), ("by", False)]
    out().print(table(f"{origin} to {destination} by sea", columns, [_row(*entry) for entry in answers.items()]))
    return 0


def _row(name: str, answer: RouteAnswer) -> list[str]:
    if answer.km is None or answer.days is None:
        return [name, answer.state, "", "", answer.reason]
    by = ", ".join(passage(code).name for code in answer.passages) or "open sea"
    return [name, f"{answer.km:,.0f}", f"{answer.km / KM_IN_A_NAUTICAL_MILE:,.0f}", f"{answer.days:.1f}", by]
