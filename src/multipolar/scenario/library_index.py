"""The library: documented scenarios that ship, with what a list of them shows."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from multipolar.scenario.load import load_scenario, scenario_names, variants
from multipolar.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One scenario of the library.

    Attributes
    ----------
    variants : title of each variant by name; run one with ``NAME@VARIANT``.
    """

    name: str
    title: str
    description: str
    scenario: Scenario
    variants: Mapping[str, str]


@functools.cache
def library() -> tuple[LibraryEntry, ...]:
    """All scenarios that ship, by name."""
    return tuple(
        LibraryEntry(found.name, found.title, found.description, found, variants(name))
        for name in scenario_names()
        for found in (load_scenario(name),)
    )


@dataclass(frozen=True, slots=True)
class ScenarioCheck:
    """What `check_scenario` found in a file without problems.

    Attributes
    ----------
    scenario : as it stands, without a variant.
    variants : title by name; all of them are valid too.
    remarks : what is legal and still worth a look: numbers without a source, sources not looked up.
    """

    scenario: Scenario
    variants: Mapping[str, str]
    remarks: tuple[str, ...]


def check_scenario(name_or_path: str | Path) -> ScenarioCheck:
    """Load a scenario and all its variants, and remark on what is legal but unsourced.

    Raises
    ------
    ScenarioError
        With every problem, as `load_scenario`.
    """
    scenario = load_scenario(name_or_path)
    remarks = []
    for instrument in scenario.instruments:
        for number in instrument.numbers():
            if number.status == "unsourced":
                text = f"{instrument.id}: {number.field} {number.value:g} has no source."
                remarks.append(f"{text} Write source:, or assumed: with a reason.")
        if instrument.check == "unverified":
            remarks.append(f"{instrument.id}: source cited from memory, unverified ({instrument.source}).")
    return ScenarioCheck(scenario, variants(name_or_path), tuple(remarks))
