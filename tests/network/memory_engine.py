"""The search engine in memory, with the interface of `indexer.engine.client.Engine`: for tests that need thousands.

The relay, the search and the percolation run on it unchanged. What it does not do: segments, shards, time limits.
`tests/network/test_memory_engine.py` holds it against the real node.
"""

import copy
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import orjson

from casefile.errors import SearchUnavailable
from indexer.engine.answers import BulkOutcome
from indexer.engine.client import Drop, Engine, Held, Numbered, Operation
from indexer.engine.wire import Answer, Answered, Object
from tests.network.memory_queries import WORD, Asked, Doc, Mapped, names_met

SLOT = "_percolator_document_slot"


class _Index:
    def __init__(self, body: Mapping[str, Any]) -> None:
        self.mapping: Object = dict(body["mappings"])
        self.mapped = Mapped.of(self.mapping)
        self.aliases = set(body.get("aliases", ()))
        self.written: dict[str, Doc] = {}
        self.versions: dict[str, int] = {}
        self.visible: list[Doc] = []
        self.number = -1
        """Of the last write, as the engine numbers them."""
        self.id = uuid.uuid4().hex

    def copied(self) -> "_Index":
        """Documents never change, so that a copy shares them."""
        twin = copy.copy(self)
        twin.aliases, twin.written = set(self.aliases), dict(self.written)
        twin.versions, twin.visible = dict(self.versions), list(self.visible)
        return twin


