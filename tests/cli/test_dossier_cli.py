"""`multipolar dossier`: tables, JSON, the page, and what is refused."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from multipolar.cli import main

VOID = frozenset(("meta", "br", "hr", "img", "input", "link"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTIPOLAR_HOME", str(tmp_path / "home"))


class _Balanced(HTMLParser):
    """Fails on a tag that is closed before it is opened, and on an id that stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for key, value in attrs if key == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag
        self.ids += [value or "" for key, value in attrs if key == "id"]


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["dossier", *words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_keeps_sources_apart(capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "China", "RUS", "--event", "2022-02-24")
    crude = {
        entry["source"]: entry["value"]
        for entry in found["figures"]
        if (entry["indicator"], entry["reporter"], entry["period"]) == ("crude", "RUS", "2023")
    }
    assert crude["china-customs"] == pytest.approx(107.0e6)
    assert crude["baci"] == pytest.approx(99.6e6, rel=2e-3)
    ranks = [rank for rank in found["ranks"] if (rank["indicator"], rank["side"]) == ("crude", "suppliers")]
    assert (ranks[0]["economy"], ranks[0]["place"]) == ("RUS", 1)
    compared = [entry for entry in found["around"] if entry["spread"]]
    assert all(entry["spread"]["count"] >= 5 for entry in compared)
    assert all(entry["refusal"] for entry in found["around"] if not entry["spread"])
    index = found["profile"]["index"]
    assert index["low"] <= index["standing"] <= index["high"]
    assert len(index["dropped"]) == len(found["profile"]["components"])


def test_leverage_runs_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    there, back = (_json(capsys, *pair)["leverage"] for pair in (("SWE", "NOR"), ("NOR", "SWE")))
    assert [entry["first_over_second"] for entry in there] == [entry["second_over_first"] for entry in back]


def test_the_page_is_whole_and_offline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    assert main(["dossier", "DEU", "RUS", "--event", "2022-02-24", "--html", str(path)]) == 0
    assert "Page:" in capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    parser = _Balanced()
    parser.feed(text)
    parser.close()
    assert not parser.open
    assert len(parser.ids) == len(set(parser.ids))
    assert not re.search(r'(?:src|href)="(?!#)|url\((?!#)|@import|<link', text)
    for anchor in re.findall(r'href="#([^"]+)"', text):
        assert anchor in parser.ids
    assert "Known gap" in text
    assert "reconciled" in text


def test_little_data_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "FJI", "PRY"]) == 0
    out = capsys.readouterr().out
    assert "Little is on record between Fiji and Paraguay" in out
    assert out.count("No figure for this pair") == 1
    assert "multipolar data add" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("CHN", "Russsia"), "Did you mean RUS (Russia)?"),
        (("CHN", "EU"), "It is a bloc"),
        (("CHN", "European Union"), "It is a bloc"),
        (("CHN", "ROW"), "name one economy"),
        (("CHN", "China"), "the same economy"),
        (("CHN", "RUS", "--event", "february"), "no day"),
        (("CHN", "RUS", "--weights", "trade"), "not a name and a number"),
        (("CHN", "RUS", "--weights", "tradee=1"), "no dimension"),
    ],
)
def test_refused(words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", *words]) == 2
    caught = capsys.readouterr()
    assert message in " ".join(caught.err.split())
    assert not caught.out


def test_a_page_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "FJI", "PRY", "--html", str(tmp_path / "no" / "page.html")]) == 5
    assert "cannot be written" in capsys.readouterr().err


def test_weights_move_the_standing_and_are_scaled(capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "SWE", "NOR", "--weights", "routes=0", "trade=3")
    weights = {entry["dimension"]: entry["weight"] for entry in found["profile"]["components"]}
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["routes"] == 0
    assert weights["trade"] == pytest.approx(3 * weights["alignment"])
