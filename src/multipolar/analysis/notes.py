"""Notes: the sentences that must stand beside the numbers of a study."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from multipolar.analysis.credible import SHORTER, beyond_belief
from multipolar.analysis.outcome import HorizonOutcome, Range
from multipolar.analysis.price_cap import cap_outcomes
from multipolar.arrays import IntArray
from multipolar.codes import economy_name
from multipolar.model.responses import ImportQuota
from multipolar.scenario.caps import CAPS, Caps
from multipolar.simulation.result import Result
from multipolar.wording import signed

# A surplus from this share of value added is worth a sentence when it is held fixed ...
LARGE_SURPLUS = 0.02
# ... and, for an economy that is no target, when removing deficits moves its answer by more than this part of it.
LARGE_MOVE = 0.5
# Imports left, over before, from which a surplus economy counts as nearly cut off.
NEAR_AUTARKY = 0.5
# Smaller changes, in per cent, print as about zero.
SMALLEST_SHOWN = 0.005
# A quantity this near to its limit, as a share of it, stands at it.
AT_LIMIT = 1e-6
BESIDE_OTHERS = (
    "beside the other measures it changes nothing more; without them it would, so that contributions, which are "
    "averages over orders, still give it a share."
)
SANCTIONED_SINCE = 2014
SANCTIONED = frozenset({"RUS", "BLR", "IRN", "PRK", "MMR"})


def notes_of(
    result: Result,
    headline: Sequence[str],
    targets: Sequence[str],
    cells: Iterable[IntArray],
    *,
    balanced: Result | None,
    ranges: Sequence[Range],
    horizons: Sequence[HorizonOutcome] = (),
) -> tuple[str, ...]:
    """All notes that apply, most important first."""
    found = [
        *_already_sanctioned(result, targets),
        *_quotas(result),
        *_surplus(result, headline, targets, balanced),
        *_two_measures(result, headline),
        *_caps(result),
        *_beyond_belief(result, headline, horizons),
        *_horizons(horizons),
        *_imputed(result, cells),
        *_ranges(ranges),
        *_per_head(result, headline),
    ]
    return tuple(dict.fromkeys(found))


def _already_sanctioned(result: Result, targets: Sequence[str]) -> Iterable[str]:
    year = result.baseline.year
    hit = [economy_name(code) for code in targets if code in SANCTIONED]
    if hit and year >= SANCTIONED_SINCE:
        verb = "was" if len(hit) == 1 else "were"
        yield (
            f"The tables are of {year}, when {_listed(hit)} {verb} under sanctions already: "
            "the effect shown comes on top of what trade had lost by then."
        )


def _quotas(result: Result) -> Iterable[str]:
    for response in result.wedges.responses:
        if not isinstance(response, ImportQuota):
            continue
        rate = 100 * float(np.expm1(result.response_unknowns[response.name][0]))
        if rate > SMALLEST_SHOWN:
            yield f"Quota {response.name} binds: a licence is worth {signed(rate)[1:]} % of the price at the border."
            continue
        traded = float(result.before.flow.ravel()[response.cells].sum())
        where = "stand at" if _taken(result, response) >= response.limit_hat * (1 - AT_LIMIT) else "stay below"
        yield f"Quota {response.name} does not bind: imports {where} the limit without it."
        if response.limit_hat < 1 and traded > 0:
            yield f"Quota {response.name}: {BESIDE_OTHERS}"


def _taken(result: Result, quota: ImportQuota) -> float:
    """Quantity that buyers take under a quota, over what they took before."""
    before = result.before.flow.ravel()[quota.cells]
    hat = np.nan_to_num(result.quantity_hat().ravel()[quota.cells])
    return float(hat @ before / before.sum()) if before.sum() > 0 else 0.0


def _caps(result: Result) -> Iterable[str]:
    for cap in cap_outcomes(result):
        yield f"Price cap {cap.name}: {cap.sentence[0].lower()}{cap.sentence[1:]}"
    caps = result.channels.get(CAPS)
    biting = {cap.name for cap in cap_outcomes(result) if cap.status != "not binding"}
    for pending in caps.pending if isinstance(caps, Caps) else ():
        j, i = pending.market.sector, pending.exporter
        paid = np.where(np.arange(len(result.economies)) == i, 0.0, result.before.flow[j, :, i])
        reached = float((paid * pending.market.product_share * pending.reach).sum())
        if pending.name not in biting and pending.cap_hat < 1 and reached > 0:
            yield f"Price cap {pending.name}: {BESIDE_OTHERS}"


def _beyond_belief(result: Result, headline: Sequence[str], horizons: Sequence[HorizonOutcome]) -> Iterable[str]:
    """Answers of the shorter horizons that are too large for an estimate, of the economies that are shown."""
    shown = {result.assumptions.horizon: result}
    shown |= {other.name: other.result for other in horizons if other.result is not None}
    for name, found in shown.items():
        if name in SHORTER:
            values = dict(zip(found.economies, found.real_income_pct().tolist(), strict=True))
            yield from beyond_belief(
                {code: values[code] for code in headline}, f"{name} run" if name != "impact" else name
            )


def _horizons(horizons: Sequence[HorizonOutcome]) -> Iterable[str]:
    for other in horizons:
        if other.result is None:
            yield f"Horizon {other.name}: no answer ({other.failed})."
        if other.range is not None and other.range.failed:
            yield (
                f"Horizon {other.name}, elasticity range: {len(other.range.failed)} of {len(other.range.members)} "
                f"variants have no equilibrium and are not in it ({'; '.join(other.range.failed)})."
            )


def _surplus(result: Result, headline: Sequence[str], targets: Sequence[str], balanced: Result | None) -> Iterable[str]:
    if result.closure.deficit != "fixed":
        return
    income, wage = result.real_income_pct(), result.real_wage_pct()
    imports_left = result.imports(result.after) / result.imports(result.before)
    for code in headline:
        n = result.economies.index(code)
        surplus = -float(result.before.ledger.deficit[n] / result.before.ledger.value_added[n])
        if surplus < LARGE_SURPLUS:
            continue
        moved = 0.0 if balanced is None else abs(float(balanced.real_income_pct()[n] - income[n]))
        if max(abs(float(income[n])), moved) < SMALLEST_SHOWN:
            continue
        if code not in targets and moved <= LARGE_MOVE * abs(float(income[n])):
            continue
        text = (
            f"{economy_name(code)} runs a surplus of {100 * surplus:.0f} % of its value added, held fixed in units of "
            f"world value added: real income {signed(income[n])} %, real wage {signed(wage[n])} %"
        )
        if balanced is not None:
            text += f"; with deficits removed first, real income {signed(balanced.real_income_pct()[n])} %"
        yield text + "."
        if imports_left[n] < NEAR_AUTARKY:
            yield (
                f"{economy_name(code)} keeps only {100 * imports_left[n]:.0f} % of its imports while it still has to "
                "earn its fixed surplus: near autarky that closure overstates the loss of income; read the real wage "
                "and the balanced variant beside it."
            )


def _two_measures(result: Result, headline: Sequence[str]) -> Iterable[str]:
    income, wage = result.real_income_pct(), result.real_wage_pct()
    for code in headline:
        n = result.economies.index(code)
        if income[n] * wage[n] < 0 and min(abs(income[n]), abs(wage[n])) > 0.005:
            yield (
                f"{economy_name(code)}: real income ({signed(income[n])} %) and real wage ({signed(wage[n])} %) move "
                "in opposite directions; revenue and the trade balance make the difference."
            )


def _imputed(result: Result, cells: Iterable[IntArray]) -> Iterable[str]:
    imputed = result.baseline.provenance.imputed_share
    touched = [positions for positions in cells if positions.size]
    if imputed is None or not touched:
        return
    where = np.unique(np.concatenate(touched))
    flow = result.before.flow.ravel()[where]
    if flow.sum() > 0:
        share = float(imputed.ravel()[where] @ flow / flow.sum())
        yield (
            f"{100 * share:.0f} % of the value of the flows hit is imputed rather than published (mostly final "
            "demand by destination); the imputation range shows what that uncertainty does."
        )


def _ranges(ranges: Sequence[Range]) -> Iterable[str]:
    for known in ranges:
        if known.failed:
            yield (
                f"{known.label.capitalize()}: {len(known.failed)} of {len(known.members)} variants have no "
                f"equilibrium and are not in it ({'; '.join(known.failed)})."
            )
    if ranges:
        yield "Ranges show how far the answer moves over the variants named; they are not confidence bands."


def _per_head(result: Result, headline: Sequence[str]) -> Iterable[str]:
    from multipolar.data.population import population

    known = population(result.baseline.year, result.economies)
    missing = [economy_name(code) for code in headline if code not in known]
    if missing:
        yield f"No figure a head for {_listed(missing)}: the population table has no entry."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
