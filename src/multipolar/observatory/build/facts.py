"""Single dated facts, each with the words of its source: customs of China, settlement, the Northern Sea Route, cars."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from multipolar.data.settlement import load_settlement, load_world_shares
from multipolar.data.urals import load_china_crude, load_urals_discount
from multipolar.observatory.build.tidy import Row, checked
from multipolar.observatory.records import WORLD

_STATUS = {"confirmed": "official", "unverified": "unverified"}
_PARTIES = {"Russia total": WORLD, "Asia": "ASIA"}
_CURRENCY = {"USD+EUR": "usd-eur", "RUB+CNY": "yuan-rouble"}
_TWO_WAY = {
    "Russia-China": ("CHN", "RUS", "russia-government"),
    "EAEU": ("EAEU", "EAEU", "eurasian-commission"),
}
CUSTOMS = "china-customs"


def china_crude() -> Iterator[Row]:
    """China's crude imports by supplier at China Customs, tonnes."""
    for fact in load_china_crude():
        supplier = WORLD if fact.supplier == "TOTAL" else fact.supplier
        value = round(fact.mt * 1e6)
        yield Row("crude", supplier, "CHN", str(fact.year), value, CUSTOMS, _STATUS[fact.status], fact.source)


def urals_discount() -> Iterator[Row]:
    """The discount of Urals to Brent as quoted."""
    for fact in load_urals_discount():
        status = "estimate" if fact.status == "confirmed" else fact.status
        value, note = fact.usd_per_barrel, f"{fact.kind}; {fact.source}"
        yield Row("urals-discount", "RUS", "", fact.period, value, "urals-quotes", status, note)


def settlement() -> Iterator[Row]:
    """Currencies in which Russia's trade is settled, and shares of currencies in the world."""
    for share in load_settlement():
        currency = _CURRENCY.get(share.currency, share.currency.lower())
        status = checked(share.check)
        if share.flow == "trade":
            first, second, key = _TWO_WAY[share.scope]
            key = "russia-government" if "minister" in share.source else key
            name = f"settlement-share-two-way-{currency}"
            yield Row(name, first, second, share.date, share.share_pct, key, status, share.source)
            continue
        other = _PARTIES[share.scope]
        reporter, partner = ("RUS", other) if share.flow == "export" else (other, "RUS")
        name = f"settlement-share-{currency}"
        yield Row(name, reporter, partner, share.date, share.share_pct, "bank-of-russia", status, share.source)
    for world in load_world_shares():
        name, key = ("swift-share", "swift") if world.series.startswith("swift") else ("reserves-share", "imf-cofer")
        currency = world.currency.lower()
        yield Row(f"{name}-{currency}", WORLD, "", world.date, world.share_pct, key, checked(world.check), world.source)


def china_russia_trade(folder: Path) -> Iterator[Row]:
    """Goods trade of China and Russia at China Customs; a recalled split of a confirmed total is unverified."""
    for row in _rows(folder / "china_russia_trade_usd_bn.csv"):
        check, note = row["check"], row["source"]
        split = "unverified" if check.startswith("lookup(total") else checked(check)
        flows = [
            ("trade-total", "CHN", "RUS", row["total"], checked(check)),
            ("goods", "CHN", "RUS", row["chn_exports"], split),
            ("goods", "RUS", "CHN", row["chn_imports"], split),
        ]
        for indicator, reporter, partner, text, status in flows:
            if text:
                yield Row(indicator, reporter, partner, row["year"], float(text) * 1e9, CUSTOMS, status, note)


