"""The registry of indicators: what is measured, in which unit, by whom. Families are expanded from their own tables."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from multipolar.codes.passages import passages
from multipolar.codes.tables import nearest
from multipolar.data.portwatch import counted_passages
from multipolar.errors import DataError
from multipolar.observatory.records import KINDS, Indicator

FILE = Path(__file__).with_name("indicators.toml")
MATERIALS_FILE = Path(__file__).with_name("materials.csv")
DIMENSIONS = (
    "trade", "energy", "materials", "payments", "routes", "alignment", "alliances", "arms", "capabilities", "economy",
    "model",
)  # fmt: skip
_WORDS = {
    "flow": ("exporter, origin", "importer, destination"),
    "pair": ("first of the two by code", "second of the two by code"),
    "economy": ("the economy", ""),
    "world": ("WLD", ""),
}


@dataclass(frozen=True, slots=True)
class Material:
    """A group of raw materials: the customs codes (HS 1992, six digits) that are added up."""

    key: str
    dimension: str
    title: str
    hs6: tuple[int, ...]
    note: str


@cache
def materials() -> tuple[Material, ...]:
    """Groups of raw materials in the order of the table."""
    with MATERIALS_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Material(row["material"], row["dimension"], row["title"], tuple(map(int, row["hs6"].split())), row["note"])
            for row in csv.DictReader(stream)
        )


@cache
def registry() -> Mapping[str, Indicator]:
    """Every bundled indicator by id, by dimension."""
    with FILE.open("rb") as stream:
        raw = tomllib.load(stream)
    found = [*_materials(), *_passages()]
    for key, entry in raw.items():
        members = str(entry.pop("family", "")).split()
        found += [_of(f"{key}-{member}", entry, member) for member in members] or [_of(key, entry, "")]
    found.sort(key=lambda indicator: DIMENSIONS.index(indicator.dimension))
    return MappingProxyType({indicator.id: indicator for indicator in found})


def unknown_indicator(text: str, known: Mapping[str, Indicator]) -> DataError:
    """The error for a text that is no indicator, with the nearest ones by name or title."""
    titles = {indicator.title.lower(): indicator.id for indicator in known.values()}
    close = nearest(text.lower(), [*known, *titles], count=3, cutoff=0.55)
    names = list(dict.fromkeys(titles.get(name, name) for name in close))
    names += [key for key in known if text and text.lower() in key and key not in names][: 3 - len(names)]
    return DataError(
        f"indicator '{text}'",
        "is not known",
        remedy=(f"Did you mean {', '.join(names)}? " if names else "") + "List them: multipolar data indicators.",
    )


def _of(key: str, entry: Mapping[str, Any], member: str) -> Indicator:
    words = {"code": member, "CODE": member.upper()}
    reporter, partner = _WORDS[entry["kind"]]
    assert entry["kind"] in KINDS
    return Indicator(
        id=key,
        dimension=entry["dimension"],
        title=entry["title"].format(**words) if member else entry["title"],
        definition=entry["definition"].format(**words) if member else entry["definition"],
        unit=entry["unit"],
        kind=entry["kind"],
        reporter=entry.get("reporter", reporter),
        partner=entry.get("partner", partner),
        sources=tuple(entry["sources"]),
        formula=entry.get("formula", ""),
    )


def _materials() -> Iterator[Indicator]:
    for material in materials():
        codes = ", ".join(f"{code:06d}" for code in material.hs6)
        note = f" ({material.note})" if material.note else ""
        text = f"{material.title}{note} from the reporter to the partner in a year, HS 1992 {codes}."
        shared: dict[str, Any] = {"dimension": material.dimension, "kind": "flow", "sources": ["baci"]}
        extra = ["china-customs"] if material.key == "crude" else []
        yield _of(
            material.key,
            shared
            | {
                "title": material.title,
                "definition": f"{text} Mass, where customs give one.",
                "unit": "t",
                "sources": ["baci", *extra],
            },
            "",
        )
        yield _of(
            f"{material.key}-value",
            shared | {"title": f"{material.title}, value", "definition": f"{text} FOB value.", "unit": "USD"},
            "",
        )


def _passages() -> Iterator[Indicator]:
    for code in counted_passages():
        name = passages()[code].name
        shared = {"dimension": "routes", "kind": "world", "sources": ["portwatch"]}
        yield _of(
            f"transits-{code}",
            shared
            | {
                "title": f"{name}, transits",
                "definition": f"Ships of all kinds through {name} in a month, counted from their signals.",
                "unit": "ship",
            },
            "",
        )
        yield _of(
            f"transit-tonnes-{code}",
            shared
            | {
                "title": f"{name}, tonnes",
                "definition": f"Cargo through {name} in a month, estimated from ships' size and draught.",
                "unit": "t",
            },
            "",
        )
