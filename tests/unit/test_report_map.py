"""The map asset: the projection's known points, and the build from its source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multipolar.errors import DataError
from multipolar.report.build_map import CENTRAL_MERIDIAN, build_map, equal_earth
from multipolar.report.charts.worldmap import outlines


def test_equal_earth_known_points() -> None:
    # Savric, Patterson and Jenny (2019): half width 2.70663, half height 1.31736 radii of the sphere.
    assert equal_earth(CENTRAL_MERIDIAN + 180, 0)[0] == pytest.approx(2.706629, abs=1e-5)
    assert equal_earth(CENTRAL_MERIDIAN, 90)[1] == pytest.approx(1.317363, abs=1e-5)
    assert equal_earth(CENTRAL_MERIDIAN, 0) == (0.0, 0.0)


def test_asset_is_what_the_source_gives(shared_data: Path, tmp_path: Path) -> None:
    made = build_map(shared_data / "map" / "countries-110m.json", tmp_path / "world.json")
    assert made == len(outlines()["shapes"])
    assert json.loads((tmp_path / "world.json").read_text(encoding="utf-8")) == outlines()


def test_shapes_stay_on_the_sheet() -> None:
    asset = outlines()
    for x, y in asset["anchors"].values():
        assert 0 <= x <= asset["width"]
        assert 0 <= y <= asset["height"]
    assert "crimea" in asset["shapes"]


def test_another_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "x.json"
    wrong.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="TopoJSON"):
        build_map(wrong, tmp_path / "out.json")
