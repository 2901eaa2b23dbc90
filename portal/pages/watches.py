"""Watchlists: register a subject, see the unit's watches and what they found, renew, suspend, end."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import outbox, records, watches
from casefile import vocabulary as v
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere, OverBudget
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.policy.protection import is_protected
from casefile.policy.states import WatchMove
from casefile.records import search_log
from casefile.subjects.identity import Identity
from portal.forms.cases import OfferedCases, offered_cases
from portal.forms.fields import HINTS, LAYOUTS, add_rows, fact_input, offer_choices, propose_rows, seen_version
from portal.forms.parse import show_refusal
from portal.forms.populate import propose_purpose
from portal.forms.watch import (
    KINDS,
    WatchForm,
    blank,
    expected_recipients,
    fill,
    from_event,
    keep_unasked_facts,
    prepare,
    read_end,
    read_watch_form,
    recipients_of_form,
    watched_layout,
)
from portal.pages.entry.opening import own_line, protection_of
from portal.pages.lists.acting import acted
from portal.pages.lists.exporting import exported
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.tables import WATCHES
from portal.show.labels import WATCH_FACTS
from portal.show.versions import changes
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("watches", __name__, url_prefix="/watchlists")

NOTICES = 5
NOT_KEPT = frozenset({"csrf_token", "check", "more"})
"""Of a form that the check page carries on, what belongs to the page alone."""

Answer = Response | str | tuple[str, int]
Problems = Sequence[tuple[str, str]]

STEPS: dict[str, Callable[[Session, str, str], object]] = {
    "renew": lambda db, watch_id, reason: watches.renew(
        db, viewer(), watch_id, read_end(request.form.get("until", "")), reason
    ),
    "suspend": lambda db, watch_id, reason: watches.suspend(db, viewer(), watch_id, reason),
    "resume": lambda db, watch_id, reason: watches.resume(db, viewer(), watch_id, reason),
    "end": lambda db, watch_id, reason: watches.end(db, viewer(), watch_id, reason),
}
DONE = {
    "renew": lazy_gettext("Renewed."),
    "suspend": lazy_gettext("Suspended. Nothing is compared with this watch until it is resumed."),
    "resume": lazy_gettext("Resumed. The watch also checks what was entered in the meantime."),
    "end": lazy_gettext("The watch has ended."),
}


@blueprint.get("/", endpoint="listing")
@needs(Permission.READ_WATCH)
def overview() -> str:
    shown = listing(WATCHES)
    first = shown.shown.page == 1 and not shown.narrowed
    ids = [watch.id for watch in shown.shown.rows]
    with store().reading() as session:
        notices = watches.notices_of(session, viewer(), limit=NOTICES) if first else []
        many_end = watches.how_many_end(session, viewer())
        to_approve = watches.how_many_wait(session, viewer()) if viewer().may(Permission.APPROVE_WATCH) else 0
        pending = outbox.pending_subjects(session, ids)
        noisy = watches.noisy(session, viewer(), ids)
    return render_template(
        "watches/listing.html", list=shown, pending=pending, noisy=noisy, may_watch=_may_watch(), notices=notices,
        many_end=many_end, to_approve=to_approve,
    )  # fmt: skip


@blueprint.post("/find")
@needs(Permission.READ_WATCH)
def find() -> Response:
    """Find, narrow and sort: what is typed stands locked in the address."""
    return asked_anew(WATCHES)


@blueprint.post("/act")
@needs(Permission.WATCH_SUBJECT)
def act() -> Answer:
    """Extend, suspend, resume or end those that were ticked."""
    return acted(WATCHES)


@blueprint.post("/export")
@needs(Permission.READ_WATCH)
def export() -> Answer:
    """Take the list out as a file, with the reason."""
    return exported(WATCHES)


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.WATCH_SUBJECT)
def new() -> Answer:
    event = request.args.get("record", "")
    kind, form = v.RecordKind.EVENT if event else _kind(request.values.get("kind", "")), WatchForm()
    offered = _offered_cases(request.values.get("case", "") or form.watch_case.data or "")
    prepare(form, kind, offered)
    if request.method == "GET":
        case_id = request.args.get("case", "") or offered.named(errand.case_ref())
        blank(form, kind, name=_looked_up(), case_id=case_id)
        if event:
            from_event(form, _own_event(event))
            with store().reading() as session:
                propose_purpose(form, protection_of(session, event))
            offer_choices(form, kind)
        return _form_page(form, kind, [], offered)
    if _asks_again():
        return _form_page(form, kind, [], offered, first=_more(form, kind, request.form.get("more", "")))
    draft, problems = read_watch_form(form, kind)
    if draft is not None:
        try:
            if not request.form.get("check"):
                return _check_page(draft)
            with store().writing() as session:
                watch_id = watches.watch(session, viewer(), draft)
                saved = watches.read_watch(session, viewer(), watch_id)
            flash(_saved(saved, _("The subject is now watched. Existing records are being checked.")), "good")
            return redirect(url_for("watches.page", watch_id=watch_id), 303)
        except BadInput as error:
            problems = _refused(form, error)
        except OverBudget as error:
            return _form_page(form, kind, [("", translated(error))], offered, status=error.status)
    return _form_page(form, kind, problems, offered)


@blueprint.post("/preview")
@needs(Permission.WATCH_SUBJECT)
def preview() -> str:
    """What the other unit will read under the rules chosen so far: the piece of the form that htmx exchanges."""
    with store().reading() as session:
        return render_template(
            "watches/_recipients.html", recipients=recipients_of_form(WatchForm()), unit=_own_unit(session)
        )


@blueprint.get("/approvals")
@needs(Permission.APPROVE_WATCH)
def approvals() -> str:
    """The watches that wait for a person like this officer."""
    return _approvals()


@blueprint.post("/approvals/<watch_id>")
@needs(Permission.APPROVE_WATCH)
def decide(watch_id: str) -> Answer:
    """Approve or refuse one."""
    reason, refuses = request.form.get("reason", ""), request.form.get("answer") != WatchMove.APPROVE.value
    try:
        with store().writing() as session:
            if refuses:
                watches.refuse(session, viewer(), watch_id, reason)
            else:
                state = watches.approve(session, viewer(), watch_id, reason)
    except (BadInput, Conflict, NotAllowed) as error:
        return _approvals(watch_id, [(f"reason-{watch_id}", translated(error))]), error.status
    if refuses:
        said = _("Refused. The unit reads your reason.")
    elif state is v.WatchState.ACTIVE:
        said = _("Approved. It now finds, and checks what is already there.")
    else:
        said = _("Approved. A coordinator decides next.")
    flash(said, "good")
    return redirect(url_for("watches.approvals"), 303)


def _approvals(failed: str = "", problems: Problems = ()) -> str:
    with store().reading() as session:
        found = watches.waiting(session, viewer())
    return render_template(
        "watches/approvals.html", waiting=found, failed=failed, problems=problems,
        given=request.form.get("reason", ""), **_words(),
    )  # fmt: skip


def _words() -> dict[str, object]:
    return {"facts": WATCH_FACTS, "bands": tuple(v.Band), "identifier_kind": v.IdentifierKind}


@blueprint.get("/<watch_id>")
@needs(Permission.READ_WATCH)
def page(watch_id: str) -> str:
    return _page(watch_id, [])


@blueprint.post("/<watch_id>")
@needs(Permission.WATCH_SUBJECT)
def step(watch_id: str) -> Answer:
    """Renew, suspend, resume or end the watch, with the reason."""
    asked, reason = request.form.get("step", ""), request.form.get("reason", "").strip()
    try:
        if asked not in STEPS:
            raise BadInput("Choose what to do.", field="reason")
        with store().writing() as session:
            STEPS[asked](session, watch_id, reason)
    except (BadInput, Conflict) as error:
        return _page(watch_id, [(getattr(error, "field", "") or "reason", translated(error))]), error.status
    flash(DONE[asked], "good")
    return redirect(url_for("watches.page", watch_id=watch_id), 303)


@blueprint.route("/<watch_id>/amend", methods=["GET", "POST"])
@needs(Permission.WATCH_SUBJECT)
def amend(watch_id: str) -> Answer:
    form = WatchForm()
    try:
        with store().writing() as session:
            view = watches.read_watch(session, viewer(), watch_id, reason=_("to amend it"), step=WatchMove.AMEND)
    except Conflict as error:
        return _page(watch_id, [("", translated(error))]), error.status
    offered = _offered_cases(view.case_id or "", amending=True)
    prepare(form, view.kind, offered)
    if request.method == "GET":
        fill(form, view)
        offer_choices(form, view.kind)
        return _form_page(form, view.kind, [], offered, view)
    if _asks_again():
        return _form_page(form, view.kind, [], offered, view, _more(form, view.kind, request.form.get("more", "")))
    return _amended(form, view, offered)


def _amended(form: WatchForm, view: watches.WatchView, offered: OfferedCases) -> Answer:
    """The amendment saved, or checked first when it asks for another subject, or what is wrong with it."""
    draft, problems = read_watch_form(form, view.kind)
    if draft is not None:
        draft = replace(draft, identity=keep_unasked_facts(draft.identity, view.identity))
        seen, note = seen_version(form, view.version), (form.change_note.data or "").strip()
        try:
            if not request.form.get("check") and draft.identity != view.identity:
                return _check_page(draft, view, note)
            with store().writing() as session:
                watches.amend_watch(session, viewer(), view.id, draft, expected_version=seen, change_note=note)
                saved = watches.read_watch(session, viewer(), view.id)
            flash(_saved(saved, _("Saved. It is compared again with everything already entered.")), "good")
            return redirect(url_for("watches.page", watch_id=view.id), 303)
        except BadInput as error:
            problems = _refused(form, error)
        except Conflict as error:
            problems = [("", translated(error))]
        except OverBudget as error:
            return _form_page(form, view.kind, [("", translated(error))], offered, view, status=error.status)
    return _form_page(form, view.kind, problems, offered, view)


def _page(watch_id: str, problems: list[tuple[str, str]]) -> str:
    with store().writing() as session:
        view = watches.read_watch(session, viewer(), watch_id)
        source = watches.source_view(session, viewer(), view)
        pending = watch_id in outbox.pending_subjects(session, [watch_id])
        own = _own_unit(session)
        noisy = watch_id in watches.noisy(session, viewer(), [watch_id])
    rules = view.rules
    protected = is_protected(rules.subject_category or v.SubjectCategory.NONE, view.protection)
    return render_template(
        "watches/page.html", watch=view, noisy=noisy, pending=pending, problems=problems, may_watch=_may_watch(),
        unit=own,
        may_approve=viewer().may(Permission.APPROVE_WATCH),
        state_reason=_(view.state_reason) if view.state_reason else "",
        source=changes.watch_against_source(*source, view) if source else None,
        given=request.form, recipients=expected_recipients(rules.sharing, rules.notify, protected),
    )  # fmt: skip


def _form_page(
    form: WatchForm,
    kind: v.RecordKind,
    problems: list[tuple[str, str]],
    offered: OfferedCases,
    view: watches.WatchView | None = None,
    first: str = "",
    *,
    status: int = 422,
) -> Answer:
    with store().reading() as session:
        everybody = units.units(session)
        lists = watches.watchlists_of(session, viewer())
    own = next(unit for unit in everybody if unit.id == viewer().unit_id)
    form.sharing_units.choices = [(u.id, u.name) for u in everybody if u.open and u.id != viewer().unit_id]
    return render_template(
        "watches/form.html", form=form, kind=kind, kinds=KINDS, layout=watched_layout(kind), fact_input=fact_input,
        hint=HINTS.get(kind, ""),
        problems=problems, view=view, first=first, lists=lists,
        cases_cut=offered.cut, closed=offered.closed, unit=own, recipients=recipients_of_form(form),
        open_rules=bool({name for name, _text in problems} & {"purpose", "legal_basis", "sharing", "handling_text"})
        or form.purpose.data == "",
    ), (status if problems else 200)  # fmt: skip


def _check_page(draft: watches.WatchDraft, view: watches.WatchView | None = None, note: str = "") -> str:
    """What the watch would do, before it is saved; the form is carried on as it was typed."""
    with store().reading() as session:
        check = watches.check(session, viewer(), draft, watch_id=view.id if view else "", change_note=note)
        own = _own_unit(session)
    rules = draft.rules
    protected = is_protected(rules.subject_category or v.SubjectCategory.NONE, rules.protection)
    return render_template(
        "watches/check.html", check=check, draft=draft, view=view, unit=own, caption=draft.identity.title,
        recipients=expected_recipients(rules.sharing, rules.notify, protected),
        typed=[one for one in request.form.items(multi=True) if one[0] not in NOT_KEPT], **_words(),
    )  # fmt: skip


def _saved(view: watches.WatchView, said: str) -> str:
    return _("Saved. It waits for approval; until then it finds nothing.") if view.seat else said


def _own_unit(session: Session) -> units.UnitView:
    return units.unit(session, viewer().unit_id)


def _refused(form: WatchForm, error: BadInput) -> list[tuple[str, str]]:
    """The action's refusal at the form's own field: some have another name there."""
    error.field = {"expires_at": "expires", "case": "watch_case", "facts": "fact_radius"}.get(error.field, error.field)
    return show_refusal(form, error)


def _asks_again() -> bool:
    """Whether the form is wanted again as it was typed: with more rows, or back from the check page."""
    return bool(request.form.get("more")) or request.form.get("check") == "change"


def _more(form: WatchForm, kind: v.RecordKind, asked: str) -> str:
    first = add_rows(form, asked) if asked else ""
    offer_choices(form, kind)
    propose_rows(form, LAYOUTS[kind])
    return first


def _kind(asked: str) -> v.RecordKind:
    return v.RecordKind(asked) if asked in set(KINDS) else v.RecordKind.PERSON


def _may_watch() -> bool:
    return viewer().may(Permission.WATCH_SUBJECT)


def _offered_cases(held: str, *, amending: bool = False) -> OfferedCases:
    with store().reading() as session:
        return offered_cases(session, viewer(), held, amending=amending)


def _own_event(record_id: str) -> Identity:
    """The event of the own unit that a watch is made from. That it was opened stands in the trail."""
    with store().writing() as session:
        if own_line(session, record_id).kind is not v.RecordKind.EVENT:
            raise NotThere(MISSING)
        return records.read(session, viewer(), record_id, reason=_("to watch this departure")).identity


def _looked_up() -> str:
    """The name of an own search, when the watch is made from it."""
    search_id = request.args.get("search", "")
    if not search_id:
        return ""
    with store().reading() as session:
        return str(search_log.load(session, viewer(), search_id).form.get("text") or "")
