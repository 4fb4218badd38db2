"""From a name, a file or a text to a Scenario, with every problem of the file at once."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from multipolar.codes import nearest
from multipolar.errors import Problem, ScenarioError
from multipolar.scenario.base import Instrument
from multipolar.scenario.bricks import Draft, build_problems, extend
from multipolar.scenario.reader import Located, read_yaml
from multipolar.scenario.scenario import Scenario

SUFFIXES = (".yaml", ".yml")
#: How a variant's title begins that means nothing without that of its base.
LIKE_BASE = "The same"


def scenario_names() -> tuple[str, ...]:
    """Names of the library's scenarios, sorted."""
    return tuple(sorted(_library_files()))


def load_scenario(name_or_path: str | Path | Scenario, *, variant: str | None = None) -> Scenario:
    """A scenario of the library by name, or of a YAML file by path.

    Parameters
    ----------
    name_or_path : ``western-embargo``, ``us-ev-tariff@retaliation``, ``my.yaml``, ``my.yaml@variant``; a Scenario is
        returned as it is.
    variant : name of a variant; the same as ``NAME@variant``.

    Raises
    ------
    ScenarioError
        With every problem of the file, each with its line; or that there is no such scenario, with a suggestion.
    """
    if isinstance(name_or_path, Scenario):
        return name_or_path
    name, marked = split_variant(str(name_or_path), Path.cwd())
    text, subject, folder, key = _find(name, Path.cwd())
    return _finish(text, subject, folder, key, variant or marked or None)


def parse_scenario(
    text: str, *, subject: str = "scenario", folder: Path | None = None, variant: str | None = None
) -> Scenario:
    """A scenario from YAML text; `extends` looks in the library, then in `folder`.

    Raises
    ------
    ScenarioError
        As `load_scenario`.
    """
    return _finish(text, subject, folder or Path.cwd(), subject, variant)


def variants(name_or_path: str | Path) -> Mapping[str, str]:
    """Title of each variant of a scenario, by name."""
    text, subject, folder, key = _find(split_variant(str(name_or_path), Path.cwd())[0], Path.cwd())
    draft, problems = _draft(text, subject, folder, (key,))
    if problems:
        raise ScenarioError(subject, problems)
    return {name: str(part.value.get("title", "")) for name, part in draft.variants.items()}


def _finish(text: str, subject: str, folder: Path, key: str, variant: str | None) -> Scenario:
    draft, problems = _draft(text, subject, folder, (key,))
    scenario, found = _build(draft)
    problems += found
    for name in draft.variants:
        made, amended = _variant(draft, name)
        built, found = _build(made)
        problems += amended + found
        if name == variant:
            scenario = built
    if variant is not None and variant not in draft.variants:
        meant = nearest(variant, draft.variants)
        remedy = f"Did you mean {meant[0]}?" if meant else f"It has: {', '.join(draft.variants) or 'none'}."
        problems.append(Problem(None, "variants", f"no variant {variant!r}.", remedy))
    if problems or scenario is None:
        ordered = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line is None, problem.line or 0))
        raise ScenarioError(subject, ordered)
    return scenario


def _variant(draft: Draft, name: str) -> tuple[Draft, list[Problem]]:
    made, problems = extend(draft, draft.variants[name], f"{draft.name}@{name}", variant=True)
    base, own = draft.head.get("title"), draft.variants[name].value.get("title")
    if isinstance(base, str) and isinstance(own, str) and own.startswith(LIKE_BASE):
        # In a list it stands under its base; at the head of a page it stands alone.
        made.head["title"] = f"{base}: {own[:1].lower()}{own[1:]}"
    return made, problems


def _draft(text: str, subject: str, folder: Path, chain: tuple[str, ...]) -> tuple[Draft, list[Problem]]:
    # Drafts copy what they take, so that a file of the library, which never changes, can be kept as it was read.
    part = _read_library(text, subject) if chain[-1].startswith("library/") else read_yaml(text, subject)
    name = part.value.get("name")
    problems: list[Problem] = []
    base = Draft(str(name), {}, part)
    parent = part.value.get("extends")
    if parent is not None:
        base, problems = _base(parent, part, folder, chain)
    elif "instruments" not in part.value:
        remedy = "Write instruments: with a list, or extends: with a name."
        problems.append(Problem(None, "instruments", "is missing.", remedy))
    draft, found = extend(base, part, str(name), variant=False)
    problems += found
    written = part.value.get("based_on")
    if isinstance(written, list):
        draft = Draft(
            draft.name, draft.head, draft.lines, draft.bricks, draft.variants, (*map(str, written), *draft.based_on)
        )
    return draft, problems


