"""How much a record answers a text, as constants alone. Pure.

The engine's own relevance counts how rare a word is among all records, those included that the reader may not see: by
the order of two own results it would tell whether a word stands in a hidden one. So no clause here, and none that
leaves `queries`, has a score of its own making.
"""

from collections.abc import Sequence

from casefile.names import NameKeys, analyze
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.search.views import CORE, WHOLE, View

NUMBER, ALL_WRITTEN, ALL_LATIN, ALL_SOUND = 4000.0, 3000.0, 2000.0, 1000.0
"""A number that agrees; every word of the name as typed, with other marks or script, by sound. Part of the name or of a
text counts below: 20 words in every field come to 170."""

WORDS: dict[str, float] = {
    fields.NAME_WRITTEN: 4.0,
    fields.NAME_LATIN: 2.0,  # another script or other marks, the same letters
    fields.NAME_SOUND: 1.0,  # only sounds alike
    fields.NARRATIVE: 0.5,  # named in a report: below a record of the person itself
    fields.NARRATIVE_SOUND: 0.25,
    fields.PLACES: 0.5,
    fields.PLACES_SOUND: 0.25,
}
WORDS |= {
    CORE.written: WORDS[WHOLE.written],
    CORE.latin: WORDS[WHOLE.latin],
    CORE.sound: WORDS[WHOLE.sound],
}
"""What each word counts in each field, and why. A word found as written is found in Latin and by sound too."""

MAX_TOKENS = 20
Way = tuple[float, str, list[Object]]
"""One way to read a text as a name: what it counts when every word agrees, the field, and a clause for each word."""


def name_ways(text: str, mode: str, view: View) -> list[Way]:
    """Its words as written; in *tolerant* also in Latin; in *sound* also its parts by any sound they may have.

    Words are looked for as documents hold them, one by one: "Abdul Aziz" is two words and one part.
    """
    keys = analyze(text)
    passed = frozenset() if mode == "written" else _no_words_of_their_own(keys)
    written, latin = ([w for w in words if w not in passed] for words in (keys.written, keys.latin))
    ways: list[Way] = [(ALL_WRITTEN, view.written, [_term(view.written, word) for word in written])]
    if mode != "written":
        ways.append((ALL_LATIN, view.latin, [_term(view.latin, word) for word in latin]))
    if mode == "sound":
        parts: list[Object] = [{"terms": {view.sound: list(token.sounds)}} for token in keys.tokens if token.sounds]
        ways.append((ALL_SOUND, view.sound, parts))
    return [(whole, field, clauses[:MAX_TOKENS]) for whole, field, clauses in ways if clauses]


def _no_words_of_their_own(keys: NameKeys) -> frozenset[str]:
    """A title and an initial next to a name: no record need hold them (*Mme Ndiaye*, *F. Ndiaye*). `ranking` still sees
    the initial, and puts those first whom it may stand for."""
    if not any(token.role == "name" for token in keys.tokens):
        return frozenset()
    return frozenset(token.text for token in keys.tokens if token.role in ("title", "initial"))


def score(text: str, mode: str, view: View, forms: Sequence[str]) -> list[Object]:
    """What adds up to the order of the records found: the best whole agreement, or the words that agree.

    `forms` are the normal forms that the text may have as a number.
    """
    ways = name_ways(text, mode, view)
    tiers = [constant({"bool": {"filter": clauses}}, whole) for whole, _, clauses in ways]
    if forms and view.identifiers:
        tiers.append(constant({"terms": {view.identifiers: list(forms)}}, NUMBER))
    words = [constant(clause, WORDS[field]) for _, field, clauses in ways for clause in clauses]
    texts = view.texts + (view.sounding if mode == "sound" else ())
    words += [constant(_word(field, word), WORDS[field]) for field in texts for word in _words(text)]
    if words:
        tiers.append({"bool": {"should": words}})
    return [{"dis_max": {"queries": tiers}}] if tiers else []


def constant(query: Object, value: float) -> Object:
    """The query, counting `value` for whatever it finds."""
    return {"constant_score": {"filter": query, "boost": value}}


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word for word in text.split() if any(c.isalnum() for c in word)))[:MAX_TOKENS]


def _word(field: str, word: str) -> Object:
    return {"match": {field: {"query": word, "operator": "and"}}}


def _term(field: str, value: str) -> Object:
    return {"term": {field: {"value": value}}}
