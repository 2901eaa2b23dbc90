"""An identity made ready for matching, once: names analysed, numbers in their compared form, the report read.

Blocking keys, comparison, the index's documents and the stored queries all take this value; none of them analyses a
name or reads a text again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from casefile.matching.birth_evidence import Birth, read_birth
from casefile.matching.departures.reading import Event, read_event
from casefile.matching.name_kinds import NAMED_AS
from casefile.names import NameKeys, analyze
from casefile.names.entities import EntityName, read_entity
from casefile.names.entities.gazetteer import places_in
from casefile.names.finding.pairs import likeliest_pairs, query_pairs, record_pairs
from casefile.names.finding.reach import name_parts
from casefile.narrative import Mention, Mentions, read_narrative
from casefile.subjects.identifiers import key, read_of
from casefile.subjects.identifiers.accounts import mobile_money
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import DateKind, FactKind, IdentifierKind, NameKind, RecordKind, Sex


@dataclass(frozen=True, eq=False)
class PreparedName:
    """A name with its analysis; `birth` is the date written next to it when it comes from a report's text.

    What blocking keys and comparison need of it is worked out when first asked, and kept for names written alike.
    """

    keys: NameKeys
    weak: bool = False
    birth: Birth | None = None
    said: Identity | None = None
    """What the text says of its bearer besides the birth: sex, nationality. None when nothing."""

    @property
    def text(self) -> str:
        """As written."""
        return self.keys.name

    @property
    def single(self) -> bool:
        """A person's: whether it has one part only, which then is all that it is found by."""
        return len(name_parts(self.keys)) == 1

    @property
    def record_pairs(self) -> tuple[str, ...]:
        """A person's: the pairs of sounds it answers to."""
        return record_pairs(self.keys)

    @property
    def likeliest_pairs(self) -> tuple[str, ...]:
        """A person's: the likeliest of them, which it answers to by its birthday too."""
        return likeliest_pairs(self.keys)

    @property
    def query_pairs(self) -> tuple[str, ...]:
        """A person's: the pairs of sounds a watch asks for."""
        return query_pairs(self.keys)

    @cached_property
    def entity(self) -> EntityName:
        """An entity's: its name read into words, form, numbers and countries."""
        return read_entity(self.keys.name)


@dataclass(frozen=True, slots=True)
class PreparedIdentifier:
    form: str
    key: str
    written: Identifier
    in_text: bool


@dataclass(frozen=True, eq=False)
class Prepared:
    """What blocking keys are made of and `decide` compares. Make it with `prepare`, keep it for as long as it is
    compared."""

    identity: Identity
    country: str | None
    letter: str | None
    """What kind of name its names are (casefile.matching.name_kinds); None when they are titles."""
    names: tuple[PreparedName, ...]
    identifiers: Mapping[str, tuple[PreparedIdentifier, ...]]
    """By key, without the prefix of the index."""
    persons: tuple[PreparedName, ...]
    """Names met in the report's text."""
    vessels: tuple[PreparedName, ...]
    """Vessels met in the report's text."""
    births: tuple[Birth, ...]
    sex: Sex | None
    """As stated. What a particle says (Ould, Mint) is heard where names are compared, and contradicts no statement."""

    @cached_property
    def event(self) -> Event | None:
        """An event's places and days; None for anything else, and where neither is known."""
        return read_event(self.identity)

    @cached_property
    def names_by_query_pair(self) -> Mapping[str, tuple[int, ...]]:
        """As a watch: the places of its names by the pairs of sounds they ask for."""
        return _places_by_pair(name.query_pairs for name in self.names)

    @cached_property
    def names_by_record_pair(self) -> Mapping[str, tuple[int, ...]]:
        """As a record: the places of its names by the pairs they answer to."""
        return _places_by_pair(name.record_pairs for name in self.names)

    @cached_property
    def persons_by_record_pair(self) -> Mapping[str, tuple[int, ...]]:
        """The same for the names in its report."""
        return _places_by_pair(name.record_pairs for name in self.persons)


