"""Who is under the measures of a scenario and who is not: its groups are no coalition of the real world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from multipolar.codes import blocs
from multipolar.report.groups import by_size, glance, outside, touched
from multipolar.report.view import View, name_of
from multipolar.report.words import listed
from multipolar.scenario.place import members

# Names that a sentence can carry; the rest is counted there and listed below it.
MOST_NAMED = 12
_SIDES = ("origin", "destination", "members")
_EXCLUDED = ("exclude", "exclude_origin", "exclude_destination")


@dataclass(frozen=True, slots=True)
class Coalition:
    """A sentence with the sides as the scenario names them, and the whole of both groups."""

    sentence: str
    inside: str
    outside: str


def coalition(view: View) -> Coalition | None:
    """The two groups of the page; None when the measures touch nearly all economies."""
    inside, rest = touched(view), outside(view)
    if not inside:
        return None
    lead = name_of(view.lead, article=True)
    sides = list(as_named(view)) or [name_of(code, article=True) for code in by_size(view, inside)]
    known = dict.fromkeys([*(code for code in glance(view) if code in rest), *by_size(view, rest)])
    apart = [name_of(code, article=True) for code in by_size(view, list(known)[:MOST_NAMED])]
    sentence = (
        f"The groups are those of this scenario, not of the real world. Under its measures, beside {lead}: "
        f"{_some(sides, len(sides))}. Outside them here, whatever they do in reality: {_some(apart, len(rest))}."
    )
    return Coalition(sentence, _all(inside), _all(rest))


def as_named(view: View) -> tuple[str, ...]:
    """The economies under the measures as the scenario names them, blocs as blocs; empty where the names say else."""
    scenario, compiled = view.outcome.scenario, view.outcome.compiled
    if scenario is None:
        return ()
    in_force = [found for found in scenario.instruments if str(found.id) in compiled.instruments]
    texts: dict[str, None] = {}
    for found in in_force:
        dropped = {text for name in _EXCLUDED for text in getattr(found, name, ())}
        named = [text for side in _SIDES for text in getattr(found, side, ())]
        texts |= dict.fromkeys(text for text in named if text not in dropped)
    texts.pop(view.lead, None)
    world = view.economies
    reach = {text: set(members((text,), compiled.date, world)) & set(world) for text in texts}
    if set().union(*reach.values()) - {view.lead} != set(touched(view)):
        return ()
    kept = [text for text in reach if not any(reach[text] < reach[other] for other in reach)]
    return tuple(f"the {text}" if text in blocs() else name_of(text, article=True) for text in kept)


def _some(names: list[str], total: int) -> str:
    shown = names[:MOST_NAMED]
    return listed([*shown, f"{total - len(shown)} more"] if total > len(shown) else shown)


def _all(codes: Iterable[str]) -> str:
    return ", ".join(
        f"{name_of(code)} ({code})" for code in sorted(codes, key=lambda code: (code == "ROW", name_of(code)))
    )
