"""Questions to the observatory from the command line, and that the documentation's examples run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from multipolar.cli import main
from multipolar.observatory.page import END, START, indicator_tables

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTIPOLAR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def examples() -> list[str]:
    text = (DOCS / "how-to" / "query-the-observatory.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("multipolar data")]


@pytest.mark.parametrize("command", examples())
def test_examples_of_the_page_run(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)[1:]) == 0
    assert len(capsys.readouterr().out) > 20


def test_the_python_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "how-to" / "query-the-observatory.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    exec(compile(block, "query-the-observatory.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "2023 china-customs 107.0 Mt official" in printed
    assert "RUS 19.0 % of the total" in printed


def test_the_page_shows_the_present_registry() -> None:
    page = (DOCS / "explanation" / "observatory.md").read_text(encoding="utf-8")
    assert page.split(START)[1].split(END)[0].strip() == indicator_tables().strip()


def test_figures_of_both_sources_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "figures", "crude", "--from", "Russia", "--to", "China", "--since", "2023", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    sources = {(figure["period"], figure["source"]) for figure in told["figures"]}
    assert {("2023", "baci"), ("2023", "china-customs")} <= sources
    assert told["indicator"]["unit"] == "t"


def test_a_gap_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "figures", "crude", "--from", "RUS", "--to", "TUR", "--since", "2022"]) == 0
    printed = capsys.readouterr().out
    assert "A gap is not zero" in printed
    assert "confidential" in printed


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["figures", "crued"], 3, "Did you mean"),
        (["figures", "brent", "--from", "RUS"], 3, "of the world, not of places"),
        (["figures", "crude", "--from", "Russland-Nord"], 2, "unknown economy"),
        (["indicators", "--dimension", "gold"], 3, "Known: trade"),
        (["sql", "DELETE FROM sources"], 2, "read-only"),
        (["sql", "SELECT 1", "--rows", "0"], 3, "1 or more"),
        (["events", "--kind", "party"], 2, "Known: sanction"),
    ],
)
def test_errors_say_what_to_do(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", *arguments]) == code
    assert words in " ".join(capsys.readouterr().err.split())


def test_rows_that_are_left_out_are_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "sql", "FROM sources", "--rows", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["rows"]) == 3
    assert told["more"] is True


def test_dates_and_missing_values_become_json(capsys: pytest.CaptureFixture[str]) -> None:
    question = "SELECT DATE '2022-02-24' AS day, 1.5::DECIMAL(4, 1) AS half, 'nan'::DOUBLE AS none, [1, 2] AS list"
    assert main(["data", "sql", question, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [["2022-02-24", 1.5, None, "[1, 2]"]]


def test_brackets_in_an_answer_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "sql", "SELECT '[/red] a [bold]' AS \"[head]\""]) == 0
    shown = capsys.readouterr().out
    assert "[/red] a [bold]" in shown
    assert "[head]" in shown
