"""Claims proposed by a language model behind an OpenAI-compatible address, each tied to the exact words or dropped.

Off unless asked for. The article's text is sent to that address; nothing else is. A proposal counts only if its quote
stands in the text word for word and its number, if any, is one that the rules read in that quote: a model may point at
a claim, it may not supply figures.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from multipolar.claims.claim import FIGURES, Claim, Kind
from multipolar.claims.document import Document, Span
from multipolar.claims.extract import extract
from multipolar.errors import AssumptionError, DataError

ADDRESS, MODEL, KEY = "MULTIPOLAR_LLM_URL", "MULTIPOLAR_LLM_MODEL", "MULTIPOLAR_LLM_KEY"
SECONDS = 60.0
MOST_CHARACTERS = 60_000
MOST_PROPOSALS = 100

_ASK = """You find claims that can be tested with trade, energy and payment statistics or with an economic model.
Answer with JSON only: {"claims": [{"kind": one of KINDS, "quote": the exact sentence, copied letter for letter,
"value": the number as written in the quote or null}]}. Copy, never translate, never correct. Skip what is no claim.
""".replace("KINDS", ", ".join(get_args(Kind)))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the language model is: base address, name of the model, key (may be empty)."""

    address: str
    model: str
    key: str = ""


def endpoint_from_environment(environment: Mapping[str, str] | None = None) -> Endpoint:
    """The endpoint that the environment names.

    Raises
    ------
    AssumptionError
        If address or model is not set.
    """
    known = os.environ if environment is None else environment
    missing = [name for name in (ADDRESS, MODEL) if not known.get(name)]
    if missing:
        raise AssumptionError(
            "claims --propose",
            f"needs {' and '.join(missing)} in the environment",
            remedy=f"Set {ADDRESS} (such as http://localhost:8080/v1), {MODEL}, and {KEY} where a key is wanted.",
        )
    return Endpoint(known[ADDRESS], known[MODEL], known.get(KEY, ""))


def proposals(document: Document, endpoint: Endpoint) -> tuple[Claim, ...]:
    """Claims that the model proposes and the text bears out, without those that the rules found themselves.

    Raises
    ------
    DataError
        If the address does not answer, or not with the JSON that was asked for.
    """
    try:
        from openai import OpenAI, OpenAIError
    except ImportError as error:
        raise AssumptionError(
            "claims --propose", "needs the extra packages for language models", remedy="pip install 'multipolar[llm]'"
        ) from error
    client = OpenAI(base_url=endpoint.address, api_key=endpoint.key or "none", timeout=SECONDS, max_retries=1)
    try:
        answer = client.chat.completions.create(
            model=endpoint.model,
            temperature=0,
            messages=[
                {"role": "system", "content": _ASK},
                {"role": "user", "content": document.text[:MOST_CHARACTERS]},
            ],
        )
        text = answer.choices[0].message.content or ""
    except (OpenAIError, IndexError, AttributeError) as error:
        raise DataError(
            f"language model at {endpoint.address}",
            "gave no answer",
            evidence=str(error).splitlines()[0] if str(error) else type(error).__name__,
            remedy="Check the address and the key, or leave --propose out: the rules need no model.",
        ) from error
    return anchored(document, _records(text, endpoint), endpoint.model)


def anchored(document: Document, records: Iterable[Mapping[str, Any]], model: str) -> tuple[Claim, ...]:
    """The proposals whose quote stands in the text and whose number the rules read there; the others are dropped."""
    known = extract(document)
    taken = {(claim.kind, claim.span) for claim in known}
    made: list[Claim] = []
    for record in list(records)[:MOST_PROPOSALS]:
        quote = record.get("quote")
        if record.get("kind") not in get_args(Kind) or not isinstance(quote, str) or not quote.strip():
            continue
        kind: Kind = record["kind"]
        found = _words_in(document.text, quote)
        if found is None:
            continue
        place = document.origin(found)
        near = [claim for claim in known if claim.span.overlaps(place)]
        if kind in FIGURES:
            # Only a number that the rules read in this very sentence is taken, in their reading of it.
            figures = [claim for claim in near if claim.value is not None and claim.mark.within(place)]
            claim = next((figure for figure in figures if (kind, figure.span) not in taken), None)
            if claim is None:
                continue
            made.append(replace(claim, kind=kind, proposed_by=model))
        elif not any(kind == found_kind and span.overlaps(place) for found_kind, span in taken):
            actors = near[0].actors if near else ()
            made.append(
                Claim(
                    id="",
                    kind=kind,
                    quote=document.text[found.start : found.end],
                    span=place,
                    mark=place,
                    actors=actors,
                    proposed_by=model,
                )
            )
        else:
            continue
        taken.add((made[-1].kind, made[-1].span))
    # Ids of the rules begin with the first letter of a kind, and none begins with x.
    return tuple(replace(claim, id=f"x{number}") for number, claim in enumerate(made, 1))


def _words_in(text: str, quote: str) -> Span | None:
    """Where the words of a quote stand in a text; only a break of the line may differ."""
    at = re.search(r"\s+".join(re.escape(word) for word in quote.split()), text)
    return Span(*at.span()) if at else None


def _records(text: str, endpoint: Endpoint) -> list[Mapping[str, Any]]:
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1])["claims"]
        if not isinstance(found, list):
            raise TypeError("'claims' is no list")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(
            f"language model at {endpoint.address}",
            "did not answer with the JSON that was asked for",
            evidence=text[:200],
            remedy="Try another model, or leave --propose out.",
        ) from error
    return [record for record in found if isinstance(record, dict)]
