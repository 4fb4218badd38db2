"""Reader of invoicing currencies by Boz et al. (2022) as figures: share of exports and imports by currency and year.

The same file feeds payment scenarios (`multipolar.data.invoicing`), which reads and checks it.
"""

from __future__ import annotations

import math
from pathlib import Path

from multipolar.codes.foreign_codes import iso_code
from multipolar.data.invoicing import read_boz
from multipolar.observatory.readers.opened import day_of
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.reading import Notify, Reading, Tally, finished, quiet

SOURCE = "boz"
CURRENCIES = ("usd", "eur", "home", "other")
#: The panel as published with the article.
EDITION = "2022"


def read_invoicing(path: Path, notify: Notify = quiet, *, vintage: str = "") -> Reading:
    """Shares in per cent: ``invoicing-export-usd`` and so on, by economy and year.

    Raises
    ------
    DataError
        As `multipolar.data.invoicing.read_boz`, or if an economy is unknown.
    """
    import pandas as pd

    notify(f"reading {path.name}", 0.1)
    rows = read_boz(path)
    problems = Problems(path.name)
    tally = Tally(rows=len(rows))
    found: list[tuple[str, str, str, float]] = []
    unknown: set[str] = set()
    for row in rows:
        place = iso_code(row.economy)
        if place is None and row.economy not in unknown:
            unknown.add(row.economy)
            problems.add(None, "ISO3C", "must be a known country code", row.economy)
        if place is None or not place.is_flow_end:
            tally.aside[f"{row.economy} (not an economy)"] += 1
            continue
        for currency in CURRENCIES:
            share = getattr(row, currency)
            if math.isnan(share):
                tally.missing[f"share of {currency}"] += 1
                continue
            tally.zero += share == 0
            found.append((f"invoicing-{row.flow}-{currency}", place.code, str(row.year), 100.0 * share))
    problems.stop_if_any()
    frame = pd.DataFrame(found, columns=["indicator", "reporter", "period", "value"])
    return finished(
        frame.assign(partner="", unit="%", status="official"),
        file=path.name,
        source=SOURCE,
        vintage=vintage or EDITION,
        retrieved=day_of(path),
        tally=tally,
        added_up=False,
    )
