"""Word lists of the reader, from the tables of `lexicon`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table ``lexicon/<name>.toml`` as it is written."""
    return tomllib.loads((resources.files("multipolar.claims") / "lexicon" / f"{name}.toml").read_text("utf-8"))


def words(text: str) -> frozenset[str]:
    """Words parted by blanks."""
    return frozenset(text.split())
