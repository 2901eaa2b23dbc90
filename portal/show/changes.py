"""What one version of a record changed against the one before, as lines a reader understands."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from casefile.policy.handling import Rules
from casefile.policy.sharing import EVERY_UNIT
from casefile.records import RecordView
from casefile.subjects.identity import Identity
from portal.show.filters import code, country, day, partial_date, value, word


@dataclass(frozen=True, slots=True)
class Change:
    """One fact: what it is, the values gone and the values new, ready for the page."""

    what: str
    gone: tuple[Markup, ...]
    new: tuple[Markup, ...]


def between(before: RecordView, after: RecordView) -> list[Change]:
    """All differences of content and rules, in the order of the page."""
    found = []
    for what, read in _facts():
        old, new = read(before), read(after)
        gone, came = [x for x in old if x not in new], [x for x in new if x not in old]
        if gone or came:
            found.append(Change(what, tuple(gone), tuple(came)))
    return found


def _facts() -> list[tuple[str, Callable[[RecordView], list[Markup]]]]:
    return [
        (_("State"), lambda view: [value(word(view.line.state))]),
        (_("Case"), lambda view: [code(view.line.case_reference)]),
        (_("Names"), lambda view: _names(view.identity)),
        (_("Numbers"), lambda view: [_labelled(word(i.kind), code(i.value)) for i in view.identity.identifiers]),
        (_("Dates"), lambda view: [_labelled(word(d.kind), partial_date(d)) for d in view.identity.dates]),
        (_("Places"), lambda view: [_labelled(word(p.kind), value(p.text)) for p in view.identity.places]),
        (_("Sex"), lambda view: [value(word(view.identity.sex))] if view.identity.sex else []),
        (_("Nationality"), lambda view: [value(country(c)) for c in view.identity.nationalities]),
        (_("Text"), lambda view: [value(view.identity.narrative)] if view.identity.narrative else []),
        (_("Ground of suspicion"), lambda view: [value(view.suspicion_note)] if view.suspicion_note else []),
        (_("Rules"), lambda view: _rules(view.rules)),
    ]


def _names(identity: Identity) -> list[Markup]:
    return [_labelled(word(name.kind), value(name.text)) for name in identity.names]


def _rules(rules: Rules) -> list[Markup]:
    words = [rules.purpose, rules.subject_category, rules.source_grade, rules.info_grade, rules.handling, rules.sharing,
             rules.notify, *rules.protection]  # fmt: skip
    texts = [rules.legal_basis, rules.handling_text]
    units = [] if rules.sharing_units == (EVERY_UNIT,) else [_("to %(number)s units", number=len(rules.sharing_units))]
    return (
        [value(word(item)) for item in words if item]
        + [value(text) for text in texts + units if text]
        + [_labelled(_("Kept until"), day(rules.retain_until))]
    )


def _labelled(label: str, content: Markup) -> Markup:
    return Markup("{}: {}").format(label, content)
