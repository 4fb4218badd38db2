"""Which addresses may be fetched: public ones on the internet, looked up once and connected to as looked up."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from multipolar.claims.text.read_errors import DocumentError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int, float], list[str]]
"""From host, port and seconds to numeric addresses."""
Permit = Callable[[str], bool]
"""Whether a numeric address may be connected to."""

_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An ``http`` or ``https`` address, taken apart."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in ``https://example.org``."""
        usual = {"http": 80, "https": 443}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port != usual else "")


def target_of(address: str) -> Target:
    """An address, taken apart.

    Raises
    ------
    DocumentError
        If it is not ``http`` or ``https``, has no host, or carries a name and password.
    """
    shown = address[:200]
    if any(character <= " " or character == "\x7f" for character in address):
        raise DocumentError(shown, "is no address: it has blanks or control characters in it.")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise DocumentError(shown, "is no address.", evidence=str(error)[:200]) from error
    if parts.scheme not in ("http", "https"):
        raise DocumentError(
            shown, f"has the scheme {parts.scheme!r}; only http and https are read.", remedy="Give a file by its path."
        )
    if not host or "%" in host:
        raise DocumentError(shown, "names no host.")
    if parts.username is not None or parts.password is not None:
        raise DocumentError(shown, "carries a name or password; such addresses are not fetched.")
    path = parts.path or "/"
    path = "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode("utf-8")) for c in path)
    query = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode("utf-8")) for c in parts.query)
    if query:
        path = f"{path}?{query}"
    return Target(parts.scheme, host, port or {"http": 80, "https": 443}[parts.scheme], path, address)


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet, whatever it is wrapped in.

    Not public are loopback, private, link-local, shared (carrier) and documentation ranges, multicast, reserved ones,
    and IPv6 addresses that stand for such an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64).
    """
    try:
        place: Address = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if "%" in address:
        return False
    inner = _inner(place)
    if inner is not None:
        return is_public(str(inner))
    return place.is_global and not (
        place.is_multicast or place.is_reserved or place.is_unspecified or place.is_loopback or place.is_link_local
    )


def _inner(place: Address) -> ipaddress.IPv4Address | None:
    if isinstance(place, ipaddress.IPv4Address):
        return None
    if place.ipv4_mapped is not None:
        return place.ipv4_mapped
    if place.sixtofour is not None:
        return place.sixtofour
    if place.teredo is not None:
        return place.teredo[1]
    if any(place in network for network in _NAT64) or (place in _COMPATIBLE and int(place) > 0xFFFF):
        return ipaddress.IPv4Address(int(place) & 0xFFFFFFFF)
    return None


def checked_address(target: Target, *, resolve: Resolve, permit: Permit, seconds: float) -> str:
    """The numeric address to connect to. One address that is not permitted among several refuses the host.

    Raises
    ------
    DocumentError
        If the name is not known, does not answer in time, or leads to an address that is not public.
    """
    found = resolve(target.host, target.port, seconds)
    if not found:
        raise DocumentError(target.host, "is not known: it has no address.", remedy="Check the spelling.")
    for numeric in found:
        if not permit(numeric):
            raise DocumentError(
                target.address[:200],
                "is not fetched: its host is not on the public internet.",
                evidence=f"{target.host} is {numeric}.",
                remedy="Save the page to a file and give that.",
            )
    return found[0]


def looked_up(host: str, port: int, seconds: float) -> list[str]:
    """Numeric addresses of a host by the system, within a time limit.

    Raises
    ------
    DocumentError
        If the look-up fails or takes too long.
    """
    answers: list[str] = []
    problems: list[str] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.extend(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as error:
            problems.append(str(error))

    # The system's look-up cannot be interrupted; a thread that is waited for no longer than `seconds` can be left.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(max(seconds, 0.0))
    if thread.is_alive() or problems:
        raise DocumentError(
            host,
            "cannot be looked up: there may be no network.",
            evidence=problems[0] if problems else f"no answer in {seconds:.0f} s",
            remedy="Check the connection and the spelling, or save the page and give the file.",
        )
    return answers
