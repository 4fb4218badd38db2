"""`multipolar data`: what the numbers rest on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.markup import escape

from multipolar.baseline.registry import available, load
from multipolar.cli.epilogue import examples
from multipolar.cli.options import ModelOptions
from multipolar.cli.screen import out, print_json, progress, table
from multipolar.data.catalog import card, cards, checksums
from multipolar.errors import DataError

SHOWN_FILES = 3

data = App(
    name="data",
    help="Baselines, tables and the observatory: list, show, add, figures, indicators, sql, ranks, events, export.",
    help_epilogue=examples("data list", "data show icio2022", "data export icio-2022 world.npz"),
)


data.command(
    "multipolar.cli.distance:distance",
    name="distance",
    help="How far it is by sea between two ports or economies, with passages closed or the Northern Sea Route open.",
    help_epilogue=examples(
        "data distance Shanghai Rotterdam --close suez",
        "data distance CHN NLD",
        "data distance Murmansk Shanghai --nsr",
    ),
)


data.command(
    "multipolar.cli.data_add:add",
    name="add",
    help="Add a file as its publisher hands it out: OECD ICIO, BACI, IMTS, Comext, Comtrade, SIPRI, GSDB, Boz et al.",
    help_epilogue=examples(
        "data add icio 2016-2022_SML.zip --year 2019",
        "data add baci BACI_HS92_V202501.zip --year 2023",
        "data add imts dataset.csv --vintage 2025-09-16",
        "run western-embargo --baseline icio-2019",
    ),
)
data.command(
    "multipolar.cli.data_add:remove_source",
    name="remove-source",
    help="Remove figures that were added to the observatory, by source or edition.",
    help_epilogue=examples("data remove-source baci-202501"),
)


for _name, _help, _examples in (
    (
        "sql",
        "Ask the observatory in SQL, read-only.",
        (
            "data sql \"SELECT period, source, value / 1e6 AS mt FROM figures WHERE indicator = 'crude' "
            "AND reporter = 'RUS' AND partner = 'CHN' ORDER BY period\"",
        ),
    ),
    (
        "indicators",
        "List what the observatory measures, with unit, kind and sources.",
        ("data indicators gas", "data indicators --dimension payments", "data indicators un-agreement"),
    ),
    (
        "figures",
        "Show figures of one indicator, all sources side by side.",
        ("data figures crude --from RUS --to CHN --since 2021", "data figures un-agreement --from CHN --to RUS"),
    ),
    ("ranks", "Rank the suppliers of a destination.", ("data ranks crude --to CHN --period 2023",)),
    (
        "events",
        "Show the timeline of measures, summits, statements, votes.",
        ("data events CHN RUS --since 2022", "data events EU --kind sanction"),
    ),
    ("revisions", "Show figures that their source has replaced.", ("data revisions crude",)),
):
    data.command(f"multipolar.cli.observatory:{_name}", name=_name, help=_help, help_epilogue=examples(*_examples))
data.command(
    "multipolar.cli.build_observatory:build_observatory",
    name="build-observatory",
    help="Make the tables of the observatory from the source tables, and refresh the recorded checksums.",
    help_epilogue=examples("data build-observatory --source DIR"),
)


@data.command(name="list")
def list_tables(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """List the baselines that `--baseline` takes, and the tables that numbers come from.

    Parameters
    ----------
    json
        Print JSON.
    """
    baselines = [asdict(entry) | {"path": str(entry.path or "")} for entry in available()]
    if json:
        print_json({"baselines": baselines, "tables": [asdict(entry) for entry in cards()]})
        return 0
    rows = [
        [entry["name"], entry["title"], str(entry["year"]), f"{entry['economies']} x {entry['sectors']}"]
        for entry in baselines
    ]
    columns = [("baseline", False), ("title", False), ("year", True), ("economies x sectors", True)]
    out().print(table("Baselines", columns, rows))
    rows = [[entry.key, entry.title, entry.publisher, entry.licence, entry.use] for entry in cards()]
    columns = [(text, False) for text in ("table", "title", "publisher", "licence", "use")]
    out().print(table("Tables (ships: in the package; check: compared only; user: you bring it)", columns, rows))
    out().print("See one: multipolar data show KEY", soft_wrap=True)
    return 0


@data.command(help_epilogue=examples("data show icio2022"))
def show(key: str, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Show the card of a table: publisher, licence, address, checksum, transformations, citation.

    Parameters
    ----------
    key
        Key of the table, as `multipolar data list` prints it.
    json
        Print JSON.
    """
    found = card(key)
    sums = checksums(found)
    baseline = next((entry for entry in available() if entry.name == found.key), None)
    if json:
        print_json(asdict(found) | {"checksums": sums, "baseline_notes": list(baseline.notes) if baseline else []})
        return 0
    lines = [f"[bold]{escape(found.title)}[/bold]"]
    for name in ("key", "publisher", "licence", "address", "retrieved", "use", "covers", "citation"):
        lines.append(f"{name:>16}  {escape(str(getattr(found, name)))}")
    lines += [f"{'transformation':>16}  {escape(step)}" for step in found.transformations]
    lines += [f"{'made from':>16}  {escape(source)}" for source in found.derived_from]
    lines += [f"{'source file':>16}  {file.path} sha256 {file.sha256}" for file in found.source_files]
    lines += [f"{'ships as':>16}  {path} sha256 {digest}" for path, digest in sums.items()]
    if baseline is not None:
        lines += [f"{'note':>16}  {escape(note)}" for note in baseline.notes]
    out().print("\n".join(lines), soft_wrap=True)
    return 0


