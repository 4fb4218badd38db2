"""`dossier(A, B)`: all that the observatory knows of a pair, put together; drawing and printing are elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from multipolar.codes.blocs import blocs
from multipolar.codes.economies import economy
from multipolar.codes.tables import UnknownCodeError
from multipolar.errors import AssumptionError
from multipolar.observatory.around import Windows
from multipolar.observatory.around_pair import around, event_year
from multipolar.observatory.dossier_blocs import happenings, spells
from multipolar.observatory.dossier_dependence import dependence, leverage
from multipolar.observatory.dossier_load import Store, evidence_of, figures_held, known_gaps, newest_materials
from multipolar.observatory.dossier_panels import panels_of
from multipolar.observatory.dossier_parts import Dossier, Gap, Missing, Panel
from multipolar.observatory.partnership import Profile, profile
from multipolar.observatory.partnership_measures import crossings, pair_columns
from multipolar.observatory.records import Indicator

SINCE = 2010
#: An indicator of fewer figures than this is an extract: most pairs lack it by its nature.
EXTRACT = 200


def dossier(
    first: str,
    second: str,
    *,
    store: Store,
    since: int = SINCE,
    event: str = "",
    years: int = 3,
    weights: Mapping[str, float] | None = None,
    today: datetime.date | None = None,
) -> Dossier:
    """All figures of a pair since a year, with ranks, asymmetry, change around a day, and profile.

    Parameters
    ----------
    first, second : codes or names of two economies.
    event : ISO day around which change is measured; none when empty. years : on each side of it.
    weights : of the profile's dimensions; one for each that is not named.
    today : day on which bloc memberships count; the clock's by default.

    Raises
    ------
    UnknownCodeError
        For a text that names no economy, with the nearest; for a bloc.
    AssumptionError
        If both are the same economy, or event, years or weights make no sense.
    """
    pair = economy_code(first), economy_code(second)
    if pair[0] == pair[1]:
        raise AssumptionError(
            f"{first} and {second}", f"are the same economy, {economy(first)}", remedy="Name two economies."
        )
    start = min(since, event_year(event) - years) if event else since
    indicators = store.indicators()
    windows = Windows.around(event_year(event), years) if event else None
    evidence = evidence_of(store, *pair, start, (*windows.before, *windows.after) if windows else ())
    panels = panels_of(indicators, evidence, since)
    # The years before an event may lie before the years that are shown.
    compared = panels if start == since else panels_of(indicators, evidence, start)
    moved = around(compared, evidence, event, years) if event else ()
    return Dossier(
        first=pair[0],
        second=pair[1],
        since=since,
        event=event,
        years=years,
        panels=panels,
        missing=_missing(indicators, panels, figures_held(store)),
        dependence=dependence(panels, evidence),
        leverage=leverage(indicators, evidence),
        around=moved,
        blocs=spells(pair),
        happenings=happenings(store.events(), pair, since),
        profile=_profile(store, indicators, pair, weights, today or datetime.date.today(), newest_materials(store)),
        gaps=tuple(Gap(*row) for row in known_gaps(store, *pair)),
    )


def economy_code(text: str) -> str:
    """ISO code of one economy.

    Raises
    ------
    UnknownCodeError
        With the nearest names; a bloc or the rest of the world is refused.
    """
    names = {label.casefold() for entry in blocs().values() for label in (entry.code, entry.name, *entry.aliases)}
    if text.casefold() in names:
        raise UnknownCodeError("economy", text, remedy="It is a bloc; a dossier takes two economies, such as DEU RUS.")
    code = economy(text).code
    if code == "ROW":
        raise UnknownCodeError("economy", text, remedy="The rest of the world is a remainder; name one economy.")
    return code


def _missing(
    indicators: Sequence[Indicator], panels: Sequence[Panel], covered: Mapping[str, int]
) -> tuple[Missing, ...]:
    shown = {panel.indicator for panel in panels if not panel.context}
    return tuple(
        Missing(entry.id, entry.title, entry.dimension, covered.get(entry.id, 0) < EXTRACT)
        for entry in indicators
        if entry.id not in shown
        and entry.kind in ("flow", "pair")
        and entry.dimension != "model"
        and not entry.id.endswith("-value")
    )


def _profile(
    store: Store,
    indicators: Sequence[Indicator],
    pair: tuple[str, str],
    weights: Mapping[str, float] | None,
    today: datetime.date,
    newest: str,
) -> Profile:
    found = crossings(store, indicators, today, newest)
    if not found:
        return Profile((), (), None, "No index: the observatory has no measure over all pairs.")
    measures, row = pair_columns(found, *pair)
    return profile(measures, row, weights)
