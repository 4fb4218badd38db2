"""One module for each kind of measure, and the registry from which everything else learns what kinds there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from multipolar.scenario.base import Instrument, TradeInstrument
from multipolar.scenario.instruments.bloc_agreement import BlocAgreement
from multipolar.scenario.instruments.close_passage import ClosePassage
from multipolar.scenario.instruments.corridor import Corridor
from multipolar.scenario.instruments.detour import Detour
from multipolar.scenario.instruments.embargo import Embargo
from multipolar.scenario.instruments.export_ban import ExportBan
from multipolar.scenario.instruments.export_tax import ExportTax
from multipolar.scenario.instruments.import_ban import ImportBan
from multipolar.scenario.instruments.import_quota import ImportQuota
from multipolar.scenario.instruments.northern_sea_route import NorthernSeaRoute
from multipolar.scenario.instruments.payment_sanction import PaymentSanction
from multipolar.scenario.instruments.price_cap import PriceCap
from multipolar.scenario.instruments.secondary_sanctions import SecondarySanctions
from multipolar.scenario.instruments.settlement_agreement import SettlementAgreement
from multipolar.scenario.instruments.tariff import Tariff
from multipolar.scenario.instruments.trade_cost import TradeCost
from multipolar.scenario.instruments.transfer import Transfer

KINDS: Mapping[str, type[Instrument]] = MappingProxyType(
    {
        kind.kind_name(): kind
        for kind in (
            Tariff,
            ImportBan,
            ExportBan,
            Embargo,
            TradeCost,
            ExportTax,
            BlocAgreement,
            Transfer,
            ImportQuota,
            ClosePassage,
            NorthernSeaRoute,
            Corridor,
            PriceCap,
            Detour,
            PaymentSanction,
            SettlementAgreement,
            SecondarySanctions,
        )
    }
)

__all__ = [
    "KINDS",
    "BlocAgreement",
    "ClosePassage",
    "Corridor",
    "Detour",
    "Embargo",
    "ExportBan",
    "ExportTax",
    "ImportBan",
    "ImportQuota",
    "Instrument",
    "NorthernSeaRoute",
    "PaymentSanction",
    "PriceCap",
    "SecondarySanctions",
    "SettlementAgreement",
    "Tariff",
    "TradeCost",
    "TradeInstrument",
    "Transfer",
]
