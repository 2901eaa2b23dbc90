"""Where two sides say something else, and nothing was weighed for it: shown next to what agrees, never silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup, escape

from casefile.matching import StoredEvidence
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import DateKind
from portal.show.evidence import kind_word
from portal.show.filters import code, country, partial_date, value, word


@dataclass(frozen=True, slots=True)
class Apart:
    """One kind of fact that nobody weighed, with the values of both sides."""

    what: str
    wanted: Markup
    found: Markup
    both: bool
    """Both sides state it."""
    agrees: bool
    """A value stands on both."""

    @property
    def differs(self) -> bool:
        return self.both and not self.agrees


Values = dict[str, Markup]
"""What of a kind of fact one side states: as it is held against the other's, and as it is shown."""


def differences(watch: Identity, record: Identity, weighed: Iterable[StoredEvidence]) -> list[Apart]:
    """Kinds of facts that were not weighed: what differs, then what agrees, then what only one side states.

    Values are held against each other as they are written, without spaces, signs and case; dates by their years, and
    those that are only about known agree with the years next to them.
    """
    done = {term.what for term in weighed}
    ours, theirs = _facts(watch), _facts(record)
    found = []
    for what in [*ours, *(what for what in theirs if what not in ours)]:
        if what not in done:
            one, other = ours.get(what, {}), theirs.get(what, {})
            agrees = bool(set(one) & set(other)) or (what in set(DateKind) and _may_be_one(watch, record, what))
            found.append(Apart(_named(what), _shown(one), _shown(other), bool(one and other), agrees))
    return sorted(found, key=lambda line: (not line.differs, not line.agrees))


def _facts(identity: Identity) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for one in identity.identifiers:
        found.setdefault(one.kind.value, {})[_plain(one.value)] = code(one.value)
    for date in identity.dates:
        found.setdefault(date.kind.value, {})[date.value] = partial_date(date)
    for nation in identity.nationalities:
        found.setdefault("nationality", {})[nation] = value(country(nation))
    if identity.sex is not None:
        found["sex"] = {identity.sex.value: escape(word(identity.sex))}
    return found


def _may_be_one(watch: Identity, record: Identity, what: str) -> bool:
    """Whether two dates of this kind can be one day, as far as they are known."""
    ours, theirs = ([date for date in side.dates if date.kind == what] for side in (watch, record))
    return any(_meet(one, other) for one in ours for other in theirs)


def _meet(one: PartialDate, other: PartialDate) -> bool:
    if not (one.circa or other.circa or one.until or other.until):
        return one.value.startswith(other.value) or other.value.startswith(one.value)
    slack = one.circa + other.circa
    (first, last), (begin, end) = one.years(), other.years()
    return first - slack <= end and begin <= last + slack


def _named(what: str) -> str:
    return word(what, DateKind) if what in set(DateKind) else kind_word(what)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _shown(values: Values) -> Markup:
    if not values:
        return Markup("<i>{}</i>").format(gettext("not stated"))
    return Markup(", ").join(values[one] for one in sorted(values))
