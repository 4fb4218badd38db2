"""Why the forecast missed a partner, as far as it is known.

These are readings, not results: they rest on the dates of measures, on what the scenario leaves out, and on general
knowledge of the trade. None of them was used in the forecast.
"""

from __future__ import annotations

from types import MappingProxyType

from multipolar.data.russia_trade import TradeFlow

_GAS_AND_EXIT = "gas by pipe cut by the seller, contracts ended by buyers; no measure of the scenario"
_EXIT = "companies left and banks stopped paying, far beyond the listed goods"

REASONS: MappingProxyType[tuple[TradeFlow, str], str] = MappingProxyType(
    {
        ("exports", "IND"): "bought almost no Russian crude before, then took it at a discount; a model that scales "
        "what was there cannot make a new link",
        (
            "exports",
            "CHN",
        ): "took crude, coal and gas at a discount and built new links; the model spreads what is freed almost evenly",
        ("exports", "DEU"): _GAS_AND_EXIT,
        ("exports", "NLD"): "Rotterdam: crude, products and metals for others; nearly all of it ended, gas and "
        "unlisted goods too",
        ("exports", "ITA"): _GAS_AND_EXIT,
        (
            "exports",
            "POL",
        ): "gas cut off in April 2022, pipeline crude given up in 2023; the scenario keeps both in part",
        ("exports", "FRA"): "bans hit refined products hardest in the table; liquefied gas went on",
        ("exports", "FIN"): _GAS_AND_EXIT,
        ("exports", "KOR"): "no import ban, yet buyers left coal, crude and naphtha",
        ("exports", "JPN"): "no ban on most goods, yet buyers left coal and crude",
        (
            "exports",
            "BLR",
        ): "grew closer under its own sanctions, which the scenario leaves out; Belarus publishes little, "
        "the figure is an estimate",
        ("exports", "UKR"): "war: trade ended; not in the scenario",
        ("exports", "TUR"): "took crude and products at a discount, part of it to sell on",
        ("exports", "GBR"): "2021 was mostly gold, which was banned; the scenario bans a third of non-ferrous metals",
        ("exports", "USA"): "imports fell beyond the listed goods",
        ("exports", "KAZ"): "no measure; the model lets a neighbour take its part of what is freed",
        ("exports", "HKG"): "gold that had gone to London found a way here",
        ("imports", "CHN"): "cars, machinery and electronics took the place of those that left; in the model Russia, "
        "with less income, buys less from everyone not hit",
        ("imports", "DEU"): _EXIT,
        ("imports", "USA"): _EXIT,
        ("imports", "FRA"): _EXIT,
        ("imports", "ITA"): _EXIT,
        ("imports", "JPN"): _EXIT,
        ("imports", "FIN"): _EXIT,
        ("imports", "GBR"): _EXIT,
        ("imports", "POL"): _EXIT,
        ("imports", "CZE"): _EXIT,
        ("imports", "NLD"): _EXIT,
        ("imports", "KOR"): "carmakers and shippers left; few goods were listed",
        ("imports", "TUR"): "a way around for Western goods, and own sales",
        ("imports", "KAZ"): "a way around for Western goods",
        ("imports", "BLR"): "sold more in Russia as its own Western trade closed; partly an estimate",
        ("imports", "UKR"): "war: trade ended; not in the scenario",
        ("imports", "VNM"): "electronics made for global brands stopped",
        ("imports", "SVN"): "medicines, which no list hits, kept going",
        ("imports", "CHE"): "medicines and watches: the scenario lists more than stopped",
    }
)
