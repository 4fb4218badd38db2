"""What a sentence supposes and says to follow: each pattern of the explanation page; reasons where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import multipolar as mp
from multipolar.claims.claim import WHAT_IFS
from multipolar.claims.extract import extract
from multipolar.claims.text.read import read_document
from multipolar.claims.what_ifs.plan import Plan
from multipolar.claims.what_ifs.plans import NoPlan, plan_of
from multipolar.codes.economies import economies
from multipolar.scenario import compile_scenario, parse_scenario

CASES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("claims_plan_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ARCHETYPES = {case[2] for case in CASES}


def _planned(text: str, language: str = "en") -> Plan | NoPlan:
    document = read_document(text, kind="text", language=language, date="2024-05-20")
    found = [claim for claim in extract(document) if claim.kind in WHAT_IFS]
    assert len(found) == 1, found
    return plan_of(found[0], language)


def _plan(text: str, language: str = "en") -> Plan:
    found = _planned(text, language)
    assert isinstance(found, Plan), found.reason
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{case[2]}" for case in CASES])
def test_a_sentence_becomes_scenario_outcome_and_threshold(case: list[str]) -> None:
    language, text, archetype, economies_, partners, relation, threshold = case
    plan = _plan(text, language)
    assert plan.archetype == archetype
    assert " ".join(plan.outcome.economies) == economies_
    assert " ".join(plan.outcome.partners).startswith(partners.replace("-", ""))
    assert (plan.relation, plan.threshold) == (relation, float(threshold))
    assert plan.reason


def test_every_archetype_has_its_sentence_in_three_languages() -> None:
    for archetype in ARCHETYPES:
        assert {"en", "sv", "de"} <= {case[0] for case in CASES if case[2] == archetype}, archetype


@pytest.mark.parametrize("archetype", sorted(ARCHETYPES))
def test_every_scenario_compiles_on_the_bundled_world(archetype: str) -> None:
    world = mp.load()
    plan = _plan(*next((case[1], case[0]) for case in CASES if case[2] == archetype))
    for text in filter(None, (plan.scenario, plan.against)):
        compiled = compile_scenario(parse_scenario(text), world, world.elasticities.central)
        assert compiled.instruments
    for code in (*plan.outcome.economies, *plan.outcome.partners):
        assert code in world.economies
    for sector in plan.outcome.sectors:
        assert sector in world.sectors


def test_under_sanctions_the_comparison_has_the_sanctions_too() -> None:
    plain = _plan("Without China's support Russia's economy would stagnate.")
    under = _plan("Without China's support Russia's economy would stagnate under Western sanctions.")
    assert not plain.against
    assert "measures-2022" not in plain.scenario
    assert "extends: measures-2022" in under.against
    assert "extends: measures-2022" in under.scenario
    assert "kind: embargo" not in under.against


def test_a_marked_change_needs_more() -> None:
    plain = _plan("American tariffs on Chinese cars will raise Chinese car exports to Russia.")
    marked = _plan("American tariffs on Chinese cars will considerably raise Chinese car exports to Russia.")
    assert 0 < plain.threshold < marked.threshold
    assert "assumed" in marked.reason


def test_a_shrinking_says_the_threshold_that_the_documents_give() -> None:
    plan = _plan("Without China's support Russia's economy would shrink.")
    assert "0.1 %" in plan.reason
    page = Path(__file__).parents[2] / "docs" / "explanation" / "claims.md"
    (row,) = [
        line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| it shrinks, suffers")
    ]
    assert f"more than {-plan.threshold:g} %" in row


def test_what_shrinks_is_not_always_the_economy() -> None:
    found = _planned("Without China's support Russia's exports to India would shrink.")
    assert isinstance(found, NoPlan)


def test_numbers_that_the_sentence_does_not_give_are_said_to_be_assumed() -> None:
    plan = _plan("American tariffs on Chinese cars will raise Chinese car exports to Russia.")
    assert "assumed:" in plan.scenario
    assert "rate: 0.25" in plan.scenario


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "If it rains the parade will be cancelled.", "names no economy"),
        ("sv", "Om det regnar kommer festen att ställas in.", "names no economy"),
        ("de", "Wenn es regnet, wird das Fest abgesagt.", "names no economy"),
        ("en", "Because of missiles, Ukraine would lose the war.", "not arms or war"),
        ("sv", "Eftersom missilerna slog till kommer Ukraina att förlora kriget.", "not arms or war"),
        ("de", "Wegen der Raketen würde die Ukraine den Krieg verlieren.", "not arms or war"),
        ("en", "If Brazil elects a new president, Argentina will celebrate.", "no supposition was recognised"),
        ("en", "Without Cuba's support Venezuela's economy would collapse.", "no row for Cuba and Venezuela"),
        ("en", "Without Iran's help Russia's economy would collapse.", "no row for Iran"),
        ("en", "Without China's support Russia would be quite unhappy.", "not what is said to follow"),
    ],
)
def test_what_cannot_be_tested_says_why(language: str, text: str, reason: str) -> None:
    found = _planned(text, language)
    assert isinstance(found, NoPlan)
    assert reason in found.reason


TEMPLATES = (
    "Without {0}'s support {1}'s economy would collapse.",
    "If the West imposed sanctions on {0}, trade between {0} and {1} would grow.",
    "American tariffs on goods from {0} will raise exports from {0} to {1}.",
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_any_two_economies_give_a_scenario_that_reads_or_a_reason(template: str) -> None:
    names = [economy.short_name for economy in economies()] + ["Cuba", "Yemen", "Togo", "Greenland", "Taiwan", "Kosovo"]
    for one, other in zip(names, names[7:] + names[:7], strict=True):
        text = template.format(one, other)
        document = read_document(text, kind="text", language="en")
        for claim in extract(document):
            found = plan_of(claim, "en") if claim.kind in WHAT_IFS else NoPlan("a fact")
            if isinstance(found, NoPlan):
                assert found.reason, text
                continue
            assert parse_scenario(found.scenario).instruments, text
            assert found.outcome.economies, text
