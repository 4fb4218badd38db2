"""Answers that are kept: made once, dropped in the order in which they were made, told apart by identity."""

from __future__ import annotations

from multipolar.latest import Latest, Same


def test_the_last_answers_are_kept() -> None:
    made: list[str] = []

    def ask(known: Latest[str], key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return known.get(key, make)

    known: Latest[str] = Latest(2)
    assert [ask(known, key) for key in "aab"] == ["A", "A", "B"]
    assert made == ["a", "b"]
    assert ask(known, "c") == "C"
    assert ask(known, "b") == "B"
    assert made == ["a", "b", "c"]
    assert ask(known, "a") == "A"
    assert made == ["a", "b", "c", "a"], "the oldest was dropped"


def test_the_same_is_the_object_itself() -> None:
    one, twin = [1.0], [1.0]
    assert Same(one) == Same(one)
    assert Same(one) != Same(twin)
    assert hash(Same(one)) == hash(Same(one))
    assert Same(one) != one
