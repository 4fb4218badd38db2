"""Proposals of a language model: tied to the words of the text or dropped; nothing is sent unless asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from multipolar.claims.proposals import Endpoint, anchored, endpoint_from_environment, proposals
from multipolar.claims.text.read import read_document
from multipolar.errors import AssumptionError, DataError

pytest.importorskip("openai", reason="the extra packages for language models are not installed")

TEXT = "Trade between China and Russia reached 240 billion dollars in 2023. Both sides were content with the harvest."
DOCUMENT = read_document(TEXT, kind="text", language="en")


@contextmanager
def _server(answer: str, status: int = 200) -> Iterator[tuple[str, list[bytes]]]:
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "m",
                    "choices": [
                        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}
                    ],
                }
            ).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _records(*records: dict[str, object]) -> str:
    return json.dumps({"claims": list(records)})


def test_a_quote_of_the_text_is_kept_and_marked() -> None:
    quote = "Both sides were content with the harvest."
    with _server(_records({"kind": "position", "quote": quote, "value": None})) as (address, seen):
        (claim,) = proposals(DOCUMENT, Endpoint(address, "tiny"))
    assert claim.proposed_by == "tiny"
    assert TEXT[claim.span.start : claim.span.end] == quote
    assert len(seen) == 1
    assert TEXT in json.loads(seen[0])["messages"][1]["content"]


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "position", "quote": "Both sides were content with the wine.", "value": None},
        {"kind": "level", "quote": "Both sides were content with the harvest.", "value": 12},
        {"kind": "rumour", "quote": "Both sides were content with the harvest.", "value": None},
        {"kind": "position", "quote": "", "value": None},
        {"kind": "position", "quote": 7, "value": None},
    ],
)
def test_what_the_text_does_not_bear_out_is_dropped(record: dict[str, object]) -> None:
    assert anchored(DOCUMENT, [record], "tiny") == ()


def test_a_figure_keeps_the_number_that_the_rules_read() -> None:
    quote = "Trade between China and Russia reached 240 billion dollars in 2023."
    (claim,) = anchored(DOCUMENT, [{"kind": "share", "quote": quote, "value": 999}], "tiny")
    assert (claim.value, claim.unit, claim.kind) == (240e9, "USD", "share")
    assert anchored(DOCUMENT, [{"kind": "level", "quote": quote, "value": 240e9}], "tiny") == ()


@pytest.mark.parametrize(("answer", "status"), [("no json here", 200), ('{"claims": 3}', 200), ("{}", 401), ("", 404)])
def test_no_or_wrong_answers_are_said(answer: str, status: int) -> None:
    with _server(answer, status) as (address, _), pytest.raises(DataError, match="language model at"):
        proposals(DOCUMENT, Endpoint(address, "tiny"))


def test_nobody_listens() -> None:
    with pytest.raises(DataError, match="gave no answer"):
        proposals(DOCUMENT, Endpoint("http://127.0.0.1:9/v1", "tiny"))


def test_the_environment_names_the_address() -> None:
    found = endpoint_from_environment({"MULTIPOLAR_LLM_URL": "http://localhost/v1", "MULTIPOLAR_LLM_MODEL": "m"})
    assert found == Endpoint("http://localhost/v1", "m", "")
    with pytest.raises(AssumptionError, match="MULTIPOLAR_LLM_MODEL"):
        endpoint_from_environment({"MULTIPOLAR_LLM_URL": "http://localhost/v1"})