class MemoryEngine(Engine):
    """`calls` counts what would have gone over the wire."""

    def __init__(self, prefix: str = "memory") -> None:
        self.prefix, self.replicas, self.shards, self.timeout_s = prefix, 0, 1, 1.0
        self.owner = ""
        self.indices: dict[str, _Index] = {}
        self.agreed: dict[str, int] = {}
        self.index_ids: dict[str, str] = {}
        self.calls = 0

    def close(self) -> None:
        self.indices = {}

    def kept(self) -> dict[str, _Index]:
        """All it holds, to be put back by `restore`."""
        return {name: index.copied() for name, index in self.indices.items()}

    def restore(self, kept: Mapping[str, _Index]) -> None:
        self.indices = {name: index.copied() for name, index in kept.items()}
        self.agreed = {}
        self.index_ids = {}
        self.calls = 0

    def _of(self, name: str) -> list[_Index]:
        found = [index for own, index in self.indices.items() if name == own or name in index.aliases]
        if not found:
            raise SearchUnavailable(
                "The search engine is not available at the moment (%(cause)s). Nothing is lost; try again shortly.",
                cause=f"index_not_found_exception: {name}",
            )
        return found

    # ---- asking

    def search(self, index: str, body: Mapping[str, Any]) -> Answer:
        self.calls += 1
        return self._answer(index, body)

    def msearch(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Answer]:
        self.calls += bool(bodies)
        return [self._answer(index, body) for body in bodies]

    def count(self, index: str, query: Mapping[str, Any]) -> int:
        self.calls += 1
        [held] = self._of(index)
        asked = Asked(held.mapped, held.visible)
        return sum(asked.score(query, doc) is not None for doc in held.visible)

    def _answer(self, name: str, body: Mapping[str, Any]) -> Answer:
        [held] = self._of(name)
        asked = Asked(held.mapped, held.visible)
        query = body.get("query", {"match_all": {}})
        scored = [(score, doc) for doc in held.visible if (score := asked.score(query, doc)) is not None]
        sort = body.get("sort", ["_score"])
        ordered = sorted(((_place(sort, score, doc), score, doc) for score, doc in scored), key=lambda one: one[0])
        if (after := body.get("search_after")) is not None:
            directions = [_direction(one)[1] for one in sort]
            start = tuple(_Part(value, reverse=way) for value, way in zip(after, directions, strict=True))
            ordered = [one for one in ordered if one[0] > start]
        first = body.get("from", 0)
        page = ordered[first : first + body.get("size", 10)]
        answer: dict[str, Any] = {
            "hits": {
                "total": {"value": len(scored), "relation": "eq"},
                "hits": [_hit(body, place, score, doc, asked) for place, score, doc in page],
            }
        }
        if "aggs" in body:
            answer["aggregations"] = _aggregated(body["aggs"], scored, asked)
        return answer  # type: ignore[return-value]

    def analyze(self, index: str, analyzer: str, text: str) -> list[str]:
        from tests.network.memory_queries import ANALYZERS

        return list(ANALYZERS[analyzer](text))

    # ---- writing

    def bulk(self, operations: Sequence[Operation]) -> BulkOutcome:
        self.calls += bool(operations)
        outcome = BulkOutcome()
        for operation in operations:
            [held] = self._of(operation.index)
            if operation.version < held.versions.get(operation.id, 0):
                outcome.superseded.add(operation.id)
                continue
            if isinstance(operation, Drop):
                held.written.pop(operation.id, None)
            else:
                try:
                    doc = held.mapped.read(operation.id, operation.version, operation.source)
                    doc.terms["_seq_no"] = Counter([held.number + 1])
                    held.written[operation.id] = doc
                except ValueError as error:
                    outcome.refused[operation.id] = str(error)
                    continue
            held.versions[operation.id] = operation.version
            held.number += 1
            name = next(name for name, index in self.indices.items() if index is held)
            outcome.numbers.setdefault(name, []).append(held.number)
        return outcome

    def numbered(self, index: str) -> Numbered:
        self.calls += 1
        [held] = self._of(index)
        return Numbered(held.id, held.number)

    def refresh(self, indices: Sequence[str]) -> None:
        self.calls += 1
        for name in indices:
            for held in self._of(name):
                held.visible = list(held.written.values())

    # ---- indices

    def alive(self) -> str | None:
        return "memory"

    def create_index(self, name: str, body: Mapping[str, Any]) -> bool:
        if name in self.indices:
            return False
        self.indices[name] = _Index(body)
        return True

    def delete_index(self, name: str) -> None:
        self.indices.pop(name, None)

    def change_aliases(self, actions: Sequence[Mapping[str, Any]]) -> None:
        for action in actions:
            [(step, stated)] = action.items()
            aliases = self.indices[stated["index"]].aliases
            aliases.add(stated["alias"]) if step == "add" else aliases.discard(stated["alias"])

    def aliases(self, pattern: str) -> dict[str, frozenset[str]]:
        self.calls += 1
        return {name: frozenset(held.aliases) for name, held in self.indices.items() if fnmatchcase(name, pattern)}

    def held(self, pattern: str) -> dict[str, Held]:
        self.calls += 1
        wanted = pattern.split(",")
        return {
            name: Held(f"uuid-{id(held)}", frozenset(held.aliases), held.mapping.get("_meta", {}))
            for name, held in self.indices.items()
            if any(fnmatchcase(called, one) for one in wanted for called in (name, *held.aliases))
        }

    def mark(self, index: str, meta: Mapping[str, str]) -> None:
        for held in self._of(index):
            held.mapping = {**held.mapping, "_meta": dict(meta)}

    def mapping(self, index: str) -> dict[str, Answered]:
        names = {id(held): name for name, held in self.indices.items()}
        return {names[id(held)]: held.mapping for held in self._of(index)}


class _Part:
    """One value of a sort key, in its direction."""

    __slots__ = ("reverse", "value")

    def __init__(self, value: Any, *, reverse: bool) -> None:
        self.value, self.reverse = value, reverse

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Part) and self.value == other.value

    def __lt__(self, other: "_Part") -> bool:
        return bool(other.value < self.value if self.reverse else self.value < other.value)

    def __gt__(self, other: "_Part") -> bool:
        return other < self

    __hash__ = None  # type: ignore[assignment]


def _direction(one: str | Mapping[str, Any]) -> tuple[str, bool]:
    if isinstance(one, str):
        return one, one == "_score"
    [(name, stated)] = one.items()
    order = stated if isinstance(stated, str) else stated.get("order", "desc" if name == "_score" else "asc")
    return name, order == "desc"


def _place(sort: Sequence[Any], score: float, doc: Doc) -> tuple[_Part, ...]:
    """By what the answer is ordered. `_doc` is the order of writing, which Python's sort keeps."""
    parts = []
    for name, reverse in map(_direction, sort):
        if name == "_score":
            parts.append(_Part(score, reverse=reverse))
        elif name == "_doc":
            parts.append(_Part(0, reverse=False))
        else:
            values = [doc.id] if name == "_id" else list(doc.terms.get(name, ()))
            value = (max if reverse else min)(values) if values else ""
            parts.append(_Part(value, reverse=reverse))
    return tuple(parts)


