"""What goes to the engine and comes back, as types: documents and queries, and the parts of an answer that are read."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypeAlias, TypedDict

from casefile.vocabulary import Json

Object: TypeAlias = dict[str, Json]
"""A document, a query or a body."""

Answered: TypeAlias = dict[str, Any]
"""An answer before it was checked: whatever the wire brought."""


class Total(TypedDict):
    value: int
    relation: str


class Hit(TypedDict):
    """One document found; which parts there are depends on what was asked."""

    _id: str
    _score: NotRequired[float | None]
    _source: NotRequired[dict[str, Any]]
    fields: NotRequired[dict[str, list[Any]]]
    highlight: NotRequired[dict[str, list[str]]]
    matched_queries: NotRequired[list[str]]
    sort: NotRequired[list[Json]]


class Hits(TypedDict):
    total: Total
    hits: list[Hit]


class Bucket(TypedDict):
    key: str
    doc_count: int


class Facet(TypedDict):
    buckets: list[Bucket]


Facets: TypeAlias = Mapping[str, Mapping[str, Facet]]
"""By part of what was found, and by field; a part's own number stands among its fields."""


class Answer(TypedDict):
    """A whole answer to a search: every shard, in time, with an exact total."""

    hits: Hits
    aggregations: NotRequired[dict[str, Facet]]


def text_of(hit: Hit, field: str) -> str:
    """The first value of a doc-value field."""
    return str(hit["fields"][field][0])


def number_of(hit: Hit, field: str) -> int:
    return int(hit["fields"][field][0])
