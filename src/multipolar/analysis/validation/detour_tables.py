"""Tables of the page on detours, in Markdown, from a validation; and the page kept up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.analysis.detours import by_sector
from multipolar.analysis.validation.detours import (
    AFTER,
    AS_OTHERS,
    BEFORE,
    IN_PROPORTION,
    LONG_RUN,
    MODEL,
    NO_CHANGE,
    ON_TOP,
    DetourForecast,
    DetourValidation,
    Role,
)
from multipolar.analysis.validation.trade_tables import markdown, number
from multipolar.codes import economy_name
from multipolar.data.eu_sanctioned import CARS, PARTNERS, SanctionedExports, load_sanctioned_exports

PAGE = "explanation/detours.md"
CCA3 = ("ARM", "KAZ", "KGZ")
"""Armenia, Kazakhstan, Kyrgyzstan: the three that the published estimate is about."""
NAMES = {code: name.split(" (")[0] for name, code in PARTNERS.items()}


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure on detours. `check` says whether it was looked up."""

    text: str
    source: str
    check: str


PUBLISHED = (
    Published(
        "rise of Western exports of sanctioned goods to ARM, KAZ and KGZ over the fall to Russia, until August 2022: "
        "about 5 %",
        "Chupilkin, Javorcik, Plekhanov (2023), EBRD working paper, as reported by Aravot on 2023-03-01",
        "looked up in a report on it",
    ),
    Published(
        "the same with goods that are lost on the way through Russia, EU and UK, 2022 and 2023: less than 10 %; "
        "about half of the additional exports never arrived",
        "Chupilkin, Javorcik, Plekhanov (2025), CEPR discussion paper 20097, abstract",
        "looked up",
    ),
)
ELECTRONICS = (30.7, 575.1)
"""USD mn, electronics, appliances and telephones from Kazakhstan to Russia, January to October 2021 and 2022. Bureau of
National Statistics of Kazakhstan, as reported by CABAR.asia; looked up there."""


def detour_tables(found: DetourValidation, exports: SanctionedExports | None = None) -> dict[str, str]:
    """All tables of the page by name. Predicted and fitted never share one."""
    return {
        "observed": observed(exports or load_sanctioned_exports()),
        "scores": scores(found, ("main", "null")),
        "hindsight": scores(found, ("hindsight",)),
        "partners": partners(found),
        "substitution": substitution(found),
        "hubs": hubs(found),
        "sectors": sectors(found),
        "sensitivity": sensitivity(found),
        "fitted": fitted(found),
        "electronics": electronics(found),
    }


def observed(exports: SanctionedExports) -> str:
    """What happened: listed goods and cars, EUR mn, 2021 and January to November 2022."""
    spans = (("2021-01", "2021-12"), ("2021-01", "2021-11"), ("2022-01", "2022-11"))
    rows = [
        [NAMES[code]]
        + [f"{exports.total(code, *span):,.0f}" for span in spans]
        + [f"{exports.total(code, *span, CARS):,.1f}" for span in spans]
        for code in exports.partners
    ]
    heads = ["EUR mn", "listed 2021", "Jan-Nov 2021", "Jan-Nov 2022", "cars 2021", "Jan-Nov 2021", "Jan-Nov 2022"]
    return markdown(heads, rows)


def scores(found: DetourValidation, roles: tuple[Role, ...]) -> str:
    """Scores of the forecasts of some roles, over neighbours and over neighbours and sectors."""
    rows = []
    for forecast in found.forecasts:
        if forecast.role in roles:
            whole, cells = found.score(forecast.name, "partners"), found.score(forecast.name, "cells")
            rows.append(
                [
                    forecast.name,
                    f"{forecast.value.sum():,.0f}",
                    *(f"{whole.error:.2f}", number(whole.explained), number(whole.rank)),
                    *(f"{cells.error:.2f}", number(cells.explained), number(cells.rank)),
                ]
            )
    rows.append(["happened", f"{found.outcome.sum():,.0f}"] + [""] * 6)
    heads = ["forecast", "EUR mn", "error", "explained", "rank", "error, by sector", "explained", "rank"]
    return markdown(heads, rows)


def partners(found: DetourValidation) -> str:
    """Each neighbour: before, forecasts, happened."""
    names = (MODEL, LONG_RUN, IN_PROPORTION, AS_OTHERS, ON_TOP)
    rows = [
        [economy_name(code), f"{found.start[row].sum():,.0f}"]
        + [f"{found.forecast(name).value[row].sum():,.0f}" for name in names]
        + [f"{found.outcome[row].sum():,.0f}"]
        for row, code in enumerate(found.partners)
    ]
    heads = [f"EUR mn, March to November {BEFORE[0][:4]} and {AFTER[0][:4]}", NO_CHANGE, *names, "happened"]
    return markdown(heads, rows)


