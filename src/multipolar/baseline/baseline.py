"""The Baseline: what the world economy was in one year, in the shares that exact hat algebra needs.

Axis order: j sector, n importer, i exporter. Expenditure is at importers' prices, tariffs included; sales and gross
output are at basic prices (Caliendo and Parro 2015, section 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from multipolar.arrays import Array, BoolArray, frozen
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.data.world_table import CellState, WorldTable
from multipolar.errors import DataError, ShapeError

# Accounts of a baseline must close to this, relative; what is left is rounding of the source.
ACCOUNTS = 1e-7


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the numbers of a baseline come from.

    Attributes
    ----------
    sources : catalogue keys of the tables used.
    notes : one line each, in the order a reader should meet them.
    imputed_share : (J, N, N) share of each bilateral flow that is imputed rather than published, in [0, 1].
    tariff_imputed : (N, N) True where the pair's tariffs come from a rule instead of a table (importer, exporter).
    net_tax_share : (J, N) part of `Baseline.value_added_share` that is net taxes on inputs (tariffs included).
    checksum : SHA-256 of the stored file that it is or was derived from; empty where there is none.
    """

    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    imputed_share: Array | None = None
    tariff_imputed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None = None
    net_tax_share: Array | None = None
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The world of one year, in shares. Everything is frozen; `from_table` derives it from flows.

    Attributes
    ----------
    trade_share : (J, N, N), ``pi[j, n, i]``, sums to one over ``i`` wherever there is expenditure.
    expenditure : (J, N) USD mn at importers' prices, tariffs included.
    gross_output : (J, N) USD mn at basic prices; zero marks an absent producer.
    value_added_share : (J, N), share of primary income (value added and net taxes on inputs) in gross output.
    input_share : (N, K, J), input ``k`` per unit of output of ``j``, at importers' prices.
    final_share : (J, N), shares of final expenditure, sum to one over ``j``.
    value_added : (N,) USD mn, primary income of the economy.
    deficit : (N,) USD mn, final expenditure minus income from value added and tariffs; sums to zero.
    tariff_rate : (J, N, N), 0.25 is 25 %.
    """

    name: str
    title: str
    year: int
    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    trade_share: Array
    expenditure: Array
    gross_output: Array
    value_added_share: Array
    input_share: Array
    final_share: Array
    value_added: Array
    deficit: Array
    tariff_rate: Array
    elasticities: ElasticityTable
    provenance: Provenance = field(default_factory=Provenance)
    table: WorldTable | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        sectors, economies = len(self.sectors), len(self.economies)
        pair, cell = (sectors, economies, economies), (sectors, economies)
        expected = {
            "trade_share": pair,
            "tariff_rate": pair,
            "expenditure": cell,
            "gross_output": cell,
            "value_added_share": cell,
            "final_share": cell,
            "input_share": (economies, sectors, sectors),
            "value_added": (economies,),
            "deficit": (economies,),
        }
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise ShapeError(
                    f"baseline {self.name}, {name}", f"has shape {getattr(self, name).shape}, expected {shape}"
                )
        if self.elasticities.sectors != self.sectors:
            raise DataError(f"baseline {self.name}", "elasticities are for other sectors than the table")

    @classmethod
    def from_table(
        cls,
        table: WorldTable,
        tariff_rate: Array,
        elasticities: ElasticityTable,
        provenance: Provenance | None = None,
    ) -> Baseline:
        """Turn flows at basic prices into shares at importers' prices.

        Tariffs are added on top of the basic-price flows. What sectors pay in tariffs on their inputs comes out of the
        net taxes that the table books in their cost, so gross output and total cost stay equal.

        Raises
        ------
        DataError
            If the table breaks an accounting rule, or primary income is not positive somewhere.
        """
        table.check()
        flow = table.intermediate_flow + table.final_flow
        paid = flow * (1.0 + tariff_rate)
        expenditure = paid.sum(axis=2)
        bought = table.intermediate_flow.sum(axis=2)
        paid_by_industry = (table.intermediate_flow * (1.0 + tariff_rate)).sum(axis=2)
        markup = np.divide(paid_by_industry, bought, out=np.ones_like(bought), where=bought > 0)
        output = table.gross_output
        safe_output = np.where(output > 0, output, 1.0)
        input_share = table.input_use * markup.T[:, :, None] / safe_output.T[:, None, :]
        value_added_share = np.where(output > 0, 1.0 - input_share.sum(axis=1).T, 1.0)
        return cls.from_shares(
            name=table.name,
            title=table.title,
            year=table.year,
            economies=table.economies,
            sectors=table.sectors,
            trade_share=np.divide(
                paid, expenditure[:, :, None], out=np.zeros_like(paid), where=expenditure[:, :, None] > 0
            ),
            expenditure=expenditure,
            gross_output=output,
            value_added_share=value_added_share,
            input_share=input_share,
            tariff_rate=tariff_rate,
            elasticities=elasticities,
            provenance=provenance or _provenance_of(table),
            table=table,
        )

    @classmethod
    def from_shares(
        cls,
        *,
        name: str,
        title: str = "",
        year: int,
        economies: tuple[str, ...],
        sectors: tuple[str, ...],
        trade_share: Array,
        expenditure: Array,
        gross_output: Array,
        value_added_share: Array,
        input_share: Array,
        tariff_rate: Array,
        elasticities: ElasticityTable,
        provenance: Provenance | None = None,
        table: WorldTable | None = None,
    ) -> Baseline:
        """Complete a baseline from shares: final demand, value added and deficits follow from the accounts.

        Raises
        ------
        DataError
            If shares do not sum to one, or primary income or final demand is negative somewhere; the message names the
            worst cell.
        """
        _check_sum("trade shares", trade_share.sum(axis=2), expenditure > 0, name, economies, sectors)
        cost = value_added_share + input_share.sum(axis=1).T
        _check_sum("shares of value added and inputs", cost, gross_output > 0, name, economies, sectors)
        used = np.einsum("nkj,jn->kn", input_share, gross_output)
        final = expenditure - used
        scale = np.maximum(expenditure, 1e-6 * expenditure.max())
        sold = np.einsum("jni,jn->ji", trade_share / (1.0 + tariff_rate), expenditure)
        gap = np.abs(sold - gross_output) / np.maximum(gross_output, 1e-6 * gross_output.max())
        if gap.max() > ACCOUNTS:
            j, i = (int(a) for a in np.unravel_index(int(np.argmax(gap)), gap.shape))
            raise DataError(
                f"baseline {name}",
                "gross output is not what trade shares and expenditure say is sold",
                evidence=f"{economies[i]} {sectors[j]}: {gross_output[j, i]:.6g} against {sold[j, i]:.6g} USD mn",
            )
        if (final < -ACCOUNTS * scale).any():
            j, n = (int(a) for a in np.unravel_index(int(np.argmin(final / scale)), final.shape))
            raise DataError(
                f"baseline {name}",
                "final demand is negative",
                evidence=f"{economies[n]} {sectors[j]}: {final[j, n]:.6g} USD mn",
            )
        final = np.maximum(final, 0.0)
        if ((value_added_share <= 0) & (gross_output > 0)).any():
            share = np.where(gross_output > 0, value_added_share, 1.0)
            j, n = (int(a) for a in np.unravel_index(int(np.argmin(share)), share.shape))
            raise DataError(
                f"baseline {name}",
                "inputs and tariffs leave no value added",
                evidence=f"{economies[n]} {sectors[j]}: share {share[j, n]:.4f}",
                remedy="Lower the tariff on its inputs or correct the input coefficients.",
            )
        value_added = (value_added_share * gross_output).sum(axis=0)
        revenue = np.einsum("jni,jn->n", trade_share * tariff_rate / (1.0 + tariff_rate), expenditure)
        final_total = final.sum(axis=0)
        deficit = final_total - value_added - revenue
        return cls(
            name=name,
            title=title or name,
            year=year,
            economies=tuple(economies),
            sectors=tuple(sectors),
            trade_share=frozen(trade_share),
            expenditure=frozen(expenditure),
            gross_output=frozen(gross_output),
            value_added_share=frozen(value_added_share),
            input_share=frozen(input_share),
            final_share=frozen(final / np.where(final_total > 0, final_total, 1.0)),
            value_added=frozen(value_added),
            deficit=frozen(deficit),
            tariff_rate=frozen(tariff_rate),
            elasticities=elasticities,
            provenance=provenance or Provenance(),
            table=table,
        )

    @property
    def income(self) -> Array:
        """(N,) USD mn: value added, tariff revenue and deficit; what final users spend."""
        revenue = np.einsum("jni,jn->n", self.trade_share * self.tariff_rate / (1 + self.tariff_rate), self.expenditure)
        return np.asarray(self.value_added + revenue + self.deficit)

    @property
    def flow(self) -> Array:
        """(J, N, N) USD mn at basic prices, before tariffs."""
        return np.asarray(self.trade_share * self.expenditure[:, :, None] / (1.0 + self.tariff_rate))

    def economy_index(self) -> Mapping[str, int]:
        """Position of each economy on its axes."""
        return _positions(self.economies)

    def sector_index(self) -> Mapping[str, int]:
        """Position of each sector on its axis."""
        return _positions(self.sectors)


@lru_cache(maxsize=64)
def _positions(codes: tuple[str, ...]) -> Mapping[str, int]:
    """Asked for at every measure of every year; read only."""
    return MappingProxyType({code: index for index, code in enumerate(codes)})


def _check_sum(
    what: str,
    total: Array,
    present: BoolArray,
    name: str,
    economies: tuple[str, ...],
    sectors: tuple[str, ...],
) -> None:
    """Refuse shares whose sum (J, N) is not one where there is something to share: money would leak."""
    gap = np.where(present, np.abs(total - 1.0), 0.0)
    if not gap.max() <= ACCOUNTS:
        j, n = (int(a) for a in np.unravel_index(int(np.argmax(gap)), gap.shape))
        raise DataError(
            f"baseline {name}",
            f"{what} do not sum to one",
            evidence=f"{economies[n]} {sectors[j]}: {total[j, n]:.8g}",
        )


def _provenance_of(table: WorldTable) -> Provenance:
    flow = table.intermediate_flow + table.final_flow
    imputed = table.final_flow * (table.final_state == CellState.IMPUTED)
    imputed = imputed + table.intermediate_flow * (table.intermediate_state == CellState.IMPUTED)
    share = np.divide(imputed, flow, out=np.zeros_like(flow), where=flow > 0)
    return Provenance(imputed_share=frozen(share))
