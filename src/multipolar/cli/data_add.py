"""`multipolar data add` and `remove-source`: tables that the user brings, read whole or not at all."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from multipolar.cli.screen import out, print_json, progress
from multipolar.errors import DataError


def add(
    kind: Literal["icio", "baci", "imts", "comext", "comtrade", "sipri", "gsdb", "boz"],
    path: Path,
    /,
    *,
    year: int | None = None,
    vintage: str = "",
    usd: Annotated[bool, Parameter(negative=())] = False,
    reason: str = "",
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Add a file as its publisher hands it out: a baseline (icio), or figures for the observatory (all others).

    A file that breaks a rule of its format is refused with row, column and rule, and changes nothing. Another edition
    of a source is kept beside the earlier one, as a revision.

    Parameters
    ----------
    kind
        icio: OECD Inter-Country Input-Output. baci: CEPII BACI, csv or zip. imts: IMF goods trade, csv or SDMX-ML.
        comext: Eurostat Comext, bulk csv or SDMX-CSV. comtrade: UN Comtrade, JSON or csv. sipri: trade register or TIV
        table. gsdb: Global Sanctions Data Base. boz: invoicing currencies of Boz et al. (2022), also for `shares: boz`.
    path
        The file as downloaded: csv, zip, gz, json, xml.
    year
        icio: which year of the file, the newest by default. baci: which year of a zip or folder, all by default.
    vintage
        Edition, where the file does not tell: such as 202501 or 2025-03-14.
    usd
        comext: in US dollars at the yearly average rate that ships, which is stated; in euro by default.
    reason
        Why older values are replaced, shown with each revision.
    json
        Print JSON.
    """
    if kind == "icio":
        return _add_icio(path, year=year, json=json)

    from multipolar.observatory.readers.keep import keep
    from multipolar.observatory.readers.kinds import KINDS

    options: dict[str, object] = {"vintage": vintage} if vintage else {}
    if kind == "baci" and year is not None:
        options["years"] = (year,)
    if kind == "comext" and usd:
        options["usd"] = True
    if usd and kind != "comext":
        raise DataError("data add", f"--usd is for comext; {kind} is not in euro", remedy="Leave it out.")
    with progress(not json) as notify:
        reading = KINDS[kind].read(path, notify, **options)
        kept = keep(reading, KINDS[kind], reason=reason)
    panel = _keep_panel(path) if kind == "boz" else {}
    if json:
        tally = reading.tally
        print_json(
            {
                "source": reading.source,
                "vintage": reading.vintage,
                "figures": kept.figures,
                "events": 0 if reading.events is None else len(reading.events),
                "replaced": kept.replaced,
                "earlier_vintages": list(kept.earlier),
                "rows": tally.rows,
                "missing": dict(tally.missing),
                "zero": tally.zero,
                "confidential": dict(tally.confidential),
                "aside": dict(tally.aside),
                "notes": list(tally.notes),
                "paths": [str(file) for file in kept.paths],
            }
            | panel
        )
        return 0
    sources = sorted(set(reading.figures["source"])) or [reading.source]
    out().print(
        f"Kept {kept.figures:,} figures of {', '.join(sources)}, edition {reading.vintage}"
        + (f", and {len(reading.events):,} events." if reading.events is not None else "."),
        soft_wrap=True,
        markup=False,
    )
    for line in reading.tally.as_text():
        out().print(line, soft_wrap=True, markup=False)
    if kept.replaced:
        out().print(f"{kept.replaced:,} figures of this edition had another value before.", soft_wrap=True)
    if kept.earlier:
        out().print(f"Earlier editions stay, as revisions: {', '.join(kept.earlier)}.", soft_wrap=True)
    if panel:
        out().print(
            f"Invoicing shares of {panel['economies']} economies, up to {panel['newest_year']}. "
            "Use them in a payment: shares: boz.",
            soft_wrap=True,
        )
    first = reading.figures.iloc[0] if len(reading.figures) else None
    if first is not None:
        query = f"FROM figures WHERE source = '{first['source']}' AND indicator = '{first['indicator']}' LIMIT 10"
        out().print(f'Ask it: multipolar data sql "{query}"', soft_wrap=True, markup=False)
    return 0


def remove_source(name: str, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Remove an added source from the observatory: one edition (`baci-202501`) or all of them (`baci`).

    Parameters
    ----------
    name
        As `multipolar data add` printed it.
    json
        Print JSON.
    """
    from multipolar.observatory.readers.keep import remove

    removed = remove(name)
    if json:
        print_json({"removed": list(removed)})
        return 0
    out().print(f"Removed {', '.join(removed)}. Bundled figures are as they were.", soft_wrap=True)
    return 0


def _keep_panel(path: Path) -> dict[str, int]:
    """The invoicing panel feeds payment scenarios as well."""
    from multipolar.data.invoicing import add_boz

    economies, year = add_boz(path)
    return {"economies": economies, "newest_year": year}


def _add_icio(path: Path, *, year: int | None, json: bool) -> int:
    from multipolar.baseline.from_icio import add_icio

    with progress(not json) as notify:
        notify(f"reading icio {path.name}", 0.2)
        stored = add_icio(path, year=year)
    if json:
        print_json(asdict(stored) | {"path": str(stored.path)})
        return 0
    out().print(
        f"Stored {stored.name}: {stored.economies} economies x {stored.sectors} sectors. "
        f"Use it: multipolar run SCENARIO --baseline {stored.name}",
        soft_wrap=True,
    )
    for note in stored.notes:
        out().print(f"Note: {note}", style="yellow", markup=False)
    return 0
