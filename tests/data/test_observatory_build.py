"""The bundled tables are what the source tables give, bit for bit; breaks of some pairs are solved again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from multipolar.baseline.registry import load
from multipolar.errors import DataError
from multipolar.observatory import open_observatory
from multipolar.observatory.branches import FOLDER
from multipolar.observatory.build import alignment, events, materials, others, sea
from multipolar.observatory.build.model import losses
from multipolar.observatory.build.run import FIGURES, build_observatory, figure_rows
from multipolar.observatory.build.tidy import KEY, Row, tidy
from multipolar.observatory.build.write import write_parquet


def same(built: Path, name: str) -> None:
    """Equal bytes; equal rows where another version of the writer is installed."""
    shipped, found = FOLDER / name, built / name
    if pq.read_metadata(shipped).created_by == pq.read_metadata(found).created_by:
        assert found.read_bytes() == shipped.read_bytes(), name
    else:
        assert pq.read_table(found).equals(pq.read_table(shipped)), name


def test_figures_and_events_rebuild_bit_for_bit(shared_data: Path, tmp_path: Path) -> None:
    write_parquet(tidy(figure_rows(shared_data)), tmp_path / FIGURES, key=KEY)
    events.build_events(shared_data / "facts", tmp_path)
    same(tmp_path, FIGURES)
    same(tmp_path, events.FILE)


def test_materials_rebuild_bit_for_bit(shared_data: Path, tmp_path: Path) -> None:
    report = materials.build_materials(shared_data / "trade" / "baci_raw_materials_1995_2024.parquet", tmp_path)
    same(tmp_path, materials.FILE)
    assert report.dropped == 319_500
    assert report.dropped_value_pct < 0.01


def test_sea_routes_rebuild_bit_for_bit(tmp_path: Path) -> None:
    sea.build_sea(tmp_path)
    same(tmp_path, sea.FILE)


def test_alliances_and_distances_rebuild_bit_for_bit(shared_data: Path, tmp_path: Path) -> None:
    alignment.build_alliances(shared_data / "alignment", tmp_path)
    others.build_distances(shared_data / "routes" / "cepii_geodist.parquet", tmp_path)
    same(tmp_path, alignment.ALLIANCES)
    same(tmp_path, others.DISTANCES)


def test_alignment_rebuilds_bit_for_bit(shared_data: Path, tmp_path: Path) -> None:
    alignment.build_alignment(shared_data / "alignment", tmp_path)
    same(tmp_path, alignment.FILE)


def test_breaks_solved_again_give_the_stored_losses(tmp_path: Path) -> None:
    baseline, store = load("icio-2022"), open_observatory(tmp_path)
    place = baseline.economies.index
    pairs = [("CHN", "RUS"), ("CAN", "USA"), ("ISL", "LUX"), ("ROW", "DEU"), ("BRN", "KHM")]
    loss, reasons = losses(baseline, [(place(a), place(b)) for a, b in pairs])
    assert reasons == {}
    for a, b in [*pairs, *((b, a) for a, b in pairs)]:
        stored = store.figures("leverage-own-cost", a, b)[0].value
        assert stored == pytest.approx(loss[place(a), place(b)], abs=2e-6)
        assert stored == store.figures("leverage", b, a)[0].value == -store.figures("break-income", a, b)[0].value


def test_every_pair_of_the_world_has_a_loss_or_a_reason(tmp_path: Path) -> None:
    store = open_observatory(tmp_path)
    _, rows = store.rows("SELECT count(*) FROM model_gaps")
    assert len(store.figures("leverage")) + rows[0][0] == 81 * 80
    values = np.array([figure.value for figure in store.figures("leverage")])
    # Less trade can help someone through prices of third economies, but never by much.
    assert values.min() > -0.5
    assert values.max() < 50


def test_a_break_without_an_equilibrium_is_a_gap_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    from multipolar.errors import SolveError
    from multipolar.observatory.build import model

    def fails(*_: object) -> None:
        raise SolveError("pair", "no equilibrium after 400 sweeps")

    monkeypatch.setattr(model, "_break", fails)
    baseline = load("icio-2022")
    loss, reasons = model.losses(baseline, [(0, 1)])
    assert np.isnan(loss).all()
    assert reasons == {tuple(sorted(baseline.economies[:2])): "pair: no equilibrium after 400 sweeps"}


def test_builders_refuse_what_they_cannot_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder of source tables"):
        build_observatory(tmp_path)
    with pytest.raises(DataError, match="Did you mean crude"):
        tidy([Row("crudes", "RUS", "CHN", "2023", 1.0, "baci", "official")])
    twice = tidy([Row("crude", "RUS", "CHN", "2023", value, "baci", "official") for value in (1.0, 2.0)])
    with pytest.raises(DataError, match="key twice"):
        write_parquet(twice, tmp_path / "twice.parquet", key=KEY)
    assert not (tmp_path / "twice.parquet").exists()


def test_a_longer_quotation_of_the_arms_register_is_refused(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text("supplier,recipient,year,value\nRussia,China,2020,5\nAustria,France,2020,1\n", encoding="utf-8")
    with pytest.raises(DataError, match="too great a length"):
        list(others.arms_extract(register))
