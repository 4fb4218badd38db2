"""Sentences of a dossier: the findings that stand as titles, ranks, statuses, what is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.observatory.dossier_evidence import name
from multipolar.observatory.dossier_parts import DIMENSIONS, Around, Dependence, Dossier, Missing, Standing
from multipolar.observatory.sources import sources
from multipolar.report.dossier_quantity import amount, changed, ordinal, when
from multipolar.report.numbers import count, number

_ARTICLE = frozenset(("USA", "GBR", "NLD", "PHL", "ARE", "COD", "CAF", "DOM", "BHS"))
ADD = "Bring tables of your own, such as CEPII BACI, IMF IMTS or Eurostat Comext: `multipolar data add --help`."


def called(code: str) -> str:
    """Name of an economy inside a sentence."""
    return f"the {name(code)}" if code in _ARTICLE else name(code)


def whose(code: str) -> str:
    """``China's``, ``the United States'``."""
    text = called(code)
    return text + ("'" if text.endswith("s") else "'s")


def rank_words(rank: Standing) -> str:
    """``Russia: 1st of 46 suppliers of China, 21 % of all``."""
    share = f", {number(rank.share)} % of all" if math.isfinite(rank.share) else ""
    if rank.side == "nearest":
        return f"{name(rank.economy)}: {ordinal(rank.place)} nearest of {rank.count} to {called(rank.of)}"
    noun = {"suppliers": "suppliers of", "buyers": "buyers from", "partners": "partners of"}[rank.side]
    return f"{name(rank.economy)}: {ordinal(rank.place)} of {rank.count} {noun} {called(rank.of)}{share}"


def rank_basis(rank: Standing) -> str:
    """Whose list the rank is in."""
    return f"{source_title(rank.source)}, {rank.period}"


def standing_number(value: float) -> str:
    """A percentile: whole, but never rounded to the end of the scale."""
    if 99.5 <= value < 100:
        return ">99"
    return "<1" if 0 < value < 0.5 else number(value, 0)


def source_title(key: str) -> str:
    """Short title of a source; the key where it came with the user's own file."""
    known = sources().get(key)
    return known.title if known is not None else key


def dependence_words(entry: Dependence) -> str:
    """What one flow is to both sides, in a sentence."""
    there, back = entry.share_of_origin, entry.share_of_destination
    what = _lowered(entry.title)
    parts = []
    if math.isfinite(there):
        parts.append(f"{called(entry.destination)} takes {number(there)} % of {whose(entry.origin)} exports")
    if math.isfinite(back):
        parts.append(f"{called(entry.origin)} supplies {number(back)} % of {whose(entry.destination)} imports")
    text = f"{what}: {' and '.join(parts)}"
    return text[0].upper() + text[1:]


def around_words(entry: Around) -> str:
    """One comparison around the event, in a sentence."""
    if entry.change is None:
        return f"{entry.title}, {entry.line}: {entry.refusal}."
    moved = changed(entry.change.value, relative=entry.relative, unit=entry.unit)
    start = f"{entry.title}, {entry.line}: {moved}"
    if entry.spread is None:
        return f"{start}; {entry.refusal}."
    beside = entry.spread
    gap = changed(beside.difference, relative=False, unit="%" if entry.relative else entry.unit)
    return (
        f"{start}, against a median of {changed(beside.median, relative=entry.relative, unit=entry.unit)} among "
        f"{beside.count} ({entry.group}): a difference of {gap}, percentile {standing_number(beside.percentile)}"
    )


def _lowered(title: str) -> str:
    """A title inside a sentence; one that opens with an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[0].lower() + title[1:]


def missing_words(missing: Sequence[Missing]) -> str:
    """One line: which indicators have no figure for the pair, by dimension."""
    lacking = [entry for entry in missing if not entry.extract]
    extracts = len(missing) - len(lacking)
    parts = []
    for dimension, heading in DIMENSIONS.items():
        titles = [entry.title for entry in lacking if entry.dimension == dimension]
        if titles:
            shown = "; ".join(_lowered(title) for title in titles[:6])
            parts.append(f"{heading}: {shown}" + (f"; {len(titles) - 6} more" if len(titles) > 6 else ""))
    text = ". ".join(parts)
    if extracts:
        text += (
            f"{'. ' if text else ''}{count(extracts, 'indicator')} that the observatory has for a few other pairs only"
        )
    return text


def headline(dossier: Dossier) -> str:
    """The finding at the head of the page: the largest flow and its rank, or that little is known."""
    first, second = dossier.first, dossier.second
    flows = [panel for panel in dossier.panels if panel.indicator in ("trade-total", "goods", "goods-services-model")]
    dependent = [entry for entry in dossier.dependence if entry.indicator in ("goods", "goods-services-model")]
    if len(dependent) >= 2:
        sides = {
            code: max(
                [entry.share_of_origin for entry in dependent if entry.origin == code]
                + [entry.share_of_destination for entry in dependent if entry.destination == code],
                key=lambda share: share if math.isfinite(share) else -1.0,
            )
            for code in (first, second)
        }
        if all(math.isfinite(share) for share in sides.values()) and min(sides.values()) > 0:
            more, less = sorted(sides, key=lambda code: -sides[code])
            times = sides[more] / sides[less]
            if times >= 1.5:
                text = (
                    f"{called(more)} depends on {called(less)} {number(times, 0 if times >= 9.5 else 1)} times as much"
                )
                return f"{text[0].upper()}{text[1:]} as the other way round"
            return f"{name(first)} and {called(second)} depend on each other about equally"
    if flows:
        newest = max((line for panel in flows for line in panel.lines), key=lambda line: line.latest.period)
        sum_ = amount(newest.latest.value, newest.unit)
        return f"{name(newest.origin)} sold {called(newest.destination)} {sum_} in {when(newest.latest.period)}"
    known = count(len({panel.dimension for panel in dossier.panels}), "dimension")
    return f"Little is on record between {called(first)} and {called(second)}: {known} of {len(DIMENSIONS)}"


def headline_basis(dossier: Dossier) -> str:
    """What the headline compares."""
    found = [entry for entry in dossier.dependence if entry.indicator in ("goods", "goods-services-model")]
    return "; ".join(f"{dependence_words(entry)} ({source_title(entry.source)}, {entry.period})" for entry in found[:4])


def standing_words(dossier: Dossier) -> str:
    """The profile's index with what it hangs on; the reason where there is none."""
    index = dossier.profile.index
    if index is None:
        return dossier.profile.reason
    drops = [value for _, value in index.dropped]
    low, high = standing_number(min(drops)), standing_number(max(drops))
    return (
        f"With these weights the pair stands at percentile {standing_number(index.standing)} of {index.pairs:,} pairs "
        f"that have the same dimensions; dropping one dimension at a time moves that between {low} and {high}, and "
        f"{index.draws:,} random weightings (seed {index.seed}) put nine of ten between "
        f"{standing_number(index.low)} and {standing_number(index.high)}."
    )
