"""The bundled world is what the source tables give, and the traps in them are seen."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.baseline.build import build_bundled, open_world
from multipolar.baseline.build_evidence import pair_evidence, spending_evidence
from multipolar.baseline.bundled import bundled_path
from multipolar.data.reduced_icio import read_reduced_icio
from multipolar.data.wiod import read_wiod
from multipolar.errors import DataError


@pytest.fixture(scope="module")
def opened(shared_data):
    return open_world(shared_data)


def test_the_shipped_file_is_what_the_builder_makes(shared_data, tmp_path):
    said: list[str] = []
    build_bundled(shared_data, tmp_path / "icio-2022.npz", said.append)
    assert said
    with np.load(tmp_path / "icio-2022.npz") as made, np.load(bundled_path()) as shipped:
        assert set(made.files) == set(shipped.files)
        for name in shipped.files:
            if name != "labels":
                np.testing.assert_allclose(made[name], shipped[name], rtol=1e-4, atol=1e-2, err_msg=name)
    for name in ("conflicts-2022.csv", "income-2022.csv"):
        assert (tmp_path / name).read_text() == bundled_path().with_name(name).read_text()


def test_an_absent_source_is_named(tmp_path):
    with pytest.raises(DataError, match=r"icio2022_reduced\.npz"):
        build_bundled(tmp_path, tmp_path / "icio-2022.npz")
    assert list(tmp_path.iterdir()) == []


def test_rows_of_the_source_are_restored(shared_data):
    icio = read_reduced_icio(shared_data / "icio2022_reduced.npz")
    np.testing.assert_allclose(icio.intermediate.sum(axis=1) + icio.final_use, icio.gross_output, rtol=1e-12)
    np.testing.assert_allclose(icio.input_use.sum(axis=2).T, icio.intermediate.sum(axis=2), rtol=1e-9, atol=1e-9)
    germany, sweden = icio.economies.index("DEU"), icio.economies.index("SWE")
    car = icio.sectors.index("C29")
    with np.load(shared_data / "icio2022_reduced.npz") as raw:
        assert icio.intermediate[car, sweden, germany] == pytest.approx(raw["intermediates"][car, germany, sweden])


def test_missing_customs_cells_are_not_zero(opened):
    world, _, customs = opened
    russia_belarus = customs.goods_2023.between(("RUS", "BLR"), ("RUS", "BLR"))
    assert np.isnan(russia_belarus[0, 1])
    assert np.isnan(russia_belarus[1, 0])
    assert np.isnan(customs.goods_2023.between(("TWN",), ("CHN",))).all()
    evidence = pair_evidence(world.economies, customs)
    place = {code: index for index, code in enumerate(world.economies)}
    assert evidence.value[place["BLR"], place["RUS"]] == pytest.approx(customs.russia_exports["BLR"])
    assert evidence.value[place["TWN"], place["CHN"]] > 0, "Other Asia, nes is Taiwan"
    assert np.isnan(evidence.value[:, place["ROW"]]).all()


def test_reporters_that_name_no_partner_are_not_believed(opened):
    _, _, customs = opened
    vague = dict(zip(customs.goods_2021.economies, customs.goods_2021.unspecified, strict=True))
    assert vague["KWT"] == pytest.approx(0.92, abs=0.01)
    assert vague["SAU"] == pytest.approx(0.60, abs=0.01)
    assert vague["ARE"] == pytest.approx(0.49, abs=0.01)
    assert vague["DEU"] < 0.05


def test_taiwan_is_found_under_its_other_name(opened):
    _, _, customs = opened
    assert "S19" not in customs.fuels[2022].economies
    assert np.nansum(customs.fuels[2022].between(("TWN",), ("SAU", "AUS", "QAT"))) > 5_000


def test_pairs_whose_years_disagree_are_refused(opened):
    world, _, customs = opened
    evidence = pair_evidence(world.economies, customs)
    assert evidence.refused.sum() > 100
    assert np.isnan(evidence.value[evidence.refused]).all()
    assert np.isfinite(evidence.published[evidence.refused]).all()
    assert not (evidence.refused & evidence.named).any()


def test_doubtful_external_balances_are_held_loosely(opened):
    world, _, customs = opened
    final = np.zeros_like(world.intermediate)
    evidence = spending_evidence(world, final, customs, {})
    place = {code: index for index, code in enumerate(world.economies)}
    assert evidence.band[place["HKG"]] > 0.3
    assert "hub" in evidence.doubt[place["HKG"]]
    assert evidence.band[place["USA"]] < 0.06
    assert "export duties" in evidence.doubt[place["RUS"]]
    assert "no complete customs record" in evidence.doubt[place["BLR"]]


def test_the_rest_of_the_world_lives_within_its_supply(opened):
    world, rest, _ = opened
    output = world.intermediate.sum(axis=1)[:, -1] + world.final_sales[:, -1]
    assert (world.intermediate[:, :, -1].sum(axis=1) <= output).all()
    np.testing.assert_allclose(rest.own + rest.bought.sum(axis=1), rest.input_use.sum(axis=1), rtol=1e-6, atol=1e-3)
    income = (world.value_added + world.net_taxes)[:, -1].sum()
    assert 3.6e6 < income < 4.1e6, "between the group's share (3.68 tn) and the residual method (4.0 tn)"
    assert (world.value_added[:, -1] > 0).all()


def test_negative_inventories_are_read_as_they_are(shared_data):
    old = read_wiod(shared_data / "wiod2011_full.npz", 2011)
    assert int((old.final < 0).sum()) == 43
    assert "ROU" in old.economies
    assert "ROW" in old.economies
