"""decide: from a candidate pair to *hit*, *possible* or nothing, with every term kept."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal

from casefile.matching import other_evidence, relatives
from casefile.matching import weights as w
from casefile.matching.birth_evidence import Birth, birth_evidence
from casefile.matching.entity_evidence import entity_evidence
from casefile.matching.evidence import Evidence, EvidenceJson
from casefile.matching.name_evidence import agreements, differ, most
from casefile.matching.name_kinds import NAMED_AS, PERSON, VESSEL
from casefile.matching.place_evidence import place_evidence
from casefile.matching.prepared import Prepared, PreparedName
from casefile.names.frequency import TermFrequencies

TOLD_BY_A_NAME = frozenset({"name", "sex", "nationality"})
Grade = Literal["hit", "possible"]
Places = Sequence[tuple[int, int]]
"""Which of the watch's names, which of the record's."""
_FACTS = json.JSONEncoder(ensure_ascii=False)
MENTIONS_PER_WATCH_NAME = 24  # places in one report where one watched name is looked at closely


@dataclass(frozen=True, slots=True)
class Decision:
    """What a candidate is worth. `facts_hash` names what agreed, whatever it is worth today: the key of a hit."""

    grade: Grade
    bits: float
    evidence: tuple[Evidence, ...]
    facts_hash: str

    def evidence_json(self) -> list[EvidenceJson]:
        """As kept in the hit's row."""
        return [e.as_json() for e in self.evidence]


@dataclass(frozen=True, slots=True)
class _View:
    """One reading of the record: itself, or one name in its report."""

    terms: tuple[Evidence, ...]
    bits: float


def decide(record: Prepared, watch: Prepared, *, common: TermFrequencies) -> Decision | None:
    """Judge one candidate; None means nothing."""
    numbers = other_evidence.identifier_evidence(record, watch)
    views, agreed = _views(record, watch, numbers, common)
    if not views:
        return None
    best, grade = max(
        ((v, _grade(v, numbers)) for v in views), key=lambda x: (x[1] == "hit", x[1] is not None, x[0].bits)
    )
    if grade is None:
        return None
    evidence = tuple(sorted(best.terms, key=lambda e: (-e.bits, e.what, e.fact)))
    return Decision(grade, round(best.bits, 2), evidence, facts_hash([*best.terms, *agreed]))


def facts_hash(evidence: Iterable[Evidence]) -> str:
    """A hash of the agreeing facts alone, in no order: the same facts never ask twice."""
    agreeing = sorted({(e.what, *e.fact) for e in evidence if e.bits > 0 and e.what in IDENTIFYING})
    return hashlib.sha256(_FACTS.encode(agreeing).encode("utf-8", "replace")).hexdigest()


IDENTIFYING = frozenset({"name", "birth", *w.IDENTIFIERS, *NAMED_AS})
"""The facts that make a hit what it is. That a sex or a nationality was added later raises no second hit."""


def _grade(view: _View, numbers: list[Evidence]) -> Grade | None:
    alone = not any(e.bits > 0 and e.what not in TOLD_BY_A_NAME for e in view.terms)
    if view.bits >= (w.HIT_BITS_NAME_ALONE if alone else w.HIT_BITS):
        return "possible" if relatives.rather_a_relative(view.terms) else "hit"
    if view.bits >= (w.POSSIBLE_BITS_NAME_ALONE if alone else w.POSSIBLE_BITS):
        return "possible"
    return "possible" if any(e.bits >= w.STRONG_IDENTIFIER * w.IN_TEXT for e in numbers) else None


def _view(terms: Sequence[Evidence]) -> _View:
    return _View(tuple(terms), sum([e.bits for e in terms]))


def _views(
    record: Prepared, watch: Prepared, numbers: list[Evidence], common: TermFrequencies
) -> tuple[list[_View], list[Evidence]]:
    """Every reading of the record that agrees in a name or a number, and all agreeing facts of all of them."""
    if watch.letter == PERSON:
        return _person_views(record, watch, numbers, common)
    named: list[Evidence] = []
    kind = watch.identity.kind.value
    if watch.letter and watch.letter == record.letter:
        named = entity_evidence(kind, watch.names, record.names, in_text=False)
    if watch.letter == VESSEL and record.letter != VESSEL and record.vessels:
        named += entity_evidence(kind, watch.names, record.vessels, in_text=True)
        named.sort(key=lambda e: (-e.bits, e.fact))
    if not named and not numbers:
        return [], []
    terms = [*named[:1], *numbers, *_some(place_evidence(record.identity, watch.identity))]
    if watch.letter == record.letter:
        terms += _some(other_evidence.founded_evidence(record.identity, watch.identity))
        terms += _some(other_evidence.nationality_evidence(record.identity, watch.identity))
    return [_view(terms)], named


