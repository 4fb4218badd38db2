"""One HTTP request to a numeric address that was checked before, with a hard end in time and size."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass

from multipolar.claims.text.fetch_guard import Target
from multipolar.claims.text.read_errors import DocumentError

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: status, where it leads to, what it says the body is, the body and whether it was cut."""

    status: int
    location: str
    content_type: str
    body: bytes
    cut: bool


class _Connection(http.client.HTTPConnection):
    """Connects to a numeric address, and speaks to the host under its name."""

    def __init__(self, target: Target, numeric: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._numeric = numeric
        self._secure = target.scheme == "https"
        # Kept apart: http.client gives `sock` away to the response, and it must stay possible to cut it.
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection((self._numeric, self.port), timeout=self.timeout)
        self.sock = self.wire = plain
        if self._secure:
            secure = ssl.create_default_context().wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = self.wire = secure
            secure.do_handshake()


def ask(target: Target, numeric: str, *, agent: str, seconds: float, limit: int) -> Answer:
    """The answer to a GET request.

    Parameters
    ----------
    numeric : address to connect to.
    seconds : after which the connection is cut, however slowly bytes trickle in.
    limit : bytes of the body, decompressed, that are taken.

    Raises
    ------
    DocumentError
        If there is no connection, no proper answer, or none in time.
    """
    connection = _Connection(target, numeric, seconds)
    ended = threading.Event()

    def cut() -> None:
        ended.set()
        held = connection.wire
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                # Closed already: nothing is left to cut.
                return

    clock = threading.Timer(seconds, cut)
    clock.daemon = True
    clock.start()
    try:
        connection.request(
            "GET",
            target.path,
            headers={
                "User-Agent": agent,
                "Accept": "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
        )
        response = connection.getresponse()
        body, short = _body(response, limit, time.monotonic() + seconds)
        if ended.is_set():
            raise TimeoutError("the time limit was reached")
        return Answer(
            response.status,
            response.headers.get("Location", ""),
            response.headers.get("Content-Type", ""),
            body,
            short,
        )
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        slow = ended.is_set() or isinstance(error, TimeoutError)
        raise DocumentError(
            target.address[:200],
            f"did not answer within {seconds:.0f} s." if slow else "cannot be reached, or gave no proper answer.",
            evidence=f"{type(error).__name__}: {error}"[:200],
            remedy="Check the connection, or save the page and give the file.",
        ) from error
    finally:
        clock.cancel()
        connection.close()


def _body(response: http.client.HTTPResponse, limit: int, deadline: float) -> tuple[bytes, bool]:
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > limit:
        return b"", True
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    # Asked for none, some servers compress all the same; what it unpacks to is limited too.
    unpack = zlib.decompressobj(wbits=47) if encoding in ("gzip", "x-gzip", "deflate") else None
    if unpack is None and encoding not in ("", "identity"):
        raise ValueError(f"content encoding {encoding!r}")
    parts: list[bytes] = []
    length = 0
    while length <= limit:
        if time.monotonic() > deadline:
            raise TimeoutError("the time limit was reached")
        chunk = response.read1(_CHUNK)
        if not chunk:
            break
        while chunk and length <= limit:
            data = unpack.decompress(chunk, limit + 1 - length) if unpack is not None else chunk
            chunk = unpack.unconsumed_tail if unpack is not None else b""
            parts.append(data)
            length += len(data)
            if unpack is not None and not data:
                break
    return b"".join(parts)[:limit], length > limit
