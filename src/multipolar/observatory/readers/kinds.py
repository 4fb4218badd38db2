"""The sources that readers know: what each is called, who publishes it, what it measures, and which reader reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from multipolar.data.catalog import card
from multipolar.observatory.readers.baci import read_baci
from multipolar.observatory.readers.boz import read_invoicing
from multipolar.observatory.readers.comext import read_comext
from multipolar.observatory.readers.comtrade import read_comtrade
from multipolar.observatory.readers.gsdb import read_gsdb
from multipolar.observatory.readers.imts import read_imts
from multipolar.observatory.readers.reading import Reading
from multipolar.observatory.readers.sipri import read_sipri
from multipolar.observatory.records import Source

SIDES = MappingProxyType({"exporter": "exporter's report", "importer": "importer's report"})


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of file.

    Attributes
    ----------
    key : what the user writes. card : key of the card with licence, address and citation. title : of its figures.
    two_sided : both the exporter's and the importer's reports are kept, each as a source of its own.
    """

    key: str
    card: str
    title: str
    read: Callable[..., Reading]
    two_sided: bool = False


KINDS: Mapping[str, SourceKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            SourceKind("baci", "baci", "CEPII BACI", read_baci),
            SourceKind("imts", "imf-imts", "IMF IMTS", read_imts, two_sided=True),
            SourceKind("comext", "eurostat-comext", "Eurostat Comext", read_comext, two_sided=True),
            SourceKind("comtrade", "un-comtrade", "UN Comtrade", read_comtrade, two_sided=True),
            SourceKind("sipri", "sipri-register", "SIPRI", read_sipri),
            SourceKind("gsdb", "gsdb", "Global Sanctions Data Base", read_gsdb),
            SourceKind("boz", "boz-2022", "Boz et al.", read_invoicing),
        )
    }
)


def source_of(kind: SourceKind, key: str, vintage: str, retrieved: str) -> Source:
    """The source record of one of a kind's sources, with what its catalogue card says."""
    about = card(kind.card)
    side = SIDES.get(key.rpartition("-")[2], "") if kind.two_sided else ""
    return Source(
        key=key,
        title=f"{kind.title}, {side}" if side else kind.title,
        publisher=about.publisher,
        licence=about.licence,
        address=about.address,
        citation=about.citation,
        card=about.key,
        vintage=vintage,
        retrieved=retrieved,
    )
