"""The values of a record as pages list them, part by part: each with its kind, in the reader's words."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from flask_babel import gettext as _
from markupsafe import Markup

from casefile.policy.sharing import EVERY_UNIT
from casefile.subjects.identity import Fact, Identifier, Name, PartialDate, Place
from casefile.vocabulary import Handling, Notify, Sharing
from portal.show.filters import code, country, partial_date, value, word
from portal.web.i18n import lazy_gettext

WORTH: Mapping[str, str] = {"fact": lazy_gettext("A fact"), "opinion": lazy_gettext("An assessment, not a fact")}


def words(*items: StrEnum | None) -> list[Markup]:
    return [value(word(item)) for item in items if item]


def text(written: str) -> list[Markup]:
    return [value(written)] if written else []


def names(many: Iterable[Name]) -> list[Markup]:
    return [_labelled(one.kind, value(one.text)) for one in many]


def numbers(many: Iterable[Identifier]) -> list[Markup]:
    return [_labelled(one.kind, code(one.value)) for one in many]


def dates(many: Iterable[PartialDate]) -> list[Markup]:
    return [_labelled(one.kind, partial_date(one)) for one in many]


def places(many: Iterable[Place]) -> list[Markup]:
    return [_labelled(one.kind, value(one.text)) for one in many]


def facts(many: Iterable[Fact]) -> list[Markup]:
    return [_labelled(one.kind, value(one.value)) for one in many]


def countries(codes: Iterable[str]) -> list[Markup]:
    return [value(country(one)) for one in codes]


def worth(fact_or_opinion: str) -> list[Markup]:
    return [value(str(WORTH[fact_or_opinion]))]


def handling(given: Handling | None, written: str) -> list[Markup]:
    return words(given) + text(written)


def sharing(given: Sharing | None, units: Sequence[str], notify: Notify | None) -> list[Markup]:
    """Which units may know: all of them, or how many."""
    every = tuple(units) == (EVERY_UNIT,)
    return words(given, notify) + ([] if every else [value(_("to %(number)s units", number=len(units)))])


def _labelled(kind: StrEnum, content: Markup) -> Markup:
    return Markup("{}: {}").format(word(kind), content)
