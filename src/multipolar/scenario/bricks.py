"""Scenarios as bricks: a draft holds raw instruments with their lines, so that one draft can extend another.

Instruments of the extending draft come after those of the base. One that carries the `id` of an earlier one overrides
its fields instead; `drop` takes instruments out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from multipolar.codes import nearest
from multipolar.errors import Problem
from multipolar.scenario.instruments import KINDS
from multipolar.scenario.problems import KIND_HABITS, unknown_key
from multipolar.scenario.reader import Located

HEAD_KEYS = (
    "name",
    "title",
    "description",
    "extends",
    "based_on",
    "date",
    "timeline",
    "sources",
    "instruments",
    "variants",
    "drop",
)
VARIANT_KEYS = ("title", "description", "date", "timeline", "sources", "instruments", "drop")
HEAD_VALUES = ("title", "description", "date", "timeline", "sources")


@dataclass(frozen=True, slots=True)
class Brick:
    """Raw fields of one instrument, and the line of each that the file at hand wrote."""

    data: dict[str, Any]
    lines: Located

    @property
    def id(self) -> str:
        return str(self.data.get("id") or "")


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario before validation.

    Attributes
    ----------
    head : title, description, date, sources as written.
    lines : of the head.
    variants : raw, by name.
    """

    name: str
    head: dict[str, Any]
    lines: Located
    bricks: tuple[Brick, ...] = ()
    variants: dict[str, Located] = field(default_factory=dict)
    based_on: tuple[str, ...] = ()


def unknown_keys(part: Located, known: tuple[str, ...]) -> list[Problem]:
    """Problems for the keys of a mapping that the form does not have."""
    found = []
    for key in part.value:
        if key not in known:
            problem = unknown_key(key, known)
            found.append(Problem(part.line((key,)), key, problem.message, problem.remedy))
    return found


def read_bricks(part: Located) -> tuple[tuple[Brick, ...], list[Problem]]:
    """The instruments of a document or a variant."""
    listed = part.value.get("instruments")
    if listed is None:
        return (), []
    if not isinstance(listed, list):
        return (), [Problem(part.line(("instruments",)), "instruments", "is not a list.", "Start each with '- kind:'.")]
    bricks, problems = [], []
    for position, item in enumerate(listed):
        here = part.at("instruments", position)
        if isinstance(item, dict):
            bricks.append(Brick(dict(item), here))
        else:
            text = f"{item!r} is not an instrument."
            problems.append(Problem(here.line(()), "instruments", text, "Start it with '- kind:'."))
    return tuple(bricks), problems


def merge_bricks(base: tuple[Brick, ...], added: tuple[Brick, ...]) -> tuple[tuple[Brick, ...], list[Problem]]:
    """Base bricks with overrides in place, new ones after them."""
    merged = list(base)
    problems: list[Problem] = []
    known = {brick.id: position for position, brick in enumerate(base) if brick.id}
    seen: set[str] = set()
    for brick in added:
        if brick.id and brick.id in seen:
            problems.append(Problem(brick.lines.line(("id",)), "id", f"{brick.id!r} stands twice.", "Rename one."))
            continue
        seen.add(brick.id)
        if brick.id in known and brick.id:
            position = known[brick.id]
            kind = brick.data.get("kind", merged[position].data.get("kind"))
            # Another kind has other fields: it replaces the instrument instead of amending it.
            same = kind == merged[position].data.get("kind")
            data = {**merged[position].data, **brick.data} if same else dict(brick.data)
            merged[position] = Brick(data, brick.lines)
        elif "kind" not in brick.data and brick.id and base:
            meant = nearest(brick.id, known)
            remedy = f"Did you mean {meant[0]}?" if meant else f"Ids of the base: {', '.join(known) or 'none'}."
            text = f"no instrument {brick.id!r} to override, and no kind."
            problems.append(Problem(brick.lines.line(("id",)), "id", text, remedy))
        else:
            merged.append(brick)
    return tuple(merged), problems


def drop_bricks(bricks: tuple[Brick, ...], part: Located) -> tuple[tuple[Brick, ...], list[Problem]]:
    """Take out the instruments that `drop` names."""
    wanted = part.value.get("drop")
    if wanted is None:
        return bricks, []
    names = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(names, list):
        return bricks, [Problem(part.line(("drop",)), "drop", "is not a list of ids.", "Write [id, id].")]
    known = [brick.id for brick in bricks if brick.id]
    problems = []
    for position, name in enumerate(names):
        if name not in known:
            meant = nearest(str(name), known)
            remedy = f"Did you mean {meant[0]}?" if meant else f"Ids: {', '.join(known) or 'none'}."
            problems.append(Problem(part.line(("drop", position)), "drop", f"no instrument {name!r}.", remedy))
    return tuple(brick for brick in bricks if not brick.id or brick.id not in names), problems


def extend(base: Draft, part: Located, name: str, *, variant: bool) -> tuple[Draft, list[Problem]]:
    """The draft that a document, or one of its variants, makes of its base."""
    problems = unknown_keys(part, VARIANT_KEYS if variant else HEAD_KEYS)
    added, found = read_bricks(part)
    problems += found
    bricks, found = merge_bricks(base.bricks, added)
    problems += found
    bricks, found = drop_bricks(bricks, part)
    problems += found
    head = dict(base.head)
    for key in HEAD_VALUES:
        if part.value.get(key) is not None:
            head[key] = part.value[key]
    inherited, own = base.head.get("sources"), part.value.get("sources")
    if inherited and isinstance(own, list):
        head["sources"] = [*inherited, *(source for source in own if source not in inherited)]
    variants = dict(base.variants)
    listed = None if variant else part.value.get("variants")
    if isinstance(listed, dict):
        for key, value in listed.items():
            here = part.at("variants", key)
            if isinstance(value, dict):
                variants[key] = here
            else:
                problems.append(Problem(here.line(()), key, "is not a variant.", "Write instruments: below it."))
    elif listed is not None:
        remedy = "Write names with instruments: below each."
        problems.append(Problem(part.line(("variants",)), "variants", "is not a mapping.", remedy))
    return replace(base, name=name, head=head, lines=part, bricks=bricks, variants=variants), problems


def build_problems(brick: Brick) -> tuple[Any, list[Problem]]:
    """The instrument of a brick, or None and its problems with their lines."""
    kind = brick.data.get("kind")
    line = brick.lines.line
    if kind is None:
        return None, [Problem(line(()), "kind", "is missing.", f"Write one of {', '.join(KINDS)}.")]
    if not isinstance(kind, str) or kind not in KINDS:
        plain = str(kind).casefold().replace("-", "_").replace(" ", "_")
        meant = (KIND_HABITS[plain],) if plain in KIND_HABITS else nearest(plain, KINDS, cutoff=0.6)
        remedy = f"Did you mean {meant[0]}?" if meant else f"Known kinds: {', '.join(KINDS)}."
        return None, [Problem(line(("kind",)), "kind", f"unknown kind {kind!r}.", remedy)]
    made, found = KINDS[kind].parse(brick.data)
    problems = [Problem(line(problem.place), problem.field, problem.message, problem.remedy) for problem in found]
    return made, problems
