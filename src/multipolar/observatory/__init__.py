"""What is known: figures with sources side by side, revisions, events, and what they say of a pair of economies."""

from multipolar.observatory.database import QueryError
from multipolar.observatory.observatory import Observatory, open_observatory
from multipolar.observatory.records import Event, Figure, Indicator, Rank, Revision, Source

__all__ = [
    "Event",
    "Figure",
    "Indicator",
    "Observatory",
    "QueryError",
    "Rank",
    "Revision",
    "Source",
    "open_observatory",
]
