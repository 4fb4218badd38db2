"""From a what-if to its Plan: the supposition (`shocks`), what is said to follow, and the threshold that this needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from multipolar.claims.claim import Claim
from multipolar.claims.mentions import Term
from multipolar.claims.sentence.actors import ISO_LETTERS
from multipolar.claims.what_ifs.features import Features, Goods, economies_in, features_of, goods_of, in_tables, members
from multipolar.claims.what_ifs.outcomes import Outcome, goods_in_words
from multipolar.claims.what_ifs.plan import Plan
from multipolar.claims.what_ifs.shocks import HOSTILE, Shock, shock_of
from multipolar.codes.economies import economy

TREND_GROWTH = 2.0
"""Per cent a year that an economy is taken to grow otherwise: assumed; stagnation needs a loss of this size."""
NOTICEABLE = {"%": 0.1, "pp": 0.1}
"""What a plain "rises" or "falls" needs: more than what a reader would call nothing. Assumed."""
MARKED = {"%": 10.0, "pp": 1.0}
"""What "considerably", "sharply" needs. Assumed."""
COLLAPSE = 10.0
CURRENCIES = {"yuan": "CNY", "rouble": "RUB", "dollar": "USD"}

Relation = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Why a what-if cannot be tested."""

    reason: str


def plan_of(claim: Claim, language: str) -> Plan | NoPlan:
    """The plan of a causal, conditional or forecast claim, or the reason why there is none."""
    features = features_of(claim, language)
    shock = shock_of(features)
    if shock is None:
        return NoPlan(_why_no_shock(features))
    followed = _outcome(features, shock)
    if followed is None:
        return NoPlan(
            f"the supposition is understood ({shock.words}), but not what is said to follow from it; the model knows "
            "real incomes, trade flows, prices and shares of partners"
        )
    outcome, threshold, relation, reason, notes = followed
    return Plan(
        archetype=f"{shock.kind}: {outcome.kind.replace('_', ' ')}",
        question=f"What if {shock.words}?",
        scenario=shock.scenario,
        outcome=outcome,
        threshold=threshold,
        relation=relation,
        reason=reason,
        against=shock.against,
        notes=(*shock.notes, *notes),
    )


_Followed = tuple[Outcome, float, Relation, str, tuple[str, ...]]


def _outcome(features: Features, shock: Shock) -> _Followed | None:
    """The first kind of outcome that the sentence names."""
    for find in (_closer, _paid_in, _softened, _dependence, _flow, _real_income, _price):
        found = find(features, shock)
        if found is not None:
            return found
    return None


def _paid_in(features: Features, shock: Shock) -> _Followed | None:
    """Most of the trade of two economies will be paid in their own currencies."""
    pair = economies_in(features.codes)[:2]
    if (
        shock.kind != "payments"
        or len(pair) < 2
        or not features.whole.has("measure", "settlement", "payments", "swift")
    ):
        return None
    if features.whole.has("causal", "purpose"):
        return None
    currencies = tuple(CURRENCIES[name] for name in features.whole.ids("currency_use") if name in CURRENCIES)
    value = features.claim.value if features.claim.unit == "%" else None
    reason = "the share that the sentence gives" if value is not None else "most is read as more than half"
    outcome = Outcome("currency_share", pair[:1], pair[1:], currencies=currencies or ("CNY", "RUB"))
    return outcome, value if value is not None else 50.0, "at least", reason, ()


def _softened(features: Features, shock: Shock) -> _Followed | None:
    """Own currencies, other markets soften the sanctions: real income of who is hit is higher with than without."""
    eased = features.whole.has("causal", "purpose") or features.whole.has("outcome", "weaken", "resilience")
    if shock.kind != "payments" or not eased:
        return None
    hit = shock.hit or economies_in(features.codes)[:1]
    reason = "softening means that real income is higher with than without, by more than rounding"
    return Outcome("real_income", hit), 0.01, "at least", reason, ()


