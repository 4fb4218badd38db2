"""What goes out to other solvers comes back the same, and obeys the identities that they rely on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.baseline.export import export_baseline
from multipolar.baseline.export_keys import BY_NAME, dense_scenario, export_arrays
from multipolar.baseline.import_arrays import import_arrays, import_scenario
from multipolar.data.world_table import CellState, WorldTable
from multipolar.errors import DataError, ShapeError

FIELDS = (
    "trade_share",
    "expenditure",
    "gross_output",
    "value_added_share",
    "input_share",
    "final_share",
    "value_added",
    "deficit",
    "tariff_rate",
)


def _world(seed: int = 7) -> Baseline:
    """Four economies, three sectors, one absent producer, tariffs; closed by giving the residual to value added."""
    rng = np.random.default_rng(seed)
    sectors, economies = ("B06", "C19", "G"), ("CHN", "DEU", "RUS", "ROW")
    shape = (3, 4, 4)
    final = rng.uniform(5, 10, shape)
    inter = rng.uniform(0.5, 1.5, shape)
    final[0, :, 1] = inter[0, :, 1] = 0.0
    split = rng.dirichlet(np.ones(3), size=(4, 3))
    split[1, :, 0] = 0.0
    split[1] /= split[1].sum(axis=1, keepdims=True)
    use = inter.sum(axis=2).T[:, :, None] * split
    output = inter.sum(axis=1) + final.sum(axis=1)
    taxes = 0.1 * use.sum(axis=1).T
    table = WorldTable(
        name="random",
        title="A random world",
        year=2019,
        economies=economies,
        sectors=sectors,
        intermediate_flow=inter,
        final_flow=final,
        input_use=use,
        value_added=output - use.sum(axis=1).T - taxes,
        net_taxes_on_inputs=taxes,
        final_state=np.full(shape, CellState.IMPUTED, dtype=np.uint8),
        intermediate_state=np.full(shape, CellState.OBSERVED, dtype=np.uint8),
        final_log_error=np.zeros(shape),
    )
    tariff = rng.uniform(0, 0.4, shape)
    tariff[:, np.arange(4), np.arange(4)] = 0.0
    theta = np.array([8.0, 5.0, 3.0])
    elasticities = ElasticityTable(sectors, theta, theta, theta, np.full(3, np.nan), ("test",) * 3, ("assumed",) * 3)
    return Baseline.from_table(table, tariff, elasticities)


def _scenario(baseline: Baseline) -> dict[str, Array]:
    rng = np.random.default_rng(1)
    shape = baseline.trade_share.shape
    index = np.sort(rng.choice(baseline.trade_share.size, size=9, replace=False)).astype(np.int64)
    dense = dense_scenario(
        baseline,
        index=index,
        iceberg_hat=rng.uniform(1, 2, 9),
        survival_share=rng.uniform(0, 1, 9),
        tariff_rate=rng.uniform(0, 1, 9),
        export_tax_rate=rng.uniform(0, 0.2, 9),
    )
    assert all(values.shape == shape for values in dense.values())
    return dense


@pytest.mark.parametrize("target", ["world.npz", "world.parquet", "world"])
def test_round_trip(tmp_path: Path, target: str) -> None:
    baseline = _world()
    scenario = _scenario(baseline)
    seen: list[str] = []
    written = export_baseline(baseline, tmp_path / target, baseline.elasticities.central, **scenario, log=seen.append)
    assert seen == [str(path) for path in written]
    assert all(path.is_file() for path in written)
    back = import_arrays(tmp_path / target)
    assert (back.name, back.year, back.economies, back.sectors) == (
        "random",
        2019,
        baseline.economies,
        baseline.sectors,
    )
    for field in FIELDS:
        np.testing.assert_allclose(
            getattr(back, field), getattr(baseline, field), rtol=1e-12, atol=1e-10, err_msg=field
        )
    np.testing.assert_array_equal(back.elasticities.central, baseline.elasticities.central)
    imputed = baseline.provenance.imputed_share
    assert imputed is not None
    assert back.provenance.imputed_share is not None
    np.testing.assert_allclose(back.provenance.imputed_share, imputed, rtol=1e-12)
    again = import_scenario(tmp_path / target)
    np.testing.assert_allclose(again.kappa_hat, scenario["kappa_hat"], rtol=1e-12)
    np.testing.assert_allclose(again.tariff_rate, scenario["tariff_rate_new"], rtol=1e-12)
    np.testing.assert_allclose(again.survival_share, scenario["survival_share"], rtol=1e-12)
    np.testing.assert_allclose(again.export_tax_rate, scenario["export_tax_rate"], rtol=1e-12)


@pytest.mark.parametrize("bundled", [False, True])
def test_identities_of_the_exported_arrays(bundled: bool) -> None:
    baseline = load_bundled() if bundled else _world()
    a = export_arrays(baseline, baseline.elasticities.central)
    spent, output = a["X_nj"] > 0, a["Y_nj"] > 0
    np.testing.assert_allclose(a["pi_nij"].sum(axis=1)[spent], 1.0, atol=1e-12)
    np.testing.assert_allclose(a["alpha_nj"].sum(axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose((a["gamma_nj"] + a["gamma_nkj"].sum(axis=1))[output], 1.0, atol=1e-12)
    np.testing.assert_allclose(a["wL_n"], (a["gamma_nj"] * a["Y_nj"]).sum(axis=1), rtol=1e-12)
    sales = np.einsum("nij,nj->ij", a["pi_nij"] / (1 + a["tau_nij"]), a["X_nj"])
    scale = a["Y_nj"].max()
    np.testing.assert_allclose(sales / scale, a["Y_nj"] / scale, atol=1e-13)
    used = np.einsum("nkj,nj->nk", a["gamma_nkj"], a["Y_nj"])
    np.testing.assert_allclose((a["F_nj"] + used) / scale, a["X_nj"] / scale, atol=1e-12)
    assert abs(a["D_n"].sum()) < 1e-9 * a["wL_n"].sum()


def test_axes_are_importer_exporter_sector() -> None:
    baseline = _world()
    a = export_arrays(baseline, baseline.elasticities.central)
    n, i, j = 1, 2, 0
    assert a["pi_nij"][n, i, j] == baseline.trade_share[j, n, i]
    assert a["tau_nij"][n, i, j] == baseline.tariff_rate[j, n, i]
    assert a["gamma_nkj"][n, 2, 1] == baseline.input_share[n, 2, 1]
    assert a["Y_nj"][n, j] == baseline.gross_output[j, n] == 0.0


def test_a_scenario_of_tariffs_alone_fills_the_others() -> None:
    baseline = _world()
    new = baseline.tariff_rate + 0.1
    a = export_arrays(baseline, baseline.elasticities.central, tariff_rate_new=new)
    np.testing.assert_allclose(a["kappa_hat_nij"], (1 + a["tau_new_nij"]) / (1 + a["tau_nij"]))
    assert (a["survive_nij"] == 1).all()
    assert "kappa_hat_nij" not in export_arrays(baseline, baseline.elasticities.central)


def test_the_key_file_documents_every_array(tmp_path: Path) -> None:
    baseline = _world()
    path, key_path = export_baseline(baseline, tmp_path / "w.npz", baseline.elasticities.central, **_scenario(baseline))
    keys = json.loads(key_path.read_text(encoding="utf-8"))
    assert key_path.name == "w.npz.keys.json"
    with np.load(path, allow_pickle=False) as archive:
        described = {entry["name"] for entry in keys["arrays"]}
        assert described == set(archive.files) - {"countries", "sectors", "name", "year", "keys"}
        assert json.loads(str(archive["keys"])) == keys
        for entry in keys["arrays"]:
            assert list(archive[entry["name"]].shape) == entry["shape"]
            assert len(entry["axes"]) == len(entry["shape"])
            assert entry["unit"]
            assert entry["meaning"]


def test_benchmark_case_reads_back(shared_reference: Path) -> None:
    path = shared_reference / "benchmark_80x50.npz"
    baseline = import_arrays(path, year=2022)
    assert (len(baseline.economies), len(baseline.sectors)) == (80, 50)
    scenario = import_scenario(path)
    with np.load(path) as archive:
        known = {key: archive[key] for key in archive.files}
        rus, deu = baseline.economies.index("RUS"), baseline.economies.index("DEU")
        assert scenario.kappa_hat[3, deu, rus] == known["kappa_hat_nij"][deu, rus, 3] == 1.5
    # what we export has the keys of the benchmark and the same numbers
    a = export_arrays(baseline, baseline.elasticities.central, kappa_hat=scenario.kappa_hat)
    assert set(known) - {"countries", "sectors", "sanctioners"} <= set(a)
    for key in a.keys() & known.keys():
        np.testing.assert_allclose(a[key], known[key], rtol=1e-9, atol=1e-9 * np.abs(known[key]).max(), err_msg=key)


def test_a_file_that_does_not_close_is_refused(tmp_path: Path) -> None:
    baseline = _world()
    arrays = export_arrays(baseline, baseline.elasticities.central)

    def save(**changed: Array) -> Path:
        path = tmp_path / "case.npz"
        np.savez(path, countries=np.array(baseline.economies), sectors=np.array(baseline.sectors), **(arrays | changed))
        return path

    pi = arrays["pi_nij"].copy()
    pi[0, 0, 1] += 0.01
    with pytest.raises(DataError, match=r"pi_nij does not sum to one over exporters: CHN C19") as caught:
        import_arrays(save(pi_nij=pi))
    assert "Y_nj is not what is sold" in str(caught.value)
    with pytest.raises(DataError, match=r"D_n: CHN has"):
        import_arrays(save(D_n=arrays["D_n"] + np.array([1.0, 0, 0, -1.0])))
    with pytest.raises(DataError, match=r"X_nj has shape"):
        import_arrays(save(X_nj=arrays["X_nj"].T))
    gap = arrays["theta_j"].copy()
    gap[1] = np.nan
    with pytest.raises(DataError, match="theta_j holds 1 values that are not finite"):
        import_arrays(save(theta_j=gap))


def test_refusals(tmp_path: Path) -> None:
    baseline = _world()
    theta = baseline.elasticities.central
    with pytest.raises(DataError, match="no format that can be written"):
        export_baseline(baseline, tmp_path / "world.xlsx", theta)
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(DataError, match="exists and is not empty"):
        export_baseline(baseline, full, theta)
    assert [p.name for p in full.iterdir()] == ["mine.txt"]
    with pytest.raises(ShapeError, match="kappa_hat"):
        export_baseline(baseline, tmp_path / "w.npz", theta, kappa_hat=np.ones((4, 4, 3)))
    with pytest.raises(ShapeError, match="trade_elasticity"):
        export_baseline(baseline, tmp_path / "w.npz", theta[:2])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["full"]
    with pytest.raises(DataError, match="holds no scenario"):
        import_scenario(export_baseline(baseline, tmp_path / "plain.npz", theta)[0])
    with pytest.raises(DataError, match="no such file"):
        import_arrays(tmp_path / "absent.npz")
    (tmp_path / "junk.npz").write_bytes(b"junk")
    with pytest.raises(DataError, match="cannot be read"):
        import_arrays(tmp_path / "junk.npz")


def test_every_name_states_its_axes() -> None:
    for name, key in BY_NAME.items():
        assert name.endswith("_" + key.axes), name
