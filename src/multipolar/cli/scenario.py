"""`multipolar scenario`: the library, and scenarios of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.markup import escape

from multipolar.cli.epilogue import examples
from multipolar.cli.screen import out, print_json, table
from multipolar.errors import RunError
from multipolar.scenario import dump_scenario, load_scenario, new_scenario_text, scenario_names, variants

scenario = App(
    name="scenario",
    help="List, show, check and create scenarios.",
    help_epilogue=examples(
        "scenario list",
        "scenario show us-ev-tariff@retaliation",
        "scenario new my-scenario.yaml",
        "scenario check my-scenario.yaml",
    ),
)


@scenario.command(name="list")
def list_library(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """List the scenarios of the library with their variants.

    Parameters
    ----------
    json
        Print JSON.
    """
    entries = []
    for name in scenario_names():
        loaded = load_scenario(name)
        entries.append(
            {
                "name": name,
                "title": loaded.title,
                "description": loaded.description,
                "instruments": len(loaded.instruments),
                "variants": dict(variants(name)),
                "sources": list(loaded.sources),
            }
        )
    if json:
        print_json(entries)
        return 0
    rows = []
    for entry in entries:
        rows.append([str(entry["name"]), str(entry["title"]), str(entry["instruments"])])
        rows += [[f"  @{key}", title, ""] for key, title in variants(str(entry["name"])).items()]
    out().print(table("Scenarios in the library", [("name", False), ("title", False), ("instruments", True)], rows))
    out().print("See one: multipolar scenario show NAME.  Run one: multipolar run NAME", soft_wrap=True)
    return 0


@scenario.command(
    help_epilogue=examples("scenario show western-embargo", "scenario show us-ev-tariff@retaliation --json")
)
def show(name: str, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Show a scenario in full, with everything that it extends resolved.

    Parameters
    ----------
    name
        A name from the library, NAME@VARIANT, or a YAML file.
    json
        Print JSON.
    """
    loaded = load_scenario(name)
    if json:
        print_json(loaded.model_dump(mode="json", by_alias=True))
    else:
        out().print(escape(dump_scenario(loaded)), soft_wrap=True)
    return 0


@scenario.command(help_epilogue=examples("scenario new my-scenario.yaml"))
def new(file: Path, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Write a commented scenario to start from. An existing file is never overwritten.

    Parameters
    ----------
    file
        The YAML file to write.
    json
        Print JSON.
    """
    if file.suffix not in (".yaml", ".yml"):
        raise RunError(str(file), "must end in .yaml", remedy=f"Try {file.with_suffix('.yaml')}.")
    if file.exists():
        raise RunError(str(file), "exists already", remedy="Choose another name.")
    try:
        file.write_text(new_scenario_text(file.stem), encoding="utf-8")
    except OSError as error:
        raise RunError(str(file), "cannot be written", evidence=str(error)) from error
    if json:
        print_json({"written": str(file)})
        return 0
    out().print(f"Wrote {file}. Edit it, then: multipolar scenario check {file}", soft_wrap=True)
    return 0


@scenario.command(help_epilogue=examples("scenario check my-scenario.yaml"))
def check(
    name: str,
    /,
    *,
    json: Annotated[bool, Parameter(negative=())] = False,
    baseline: str = "icio-2022",
    date: str | None = None,
) -> int:
    """Check a scenario without solving it: every problem at once, then what each instrument touches.

    Parameters
    ----------
    name
        A YAML file, or a name from the library.
    json
        Print JSON.
    baseline
        Baseline by name; `multipolar data list` shows them.
    date
        Evaluate the scenario's timeline on this day (YYYY-MM-DD).
    """
    from multipolar.baseline.registry import load
    from multipolar.scenario import compile_scenario
    from multipolar.simulation.shock import notice_texts
    from multipolar.simulation.simulate import day_of

    world = load(baseline)
    loaded = load_scenario(name)
    compiled = compile_scenario(loaded, world, world.elasticities.central, date=day_of(date))
    flow = world.flow.ravel()
    entries = [
        {
            "instrument": entry.instrument,
            "kind": entry.kind,
            "text": entry.text,
            "cells": int(entry.cells.size),
            "flow_usd_bn": float(flow[entry.cells].sum() / 1e3),
        }
        for entry in compiled.touched
    ]
    notices = notice_texts(compiled.warnings)
    if json:
        print_json({"name": loaded.name, "date": compiled.date.isoformat(), "touched": entries, "warnings": notices})
        return 0
    rows = [
        [str(entry["instrument"]), str(entry["text"]), f"{entry['cells']:,}", f"{entry['flow_usd_bn']:,.1f}"]
        for entry in entries
    ]
    columns = [("instrument", False), ("what it does", False), ("flows hit", True), ("USD bn in baseline", True)]
    out().print(table(f"{loaded.name} as of {compiled.date}: no problems", columns, rows))
    for line in notices:
        out().print(f"Note: {line}", style="yellow", markup=False)
    return 0


@scenario.command
def schema(*, json: Annotated[bool, Parameter(negative=())] = True) -> int:  # noqa: ARG001
    """Print the JSON schema of scenario files, for editors.

    Parameters
    ----------
    json
        Accepted for the sake of scripts; it is JSON either way.
    """
    from multipolar.scenario.schema import scenario_schema

    print_json(scenario_schema())
    return 0
