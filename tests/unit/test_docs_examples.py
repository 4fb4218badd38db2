"""What README and documentation show is true: code runs, commands parse, links resolve, printed numbers are ours."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

import multipolar as mp
from multipolar.analysis.outcome import Outcome
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-scenario.md"
FROM_PYTHON = ROOT / "docs" / "how-to" / "use-from-python.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
SCENARIOS = ("western-embargo", "western-embargo-china-joins")


def blocks(page: Path, language: str) -> list[str]:
    """Fenced blocks of one language, whatever title they carry."""
    return re.findall(rf"^```{language}\b[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """Every `multipolar …` line of a console block, comments and pipes cut off."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for line in block.splitlines():
                text = re.split(r"\s+[#|>]\s*", line.removeprefix("$ "), maxsplit=1)[0].strip()
                if text.startswith("multipolar "):
                    yield page.relative_to(ROOT).as_posix(), text


@pytest.mark.parametrize(("page", "command"), [pytest.param(*case, id=case[1]) for case in sorted(set(commands()))])
def test_command_shown_is_understood(page: str, command: str) -> None:
    from multipolar.cli.app import app

    words = shlex.split(command)[1:]
    if words[-1] != "--help":
        app.parse_args(words, exit_on_error=False, print_error=False)
    assert page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [README, FROM_PYTHON], ids=lambda page: page.name)
def test_python_shown_runs(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(blocks(page, "python"))
    exec(compile(code, str(page), "exec"), {})
    assert "RUS" in capsys.readouterr().out


def test_first_scenario_of_the_readme_is_valid_and_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (text,) = blocks(README, "yaml")
    assert len(text.splitlines()) <= 18  # with two commands: twenty lines to the first own scenario
    Path("west-oil-embargo.yaml").write_text(text, encoding="utf-8")
    assert main(["scenario", "check", "west-oil-embargo.yaml"]) == 0
    assert "62" in capsys.readouterr().out


def test_tutorial_scenario_and_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    first, wrong, variant = blocks(TUTORIAL, "yaml")
    Path("west-oil-embargo.yaml").write_text(first + variant, encoding="utf-8")
    Path("wrong.yaml").write_text(wrong, encoding="utf-8")
    page = TUTORIAL.read_text(encoding="utf-8")
    assert main(["scenario", "check", "wrong.yaml"]) == 2
    assert capsys.readouterr().err.strip() in page
    assert main(["scenario", "check", "west-oil-embargo.yaml"]) == 0
    assert capsys.readouterr().out.strip() in page
    assert main(["scenario", "check", "west-oil-embargo.yaml@india-joins"]) == 0
    capsys.readouterr()
    assert main(["run", "west-oil-embargo.yaml", "--focus", "DEU", "--no-report", "--out", "runs"]) == 0
    shown = [row.split() for row in capsys.readouterr().out.splitlines()]
    (table,) = [block for block in blocks(TUTORIAL, "text") if "elasticity range" in block]
    assert [row for row in table.splitlines()[1:] if row.split() not in shown] == []
    assert main(["flip", "west-oil-embargo.yaml", "--focus", "RUS"]) == 0
    flips = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    on_page = [line.rstrip() for line in page.splitlines()]
    assert [line for line in flips if line not in on_page] == []


@pytest.fixture(scope="module")
def world() -> Baseline:
    return mp.load()


@pytest.fixture(scope="module")
def embargoes(world: Baseline) -> list[Outcome]:
    return [mp.study(world, name, draws=0, full=False) for name in SCENARIOS]


def two_figures(value: float) -> str:
    """As the tables print it: two decimals, and more where fewer than two figures would show."""
    digits = max(2, 1 - int(np.floor(np.log10(abs(value)))))
    return f"{value:+.{digits}f}"


def test_numbers_of_the_readme_are_ours(world: Baseline, embargoes: Sequence[Outcome]) -> None:
    readme = README.read_text(encoding="utf-8")
    west = {world.economies[n] for n in np.unique(embargoes[0].compiled.touched[0].cells % len(world.economies))}
    west -= {"RUS"}
    assert len(west) == 31
    groups = {"Russia": {"RUS"}, "the West, 31 economies": west, "China": {"CHN"}, "India": {"IND"}}
    for name, codes in groups.items():
        cells = [_with_range(outcome, codes) for outcome in embargoes]
        row = f"| {name} | {cells[0]} | {cells[1]} |"
        assert row in readme, row
    china = embargoes[1].result.real_income_usd_mn()[world.economies.index("CHN")] / 1e3
    assert f"a loss of {-china:.1f} billion dollars" in readme
    for outcome in embargoes:
        assert outcome.balanced is not None
        loss = outcome.balanced.real_income_pct()[world.economies.index("RUS")]
        assert f"{-loss:.2f} %" in readme


GALLERY = re.findall(r"^\| [^|]+ \| `([^`]+)` \| ([^|]+) \|$", (ROOT / "docs" / "gallery.md").read_text("utf-8"), re.M)


@pytest.mark.parametrize(("scenario", "answer"), GALLERY, ids=[name for name, _ in GALLERY])
def test_numbers_of_the_gallery_are_ours(scenario: str, answer: str, world: Baseline) -> None:
    outcome = mp.study(world, scenario, draws=0, full=False)
    for cell in answer.split("<br>"):
        code, _, numbers = cell.partition(" ")
        assert _with_range(outcome, {code}) == numbers


def _with_range(outcome: Outcome, codes: set[str]) -> str:
    """``central (low to high)`` of a group, weighted with income before."""
    result = outcome.result
    members = [n for n, code in enumerate(result.economies) if code in codes]
    income = result.household_income(result.before)[members]

    def together(change: Array) -> float:
        return float(change[members] @ income / income.sum())

    spread = outcome.range_of("elasticity range")
    assert spread is not None
    values = [together(row) for row in spread.values]
    return (
        f"{two_figures(together(result.real_income_pct()))} ({two_figures(min(values))} to {two_figures(max(values))})"
    )


def test_closure_table_of_the_model_page_is_ours(world: Baseline) -> None:
    page = (ROOT / "docs" / "explanation" / "model.md").read_text(encoding="utf-8")
    russia = world.economies.index("RUS")
    for deficit in ("fixed", "proportional", "balanced"):
        values = []
        for revenue in ("lump_sum", "lost"):
            closure = mp.Closure(deficit, revenue)  # type: ignore[arg-type]
            values.append(mp.simulate(world, "western-embargo", closure=closure).real_income_pct()[russia])
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{deficit}` |")]
        assert row.endswith(f"| {values[0]:.2f} | {values[1]:.2f} |")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_year_at_the_start_of_a_line_turns_into_a_list(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if re.match(r"\s*\d{3,}\.\s", line)]
