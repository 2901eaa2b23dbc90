"""decide: from a candidate pair to *hit*, *possible* or nothing, with every term kept."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal, NamedTuple

from casefile.matching import other_evidence, relatives
from casefile.matching import weights as w
from casefile.matching.birth_evidence import Birth, birth_evidence
from casefile.matching.departures import evidence as departures
from casefile.matching.entity_evidence import entity_evidence
from casefile.matching.evidence import NO_FACT, Evidence, EvidenceJson
from casefile.matching.judging import posterior
from casefile.matching.judging.company import company_evidence
from casefile.matching.judging.linked import linked_evidence
from casefile.matching.judging.name_difference import differ, partly_agree
from casefile.matching.name_evidence import agreements, most
from casefile.matching.name_kinds import NAMED_AS, PERSON, VESSEL
from casefile.matching.place_evidence import place_evidence
from casefile.matching.prepared import Prepared, PreparedName
from casefile.names.frequency import TermFrequencies
from casefile.vocabulary import RecordKind

SAID_BY_A_NAME = frozenset({"name", "sex", "nationality"})
A_NAME = SAID_BY_A_NAME.union(kind.value for kind in NAMED_AS)
"""The same with the name of a boat, a company, a place."""
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

    @property
    def listed(self) -> bool:
        """Worth a look, and no mere *possible* that waits for more."""
        least = w.LISTED_BITS_NAME_ALONE if _name_alone(self.evidence) else w.LISTED_BITS
        return self.grade == "hit" or self.bits >= least

    def evidence_json(self) -> list[EvidenceJson]:
        """As kept in the hit's row."""
        return [e.as_json() for e in self.evidence]


class _View(NamedTuple):
    """One reading of the record: itself, or one name in its report."""

    terms: tuple[Evidence, ...]
    bits: float


def decide(
    record: Prepared, watch: Prepared, *, common: TermFrequencies, linked: Sequence[Prepared] = ()
) -> Decision | None:
    """Judge one candidate; None means nothing. `linked` are the record's linked records, those that may speak."""
    numbers = _fitted(other_evidence.identifier_evidence(record, watch, common), common)
    views, agreed = _views(record, watch, numbers, common, linked)
    if not views:
        return None
    shifts = posterior.shift(common), posterior.possible_shift(common)
    graded = [(v, _grade(v, numbers, *shifts)) for v in views]
    best, grade = max(graded, key=lambda x: (x[1] == "hit", x[1] is not None, x[0].bits))
    if grade is None:
        return None
    evidence = tuple(sorted(best.terms, key=lambda e: (-e.bits, e.what, e.fact)))
    return Decision(grade, round(best.bits, 2), evidence, facts_hash([*best.terms, *agreed]))


def facts_hash(evidence: Iterable[Evidence]) -> str:
    """A hash of the agreeing facts alone, in no order: the same facts never ask twice."""
    agreeing = sorted({(e.what, *e.fact) for e in evidence if _is_fact(e)})
    return hashlib.sha256(_FACTS.encode(agreeing).encode("utf-8", "replace")).hexdigest()


def _is_fact(e: Evidence) -> bool:
    """Two dates are one whatever they are worth today: a weight that was fitted again must not ask again."""
    return e.what in IDENTIFYING and (e.fact != NO_FACT if e.what == "birth" else e.bits > 0)


IDENTIFYING = frozenset({"name", "birth", *departures.FACTS, *w.IDENTIFIERS, *NAMED_AS})
"""The facts that make a hit what it is. That a sex or a nationality was added later raises no second hit."""


