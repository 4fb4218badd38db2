"""The sources that readers know: what each is called, who publishes it, what it measures, and which reader reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from multipolar.data.catalog import card
from multipolar.errors import DataError
from multipolar.observatory.indicators import registry
from multipolar.observatory.readers.baci import read_baci
from multipolar.observatory.readers.comext import read_comext
from multipolar.observatory.readers.imts import read_imts
from multipolar.observatory.readers.reading import Reading
from multipolar.observatory.records import Indicator, Source

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


def indicator_of(name: str, unit: str, source: str) -> Indicator | None:
    """The record of an indicator that is not bundled; None where it is.

    Raises
    ------
    DataError
        If a reader made an indicator that nobody has defined.
    """
    known = registry()
    if name in known:
        return None
    base = known.get(name.removesuffix("-eur"))
    if base is not None and unit == "EUR":
        return Indicator(
            id=name,
            dimension=base.dimension,
            title=f"{base.title}, in euro",
            definition=f"{base.definition} In euro, as the source prints it.",
            unit=unit,
            kind=base.kind,
            reporter=base.reporter,
            partner=base.partner,
            sources=(source,),
        )
    raise DataError(f"indicator '{name}'", "has no definition", evidence=f"unit {unit}, source {source}")
