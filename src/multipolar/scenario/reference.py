"""The reference page of the scenario format, made from the docstrings of the instruments."""

from __future__ import annotations

from typing import Any

from multipolar.codes import blocs, sector_groups, sector_parts
from multipolar.scenario.base import FlowInstrument, Instrument, TradeInstrument
from multipolar.scenario.instruments import KINDS
from multipolar.scenario.scenario import Scenario
from multipolar.scenario.schema import field_texts

HEAD = """\
# Scenario format

A scenario is a YAML 1.2 file. Unknown keys, wrong values and misspelt codes are all reported at once, each with its
line. Editors can complete it with [the JSON schema](scenario.schema.json); put `# yaml-language-server:
$schema=...` at the top of the file.

This page is made from the docstrings of `multipolar.scenario`.

## Head of the file

{head}

`extends` starts from a scenario of the library, a file beside this one, or `NAME@variant`. Its instruments come
first, then those of the file. An instrument with the `id` of an earlier one overrides its fields; `drop` takes
instruments out by id. `variants` are named changes of the same kind; run one with `NAME@variant`. Variants are not
inherited.

## Economies

ISO 3166 alpha-3 codes, `ROW` for the rest of the world, names in English, Swedish, German, French, Spanish,
Norwegian, Russian and Chinese and in the economy's own languages (Unicode CLDR), or `ALL`. Short forms such as `UK`
are refused with the code that was probably meant. Blocs are taken **as of the day of evaluation**: {blocs}. Members
without a row of their own in the tables are part of `ROW`; they are named in a warning and `ROW` is left alone. An
economy that you name yourself and that has no row is an error.

## Sectors

ICIO codes, ISIC sections that the tables split (`A`, `B`, `C`, `H`, `J`), divisions `C24` and `C30`, and groups:

| group | sectors | definition |
|---|---|---|
{groups}

On a baseline that has parts of a sector in its place (`icio-2022-crude`) the sector means all of them, and they have
codes of their own: {sector_parts}. A part is an error on a baseline that has only the whole.

## Time

`from` is the first day in force, `until` the last. Without a day of its own (`date:` in the file, `--date` on the
command line) a scenario is evaluated on the day its last instrument starts; without any dates, on the last day of
the year of the tables. Instruments that are not in force on that day are left out, with a warning. Measures that
start in the year of the tables or before get a warning: those tables already contain part of their effect.

## Numbers

Rates and shares are ratios: 0.25 is 25 percent. Every number has a standing: *sourced* (the instrument has a
`source`), *assumed* (listed under `assumed` with a reason), or *unsourced*. `check: unverified` marks a source that
was cited from memory.

## How measures combine

Instruments apply in the order of the file. Bans multiply what is left of a flow. With `coverage` below 1 a flow is
split in a hit and a spared part with the same price before; prices, quantities and revenue of the mixture are exact
(the formulas stand in `multipolar.scenario.border`), and the hit parts of different instruments are taken as
independent: two bans that each cover half of a flow leave a quarter. Domestic sales are never touched.

Where two measures contradict each other a notice says which counts: of two duties on the same flows the later one in
the file (`set`; `add` and `multiply` act on what they find), of two closures of a passage the larger share, of a
closure to all ships and a cost of passing the closure, of a closure and a season of the Northern Sea Route the closure,
each for the kinds of ships that it concerns, of two seasons the later, of a closed and a cheaper currency the closed
one, of two detours through the same hub the later. Measures that take back what others do are named. A measure that
changes nothing is named, with the reason, and so is a scenario of which no measure changes anything.

`scenario check` counts as hit the flows whose cost, duty or survival a measure changes, with all that they are worth. A
measure on routes moves the cost of nearly every flow by a hair: there only those count that move by a thousandth or
more, unless none does, and a notice says what passes. Where other measures on passages leave nothing of it, it hits
nothing.

## Fields of every instrument

{common}

### Measures on flows

{flow}

### Measures that can hit a part of a flow

{trade}
"""


def reference_page() -> str:
    """The page as Markdown."""
    groups = "\n".join(
        f"| `{group.name}` | {', '.join(group.members)} | {group.definition} |"
        for name, group in sector_groups().items()
        if len(name) > 3
    )
    parts = [
        HEAD.format(
            head=_table(Scenario, ()),
            blocs=", ".join(f"`{code}`" for code in blocs()),
            groups=groups,
            sector_parts=", ".join(
                f"`{part.code}` ({part.short_name.lower()}, of `{part.whole}`)" for part in sector_parts()
            ),
            common=_table(Instrument, ()),
            flow=_table(FlowInstrument, (Instrument,)),
            trade=_table(TradeInstrument, (Instrument, FlowInstrument)),
        ),
        "## Kinds of instruments\n",
    ]
    for kind, model in KINDS.items():
        summary = (model.__doc__ or "").partition("\n\n    Attributes")[0]
        text = "\n\n".join(" ".join(block.split()) for block in summary.split("\n\n"))
        parts.append(f"### `{kind}`\n\n{text}\n\n{_table(model, (Instrument, FlowInstrument, TradeInstrument))}\n")
    return "\n".join(parts)


def _table(model: type[Any], bases: tuple[type[Any], ...]) -> str:
    """Fields of a model that are not fields of its bases, or differ from them."""
    texts = field_texts(model)
    rows = ["| key | default | meaning |", "|---|---|---|"]
    for name, field in model.model_fields.items():
        key = field.alias or name
        inherited = [base for base in bases if issubclass(model, base) and name in base.model_fields]
        if key == "kind" or any(base.model_fields[name].is_required() == field.is_required() for base in inherited):
            continue
        default = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
        rows.append(f"| `{key}` | {default} | {texts.get(key, '').replace('``', '`')} |")
    return "\n".join(rows)


def _default(value: Any) -> str:
    if value is None or value in ("", (), {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, float):
        return f"`{value:g}`"
    return f"`{value[0]}`" if isinstance(value, tuple) else f"`{value}`"