def routes(folder: Path) -> Iterator[Row]:
    """Cargo of the Northern Sea Route, gas through Power of Siberia, distances by sea."""
    for row in _rows(folder / "nsr_and_corridors.csv"):
        value, year, status, note = float(row["value"]), row["year"], checked(row["check"]), row["source"]
        match row["item"]:
            case "NSR cargo":
                yield Row("nsr-cargo", "RUS", "", year, value * 1e6, "rosatom", status, note)
            case "NSR international transit":
                yield Row("nsr-transit", "RUS", "", year, value * 1e6, "rosatom", status, note)
            case "Power of Siberia gas":
                yield Row("gas-pipeline-volume", "RUS", "CHN", year, value * 1e9, "gazprom", status, note)
            case "Power of Siberia design capacity":
                yield Row("gas-pipeline-capacity", "RUS", "CHN", year, value * 1e9, "gazprom", status, note)
            case item:
                name = "sea-distance-arctic" if "Arctic" in item else "sea-distance-suez"
                pair = ("CHN", "NLD") if "Rotterdam" in item else ("CHN", "RUS")
                yield Row(name, *pair, "2022", value, "searoute", "estimate", f"{item}; {note}")


def goods_and_meetings(folder: Path) -> Iterator[Row]:
    """Cars, semiconductors, exercises, meetings, India's crude."""
    shapes = {
        "Semiconductors CHN->RUS exports": ("semiconductors", "CHN", "RUS", "iif", 1e6),
        "Integrated circuits CHN->RUS (HS8542)": ("integrated-circuits", "CHN", "RUS", CUSTOMS, 1e6),
        "Semiconductor devices imported by RUS from CHN": ("semiconductors", "CHN", "RUS", "comtrade-quoted", 1e6),
        "Passenger cars CHN->RUS": ("cars", "CHN", "RUS", CUSTOMS, 1e3),
        "Passenger cars CHN->RUS Jan-Jul": ("cars", "CHN", "RUS", CUSTOMS, 1e3),
        "China share of RUS car imports": ("cars-import-share", "CHN", "RUS", "russian-customs", 1.0),
        "China share of RUS car imports Jan-Aug": ("cars-import-share", "CHN", "RUS", "russian-customs", 1.0),
        "CHN-RUS joint exercises": ("joint-exercises", "CHN", "RUS", "us-ndu", 1.0),
        "Xi-Putin meetings since 2013 by 2021-12": ("leader-meetings", "CHN", "RUS", "tass", 1.0),
        "IND crude from RUS": ("crude-rate", "RUS", "IND", "oies", 1e6),
    }
    spans = {"Jan-Jul": "2023-01/2023-07", "Jan-Aug": "2023-01/2023-08", "2021-12": "2021-12"}
    for row in _rows(folder / "goods_and_exercises.csv"):
        if row["item"] not in shapes:
            continue
        indicator, reporter, partner, key, factor = shapes[row["item"]]
        period = next((span for word, span in spans.items() if word in row["item"]), row["year"])
        note = f"{row['source']}; {row['unit']}"
        value, status = float(row["value"]) * factor, checked(row["check"])
        yield Row(indicator, reporter, partner, period, round(value, 6), key, status, note)
        if "USD 5.65bn" in row["unit"]:
            yield Row("cars-value", reporter, partner, period, 5.65e9, key, status, note)


def electric_car_duty(folder: Path) -> Iterator[Row]:
    """The additional duty of the United States on Chinese electric cars before and after its rise of May 2024.

    The old rate is dated to the day before the announcement, which is the last day on which it is known from it.
    """
    announced, in_force = (
        row
        for row in _rows(folder / "russia_measures.csv")
        if (row["sender"], row["target"], row["type"]) == ("USA", "CHN", "tariff")
    )
    before, after = (float(text) for text in re.findall(r"(\d+)%", announced["measure"]))
    day = datetime.date.fromisoformat(announced["date"])
    note = f"{announced['source']}; announced {day}, in force {in_force['date']}"
    status = checked(announced["check"])
    for period, value in ((day - datetime.timedelta(days=1), before), (day, after)):
        yield Row("tariff-electric-cars", "CHN", "USA", period.isoformat(), value, "ustr", status, note)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
