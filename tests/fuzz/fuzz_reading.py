"""Coverage-guided fuzzing of the reader: `python tests/fuzz/fuzz_reading.py [libFuzzer options]`, needs atheris.

Whatever the bytes, a document comes back whose spans lie in its texts, or a `MultipolarError`. Options of libFuzzer
apply, as ``-max_total_time=120 -max_len=4000``.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["multipolar.claims"]):
    from multipolar.claims.read import read_document
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
        document = read_document(content, kind=kind, language="en" if data[0] & 64 else None)
    except MultipolarError:
        return
    last = 0
    for sentence in document.sentences:
        assert last <= sentence.start < sentence.end <= len(document.text)
        last = sentence.end
        place = document.origin(sentence)
        assert 0 <= place.start < place.end <= len(document.original)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
