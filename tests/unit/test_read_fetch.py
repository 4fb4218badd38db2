"""Addresses: what may be fetched, limits, robots.txt, redirects; against a server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from multipolar.claims.text.fetch import Fetched, fetch, user_agent
from multipolar.claims.text.fetch_guard import is_public, target_of
from multipolar.claims.text.read import read_source
from multipolar.claims.text.read_errors import DocumentError

PAGE = b"<html><body><p>Trade between China and Russia reached 240 billion dollars in 2023.</p></body></html>"


class _Site(BaseHTTPRequestHandler):
    """Answers by path; `seen` collects what was asked."""

    seen: list[tuple[str, str]] = []  # noqa: RUF012
    robots = (200, b"User-agent: *\nDisallow: /closed\n")

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["User-Agent"]))
        answers = {
            "/page": (200, "text/html; charset=utf-8", PAGE, {}),
            "/closed/page": (200, "text/html", PAGE, {}),
            "/picture": (200, "image/png", b"\x89PNG", {}),
            "/moved": (302, "text/html", b"", {"Location": "/page"}),
            "/loop": (302, "text/html", b"", {"Location": "/loop"}),
            "/inward": (302, "text/html", b"", {"Location": "http://inside.test/page"}),
            "/file": (302, "text/html", b"", {"Location": "file:///etc/hosts"}),
            "/to-closed": (302, "text/html", b"", {"Location": "/closed/page"}),
            "/large": (200, "text/html", b"x" * 5_100_000, {}),
            "/packed": (
                200,
                "text/plain",
                gzip.compress(b"Exports rose by 64 per cent."),
                {"Content-Encoding": "gzip"},
            ),
            "/bomb": (200, "text/plain", gzip.compress(b"0" * 30_000_000), {"Content-Encoding": "gzip"}),
        }
        if self.path == "/robots.txt":
            status, body = type(self).robots
            kind, headers = "text/plain", {}
        elif self.path == "/slow":
            self._drip()
            return
        else:
            status, kind, body, headers = answers.get(self.path, (404, "text/html", b"none", {}))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        try:
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 200:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            # The reader has cut the connection, as it should.
            return

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def _get(port: int, path: str, *, seconds: float = 5.0) -> Fetched:
    """Fetches from the server on this machine, under a name; only that name is let through to loopback."""

    def resolve(host: str, _port: int, left: float) -> list[str]:
        assert left > 0
        return {"site.test": ["127.0.0.1"], "inside.test": ["10.0.0.7"]}[host]

    return fetch(
        f"http://site.test:{port}{path}",
        resolve=resolve,
        permit=lambda numeric: numeric == "127.0.0.1" or is_public(numeric),
        seconds=seconds,
    )


def test_a_page_comes_with_its_type_and_an_honest_name(port: int) -> None:
    _Site.seen.clear()
    page = _get(port, "/page")
    assert page.content == PAGE
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert _Site.seen == [("/robots.txt", user_agent()), ("/page", user_agent())]
    assert user_agent().startswith("multipolar/")


def test_redirects_are_followed_and_checked(port: int) -> None:
    assert _get(port, "/moved").address == f"http://site.test:{port}/page"
    with pytest.raises(DocumentError, match=r"not on the public internet[\s\S]*10\.0\.0\.7"):
        _get(port, "/inward")
    with pytest.raises(DocumentError, match="only http and https"):
        _get(port, "/file")
    with pytest.raises(DocumentError, match="more than 5 times"):
        _get(port, "/loop")


def test_robots_are_respected_at_each_step(port: int) -> None:
    for path in ("/closed/page", "/to-closed"):
        with pytest.raises(DocumentError, match=r"robots\.txt disallows"):
            _get(port, path)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, False), (503, False)])
def test_robots_that_cannot_be_read(port: int, status: int, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Site, "robots", (status, b""))
    if allowed:
        assert _get(port, "/page").content == PAGE
    else:
        with pytest.raises(DocumentError, match=r"robots\.txt"):
            _get(port, "/page")


def test_limits_of_size_and_time(port: int) -> None:
    for path in ("/large", "/bomb"):
        with pytest.raises(DocumentError, match="larger than 5 MB"):
            _get(port, path)
    assert _get(port, "/packed").content == b"Exports rose by 64 per cent."
    with pytest.raises(DocumentError, match="did not answer within"):
        _get(port, "/slow", seconds=0.6)


def test_what_is_no_text_or_not_there(port: int) -> None:
    with pytest.raises(DocumentError, match="image/png"):
        _get(port, "/picture")
    with pytest.raises(DocumentError, match="status 404"):
        _get(port, "/missing")


@pytest.mark.parametrize(
    "numeric",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::",
        "2002:0a00:0001::", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "fe80::1%eth0", "2001:db8::1", "localhost", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(numeric: str) -> None:
    assert not is_public(numeric)


@pytest.mark.parametrize("numeric", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "64:ff9b::8.8.8.8"])
def test_addresses_that_are_public(numeric: str) -> None:
    assert is_public(numeric)


def test_one_inner_address_among_several_refuses_the_host() -> None:
    with pytest.raises(DocumentError, match="not on the public internet"):
        fetch("http://mixed.test/", resolve=lambda *_: ["8.8.8.8", "127.0.0.1"])


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:secret@example.org/", "name or password"),
        ("http:///path", "names no host"),
        ("http://example.org/a b", "blanks"),
        ("http://exa\nmple.org/", "blanks"),
        ("http://example.org:99999/", "is no address"),
        ("http://[::1", "is no address"),
        ("http://[fe80::1%25eth0]/", "names no host"),
    ],
)
def test_addresses_that_are_refused(address: str, problem: str) -> None:
    with pytest.raises(DocumentError, match=problem):
        target_of(address)


def test_numeric_hosts_in_disguise_are_refused_by_what_they_lead_to() -> None:
    for address in ("http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/"):
        with pytest.raises(DocumentError):
            fetch(address, seconds=3.0)


def test_letters_beyond_ascii_are_written_as_a_server_reads_them() -> None:
    target = target_of("https://bücher.example/straße?q=öl")
    assert (target.host, target.path) == ("xn--bcher-kva.example", "/stra%C3%9Fe?q=%C3%B6l")


def test_without_a_network_the_message_says_so() -> None:
    def resolve(host: str, *_: float) -> list[str]:
        raise DocumentError(host, "cannot be looked up: there may be no network.")

    with pytest.raises(DocumentError, match="no network"):
        fetch("https://example.org/", resolve=resolve)


def test_an_address_on_the_command_line_is_fetched(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _get(port, "/page")
    monkeypatch.setattr("multipolar.claims.text.fetch.fetch", lambda _: page)
    document = read_source("https://site.test/2023/05/20/page")
    assert "240 billion dollars" in document.text
    assert document.source == page.address
