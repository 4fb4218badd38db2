"""What a sentence supposes, as a scenario: withdrawal, sanctions, tariffs, routes, payments, agreements.

Each builder looks at one kind of supposition and returns a `Shock`, or None when the sentence is about something else.
They are tried in the order of `BUILDERS`; numbers that the sentence does not give are assumed, and say so in the YAML.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from multipolar.claims.what_ifs.features import WEST, Features, Goods, as_group, economies_in, goods_of, in_tables
from multipolar.codes.economies import economy

FROM = "2023-02-06"
"""First day of a supposed measure: the day after the last measure of 2022, so that all are in force."""
LEAKAGE = "a tenth; no source"
HOSTILE = frozenset({"WEST", "EU", "USA", "GBR", "JPN", "CAN", "G7"})
TARIFF_POINTS = 0.25


@dataclass(frozen=True, slots=True)
class Shock:
    """A supposition as a scenario.

    Attributes
    ----------
    kind : ``withdrawal``, ``sanctions``, ``tariff``, ``passage``, ``arctic``, ``rail``, ``payments``, ``agreement``,
        ``price cap``, ``lost market``.
    words : in words, as the end of "what if ...".
    scenario, against : YAML; `against` is empty where the world as it was is meant.
    acting, hit : who acts, whom it hits. goods : what it is about, or None for all.
    """

    kind: str
    words: str
    scenario: str
    against: str
    acting: tuple[str, ...]
    hit: tuple[str, ...]
    goods: Goods | None = None
    notes: tuple[str, ...] = ()


def shock_of(features: Features) -> Shock | None:
    """The supposition of a what-if, or None when no builder knows it."""
    return next((shock for build in BUILDERS if (shock := build(features)) is not None), None)


def _withdrawal(features: Features) -> Shock | None:
    """ "Without X, Y ...", "if X stopped trading with Y": the two no longer trade; other sanctions stay as they are."""
    stopped = features.claim.kind == "conditional" and features.says("stop")
    without = features.claim.kind == "conditional" and features.whole.has("conditional", "without")
    if not without and not stopped:
        return None
    where = features.condition if features.condition.codes else features.whole
    givers = [code for code in where.codes if code != "WEST"]
    if not givers or not in_tables(givers[0]):
        # Who gives the support has no row of its own: nobody else may stand in.
        return None
    giver = givers[0]
    others = [code for code in features.codes if code not in HOSTILE | {giver} and in_tables(code)]
    if not others:
        return None
    taker = others[0]
    sanctioned = bool(HOSTILE & set(features.codes)) or features.whole.has("event", "sanctions")
    base = "measures-2022" if sanctioned and taker == "RUS" else ""
    against = _yaml("western-sanctions", "The Western measures of 2022", base) if base else ""
    goods = features.condition.goods()
    body = _instrument("withdrawal", "embargo", [giver], [taker], goods=goods, leakage=0.1)
    what = f" in {goods.commodity.replace('_', ' ')}" if goods is not None else ""
    title = f"{_name(giver)} and {_name(taker)} stop trading{what}" + (", under the Western measures" if base else "")
    scenario = _yaml(f"without-{giver.lower()}", title, base, body)
    notes = ("Support is read as trade; loans, arms and votes are not in the model.",)
    return Shock(
        "withdrawal",
        title,
        scenario,
        against,
        (giver,),
        (taker,),
        goods,
        notes,
    )


def _tariff(features: Features) -> Shock | None:
    """A tariff on the goods of a target."""
    if not features.whole.has("measure", "tariff"):
        return None
    goods = features.whole.goods()
    issuers = [actor.code for actor in features.claim.actors if actor.role == "issuer"]
    targets = [actor.code for actor in features.claim.actors if actor.role == "target"]
    targets = [code for code in targets if code not in HOSTILE or code == "USA"] or [
        code for code in economies_in(features.codes) if code not in issuers and code not in HOSTILE
    ]
    if not targets:
        return None
    notes = []
    if not issuers or issuers == targets:
        issuers = ["USA", "EU"]
        notes.append("Who raises the tariff is not said; the United States and the EU are assumed.")
    target = targets[0]
    sectors = goods or Goods("goods", ("goods",))
    body = _instrument("tariff", "tariff", [target], issuers, goods=sectors, rate=TARIFF_POINTS)
    on = f"on {sectors.commodity.replace('_', ' ')} from {_name(target)}"
    title = f"{_names(issuers)} put{'s' * (len(issuers) == 1)} 25 points more tariff {on}"
    return Shock("tariff", title, _yaml("tariff", title, "", body), "", tuple(issuers), (target,), goods, tuple(notes))


def _lost_market(features: Features) -> Shock | None:
    """A buyer stops taking a seller's goods ("to offset the lost European market")."""
    causal = features.whole.has("causal") or features.whole.has("event", "sanctions")
    goods = features.whole.goods() or (goods_of(features.claim.commodity) if features.claim.commodity else None)
    if not causal or goods is None:
        return None
    sellers = [code for code in economies_in(features.codes) if code not in HOSTILE]
    if not sellers:
        return None
    buyers = [code for code in features.codes if code in HOSTILE] or list(WEST)
    seller = sellers[0]
    body = _instrument("lost-market", "import_ban", [seller], buyers, goods=goods, leakage=0.05)
    title = f"{goods.commodity.replace('_', ' ')} from {_name(seller)} no longer goes to {_names(buyers)}"
    return Shock("lost market", title, _yaml("lost-market", title, "", body), "", tuple(buyers), (seller,), goods)


