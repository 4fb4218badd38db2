"""`multipolar validate oil`, as JSON and on a screen."""

from __future__ import annotations

import json

import pytest

from multipolar.cli import main


def test_back_test_of_oil_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--backtest", "oil", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["oil"]
    oil = found["oil"]
    assert {row["measure"] for row in oil["scores"]} == {"share", "mt"}
    assert {"BLR", "TUR"} <= set(oil["missing"]["2023"])
    turkey = next(row for row in oil["buyers"] if row["buyer"] == "TUR")
    assert turkey["2023_mt"] is None, "missing is not zero"
    assert [row["period"] for row in oil["discounts"]][:2] == ["2022-04", "2022-11"]
    assert [row["published_is"] for row in oil["discounts"]][:2] == ["more than this", "this"]
    assert oil["discounts"][0]["published_kind"] == "more than this in spring 2022"
    short = next(row for row in oil["totals"] if (row["forecast"], row["year"]) == ("short, crude apart", 2023))
    assert short["price_change_pct"] < 0 < short["total_mt"] < short["happened_mt"]


def test_back_test_of_oil_on_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "oil"]) == 0
    shown = capsys.readouterr().out
    assert "Discount of Urals" in shown
    assert "spread in proportion" in shown
    assert "2022-04    105  more than 35" in shown
    for horizon in ("impact", "model (short)", "medium", "long", "short, crude too", "short, crude apart"):
        assert shown.count(f"{horizon} ") >= 2, "both years"
