"""The page of reading scores and the standing of each language say what the rules score now; the bar holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from multipolar.claims.document import LANGUAGES
from multipolar.claims.evaluate import Evaluation, evaluate, read_passages
from multipolar.claims.scores_page import PAGE, development_passages, refresh, scores_tables, standing_text
from multipolar.claims.standing import BAR, CORPUS, DEVELOPMENT, HELD_OUT, STANDING_FILE

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def held_out() -> Evaluation:
    return evaluate(read_passages(HELD_OUT))


def test_the_held_out_passages_are_the_frozen_ones() -> None:
    digest, name = (CORPUS / "claims_held_out.sha256").read_text(encoding="utf-8").split()
    assert hashlib.sha256((CORPUS / name).read_bytes()).hexdigest() == digest


def test_there_are_enough_passages_in_every_language() -> None:
    for path, least in ((HELD_OUT, 20), (DEVELOPMENT, 40)):
        passages = read_passages(path)
        assert len(passages) >= least
        assert {passage.language for passage in passages} == set(LANGUAGES)


def test_the_bar_holds_on_the_held_out_passages(held_out: Evaluation) -> None:
    for group, (precision, recall) in BAR.items():
        count = held_out.count(group)
        assert count.precision >= precision, group
        assert count.recall >= recall, group


def test_page_and_standings_are_current(held_out: Evaluation) -> None:
    """Refresh with: python -m multipolar.claims.scores_page docs"""
    assert STANDING_FILE.read_text(encoding="utf-8") == standing_text(held_out)
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    for name, table in scores_tables(held_out, evaluate(development_passages())).items():
        assert f"<!-- table: {name} -->\n\n{table}\n" in page


def test_refresh_changes_nothing_when_all_is_current() -> None:
    assert refresh(DOCS) == ()