def _payments(features: Features) -> Shock | None:
    """Paying in one's own currencies, beside payment sanctions."""
    if not features.whole.has("currency_use") and not features.whole.has("measure", "settlement"):
        return None
    title = "China and Russia pay each other in yuan and roubles, under the payment measures of 2022"
    body = """  - id: own-currencies
    kind: settlement_agreement
    members: [CHN, RUS]
    currencies: [CNY, RUB]
    percent: 6.7
    from: 2023-02-06
    assumed:
      percent: the saving that a swap line brings in yuan-settlement-agreement (Bahaj and Reis 2025), for both
"""
    scenario, against = (
        _yaml("own-currencies", title, "swift-cut", body),
        _yaml("swift-cut-alone", "The payment measures", "swift-cut"),
    )
    return Shock("payments", title, scenario, against, ("CHN", "RUS"), ("RUS",))


def _route(features: Features) -> Shock | None:
    """A passage that closes, or a new route that opens."""
    routes = features.whole.ids("route")
    if not routes:
        return None
    passage = routes[0]
    if passage in {"northern-sea-route", "arctic", "nsr"}:
        return Shock(
            "arctic",
            "the Northern Sea Route opens for five months",
            _yaml("arctic", "Arctic season", "arctic-season"),
            "",
            (),
            (),
        )
    if passage in {"belt-and-road", "rail"}:
        title = "rail on the Belt and Road gets cheaper"
        return Shock("rail", title, _yaml("rail", title, "belt-and-road-rail"), "", (), ())
    known = {"red-sea": "bab-el-mandeb"}.get(passage, passage)
    body = f"""  - id: closure
    kind: close_passage
    passages: [{known}]
    from: {FROM}
    source: Thought experiment of the text.
"""
    title = f"{passage.replace('-', ' ')} is closed to ships"
    return Shock("passage", title, _yaml("closed", title, "", body), "", (), ())


def _agreement(features: Features) -> Shock | None:
    """Forums and trade agreements outside the West."""
    groups = [code for code in features.codes if code in {"BRICS", "SCO", "EAEU", "RCEP", "ASEAN"}]
    if not groups:
        return None
    members = [code for code in groups if code in {"BRICS", "EAEU", "RCEP", "ASEAN"}] or [
        "CHN",
        "RUS",
        "IND",
        "KAZ",
        "PAK",
    ]
    body = f"""  - id: agreement
    kind: bloc_agreement
    members: [{", ".join(members)}]
    tariff_cut: 1
    cost_reduction: 0.05
    from: {FROM}
    assumed:
      tariff_cut: full removal, the most that an agreement can do
      cost_reduction: a twentieth off all trade costs; no source
"""
    title = f"free trade among {', '.join(members)}"
    return Shock("agreement", title, _yaml("agreement", title, "", body), "", tuple(members), tuple(members))


