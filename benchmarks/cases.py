"""Cases to time: the published 80 x 50 benchmark where it is at hand, and worlds of any size from the bundled one.

Every case is a dictionary in the key convention of ``multipolar data export`` (axes importer, exporter, sector), so
that another solver can take it too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.model.wedges import Wedges

REFERENCE = Path(os.environ.get("MULTIPOLAR_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")).parent
BENCHMARK = REFERENCE / "reference" / "benchmark_80x50.npz"
ANSWER = REFERENCE / "reference" / "benchmark_80x50_answer.csv"


def published_case() -> dict[str, Array] | None:
    """The 80 x 50 benchmark, or None where the reference folder is absent."""
    if not BENCHMARK.exists():
        return None
    with np.load(BENCHMARK) as arrays:
        return {key: arrays[key] for key in arrays.files}


def baseline_of(case: dict[str, Any]) -> tuple[Baseline, Wedges]:
    """A case as our own objects; the wedges are its ``kappa_hat_nij`` as iceberg costs."""
    theta = case["theta_j"]
    sectors = tuple(str(code) for code in case["sectors"])
    spread = ElasticityTable(
        sectors,
        theta,
        theta,
        theta,
        np.full(theta.shape, np.nan),
        ("case",) * len(sectors),
        ("assumed",) * len(sectors),
    )
    baseline = Baseline.from_shares(
        name="benchmark",
        year=2022,
        economies=tuple(str(code) for code in case["countries"]),
        sectors=sectors,
        trade_share=case["pi_nij"].transpose(2, 0, 1),
        expenditure=case["X_nj"].T,
        gross_output=case["Y_nj"].T,
        value_added_share=case["gamma_nj"].T,
        input_share=case["gamma_nkj"],
        tariff_rate=case["tau_nij"].transpose(2, 0, 1),
        elasticities=spread,
    )
    iceberg = np.ascontiguousarray(case["kappa_hat_nij"].transpose(2, 0, 1))
    return baseline, Wedges.from_dense(baseline_tariff_rate=baseline.tariff_rate, iceberg_hat=iceberg)


def _without_spread(sectors: tuple[str, ...], theta: Array) -> ElasticityTable:
    unknown, count = np.full(theta.shape, np.nan), len(sectors)
    return ElasticityTable(sectors, theta, theta, theta, unknown, ("case",) * count, ("assumed",) * count)


def resized(economies: int, sectors: int) -> tuple[Baseline, Wedges]:
    """A world of the given size made from the bundled one, with costs 1.5 times higher between Russia and the G7.

    Fewer economies: the rest are merged into one. More: economies are split in halves that trade with each other like
    with the rest. Fewer sectors: neighbours are merged. More: sectors are split in equal halves.
    """
    world = load_bundled()
    flow = world.flow
    use = world.input_share * world.gross_output.T[:, None, :]
    names = list(world.economies)
    merged = np.minimum(np.arange(flow.shape[1]), economies - 1) if economies < flow.shape[1] else None
    if merged is not None:
        keep = [names.index("RUS"), *(n for n in range(len(names)) if names[n] != "RUS")]
        flow, use = flow[:, keep][:, :, keep], use[keep]
        flow = _merge(_merge(flow, merged, 1), merged, 2)
        use = _merge(use, merged, 0)
        names = [names[n] for n in keep][:economies]
    while flow.shape[1] < economies:
        count = min(flow.shape[1], economies - flow.shape[1])
        flow, use = _split(_split(flow, count, 1), count, 2), _split(use, count, 0)
        names += [f"{name}+" for name in names[:count]]
    if sectors < flow.shape[0]:
        groups = np.arange(flow.shape[0]) * sectors // flow.shape[0]
        flow, use = _merge(flow, groups, 0), _merge(_merge(use, groups, 1), groups, 2)
    while flow.shape[0] < sectors:
        count = min(flow.shape[0], sectors - flow.shape[0])
        flow, use = _split(flow, count, 0), _split(_split(use, count, 1), count, 2)
    return _made(flow, use, names)


def _merge(array: Array, groups: Any, axis: int) -> Array:
    shape = list(array.shape)
    shape[axis] = int(groups.max()) + 1
    out = np.zeros(shape)
    np.add.at(np.moveaxis(out, axis, 0), groups, np.moveaxis(array, axis, 0))
    return out


def _split(array: Array, count: int, axis: int) -> Array:
    moved = np.moveaxis(array, axis, 0)
    halves = np.concatenate([np.concatenate([moved[:count] / 2, moved[count:]]), moved[:count] / 2])
    return np.ascontiguousarray(np.moveaxis(halves, 0, axis))


def _made(flow: Array, use: Array, names: list[str]) -> tuple[Baseline, Wedges]:
    sectors, economies, _ = flow.shape
    output = flow.sum(axis=1)
    safe = np.where(output > 0, output, 1.0)
    spent = flow.sum(axis=2)
    # Tariffs are left out, so intermediate use may exceed purchases by what was paid in tariffs: scale it down.
    bought = use.sum(axis=2).T
    use = use * np.minimum(1.0, 0.999 * spent / np.where(bought > 0, bought, 1.0)).T[:, :, None]
    share = use / safe.T[:, None, :]
    theta = np.linspace(3.0, 9.0, sectors)
    codes = tuple(f"S{number:03d}" for number in range(sectors))
    table = _without_spread(codes, theta)
    baseline = Baseline.from_shares(
        name=f"{economies}x{sectors}",
        year=2022,
        economies=tuple(names),
        sectors=codes,
        trade_share=np.divide(flow, spent[:, :, None], out=np.zeros_like(flow), where=spent[:, :, None] > 0),
        expenditure=spent,
        gross_output=output,
        value_added_share=np.where(output > 0, 1.0 - share.sum(axis=1).T, 1.0),
        input_share=share,
        tariff_rate=np.zeros_like(flow),
        elasticities=table,
    )
    iceberg = np.ones_like(flow)
    russia = names.index("RUS")
    for code in ("USA", "DEU", "FRA", "GBR", "ITA", "JPN", "CAN"):
        if code in names:
            iceberg[:, names.index(code), russia] = iceberg[:, russia, names.index(code)] = 1.5
    return baseline, Wedges.from_dense(baseline_tariff_rate=baseline.tariff_rate, iceberg_hat=iceberg)


def as_case(baseline: Baseline, wedges: Wedges) -> dict[str, Any]:
    """Our objects in the key convention, for the reference implementation."""
    kappa = np.ones(wedges.shape)
    kappa.ravel()[wedges.index] = wedges.iceberg_hat
    final = baseline.final_share * baseline.income
    return {
        "countries": np.array(baseline.economies),
        "sectors": np.array(baseline.sectors),
        "pi_nij": baseline.trade_share.transpose(1, 2, 0),
        "X_nj": baseline.expenditure.T,
        "Y_nj": baseline.gross_output.T,
        "gamma_nj": baseline.value_added_share.T,
        "gamma_nkj": baseline.input_share,
        "alpha_nj": baseline.final_share.T,
        "wL_n": baseline.value_added,
        "D_n": baseline.deficit,
        "F_nj": final.T,
        "tau_nij": baseline.tariff_rate.transpose(1, 2, 0),
        "theta_j": baseline.elasticities.central,
        "kappa_hat_nij": kappa.transpose(1, 2, 0),
    }
