"""`multipolar claims`: read an article, find what can be tested, and test it."""

from __future__ import annotations

import datetime
import math
import os
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from multipolar.claims.claim import Claim
from multipolar.claims.document import LANGUAGES, Document
from multipolar.cli.claims_tables import show_claim, show_reading
from multipolar.cli.epilogue import examples
from multipolar.cli.screen import out, print_json, progress
from multipolar.errors import AssumptionError, RunError

claims = App(
    name="claims",
    help="Read an article in its own language, find every sentence that can be tested, and test it.",
    help_epilogue=examples(
        "claims article.txt",
        "claims article.html --date 2024-05-20 --html verdicts.html",
        "claims https://example.org/story --json",
        "claims show c5",
        "claims test c5 --as base_period=2021",
        "claims --evaluate",
    ),
)


@claims.default
def read(
    article: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    date: str | None = None,
    language: str | None = None,
    scenarios: bool = True,
    html: Path | None = None,
    evaluate: Annotated[bool, Parameter(negative=())] = False,
    passages: str = "held-out",
    propose: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Find and test the claims of an article.

    Figures are set beside the observatory, what-ifs become scenarios and are solved over horizons, elasticities and
    closures. Deterministic, offline and without a language model, unless you ask for proposals.

    Parameters
    ----------
    article
        A text, HTML or PDF file, an address (http or https), or - for standard input.
    date
        Day of the article (YYYY-MM-DD), for "last year" and the like; by default what the article says.
    language
        sv, en, de, fr, es, nb, ru or zh; detected by default.
    scenarios
        Also solve what-ifs; without it they are shown and left untested.
    html
        Also write the article with its verdicts as one page that works offline.
    evaluate
        Instead of an article: how well the rules read labelled passages, by language and kind.
    passages
        With --evaluate: `held-out`, `development`, or a file of JSON Lines.
    propose
        Also ask the language model named by MULTIPOLAR_LLM_URL and MULTIPOLAR_LLM_MODEL for claims. The text is sent
        there; what it proposes is dropped unless the quote stands in the text, and is marked as proposed.
    json
        Print JSON; its schema is docs/reference/claims.schema.json.
    """
    if evaluate:
        from multipolar.cli.claims_evaluate import show_evaluation

        return show_evaluation(passages, json=json)
    if article is None:
        raise AssumptionError(
            "claims", "no article was named", remedy="Write: multipolar claims ARTICLE, or - for standard input."
        )
    if article.startswith("--"):
        raise AssumptionError("claims", f"'{article}' is no option", remedy="See: multipolar claims --help.")
    _one_thread()
    from multipolar.claims.check import Checker
    from multipolar.claims.reading import keep, read_claims
    from multipolar.claims.text.read import read_source

    day = _day(date)
    if language is not None and language not in LANGUAGES:
        raise AssumptionError(
            f"--language {language}", "has no rules", remedy=f"Choose one of {', '.join(LANGUAGES)}, or leave it out."
        )
    with progress(not json) as notify:
        notify("reading", 0.02)
        document = read_source(article, language=language, date=day)
        checker = Checker(scenarios=scenarios)
        proposed = _proposals(document) if propose else ()
        reading = read_claims(document, checker, proposed=proposed, progress=notify)
    keep(reading)
    if html is not None:
        from multipolar.report.claims_page import claims_page

        _write(html, claims_page(reading))
    if json:
        print_json(reading.as_record())
        return 0
    show_reading(reading)
    if html is not None:
        out().print(f"Page: {html}", soft_wrap=True)
    return 0


@claims.command(help_epilogue=examples("claims show c5", "claims show c5 --save without-china.yaml"))
def show(name: str, /, *, save: Path | None = None, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Show one claim of the newest reading: quote, parse, data or scenario, verdict.

    Parameters
    ----------
    name
        Id of the claim, as the table has it.
    save
        For a what-if: also write its scenario to this file, for `claims test --scenario` and `multipolar run`.
    json
        Print JSON.
    """
    from multipolar.claims.reading import kept_claim

    kept = kept_claim(name)
    if save is not None:
        scenarios = [entry["scenario"] for entry in kept.record["evidence"] if entry["type"] == "scenario"]
        if not scenarios:
            raise AssumptionError(
                f"claim {name}", "has no scenario", evidence=kept.record["reason"], remedy="Leave --save out."
            )
        _write(save, scenarios[0])
    if json:
        print_json(kept.record)
        return 0
    show_claim(kept.record)
    return 0


@claims.command(
    name="test",
    help_epilogue=examples(
        "claims test c5 --as base_period=2021",
        "claims test l2 --as actors=CHN:exporter,RUS:importer --as period=2023",
        "claims test c14 --scenario edited.yaml --threshold -3.6",
    ),
)
def retest(
    name: str,
    /,
    *,
    as_: Annotated[list[str] | None, Parameter(name="--as", negative=())] = None,
    scenario: Path | None = None,
    threshold: float | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Test a claim of the newest reading again, with a corrected parse, another scenario or another threshold.

    Parameters
    ----------
    name
        Id of the claim.
    as_
        field=value, as often as needed: kind, value, unit, measure, commodity, direction, actors, period, base_period,
        condition, outcome.
    scenario
        For a what-if: a scenario file to solve instead.
    threshold
        For a what-if: the outcome that the claim is taken to need.
    json
        Print JSON.
    """
    _one_thread()
    from multipolar.claims.check import Checker
    from multipolar.claims.reading import kept_claim
    from multipolar.claims.records import revised

    kept = kept_claim(name)
    claim = revised(kept.claim, as_ or [])
    text = _scenario_text(scenario) if scenario is not None else None
    if threshold is not None and not math.isfinite(threshold):
        raise AssumptionError(
            f"--threshold {threshold}", "is no number", remedy="Write, for example, --threshold -3.6."
        )
    with progress(not json) as notify:
        notify(f"testing {name}", 0.1)
        checked = Checker().check_alone(claim, kept.language, kept.date, scenario=text, threshold=threshold)
    record = checked.as_record()
    if json:
        print_json(record)
        return 0
    show_claim(record)
    return 0


def _one_thread() -> None:
    """Arrays are small here: threads of the algebra library would wait for each other, at a fifth of the time."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise AssumptionError(
            f"--date {text}", "is not a day", remedy="Write YYYY-MM-DD, for example 2024-05-20."
        ) from error


def _scenario_text(path: Path) -> str:
    """Text of a scenario file; its problems are told with the name of the file before anything is solved.

    As with `multipolar run`, ``FILE@variant`` names a variant, and what a file `extends` is looked for in the library,
    then beside the file. Since the text goes on without its file, one that extends another file is written out.
    """
    from multipolar.scenario import dump_scenario, parse_scenario, scenario_names
    from multipolar.scenario.load import split_variant

    named, variant = split_variant(str(path), Path.cwd())
    path = Path(named)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RunError(str(path), f"cannot be read: {error.strerror}", remedy="Name a scenario file.") from error
    except UnicodeDecodeError as error:
        raise RunError(str(path), "is not a text", remedy="Name a scenario file (YAML in UTF-8).") from error
    scenario = parse_scenario(text, subject=str(path), folder=path.parent, variant=variant or None)
    library = scenario_names()
    alone = not variant and all(split_variant(name, path.parent)[0] in library for name in scenario.based_on)
    return text if alone else dump_scenario(scenario)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(str(path), f"cannot be written: {error.strerror}", remedy="Choose another file.") from error


def _proposals(document: Document) -> tuple[Claim, ...]:
    from multipolar.claims.proposals import endpoint_from_environment, proposals

    return proposals(document, endpoint_from_environment())
