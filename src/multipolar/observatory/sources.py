"""Sources of figures: each is a short title and a card of the data catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from multipolar.codes.tables import nearest
from multipolar.data.catalog import card
from multipolar.errors import DataError
from multipolar.observatory.records import Source

FILE = Path(__file__).with_name("sources.toml")


@cache
def sources() -> Mapping[str, Source]:
    """Sources of the bundled figures by key.

    Raises
    ------
    DataError
        If a source points to no card of the catalogue.
    """
    with FILE.open("rb") as stream:
        raw = tomllib.load(stream)
    found = {}
    for key, entry in raw.items():
        about = card(entry["card"])
        found[key] = Source(
            key=key,
            title=entry["title"],
            publisher=entry.get("publisher", about.publisher),
            licence=about.licence,
            address=about.address,
            citation=about.citation,
            card=about.key,
            vintage=entry["vintage"],
            retrieved=about.retrieved,
        )
    return MappingProxyType(found)


def source(key: str) -> Source:
    """The source of this key.

    Raises
    ------
    DataError
        If there is none; the message suggests the nearest.
    """
    known = sources()
    if key in known:
        return known[key]
    close = nearest(key, known, cutoff=0.5)
    raise DataError(
        f"source '{key}'",
        "is not known",
        evidence=f"known: {', '.join(known)}",
        remedy=f"Did you mean {close[0]}?" if close else "",
    )