def _grade(view: _View, numbers: list[Evidence], shift: float, possible_shift: float) -> Grade | None:
    """The shifts: by how much the size of the network moves the thresholds, unless the pair meets by a number."""
    alone, bits = _name_alone(view.terms), view.bits
    if alone:  # namesakes are of one sex and of one country
        bits -= sum(e.bits for e in view.terms if e.bits > 0 and e.what in SAID_BY_A_NAME and e.what != "name")
    if bits >= _least_of_a_hit(view.terms) + (0.0 if numbers else shift):
        return "possible" if relatives.rather_a_relative(view.terms) else "hit"
    least = w.POSSIBLE_BITS_NAME_ALONE if alone else w.POSSIBLE_BITS
    if view.bits >= least + (0.0 if numbers else possible_shift):
        return "possible"
    return "possible" if any(e.bits >= w.STRONG_IDENTIFIER * w.IN_TEXT for e in numbers) else None


def _least_of_a_hit(terms: Sequence[Evidence]) -> float:
    if not _name_alone(terms, A_NAME):
        return w.HIT_BITS
    in_text = any(e.rule is w.NAME_IN_TEXT for e in terms)
    return w.HIT_BITS_NAME_IN_TEXT if in_text else w.HIT_BITS_NAME_ALONE


def _name_alone(terms: Sequence[Evidence], said: frozenset[str] = SAID_BY_A_NAME) -> bool:
    return not any(e.bits > 0 and e.what not in said for e in terms)


def _view(terms: Sequence[Evidence]) -> _View:
    return _View(tuple(terms), sum([e.bits for e in terms]))


def _views(
    record: Prepared, watch: Prepared, numbers: list[Evidence], common: TermFrequencies, linked: Sequence[Prepared]
) -> tuple[list[_View], list[Evidence]]:
    """Every reading of the record that agrees in a name or a number, and all agreeing facts of all of them."""
    if watch.letter == PERSON:
        return _person_views(record, watch, numbers, common, linked)
    if watch.identity.kind is record.identity.kind is RecordKind.EVENT:
        return _event_views(record, watch, numbers, common)
    named: list[Evidence] = []
    kind = watch.identity.kind.value
    if watch.letter and watch.letter == record.letter:
        named = entity_evidence(kind, watch.names, record.names, in_text=False)
    if watch.letter == VESSEL and record.letter != VESSEL and record.vessels:
        named += entity_evidence(kind, watch.names, record.vessels, in_text=True)
        named.sort(key=lambda e: (-e.bits, e.fact))
    if not named and not numbers:
        return [], []
    others = _some(place_evidence(record.identity, watch.identity))
    if linked and record.letter:
        others += linked_evidence(linked, record, watch, common)
    if watch.letter == record.letter:
        others += _some(other_evidence.founded_evidence(record.identity, watch.identity))
        others += _some(other_evidence.nationality_evidence(record.identity, watch.identity))
    return [_view([*named[:1], *numbers, *_fitted(others, common)])], named


def _event_views(
    record: Prepared, watch: Prepared, numbers: list[Evidence], common: TermFrequencies
) -> tuple[list[_View], list[Evidence]]:
    """Two events: where, when, in what and how many; or a number that both state."""
    found = departures.event_evidence(record.event, watch.event) if record.event and watch.event else []
    terms = [*_fitted(found, common), *numbers]
    return ([_view(terms)], terms) if terms else ([], [])


def _person_views(
    record: Prepared, watch: Prepared, numbers: list[Evidence], common: TermFrequencies, linked: Sequence[Prepared]
) -> tuple[list[_View], list[Evidence]]:
    places = _meeting(watch, record) if record.letter == PERSON else []
    text_places = _met_in_text(watch, record) if record.persons else []
    circumstances = _fitted(_circumstances(record, watch, common), common) if places or numbers else []
    if linked and record.letter == PERSON and (places or numbers):
        circumstances += _fitted(linked_evidence(linked, record, watch, common), common)
    if not numbers and _cannot_reach_threshold(record, watch, places, text_places, circumstances, common):
        return [], []
    own = agreements(watch.names, record.names, places, common, in_text=False) if places else []
    mentioned = agreements(watch.names, record.persons, text_places, common, in_text=True) if text_places else []
    views, agreed = [], [a.evidence for a in (*own, *mentioned)]
    if own or numbers or (_born_on_one_day(circumstances) and partly_agree(watch.names, record.names, common)):
        terms = [*numbers, *circumstances]
        if own:
            terms.append(max(own, key=lambda a: (a.evidence.rule not in relatives.RULES, a.evidence.bits)).evidence)
        elif record.letter == PERSON:
            terms += _fitted(_some(differ(watch.names, record.names, common)), common)
        views.append(_view(terms))
        agreed += terms
    for one in mentioned:
        terms = [one.evidence, *numbers, *_mentioned_birth(watch, one.found, common)]
        views.append(_view(terms))
        agreed += terms
    return views, agreed