def prepare(identity: Identity, country: str | None, written: date | None = None) -> Prepared:
    """Analyse an identity; `country` is that of the unit that wrote it, for local phone numbers. `written`:
    the day it was, after which nobody in its text was born.

    Not remembered here: to hash an identity costs a third of this. Whoever asks keeps the answer.
    """
    letter = NAMED_AS.get(identity.kind)
    text = read_narrative(identity.text, country, _year_of(identity), written)
    names = tuple([PreparedName(analyze(n.text), weak=n.kind is NameKind.WEAK_ALIAS) for n in identity.names])
    return Prepared(
        identity=identity,
        country=country,
        letter=letter,
        names=names,
        identifiers=_identifiers(identity, text, country),
        persons=tuple([_mentioned(m) for m in text.persons]),
        vessels=tuple([PreparedName(analyze(name)) for name in text.vessels]),
        births=tuple([read_birth(date) for date in identity.birth()]),
        sex=identity.sex,
    )


def _mentioned(mention: Mention) -> PreparedName:
    said = None
    if mention.sex or mention.nationality:
        nations = (mention.nationality,) if mention.nationality else ()
        said = Identity(kind=RecordKind.PERSON, sex=mention.sex, nationalities=nations)
    birth = read_birth(mention.birth) if mention.birth else None
    return PreparedName(analyze(mention.name), birth=birth, said=said)


def _year_of(identity: Identity) -> int | None:
    """The year of what a report tells, by its record: what ages in its text count from."""
    days = [d.value for d in identity.dates if d.kind is DateKind.EVENT and not d.until and not d.circa]
    return int(days[0][:4]) if days else None


def _identifiers(
    identity: Identity, text: Mentions, country: str | None
) -> Mapping[str, tuple[PreparedIdentifier, ...]]:
    """Those that tell anybody apart, by key; letters read as digits (O, 0) make one key. A field may hold several."""
    by_key: dict[str, list[PreparedIdentifier]] = {}
    bearers = partial(_countries_of, identity)
    provider = next((fact.value for fact in identity.facts if fact.kind is FactKind.PROVIDER), "")
    for in_text, many in ((False, identity.identifiers), (True, text.identifiers)):
        for one in many:
            for number in read_of(_at(provider, one), country, bearers):
                if number.form is None:
                    continue
                written = one if number.kind is one.kind else replace(one, kind=number.kind)
                found_by = key(number.kind, number.form)
                prepared = PreparedIdentifier(number.form, found_by, written, in_text)
                by_key.setdefault(found_by, []).append(prepared)
    return {found_by: tuple(many) for found_by, many in by_key.items()}


MOST_COUNTRIES = 3
"""Of one subject, by whose plans a local number is tried."""


def _countries_of(identity: Identity) -> tuple[str, ...]:
    """Where a subject's telephone is likeliest to be from: its nations, its papers' countries, those of its places."""
    papers = [one.country for one in identity.identifiers if one.country]
    stated = [place.country for place in identity.places if place.country]
    named = sorted({known.country for place in identity.places for known in places_in(place.text)})
    return tuple(dict.fromkeys((*identity.nationalities, *papers, *stated, *named)))[:MOST_COUNTRIES]


def _at(provider: str, one: Identifier) -> Identifier:
    """An account with its provider, who says what its number is: with a service for mobile money, a telephone."""
    named = one.kind is IdentifierKind.ACCOUNT and mobile_money(provider) is not None
    return replace(one, value=f"{provider} {one.value}") if named else one


def _places_by_pair(pairs_of_names: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[int, ...]]:
    places: dict[str, list[int]] = {}
    for place, pairs in enumerate(pairs_of_names):
        for pair in pairs:
            places.setdefault(pair, []).append(place)
    return {pair: tuple(many) for pair, many in places.items()}
