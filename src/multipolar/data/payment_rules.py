"""Rules for the currencies in which a pair of economies pays, where no bilateral figure is published.

One row a rule, the first that fits a pair and a kind of goods holds. Sides are ISO3 codes, blocs as of January 2022,
``EUR`` for the euro area, or ``ALL``; goods are ``fuels`` (coal, oil and gas, refined oil) or ``all``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from multipolar.codes.currencies import currency_codes
from multipolar.errors import DataError

RULES = Path(__file__).with_name("bundled") / "payments-rules.csv"
STANDINGS = ("assumed", "near published", "scaled")


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """One rule.

    Attributes
    ----------
    goods : ``fuels`` or ``all``. exporter, importer : sides in words of the table.
    share : (C,) on `currency_codes`, sums to one.
    standing : ``assumed``; ``near published`` where a published figure of a wider group stands behind it; ``scaled``
        where it is only the start of a scaling to published totals.
    reason : a line.
    """

    goods: str
    exporter: str
    importer: str
    share: tuple[float, ...]
    standing: str
    reason: str


def load_rules(path: Path = RULES) -> tuple[PaymentRule, ...]:
    """The shipped rules, in order; the last fits every pair.

    Raises
    ------
    DataError
        If shares of a row are not numbers that sum to 100, or the last rule does not fit all; names the line.
    """
    codes = currency_codes()
    rules: list[PaymentRule] = []
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), 2):
            try:
                share = tuple(float(row[code]) / 100.0 for code in codes)
            except (KeyError, ValueError) as error:
                raise DataError(path.name, f"line {line}: needs a number for each of {', '.join(codes)}") from error
            if min(share) < 0 or abs(sum(share) - 1.0) > 1e-9:
                raise DataError(path.name, f"line {line}: shares sum to {100 * sum(share):.6g}, not 100")
            if row["standing"] not in STANDINGS or row["goods"] not in ("fuels", "all"):
                raise DataError(path.name, f"line {line}: unknown standing or goods")
            rules.append(
                PaymentRule(row["goods"], row["exporter"], row["importer"], share, row["standing"], row["reason"])
            )
    if not rules or (rules[-1].goods, rules[-1].exporter, rules[-1].importer) != ("all", "ALL", "ALL"):
        raise DataError(path.name, "does not end in a rule for all pairs")
    return tuple(rules)
