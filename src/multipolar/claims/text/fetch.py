"""One page from the internet: public addresses only, within limits of time and size, as robots.txt allows."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from multipolar.claims.text.fetch_guard import Permit, Resolve, Target, checked_address, is_public, looked_up, target_of
from multipolar.claims.text.fetch_wire import Answer, ask
from multipolar.claims.text.read_errors import DocumentError

SECONDS = 10.0
"""For all of a fetch: look-ups, robots.txt, redirects and the page."""
SIZE_LIMIT = 5_000_000
"""Bytes of a page."""
_ROBOTS_LIMIT = 500_000
_REDIRECTS = 5
_KINDS = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its bytes, where it was found in the end, and what its sender says it is."""

    content: bytes
    address: str
    content_type: str
    charset: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Session:
    """One fetch: its deadline, the hooks, and what each origin's robots.txt says."""

    resolve: Resolve
    permit: Permit
    deadline: float
    robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def left(self, subject: str) -> float:
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise DocumentError(
                subject, f"took longer than {SECONDS:.0f} s.", remedy="Save the page to a file and give that."
            )
        return seconds

    def ask(self, target: Target, limit: int) -> Answer:
        numeric = checked_address(
            target, resolve=self.resolve, permit=self.permit, seconds=self.left(target.address[:200])
        )
        return ask(target, numeric, agent=user_agent(), seconds=self.left(target.address[:200]), limit=limit)


def user_agent() -> str:
    """How we call ourselves to a server."""
    try:
        return f"multipolar/{version('multipolar')}"
    except PackageNotFoundError:
        return "multipolar/0"


def fetch(
    address: str, *, resolve: Resolve = looked_up, permit: Permit = is_public, seconds: float = SECONDS
) -> Fetched:
    """The page at an address.

    Every redirect is checked as the first address is: its scheme, that its host is public, its robots.txt. The
    connection goes to the numeric address that was checked, so a second look-up cannot lead elsewhere. Proxies of the
    environment are not used.

    Parameters
    ----------
    resolve, permit : how hosts are looked up and which numeric addresses are allowed; to be replaced in tests only.
    seconds : for everything together.

    Raises
    ------
    DocumentError
        If the address is refused, out of reach, disallowed by robots.txt, too slow, too large, or no text.
    """
    session = _Session(resolve, permit, time.monotonic() + seconds)
    target = target_of(address)
    for _ in range(_REDIRECTS + 1):
        _check_robots(target, session)
        answer = session.ask(target, SIZE_LIMIT)
        if answer.status in (301, 302, 303, 307, 308) and answer.location:
            following = target_of(urljoin(target.address, answer.location))
            if target.scheme == "https" and following.scheme == "http":
                raise DocumentError(address[:200], "leads from https to an address without encryption.")
            target = following
            continue
        return _accepted(answer, target)
    raise DocumentError(address[:200], f"leads on more than {_REDIRECTS} times.")


def _accepted(answer: Answer, target: Target) -> Fetched:
    subject = target.address[:200]
    if answer.status != 200:
        raise DocumentError(
            subject,
            f"was answered with status {answer.status}.",
            remedy="Open it in a browser; if it shows there, save the page and give the file.",
        )
    if answer.cut:
        raise DocumentError(
            subject,
            f"is larger than {SIZE_LIMIT / 1e6:.0f} MB.",
            remedy="Save the article as text and give the file.",
        )
    kind = answer.content_type.split(";", 1)[0].strip().lower()
    if kind not in _KINDS:
        raise DocumentError(subject, f"is of the type {kind or 'unknown'!r}; pages of text, HTML and PDF are read.")
    charset = ""
    for part in answer.content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip(" \"'")[:40]
    return Fetched(answer.body, target.address, kind, charset)


def _check_robots(target: Target, session: _Session) -> None:
    rules = session.robots.get(target.origin)
    if rules is None:
        rules = session.robots[target.origin] = _robots(target, session)
    if not rules.can_fetch(user_agent(), target.origin + target.path):
        raise DocumentError(
            target.address[:200],
            "is not to be read by programs: the site's robots.txt disallows it.",
            remedy="Open it in a browser and save the text.",
        )


def _robots(target: Target, session: _Session) -> RobotFileParser:
    """The rules of an origin. Without a file all is allowed; with one that a failing server keeps back, nothing is."""
    rules = RobotFileParser()
    place = target_of(target.origin + "/robots.txt")
    for _ in range(_REDIRECTS + 1):
        answer = session.ask(place, _ROBOTS_LIMIT)
        if answer.status in (301, 302, 303, 307, 308) and answer.location:
            place = target_of(urljoin(place.address, answer.location))
            continue
        if answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        elif answer.status in (401, 403) or answer.status >= 500:
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            rules.parse([])
        return rules
    rules.parse([])
    return rules
