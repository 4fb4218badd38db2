"""The catalogue is complete, its checksums are true, and its page in the documentation says the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from multipolar.baseline.bundled import load_bundled
from multipolar.data import catalog
from multipolar.errors import DataError


def test_every_shipped_file_has_a_card_and_its_true_checksum() -> None:
    checks = catalog.verify_checksums()
    assert len(checks) >= 5
    assert [f"{check.path} {check.problem}" for check in checks if not check.ok] == []


def test_every_card_is_complete() -> None:
    keys = {source.key for source in catalog.cards()}
    assert {"icio-2022", "oecd-icio-official", "fontagne-2022", "wits-tariffs-2014", "wiod-2013", "world-map"} <= keys
    for source in catalog.cards():
        for field in ("title", "publisher", "licence", "address", "retrieved", "covers", "citation"):
            assert getattr(source, field).strip(), f"{source.key}: {field} is empty"
        assert source.transformations, source.key
        assert set(source.derived_from) <= keys, source.key
        if source.use == "check":
            assert not source.files, f"{source.key} may not ship"


def test_sources_of_the_bundled_world_are_cards() -> None:
    sources = load_bundled().provenance.sources
    assert sources
    assert set(sources) == set(catalog.card("icio-2022").derived_from)


def test_source_files_are_the_ones_used(shared_data: Path) -> None:
    for source in catalog.cards():
        for file in source.source_files:
            found = hashlib.sha256((shared_data / file.path).read_bytes()).hexdigest()
            assert found == file.sha256, f"{source.key}: {file.path}"


def test_lookup_forgives_hyphens_and_suggests() -> None:
    assert catalog.card("icio2022").key == "icio-2022"
    assert catalog.card("WIOD_2013").key == "wiod-2013"
    with pytest.raises(DataError, match=r"Did you mean .*fontagne-2022"):
        catalog.card("fontagne")


def test_a_changed_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "codes"
    folder.mkdir()
    (folder / "economies.csv").write_text("iso3\nRUS\n", encoding="utf-8")
    (folder / "stray.csv").write_text("x\n", encoding="utf-8")
    monkeypatch.setattr(catalog, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalog, "CHECKSUM_FILE", tmp_path / "SHA256SUMS")
    assert {c.problem for c in catalog.verify_checksums()} == {"has no recorded checksum"}
    assert catalog.refresh_checksums() == ("codes/economies.csv", "codes/stray.csv")
    problems = {c.path: c.problem for c in catalog.verify_checksums()}
    assert problems == {"codes/economies.csv": "", "codes/stray.csv": "belongs to no card of the catalogue"}
    (folder / "economies.csv").write_text("iso3\nCHN\n", encoding="utf-8")
    assert catalog.refresh_checksums() == ("codes/economies.csv",)
    (folder / "economies.csv").unlink()
    problems = {c.path: c.problem for c in catalog.verify_checksums()}
    assert problems["codes/economies.csv"] == "is listed in SHA256SUMS but absent"


def test_the_page_is_the_catalogue() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "data-catalogue.md"
    assert page.read_text(encoding="utf-8") == catalog.catalogue_page()
