"""Where two sides say something else, and nothing was weighed for it: shown next to what agrees, never silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup, escape

from casefile.matching import StoredEvidence
from casefile.subjects.identity import Identity
from casefile.vocabulary import DateKind
from portal.show.evidence import kind_word
from portal.show.filters import code, country, partial_date, value, word


@dataclass(frozen=True, slots=True)
class Apart:
    """One kind of fact that both sides state, or only one does; `differs`: no value is on both sides."""

    what: str
    wanted: Markup
    found: Markup
    differs: bool


def differences(watch: Identity, record: Identity, weighed: Iterable[StoredEvidence]) -> list[Apart]:
    """Kinds of facts that were not weighed: first what differs, then what only one side states.

    What agrees and what was weighed stands in the evidence. Values are held against each other as they are written,
    without spaces and case.
    """
    done = {term.what for term in weighed}
    ours, theirs = _facts(watch), _facts(record)
    found = []
    for what in [*ours, *(what for what in theirs if what not in ours)]:
        one, other = ours.get(what, {}), theirs.get(what, {})
        if what in done or set(one) & set(other):
            continue
        both = bool(one and other)
        found.append(Apart(_named(what), _shown(one), _shown(other), both))
    return sorted(found, key=lambda line: not line.differs)


def _facts(identity: Identity) -> dict[str, dict[str, Markup]]:
    """{kind: {value as it is held against others: value as shown}}."""
    found: dict[str, dict[str, Markup]] = {}
    for one in identity.identifiers:
        found.setdefault(one.kind.value, {})[_plain(one.value)] = code(one.value)
    for date in identity.dates:
        found.setdefault(date.kind.value, {})[date.value] = partial_date(date)
    for nation in identity.nationalities:
        found.setdefault("nationality", {})[nation] = value(country(nation))
    if identity.sex is not None:
        found["sex"] = {identity.sex.value: escape(word(identity.sex))}
    return found


def _named(what: str) -> str:
    return word(what, DateKind) if what in set(DateKind) else kind_word(what)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _shown(values: dict[str, Markup]) -> Markup:
    if not values:
        return Markup("<i>{}</i>").format(gettext("not stated"))
    return Markup(", ").join(values[one] for one in sorted(values))
