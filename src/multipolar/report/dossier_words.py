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


def exposure(dossier: Dossier) -> tuple[dict[str, float], Sequence[Dependence]] | None:
    """Mean share of the other in each economy's exports and imports of goods, and the two flows it is made of.

    All four shares are of one source and period; None where no source has all four.
    """
    for indicator in ("goods", "goods-services-model"):
        flows = [entry for entry in dossier.dependence if entry.indicator == indicator and _both(entry)]
        for key in {(entry.source, entry.period): None for entry in flows}:
            same = [entry for entry in flows if (entry.source, entry.period) == key]
            if len({entry.origin for entry in same}) == 2:
                shares = {
                    code: sum(e.share_of_origin if e.origin == code else e.share_of_destination for e in same) / 2
                    for code in (dossier.first, dossier.second)
                }
                return shares, same
    return None


def _both(entry: Dependence) -> bool:
    return math.isfinite(entry.share_of_origin) and math.isfinite(entry.share_of_destination)


def headline(dossier: Dossier) -> str:
    """The finding at the head of the page: who depends on whom, else the largest flow, else that little is known."""
    first, second = dossier.first, dossier.second
    found = exposure(dossier)
    if found is not None and min(found[0].values()) > 0:
        more, less = sorted(found[0], key=lambda code: -found[0][code])
        times, year = found[0][more] / found[0][less], found[1][0].period
        if times < 1.5:
            return f"{_opened(first)} and {called(second)} depended on each other about equally in {year}"
        often = f"{number(times, 0 if times >= 9.5 else 1)} times"
        return f"In {year} {called(more)} depended on trade with {called(less)} {often} as much as the other way round"
    flows = [panel for panel in dossier.panels if panel.indicator in ("trade-total", "goods", "goods-services-model")]
    if flows:
        newest = max((line for panel in flows for line in panel.lines), key=lambda line: line.latest.period)
        sold = amount(newest.latest.value, newest.unit)
        if newest.symmetric:
            return f"{_opened(first)} and {called(second)} traded {sold} in {when(newest.latest.period)}"
        return f"{_opened(newest.origin)} sold {called(newest.destination)} {sold} in {when(newest.latest.period)}"
    known = {panel.dimension for panel in dossier.panels if panel.lines[0].destination and not panel.context}
    shown = count(len(known), "dimension")
    return f"Little is on record between {called(first)} and {called(second)}: {shown} of {len(DIMENSIONS)}"


def _opened(code: str) -> str:
    text = called(code)
    return text[0].upper() + text[1:]


def headline_basis(dossier: Dossier) -> str:
    """What the headline compares."""
    found = exposure(dossier)
    if found is None:
        return ""
    shares, flows = found
    means = " and ".join(f"{number(shares[code])} % for {called(code)}" for code in shares)
    said = "; ".join(dependence_words(entry) for entry in flows)
    return (
        f"Mean share of the other in exports and imports of goods: {means} ({source_title(flows[0].source)}, "
        f"{flows[0].period}, {_status(dossier, flows[0])}). {said}"
    )


def _status(dossier: Dossier, entry: Dependence) -> str:
    """Status of the figure that a share is made of."""
    for panel in dossier.panels:
        for line in (*panel.lines, *panel.slight):
            if (panel.indicator, line.origin, line.source) == (entry.indicator, entry.origin, entry.source):
                return line.latest.status
    return "status not recorded"


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