def _real_income(features: Features, shock: Shock) -> _Followed | None:
    """An economy stagnates, collapses, shrinks, suffers, or grows."""
    named = features.outcome.ids("outcome") or features.whole.ids("outcome")
    if not _about_economy(features) and not {"stagnate", "collapse", "recession"} & set(named):
        return None
    who = _subject(features, shock)
    if not who:
        return None
    outcome = Outcome("real_income", who)
    value = features.claim.value
    if value is not None and features.claim.unit == "%" and features.claim.direction:
        sign = -1.0 if features.claim.direction == "down" else 1.0
        relation: Relation = "at most" if sign < 0 else "at least"
        return outcome, sign * value, relation, "the size that the sentence gives", ()
    if "collapse" in named:
        return outcome, -COLLAPSE, "at most", f"collapse is read as a loss of {COLLAPSE:g} %; assumed", ()
    if {"stagnate", "recession"} & set(named):
        reason = (
            f"growth stops when the loss is as large as what would have been grown in a year, taken as "
            f"{TREND_GROWTH:g} %; assumed, and the model has no growth of its own"
        )
        return outcome, -TREND_GROWTH, "at most", reason, ()
    down = features.outcome.has("change", "down") or {"shrink", "weaken"} & set(named)
    if down:
        reason = f"a loss of more than {NOTICEABLE['%']:g} %, so that it is not nothing; assumed"
        return outcome, -NOTICEABLE["%"], "at most", reason, ()
    up = features.outcome.has("change", "up") or {"resilience", "strengthen"} & set(named)
    if up:
        return outcome, 0.0, "at least", "the economy does not lose: at least 0 %; assumed", ()
    return None


def _about_economy(features: Features) -> bool:
    """Whether an economy shrinks or grows: it is named in the outcome, or right before an outcome of a verb only."""
    outcome, whole = features.outcome, features.whole
    if any(term.group in {"measure", "rank", "commodity"} for term in outcome.terms):
        return any(_is_economy(term) for term in outcome.terms)
    begins = whole.text.find(outcome.text)
    before = [t for t in whole.terms if t.group in {"measure", "rank", "commodity"} and t.span.start < begins]
    return bool(before) and _is_economy(before[-1])


def _is_economy(term: Term) -> bool:
    return (term.group, term.id) in {("measure", "gdp"), ("measure", "growth"), ("rank", "economy")}


def _flow(features: Features, shock: Shock) -> _Followed | None:
    """Trade of someone with someone rises, falls, or goes elsewhere."""
    claim = features.claim
    words = features.outcome if features.outcome.terms else features.whole
    if shock.kind == "lost market":
        new = [code for code in economies_in(features.codes) if code not in HOSTILE and code not in shock.hit]
        if not new or shock.goods is None:
            return None
        outcome = Outcome("flow", shock.hit, tuple(new), _sectors(shock.goods))
        threshold, relation, reason = _size(features, "up", "%")
        return outcome, threshold, relation, f"sales to the other buyers rise by {reason}", _narrow(shock.goods)
    direction = claim.direction or (
        "up" if words.has("change", "up") else "down" if words.has("change", "down") else ""
    )
    if not direction or not (
        words.has("measure", "exports", "imports", "trade", "sales", "purchases") or words.goods()
    ):
        return None
    exporters, importers = list(claim.codes("exporter")), list(claim.codes("importer"))
    if shock.kind == "tariff":
        # Goods kept out of one market are said to go to another, or to sell less in it.
        exporters = list(shock.hit)
        others = [code for code in importers or features.codes if code not in (*shock.hit, *shock.acting, "WEST")]
        importers = list(shock.acting) if direction == "down" or not others else others
    elif not exporters or not importers:
        pair = [code for code in features.codes if code != "WEST"]
        if len(pair) < 2:
            return None
        exporters, importers = exporters or [pair[0]], importers or [code for code in pair[1:] if code not in exporters]
    who = tuple(member for code in exporters for member in members(code))
    whom = tuple(member for code in importers for member in members(code) if member not in who)
    if not who or not whom:
        return None
    goods = words.goods() or (goods_of(claim.commodity) if claim.commodity else None)
    outcome = Outcome("flow", who, whom, _sectors(goods) if goods else ())
    threshold, relation, reason = _size(features, direction, "%")
    return outcome, threshold, relation, reason, _narrow(goods)


