"""Measures in words: lists, sides and shares as they stand in a sentence."""

from __future__ import annotations

from multipolar.codes import blocs
from multipolar.scenario.base import FlowInstrument, TradeInstrument
from multipolar.scenario.fields import ALL

ALL_GOODS = "everything"


def words(texts: tuple[str, ...], most: int = 8) -> str:
    """A list in a sentence; long lists end in a count."""
    if len(texts) > most:
        return f"{', '.join(texts[: most - 1])} and {len(texts) - most + 1} more"
    return " and ".join(part for part in (", ".join(texts[:-1]), texts[-1]) if part)


def percent(value: float) -> str:
    """A ratio as text in percent."""
    return f"{100 * value:g} %"


def _side(texts: tuple[str, ...], dropped: tuple[str, ...]) -> str:
    kept = tuple(text for text in texts if text not in dropped)
    open_ended = any(text == ALL or text in blocs() for text in kept)
    left_out = tuple(text for text in dropped if text not in texts) if open_ended else ()
    named = tuple(("all economies" if left_out else "all others") if text == ALL else text for text in kept)
    return (words(named) if named else "nobody") + (f" without {words(left_out)}" if left_out else "")


def sellers(instrument: FlowInstrument) -> str:
    """The exporters in a sentence."""
    return _side(instrument.origin, instrument.exclude + instrument.exclude_origin)


def buyers(instrument: FlowInstrument) -> str:
    """The importers in a sentence."""
    return _side(instrument.destination, instrument.exclude + instrument.exclude_destination)


def between(instrument: FlowInstrument) -> str:
    """Both sides in a sentence."""
    return f"between {sellers(instrument)} on one side and {buyers(instrument)} on the other"


def goods(instrument: TradeInstrument) -> str:
    """The sectors of an instrument in a sentence, with the covered share if it is partial."""
    what = ALL_GOODS if instrument.sectors == ("all",) else words(instrument.sectors)
    if instrument.exclude_sectors:
        what += f" except {words(instrument.exclude_sectors)}"
    return what if instrument.coverage == 1 else f"{percent(instrument.coverage)} of {what}"


def forbidden(verb: str, what: str) -> str:
    """What a ban forbids, after its subject: ``may not buy anything``; one that covers nothing forbids nothing.

    Parameters
    ----------
    verb : ``buy`` or ``sell``. what : as `goods` has it.
    """
    none = f"{percent(0)} of "
    if what.startswith(none):
        return f"may still {verb} {what.removeprefix(none)}"
    return f"may not {verb} {'anything' + what.removeprefix(ALL_GOODS) if what.startswith(ALL_GOODS) else what}"
