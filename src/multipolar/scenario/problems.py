"""From pydantic's complaints to problems in the words of this package: field, what is wrong, what to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from multipolar.codes import nearest

# What people write from habit, and the key that means it here.
HABITS = {
    "exporter": "origin",
    "exporters": "origin",
    "source_country": "origin",
    "importer": "destination",
    "importers": "destination",
    "target": "destination",
    "sector": "sectors",
    "products": "sectors",
    "start": "from",
    "begin": "from",
    "end": "until",
    "to": "until",
    "type": "kind",
    "share": "coverage",
    "leak": "leakage",
    "comment": "note",
    "except": "exclude",
    "extend": "extends",
    "base": "extends",
    "measures": "instruments",
    "summary": "description",
    "set": "rate",
    "add": "rate",
    "multiply": "rate",
    "cost": "ratio",
}

# The same for kinds.
KIND_HABITS = {
    "iceberg": "trade_cost",
    "iceberg_cost": "trade_cost",
    "non_tariff_cost": "trade_cost",
    "non_tariff_barrier": "trade_cost",
    "duty": "tariff",
    "ban": "import_ban",
    "sanction": "embargo",
    "sanctions": "embargo",
    "export_control": "export_ban",
    "quota": "import_quota",
    "bloc": "bloc_agreement",
    "free_trade_agreement": "bloc_agreement",
    "aid": "transfer",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with the fields of one object; `place` is the path of keys and positions to the value."""

    place: tuple[str | int, ...]
    message: str
    remedy: str = ""

    @property
    def field(self) -> str:
        """The key that a reader looks for."""
        return str(self.place[0]) if self.place else ""


def unknown_key(key: str, known: Iterable[str]) -> FieldProblem:
    """A key that the form does not have, with the one that was probably meant."""
    names = tuple(known)
    habit = HABITS.get(key.casefold())
    meant = (habit,) if habit in names else nearest(key.casefold(), names, cutoff=0.6)
    remedy = f"Did you mean {meant[0]}?" if meant else f"Known keys: {', '.join(names)}."
    if habit == "rate" and "mode" in names:
        remedy = f"Write the number as rate: and mode: {key.casefold()}."
    return FieldProblem((key,), "unknown key.", remedy)


def field_problems(error: ValidationError, known: Iterable[str]) -> list[FieldProblem]:
    """All complaints of one validation."""
    names = tuple(known)
    found = []
    for item in error.errors(include_url=False):
        place = tuple(item["loc"])
        context = item.get("ctx", {})
        value = item.get("input")
        if item["type"] == "multipolar":
            found.append(FieldProblem(place, str(context["message"]), str(context["remedy"])))
        elif item["type"] == "extra_forbidden":
            found.append(unknown_key(str(place[-1]), names))
        elif item["type"] == "missing":
            found.append(FieldProblem(place, "is missing."))
        elif item["type"] == "literal_error":
            allowed = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
            meant = nearest(str(value), allowed, cutoff=0.5)
            remedy = f"Did you mean {meant[0]}?" if meant else ""
            found.append(FieldProblem(place, f"{value!r} is not one of {', '.join(allowed)}.", remedy))
        else:
            found.append(FieldProblem(place, f"{value!r}: {item['msg']}."))
    return found
