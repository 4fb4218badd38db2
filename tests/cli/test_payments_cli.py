"""`multipolar data add boz`: stored for scenarios that ask for it, refused whole when it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multipolar.cli import main
from multipolar.data.invoicing import load_boz

HEADER = "ISO3C,year,USDExport,EURExport,HomeExport,OtherExport,USDImport,EURImport,HomeImport,OtherImport"


def test_add_boz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MULTIPOLAR_HOME", str(tmp_path / "home"))
    panel = tmp_path / "boz.csv"
    panel.write_text(f"{HEADER}\nIND,2018,86.9,8.1,2,3,85.0,8.4,2.1,4.5\n", encoding="utf-8")
    assert main(["data", "add", "boz", str(panel), "--json"]) == 0
    added = json.loads(capsys.readouterr().out)
    assert (added["economies"], added["newest_year"], added["figures"]) == (1, 2018, 8)
    assert load_boz()[0].usd == pytest.approx(0.869)
    panel.write_text(f"{HEADER}\nIND,2018,186.9,8.1,2,3,85.0,8.4,2.1,4.5\n", encoding="utf-8")
    assert main(["data", "add", "boz", str(panel)]) == 3
    assert "impossible shares" in capsys.readouterr().err
    assert load_boz()[0].usd == pytest.approx(0.869)
