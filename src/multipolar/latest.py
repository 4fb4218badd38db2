"""Answers kept for whoever asks again: the last few by key, for what is dear to make and never changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Same:
    """Any object as a key: equal only to itself, which is cheap, and safe for what is frozen."""

    __slots__ = ("held",)

    def __init__(self, held: object) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.held is self.held


class Latest(Generic[V]):
    """The answers made last, at most so many. Two threads may make the same one; neither gets another's.

    What is kept is shared: it must be immutable.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, V] = {}

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The answer to a key, made if it is not among those kept."""
        known = self._known.get(key)
        if known is None:
            known = make()
            while len(self._known) >= self._most:
                self._known.pop(next(iter(tuple(self._known)), None), None)
            self._known[key] = known
        return known
