"""`multipolar claims`: table, JSON and its schema, one claim in full, a corrected parse, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.console import Console

from multipolar import load, simulate
from multipolar.cli import main

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "reference" / "claims.schema.json").read_text(encoding="utf-8"))
EXAMPLE = ROOT / "docs" / "examples" / "partnership.txt"
SWEDISH = """Handeln mellan Kina och Ryssland nådde 240 miljarder dollar förra året, en ökning med 64 % sedan 2022.
Utan Kinas stöd skulle Rysslands ekonomi stagnera under västerländska sanktioner.
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MULTIPOLAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def _read(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["claims", *words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, SCHEMA)
    return found


def test_the_example_article(capsys: pytest.CaptureFixture[str]) -> None:
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    assert found["document"]["date"] == "2024-05-20"
    verdicts = {(claim["value"], claim["unit"]): claim["verdict"] for claim in found["claims"] if claim["value"]}
    assert verdicts[240e9, "USD"] == "supported"
    assert verdicts[64, "%"] == "depends on definition"
    assert verdicts[107e6, "t"] == "supported"
    assert verdicts[4, "x"] == "supported"
    assert verdicts[300e6, "USD"] == "supported"
    assert {claim["kind"] for claim in found["claims"]} >= {"conditional", "causal", "forecast", "rank", "position"}
    assert sum(found["summary"]["verdicts"].values()) == found["summary"]["claims"] == len(found["claims"])
    text = EXAMPLE.read_text(encoding="utf-8")
    for claim in found["claims"]:
        assert " ".join(text[claim["start"] : claim["end"]].split()) == " ".join(claim["quote"].split())


def test_swedish_with_a_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "artikel.txt"
    article.write_text(SWEDISH, encoding="utf-8")
    found = _read(capsys, str(article), "--date", "2024-05-20")
    assert found["document"]["language"] == "sv"
    (supposed,) = [claim for claim in found["claims"] if claim["kind"] == "conditional"]
    (evidence,) = supposed["evidence"]
    assert evidence["type"] == "scenario"
    assert "CHN" in evidence["scenario"]
    assert supposed["verdict"] in {"inside", "outside", "not decidable"}
    assert len(evidence["settings"]) == 8
    # The scenario that is shown is one that `run` and `--scenario` take.
    saved = tmp_path / "shown.yaml"
    saved.write_text(evidence["scenario"], encoding="utf-8")
    assert main(["scenario", "check", str(saved)]) == 0
    capsys.readouterr()
    assert main(["claims", "test", supposed["id"], "--scenario", str(saved), "--threshold", "-90", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "outside"


def test_show_and_test_again(capsys: pytest.CaptureFixture[str]) -> None:
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    (change,) = [claim for claim in found["claims"] if claim["value"] == 64]
    assert main(["claims", "show", change["id"]]) == 0
    shown = capsys.readouterr().out
    assert "depends on definition" in shown
    assert "+63.5 %" in shown
    assert main(["claims", "test", change["id"], "--as", "base_period=2021", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "supported"
    assert main(["claims", "test", change["id"], "--as", "base_period=2022", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "contradicted"


def test_table_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert main(["claims", str(EXAMPLE), "--no-scenarios", "--html", str(page)]) == 0
    shown = capsys.readouterr().out
    assert "depends on definition" in shown
    assert "claims:" in shown
    assert "240 billion dollars" in page.read_text(encoding="utf-8")


def test_brackets_in_an_article_are_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "brackets.txt"
    article.write_text("Trade of China and Russia [/red] was [bold]240 billion dollars in 2023 [/].", encoding="utf-8")
    assert main(["claims", str(article)]) == 0
    assert "[bold]240 billion dollars" in capsys.readouterr().out
    assert main(["claims", "show", "l1"]) == 0
    assert "[/red] was [bold]240 billion" in capsys.readouterr().out


def test_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("multipolar.cli.claims_tables.out", lambda: Console(width=60, highlight=False))
    assert main(["claims", str(EXAMPLE), "--no-scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line for line in lines if line[:1] in "lcrfmp" and line[1:2].isdigit()]
    assert len(heads) == 11
    assert any("✓ supported  107 Mt · RUS CHN · 2023" in line for line in heads)
    # The words around the figure are shown, on one line.
    (words,) = [line for line in lines if "107 million tonnes" in line]
    assert len(words) <= 60


def test_the_parse_that_is_shown_is_one_that_can_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    for claim in found["claims"]:
        assert main(["claims", "show", claim["id"]]) == 0
        lines = capsys.readouterr().out.splitlines()
        (at,) = [n for n, line in enumerate(lines) if "--as FIELD=VALUE" in line]
        given = [word for assignment in lines[at + 1].split() for word in ("--as", assignment)]
        if claim["kind"] in {"causal", "conditional", "forecast"}:
            continue
        assert main(["claims", "test", claim["id"], *given, "--json"]) == 0
        again = json.loads(capsys.readouterr().out)
        assert (again["verdict"], again["value"], again["unit"]) == (claim["verdict"], claim["value"], claim["unit"])


def test_a_scenario_is_saved_and_can_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    (supposed,) = [claim["id"] for claim in found["claims"] if claim["kind"] == "conditional"]
    saved = tmp_path / "saved.yaml"
    assert main(["claims", "show", supposed, "--save", str(saved)]) == 0
    assert main(["scenario", "check", str(saved)]) == 0
    assert simulate(load(), saved).to_frame().loc["RUS", "real_income_pct"] < 0
    capsys.readouterr()
    assert main(["claims", "show", found["claims"][0]["id"], "--save", str(saved)]) == 2
    assert "has no scenario" in capsys.readouterr().err
    assert main(["claims", "show", supposed, "--save", str(tmp_path / "no" / "folder.yaml")]) == 5
    assert "cannot be written" in capsys.readouterr().err


def test_a_scenario_extends_a_file_of_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    (supposed,) = [claim["id"] for claim in found["claims"] if claim["kind"] == "conditional"]
    folder, elsewhere = tmp_path / "scenarios", tmp_path / "elsewhere"
    for made in (folder, elsewhere):
        made.mkdir()
    assert main(["claims", "show", supposed, "--save", str(folder / "base.yaml")]) == 0
    # In the folder that the command runs in stands another file of that name.
    (elsewhere / "base.yaml").write_text("name: base\ninstruments: []\n", encoding="utf-8")
    edited = folder / "edited.yaml"
    edited.write_text("\ufeffname: edited\nextends: base.yaml\n", encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    assert main(["scenario", "check", str(edited)]) == 0
    capsys.readouterr()
    assert main(["claims", "test", supposed, "--scenario", str(edited), "--json"]) == 0
    (evidence,) = json.loads(capsys.readouterr().out)["evidence"]
    assert "kind: embargo" in evidence["scenario"]
    assert "extends: base" not in evidence["scenario"]
    assert len(evidence["settings"]) == 8
    variant = "variants:\n  airtight:\n    instruments:\n      - id: withdrawal\n        leakage: 0.02\n"
    edited.write_text(edited.read_text(encoding="utf-8") + variant, encoding="utf-8")
    assert main(["claims", "test", supposed, "--scenario", f"{edited}@airtight", "--json"]) == 0
    (evidence,) = json.loads(capsys.readouterr().out)["evidence"]
    assert "leakage: 0.02" in evidence["scenario"]
    (folder / "base.yaml").unlink()
    assert main(["claims", "test", supposed, "--scenario", str(edited)]) == 2
    assert "edited.yaml" in capsys.readouterr().err


def test_scenarios_thresholds_and_readings_that_are_none(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    (supposed,) = [claim["id"] for claim in found["claims"] if claim["kind"] == "conditional"]
    binary, unsound = tmp_path / "binary.yaml", tmp_path / "unsound.yaml"
    binary.write_bytes(bytes(range(256)))
    unsound.write_text("name: x\ninstruments:\n  - kind: embargoo\n", encoding="utf-8")
    for words, code, said in (
        (["--scenario", str(binary)], 5, "is not a text"),
        (["--scenario", str(tmp_path / "absent.yaml")], 5, "cannot be read"),
        (["--scenario", str(unsound)], 2, "unsound.yaml"),
        (["--threshold", "nan"], 2, "is no number"),
        (["--as", "actors=Chhina"], 2, "Did you mean CHN"),
        (["--as", "base_period=last year"], 2, "is no period"),
    ):
        assert main(["claims", "test", supposed, *words]) == code
        assert said in capsys.readouterr().err
    kept = home / "claims" / "last-reading.json"
    for text in ("{", "[]", '{"claims": [{}]}'):
        kept.write_text(text, encoding="utf-8")
        assert main(["claims", "show", supposed]) == 3
        assert "cannot be understood" in capsys.readouterr().err


def test_files_that_are_no_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary = tmp_path / "picture.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    assert main(["claims", str(binary)]) == 3
    assert "picture.txt" in capsys.readouterr().err
    assert main(["claims", str(tmp_path)]) == 3
    assert str(tmp_path) in capsys.readouterr().err
    assert main(["claims", str(EXAMPLE), "--language", "xx"]) == 2
    assert "Choose one of sv, en" in capsys.readouterr().err
    assert main(["claims", str(EXAMPLE), "--no-scenarios", "--html", str(tmp_path / "no" / "page.html")]) == 5
    assert "cannot be written" in capsys.readouterr().err


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import io

    class Pipe:
        buffer = io.BytesIO(EXAMPLE.read_bytes())

        @staticmethod
        def isatty() -> bool:
            return False

    monkeypatch.setattr("sys.stdin", Pipe())
    assert len(_read(capsys, "-", "--no-scenarios")["claims"]) >= 10


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "no article"),
        (["--colour"], 2, "is no option"),
        (["absent.txt"], 3, "absent.txt"),
        (["show", "c1"], 3, "nothing was read yet"),
        (["--evaluate", "--passages", "absent.jsonl"], 3, "absent"),
    ],
)
def test_refusals(words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", *words]) == code
    assert said in capsys.readouterr().err


def test_wrong_days_ids_and_parses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(EXAMPLE), "--date", "May 2024"]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err
    found = _read(capsys, str(EXAMPLE), "--no-scenarios")
    assert main(["claims", "show", "z99"]) == 3
    assert found["claims"][0]["id"] in capsys.readouterr().err
    assert main(["claims", "test", found["claims"][0]["id"], "--as", "colour=red"]) == 2
    assert "colour" in capsys.readouterr().err
    assert main(["claims", "test", found["claims"][0]["id"], "--threshold", "1"]) == 2
    assert "no scenario answers" in capsys.readouterr().err
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    assert main(["claims", str(empty)]) == 3
    assert "empty" in capsys.readouterr().err


def test_evaluation_of_ones_own_passages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "China's exports to Russia reached 110 billion dollars in 2023."
    mark = "110 billion dollars"
    label = {
        "kind": "level",
        "mark": mark,
        "start": text.index(mark),
        "end": text.index(mark) + len(mark),
        "value": 110e9,
        "unit": "USD",
        "actors": ["CHN", "RUS"],
        "period": "2023",
        "base_period": None,
        "commodity": None,
    }
    passages = tmp_path / "own.jsonl"
    record = {"id": "own-1", "language": "en", "date": "2024-01-10", "text": text, "claims": [label]}
    passages.write_text(json.dumps(record), encoding="utf-8")
    main(["claims", "--evaluate", "--passages", str(passages), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["languages"]["en"]["figures with kind"]["right"] == 1
    assert found["languages"]["en"]["period"]["right"] == 1
    assert found["misses"] == []


def test_proposals_need_an_address(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("MULTIPOLAR_LLM_URL", raising=False)
    assert main(["claims", str(EXAMPLE), "--propose"]) == 2
    assert "MULTIPOLAR_LLM_URL" in capsys.readouterr().err