def _closer(features: Features, _shock: Shock) -> _Followed | None:
    """Two partners draw closer: each other's share in their foreign trade grows."""
    named = features.outcome.ids("outcome") or features.whole.ids("outcome")
    if "strengthen" not in named or features.whole.has("outcome", "stagnate", "collapse"):
        return None
    pair = [code for code in economies_in(features.codes) if code not in HOSTILE]
    if len(pair) < 2:
        return None
    outcome = Outcome("partner_share", (pair[0], pair[1]), (pair[0], pair[1]))
    threshold, relation, reason = _size(features, "up", "pp")
    notes = ("An alliance is read as trade: the share of the two in each other's foreign trade.",)
    return outcome, threshold, relation, reason, notes


def _dependence(features: Features, shock: Shock) -> _Followed | None:
    """Dependence on a group falls or rises: its share in foreign trade."""
    if not features.whole.has("outcome", "dependence"):
        return None
    on = tuple(member for code in features.codes if code in HOSTILE for member in members(code))
    who = tuple(member for code in shock.hit for member in members(code) if member not in on)
    if not on or not who:
        return None
    direction = "down" if features.whole.has("change", "down") or features.whole.has("outcome", "weaken") else "up"
    threshold, relation, reason = _size(features, direction, "pp")
    return Outcome("partner_share", who, on), threshold, relation, reason, ()


def _price(features: Features, shock: Shock) -> _Followed | None:
    """Prices rise or fall for someone."""
    if not features.whole.has("measure", "price", "inflation"):
        return None
    buyers = tuple(member for code in features.codes for member in members(code) if member not in shock.hit)
    if not buyers:
        return None
    direction = "down" if features.whole.has("change", "down") and not features.whole.has("change", "up") else "up"
    goods = features.whole.goods() or shock.goods
    threshold, relation, reason = _size(features, direction, "%")
    outcome = Outcome("price", buyers, (), _sectors(goods) if goods else ())
    return outcome, threshold, relation, reason, _narrow(goods)


def _size(features: Features, direction: str, unit: str) -> tuple[float, Relation, str]:
    value = features.claim.value
    if value is not None and features.claim.unit == unit:
        size, reason = value, "the size that the sentence gives"
    elif features.says("marked"):
        size, reason = MARKED[unit], f"a marked change is read as {MARKED[unit]:g} {_unit(unit)} or more; assumed"
    else:
        size, reason = (
            NOTICEABLE[unit],
            f"more than {NOTICEABLE[unit]:g} {_unit(unit)}, so that it is not nothing; assumed",
        )
    return (size, "at least", reason) if direction == "up" else (-size, "at most", reason)


def _subject(features: Features, shock: Shock) -> tuple[str, ...]:
    for codes in (features.outcome.codes, shock.hit, features.codes):
        found = [code for code in codes if code not in shock.acting or code in shock.hit]
        economies = tuple(dict.fromkeys(member for code in found if code != "WEST" for member in members(code)))
        if economies:
            return economies if len(found) == 1 or len(economies) < 3 else economies[:1]
    return ()


def _sectors(goods: Goods) -> tuple[str, ...]:
    from multipolar.codes.sectors import sector_codes

    return tuple(code for name in goods.sectors for code in sector_codes(name))


def _narrow(goods: Goods | None) -> tuple[str, ...]:
    if goods is None or not goods.narrow:
        return ()
    name = goods.commodity.replace("_", " ")
    return (
        f"The tables know {name} only as a part of {goods_in_words(goods.sectors)}; the answer is about the whole.",
    )


def _unit(unit: str) -> str:
    return "points" if unit == "pp" else "per cent"


def _why_no_shock(features: Features) -> str:
    if not economies_in(features.codes) and not features.codes:
        return "the sentence names no economy"
    if features.whole.has("event", "war", "exercise") or features.whole.has("commodity", "arms", "missiles", "drones"):
        return "the model has trade, prices and incomes, not arms or war"
    # Groups without members (the Global South) have longer codes.
    absent = [economy(code).short_name for code in features.codes if len(code) == ISO_LETTERS and not in_tables(code)]
    if absent:
        return f"the tables of the model have no row for {' and '.join(absent)}"
    return (
        "no supposition was recognised that the model can make: an embargo, a tariff, sanctions, a price cap, a "
        "payment measure, a route or a trade agreement"
    )
