"""The form of a watch: the subject as in a record, and what makes a watch: ground, list, case, end, who may know."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import request
from flask_babel import gettext as _
from wtforms import SelectField, StringField, TextAreaField

from casefile import vocabulary as v
from casefile.errors import BadInput
from casefile.policy.disclosure import HitFacts, recipients
from casefile.policy.protection import is_protected
from casefile.policy.sharing import DisclosureFacts
from casefile.storage import tables
from casefile.subjects.facts import WATCHED
from casefile.subjects.identity import Identity
from casefile.watches import DEFAULT_DURATION, DEFAULT_LIST, WatchDraft, WatchView
from portal.forms.cases import OfferedCases
from portal.forms.dates import read_last_day
from portal.forms.fields import LAYOUTS, Layout, RecordForm, offer_choices, propose, propose_rows
from portal.forms.parse import Reading, read_identity, read_rules
from portal.forms.populate import fill_rules, fill_subject
from portal.web.errors import translated
from portal.web.i18n import lazy_gettext

KINDS = (
    v.RecordKind.PERSON, v.RecordKind.ORGANISATION, v.RecordKind.VESSEL, v.RecordKind.VEHICLE, v.RecordKind.PHONE,
    v.RecordKind.TRAVEL_DOCUMENT, v.RecordKind.ACCOUNT, v.RecordKind.EVENT,
)  # fmt: skip
"""What can be watched for: things that have a name or a number of their own, and departures and landings."""


def watched_layout(kind: v.RecordKind) -> Layout:
    """What the form asks: of an event its facts and how far around, of anything else no facts."""
    return replace(LAYOUTS[kind], facts=WATCHED.get(kind, ()))


class WatchForm(RecordForm):
    ground = TextAreaField(lazy_gettext("Ground for the watch"))
    watchlist = StringField(lazy_gettext("Watchlist"))
    watch_case = SelectField(lazy_gettext("Case"), validate_choice=False)
    expires = StringField(lazy_gettext("Ends on"))


def prepare(form: WatchForm, kind: v.RecordKind, offered: OfferedCases) -> None:
    """The words of the closed lists, and the unit's open cases; a watch in a closed case stays there."""
    offer_choices(form, kind)
    form.watch_case.choices = offered.choices if offered.closed else [("", _("No case")), *offered.choices]


def blank(form: WatchForm, kind: v.RecordKind, *, name: str = "", case_id: str = "") -> None:
    """A new watch: half a year, pointers to both sides."""
    propose(form, kind)
    form.subject_category.data = v.SubjectCategory.SUSPECT.value if LAYOUTS[kind].person else "none"
    form.source_grade.data, form.info_grade.data = v.SourceGrade.X.value, v.InfoGrade.NOT_CORROBORATED.value
    form.watchlist.data, form.watch_case.data = DEFAULT_LIST, case_id
    form.expires.data = (tables.now() + DEFAULT_DURATION).date().isoformat()
    if name and LAYOUTS[kind].names:
        form.names[0].form.text.data = name


def from_event(form: WatchForm, identity: Identity) -> None:
    """What an own event record states, as the subject of a new watch; its text stays with the record."""
    fill_subject(form, replace(identity, narrative=""))
    propose_rows(form, LAYOUTS[identity.kind])


def keep_unasked_facts(identity: Identity, before: Identity) -> Identity:
    """Facts that the form does not ask stay as an import brought them."""
    asked = WATCHED.get(identity.kind, ())
    return replace(identity, facts=(*identity.facts, *(fact for fact in before.facts if fact.kind not in asked)))


def fill(form: WatchForm, view: WatchView) -> None:
    """Every field as the watch stands."""
    form.kind.data, form.version.data = view.kind.value, str(view.version)
    fill_subject(form, view.identity)
    fill_rules(form, view.rules)
    form.ground.data, form.watchlist.data = view.ground, view.watchlist
    form.watch_case.data, form.expires.data = view.case_id or "", view.expires_at.date().isoformat()
    propose_rows(form, LAYOUTS[view.kind])


def read_watch_form(form: WatchForm, kind: v.RecordKind) -> tuple[WatchDraft | None, list[tuple[str, str]]]:
    """The draft, or what is wrong with the form."""
    layout, reading = watched_layout(kind), Reading()
    identity = read_identity(form, kind, layout, reading)
    rules = read_rules(form, layout, reading)
    expires = None
    try:
        expires = read_end(form.expires.data or "")
    except BadInput as error:
        reading.wrong(form.expires, translated(error))
    if reading.problems:
        return None, reading.problems
    return WatchDraft(
        identity=identity, ground=(form.ground.data or "").strip(), watchlist=(form.watchlist.data or "").strip(),
        case_id=form.watch_case.data or None, expires_at=expires, rules=rules,
        wide=request.form.get("check") == "wide",
    ), []  # fmt: skip


def read_end(text: str) -> datetime:
    """The end of the day somebody wrote. Raises BadInput when it is no exact day."""
    until = read_last_day(text)
    if until is None:
        raise BadInput("Enter the day on which the watch ends, as 31/12/2026.", field="expires")
    return until


@dataclass(frozen=True, slots=True)
class Preview:
    """Who is sent a pointer as soon as a hit on a watch is confirmed."""

    own: bool
    other: bool


def expected_recipients(sharing: v.Sharing, notify: v.Notify, protected: bool) -> Preview:
    """Who is sent a pointer, if the other unit shares as is usual (a pointer, mutual).

    Asked of the very rule that is applied then, so that the preview cannot say something else.
    """
    other = DisclosureFacts("other", v.RecordState.ACTIVE, v.Sharing.POINTER)
    own = DisclosureFacts(
        "own", v.RecordState.ACTIVE, sharing, protection=(v.Protection.VICTIM,) if protected else (), notify=notify
    )
    notified = recipients(HitFacts(other, own))
    return Preview(own="own" in notified.first, other="other" in notified.first)


def recipients_of_form(form: WatchForm) -> Preview:
    """The same for a form as it is filled in so far; what is no choice of the list counts as the cautious one."""
    sharing = v.Sharing(form.sharing.data) if form.sharing.data in set(v.Sharing) else v.Sharing.NONE
    notify = v.Notify(form.notify.data) if form.notify.data in set(v.Notify) else v.Notify.SILENT
    asked = form.subject_category.data
    category = v.SubjectCategory(asked) if asked in set(v.SubjectCategory) else v.SubjectCategory.VICTIM
    protection = [v.Protection(p) for p in form.protection.data or [] if p in set(v.Protection)]
    return expected_recipients(sharing, notify, is_protected(category, protection))