def _person_views(
    record: Prepared, watch: Prepared, numbers: list[Evidence], common: TermFrequencies
) -> tuple[list[_View], list[Evidence]]:
    places = _meeting(watch, record) if record.letter == PERSON else []
    text_places = _met_in_text(watch, record) if record.persons else []
    circumstances = _circumstances(record, watch) if places or numbers else []
    if not numbers and _cannot_reach_threshold(record, watch, places, text_places, circumstances, common):
        return [], []
    own = agreements(watch.names, record.names, places, common, in_text=False) if places else []
    mentioned = agreements(watch.names, record.persons, text_places, common, in_text=True) if text_places else []
    views, agreed = [], [a.evidence for a in (*own, *mentioned)]
    if own or numbers:
        terms = [*numbers, *circumstances]
        if own:
            terms.append(max(own, key=lambda a: (a.evidence.rule not in relatives.RULES, a.evidence.bits)).evidence)
        elif record.letter == PERSON:
            terms += _some(differ(watch.names, record.names))
        views.append(_view(terms))
        agreed += terms
    for one in mentioned:
        terms = [one.evidence, *numbers, *_mentioned_birth(watch, one.found)]
        views.append(_view(terms))
        agreed += terms
    return views, agreed


def _cannot_reach_threshold(
    record: Prepared, watch: Prepared, places: Places, text_places: Places,
    circumstances: list[Evidence], common: TermFrequencies,
) -> bool:  # fmt: skip
    """Whether no pair of names could reach *possible* even if it agreed perfectly: most strangers end here, unread.

    All or nothing, so that the facts of a hit never depend on how common its names are just now.
    """
    reach = _least_name(circumstances)
    for i, j in places:
        if most(watch.names[i].keys, record.names[j].keys, common) >= reach:
            return False
    for i, j in text_places:
        mention = record.persons[j]
        if most(watch.names[i].keys, mention.keys, common) >= _least_name(_mentioned_birth(watch, mention)):
            return False
    return True


def _least_name(terms: Sequence[Evidence]) -> float:
    """What the name must be worth for these terms to become *possible*."""
    bits, alone = 0.0, True
    for e in terms:
        bits += e.bits
        if alone and e.bits > 0 and e.what not in TOLD_BY_A_NAME:
            alone = False
    return (w.POSSIBLE_BITS_NAME_ALONE if alone else w.POSSIBLE_BITS) - bits


def _meeting(watch: Prepared, record: Prepared) -> Places:
    """Pairs of names that share a key; all pairs when one side has single names or there are few."""
    if len(watch.names) * len(record.names) <= 4:
        return _all_places(len(watch.names), len(record.names))
    answering = record.names_by_record_pair
    met = {
        (i, j) for pair, asking in watch.names_by_query_pair.items() for j in answering.get(pair, ()) for i in asking
    }
    for i, name in enumerate(watch.names):
        for j, other in enumerate(record.names):
            single = (i, j) not in met and name.single
            if single and not set(name.keys.sounds).isdisjoint(other.keys.sounds):
                met.add((i, j))
    return sorted(met)


@cache
def _all_places(wanted: int, found: int) -> Places:
    return tuple(product(range(wanted), range(found)))


def _met_in_text(watch: Prepared, record: Prepared) -> Places:
    answering = record.persons_by_record_pair
    met: dict[tuple[int, int], None] = {}
    for pair, asking in watch.names_by_query_pair.items():
        for j in answering.get(pair, ())[:MENTIONS_PER_WATCH_NAME]:
            met.update(((i, j), None) for i in asking)
    return sorted(met)


def _mentioned_birth(watch: Prepared, mention: PreparedName) -> list[Evidence]:
    """The birth, the sex and the nationality that the text gives the one it names."""
    terms = _birth(watch, (mention.birth,)) if mention.birth else []
    if mention.said is not None:
        if watch.sex and mention.said.sex:
            terms.append(other_evidence.sex_evidence(watch.sex, mention.said.sex))
        terms += _some(other_evidence.nationality_evidence(mention.said, watch.identity))
    return terms


def _circumstances(record: Prepared, watch: Prepared) -> list[Evidence]:
    """What else is known of two persons; a phone or a paper may carry its holder's birth and nationality."""
    one, other = record.identity, watch.identity
    terms = _birth(watch, record.births)
    if watch.sex and record.sex:
        terms.append(other_evidence.sex_evidence(watch.sex, record.sex))
    if one.nationalities and other.nationalities:
        terms += _some(other_evidence.nationality_evidence(one, other))
    if one.places and other.places:
        terms += _some(place_evidence(one, other))
    return terms


def _birth(watch: Prepared, found: tuple[Birth, ...]) -> list[Evidence]:
    return _some(birth_evidence(watch.births, found)) if watch.births and found else []


def _some(evidence: Evidence | None) -> list[Evidence]:
    return [evidence] if evidence is not None else []
