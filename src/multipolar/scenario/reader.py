"""YAML to plain values that remember their lines. Nothing here knows what a scenario is."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from multipolar.errors import Problem, ScenarioError

Path = tuple[str | int, ...]

# Far above any scenario, far below what would keep a machine busy: aliases of aliases grow without bound.
MOST_VALUES = 200_000
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Located:
    """A plain value with the line (1-based) of each value in it, by path of keys and positions."""

    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """Line of the value at a path, or of the nearest thing around it."""
        for size in range(len(path), -1, -1):
            if path[:size] in self.lines:
                return self.lines[path[:size]]
        return None

    def at(self, *path: str | int) -> Located:
        """The part below a path."""
        value = self.value
        for step in path:
            value = value[step]
        size = len(path)
        return Located(value, {key[size:]: line for key, line in self.lines.items() if key[:size] == path})


def read_yaml(text: str, subject: str) -> Located:
    """Parse YAML 1.2 strictly.

    Dates stay text, so that an impossible one is reported with its line like any other value.

    Raises
    ------
    ScenarioError
        With the line of a syntax error, a key that stands twice, or a document that is not a mapping; or that the
        text is too long, too deep, or grows beyond `MOST_VALUES` through its aliases.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Constructor(RoundTripConstructor):
        """Round trip, for its line numbers, with dates left as text."""

    if len(text) > MOST_CHARACTERS:
        what = f"has {len(text):,} characters; a scenario has at most {MOST_CHARACTERS:,}."
        raise ScenarioError(subject, [Problem(None, "", what, "Is this the right file?")])

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = Constructor
    try:
        document = yaml.load(io.StringIO(text))
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a key"
        raise ScenarioError(subject, [Problem(line, key, "stands twice.", "Keep one of them.")]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = str(error.problem or error.context or "not readable")
        remedy = "Check indentation, quotes and brackets; indent with spaces."
        raise ScenarioError(subject, [Problem(line, "", f"not valid YAML: {what}.", remedy)]) from None
    except (YAMLError, ValueError) as error:
        raise ScenarioError(subject, [Problem(None, "", f"not valid YAML: {error}.")]) from None
    except RecursionError:
        raise _too_deep(subject) from None
    lines: dict[Path, int] = {(): 1}
    try:
        value = _plain(document, (), lines)
    except RecursionError:
        raise _too_deep(subject) from None
    except _TooManyValues:
        what = f"grows to more than {MOST_VALUES:,} values through its aliases."
        raise ScenarioError(subject, [Problem(None, "", what, "Write the values out.")]) from None
    if not isinstance(value, dict):
        remedy = "Write keys such as name:, title:, instruments:."
        raise ScenarioError(subject, [Problem(1, "", "is not a mapping of keys to values.", remedy)])
    return Located(value, lines)


class _TooManyValues(Exception):
    """A document that grows through aliases."""


def _too_deep(subject: str) -> ScenarioError:
    remedy = "Close the brackets; a scenario is a few levels deep."
    return ScenarioError(subject, [Problem(None, "", "is nested too deeply.", remedy)])


def _plain(node: Any, path: Path, lines: dict[Path, int]) -> Any:
    if len(lines) > MOST_VALUES:
        raise _TooManyValues
    if isinstance(node, dict):
        marks = getattr(getattr(node, "lc", None), "data", None) or {}
        found = {}
        for key, value in node.items():
            if key in marks:
                lines[(*path, str(key))] = marks[key][0] + 1
            found[str(key)] = _plain(value, (*path, str(key)), lines)
        return found
    if isinstance(node, list):
        marks = getattr(getattr(node, "lc", None), "data", None) or {}
        items = []
        for position, value in enumerate(node):
            if position in marks:
                lines[(*path, position)] = marks[position][0] + 1
            items.append(_plain(value, (*path, position), lines))
        return items
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node if hasattr(node, "isoformat") else str(node)
