"""Proposals of a language model: tied to the words of the text or dropped; nothing is sent unless asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.proposals import Endpoint, anchored, endpoint_from_environment, proposals
from multipolar.claims.reading import read_claims
from multipolar.claims.text.read import read_document
from multipolar.cli import main
from multipolar.errors import AssumptionError, DataError

pytest.importorskip("openai", reason="the extra packages for language models are not installed")

TEXT = "Trade between China and Russia reached 240 billion dollars in 2023. Both sides were content with the harvest."
DOCUMENT = read_document(TEXT, kind="text", language="en")


@contextmanager
def _server(answer: str, status: int = 200, wait: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
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
            time.sleep(wait)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # Who asked may have gone.
            with suppress(BrokenPipeError, ConnectionResetError):
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


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "nowhere", "ftp://127.0.0.1/v1"])
def test_nobody_listens(address: str) -> None:
    with pytest.raises(DataError, match="gave no answer"):
        proposals(DOCUMENT, Endpoint(address, "tiny"))


def test_an_answer_that_does_not_come_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multipolar.claims.proposals.SECONDS", 0.05)
    with (
        _server(_records(), wait=0.3) as (address, _),
        pytest.raises(DataError, match="gave no answer"),
    ):
        proposals(DOCUMENT, Endpoint(address, "tiny"))


def test_records_that_are_none_are_left_out() -> None:
    with _server('{"claims": [1, null, "x", {}]}') as (address, _):
        assert proposals(DOCUMENT, Endpoint(address, "tiny")) == ()


def test_json_without_end_is_refused() -> None:
    with (
        _server('{"claims": ' + "[" * 100_000 + "}") as (address, _),
        pytest.raises(DataError, match="did not answer with the JSON"),
    ):
        proposals(DOCUMENT, Endpoint(address, "tiny"))


def test_a_quote_may_lack_the_breaks_of_lines_and_keeps_those_of_the_text() -> None:
    broken = read_document(TEXT.replace("content with", "content\nwith"), kind="text", language="en")
    quote = "Both sides were content with the harvest."
    (claim,) = anchored(broken, [{"kind": "position", "quote": quote, "value": None}], "tiny")
    assert " ".join(claim.quote.split()) == quote
    assert broken.original[claim.span.start : claim.span.end].split() == quote.split()


def test_ids_of_proposals_are_not_those_of_the_rules() -> None:
    document = read_document("China opposes sanctions on Russia. " + TEXT, kind="text", language="en")
    quote = "Both sides were content with the harvest."
    proposed = anchored(document, [{"kind": "position", "quote": quote, "value": None}], "tiny")
    reading = read_claims(document, Checker(scenarios=False), proposed=proposed)
    ids = [entry.claim.id for entry in reading.checked]
    assert len(ids) == len(set(ids)) >= 3
    (entry,) = [entry for entry in reading.checked if entry.claim.proposed_by]
    assert entry.marks == ("proposed by tiny",)


def test_nothing_is_sent_unless_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MULTIPOLAR_HOME", str(tmp_path / "home"))
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    with _server(_records({"kind": "position", "quote": "Both sides were content with the harvest."})) as (
        address,
        seen,
    ):
        monkeypatch.setenv("MULTIPOLAR_LLM_URL", address)
        monkeypatch.setenv("MULTIPOLAR_LLM_MODEL", "tiny")
        assert main(["claims", str(article), "--no-scenarios", "--json"]) == 0
        assert seen == []
        assert "proposed by" not in capsys.readouterr().out
        assert main(["claims", str(article), "--no-scenarios", "--propose", "--json"]) == 0
        assert len(seen) == 1
        assert "proposed by tiny" in capsys.readouterr().out


def test_the_environment_names_the_address() -> None:
    found = endpoint_from_environment({"MULTIPOLAR_LLM_URL": "http://localhost/v1", "MULTIPOLAR_LLM_MODEL": "m"})
    assert found == Endpoint("http://localhost/v1", "m", "")
    with pytest.raises(AssumptionError, match="MULTIPOLAR_LLM_MODEL"):
        endpoint_from_environment({"MULTIPOLAR_LLM_URL": "http://localhost/v1"})
