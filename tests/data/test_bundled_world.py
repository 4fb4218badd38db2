"""The shipped baseline: its constraints, its labels, and what it says about itself."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from multipolar.baseline.bundled import bundled_path, load_bundled
from multipolar.baseline.perturb import draw_baseline
from multipolar.baseline.store_format import read_baseline, write_baseline
from multipolar.baseline.tariffs import EU27
from multipolar.data.world_table import CellState, WorldTable
from multipolar.errors import DataError


@pytest.fixture(scope="module")
def table() -> WorldTable:
    found = load_bundled().table
    assert found is not None
    return found


def test_size_and_labels():
    world = load_bundled()
    assert bundled_path().stat().st_size <= 8_000_000
    assert (world.name, world.year) == ("icio-2022", 2022)
    assert (len(world.economies), len(world.sectors)) == (81, 50)
    assert world.economies[-1] == "ROW"
    assert list(world.economies[:-1]) == sorted(set(world.economies[:-1]))
    assert world.provenance.checksum
    assert world.provenance.notes
    assert "oecd-icio-2022" in world.provenance.sources


def test_use_equals_supply(table):
    assert max(table.imbalances().values()) <= 1e-6


def test_nothing_is_negative_and_value_added_is_positive(table):
    for field in ("intermediate_flow", "final_flow", "input_use", "net_taxes_on_inputs"):
        assert getattr(table, field).min() >= 0, field
    assert (table.value_added[table.gross_output > 0] > 0).all()


def test_shares_sum_to_one():
    world = load_bundled()
    bought = world.expenditure > 0
    np.testing.assert_allclose(world.trade_share.sum(axis=2)[bought], 1.0, atol=1e-9)
    np.testing.assert_allclose(world.final_share.sum(axis=0), 1.0, atol=1e-9)
    produced = world.gross_output > 0
    cost = world.value_added_share + world.input_share.sum(axis=1).T
    np.testing.assert_allclose(cost[produced], 1.0, atol=1e-9)
    assert (world.value_added_share[produced] > 0).all()
    assert abs(world.deficit.sum()) < 1e-6 * world.value_added.sum()


def test_nobody_buys_household_services_in_three_economies():
    world = load_bundled()
    empty = {(world.economies[n], world.sectors[j]) for j, n in np.argwhere(world.expenditure <= 0)}
    assert empty == {("AUS", "T"), ("CHN", "T"), ("JPN", "T")}


def test_absent_producers_are_the_51_of_the_source(table):
    assert int((table.gross_output[:, :-1] <= 0).sum()) == 51
    assert (table.gross_output[:, -1] > 0).all()


def test_every_cell_says_what_it_is(table):
    listed = slice(0, 80)
    assert set(np.unique(table.final_state)) == {CellState.ZERO, CellState.IMPUTED}
    assert ((table.final_state == CellState.IMPUTED) == (table.final_flow > 0)).all()
    assert ((table.final_log_error > 0) == (table.final_flow > 0)).all()
    between = table.intermediate_state[:, listed, listed]
    assert set(np.unique(between)) == {CellState.OBSERVED, CellState.ZERO}
    assert ((between == CellState.OBSERVED) == (table.intermediate_flow[:, listed, listed] > 0)).all()
    assert (table.intermediate_state[:, 80, :] == CellState.IMPUTED).all()
    assert (table.intermediate_state[:, :, 80] == CellState.IMPUTED).all()


def test_imputed_share_follows_the_labels():
    share = load_bundled().provenance.imputed_share
    assert share is not None
    assert 0.0 <= share.min() <= share.max() <= 1.0
    flow = load_bundled().flow
    assert 0.3 < (share * flow).sum() / flow.sum() < 0.7


def test_errors_grow_with_what_the_old_table_lacks(table):
    place = {code: index for index, code in enumerate(table.economies)}
    car = table.sectors.index("C29")
    errors = [
        table.final_log_error[car, place[n], place[i]] for n, i in (("DEU", "USA"), ("THA", "USA"), ("THA", "VNM"))
    ]
    assert errors == sorted(errors)
    assert len(set(errors)) == 3


def test_tariffs_are_bounded_and_marked():
    world = load_bundled()
    place = world.economy_index()
    services = [index for index, code in enumerate(world.sectors) if code[0] > "C"]
    assert world.tariff_rate[services].max() == 0
    assert 0.3 < world.tariff_rate.max() <= 0.58 + 1e-6
    europe = [place[code] for code in EU27]
    assert world.tariff_rate[np.ix_(range(50), europe, europe)].max() == 0
    diagonal = np.arange(81)
    assert world.tariff_rate[:, diagonal, diagonal].max() == 0
    imputed = world.provenance.tariff_imputed
    assert imputed is not None
    assert not imputed[place["USA"], place["CHN"]]
    assert imputed[place["VNM"], place["USA"]]
    assert imputed[place["USA"], place["VNM"]]
    car = world.sectors.index("C29")
    assert world.tariff_rate[car, place["CHN"], place["DEU"]] > 0.1


def test_elasticities_say_where_they_come_from():
    table = load_bundled().elasticities
    status = dict(zip(table.sectors, table.status, strict=True))
    value = dict(zip(table.sectors, table.central, strict=True))
    assert value["B06"] == pytest.approx(5.43909311)
    assert value["L"] == pytest.approx(0.684)
    assert (status["B06"], status["D"], status["O"], status["T"]) == ("published", "placeholder", "assumed", "assumed")
    assert np.isnan(table.standard_error).all()
    width = dict(zip(table.sectors, np.log(table.high / table.low), strict=True))
    assert width["B06"] < width["G"] < width["O"]


def test_russia_s_headline_pairs_follow_its_records_of_2022(table):
    """Sanctions cut what Germany sold to Russia in 2022: to 13 bn at customs, from twice that by the old pattern."""
    place = {code: index for index, code in enumerate(table.economies)}
    goods = [index for index, code in enumerate(table.sectors) if code[0] in "ABC"]
    flow = (table.intermediate_flow + table.final_flow)[goods].sum(axis=0)
    assert 7e3 < flow[place["RUS"], place["DEU"]] < 14e3
    assert 60e3 < flow[place["RUS"], place["CHN"]] < 85e3
    assert flow[place["RUS"], place["BLR"]] > 8e3


def test_conflicts_are_listed_with_a_cause():
    with bundled_path().with_name("conflicts-2022.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    gaps = [abs(float(row["gap_usd_mn"])) for row in rows]
    assert len(rows) == 30
    assert gaps == sorted(gaps, reverse=True)
    assert all(row["cause"] for row in rows)


def test_income_stands_beside_gdp():
    with bundled_path().with_name("income-2022.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    ratio = {row["economy"]: float(row["income_over_gdp"]) for row in rows if row["income_over_gdp"]}
    assert len(rows) == 80
    assert "TWN" not in ratio
    assert 0.90 < np.median(list(ratio.values())) < 0.97
    outside = {code for code, value in ratio.items() if not 0.86 <= value <= 1.02}
    assert outside == {"AGO", "EGY", "KOR", "PAK"}


def test_a_draw_is_consistent_reproducible_and_as_wrong_as_the_hold_out(table):
    world = load_bundled()
    abroad = ~np.eye(81, dtype=bool)
    goods = slice(0, 27)
    known = abroad & np.isclose(table.final_log_error[0], table.final_log_error[0, 22, 28])
    errors = []
    for seed in range(4):
        drawn = draw_baseline(world, seed).table
        assert drawn is not None
        np.testing.assert_allclose(drawn.final_flow.sum(axis=1), table.final_flow.sum(axis=1), rtol=1e-9, atol=1e-6)
        spent, spent_before = (each.final_flow.sum(axis=(0, 2)) for each in (drawn, table))
        np.testing.assert_allclose(spent, spent_before, rtol=2e-3)
        moved = np.abs(drawn.final_flow - table.final_flow)[goods][:, known].sum()
        errors.append(moved / table.final_flow[goods][:, known].sum())
    assert np.mean(errors) == pytest.approx(0.38, abs=0.04)
    again = draw_baseline(world, 3)
    np.testing.assert_array_equal(again.final_share, draw_baseline(world, 3).final_share)
    assert abs(again.deficit.sum()) < 1e-6 * again.value_added.sum()


def test_round_trip_is_exact_to_single_precision(tmp_path):
    world = load_bundled()
    assert world.table is not None
    path = tmp_path / "copy.npz"
    write_baseline(path, world.table, world.tariff_rate, world.elasticities, world.provenance)
    copy = read_baseline(path)
    np.testing.assert_array_equal(copy.table.final_flow, world.table.final_flow)
    np.testing.assert_allclose(copy.trade_share, world.trade_share, rtol=1e-6)
    np.testing.assert_allclose(copy.value_added, world.value_added, rtol=1e-6)
    assert copy.elasticities.source == world.elasticities.source
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_file_is_refused(tmp_path):
    whole = bundled_path().read_bytes()
    short = tmp_path / "short.npz"
    short.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="truncated"):
        read_baseline(short)
    with pytest.raises(DataError, match="absent"):
        read_baseline(tmp_path / "none.npz")


@pytest.mark.parametrize(("field", "problem"), [("value", "digest"), ("version", "version"), ("array", "lacks")])
def test_a_changed_file_is_refused(tmp_path, field, problem):
    with np.load(bundled_path()) as archive:
        arrays = {name: archive[name] for name in archive.files}
    if field == "value":
        arrays["tariff_rate"][0, 0, 1] += 0.01
    elif field == "version":
        labels = json.loads(arrays["labels"].tobytes()) | {"format_version": 99}
        arrays["labels"] = np.frombuffer(json.dumps(labels).encode(), dtype=np.uint8)
    else:
        del arrays["final_state"]
    path = tmp_path / "changed.npz"
    np.savez(path, **arrays)
    with pytest.raises(DataError, match=problem):
        read_baseline(path)


def test_an_inconsistent_table_writes_nothing(tmp_path: Path):
    from dataclasses import replace

    world = load_bundled()
    assert world.table is not None
    broken = replace(world.table, value_added=world.table.value_added * 1.1)
    with pytest.raises(DataError, match="output equals cost"):
        write_baseline(tmp_path / "new.npz", broken, world.tariff_rate, world.elasticities, world.provenance)
    assert list(tmp_path.iterdir()) == []


def test_the_page_shows_the_conflicts_that_ship():
    page = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "bundled-world.md"
    text = page.read_text(encoding="utf-8")
    with bundled_path().with_name("conflicts-2022.csv").open(newline="") as handle:
        for row in csv.DictReader(handle):
            start = f"| {row['rank']} | {row['exporter']} to {row['importer']} |"
            amounts = [f"{float(row[name]) / 1e3:.1f}" for name in ("published_customs_usd_mn", "model_usd_mn")]
            line = next(line for line in text.splitlines() if line.startswith(start))
            assert all(f"| {amount} |" in line for amount in amounts)
            assert row["cause"] in line
