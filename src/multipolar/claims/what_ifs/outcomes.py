"""What is read off two equilibria to answer a what-if: which number, of whom, in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from multipolar.codes.sectors import sector_groups, sector_index

if TYPE_CHECKING:
    from multipolar.simulation.result import Result

OutcomeKind = Literal["real_income", "flow", "partner_share", "price", "currency_share"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number that a scenario has, relative to another scenario or to the world as it was.

    Attributes
    ----------
    kind : ``real_income``: change in real income of `economies` together, per cent.
        ``flow``: change in what `economies` sell to `partners` in `sectors` (all if empty), in value, per cent.
        ``partner_share``: change in the share of `partners` in all foreign trade of `economies`, percentage points.
        ``price``: change in the price that `economies` pay for `sectors` (their final basket if empty), per cent.
        ``currency_share``: share of `currencies` in the trade of `economies` with `partners` after, per cent; a level.
    """

    kind: OutcomeKind
    economies: tuple[str, ...]
    partners: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """Of the number."""
        return "pp" if self.kind == "partner_share" else "%"

    def in_words(self, names: Sequence[str], partners: Sequence[str]) -> str:
        """The outcome in words, with names of economies and of partners."""
        who, whom = _list(names), _list(partners)
        goods = goods_in_words(self.sectors)
        return {
            "real_income": f"change in real income, {who}",
            "flow": f"change in the value of exports{' of ' * bool(goods)}{goods} from {who} to {whom}",
            "partner_share": f"change in the share of {whom} in the foreign trade of {who}",
            "currency_share": f"share of {_list(self.currencies)} in the trade of {who} with {whom}",
            "price": f"change in the price that {who} pays for {goods or 'its final basket'}",
        }[self.kind]

    def value(self, result: Result, against: Result | None) -> float:
        """The outcome of a result, relative to another one or, without it, to before.

        Raises
        ------
        AssumptionError
            If nothing was traded before, so that no change in per cent exists.
        """
        # The model is loaded by whoever solves a what-if; to map one needs no arrays.
        from multipolar.claims.what_ifs.outcome_values import value_of

        return value_of(self, result, against)


def goods_in_words(codes: Sequence[str]) -> str:
    """Sectors in words: the name of their group where they are one, else their short names."""
    for group in sector_groups().values():
        if len(codes) > 1 and set(group.members) == set(codes):
            return group.title.lower()
    names = [sector_index()[code].short_name.lower() if code in sector_index() else code for code in codes]
    # Commas, for a name may have an "and" of its own: oil and gas, refined oil.
    return ", ".join(names) if len(names) <= 4 else _list(names)


def _list(names: Sequence[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