@data.command
def build(*, source: Path | None = None, icio: Path | None = None, quiet: bool = False) -> int:
    """Make the bundled world from the source tables, and refresh the recorded checksums.

    The tables are looked for in the folder named by the environment variable MULTIPOLAR_DATA.

    Parameters
    ----------
    source
        Folder of the source tables.
    icio
        The official OECD ICIO file; the bundled world is then made from it, and nothing of its flows is imputed.
    quiet
        No progress.
    """
    import os

    if icio is not None:
        return _build_from_icio(icio, quiet=quiet)

    from multipolar.baseline.build import build_bundled
    from multipolar.baseline.bundled import bundled_path
    from multipolar.data.catalog import refresh_checksums
    from multipolar.data.population import write_population

    folder = source or (Path(os.environ["MULTIPOLAR_DATA"]) if "MULTIPOLAR_DATA" in os.environ else None)
    if folder is None:
        raise DataError(
            "data build", "does not know where the source tables are", remedy="Give --source or set MULTIPOLAR_DATA."
        )
    with progress(not quiet) as notify:
        report = build_bundled(folder, bundled_path(), lambda text: notify(text, 0.5))
        listed = tuple(code for code in report.table.economies if code != "ROW")
        population = bundled_path().with_name("population.csv")
        write_population(folder / "trade" / "population_world_bank.csv", population, listed)
        changed = refresh_checksums()
    if not quiet:
        size = bundled_path().stat().st_size / 1e6
        out().print(f"Built {bundled_path().name}: {report.table.title}, {size:.1f} MB.", soft_wrap=True)
        out().print(f"Pairs that differ most from published trade: {len(report.conflicts)}, in conflicts-2022.csv.")
        out().print(f"Files that changed: {', '.join(changed) or 'none'}.", soft_wrap=True)
    return 0


def _build_from_icio(path: Path, *, quiet: bool) -> int:
    from multipolar.baseline.bundled import bundled_path
    from multipolar.baseline.from_icio import build_from_icio
    from multipolar.data.catalog import refresh_checksums

    with progress(not quiet) as notify:
        notify(f"reading {path.name}", 0.2)
        baseline = build_from_icio(path, bundled_path(), year=load().year)
        changed = refresh_checksums()
    if not quiet:
        size = f"{len(baseline.economies)} economies x {len(baseline.sectors)} sectors"
        out().print(f"Built {bundled_path().name} from {path.name}: {size}.", soft_wrap=True)
        out().print(f"Files that changed: {', '.join(changed) or 'none'}.", soft_wrap=True)
    return 0


@data.command(
    help_epilogue=examples(
        "data export icio-2022 world.npz",
        "data export icio-2022 world.parquet --scenario western-embargo",
        "data export icio-2022 world-csv",
    )
)
def export(
    baseline: str,
    path: Path,
    /,
    *,
    scenario: str | None = None,
    elasticities: str = "central",
    date: str | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write a baseline as plain arrays with a key file, so that another solver can check ours.

    With a scenario the file also holds its kappa_hat, new tariffs and survival shares.

    Parameters
    ----------
    baseline
        Name of the baseline.
    path
        File ending in .npz or .parquet, or a folder for csv files.
    scenario
        Also write what this scenario changes.
    elasticities
        Trade elasticities: low, central, high, or a csv file with columns sector, trade_elasticity.
    date
        Evaluate the scenario's timeline on this day (YYYY-MM-DD).
    json
        Print JSON.
    """
    from multipolar.baseline.export import export_baseline
    from multipolar.baseline.export_keys import dense_scenario
    from multipolar.scenario import compile_scenario, load_scenario
    from multipolar.simulation.simulate import assumptions_of, day_of

    world = load(baseline)
    believed = ModelOptions(elasticities=elasticities).elasticities_of(world)
    theta = assumptions_of(world, believed).trade_elasticity
    notes: list[str] = []
    if scenario is None:
        written = export_baseline(world, path, theta)
    else:
        compiled = compile_scenario(load_scenario(scenario), world, theta, date=day_of(date))
        wedges = compiled.wedges
        arrays = dense_scenario(
            world,
            index=wedges.index,
            iceberg_hat=wedges.iceberg_hat,
            survival_share=wedges.survival_share,
            tariff_rate=wedges.tariff_rate,
            export_tax_rate=wedges.export_tax_rate,
        )
        written = export_baseline(
            world,
            path,
            theta,
            kappa_hat=arrays["kappa_hat"],
            tariff_rate_new=arrays["tariff_rate_new"],
            survival_share=arrays["survival_share"],
            export_tax_rate=arrays["export_tax_rate"],
        )
        if wedges.responses:
            names = ", ".join(response.name for response in wedges.responses)
            notes.append(f"limits that depend on the equilibrium are not in the arrays: {names}.")
        if wedges.transfer.any():
            notes.append("transfers between economies are not in the arrays.")
    if json:
        print_json({"baseline": baseline, "written": [str(file) for file in written], "notes": notes})
        return 0
    for note in notes:
        out().print(f"Note: {note}", markup=False)
    for file in written[:SHOWN_FILES]:
        out().print(f"Wrote {file}", soft_wrap=True)
    if len(written) > SHOWN_FILES:
        out().print(f"and {len(written) - SHOWN_FILES} more files beside it.", soft_wrap=True)
    return 0
