"""`multipolar dossier`: all that is known of a pair of economies."""

from __future__ import annotations

import math
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter, validators

from multipolar import __version__
from multipolar.cli.screen import out, print_json
from multipolar.errors import AssumptionError, RunError
from multipolar.observatory import open_observatory
from multipolar.observatory.around import YEARS
from multipolar.observatory.dossier import SINCE
from multipolar.observatory.dossier import dossier as dossier_of

_YEAR = validators.Number(gte=1946, lte=2100)


def dossier(
    first: str,
    second: str,
    /,
    *,
    since: Annotated[int, Parameter(validator=_YEAR)] = SINCE,
    event: str = "",
    years: Annotated[int, Parameter(validator=validators.Number(gte=2, lte=10))] = YEARS,
    html: Path | None = None,
    weights: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """What is known of two economies: figures over time with rank and source, who depends on whom, profile, events.

    Every figure is of one source; where several say something they stand side by side. What nobody says is listed as
    lacking, never filled.

    Parameters
    ----------
    first
        An economy, by ISO3 code or name.
    second
        Another.
    since
        First year shown.
    event
        A day (YYYY-MM-DD): change from the years before to the years after it, beside comparable pairs.
    years
        Years on each side of the event; its own year is in neither.
    html
        Also write the page to this file; it works offline.
    weights
        Of the profile's dimensions, such as trade=2 alignment=0.5; one for each that is not named.
    json
        Print JSON.
    """
    found = dossier_of(
        first,
        second,
        store=(store := open_observatory()),
        since=since,
        event=event,
        years=years,
        weights=weights_of(weights or ()),
    )
    if html is not None:
        from multipolar.report.dossier_page import render_dossier

        command = shlex.join(["multipolar", *sys.argv[1:]])
        _write(html, render_dossier(found, command=command, version=__version__, sources=store.sources()))
    if json:
        from multipolar.cli.dossier_json import dossier_payload

        print_json(dossier_payload(found))
        return 0
    from multipolar.cli.dossier_tables import print_dossier

    console = out()
    print_dossier(found, console)
    if html is not None:
        console.print(f"Page: {html}", soft_wrap=True)
    return 0


def weights_of(texts: Sequence[str]) -> dict[str, float]:
    """Weights by dimension from texts such as ``trade=2``.

    Raises
    ------
    AssumptionError
        If a text is not a name, an equals sign, and a number.
    """
    found: dict[str, float] = {}
    for text in (part for given in texts for part in given.split(",") if part):
        key, _, number = text.partition("=")
        try:
            found[key.strip()] = float(number)
        except ValueError:
            found[key.strip()] = math.nan
        if not key or not math.isfinite(found[key.strip()]):
            raise AssumptionError(
                f"weight '{text}'", "is not a name and a number", remedy="Write --weights trade=2 alignment=0.5."
            )
    return found


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RunError(str(path), f"cannot be written: {error.strerror}", remedy="Choose another file.") from error
