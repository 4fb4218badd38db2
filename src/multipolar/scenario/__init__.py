"""Scenarios: strict YAML and the same objects in Python, a library, and their compilation to Wedges."""

from __future__ import annotations

from multipolar.scenario.compile import CompiledScenario, Touched, compile_scenario
from multipolar.scenario.dump import dump_scenario, new_scenario_text
from multipolar.scenario.instruments import (
    KINDS,
    BlocAgreement,
    Embargo,
    ExportBan,
    ExportTax,
    ImportBan,
    ImportQuota,
    Instrument,
    Tariff,
    TradeCost,
    Transfer,
)
from multipolar.scenario.library_index import LibraryEntry, ScenarioCheck, check_scenario, library
from multipolar.scenario.load import load_scenario, parse_scenario, scenario_names, variants
from multipolar.scenario.place import Notice
from multipolar.scenario.scenario import Scenario
from multipolar.scenario.schema import scenario_schema

__all__ = [
    "KINDS",
    "BlocAgreement",
    "CompiledScenario",
    "Embargo",
    "ExportBan",
    "ExportTax",
    "ImportBan",
    "ImportQuota",
    "Instrument",
    "LibraryEntry",
    "Notice",
    "Scenario",
    "ScenarioCheck",
    "Tariff",
    "Touched",
    "TradeCost",
    "Transfer",
    "check_scenario",
    "compile_scenario",
    "dump_scenario",
    "library",
    "load_scenario",
    "new_scenario_text",
    "parse_scenario",
    "scenario_names",
    "scenario_schema",
    "variants",
]
