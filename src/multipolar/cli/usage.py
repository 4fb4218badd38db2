"""What is said about an option that a verb does not have."""

from __future__ import annotations

import inspect
from typing import Any

from cyclopts import App, CycloptsError, CycloptsPanel, UnknownOptionError

from multipolar.codes.tables import nearest


def usage_errors() -> dict[str, Any]:
    """Arguments of `cyclopts.App` that make it speak with `told`; none where the version has no such hook."""
    return {"error_formatter": told} if "error_formatter" in inspect.signature(App).parameters else {}


def told(error: CycloptsError) -> Any:
    """The panel of an error. An unknown option gets a suggestion only if that is close without its hyphens."""
    if not isinstance(error, UnknownOptionError):
        return CycloptsPanel(error)
    said = str(error).partition(" Did you mean ")[0]
    wanted = (error.token.keyword or error.token.value).partition("=")[0].lstrip("-")
    known = [name for argument in error.argument_collection if argument.parse for name in argument.names]
    named = {name.removeprefix("--"): name for name in known if name.startswith("--")}
    if close := nearest(wanted, named, cutoff=0.6):
        return CycloptsPanel(f"{said} Did you mean {named[close[0]]}?")
    verb = " ".join(("multipolar", *(error.command_chain or ())))
    return CycloptsPanel(f"{said} See {verb} --help for those there are.")
