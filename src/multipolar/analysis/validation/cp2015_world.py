"""The world of Caliendo and Parro (2015) as a Baseline, and their NAFTA as wedges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from multipolar.arrays import frozen
from multipolar.baseline.baseline import Baseline, Provenance
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.data.caliendo_parro import ECONOMIES, SECTORS, TRADED_SECTORS, CaliendoParroData
from multipolar.errors import SolveError
from multipolar.model.settings import Closure
from multipolar.model.wedges import Wedges
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import simulate
from multipolar.solve.driver import SolverSettings

NAFTA = ("MEX", "CAN", "USA")
TIGHT = SolverSettings(tolerance=1e-11)


def elasticity_table(data: CaliendoParroData) -> ElasticityTable:
    """The paper's elasticities (99 % sample); it prints no spread that the counterfactuals use."""
    theta = data.trade_elasticity
    traded = len(TRADED_SECTORS)
    services = len(SECTORS) - traded
    return ElasticityTable(
        sectors=SECTORS,
        central=theta,
        low=theta,
        high=theta,
        standard_error=frozen(np.full(len(SECTORS), np.nan)),
        source=("caliendo-parro-2015",) * len(SECTORS),
        status=(*("published",) * traded, *("fill-in",) * services),
    )


def as_published(data: CaliendoParroData) -> Baseline:
    """The published data as they are, with final demand clipped at zero.

    Its accounts do not close where the source implies negative final demand (185 of 1,240 cells): it is a starting
    point to solve from (`calibrated`, or the ``balanced`` closure), not a world to run scenarios on. Expenditure is
    what inputs and clipped final demand add up to, so that no cell's scale is a remnant of a difference.
    """
    paid = data.flow * (1.0 + data.tariff_rate)
    expenditure = paid.sum(axis=2)
    used = np.einsum("nkj,jn->kn", data.input_share, data.gross_output)
    final = np.maximum(expenditure - used, 0.0)
    home = np.einsum("jnn->n", data.flow)
    imports, exports = data.flow.sum(axis=(0, 2)) - home, data.flow.sum(axis=(0, 1)) - home
    return Baseline(
        name="caliendo-parro-1993",
        title="Caliendo and Parro (2015), 1993",
        year=1993,
        economies=ECONOMIES,
        sectors=SECTORS,
        trade_share=frozen(
            np.divide(paid, expenditure[:, :, None], out=np.zeros_like(paid), where=expenditure[:, :, None] > 0)
        ),
        expenditure=frozen(used + final),
        gross_output=data.gross_output,
        value_added_share=data.value_added_share,
        input_share=data.input_share,
        final_share=frozen(final / final.sum(axis=0)),
        value_added=frozen((data.value_added_share * data.gross_output).sum(axis=0)),
        deficit=frozen(imports - exports),
        tariff_rate=data.tariff_rate,
        elasticities=elasticity_table(data),
        provenance=Provenance(sources=("caliendo-parro-2015",)),
    )


def calibrated(data: CaliendoParroData, *, deficits: bool) -> Baseline:
    """The nearest world whose accounts close: the equilibrium at 1993 tariffs, with or without aggregate deficits.

    Raises
    ------
    SolveError
        If it was not found.
    """
    raw = as_published(data)
    closure = Closure(deficit="fixed" if deficits else "balanced")
    result = simulate(raw, Wedges.none(data.flow.shape), closure=closure, settings=TIGHT)
    if not deficits:
        return result.baseline
    if not result.quality.converged:
        raise SolveError(raw.name, "no equilibrium with its deficits was found")
    return _settled(result)


def _settled(result: Result) -> Baseline:
    """The equilibrium after as a baseline of its own."""
    raw, after = result.baseline, result.after
    return Baseline.from_shares(
        name=raw.name,
        title=f"{raw.title}, accounts closed",
        year=raw.year,
        economies=raw.economies,
        sectors=raw.sectors,
        trade_share=after.trade_share,
        expenditure=after.expenditure,
        gross_output=after.sales,
        value_added_share=raw.value_added_share,
        input_share=raw.input_share,
        tariff_rate=raw.tariff_rate,
        elasticities=raw.elasticities,
        provenance=raw.provenance,
    )


def nafta(data: CaliendoParroData, members: Sequence[str] = NAFTA) -> Wedges:
    """The tariffs of 2005 among the members in place of those of 1993; all others stay."""
    place = [ECONOMIES.index(code) for code in members]
    among = np.zeros((len(ECONOMIES), len(ECONOMIES)), dtype=bool)
    among[np.ix_(place, place)] = True
    rate = np.where(among[None], data.tariff_rate_2005, data.tariff_rate)
    return Wedges.from_dense(baseline_tariff_rate=np.asarray(data.tariff_rate), tariff_rate=rate)
