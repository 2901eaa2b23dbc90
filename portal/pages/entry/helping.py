"""What helps while a form is typed: own records that may be the same, and the name in the other script."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request

from casefile import records
from casefile import vocabulary as v
from casefile.errors import SearchUnavailable
from casefile.names.other_script import proposed_arabic
from casefile.records import RecordLine
from casefile.subjects.identity import Name
from indexer.search.agreements import Step
from indexer.search.alike import Alike
from indexer.search.alike import alike as ask
from portal.forms.fields import LAYOUTS, RecordForm, offer_choices
from portal.forms.parse import Reading, read_identity
from portal.pages.entry.opening import kind_asked
from portal.web.context import engine, store, viewer
from portal.web.i18n import lazy_gettext as _
from portal.web.kept import keys as form_keys

RULES: Mapping[Step, str] = {
    Step.EXACT: _("Written alike"),
    Step.SCRIPT: _("Written alike"),
    Step.KNOWN: _("Known as one name"),
}


@dataclass(frozen=True, slots=True)
class Like:
    """An own record and why it may be the same: numbers both have, two names and the rule by which they agree."""

    line: RecordLine
    numbers: tuple[str, ...]
    wanted: str = ""
    found: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """`alike` are own records with why; `searched` is False where the search could not be asked. `proposed` is the name
    in Arabic letters, for an officer to keep or leave; None where there is none."""

    alike: list[Like]
    searched: bool = True
    proposed: str | None = None
    adds: bool = True
    """Whether what is typed can be added to one of them; not where it amends a record already."""


def asked() -> str:
    """The part of the page, for the form as it is typed so far."""
    kind = kind_asked(request.form.get("kind", ""))
    form = RecordForm()
    offer_choices(form, kind)
    return render_template("records/_alike.html", help=of_form(form, kind), part=True)


def of_form(form: RecordForm, kind: v.RecordKind) -> Help:
    """Over the own unit's records alone."""
    typed = read_identity(form, kind, LAYOUTS[kind], Reading())
    if kind in v.TITLED or not (typed.names or typed.identifiers):
        return Help([])
    held = form_keys.opened(request.form.get(form_keys.FIELD, ""))
    searched, found = True, []
    try:
        found = ask(engine(), store(), viewer(), typed, leave_out=held.record_id if held else "")
    except SearchUnavailable:
        searched = False
    with store().reading() as db:
        lines = records.lines(db, viewer(), [one.record_id for one in found])
    shown = [like(lines[one.record_id], one) for one in found if one.record_id in lines]
    return Help(shown, searched, _proposed(kind, typed.names), adds=not (held and held.record_id))


def like(line: RecordLine, one: Alike) -> Like:
    """An own record with why it may be the same."""
    if one.match is None:
        return Like(line, one.numbers)
    return Like(line, one.numbers, one.match.wanted, one.match.found, str(RULES.get(one.step, "")))


def _proposed(kind: v.RecordKind, names: tuple[Name, ...]) -> str | None:
    """For a person with one name so far: who typed a second one has said it."""
    return proposed_arabic(names[0].text) if kind is v.RecordKind.PERSON and len(names) == 1 else None
