"""Write the tables and figures of the documentation pages on payments anew.

``python -m multipolar.report.payment_docs docs`` computes everything; a test holds the page to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from multipolar.analysis.validation.pages import with_tables
from multipolar.analysis.validation.settlement import SettlementStudy, sensitivity, study_settlement
from multipolar.analysis.validation.settlement_cost import cost_if_others_dearer
from multipolar.analysis.validation.settlement_tables import settlement_tables
from multipolar.baseline.registry import load
from multipolar.data.settlement import published
from multipolar.report.payment_figures import PathPoint, path_figure, shares_figure
from multipolar.simulation.simulate import prepare_baseline

PAGE = "explanation/calibration-payments.md"
SOURCE = "Bank of Russia; Multipolar, bundled world of 2022, measures-2022 with the fitted costs of paying"
PANELS = (
    ("export", "CNY", "yuan, exports"),
    ("export", "RUB", "roubles, exports"),
    ("import", "CNY", "yuan, imports"),
    ("import", "RUB", "roubles, imports"),
)
DATES = ("2022-01", "2022-12", "2023-12")


def path_points(study: SettlementStudy) -> tuple[PathPoint, ...]:
    """Published and model shares of yuan and roubles in Russia's trade at the three dates."""
    checks = {
        (c.published.date, c.published.flow, c.published.currency): c
        for c in study.checks
        if c.published.scope == "Russia total"
    }
    points = []
    for flow, currency, label in PANELS:
        for date in DATES:
            check = checks.get((date, flow, currency))
            if check is not None:
                points.append(PathPoint(label, date, "published", check.published.share_pct))
                points.append(PathPoint(label, date, check.role, check.ours_pct))
            elif date == DATES[0] and (flow, currency) != ("import", "RUB"):
                points.append(PathPoint(label, date, "published", published(date, flow, currency).share_pct))
            else:
                year = 2022 if date == "2022-12" else 2023
                outcome = study.outcomes[year]
                side = "export" if flow == "export" else "import"
                shares = outcome.of_economy("RUS", side, after=date != DATES[0])  # type: ignore[arg-type]
                role = "start" if date == DATES[0] else "predicted"
                points.append(PathPoint(label, date, role, outcome.sum_of(shares, currency)))
    return tuple(points)


def refresh(docs: Path) -> tuple[Path, ...]:
    """Compute all tables and figures and write them; the files that changed."""
    world = load()
    prepared = prepare_baseline(world)
    study = study_settlement(prepared)
    tables = settlement_tables(study, sensitivity(prepared), cost_if_others_dearer(study, 2022, prepared), world)
    found = next(c for c in study.of("predicted") if (c.published.date, c.published.flow) == ("2023-12", "export"))
    title = (
        f"Fitted to the end of 2022, the model has the yuan at {found.ours_pct:.0f} per cent of Russia's exports a "
        f"year later; it was {found.published.share_pct:g}"
    )
    written = {
        docs / PAGE: with_tables((docs / PAGE).read_text(encoding="utf-8"), tables),
        docs / "figures" / "payments-path.svg": path_figure(path_points(study), source=SOURCE, title=title).svg,
        docs / "figures" / "payments-russia.svg": shares_figure(
            study.outcomes[2022], "RUS", ("CHN", "IND", "TUR", "BLR", "DEU"), source=SOURCE, horizon="long run"
        ).svg,
    }
    changed = []
    for path, text in written.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return tuple(changed)


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