def substitution(found: DetourValidation) -> str:
    """Rise of exports to neighbours over the fall of exports to Russia, per cent."""
    names = (MODEL, LONG_RUN, AS_OTHERS, ON_TOP)
    rows = [
        [label, f"{100 * found.substitution(None, group):.1f}"]
        + [f"{100 * found.substitution(name, group):.1f}" for name in names]
        for label, group in (("six neighbours", found.partners), (", ".join(CCA3), CCA3))
    ]
    return markdown(["per cent of the fall", "happened", *names], rows)


def hubs(found: DetourValidation) -> str:
    """What each hub takes in, sends on and earns, and what it means for its real income; first-year forecast."""
    result, account = found.results[MODEL], found.accounts[MODEL]
    income = result.real_income_pct()
    rows = [
        [economy_name(str(row["hub"]))]
        + [f"{row[key]:,.0f}" for key in ("to_hub_usd_mn", "transit_usd_mn", "margin_usd_mn", "to_buyer_usd_mn")]
        + [f"{income[result.economies.index(str(row['hub']))]:+.3f}"]
        for row in account.hub_totals()
    ]
    return markdown(["USD mn", "into the hub", "transit", "margin", "to Russia", "real income, %"], rows)


def sectors(found: DetourValidation) -> str:
    """Leakage by sector under both sets of elasticities, per cent of what bans stop."""
    result = found.results[MODEL]
    long_run = {row["sector"]: row for row in by_sector(found.accounts[LONG_RUN], result.sectors)}
    rows = [
        [
            str(row["sector"]),
            f"{row['stopped_usd_mn']:,.0f}",
            *(f"{100 * one['leakage']:.1f}" for one in (row, long_run[row["sector"]])),
        ]
        for row in by_sector(found.accounts[MODEL], result.sectors)
    ]
    return markdown(["sector", "stopped, USD mn", "leaks, first year, %", "leaks, long run, %"], rows)


def sensitivity(found: DetourValidation) -> str:
    """One assumption changed at a time, first-year elasticities."""
    return markdown(
        ["predicted", "leaks, %", "EUR mn", "error", "explained"],
        [_sensitivity_row(found, one) for one in found.forecasts if one.role in ("main", "variant")],
    )


def fitted(found: DetourValidation) -> str:
    """The one forecast with a fitted parameter, by itself."""
    ones = [one for one in found.forecasts if one.role == "fitted"]
    rows = [[*_sensitivity_row(found, one), str(one.fitted), f"{found.ratio:.1f}"] for one in ones]
    if not rows:
        rows = [["no elasticity ratio reaches the total", "", "", "", "", "1", "none"]]
    return markdown(["fitted", "leaks, %", "EUR mn", "error", "explained", "parameters fitted", "ratio"], rows)


def electronics(found: DetourValidation) -> str:
    """Kazakhstan's electronics to Russia: a published figure that nothing here was made from."""
    rows = [["published, ten months of 2021 and of 2022", f"{ELECTRONICS[0]:.1f}", f"{ELECTRONICS[1]:.1f}"]]
    rows[0].append(f"{ELECTRONICS[1] / ELECTRONICS[0]:.1f}")
    for name, account in found.accounts.items():
        chosen = np.isin(account.sector, [found.results[name].sectors.index(code) for code in ("C26", "C27")])
        place = account.hubs.index("KAZ")
        before = float(account.before_by_hub[place, chosen].sum())
        after = before + float(account.to_buyer[place, chosen].sum())
        rows.append([f"{name}, a year", f"{before:.1f}", f"{after:.1f}", f"{after / before:.1f}"])
    return markdown(["USD mn", "before", "after", "factor"], rows)


def _sensitivity_row(found: DetourValidation, one: DetourForecast) -> list[str]:
    score = found.score(one.name, "partners")
    texts = [f"{100 * one.leakage:.1f}", f"{one.value.sum():,.0f}", f"{score.error:.2f}", number(score.explained)]
    return [one.name, *texts]


def refresh_detours(docs: Path) -> bool:
    """Compute the page's tables and figure and write them; whether the page changed."""
    from multipolar.analysis.validation.detour_figure import draw_detours
    from multipolar.analysis.validation.detours import validate_detours
    from multipolar.analysis.validation.pages import with_tables

    found = validate_detours()
    path = docs / PAGE
    before = path.read_text(encoding="utf-8")
    after = with_tables(before, detour_tables(found))
    path.write_text(after, encoding="utf-8", newline="\n")
    draw_detours(docs / "figures" / "detours.svg", found)
    return after != before
