"""The fixed nested reference: right on its own terms, and right on the 80 x 50 case."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SOURCE = Path(__file__).resolve().parents[2] / "benchmarks" / "nested_reference.py"


@pytest.fixture(scope="module")
def nested() -> ModuleType:
    spec = importlib.util.spec_from_file_location("nested_reference", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def small_world(seed: int = 0, economies: int = 4, sectors: int = 3) -> dict[str, np.ndarray]:
    """A random world whose accounts close: trade shares and demand drawn, sizes solved for as a linear system."""
    draw = np.random.default_rng(seed)
    share = draw.dirichlet(np.ones(economies), size=(economies, sectors)).transpose(0, 2, 1)
    va = draw.uniform(0.3, 0.6, (economies, sectors))
    io = draw.dirichlet(np.ones(sectors), size=(economies, sectors)).transpose(0, 2, 1) * (1 - va)[:, None, :]
    final = draw.dirichlet(np.ones(sectors), size=economies)
    tariff = draw.uniform(0.0, 0.3, share.shape)
    tariff[np.arange(economies), np.arange(economies)] = 0.0
    spending = np.ones((economies, sectors))
    for _ in range(3000):
        sales = np.einsum("nij,nj->ij", share / (1 + tariff), spending)
        revenue = np.einsum("nij,nj->n", share * tariff / (1 + tariff), spending)
        income = (va * sales).sum(axis=1) + revenue
        spending = final * income[:, None] + np.einsum("nkj,nj->nk", io, sales)
        spending /= spending.sum()
    sales = np.einsum("nij,nj->ij", share / (1 + tariff), spending)
    return {
        "pi_nij": share,
        "X_nj": spending,
        "gamma_nj": va,
        "gamma_nkj": io,
        "alpha_nj": final,
        "wL_n": (va * sales).sum(axis=1),
        "D_n": np.zeros(economies),
        "tau_nij": tariff,
        "theta_j": draw.uniform(2.0, 6.0, sectors),
        "kappa_hat_nij": np.ones_like(share),
    }


def largest_residual(case: dict[str, np.ndarray], answer: object) -> float:
    """All equations of the paper at the answer, written out once more and apart from the solver's loops."""
    w, price, spending, share = answer.w_hat, answer.P_hat, answer.X, answer.trade_share
    theta, tariff = case["theta_j"], case.get("tau_new_nij", case["tau_nij"])
    cost = w[:, None] ** case["gamma_nj"] * np.prod(price[:, :, None] ** case["gamma_nkj"], axis=1)
    index = (case["pi_nij"] * (case["kappa_hat_nij"] * cost[None]) ** -theta).sum(axis=1) ** (-1 / theta)
    sales = (share / (1 + tariff) * spending[:, None, :]).sum(axis=0)
    revenue = (share * tariff / (1 + tariff) * spending[:, None, :]).sum(axis=(1, 2))
    income = w * case["wL_n"] + revenue + case["D_n"]
    needed = case["alpha_nj"] * income[:, None] + (case["gamma_nkj"] * sales[:, None, :]).sum(axis=2)
    scale = np.where(case["X_nj"] > 0, case["X_nj"], 1.0)
    imports = (share / (1 + tariff) * spending[:, None, :]).sum(axis=(1, 2))
    return max(
        np.abs(index / price - 1).max(),
        np.abs((needed - spending) / scale).max(),
        np.abs((case["gamma_nj"] * sales).sum(axis=1) / (w * case["wL_n"]) - 1).max(),
        np.abs((imports - sales.sum(axis=1) - case["D_n"]) / case["wL_n"]).max(),
    )


def test_nothing_changes_when_nothing_changes(nested: ModuleType) -> None:
    answer = nested.solve_nested(small_world(), tolerance=1e-11)
    np.testing.assert_allclose(answer.w_hat, 1.0, atol=1e-9)
    np.testing.assert_allclose(answer.P_hat, 1.0, atol=1e-9)


@pytest.mark.parametrize("fold_wedges", [False, True])
def test_tariffs_and_revenue_satisfy_every_equation(nested: ModuleType, fold_wedges: bool) -> None:
    case = small_world(seed=3)
    new = case["tau_nij"].copy()
    new[0, 1:] += 0.5
    case |= {"tau_new_nij": new, "kappa_hat_nij": (1 + new) / (1 + case["tau_nij"])}
    answer = nested.solve_nested(case, tolerance=1e-11, fold_wedges=fold_wedges)
    assert np.abs(answer.w_hat - 1).max() > 1e-3
    assert largest_residual(case, answer) < 1e-10
    assert (answer.w_hat * case["wL_n"]).sum() == pytest.approx(case["wL_n"].sum(), rel=1e-12)


def test_embargo_of_the_only_seller_is_refused(nested: ModuleType) -> None:
    case = small_world()
    case["survive_nij"] = np.ones_like(case["pi_nij"])
    case["survive_nij"][2, :, 1] = 0.0
    with pytest.raises(ValueError, match="without a seller"):
        nested.solve_nested(case)


def test_divergence_is_said(nested: ModuleType) -> None:
    case = small_world()
    case["theta_j"] = case["theta_j"] * 4
    case["kappa_hat_nij"] = case["kappa_hat_nij"].copy()
    case["kappa_hat_nij"][0, 1:] = 1.5
    with np.errstate(all="ignore"), pytest.raises(RuntimeError):
        nested.solve_nested(case, wage_step=3.0)


def test_benchmark_to_1e_minus_9_and_the_published_answer(nested: ModuleType, shared_reference: Path) -> None:
    with np.load(shared_reference / "benchmark_80x50.npz") as stored:
        case = {name: stored[name] for name in stored.files if stored[name].dtype == np.float64}
        codes = [str(code) for code in stored["countries"]]
    answer = nested.solve_nested(case, fold_wedges=True)
    assert max(answer.residuals.values()) < 1e-9
    assert largest_residual(case, answer) < 2e-9
    with (shared_reference / "benchmark_80x50_answer.csv").open(encoding="utf-8") as stream:
        published = {row["country"]: float(row["real_income_pct"]) for row in csv.DictReader(stream)}
    final_price = np.exp((case["alpha_nj"] * np.log(answer.P_hat)).sum(axis=1))
    ours = 100 * (answer.income / (case["wL_n"] + case["D_n"]) / final_price - 1)
    np.testing.assert_allclose(ours, [published[code] for code in codes], atol=1e-6, rtol=0)
    assert ours[codes.index("RUS")] == pytest.approx(-2.88184857, abs=1e-6)
