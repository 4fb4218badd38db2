"""`multipolar data distance`: how far by sea, with passages closed or the Northern Sea Route open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import Parameter
from rich.text import Text

from multipolar.baseline.routes import RouteAnswer, port_distance
from multipolar.baseline.routes import distance as distance_of
from multipolar.baseline.routes_lanes import OVERLAND_KM_A_DAY
from multipolar.cli.places import Place, two_places
from multipolar.cli.screen import out, print_json, table
from multipolar.codes.economies import economy_name
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passage
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY, SEA_SPEED_KNOTS, gateways, sea_ports
from multipolar.errors import AssumptionError

KM_IN_A_NAUTICAL_MILE = 1.852
ALL_OPEN = "all passages open"


def distance(
    origin: str,
    destination: str,
    /,
    *,
    close: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    nsr: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """How far it is by sea between two ports or two economies, and by which ports and passages.

    An economy may have several ports: the answer is about the pair of ports that carries most of the goods that still
    have a way, and says how much that is and how much has no way left.

    Parameters
    ----------
    origin, destination
        Two ports (Shanghai, Rotterdam) or two economies (CHN, Netherlands).
    close
        Passages closed to ships, such as suez, hormuz or bosporus.
    nsr
        Open the Northern Sea Route, what --close names staying closed.
    json
        Print JSON.
    """
    places = two_places(origin, destination)
    shut = tuple(dict.fromkeys(passage(text).code for text in close or ()))
    if nsr and NORTHERN_SEA_ROUTE in shut:
        problem = f"opens what --close {NORTHERN_SEA_ROUTE} closes"
        raise AssumptionError("--nsr", problem, remedy="Leave one of them out.")
    answers = {ALL_OPEN: _answer(places, (), nsr=False)}
    closed = f"closed: {', '.join(shut)}"
    if shut:
        answers[closed] = _answer(places, shut, nsr=False)
    if nsr:
        northern = "Northern Sea Route open"
        answers[f"{northern}, {closed}" if shut else northern] = _answer(places, shut, nsr=True)
    if json:
        routes = {name: _payload(answer) for name, answer in answers.items()}
        print_json({"origin": origin, "destination": destination, "routes": routes})
        return 0
    console = out()
    console.print(_table(places, answers))
    for line in _notes(places, answers):
        console.print(line, markup=False)
    return 0


def _answer(places: tuple[Place, Place], shut: tuple[str, ...], *, nsr: bool) -> RouteAnswer:
    first, second = places
    if first.kind == "economy":
        return distance_of(first.code, second.code, shut, nsr=nsr)
    if first == second:
        return RouteAnswer("open", "it is the same port", 0.0, 0.0, 0.0, 0.0, ports=(first.code, first.code))
    return port_distance(first.code, second.code, shut, nsr=nsr)


def _payload(answer: RouteAnswer) -> dict[str, Any]:
    return asdict(answer) | {"sea_km": None if answer.km is None else _sea_km(answer)}


def _sea_km(answer: RouteAnswer) -> float:
    return (answer.km or 0.0) - (answer.overland_km or 0.0)


def _table(places: tuple[Place, Place], answers: Mapping[str, RouteAnswer]) -> Any:
    """One line for each state of the passages; what no answer has gets no column."""
    columns = [("", False), ("ports", False), ("km at sea", True), ("nautical miles", True)]
    columns += [("km overland", True), ("days sailing", True), ("days in all", True)]
    columns += [("of goods %", True), ("no way left %", True), ("by", False)]
    rows = [_row(name, answer, places[0].kind) for name, answer in answers.items()]
    kept = [n for n in range(len(columns)) if n in (0, 2) or any(row[n] for row in rows)]
    title = f"{places[0]} to {places[1]} by sea"
    return table(title, [columns[n] for n in kept], [[row[n] for n in kept] for row in rows])


def _row(name: str, answer: RouteAnswer, kind: str) -> list[str]:
    whole = kind == "economy"
    lost = "" if answer.lost_share is None or not whole or name == ALL_OPEN else f"{100 * answer.lost_share:.0f}"
    if answer.km is None or answer.days is None:
        return [name, "", answer.state, "", "", "", "", "", lost, answer.reason]
    sea = _sea_km(answer)
    ports = " to ".join(sea_ports()[code].name for code in answer.ports)
    by = ", ".join(passage(code).name for code in answer.passages) or answer.reason or "open sea"
    cells = [name, ports if whole else "", f"{sea:,.0f}", f"{sea / KM_IN_A_NAUTICAL_MILE:,.0f}"]
    cells += [f"{answer.overland_km:,.0f}" if answer.overland_km else "", f"{sea / SEA_SPEED_KM_A_DAY:.1f}"]
    goods = f"{100 * answer.lane_share:.0f}" if whole and answer.lane_share is not None else ""
    return [*cells, f"{answer.days:.1f}", goods, lost, by]


def _notes(places: tuple[Place, Place], answers: Mapping[str, RouteAnswer]) -> Iterator[Text]:
    """What the numbers mean, and what about these two the table does not show."""
    found = [answer for answer in answers.values() if answer.km is not None]
    if not found:
        return
    if any(answer.km for answer in found):
        overland = f", and {OVERLAND_KM_A_DAY:.0f} km a day overland" if any(a.overland_km for a in found) else ""
        text = f"Days sailing are at {SEA_SPEED_KNOTS:.0f} knots; days in all also count stays at canals{overland}."
        yield Text(text + (" Season and ice are not counted." if any(a.northern_km for a in found) else ""))
    if places[0].kind == "port":
        return
    yield Text(
        "Of goods: per cent of what the pair trades by sea with all passages open. Each line follows the pair of ports "
        "that carries most of the goods with a way left."
    )
    if len({answer.ports for answer in found}) > 1:
        text = "The lines are about different ports: a shorter way is not a gain, it is other goods."
        yield Text(text, style="yellow")
    for place in places:
        ways = gateways().get(place.code, ())
        if ways and all(way.overland_km for way in ways):
            ports = ", ".join(f"{sea_ports()[way.port].name} ({way.overland_km:,.0f} km)" for way in ways)
            yield Text(f"{economy_name(place.code)} has no port of its own; overland to: {ports}.")
    if (road := found[0].road_km) is not None:
        yield Text(f"The two are also joined by land, {road:,.0f} km; goods that go that way are not in the table.")
