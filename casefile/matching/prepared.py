"""An identity made ready for matching, once: names analysed, numbers in their compared form, the report read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from casefile.matching.birth_evidence import Birth, read_birth
from casefile.matching.blocking_keys import (
    NAMED_AS,
    PERSON,
    VESSEL,
    answered_pairs,
    asked_pairs,
    read_text,
    record_keys,
    watch_keys,
)
from casefile.names import NameKeys, analyze
from casefile.subjects.identifiers import confusable, group, normal
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import NameKind, Sex


@dataclass(frozen=True, slots=True, eq=False)
class PreparedName:
    """A name with its analysis; `birth` is the date written beside it when it comes from a report's text."""

    text: str
    keys: NameKeys
    weak: bool = False
    birth: Birth | None = None


@dataclass(frozen=True, slots=True)
class PreparedIdentifier:
    group: str
    form: str
    key: str
    written: Identifier
    in_text: bool


@dataclass(frozen=True, eq=False)
class Prepared:
    """What `decide` compares. Make it with `prepare`, keep it for as many comparisons as there are."""

    identity: Identity
    country: str | None
    letter: str | None
    """What kind of name its names are (casefile.matching.blocking_keys); None when they are titles."""
    names: tuple[PreparedName, ...]
    identifiers: Mapping[str, tuple[PreparedIdentifier, ...]]
    """By key, without the prefix of the index."""
    persons: tuple[PreparedName, ...]
    """Names met in the report's text."""
    vessels: tuple[str, ...]
    births: tuple[Birth, ...]
    sex: Sex | None
    """As stated, else as a particle of descent says: Mint is a daughter, Ould a son."""

    @cached_property
    def record_keys(self) -> frozenset[str]:
        return record_keys(self.identity, self.country)

    @cached_property
    def watch_keys(self) -> frozenset[str]:
        return watch_keys(self.identity, self.country)

    @cached_property
    def asked(self) -> Mapping[str, tuple[int, ...]]:
        """As a watch: the names by the pairs of sounds they ask for."""
        return _by_pair(self.names, asked_pairs)

    @cached_property
    def answered(self) -> Mapping[str, tuple[int, ...]]:
        """As a record: the names by the pairs they answer to."""
        return _by_pair(self.names, answered_pairs)

    @cached_property
    def answered_in_text(self) -> Mapping[str, tuple[int, ...]]:
        return _by_pair(self.persons, answered_pairs)


def prepare(identity: Identity, country: str | None) -> Prepared:
    """Analyse an identity; `country` is that of the unit that wrote it, for local phone numbers.

    Not remembered here: to hash an identity costs a third of this. Whoever asks keeps the answer.
    """
    letter = NAMED_AS.get(identity.kind)
    text = read_text(identity, country)
    written = identity.names if letter else ()
    names = tuple([PreparedName(n.text, analyze(n.text), n.kind is NameKind.WEAK_ALIAS) for n in written])
    found: dict[str, list[PreparedIdentifier]] = {}
    for in_text, many in ((False, identity.identifiers), (True, text.identifiers)):
        for one in many:
            if (form := normal(one, country)) is not None:
                key = f"{group(one.kind)}:{confusable(form)}"
                found.setdefault(key, []).append(PreparedIdentifier(group(one.kind), form, key, one, in_text))
    return Prepared(
        identity=identity,
        country=country,
        letter=letter,
        names=names,
        identifiers={key: tuple(many) for key, many in found.items()},
        persons=tuple(
            [
                PreparedName(m.name, analyze(m.name), birth=read_birth(m.birth) if m.birth else None)
                for m in text.persons
            ]
        ),
        vessels=text.vessels if letter != VESSEL else (),
        births=tuple([read_birth(date) for date in identity.birth()]),
        sex=identity.sex or (_told_sex(names) if letter == PERSON else None),
    )


def _told_sex(names: tuple[PreparedName, ...]) -> Sex | None:
    roles = {token.role for name in names for token in name.keys.tokens}
    if "daughter" in roles:
        return Sex.FEMALE
    return Sex.MALE if "son" in roles else None


def _by_pair(names: tuple[PreparedName, ...], pairs: Callable[[str], tuple[str, ...]]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for pair in pairs(name.text):
            found.setdefault(pair, []).append(place)
    return {pair: tuple(places) for pair, places in found.items()}
