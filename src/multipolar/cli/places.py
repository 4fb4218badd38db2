"""Two ports or two economies, as a user names them; whatever else is named gets a remedy that works."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal

from multipolar.codes.blocs import is_bloc
from multipolar.codes.economies import economy
from multipolar.codes.tables import UnknownCodeError, fold, nearest
from multipolar.data.sea_routes import sea_ports
from multipolar.errors import AssumptionError

ERROR_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Place:
    """A port or an economy, by code."""

    kind: Literal["port", "economy"]
    code: str
    name: str

    def __str__(self) -> str:
        return self.name if self.kind == "port" else f"{self.name} ({self.code})"


def two_places(origin: str, destination: str) -> tuple[Place, Place]:
    """Both as ports, or both as economies; beside a port, a text that names both a port and an economy is the port.

    Raises
    ------
    UnknownCodeError
        If one is neither, or an economy without a row of its own.
    AssumptionError
        If one is a port and the other an economy.
    """
    places = place(origin), place(destination)
    if places[0].kind != places[1].kind:
        ports = _ports()
        places = (
            ports.get(fold(origin), places[0]),
            ports.get(fold(destination), places[1]),
        )
    if places[0].kind != places[1].kind:
        port = next(found for found in places if found.kind == "port")
        other = next(found for found in places if found.kind == "economy")
        raise AssumptionError(
            f"{origin} to {destination}",
            f"{port.name} is a port and {other.name} is an economy",
            remedy="Name two ports or two economies.",
        )
    return places


def place(text: str) -> Place:
    """The economy or the port that a text names.

    Raises
    ------
    UnknownCodeError
        With economies and ports of nearly that name, else with all ports; for a bloc and for an economy of ``ROW``.
    """
    try:
        found = economy(text)
    except UnknownCodeError as unknown:
        return _port(text, unknown)
    if not found.in_table:
        raise UnknownCodeError("port", text, remedy=f"{found} is part of ROW, for which no ports are known.")
    return Place("economy", found.code, found.name)


def _ports() -> dict[str, Place]:
    """Every port by its folded code and name."""
    found = {port: Place("port", port.code, port.name) for port in sea_ports().values()}
    return {fold(label): place for port, place in found.items() for label in (port.code, port.name)}


def _port(text: str, unknown: UnknownCodeError) -> Place:
    ports = _ports()
    if fold(text) in ports:
        return ports[fold(text)]
    if is_bloc(text):
        raise UnknownCodeError("port or economy", text, remedy=unknown.remedy) from None
    near = [ports[name].name for name in nearest(fold(text), ports, count=2)]
    if near or unknown.candidates:
        names = [*near, *(str(economy(code)) for code in unknown.candidates)]
        remedy = f"Did you mean {' or '.join(names)}?"
    else:
        known = ", ".join(sorted(port.name for port in sea_ports().values()))
        listing = f"Name an economy, such as SWE, or one of the ports known here: {known}."
        remedy = "\n  ".join(textwrap.wrap(listing, ERROR_WIDTH))
    raise UnknownCodeError("port or economy", text, remedy=remedy) from None
