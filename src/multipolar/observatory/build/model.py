"""Exposure and leverage of every pair in the bundled world: flows, shares, and what a full break of the pair costs.

A break is symmetric: one solve gives the loss of both. Long run (labour moves between sectors), central elasticities,
deficits fixed in world value added. Where no equilibrium exists or none is found the losses are missing and the reason
is stored in their place. Losses are rounded to a millionth of a per cent, far below the tolerance of the solver's
effect on them and far above the noise of a different processor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.codes.sectors import sectors
from multipolar.errors import DataError, SolveError
from multipolar.model.wedges import Wedges
from multipolar.observatory.build.write import write_parquet
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

FILE = "model.parquet"
BASELINE = "icio-2022"
DECIMALS = 6
NUMBERS = (
    "goods_usd_mn", "total_usd_mn", "exports_share_pct", "exports_income_pct", "imports_share_pct", "partner_loss_pct",
    "own_loss_pct",
)  # fmt: skip


def build_model(target: Path, *, notify: Callable[[float], None] = lambda _done: None) -> int:
    """Write flows, shares and losses of every ordered pair; the number of pairs without an equilibrium."""
    import pandas as pd

    baseline = load(BASELINE)
    frame = pd.DataFrame(flows_and_shares(baseline))
    pairs = list(combinations(range(len(baseline.economies)), 2))
    loss, reasons = losses(baseline, pairs, notify=notify)
    index = {code: n for n, code in enumerate(baseline.economies)}
    own = [float(loss[index[a], index[b]]) for a, b in zip(frame["reporter"], frame["partner"], strict=True)]
    other = [float(loss[index[b], index[a]]) for a, b in zip(frame["reporter"], frame["partner"], strict=True)]
    frame["own_loss_pct"], frame["partner_loss_pct"] = own, other
    frame["reason"] = [
        reasons.get(tuple(sorted(pair))) for pair in zip(frame["reporter"], frame["partner"], strict=True)
    ]
    keys = ["reporter", "partner"]
    write_parquet(frame[[*keys, *NUMBERS, "reason"]], target / FILE, key=keys, types=dict.fromkeys(NUMBERS, "double"))
    return len(reasons)


def flows_and_shares(baseline: Baseline) -> dict[str, list[str] | list[float]]:
    """Columns of every ordered pair: goods and all sales (USD mn, basic prices), shares in per cent.

    Raises
    ------
    DataError
        If the baseline was stored without its table of flows.
    """
    table = baseline.table
    if table is None:
        raise DataError(f"baseline {baseline.name}", "holds no table of flows")
    flow = table.intermediate_flow + table.final_flow
    is_goods = np.array([sector.goods for sector in sectors()])
    total = flow.sum(axis=0).T
    goods = flow[is_goods].sum(axis=0).T
    foreign = total - np.diag(np.diag(total))
    columns: dict[str, list[str] | list[float]] = {name: [] for name in ("reporter", "partner", *NUMBERS[:5])}
    for i, reporter in enumerate(baseline.economies):
        for n, partner in enumerate(baseline.economies):
            if i == n:
                continue
            numbers = (
                goods[i, n],
                total[i, n],
                100.0 * total[i, n] / foreign[i].sum(),
                100.0 * total[i, n] / baseline.value_added[i],
                100.0 * total[i, n] / foreign[:, n].sum(),
            )
            for name, value in zip(columns, (reporter, partner, *map(_rounded, numbers)), strict=True):
                columns[name].append(value)  # type: ignore[arg-type]
    return columns


def losses(
    baseline: Baseline, pairs: Sequence[tuple[int, int]], *, notify: Callable[[float], None] = lambda _done: None
) -> tuple[Array, dict[tuple[str, ...], str]]:
    """Loss of real income in per cent when each pair stops all trade.

    Parameters
    ----------
    pairs : positions of economies.

    Returns
    -------
    (N, N) the loss of the first when it breaks with the second, NaN where unknown; and the reason by pair of codes.
    """
    prepared = prepare_baseline(baseline)
    size = len(baseline.economies)
    loss = np.full((size, size), np.nan)
    reasons: dict[tuple[str, ...], str] = {}
    for number, (a, b) in enumerate(pairs):
        try:
            change = _break(prepared, a, b)
        except SolveError as error:
            reasons[tuple(sorted((baseline.economies[a], baseline.economies[b])))] = f"{error.subject}: {error.problem}"
        else:
            loss[a, b], loss[b, a] = (round(-float(change[n]), DECIMALS) + 0.0 for n in (a, b))
        if number % 20 == 0:
            notify(number / len(pairs))
    return loss, reasons


def _break(prepared: Prepared, a: int, b: int) -> Array:
    tariff = prepared.baseline.tariff_rate
    survival = np.ones(tariff.shape)
    survival[:, a, b] = survival[:, b, a] = 0.0
    return simulate(prepared, Wedges.from_dense(baseline_tariff_rate=tariff, survival_share=survival)).real_income_pct()


def _rounded(value: float) -> float:
    return float(f"{value:.7g}")
