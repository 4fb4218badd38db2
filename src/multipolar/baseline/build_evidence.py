"""Which published totals are fit to serve as evidence for the world of 2022, and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.baseline.balance import fit_rows_and_expenditure, tradedness
from multipolar.baseline.build_customs import CustomsRecords
from multipolar.baseline.complete import OpenWorld
from multipolar.baseline.evidence import PairEvidence, normalise_pairs, pull_pairs
from multipolar.data.comtrade_matrix import GoodsMatrix

#: Entrepots and seats of multinationals: customs values of these are mostly goods in transit or merchanting.
HUBS = ("HKG", "SGP", "NLD", "BEL", "ARE", "CYP", "LUX", "MLT", "LVA", "IRL", "CHE")
#: Economies whose pairs carry headlines.
HEADLINES = ("RUS", "CHN", "USA", "IND", "TUR", "KAZ", "BLR")
#: No complete customs record of the year: partners or whole reporters are missing.
INCOMPLETE = ("BLR", "STP", "TWN")
#: Services that carry goods: customs values include them, so they are no part of the services balance added to customs.
MARGINS = ("G", "H49")
#: Russia's customs values contain export duties, which basic prices do not: its external balance is believed less.
EXPORT_DUTY_BAND = 0.02
#: FOB over CIF, assumed, where imports are recorded with freight and insurance.
FOB_OVER_CIF = 0.95
#: A pair is refused if 2021 over 2023 lies outside; a reporter if it names no partner for more than the second share.
YEARS_AGREE = (0.4, 2.5)
UNSPECIFIED_LIMIT = 0.2
#: Dead band of expenditure (ratio) where nothing speaks against the external balance, and for hubs.
SPENDING_BAND, HUB_BAND = 0.05, 0.30
#: Income at basic prices over GDP, the typical value and the range in which it is no cause for doubt.
INCOME_OVER_GDP, INCOME_RANGE = 0.94, (0.86, 1.02)


@dataclass(frozen=True, slots=True)
class SpendingEvidence:
    """Final expenditure (N,), USD mn at basic prices: from external balances, or as imputed where there is none.

    `band` (N,) is how far it may lie off (ratio), wider where sources disagree; `doubt` says why.
    """

    spending: Array
    band: Array
    doubt: tuple[str, ...]


def weigh_evidence(world: OpenWorld, final: Array, customs: CustomsRecords, gdp: dict[str, float]) -> Array:
    """Final flows (J, N, N) after the evidence: expenditure, one step towards pair totals, expenditure again."""
    goods = goods_mask(world.sectors)
    traded = tradedness(world.intermediate + final)
    evidence = spending_evidence(world, final, customs, gdp)
    low, high = evidence.spending / (1.0 + evidence.band), evidence.spending * (1.0 + evidence.band)
    answer = fit_rows_and_expenditure(final, world.final_sales, low, high, traded)
    pairs = pair_evidence(world.economies, customs)
    targets = normalise_pairs(pairs.value, goods_trade(world, answer), pairs.own_year)
    answer = pull_pairs(answer, world.intermediate, world.final_sales, goods, targets, pairs)
    return fit_rows_and_expenditure(answer, world.final_sales, low, high, traded)


def goods_mask(sectors: tuple[str, ...]) -> BoolArray:
    """(J,) True for agriculture, mining and manufacturing."""
    return np.array([code[0] in "ABC" for code in sectors])


def goods_trade(world: OpenWorld, final: Array) -> Array:
    """(N, N) USD mn at basic prices, importer by exporter; the diagonal is zero."""
    goods = goods_mask(world.sectors)
    trade: Array = world.intermediate[goods].sum(axis=0) + final[goods].sum(axis=0)
    np.fill_diagonal(trade, 0.0)
    return trade


def spending_evidence(
    world: OpenWorld, final: Array, customs: CustomsRecords, gdp: dict[str, float]
) -> SpendingEvidence:
    """Income less the trade balance: goods from customs, services as modelled but for the margins that customs include.

    Goods are those of 2023 with fuels of 2022, for Russia its own records of 2022. Trade with Taiwan, which the matrix
    of 2023 lacks, is taken from the model.
    """
    listed = world.economies[:-1]
    exchange = world.intermediate + final
    diagonal = np.arange(len(world.economies))
    exchange[:, diagonal, diagonal] = 0.0
    goods = goods_mask(world.sectors)
    services = ~goods & ~np.isin(world.sectors, MARGINS)
    net = exchange.sum(axis=1) - exchange.sum(axis=2)
    taiwan = world.economies.index("TWN")
    with_taiwan = exchange[goods][:, taiwan, :].sum(axis=0) - exchange[goods][:, :, taiwan].sum(axis=0)
    others = _balance(customs.goods_2023, listed) - _balance(customs.fuels[2023], listed)
    earlier = _balance(customs.goods_2021, listed) - _balance(customs.fuels[2021], listed)
    balance = others + _balance(customs.fuels[2022], listed) + with_taiwan[:-1]
    russia = listed.index("RUS")
    balance[russia] = customs.russia_exports["G001"] - FOB_OVER_CIF * customs.russia_imports["G001"]
    balance = balance + net[services].sum(axis=0)[:-1]
    income = world.income[:-1]
    gap = np.abs(others - earlier) / income
    gap[russia] = 0.0
    band, doubts = np.full(len(world.economies), SPENDING_BAND), []
    for index, code in enumerate(listed):
        ratio = income[index] * 1e6 / gdp[code] if code in gdp else INCOME_OVER_GDP
        doubt = ["no complete customs record: held near the imputed value"] if code in INCOMPLETE else []
        if code == "RUS":
            band[index] += EXPORT_DUTY_BAND
            doubt.append("customs values contain export duties")
        if code in HUBS:
            band[index] += HUB_BAND
            doubt.append("hub: customs values are mostly transit or merchanting")
        if np.isfinite(gap[index]) and code not in INCOMPLETE:
            band[index] += gap[index]
            if gap[index] > SPENDING_BAND:
                doubt.append(f"balances of 2021 and 2023 differ by {gap[index]:.0%} of income")
        if not INCOME_RANGE[0] <= ratio <= INCOME_RANGE[1]:
            band[index] += abs(np.log(ratio / INCOME_OVER_GDP))
            doubt.append(f"income of the table is {ratio:.2f} of GDP")
        doubts.append("; ".join(doubt))
    spending = final.sum(axis=(0, 2))
    known = ~np.isin(listed, INCOMPLETE)
    spending[:-1] = np.where(known, income - balance, spending[:-1])
    unlisted = _unlisted_balance(customs, listed) + net[services].sum(axis=0)[-1]
    spending[-1] = world.income[-1] - unlisted
    return SpendingEvidence(spending, band, (*doubts, "built by constraint"))


def _unlisted_balance(customs: CustomsRecords, listed: tuple[str, ...]) -> float:
    """Goods balance of all unlisted economies, USD mn."""
    others = tuple(code for code in customs.goods_2023.economies if code not in listed)
    fuels = [_balance(customs.fuels[year], others) for year in (2022, 2023)]
    return float(np.nansum(_balance(customs.goods_2023, others) + np.nan_to_num(fuels[0]) - np.nan_to_num(fuels[1])))


def pair_evidence(economies: tuple[str, ...], customs: CustomsRecords) -> PairEvidence:
    """Mean of 2021 and 2023 without fuels plus fuels of 2022; Russia's partners from its records of 2022.

    Refused: pairs whose years disagree, and 2021 values of reporters that leave partners unnamed. An empty cell of 2023
    is missing, never zero.
    """
    fuels = {year: np.nan_to_num(customs.fuels[year].between(economies, economies)) for year in customs.fuels}
    first, second = (matrix.between(economies, economies) for matrix in (customs.goods_2021, customs.goods_2023))
    place = {code: index for index, code in enumerate(customs.goods_2021.economies)}
    vague = [customs.goods_2021.unspecified[place[code]] if code in place else np.nan for code in economies]
    first[:, ~(np.array(vague) <= UNSPECIFIED_LIMIT)] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = first / second
    refused = np.isfinite(ratio) & ((ratio < YEARS_AGREE[0]) | (ratio > YEARS_AGREE[1]))
    both = np.stack([np.maximum(first - fuels[2021], 0.0), np.maximum(second - fuels[2023], 0.0)])
    known = np.isfinite(both)
    mean = np.where(known, both, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    value = np.where(known.any(axis=0) & ~refused, mean + fuels[2022], np.nan)
    np.fill_diagonal(value, np.nan)
    named = np.zeros(value.shape, dtype=bool)
    russia = economies.index("RUS")
    for index, code in enumerate(economies):
        if code in customs.russia_exports and code in customs.russia_imports:
            value[index, russia] = customs.russia_exports[code]
            value[russia, index] = FOB_OVER_CIF * customs.russia_imports[code]
            named[index, russia] = named[russia, index] = True
    news = np.isin(economies, HEADLINES)
    refused &= ~named
    published = np.where(refused, np.nan_to_num(mean) + fuels[2022], value)
    return PairEvidence(value, published, refused, news[:, None] & news[None, :], named)


def _balance(matrix: GoodsMatrix, economies: tuple[str, ...]) -> Array:
    """Exports less imports of each economy, USD mn, NaN where the source does not list it."""
    place = {code: index for index, code in enumerate(matrix.economies)}
    flow = np.nan_to_num(matrix.flow)
    net = flow.sum(axis=0) - flow.sum(axis=1)
    return np.array([net[place[code]] if code in place else np.nan for code in economies])
