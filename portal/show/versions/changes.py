"""What one version of a record changed against the one before, as lines a reader understands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from flask_babel import gettext as _
from markupsafe import Markup

from casefile.policy.handling import Rules
from casefile.records import RecordView
from casefile.subjects.identity import Identity
from portal.show.filters import code, day, value, word
from portal.show.versions import values


@dataclass(frozen=True, slots=True)
class Change:
    """One fact: what it is, the values gone and the values new, ready for the page."""

    what: str
    gone: tuple[Markup, ...]
    new: tuple[Markup, ...]


class WatchLike(Protocol):
    """A watch, as far as its source can say otherwise than its unit."""

    @property
    def identity(self) -> Identity: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def ground(self) -> str: ...
    @property
    def watchlist(self) -> str: ...
    @property
    def case_reference(self) -> str | None: ...
    @property
    def expires_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class AgainstSource:
    """Since when the source of an import says otherwise than the unit. `gone` is its word, `new` the unit's."""

    at: datetime
    changes: list[Change]


def between(before: RecordView, after: RecordView) -> list[Change]:
    """All differences of content and rules, in the order of the page."""
    return _changes([(what, read(before), read(after)) for what, read in _facts()])


def against_source(at: datetime, source: RecordView, ours: RecordView) -> AgainstSource:
    """What the source of a record says otherwise."""
    return AgainstSource(at, between(source, ours))


def watch_against_source(at: datetime, source: WatchLike, ours: WatchLike) -> AgainstSource:
    """What the source of a watch says otherwise."""
    facts: list[tuple[str, Callable[[WatchLike], list[Markup]]]] = [
        *((what, partial(_of_identity, read)) for what, read in _identity_facts()),
        (_("Ground"), lambda view: [value(view.ground)]),
        (_("Watchlist"), lambda view: [value(view.watchlist)]),
        (_("Case"), lambda view: [code(view.case_reference)] if view.case_reference else []),
        (_("Ends on"), lambda view: [day(view.expires_at)]),
        *((what, partial(_of_rules, read)) for what, read in _rule_facts()),
    ]
    return AgainstSource(at, _changes([(what, read(source), read(ours)) for what, read in facts]))


def _changes(facts: Iterable[tuple[str, list[Markup], list[Markup]]]) -> list[Change]:
    found = []
    for what, old, new in facts:
        gone, came = [x for x in old if x not in new], [x for x in new if x not in old]
        if gone or came:
            found.append(Change(what, tuple(gone), tuple(came)))
    return found


def _facts() -> list[tuple[str, Callable[[RecordView], list[Markup]]]]:
    return [
        (_("State"), lambda view: [value(word(view.line.state))]),
        (_("Case"), lambda view: [code(view.line.case_reference)]),
        *((what, partial(_of_identity, read)) for what, read in _identity_facts()),
        (_("Ground of suspicion"), lambda view: values.text(view.suspicion_note)),
        (_("Offences"), lambda view: values.words(*view.offences.kinds)),
        (_("Form of exploitation"), lambda view: values.words(*view.offences.forms)),
        (_("Fact or assessment"), lambda view: values.worth(view.fact_or_opinion)),
        *((what, partial(_of_rules, read)) for what, read in _rule_facts()),
    ]


def _of_identity(read: Callable[[Identity], list[Markup]], view: RecordView | WatchLike) -> list[Markup]:
    return read(view.identity)


def _of_rules(read: Callable[[Rules], list[Markup]], view: RecordView | WatchLike) -> list[Markup]:
    return read(view.rules)


def _identity_facts() -> list[tuple[str, Callable[[Identity], list[Markup]]]]:
    return [
        (_("Names"), lambda one: values.names(one.names)),
        (_("Numbers"), lambda one: values.numbers(one.identifiers)),
        (_("Dates"), lambda one: values.dates(one.dates)),
        (_("Places"), lambda one: values.places(one.places)),
        (_("Sex"), lambda one: values.words(one.sex)),
        (_("Nationality"), lambda one: values.countries(one.nationalities)),
        (_("Details"), lambda one: values.facts(one.facts)),
        (_("Text"), lambda one: values.text(one.narrative)),
    ]


def _rule_facts() -> list[tuple[str, Callable[[Rules], list[Markup]]]]:
    return [
        (_("In the case"), lambda rules: values.words(rules.subject_category)),
        (_("Purpose"), lambda rules: values.words(rules.purpose)),
        (_("Legal basis"), lambda rules: values.text(rules.legal_basis)),
        (_("Source and information"), lambda rules: values.words(rules.source_grade, rules.info_grade)),
        (_("Handling"), lambda rules: values.handling(rules.handling, rules.handling_text)),
        (
            _("Other units may know"),
            lambda rules: values.sharing(rules.sharing, rules.sharing_units, rules.notify),
        ),
        (_("Protected"), lambda rules: values.words(*rules.protection)),
        (_("Review by"), lambda rules: [day(rules.review_at)] if rules.review_at else []),
        (_("Kept until"), lambda rules: [day(rules.retain_until)] if rules.retain_until else []),
    ]
