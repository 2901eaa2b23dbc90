"""What agrees besides the names of persons: numbers, sex, nationality, places, names of companies, vessels, places."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import log2

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.name_kinds import GENERIC
from casefile.matching.prepared import Prepared, PreparedIdentifier, PreparedName
from casefile.names.frequency import TermFrequencies
from casefile.subjects.identifiers import is_sound
from casefile.subjects.identity import Identity, Place
from casefile.vocabulary import DateKind, IdentifierKind, PlaceKind, RecordKind, Sex

LARGE_TOWNS = frozenset(
    "dakar banjul serrekunda nouakchott nouadhibou conakry bamako niamey abidjan bissau pikine thies touba "
    "kaolard kaolack bouake  tripoli tunis alger algiers casablanca rabat madrid paris kabul kaboul baghdad "
    "bagdad damascus kinshasa khartoum mogadishu".split()
)
COUNTRY_WORDS = frozenset(
    "senegal mauritania mauritanie gambia gambie guinea guinee mali niger cote ivoire ivory coast bissau spain "
    "espagne france maroc  morocco algeria algerie tunisia libya afghanistan iraq pakistan region province "
    "district city town village ville rue street near  republic republique democratic people".split()
)


def identifier_evidence(record: Prepared, watch: Prepared, common: TermFrequencies) -> list[Evidence]:
    """Agreeing identifiers, the strongest first; each further one counts for less, and one that many carry too."""
    found: list[Evidence] = []
    if watch.identifiers.keys().isdisjoint(record.identifiers):
        return found
    for key in watch.identifiers.keys() & record.identifiers.keys():
        best = max(
            (_number(a, b) for a in watch.identifiers[key] for b in record.identifiers[key]), key=lambda e: e.bits
        )
        carried = common.carriers_of(key)
        found.append(_of_many(best, carried, watch.identity.kind) if carried else best)
    found.sort(key=lambda e: (-e.bits, e.fact))
    return [e if place == 0 else _scaled(e, w.SECOND) for place, e in enumerate(found) if e.bits > 0]


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
    if a.written.country and b.written.country and a.written.country != b.written.country and a.group != "t":
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


def place_evidence(record: Identity, watch: Identity) -> Evidence | None:
    """The best agreement of two places: the towns of birth, else any town."""
    best: Evidence | None = None
    for a in watch.places:
        for b in record.places:
            shared = town_words(a.text) & town_words(b.text)
            if not shared:
                continue
            if a.kind is b.kind is PlaceKind.BIRTH:
                weight = w.BIRTH_PLACE_CAPITAL if shared <= LARGE_TOWNS else w.BIRTH_PLACE
            else:
                weight = w.ADDRESS
            if best is None or weight.bits > best.bits:
                best = Evidence("place", weight.rule, a.text, b.text, weight.bits, _place_fact(a, b))
    return best


def _place_fact(a: Place, b: Place) -> tuple[str, str]:
    return " ".join(sorted(town_words(a.text))), " ".join(sorted(town_words(b.text)))


@lru_cache(maxsize=8192)
def town_words(text: str) -> frozenset[str]:
    """Telling words of a place, without accents; names of countries and kinds of places left out."""
    folded = unicodedata.normalize("NFD", text[:200].casefold())
    words = "".join(" " if not c.isalnum() else c for c in folded if not unicodedata.combining(c)).split()
    return frozenset(x for x in words if len(x) > 2 and not x.isdigit() and x not in COUNTRY_WORDS and x not in GENERIC)


def founded_evidence(record: Identity, watch: Identity) -> Evidence | None:
    for a in watch.dates:
        for b in record.dates:
            if a.kind is b.kind is DateKind.FOUNDED and a.value[:4] == b.value[:4]:
                return Evidence("founded", w.FOUNDED.rule, a.value, b.value, w.FOUNDED.bits, (a.value[:4], b.value[:4]))
    return None


def entity_evidence(
    what: str, wanted: Iterable[PreparedName], found: Iterable[PreparedName], *, in_text: bool
) -> list[Evidence]:
    """Names of companies, vessels, vehicles or places that agree, the best first; `what` is the kind of record."""
    out = [e for a in wanted for b in found if (e := _entities(what, a, b, in_text)) is not None]
    return sorted(out, key=lambda e: (-e.bits, e.fact))


def _entities(what: str, a: PreparedName, b: PreparedName, in_text: bool) -> Evidence | None:
    left, right = a.telling_words, b.telling_words
    if not left or not right:
        return None
    bits, agreeing, free = 0.0, 0, list(right)
    for latin, sounds in left:
        match = next((x for x in free if x[0] == latin), None) or next(
            (x for x in free if any(sound in x[1] for sound in sounds)), None
        )
        if match is None:
            continue
        free.remove(match)
        agreeing += 1
        bits += w.ENTITY_WORD_SPELT if match[0] == latin else w.ENTITY_WORD
    if agreeing < w.ENTITY_SHARE * max(len(left), len(right)):
        return None
    if agreeing == 1:
        bits = w.ENTITY_ALONE if left[0][0] == right[0][0] else w.ENTITY_WORD
    rule = w.ENTITY_IN_TEXT if in_text else w.ENTITY_SAME
    fact = (" ".join(x for x, _ in left), " ".join(x for x, _ in right))
    return Evidence(what, rule, a.text, b.text, min(bits, w.ENTITY_MAX), fact)
