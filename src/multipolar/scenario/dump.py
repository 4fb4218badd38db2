"""A Scenario as YAML text that loads to the same Scenario, and the template of a new one."""

from __future__ import annotations

import io
import re
from typing import Any

from multipolar.codes.tables import fold
from multipolar.errors import Problem, ScenarioError
from multipolar.scenario.base import Instrument
from multipolar.scenario.scenario import Scenario

TEMPLATE = """\
# A scenario: what changes in the world economy. Check it with: multipolar scenario check FILE
name: {name}
title: {title}
description: >-
  What happens, to whom, and why it is of interest.

# extends: western-embargo        # start from another scenario: its instruments come first
# date: 2025-12-31                # evaluate on this day; default: the day the last instrument starts
# timeline: true                  # also year by year: multipolar timeline FILE

sources:
  - Where dates and scope are written.

instruments:
  # kinds: {kinds}
  - kind: import_ban              # buyers in `destination` may not take `sectors` from `origin`
    id: oil                       # scenarios that extend this one can override by id
    origin: [RUS]                 # ISO3 codes, names, or blocs as of the date: EU, G7, BRICS, SCO ...
    destination: [EU, GBR]
    sectors: [B06, C19]           # ICIO codes, sections such as C, or groups such as energy
    leakage: 0.1                  # share of the flow that gets through
    from: 2023-01-01              # first day in force
    source: Where this measure is written.
    assumed:
      leakage: no source; a tenth is assumed

# variants:                       # run one with NAME@airtight
#   airtight:
#     instruments:
#       - id: oil
#         leakage: 0
"""


def new_scenario_text(name: str) -> str:
    """The commented template of a scenario; it loads as it stands.

    Parameters
    ----------
    name : any words; they become lower-case words with hyphens.

    Raises
    ------
    ScenarioError
        If the name has no letter or digit of the Latin alphabet.
    """
    from multipolar.scenario.instruments import KINDS

    made = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    if not made:
        remedy = "Choose a name such as my-scenario."
        raise ScenarioError("new scenario", [Problem(None, "name", f"{name!r} has no letters a to z.", remedy)])
    return TEMPLATE.format(name=made, title=made.replace("-", " ").capitalize(), kinds=", ".join(KINDS))


def dump_scenario(scenario: Scenario) -> str:
    """YAML text of the resolved scenario: nothing to look up elsewhere, and it loads to an equal Scenario."""
    from ruamel.yaml import YAML

    head: dict[str, Any] = {"name": scenario.name}
    for key in ("title", "description"):
        if getattr(scenario, key):
            head[key] = getattr(scenario, key)
    if scenario.based_on:
        head["based_on"] = list(scenario.based_on)
    if scenario.date:
        head["date"] = scenario.date.isoformat()
    if scenario.timeline:
        head["timeline"] = scenario.timeline.plain()
    if scenario.sources:
        head["sources"] = list(scenario.sources)
    head["instruments"] = [instrument_fields(instrument) for instrument in scenario.instruments]
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False
    yaml.width = 110
    stream = io.StringIO()
    yaml.dump(head, stream)
    # A quoted day reads as well as a bare one; bare is what people write.
    return re.sub(r"(?m)^([ -]*(?:from|until|date): )'(\d{4}-\d{2}-\d{2})'$", r"\1\2", stream.getvalue())


def instrument_fields(instrument: Instrument) -> dict[str, Any]:
    """Fields of an instrument that were set, in the order of the form, as plain values for YAML or JSON."""
    plain = instrument.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    ordered = {"id": instrument.id, "kind": instrument.kind_name()}
    wanted = (
        "origin",
        "destination",
        "payer",
        "receiver",
        "members",
        "exclude",
        "exclude_origin",
        "exclude_destination",
        "sectors",
        "exclude_sectors",
    )
    last = ("from", "until", "source", "assumed", "check", "note")
    for key in (*wanted, *(key for key in plain if key not in last), *last):
        if key in plain:
            ordered.setdefault(key, plain[key])
    return ordered
