"""Published numbers on Russia's loss, each with its setting and with what we could confirm of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["confirmed", "unverified"]


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """One number of the literature.

    Attributes
    ----------
    change_pct : of Russia, as printed. qualifier : ``over`` and the like, as the source says.
    standing : ``confirmed`` where the number was read in a text of the authors or their institute (`seen_in`);
        ``unverified`` where it was not.
    done, coalition, horizon, base : the setting; ``not stated`` where the text that was read does not say.
    counterpart : key of our nearest setting, or empty.
    comparable : False where horizon or shock is one that we do not have.
    differs : what is different in ours, in a line.
    """

    key: str
    citation: str
    change_pct: float
    qualifier: str
    measure: str
    standing: Standing
    seen_in: str
    done: str
    coalition: str
    horizon: str
    base: str
    counterpart: str
    comparable: bool
    differs: str


PUBLISHED: tuple[PublishedResult, ...] = (
    PublishedResult(
        key="2014-low",
        citation="Flach, Heiland, Larch, Steininger and Teti (2024), Review of International Economics 32(1), 281-323",
        change_pct=-0.3,
        qualifier="",
        measure="real income",
        standing="confirmed",
        seen_in="abstract",
        done="sanctions and countersanctions of 2014 to 2019, trade costs estimated by gravity",
        coalition="those who sanctioned",
        horizon="long",
        base="not stated",
        counterpart="tenth",
        comparable=False,
        differs="not the same shock: ours is a round number, theirs an estimate, and already in our tables",
    ),
    PublishedResult(
        key="2014",
        citation="Chowdhry, Hinz, Kamin and Wanner (2024), Brothers in arms, Economic Policy",
        change_pct=-1.5,
        qualifier="",
        measure="welfare",
        standing="confirmed",
        seen_in="press release of the Kiel Institute, October 2022",
        done="sanctions of 2014, trade costs estimated by gravity; exports 36 per cent lower, imports over 30",
        coalition="those who sanctioned",
        horizon="long",
        base="the year before the sanctions",
        counterpart="tenth",
        comparable=False,
        differs="not the same shock: ours is a round number, theirs an estimate, and already in our tables",
    ),
    PublishedResult(
        key="2022",
        citation="source not found; the number circulates without its source",
        change_pct=-2.6,
        qualifier="",
        measure="not stated",
        standing="unverified",
        seen_in="not seen",
        done="measures of 2022",
        coalition="not stated",
        horizon="not stated",
        base="not stated",
        counterpart="measures-2021",
        comparable=True,
        differs="listed trade measures only, coverage assumed; no finance, no gas cut, no exit of companies",
    ),
    PublishedResult(
        key="ntb-goods",
        citation="Trade decoupling from Russia (authors and journal not verified)",
        change_pct=-4.8,
        qualifier="",
        measure="welfare",
        standing="confirmed",
        seen_in="abstract",
        done="non-tariff barriers double, both ways, all goods; measures actually taken: about 80 per cent of it",
        coalition="the West",
        horizon="long",
        base="not stated",
        counterpart="double-goods-2021",
        comparable=True,
        differs="ours doubles the whole delivered cost, theirs non-tariff barriers; their elasticities not seen",
    ),
    PublishedResult(
        key="decoupling-4",
        citation="Flach, Heiland, Larch, Steininger and Teti (2024), Review of International Economics 32(1), 281-323",
        change_pct=-4.0,
        qualifier="over",
        measure="real income",
        standing="confirmed",
        seen_in="abstract",
        done="full decoupling",
        coalition="EU and its allies",
        horizon="long",
        base="not stated",
        counterpart="allies-2021",
        comparable=True,
        differs="sectors within a pair are those of 2022; their elasticities not seen",
    ),
    PublishedResult(
        key="capital",
        citation="Long-run consequences of sanctions on Russia, NBER Working Paper 33506 (2025; authors not verified)",
        change_pct=-8.5,
        qualifier="",
        measure="consumption",
        standing="confirmed",
        seen_in="abstract",
        done="sanctions of the size of those since 2022; capital adjusts, which makes the loss 1.4 times larger",
        coalition="the West",
        horizon="long",
        base="not stated",
        counterpart="allies-2021",
        comparable=False,
        differs="no capital in ours; without it theirs is about -6",
    ),
    PublishedResult(
        key="decoupling",
        citation="Felbermayr, Mahlkow and Sandkamp (2022), EconPol Policy Brief 41; Kiel Working Paper 2210",
        change_pct=-9.7,
        qualifier="",
        measure="real income",
        standing="confirmed",
        seen_in="key messages of the policy brief",
        done="non-tariff barriers double, both ways; bilateral imports almost vanish",
        coalition="USA and allies",
        horizon="long",
        base="latest GTAP at the time",
        counterpart="double-2021",
        comparable=True,
        differs="ours doubles delivered cost, theirs non-tariff barriers; their elasticities not seen",
    ),
    PublishedResult(
        key="embargo-short",
        citation="Mahlstein, McDaniel, Schropp and Tsigas (2022), The World Economy 45(11), 3344-3383",
        change_pct=-14.0,
        qualifier="upwards of",
        measure="real GDP",
        standing="confirmed",
        seen_in="abstract and authors' column",
        done="embargo, exit of the allies' capital (the largest part), dearer trade with others",
        coalition="about 40 allies",
        horizon="short to medium",
        base="GTAP",
        counterpart="allies-short",
        comparable=False,
        differs="no capital and no finance in ours, which make the largest part of theirs",
    ),
)
