"""The JSON schema of a scenario file, for editors: completion and hints while typing."""

from __future__ import annotations

from typing import Any

from multipolar.codes import blocs, economies, sector_groups, sector_index
from multipolar.scenario.bricks import HEAD_KEYS, VARIANT_KEYS
from multipolar.scenario.fields import ALL, ECONOMIES_FORMAT, SECTORS_FORMAT
from multipolar.scenario.instruments import KINDS, Instrument
from multipolar.scenario.years import TIMELINE_FORM

TITLE = "Multipolar scenario"
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}


def scenario_schema() -> dict[str, Any]:
    """JSON schema (2020-12) of a scenario file: one form for each kind, one for overrides by id, variants, head."""
    definitions = {kind: _instrument_schema(model) for kind, model in KINDS.items()}
    override_keys: dict[str, Any] = {}
    for form in definitions.values():
        for key, value in form["properties"].items():
            override_keys.setdefault(key, value)
    definitions["override"] = {
        "title": "override",
        "description": "Changes fields of an instrument of the base, named by its id.",
        "type": "object",
        "properties": {key: value for key, value in override_keys.items() if key != "kind"},
        "required": ["id"],
        "not": {"required": ["kind"]},
        "additionalProperties": False,
    }
    listed = {"type": "array", "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in definitions]}}
    head: dict[str, Any] = {
        "name": {**_TEXT, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9]+(-[a-z0-9]+)*)?$"},
        "title": {**_TEXT, "description": "One line."},
        "description": {**_TEXT, "description": "What happens, to whom, and why it is of interest."},
        "extends": {**_TEXT, "description": "Scenario of the library, or file beside this one; NAME@variant."},
        "based_on": {**_TEXTS, "description": "Written by the program: scenarios that this one was made from."},
        "date": {**_TEXT, "format": "date", "description": "Day of evaluation."},
        "timeline": {**TIMELINE_FORM, "description": "Also solve year by year; from and to are years."},
        "sources": {"anyOf": [_TEXT, _TEXTS], "description": "Where dates and scope are written."},
        "instruments": listed,
        "drop": {"anyOf": [_TEXT, _TEXTS], "description": "Ids of instruments of the base that are left out."},
    }
    definitions["variant"] = {
        "title": "variant",
        "type": "object",
        "properties": {key: head[key] for key in VARIANT_KEYS},
        "additionalProperties": False,
    }
    definitions["economies"] = _codes([ALL, *blocs(), *(found.code for found in economies())])
    definitions["sectors"] = _codes([*sector_groups(), *sector_index()])
    head["variants"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/variant"}}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "type": "object",
        "properties": {key: head[key] for key in HEAD_KEYS},
        "required": ["name"],
        "anyOf": [{"required": ["instruments"]}, {"required": ["extends"]}],
        "additionalProperties": False,
        "$defs": definitions,
    }
    found: dict[str, Any] = _with_references(schema)
    return found


def _codes(known: list[str]) -> dict[str, Any]:
    """One code or a list; names outside the list of codes are allowed, since economies go by many names."""
    item = {"anyOf": [{"enum": known}, _TEXT]}
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _with_references(part: Any) -> Any:
    references = {ECONOMIES_FORMAT: "#/$defs/economies", SECTORS_FORMAT: "#/$defs/sectors"}
    if isinstance(part, dict):
        if part.get("format") in references:
            rest = {key: value for key, value in part.items() if key != "format"}
            return {**rest, "$ref": references[part["format"]]}
        return {key: _with_references(value) for key, value in part.items()}
    return [_with_references(item) for item in part] if isinstance(part, list) else part


def field_texts(model: type[Instrument]) -> dict[str, str]:
    """What the docstrings of an instrument and its bases say of each key."""
    texts: dict[str, str] = {}
    for base in reversed(model.__mro__):
        _, _, attributes = (base.__doc__ or "").partition("Attributes\n    ----------\n")
        keys: list[str] = []
        for line in attributes.splitlines():
            names, colon, text = line.strip().partition(" : ")
            if colon and line.startswith("    ") and not line.startswith("     "):
                keys = names.split(", ")
                texts |= dict.fromkeys(keys, text)
            elif line.strip():
                texts |= {key: f"{texts[key]} {line.strip()}" for key in keys}
    return texts


def _instrument_schema(model: type[Instrument]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    texts = field_texts(model)
    properties = {}
    for key, value in schema["properties"].items():
        kept = {name: item for name, item in value.items() if name not in ("title", "default")}
        properties[key] = kept | ({"description": texts[key]} if key in texts else {})
    summary = (model.__doc__ or "").partition("\n\n    Attributes")[0]
    return {
        "title": model.kind_name(),
        "description": " ".join(summary.split()),
        "type": "object",
        "properties": properties,
        "required": ["kind", *schema.get("required", [])],
        "additionalProperties": False,
    }
