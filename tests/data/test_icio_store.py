"""An official file becomes a baseline beside the bundled one, completely or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from multipolar.baseline import registry
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.from_icio import (
    add_icio,
    build_from_icio,
    complete,
    divisions,
    elasticities_for,
    tariffs_for,
    tariffs_on_inputs,
)
from multipolar.baseline.store_format import read_baseline
from multipolar.data.icio import read_icio
from multipolar.data.icio_close import VALUE_ADDED_FLOOR
from multipolar.errors import DataError

SMALL = Path(__file__).parent / "fixtures" / "icio_small_2019_SML.csv"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MULTIPOLAR_HOME", str(folder))
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_add_and_load(home: Path) -> None:
    stored = add_icio(SMALL)
    assert stored.name == "icio-2019"
    assert stored.path == home / "baselines" / "icio-2019"
    assert (stored.economies, stored.sectors) == (3, 2)
    assert registry.load("icio-2019").table is not None
    baseline = registry.load("icio-2019")
    assert baseline.economies == ("DEU", "RUS", "ROW")
    assert baseline.provenance.checksum == stored.checksum
    assert any("negative net final sales" in note for note in baseline.provenance.notes)
    # Russian oil and gas in Germany: 312 to industry, nothing to final users; of all that Germany buys of B06
    bought = (2 + 30 + 7 - 3) + 312 + (8 + 250 + 9)
    tariff = baseline.tariff_rate[0, 0]
    paid = np.array([36, 312, 267]) * (1 + tariff)
    assert bought == 36 + 312 + 267
    np.testing.assert_allclose(baseline.trade_share[0, 0], paid / paid.sum(), rtol=1e-6)


def test_available_lists_both(home: Path) -> None:
    shipped = ["icio-2022", "icio-2022-crude"]
    assert [card.name for card in registry.available()] == shipped
    add_icio(SMALL)
    cards = registry.available()
    assert [card.name for card in cards] == [*shipped, "icio-2019"]
    assert [card.origin for card in cards] == ["bundled", "bundled", "user"]
    assert cards[0].economies == 81
    assert cards[2].path == home / "baselines" / "icio-2019"


def test_the_bundled_name_is_never_taken(home: Path, tmp_path: Path) -> None:
    assert home not in tmp_path.iterdir()
    official = shutil.copy(SMALL, tmp_path / "2022_SML.csv")
    assert add_icio(official).name == "icio-2022-official"
    assert registry.load("icio-2022-official").economies == ("DEU", "RUS", "ROW")
    assert len(registry.load("icio-2022").economies) == 81


def test_the_bundled_world_can_be_made_from_the_official_file(tmp_path: Path) -> None:
    official = Path(shutil.copy(SMALL, tmp_path / "2022_SML.csv"))
    target = tmp_path / "icio-2022.npz"
    built = build_from_icio(official, target, year=2022)
    again = read_baseline(target)
    assert (again.name, again.year, again.economies) == ("icio-2022", 2022, ("DEU", "RUS", "ROW"))
    assert again.provenance.sources[0] == "oecd-icio-official"
    np.testing.assert_allclose(again.expenditure, built.expenditure, rtol=1e-6)
    before = target.read_bytes()
    with pytest.raises(DataError):
        build_from_icio(tmp_path / "absent.zip", target, year=2022)
    assert target.read_bytes() == before


def test_unknown_name_suggests(home: Path) -> None:
    assert not home.exists()
    with pytest.raises(DataError, match=r"Did you mean icio-2022\?"):
        registry.load("icio2022")
    with pytest.raises(DataError, match="is not known"):
        registry.load("../elsewhere")


def test_an_incomplete_file_changes_nothing(home: Path, tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    cut = tmp_path / "2019_SML.csv"
    cut.write_text(text[:400], encoding="utf-8")
    with pytest.raises(DataError, match="cut off here"):
        add_icio(cut)
    assert not home.exists()
    add_icio(SMALL)
    before = _tree(home)
    with pytest.raises(DataError, match="nothing was stored"):
        add_icio(cut)
    assert _tree(home) == before


def test_a_write_that_fails_leaves_the_old_baseline(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_icio(SMALL)
    before = _tree(home)

    def full_disk(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("multipolar.baseline.from_icio.write_card", full_disk)
    with pytest.raises(OSError, match="no space left"):
        add_icio(SMALL)
    assert _tree(home) == before
    assert [p.name for p in (home / "baselines").iterdir()] == ["icio-2019"]


def test_adding_again_replaces(home: Path) -> None:
    first, second = add_icio(SMALL), add_icio(SMALL)
    assert first.checksum == second.checksum
    assert [p.name for p in (home / "baselines").iterdir()] == ["icio-2019"]


def test_a_changed_store_is_refused(home: Path) -> None:
    stored = add_icio(SMALL)
    file = stored.path / "world.npz"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(DataError, match="changed or damaged"):
        registry.load("icio-2019")
    assert home.exists()


def test_matching_codes_take_the_bundled_values() -> None:
    bundled = load_bundled()
    table = read_icio(SMALL).table
    elasticities, notes = elasticities_for(table.sectors, bundled.elasticities)
    place = [bundled.sectors.index(code) for code in ("B06", "C19")]
    np.testing.assert_array_equal(elasticities.central, bundled.elasticities.central[place])
    assert notes == ()
    rate, imputed, _ = tariffs_for(table, bundled)
    deu, rus = bundled.economies.index("DEU"), bundled.economies.index("RUS")
    assert rate[1, 1, 0] == bundled.tariff_rate[place[1], rus, deu]
    assert not imputed[0, 0]
    assert imputed[0, 2]  # the rest of the world is not in the tariff source


def test_other_sectors_take_the_mean_of_the_same_divisions() -> None:
    bundled = load_bundled().elasticities
    table, notes = elasticities_for(("C24", "B05_06", "D"), bundled)
    metals = [bundled.sectors.index(code) for code in ("C24A", "C24B")]
    assert table.central[0] == pytest.approx(bundled.central[metals].mean())
    assert table.low[0] == bundled.low[metals].min()
    assert table.high[0] == bundled.high[metals].max()
    assert table.status == ("assumed", "assumed", bundled.status[bundled.sectors.index("D")])
    assert "C24, B05_06" in notes[0]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("C10T12", {10, 11, 12}),
        ("C17_18", {17, 18}),
        ("C302T309", {30}),
        ("C24A", {24}),
        ("D", {35}),
        ("J62_63", {62, 63}),
        ("01T03", {1, 2, 3}),
    ],
)
def test_divisions(code: str, expected: set[int]) -> None:
    assert divisions(code) == expected


def test_tariffs_on_inputs_leave_the_floor_of_value_added() -> None:
    bundled = load_bundled()
    baseline = complete(read_icio(SMALL).table, bundled, name="icio-2019")
    assert baseline.table is not None
    cost = tariffs_on_inputs(baseline.table, baseline.tariff_rate)
    primary = baseline.table.value_added + baseline.table.net_taxes_on_inputs - cost
    output = baseline.table.gross_output
    np.testing.assert_allclose(baseline.value_added_share * output, primary, rtol=1e-9)
    assert (primary >= VALUE_ADDED_FLOOR * output * (1 - 1e-9)).all()
