"""Baselines by name: the bundled one and those that the user has added."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import BUNDLED_NAME, load_bundled
from multipolar.baseline.crude_apart import SUFFIX, crude_apart
from multipolar.baseline.from_icio import WORLD_FILE
from multipolar.baseline.store_format import read_baseline
from multipolar.data.icio import file_checksum
from multipolar.data.store import baseline_folder, read_card, stored_names
from multipolar.errors import DataError

CRUDE_APART = BUNDLED_NAME + SUFFIX
"""The bundled world with crude oil apart from gas, made when it is asked for."""


@dataclass(frozen=True, slots=True)
class BaselineCard:
    """One baseline that `load` knows.

    Attributes
    ----------
    origin : ``bundled`` comes with the package, ``user`` was added on this machine.
    economies, sectors : how many.
    path : folder of a user's baseline, None for the bundled one.
    checksum : SHA-256 of the stored arrays.
    notes : what was changed, completed or filled, one line each.
    """

    name: str
    title: str
    year: int
    origin: Literal["bundled", "user"]
    economies: int
    sectors: int
    path: Path | None
    checksum: str
    notes: tuple[str, ...]


def load(name: str = BUNDLED_NAME, *, store: Path | None = None) -> Baseline:
    """Load a baseline by name.

    Parameters
    ----------
    name : ``icio-2022`` (bundled), or a name that `available` lists, such as ``icio-2019``; with ``-crude`` behind it,
        the same world with crude oil apart from gas (`multipolar.baseline.crude_apart`).
    store : the user's data folder, `multipolar.data.store.home` when not given.

    Raises
    ------
    DataError
        If no baseline has this name (the message suggests the nearest), or a stored one was changed since.
    """
    if name == BUNDLED_NAME:
        return load_bundled()
    if name == CRUDE_APART:
        return _bundled_crude_apart()
    known = stored_names(store)
    if name not in known and name.removesuffix(SUFFIX) in known:
        return crude_apart(load(name.removesuffix(SUFFIX), store=store))
    if name not in known:
        names = (BUNDLED_NAME, CRUDE_APART, *known)
        close = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
        raise DataError(
            f"baseline '{name}'",
            "is not known" + (f". Did you mean {close[0]}?" if close else ""),
            evidence=f"known: {', '.join(names)}",
            remedy="Add an official table: multipolar data add icio PATH.",
        )
    folder = baseline_folder(name, store)
    card, file = read_card(folder), folder / WORLD_FILE
    if not file.is_file() or file_checksum(file) != card.get("checksum"):
        raise DataError(
            f"baseline '{name}'",
            "was changed or damaged since it was added",
            evidence=f"{file} does not have the checksum of its card",
            remedy="Add the table again: multipolar data add icio PATH.",
        )
    return read_baseline(file)


def available(*, store: Path | None = None) -> list[BaselineCard]:
    """All baselines, the bundled ones first, then the user's by name."""
    return [
        _bundled_card(BUNDLED_NAME),
        _bundled_card(CRUDE_APART),
        *(_user_card(name, store) for name in stored_names(store)),
    ]


@cache
def _bundled_crude_apart() -> Baseline:
    return crude_apart(load_bundled())


@cache
def _bundled_card(name: str) -> BaselineCard:
    baseline = load(name)
    return BaselineCard(
        name=baseline.name,
        title=baseline.title,
        year=baseline.year,
        origin="bundled",
        economies=len(baseline.economies),
        sectors=len(baseline.sectors),
        path=None,
        checksum=baseline.provenance.checksum,
        notes=baseline.provenance.notes,
    )


def _user_card(name: str, store: Path | None) -> BaselineCard:
    folder = baseline_folder(name, store)
    card = read_card(folder)
    return BaselineCard(
        name=name,
        title=str(card.get("title", name)),
        year=int(card.get("year", 0)),
        origin="user",
        economies=int(card.get("economies", 0)),
        sectors=int(card.get("sectors", 0)),
        path=folder,
        checksum=str(card.get("checksum", "")),
        notes=tuple(str(note) for note in card.get("notes", ())),
    )