def _sanctions(features: Features) -> Shock | None:
    """Sanctions or hostility of a coalition towards a target."""
    hostile = [code for code in features.codes if code in HOSTILE]
    said = features.whole.has("event", "sanctions") or features.says("hostile")
    if not hostile or not said:
        return None
    targets = [code for code in economies_in(features.codes) if code not in HOSTILE]
    if not targets:
        return None
    if features.says("stop"):
        body = _instrument("embargo", "embargo", hostile, targets[:1], goods=None, leakage=0.1)
        title = f"{_names(hostile)} and {_name(targets[0])} stop trading"
        return Shock("sanctions", title, _yaml("embargo", title, "", body), "", tuple(hostile), (targets[0],))
    if "RUS" in targets:
        title = "the Western measures of 2022 against Russia"
        scenario = _yaml("western-sanctions", "The Western measures of 2022", "measures-2022")
        return Shock("sanctions", title, scenario, "", WEST, ("RUS",))
    target = targets[0]
    body = _instrument("sanctions", "export_ban", hostile, [target], goods=goods_of("technology"), leakage=0.2)
    title = f"{_names(hostile)} stop selling technology to {_name(target)}"
    return Shock("sanctions", title, _yaml("sanctions", title, "", body), "", tuple(hostile), (target,))


def _price_cap(features: Features) -> Shock | None:
    """The cap on Russian crude."""
    if not features.whole.has("measure", "price_cap") or "RUS" not in features.codes:
        return None
    return Shock(
        "price cap", "the price cap on Russian crude", _yaml("cap", "The price cap", "oil-cap-2022"), "", WEST, ("RUS",)
    )


BUILDERS: tuple[Callable[[Features], Shock | None], ...] = (
    _withdrawal,
    _payments,
    _tariff,
    _price_cap,
    _lost_market,
    _route,
    _sanctions,
    _agreement,
)


def _yaml(name: str, title: str, extends: str, body: str = "") -> str:
    # In quotes, since names of economies may hold what means something in YAML (a colon, an apostrophe).
    head = f"name: {name}\ntitle: {json.dumps(title, ensure_ascii=False)}\n" + (
        f"extends: {extends}\n" if extends else ""
    )
    return head + (f"instruments:\n{body}" if body else "")


def _instrument(
    name: str,
    kind: str,
    origin: list[str],
    destination: list[str],
    *,
    goods: Goods | None,
    leakage: float | None = None,
    rate: float | None = None,
) -> str:
    lines = [f"  - id: {name}", f"    kind: {kind}"]
    lines.append(f"    origin: [{', '.join(as_group(tuple(origin)))}]")
    lines.append(f"    destination: [{', '.join(as_group(tuple(destination)))}]")
    if goods is not None and goods.product and rate is None:
        lines.append(f"    product: {goods.product}")
    else:
        lines.append(f"    sectors: {'all' if goods is None else '[' + ', '.join(goods.sectors) + ']'}")
    assumed = []
    if leakage is not None:
        lines.append(f"    leakage: {leakage}")
        assumed.append(f"      leakage: {leakage:g} of the trade gets through; no source")
    if rate is not None:
        lines += ["    mode: add", f"    rate: {rate}"]
        assumed.append(f"      rate: {100 * rate:g} points, since the sentence gives no rate that fits the sector")
    lines += [f"    from: {FROM}", "    source: Thought experiment of the text.", "    assumed:", *assumed]
    return "\n".join(lines) + "\n"


def _name(code: str) -> str:
    from multipolar.codes.blocs import blocs

    if code == "WEST":
        return "the West"
    return blocs()[code].name if code in blocs() else economy(code).short_name


def _names(codes: list[str]) -> str:
    names = [_name(code) for code in codes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
