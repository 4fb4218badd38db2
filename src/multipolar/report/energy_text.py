"""Energy as a compact table of texts: headings, rows and notes, for a terminal or a page."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.analysis.energy import EnergyFlows
from multipolar.analysis.energy_accounts import RevenueAccount, revenue_account
from multipolar.analysis.energy_tables import OTHERS, buyers
from multipolar.codes.energy_products import energy_product
from multipolar.report.numbers import NO_DATUM, number
from multipolar.report.view import name_of
from multipolar.report.words import capital, listed

#: Columns of `TextTable.rows` that hold numbers.
NUMERIC = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A title, column headings, rows of text of the same length, and sentences underneath."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def energy_table(flows: EnergyFlows, product: str, exporter: str, top: int = 8) -> TextTable:
    """Buyers of one exporter's product: Mt and price before and after, discount after; the account underneath."""
    found, account = energy_product(product), revenue_account(flows, product, exporter)
    rows = [
        (
            "others" if line.importer == OTHERS else name_of(line.importer),
            number(line.mt_before),
            number(line.mt_after),
            number(line.price_before),
            number(line.price_after),
            number(line.discount_after, signed=False),
        )
        for line in buyers(flows, product, exporter, top)
        if line.mt_before == line.mt_before
    ]
    rows.append(
        (
            "all known",
            number(account.before.mt),
            number(account.after.mt),
            number(account.before.price),
            number(account.after.price),
            _gap(account),
        )
    )
    notes = [_account_line(account, "before"), _account_line(account, "after")]
    if account.left_out:
        notes.append(f"Tonnes not known: {listed(name_of(code, article=True) for code in account.left_out)}.")
    unit = found.price_unit
    return TextTable(
        title=f"{found.title} from {name_of(exporter, article=True)}, {flows.energy.year} and after {flows.scenario}",
        headings=(
            "buyer",
            "Mt before",
            "Mt after",
            f"{unit} before",
            f"{unit} after",
            f"below {found.benchmark_title}",
        ),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _gap(account: RevenueAccount) -> str:
    side = account.after
    return number(side.benchmark - side.price) if side.units > 0 else NO_DATUM


def _account_line(account: RevenueAccount, when: str) -> str:
    side = account.before if when == "before" else account.after
    world, less, carried, got = (
        number(value / 1e3) for value in (side.at_world_price, side.buyers_discount, side.transport, side.receipts)
    )
    return capital(
        f"{when}: {world} USD bn at the world price, less {less} discount, less {carried} transport, is {got}."
    )