def _born_on_one_day(circumstances: list[Evidence]) -> bool:
    return any(e.rule is w.BIRTH_DAY.rule for e in circumstances)


def _cannot_reach_threshold(
    record: Prepared, watch: Prepared, places: Places, text_places: Places,
    circumstances: list[Evidence], common: TermFrequencies,
) -> bool:  # fmt: skip
    """Whether no pair of names could reach *possible* even if it agreed perfectly: most strangers end here, unread.

    All or nothing, so that the facts of a hit never depend on how common its names are just now.
    """
    shift = posterior.possible_shift(common)
    reach = _least_name(circumstances) + shift
    for i, j in places:
        if most(watch.names[i].keys, record.names[j].keys, common) >= reach:
            return False
    for i, j in text_places:
        mention = record.persons[j]
        if (
            most(watch.names[i].keys, mention.keys, common)
            >= _least_name(_mentioned_birth(watch, mention, common)) + shift
        ):
            return False
    return True


def _least_name(terms: Sequence[Evidence]) -> float:
    """What the name must be worth for these terms to become *possible*."""
    bits, alone = 0.0, True
    for e in terms:
        bits += e.bits
        if alone and e.bits > 0 and e.what not in SAID_BY_A_NAME:
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


def _mentioned_birth(watch: Prepared, mention: PreparedName, common: TermFrequencies) -> list[Evidence]:
    """The birth, the sex and the nationality that the text gives the one it names."""
    terms = _birth(watch, (mention.birth,)) if mention.birth else []
    if mention.said is not None:
        if watch.sex and mention.said.sex:
            terms.append(other_evidence.sex_evidence(watch.sex, mention.said.sex))
        terms += _some(other_evidence.nationality_evidence(mention.said, watch.identity))
    return _fitted(terms, common)


def _circumstances(record: Prepared, watch: Prepared, common: TermFrequencies) -> list[Evidence]:
    """What else is known of two persons; a phone or a paper may carry its holder's birth and nationality."""
    one, other = record.identity, watch.identity
    terms = _birth(watch, record.births)
    if watch.sex and record.sex:
        terms.append(other_evidence.sex_evidence(watch.sex, record.sex))
    if one.nationalities and other.nationalities:
        terms += _some(other_evidence.nationality_evidence(one, other))
    if one.places and other.places:
        terms += _some(place_evidence(one, other))
    if one.kind is other.kind is RecordKind.PERSON:
        terms += other_evidence.papers_differ(record, watch)
    if watch.identity.narrative and record.identity.narrative:
        terms += company_evidence(record, watch, common)
    return terms


def _fitted(terms: list[Evidence], common: TermFrequencies) -> list[Evidence]:
    """With what decisions have taught added. What agrees by name or number keeps speaking for, whatever they taught."""
    if not common.fitted:
        return terms
    return [_one_fitted(e, common.fitted.get(e.rule.value, 0.0)) for e in terms]


def _one_fitted(e: Evidence, taught: float) -> Evidence:
    bits = e.bits + taught
    return e._replace(bits=max(w.LEAST_OF_NUMBER, bits) if e.bits > 0 and posterior.is_number(e.what) else bits)


def _birth(watch: Prepared, found: tuple[Birth, ...]) -> list[Evidence]:
    return _some(birth_evidence(watch.births, found)) if watch.births and found else []


def _some(evidence: Evidence | None) -> list[Evidence]:
    return [evidence] if evidence is not None else []
