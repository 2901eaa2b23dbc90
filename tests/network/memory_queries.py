"""The few query types that leave Griot's compilers, answered over plain documents, with scores that tell too much.

Scores are Lucene's in kind, not to the digit: constants exactly; a plain `match` or `term` weighs a word by how many
documents of the *whole* index hold it (BM25), so that an order which rests on hidden documents is seen to change.
A type that is not known here fails loudly: whoever lets a new one leave the compilers adds it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Any

from casefile.names.finding.sound_keys import skeleton
from casefile.names.normalize import clean, unquoted, words
from casefile.names.phonetic import sound
from casefile.names.transliterate import to_latin
from indexer.engine.analyzer import STOPWORDS
from indexer.engine.word_forms import ARABIC_FORMS, ARABIC_MARKS, ELISION, GLUED, LATIN_FORMS

Query = Mapping[str, Any]
K1, B = 1.2, 0.75
"""Lucene's own constants of BM25."""

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_FUNCTION_WORDS = frozenset(STOPWORDS)


@lru_cache(maxsize=20_000)
def plain(text: str) -> tuple[str, ...]:
    """The words of a text as `text_plain` has them: folded, in Latin letters."""
    return tuple(part for word in _words(text) for part in _with_glued(_bare(to_latin(word))))


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text as `text_stem` has them: without their endings."""
    latin = (_bare(to_latin(_formed(word, ARABIC_FORMS))) for word in _words(text))
    return tuple(formed for word in latin for part in _with_glued(word) if (formed := _formed(part, LATIN_FORMS)))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", re.sub(ARABIC_MARKS[0], "", text)).casefold().replace("’", "'")
    return [re.sub(ELISION[0], "", word) for word in WORD.findall(folded)]


def _with_glued(word: str) -> list[str]:
    return list(dict.fromkeys([word, *re.findall(GLUED, word)]))


def _formed(word: str, rules: Sequence[tuple[str, str, str]]) -> str:
    for pattern, replacement, _ in rules:
        word = re.sub(pattern, replacement, word)
    return word


@lru_cache(maxsize=20_000)
def heard(text: str) -> tuple[str, ...]:
    """The words of a text as `text_sound` has them. Far shorter texts than a report are heard whole."""
    keys = []
    for word in WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        for part in map(unquoted, words(clean(word))):
            if part not in _FUNCTION_WORDS and (key := skeleton(sound(part))):
                keys.append(key)
    return tuple(keys)


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


ANALYZERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "text_plain": plain,
    "text_sound": heard,
    "text_stem": stems,
}


@dataclass(slots=True)
class Doc:
    """One document: its source, and the terms of each field with how often each stands there."""

    id: str
    version: int
    source: Mapping[str, Any]
    terms: dict[str, Counter[Any]] = field(default_factory=dict)
    ranges: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass(slots=True)
class Mapped:
    """The fields of an index: the kind of each, and the analyser of a text."""

    kinds: dict[str, str]
    analyzers: dict[str, Callable[[str], tuple[str, ...]]]
    hidden: frozenset[str] = frozenset()
    """What is searched and never given out."""

    @classmethod
    def of(cls, mapping: Mapping[str, Any]) -> "Mapped":
        kinds, analyzers = {}, {}
        for name, stated in mapping["properties"].items():
            for path, one in [
                (name, stated),
                *((f"{name}.{sub}", part) for sub, part in stated.get("fields", {}).items()),
            ]:
                kinds[path] = one["type"]
                if one["type"] == "text":
                    analyzers[path] = ANALYZERS[one["analyzer"]]
        return cls(kinds, analyzers, frozenset(mapping.get("_source", {}).get("excludes", ())))

    def read(self, id: str, version: int, source: Mapping[str, Any]) -> Doc:
        """The document as the index holds it. A field that is not mapped is refused, as `dynamic: strict` does."""
        doc = Doc(id, version, source)
        for name, value in source.items():
            if name not in self.kinds:
                raise ValueError(f"strict_dynamic_mapping_exception: [{name}]")
            values = value if isinstance(value, (list, tuple)) else [value]
            for path in (name, f"{name}.sound", f"{name}.stem"):
                if (kind := self.kinds.get(path)) == "text":
                    doc.terms[path] = Counter(term for text in values for term in self.analyzers[path](text))
                elif kind == "integer_range":
                    doc.ranges[path] = [(one["gte"], one["lte"]) for one in values]
                elif kind is not None and kind != "percolator":
                    doc.terms[path] = Counter(one for one in values if one is not None)
        return doc


@dataclass(slots=True)
class Asked:
    """A query over one index: what is needed to score a document, and where its percolated documents met."""

    mapped: Mapped
    docs: Sequence[Doc]
    slots: dict[str, list[int]] = field(default_factory=dict)
    _frequencies: dict[tuple[str, Any], int] = field(default_factory=dict)
    _lengths: dict[str, float] = field(default_factory=dict)

    def score(self, query: Query, doc: Doc) -> float | None:
        """None: it does not match."""
        [(kind, body)] = query.items()
        found = QUERIES.get(kind)
        if found is None:
            raise NotImplementedError(f"a query of a type that never left the compilers before: {kind}")
        return found(self, body, doc)

    def weight(self, name: str, term: Any, doc: Doc) -> float | None:
        """How much the term says of the document, by how few documents of the index hold it."""
        often = doc.terms.get(name, {}).get(term, 0)
        if not often:
            return None
        holding = self._frequencies.get((name, term))
        if holding is None:
            holding = sum(1 for one in self.docs if term in one.terms.get(name, ()))
            self._frequencies[name, term] = holding
        rare = log(1 + (len(self.docs) - holding + 0.5) / (holding + 0.5))
        longer = 1.0
        if self.mapped.kinds.get(name) == "text":
            mean = self._lengths.get(name)
            if mean is None:
                mean = sum(one.terms[name].total() for one in self.docs if name in one.terms) / len(self.docs)
                self._lengths[name] = mean
            longer = 1 - B + B * doc.terms[name].total() / mean
        return rare * often / (often + K1 * longer)


def required(stated: object, clauses: int) -> int:
    """`minimum_should_match` for so many clauses: 1, "2", "-1", "60%", or "2<-1 5<60%"."""
    text = str(stated)
    if "<" in text:
        chosen = None
        for part in text.split():
            bound, _, then = part.partition("<")
            if clauses > int(bound):
                chosen = then
        return clauses if chosen is None else required(chosen, clauses)
    if text.endswith("%"):
        share = int(text[:-1])
        part = int(clauses * abs(share) / 100)
        return part if share >= 0 else clauses - part
    return int(text) if int(text) >= 0 else clauses + int(text)


def _bool(asked: Asked, body: Query, doc: Doc) -> float | None:
    total = 0.0
    for one in _list(body.get("must")):
        if (score := asked.score(one, doc)) is None:
            return None
        total += score
    if any(asked.score(one, doc) is None for one in _list(body.get("filter"))):
        return None
    if any(asked.score(one, doc) is not None for one in _list(body.get("must_not"))):
        return None
    should = _list(body.get("should"))
    if should:
        default = 0 if body.get("must") or body.get("filter") else 1
        scores = [score for one in should if (score := asked.score(one, doc)) is not None]
        if len(scores) < required(body.get("minimum_should_match", default), len(should)):
            return None
        total += sum(scores)
    return total * body.get("boost", 1.0)


def _list(clauses: Any) -> Sequence[Query]:
    return [clauses] if isinstance(clauses, dict) else clauses or ()


def _term(asked: Asked, body: Query, doc: Doc) -> float | None:
    [(name, stated)] = body.items()
    value, boost = (stated["value"], stated.get("boost", 1.0)) if isinstance(stated, dict) else (stated, 1.0)
    if name.endswith(".extraction_result"):
        return boost if name.partition(".")[0] in doc.source and value == "complete" else None
    weight = asked.weight(name, value, doc)
    return None if weight is None else weight * boost


def _terms(asked: Asked, body: Query, doc: Doc) -> float | None:
    [(name, values)] = [(name, values) for name, values in body.items() if name != "boost"]
    held = doc.terms.get(name, ())
    return body.get("boost", 1.0) if any(value in held for value in values) else None


def _match(asked: Asked, body: Query, doc: Doc) -> float | None:
    [(name, stated)] = body.items()
    stated = stated if isinstance(stated, dict) else {"query": stated}
    terms = asked.mapped.analyzers[name](stated["query"])
    weights = [weight for term in terms if (weight := asked.weight(name, term, doc)) is not None]
    wanted = len(terms) if stated.get("operator", "or").lower() == "and" else stated.get("minimum_should_match", 1)
    if not terms or len(weights) < max(1, required(wanted, len(terms))):
        return None
    return sum(weights) * stated.get("boost", 1.0)


def _match_phrase(asked: Asked, body: Query, doc: Doc) -> float | None:
    [(name, stated)] = body.items()
    analyse = asked.mapped.analyzers[name]
    wanted = analyse(stated["query"] if isinstance(stated, dict) else stated)
    given = doc.source.get(name.partition(".")[0]) or ()
    for text in [given] if isinstance(given, str) else given:
        held = analyse(text)
        if wanted and any(held[at : at + len(wanted)] == wanted for at in range(len(held) - len(wanted) + 1)):
            return asked.weight(name, wanted[0], doc)
    return None


def _prefix(asked: Asked, body: Query, doc: Doc) -> float | None:
    [(name, stated)] = body.items()
    start, boost = (stated["value"], stated.get("boost", 1.0)) if isinstance(stated, dict) else (stated, 1.0)
    return boost if any(str(term).startswith(start) for term in doc.terms.get(name, ())) else None


def names_met(asked: Asked, query: Any, doc: Doc) -> list[str]:
    """The names of the clauses in a query that this document answers, wherever in the query they stand."""
    found: list[str] = []
    if isinstance(query, dict):
        for kind, body in query.items():
            if isinstance(body, dict) and "_name" in body and asked.score({kind: body}, doc) is not None:
                found.append(body["_name"])
            found += names_met(asked, body, doc)
    elif isinstance(query, list):
        for one in query:
            found += names_met(asked, one, doc)
    return found


def _range(asked: Asked, body: Query, doc: Doc) -> float | None:
    [(name, stated)] = body.items()
    low, high = stated.get("gte", float("-inf")), stated.get("lte", float("inf"))
    if stated.get("relation", "intersects") != "intersects" or set(stated) - {"gte", "lte", "relation", "boost"}:
        raise NotImplementedError(f"a range that never left the compilers before: {stated}")
    if asked.mapped.kinds.get(name) == "integer_range":
        met = any(first <= high and last >= low for first, last in doc.ranges.get(name, ()))
    else:
        met = any(low <= value <= high for value in doc.terms.get(name, ()))
    return stated.get("boost", 1.0) if met else None


def _constant(asked: Asked, body: Query, doc: Doc) -> float | None:
    return None if asked.score(body["filter"], doc) is None else body.get("boost", 1.0)


def _dis_max(asked: Asked, body: Query, doc: Doc) -> float | None:
    scores = [score for one in body["queries"] if (score := asked.score(one, doc)) is not None]
    if not scores:
        return None
    best = max(scores)
    return (best + body.get("tie_breaker", 0.0) * (sum(scores) - best)) * body.get("boost", 1.0)


def _percolate(asked: Asked, body: Query, doc: Doc) -> float | None:
    stored = doc.source.get(body["field"])
    if stored is None:
        return None
    given = body["documents"] if "documents" in body else [body["document"]]
    documents = [asked.mapped.read(str(at), 1, one) for at, one in enumerate(given)]
    met = [at for at, one in enumerate(documents) if Asked(asked.mapped, documents).score(stored, one) is not None]
    asked.slots[doc.id] = met
    return 1.0 if met else None


QUERIES: dict[str, Callable[[Asked, Any, Doc], float | None]] = {
    "bool": _bool,
    "term": _term,
    "terms": _terms,
    "match": _match,
    "match_phrase": _match_phrase,
    "prefix": _prefix,
    "range": _range,
    "ids": lambda _asked, body, doc: 1.0 if doc.id in body["values"] else None,
    "match_all": lambda _asked, body, _doc: body.get("boost", 1.0),
    "match_none": lambda _asked, _body, _doc: None,
    "constant_score": _constant,
    "dis_max": _dis_max,
    "percolate": _percolate,
}