def _hit(body: Mapping[str, Any], place: Sequence[_Part], score: float, doc: Doc, asked: Asked) -> dict[str, Any]:
    scored = "sort" not in body or body.get("track_scores") or any(_direction(s)[0] == "_score" for s in body["sort"])
    hit: dict[str, Any] = {"_score": score if scored else None}
    if body.get("stored_fields") != "_none_":
        hit["_id"] = doc.id
    wanted = body.get("_source", True)
    if wanted is not False:
        kept = {k: v for k, v in doc.source.items() if k not in asked.mapped.hidden and (wanted is True or k in wanted)}
        hit["_source"] = orjson.loads(orjson.dumps(kept)) if body.get("version") else kept
    if body.get("version"):
        hit["_version"] = doc.version
    if names := body.get("docvalue_fields"):
        hit["fields"] = {name: list(doc.terms[name]) for name in names if doc.terms.get(name)}
    if met := names_met(asked, body.get("query"), doc):
        hit["matched_queries"] = list(dict.fromkeys(met))
    if doc.id in asked.slots:
        hit.setdefault("fields", {})[SLOT] = asked.slots[doc.id]
    if "sort" in body:
        hit["sort"] = [part.value for part in place]
    if stated := body.get("highlight"):
        marked = {
            name: part for name, one in stated["fields"].items() if (part := _highlight(stated, name, one, doc, asked))
        }
        if marked:
            hit["highlight"] = marked
    return hit


def _highlight(stated: Mapping[str, Any], name: str, one: Mapping[str, Any], doc: Doc, asked: Asked) -> list[str]:
    """The first fragments of the field that hold a wanted word, the words between the marks."""
    text = doc.source.get(name.partition(".")[0]) or ""
    analyse = asked.mapped.analyzers[name]
    wanted = {term for text in _texts_asked(one["highlight_query"], name) for term in analyse(text)}
    size, fragments = stated["fragment_size"], []
    for value in [text] if isinstance(text, str) else text:
        for start in range(0, len(value), size):
            piece = value[start : start + size]
            marked = WORD.sub(
                lambda m: (
                    f"{stated['pre_tags'][0]}{m[0]}{stated['post_tags'][0]}" if wanted & set(analyse(m[0])) else m[0]
                ),
                piece,
            )
            if marked != piece:
                fragments.append(marked)
    return fragments[: stated["number_of_fragments"]]


def _texts_asked(query: Any, name: str) -> list[str]:
    """What a query of matches asks of a field."""
    if isinstance(query, list):
        return [text for one in query for text in _texts_asked(one, name)]
    if not isinstance(query, dict):
        return []
    found = []
    for kind, body in query.items():
        if kind in ("match", "match_phrase", "prefix") and name in body:
            stated = body[name]
            found.append(stated.get("query", stated.get("value")) if isinstance(stated, dict) else stated)
        else:
            found += _texts_asked(body, name)
    return found


def _aggregated(aggs: Mapping[str, Any], scored: Sequence[tuple[float, Doc]], asked: Asked) -> dict[str, Any]:
    """Counts by value, whole or within a filter; sums."""
    found: dict[str, Any] = {}
    for name, stated in aggs.items():
        if "filter" in stated:
            within = [(score, doc) for score, doc in scored if asked.score(stated["filter"], doc) is not None]
            found[name] = {"doc_count": len(within), **_aggregated(stated.get("aggs", {}), within, asked)}
        elif "sum" in stated:
            values = (doc.source[stated["sum"]["field"]] for _, doc in scored)
            found[name] = {"value": float(sum(values))}
        else:
            found[name] = _buckets(stated["terms"], scored)
    return found


def _buckets(stated: Mapping[str, Any], scored: Sequence[tuple[float, Doc]]) -> dict[str, Any]:
    counts = Counter(value for _, doc in scored for value in doc.terms.get(stated["field"], ()))
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[: stated["size"]]
    return {"buckets": [{"key": key, "doc_count": number} for key, number in ordered]}
