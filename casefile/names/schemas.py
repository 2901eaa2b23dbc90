"""Two names compared as what bears them: a person, or a company, a vessel, a place."""

from typing import Final, Protocol

from casefile.names.compare import compare
from casefile.names.entities import compare_entities
from casefile.names.whole.answers import Answer

PERSONS: Final = frozenset({"", "Person", "LegalEntity"})
"""Schemas of FollowTheMoney, and none, whose names are compared as persons': who may be either is named as a person."""


class Match(Protocol):
    """What every comparison of two names has."""

    @property
    def score(self) -> float:
        """From 0 to 1, the same whichever name comes first."""

    @property
    def same(self) -> bool:
        """Whether they can be one bearer's."""

    @property
    def answer(self) -> Answer:
        """What the comparison says of the bearers."""

    @property
    def rule(self) -> str:
        """What decided."""


def compare_as(schema: str, left: str, right: str) -> Match:
    """`schema` as FollowTheMoney names it."""
    return compare(left, right) if schema.strip() in PERSONS else compare_entities(left, right, schema.strip())
