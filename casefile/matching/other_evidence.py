"""What agrees besides names and places: numbers, sex, nationality, the year of founding."""

from collections.abc import Iterable
from functools import lru_cache
from math import log2

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.prepared import Prepared, PreparedIdentifier
from casefile.names.frequency import TermFrequencies
from casefile.subjects.identifiers import is_sound, meet
from casefile.subjects.identity import Identity
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind, Sex


def identifier_evidence(record: Prepared, watch: Prepared, common: TermFrequencies) -> list[Evidence]:
    """Agreeing identifiers, the strongest first; each further one counts for less, and one that many carry too."""
    found: list[Evidence] = []
    if watch.identifiers.keys().isdisjoint(record.identifiers):
        return found
    for key in watch.identifiers.keys() & record.identifiers.keys():
        best = number_evidence(watch.identifiers[key], record.identifiers[key])
        if best is not None:
            carried = common.carriers_of(key)
            found.append(_of_many(best, carried, watch.identity.kind) if carried else best)
    found.sort(key=lambda e: (-e.bits, e.fact))
    return [e if place == 0 else _scaled(e, w.SECOND) for place, e in enumerate(found) if e.bits > 0]


def number_evidence(wanted: Iterable[PreparedIdentifier], found: Iterable[PreparedIdentifier]) -> Evidence | None:
    """The best agreement of two sets of numbers of one key."""
    found = tuple(found)
    meeting = [_number(a, b) for a in wanted for b in found if meet(a.form, b.form)]
    return max(meeting, key=lambda e: e.bits) if meeting else None


BEARERS = frozenset({RecordKind.PERSON, RecordKind.ORGANISATION})
"""Whom a number belongs to. Of any other kind it is the thing itself, however many carry it."""


def _of_many(e: Evidence, carried: int, kind: RecordKind) -> Evidence:
    less = w.NUMBER_OF_MANY.bits * log2(carried / 2) if kind in BEARERS else 0.0
    bits = max(min(e.bits, w.LEAST_OF_NUMBER), e.bits + less)
    return e._replace(rule=w.NUMBER_OF_MANY.rule, bits=bits)


def papers_differ(record: Prepared, watch: Prepared) -> list[Evidence]:
    """Papers of one kind and country that both hold and that differ; bounded, since people hold several."""
    if not watch.identifiers or not record.identifiers:
        return []
    out = []
    for kind, weight in PAPERS:
        wanted, found = _papers(watch, kind), _papers(record, kind)
        if not wanted.keys().isdisjoint(found):
            continue
        for mine in wanted.values():
            theirs = [other for other in found.values() if other.written.country == mine.written.country]
            if theirs:
                several = max(len(wanted), len(found)) > 1
                bits = weight.bits * (w.SEVERAL_PAPERS if several else 1.0)
                out.append(Evidence(kind.value, weight.rule, mine.written.value, theirs[0].written.value, bits))
                break
    return out


PAPERS = ((IdentifierKind.PASSPORT, w.PASSPORTS_DIFFER), (IdentifierKind.NATIONAL_ID, w.IDS_DIFFER))


def _papers(party: Prepared, kind: IdentifierKind) -> dict[str, PreparedIdentifier]:
    """Of that kind, with their country stated and not only met in a text."""
    return {
        key: one
        for key, many in party.identifiers.items()
        for one in many
        if one.written.kind is kind and one.written.country and not one.in_text
    }


def _number(a: PreparedIdentifier, b: PreparedIdentifier) -> Evidence:
    weight = min((w.IDENTIFIERS[a.written.kind], w.IDENTIFIERS[b.written.kind]), key=lambda x: x.bits)
    if not (is_sound(a.written.kind, a.form) and is_sound(b.written.kind, b.form)):
        weight = w.PHONE_UNSURE if a.written.kind is IdentifierKind.PHONE else w.CHECK_DIGIT_FAILS
    bits = weight.bits
    if a.form != b.form:
        bits += w.MISREAD
    countries = {a.written.country, b.written.country} - {None}
    if len(countries) > 1 and a.written.kind is not IdentifierKind.PHONE:
        bits += w.OTHER_COUNTRY
    if a.in_text or b.in_text:
        bits *= w.IN_TEXT
    what = a.written.kind.value
    return Evidence(what, weight.rule, a.written.value, b.written.value, bits, (a.form, b.form))


def _scaled(e: Evidence, share: float) -> Evidence:
    return Evidence(e.what, e.rule, e.wanted, e.found, e.bits * share, e.fact)


@lru_cache(maxsize=16)
def sex_evidence(wanted: Sex, found: Sex) -> Evidence:
    weight = w.SEX_AGREES if wanted == found else w.SEX_DIFFERS
    return Evidence("sex", weight.rule, wanted.value, found.value, weight.bits, (wanted.value, found.value))


def nationality_evidence(record: Identity, watch: Identity) -> Evidence | None:
    if not record.nationalities or not watch.nationalities:
        return None
    return _nationalities(watch.nationalities, record.nationalities)


@lru_cache(maxsize=8192)
def _nationalities(watched: tuple[str, ...], recorded: tuple[str, ...]) -> Evidence:
    a, b = {c.upper() for c in watched}, {c.upper() for c in recorded}
    wanted, found = ", ".join(sorted(a)), ", ".join(sorted(b))
    shared = a & b
    if not shared:
        weight = w.NATIONALITY_DIFFERS
    elif shared <= w.REGION:
        weight = w.NATIONALITY_NEAR
    else:
        weight = w.NATIONALITY_FAR
    fact = (" ".join(sorted(shared)),) * 2
    return Evidence("nationality", weight.rule, wanted, found, weight.bits, fact)


def founded_evidence(record: Identity, watch: Identity) -> Evidence | None:
    for a in watch.dates:
        for b in record.dates:
            if a.kind is b.kind is DateKind.FOUNDED and a.value[:4] == b.value[:4]:
                return Evidence("founded", w.FOUNDED.rule, a.value, b.value, w.FOUNDED.bits, (a.value[:4], b.value[:4]))
    return None
