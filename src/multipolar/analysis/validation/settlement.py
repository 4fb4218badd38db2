"""In which currencies Russia's trade was paid after February 2022: what is fitted, and what the model then predicts.

The trade measures are ``measures-2022`` as they stand in the library. Three costs are fitted to the end of 2022: of the
issuers' currencies in Russia's receipts, of the same in its payments, and the saving in yuan between Russia and China.
For the end of 2023 the first two are fitted again; the saving is kept. Every other published share is predicted. The
elasticities (substitution, network effect, usage floor) are assumed and not fitted; `sensitivity` shows what they do.

Shares identify only the product of the elasticity of substitution and the log of a cost: at twice the elasticity, half
the cost gives the same shares. So the level of the costs rests on the assumed elasticity.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from multipolar.analysis.payments import PaymentOutcome, payment_outcome
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.codes import bloc_members, economies
from multipolar.data.settlement import RUSSIA, SettlementShare, published
from multipolar.errors import SolveError
from multipolar.model.payments import PaymentParameters
from multipolar.scenario import Scenario, load_scenario
from multipolar.scenario.instruments.payment_sanction import PaymentSanction
from multipolar.scenario.instruments.settlement_agreement import SettlementAgreement
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

Role = Literal["fitted", "predicted"]
Key = tuple[str, str, str, str]  # date, flow, currency, scope
ISSUERS = ("USA", "EU", "GBR", "JPN")
DAYS = {2022: "2022-12-31", 2023: "2023-12-31"}
FITTED: dict[int, tuple[Key, ...]] = {
    2022: (
        ("2023-01", "export", "USD+EUR", RUSSIA),
        ("2022-12", "import", "USD+EUR", RUSSIA),
        ("2022-12", "export", "CNY", RUSSIA),
    ),
    2023: (("2023-12", "export", "unfriendly", RUSSIA), ("2023-12", "import", "unfriendly", RUSSIA)),
}
PREDICTED: dict[int, tuple[Key, ...]] = {
    2022: (("2022-12", "import", "CNY", RUSSIA), ("2022-12", "export", "RUB", RUSSIA)),
    2023: (
        ("2023-12", "export", "CNY", RUSSIA),
        ("2023-12", "import", "CNY", RUSSIA),
        ("2023-12", "export", "RUB", RUSSIA),
        ("2023-12", "import", "RUB", RUSSIA),
        ("2023-12", "export", "RUB", "Asia"),
        ("2023-12", "import", "RUB", "Asia"),
        ("2023-12", "export", "friendly", "Asia"),
        ("2023-12", "import", "friendly", "Asia"),
        ("2023", "trade", "RUB", "EAEU"),
        ("2023-03", "trade", "RUB+CNY", "Russia-China"),
        ("2023H1", "trade", "CNY", "Russia-China"),
    ),
}
GROUPS = {"unfriendly": ("USD", "EUR", "GBP", "JPY"), "friendly": ("CNY", "INR", "OTH")}
MOST_PERCENT = 60.0
CLOSE = 0.05
_DAY = datetime.date(2023, 7, 1)


@dataclass(frozen=True, slots=True)
class Costs:
    """What is fitted: percent of the value of trade.

    Attributes
    ----------
    receipts, payments : rise of the cost of the issuers' currencies for Russia's exports and imports.
    yuan : fall of the cost of the yuan between Russia and China.
    """

    receipts: float
    payments: float
    yuan: float


@dataclass(frozen=True, slots=True)
class ShareCheck:
    """One published share beside the model's, per cent; `start` is the model's share before."""

    published: SettlementShare
    year: int
    role: Role
    start_pct: float
    ours_pct: float

    @property
    def miss(self) -> float:
        """Ours less published, points."""
        return self.ours_pct - self.published.share_pct

    @property
    def miss_of_no_change(self) -> float:
        """The start less published, points."""
        return self.start_pct - self.published.share_pct


@dataclass(frozen=True, slots=True)
class SettlementStudy:
    """The calibration: costs by year, checks, and what the switch costs.

    Attributes
    ----------
    outcomes : by year. largest_gap : what the fit leaves, points; above `CLOSE` a target could not be met.
    """

    parameters: PaymentParameters
    costs: dict[int, Costs]
    checks: tuple[ShareCheck, ...]
    outcomes: dict[int, PaymentOutcome] = field(repr=False)
    largest_gap: float = 0.0

    def of(self, role: Role, year: int | None = None) -> tuple[ShareCheck, ...]:
        """Checks of one standing, of a year or of all."""
        return tuple(check for check in self.checks if check.role == role and year in (None, check.year))

    @property
    def fitted_parameters(self) -> int:
        """How many numbers were chosen to meet published ones."""
        return sum(len(keys) for keys in FITTED.values())

    def mean_miss(self, year: int | None = None) -> tuple[float, float]:
        """Mean absolute miss of the predictions, and of the forecast that nothing changes, points."""
        found = self.of("predicted", year)
        ours = float(np.mean([abs(check.miss) for check in found]))
        return ours, float(np.mean([abs(check.miss_of_no_change) for check in found]))


def study_settlement(
    baseline: Baseline | Prepared | None = None,
    parameters: PaymentParameters | None = None,
    on_step: Callable[[str, float], None] | None = None,
) -> SettlementStudy:
    """Fit the costs and set all published shares beside the model's.

    Parameters
    ----------
    baseline : of 2022; the bundled one by default. parameters : elasticities, by default the assumed ones.
    on_step : told what is being done and the share done, for a progress bar.

    Raises
    ------
    SolveError
        If an equilibrium was not found.
    """
    world = baseline if isinstance(baseline, Prepared) else prepare_baseline(baseline or load())
    chosen = parameters or PaymentParameters()
    tell = on_step or (lambda _text, _share: None)
    trade = load_scenario("measures-2022")
    costs: dict[int, Costs] = {}
    outcomes: dict[int, PaymentOutcome] = {}
    gaps = []
    for year in DAYS:
        tell(f"payments at the end of {year}", 0.5 * (year - 2022))
        kept = costs.get(2022)
        costs[year], outcomes[year], gap = _fit(world, trade, chosen, year, kept)
        gaps.append(gap)
    roles: tuple[tuple[Role, dict[int, tuple[Key, ...]]], ...] = (("fitted", FITTED), ("predicted", PREDICTED))
    checks = [_check(outcomes[year], key, year, role) for role, table in roles for year in DAYS for key in table[year]]
    return SettlementStudy(chosen, costs, tuple(checks), outcomes, max(gaps))


def sensitivity(
    baseline: Baseline | Prepared | None = None,
    settings: Iterable[PaymentParameters] = (),
) -> tuple[SettlementStudy, ...]:
    """The same study under other elasticities, each fitted anew."""
    world = baseline if isinstance(baseline, Prepared) else prepare_baseline(baseline or load())
    chosen = tuple(settings) or (
        *(PaymentParameters(network=strength) for strength in (0.0, 0.25, 0.5)),
        *(PaymentParameters(substitution=phi) for phi in (10.0, 40.0)),
        *(PaymentParameters(usage_floor=floor) for floor in (0.003, 0.03)),
    )
    return tuple(study_settlement(world, parameters) for parameters in chosen)


def scenario_of(trade: Scenario, costs: Costs, parameters: PaymentParameters) -> Scenario:
    """The trade measures with the payment measures of the calibration."""
    sides: tuple[tuple[Literal["exports", "imports"], float], ...] = (
        ("exports", costs.receipts),
        ("imports", costs.payments),
    )
    sanctions = [
        PaymentSanction(
            id=f"payment-{flow}",
            issuer=ISSUERS,
            target=("RUS",),
            flow=flow,
            percent=max(percent, 1e-9),
            substitution=parameters.substitution,
            network_effect=parameters.network,
            usage_floor=parameters.usage_floor,
        )
        for flow, percent in sides
    ]
    agreement = SettlementAgreement(id="yuan", members=("RUS", "CHN"), currencies=("CNY",), percent=costs.yuan)
    return trade.model_copy(update={"instruments": (*trade.instruments, *sanctions, agreement)})


def _fit(
    world: Prepared, trade: Scenario, parameters: PaymentParameters, year: int, kept: Costs | None
) -> tuple[Costs, PaymentOutcome, float]:
    """Costs that meet the targets of a year as nearly as bounds allow, the outcome there, and the largest gap."""
    from scipy.optimize import least_squares

    scale = PaymentParameters().substitution / parameters.substitution

    def costs_at(x: Array) -> Costs:
        receipts, payments = float(x[0]) * scale, float(x[1]) * scale
        return Costs(receipts, payments, float(x[2]) * scale if kept is None else kept.yuan)

    def outcome_at(x: Array) -> PaymentOutcome:
        result = simulate(world, scenario_of(trade, costs_at(x), parameters), date=DAYS[year])
        found = payment_outcome(result)
        if found is None:  # pragma: no cover
            raise SolveError("calibration of payments", "the scenario has no payments")
        return found

    def gaps(x: Array) -> Array:
        outcome = outcome_at(x)
        return np.array([_check(outcome, key, year, "fitted").miss for key in FITTED[year]])

    start = [9.0, 1.0, 12.0] if kept is None else [12.0, 3.0]
    found = least_squares(
        gaps, start, bounds=(1e-6, MOST_PERCENT), diff_step=1e-3, xtol=1e-5, ftol=1e-7, gtol=1e-7, max_nfev=20
    )
    return costs_at(found.x), outcome_at(found.x), float(np.abs(found.fun).max())


def _check(outcome: PaymentOutcome, key: Key, year: int, role: Role) -> ShareCheck:
    date, flow, currency, scope = key
    codes = GROUPS.get(currency, tuple(currency.split("+")))
    before, after = (outcome.sum_of(_scope(outcome, flow, scope, after=late), *codes) for late in (False, True))
    return ShareCheck(published(date, flow, currency, scope), year, role, before, after)


def _scope(outcome: PaymentOutcome, flow: str, scope: str, *, after: bool) -> Array:
    """(C,) shares in the trade that a published figure is about."""
    side: Literal["export", "import", "trade"] = (
        "export" if flow == "export" else "import" if flow == "import" else "trade"
    )
    if scope == RUSSIA:
        return outcome.of_economy("RUS", side, after=after)
    if scope == "Russia-China":
        return outcome.of_pair("RUS", "CHN", after=after)
    if scope == "Asia":
        asian = {entry.code for entry in economies() if "Asia" in entry.region}
        partners = [code for code in outcome.economies if code in asian]
        return outcome.of_economy("RUS", side, after=after, partners=partners)
    members = [code for code in bloc_members(scope, _DAY) if code in outcome.economies]
    at = [outcome.economies.index(code) for code in members]
    paid = (outcome.paid_after if after else outcome.paid_before)[np.ix_(at, at)].sum(axis=(0, 1))
    return np.asarray(paid / paid.sum())
