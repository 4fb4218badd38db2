"""Coverage-guided fuzzing of the reader: `python tests/fuzz/fuzz_reading.py [libFuzzer options]`, needs atheris.

Whatever the bytes, a document comes back whose spans lie in its texts, with claims quoted letter for letter and
what-ifs that have a plan or a reason; or a `MultipolarError`. Options of libFuzzer
apply, as ``-max_total_time=120 -max_len=4000``.
"""

from __future__ import annotations

import math
import sys

import atheris

with atheris.instrument_imports(include=["multipolar.claims"]):
    from multipolar.claims.claim import WHAT_IFS
    from multipolar.claims.document import LANGUAGES, Document
    from multipolar.claims.extract import extract
    from multipolar.claims.text.read import read_document
    from multipolar.claims.what_ifs.plans import NoPlan, plan_of
    from multipolar.errors import MultipolarError


def one_input(data: bytes) -> None:
    """Reads the bytes as the kind that the first byte chooses."""
    if not data:
        return
    kind = ("text", "html", None, "html", "pdf")[data[0] % 5]
    content: bytes | str = data[1:]
    if data[0] % 2:
        content = data[1:].decode("utf-8", "surrogateescape")
    try:
        language = LANGUAGES[data[0] % len(LANGUAGES)] if data[0] & 64 else None
        document = read_document(content, kind=kind, language=language, date="2024-05-20" if data[0] & 32 else None)
    except MultipolarError:
        return
    last = 0
    for sentence in document.sentences:
        assert last <= sentence.start < sentence.end <= len(document.text)
        last = sentence.end
        place = document.origin(sentence)
        assert 0 <= place.start < place.end <= len(document.original)
    _claims(document)


def _claims(document: Document) -> None:
    for claim in extract(document):
        assert claim.quote in document.text
        assert 0 <= claim.span.start <= claim.mark.start < claim.mark.end <= claim.span.end <= len(document.original)
        assert claim.value is None or math.isfinite(claim.value)
        claim.as_record()
        if claim.kind in WHAT_IFS:
            plan = plan_of(claim, document.language)
            assert plan.reason if isinstance(plan, NoPlan) else plan.scenario


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