def _base(parent: object, part: Located, folder: Path, chain: tuple[str, ...]) -> tuple[Draft, list[Problem]]:
    line = part.line(("extends",))
    empty = Draft("", {}, part)
    if not isinstance(parent, str):
        return empty, [Problem(line, "extends", f"{parent!r} is not a name.", "Extend one scenario; chain for more.")]
    name, variant = split_variant(parent, folder)
    try:
        text, subject, where, key = _find(name, folder)
    except ScenarioError as error:
        return empty, [Problem(line, "extends", error.problems[0].message, error.problems[0].remedy)]
    if key in chain:
        circle = " extends ".join(Path(link).name for link in (*chain[chain.index(key) :], key))
        return empty, [Problem(line, "extends", f"goes in a circle: {circle}.", "Break it at one of them.")]
    draft, problems = _draft(text, subject, where, (*chain, key))
    if not problems and variant:
        if variant not in draft.variants:
            known = ", ".join(draft.variants) or "none"
            return empty, [Problem(line, "extends", f"{name} has no variant {variant!r}.", f"It has: {known}.")]
        draft, problems = _variant(draft, variant)
    if problems:
        told = problems[0].as_text().strip()
        return empty, [Problem(line, "extends", f"{subject} has problems of its own: {told}", "Mend that file first.")]
    # Lines of the base belong to another file: what is wrong there is not shown with lines of this one.
    bricks = tuple(type(brick)(brick.data, Located(None)) for brick in draft.bricks)
    return Draft("", draft.head, part, bricks, {}, (parent, *draft.based_on)), []


def _build(draft: Draft) -> tuple[Scenario | None, list[Problem]]:
    instruments: list[Instrument] = []
    problems: list[Problem] = []
    for brick in draft.bricks:
        made, found = build_problems(brick)
        problems += found
        if made is not None:
            instruments.append(made)
    head = {key: value for key, value in draft.head.items() if value is not None}
    if isinstance(head.get("sources"), str):
        head["sources"] = [head["sources"]]
    if draft.name != "None":
        head["name"] = draft.name
    made_scenario, found_fields = Scenario.parse(
        {**head, "based_on": draft.based_on, "instruments": instruments if not problems else ()}
    )
    for problem in found_fields:
        line = draft.lines.line(problem.place) if problem.place else None
        problems.append(Problem(line, problem.field, problem.message, problem.remedy))
    return (None if problems else made_scenario), problems


def split_variant(text: str, folder: Path) -> tuple[str, str]:
    """Name or path, and variant; an ``@`` in the name of a file or folder that exists is part of it."""
    name, mark, variant = text.rpartition("@")
    if not mark or "/" in variant or os.sep in variant or _is_file(folder / text):
        return text, ""
    return name, variant


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name longer than a file system takes is the name of no file.
        return False


def _find(name: str, folder: Path) -> tuple[str, str, Path, str]:
    """Text, subject for errors, folder and unique key of a scenario: the library by name, else a file."""
    library = _library_files()
    if name in library:
        return _library_text(name), f"{name}.yaml", folder, f"library/{name}"
    for candidate in (Path(name), *(Path(name + suffix) for suffix in SUFFIXES)):
        path = candidate if candidate.is_absolute() else folder / candidate
        if _is_file(path):
            try:
                return path.read_text(encoding="utf-8-sig"), path.name, path.parent, str(path.resolve())
            except UnicodeDecodeError:
                remedy = "Save the file as UTF-8."
                raise ScenarioError(path.name, [Problem(None, "", "is not UTF-8 text.", remedy)]) from None
    meant = nearest(name, library, cutoff=0.6)
    remedy = f"Did you mean {meant[0]}?" if meant else f"The library has: {', '.join(sorted(library))}."
    message = f"no scenario {name!r} in the library, and no such file."
    raise ScenarioError(name, [Problem(None, "", message, remedy)])


@functools.cache
def _library_files() -> tuple[str, ...]:
    folder = resources.files("multipolar.scenario").joinpath("library")
    return tuple(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


@functools.cache
def _library_text(name: str) -> str:
    folder = resources.files("multipolar.scenario").joinpath("library")
    return folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=16)
def _read_library(text: str, subject: str) -> Located:
    return read_yaml(text, subject)
