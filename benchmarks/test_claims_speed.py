"""Reading an article of 1,000 words: cold from the shell, warm in one process, and its what-ifs solved."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from multipolar.baseline.bundled import load_bundled
from multipolar.claims.check import Checker
from multipolar.claims.evaluate import read_passages
from multipolar.claims.reading import read_claims
from multipolar.claims.standing import DEVELOPMENT
from multipolar.claims.text.read import read_document
from multipolar.claims.what_ifs import plan_solved

LANGUAGES = ("en", "sv", "de", "ru", "zh")
WHAT_IFS = (
    "Without China's support Russia's economy would stagnate under Western sanctions.",
    "To offset the loss of the European market, Russia turned to China and India for its oil exports.",
    "To soften the sanctions, China and Russia plan to use their own currencies in bilateral trade.",
)


def _article(language: str) -> str:
    """Labelled passages of a language until some 1,000 words (1,700 characters of Chinese) are full."""
    passages = [passage.text for passage in read_passages(DEVELOPMENT) if passage.language == language]
    text = ""
    while (len(text) < 1700) if language == "zh" else (len(text.split()) < 1000):
        text += passages[text.count("\n\n") % len(passages)] + "\n\n"
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_article_cold(benchmark: Any, tmp_path: Path, language: str) -> None:
    article = tmp_path / "article.txt"
    article.write_text(_article(language), encoding="utf-8")
    command = [sys.executable, "-m", "multipolar", "claims", str(article), "--no-scenarios", "--json"]
    home = {**os.environ, "MULTIPOLAR_HOME": str(tmp_path)}

    def run() -> None:
        subprocess.run([*command, "--date", "2024-06-01"], check=True, env=home, stdout=subprocess.DEVNULL)

    benchmark.pedantic(run, rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_article_warm(benchmark: Any, language: str) -> None:
    text, checker = _article(language), Checker(scenarios=False)

    def read() -> int:
        return len(read_claims(read_document(text, kind="text", date="2024-06-01"), checker).checked)

    assert benchmark.pedantic(read, rounds=7, warmup_rounds=1) > 20


@pytest.mark.parametrize("number", range(len(WHAT_IFS)))
def test_what_if_solved(benchmark: Any, number: int) -> None:
    document = read_document(WHAT_IFS[number], kind="text", language="en", date="2024-06-01")
    world = load_bundled()

    def solve() -> Any:
        plan_solved._solver.cache_clear()
        (entry,) = read_claims(document, Checker(baseline=world)).checked
        return entry.verdict.tested

    tested = benchmark.pedantic(solve, rounds=3, warmup_rounds=1)
    assert len(tested.settings) == 8
