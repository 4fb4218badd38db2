"""Lets the Python reference read this project's docstrings: `name : meaning` is a meaning, not a type.

The types stand in the signatures, so docstrings do not repeat them; numpydoc would take the text for a type.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

SECTION = re.compile(r"^(Parameters|Attributes)\n-+\n((?:(?!^\w[\w ]*\n-{3,}).*\n?)*)", re.MULTILINE)
ENTRY = re.compile(r"^(\w[\w, ]*?) : (.+)$", re.MULTILINE)
# Two entries on one line, such as `table. carry : text`, stay together in the meaning of the first.


def _with_meanings(section: re.Match[str]) -> str:
    entries = ENTRY.sub(lambda entry: f"{entry[1]}\n    {entry[2]}", section[2])
    return f"{section[1]}\n{'-' * len(section[1])}\n{entries}"


class PlainDocstrings(griffe.Extension):
    """Moves the text after the colon from the type to the description."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = SECTION.sub(_with_meanings, obj.docstring.value)
