"""The protection desk: contacts, what takes two officers, why a subject is protected, and lowering it."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import protection
from casefile.errors import MISSING, BadInput, NotThere
from casefile.policy.disclosure import is_networks
from casefile.policy.permissions import Permission
from casefile.protection import two_persons
from casefile.vocabulary import (
    ConsentBy,
    Passed,
    Protection,
    ProtectionOutcome,
    ReferralOutcome,
    ReferralTo,
    ReviewOutcome,
    TwoPersonAct,
)
from portal.forms.dates import read_last_day
from portal.forms.one_of import one_of
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("protection", __name__, url_prefix="/protection")

KINDS = ("record", "watch")
PERSON = ("safe_contact", "guardian_name", "guardian_authority", "guardian_phone")
FIELDS = {"note": "referral_note"}
"""What a field of an action is called on the contact's page, where closing has a note of its own."""


@blueprint.get("/")
@needs(Permission.REVIEW_PROTECTED_HIT)
def listing() -> str:
    """The desk: contacts, what waits for a second officer, what units ask to have lowered."""
    page, ended = page_number(), request.args.get("ended") == "1"
    with store().reading() as session:
        found = protection.requests(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        return render_template(
            "protection/listing.html", requests=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE,
            waiting=protection.waiting(session, viewer()), asked=two_persons.waiting(session, viewer()),
            contacts=protection.contacts_of(session, viewer(), ended=ended), ended=ended,
            may_lower=is_networks(viewer()), reviews=_reviews(session),
        )  # fmt: skip


def _reviews(session: Session) -> list[protection.ReviewLine]:
    may = viewer().may(Permission.LOWER_PROTECTION)
    return protection.waiting_reviews(session, viewer(), limit=PAGE_SIZE) if may else []


# ---- what takes two protection officers ------------------------------------------------------------------------


@blueprint.get("/requests/<request_id>")
@needs(Permission.REVIEW_PROTECTED_HIT)
def request_page(request_id: str) -> str:
    return _request(request_id, [])


@blueprint.post("/requests/<request_id>/confirm")
@needs(Permission.REVIEW_PROTECTED_HIT)
def confirm(request_id: str) -> Response:
    with store().writing() as session:
        two_persons.confirm(session, viewer(), request_id)
    flash(_("Confirmed. It is in force from now on."), "good")
    return redirect(url_for("protection.listing"), 303)


@blueprint.post("/requests/<request_id>/refuse")
@needs(Permission.REVIEW_PROTECTED_HIT)
def refuse(request_id: str) -> Response | tuple[str, int]:
    try:
        with store().writing() as session:
            two_persons.refuse(session, viewer(), request_id, request.form.get("reason", ""))
    except BadInput as error:
        return _request(request_id, [("reason", translated(error))]), 422
    flash(_("The request is over. Nothing of it is in force."), "good")
    return redirect(url_for("protection.listing"), 303)


def _request(request_id: str, problems: list[tuple[str, str]]) -> str:
    with store().reading() as session:
        one = next((one for one in two_persons.waiting(session, viewer()) if one.id == request_id), None)
    if one is None:
        raise NotThere(MISSING)
    return render_template("protection/request.html", one=one, problems=problems, given=request.form)


# ---- the contact of two protection officers --------------------------------------------------------------------


@blueprint.get("/contacts/<contact_id>")
@needs(Permission.REVIEW_PROTECTED_HIT)
def contact(contact_id: str) -> str:
    return _contact(contact_id, [])


@blueprint.post("/contacts/<contact_id>/acknowledge")
@needs(Permission.REVIEW_PROTECTED_HIT)
def acknowledge(contact_id: str) -> Response | tuple[str, int]:
    return _step(contact_id, lambda session: protection.acknowledge(session, viewer(), contact_id))


@blueprint.post("/contacts/<contact_id>/<side>/person")
@needs(Permission.REVIEW_PROTECTED_HIT)
def note_person(contact_id: str, side: str) -> Response | tuple[str, int]:
    given = {name: request.form.get(f"{name}_{side}", "") for name in PERSON}
    guardian = protection.Guardian(given["guardian_name"], given["guardian_authority"], given["guardian_phone"])
    return _step(
        contact_id,
        lambda session: protection.note_person(session, viewer(), contact_id, side, given["safe_contact"], guardian),
        f"_{side}",
        side,
    )


@blueprint.post("/contacts/<contact_id>/<side>/release/<what>")
@needs(Permission.REVIEW_PROTECTED_HIT)
def release(contact_id: str, side: str, what: str) -> Response | tuple[str, int]:
    """Ask a second protection officer to let the other side read it."""
    if what not in two_persons.RELEASES:
        raise NotThere(MISSING)
    field = f"release_{what}_{side}"
    target = protection.Target("contact", contact_id, side)
    try:
        with store().writing() as session:
            two_persons.ask(session, viewer(), two_persons.RELEASES[what], target, request.form.get(field, ""))
    except BadInput as error:
        return _contact(contact_id, [(field, translated(error))]), 422
    flash(_("Asked. Another protection officer has to confirm."), "good")
    return redirect(url_for("protection.contact", contact_id=contact_id), 303)


@blueprint.post("/contacts/<contact_id>/<side>/referral")
@needs(Permission.REVIEW_PROTECTED_HIT)
def refer(contact_id: str, side: str) -> Response | tuple[str, int]:
    def act(session: Session) -> object:
        field = f"referred_to_{side}"
        draft = protection.ReferralDraft(
            one_of(ReferralTo, request.form.get(field, ""), field),
            _day(f"referred_on_{side}"),
            request.form.get(f"referral_note_{side}", ""),
            one_of(ConsentBy, request.form.get(f"consent_by_{side}", ""), f"consent_by_{side}"),
            _day(f"consented_on_{side}"),
            tuple(request.form.getlist(f"passes_{side}")),
        )
        return protection.refer(session, viewer(), contact_id, side, draft)

    return _step(contact_id, act, f"_{side}", f"referral_{side}")


@blueprint.post("/contacts/<contact_id>/referral/<referral_id>")
@needs(Permission.REVIEW_PROTECTED_HIT)
def report_referral(contact_id: str, referral_id: str) -> Response | tuple[str, int]:
    def act(session: Session) -> None:
        field = f"outcome_{referral_id}"
        outcome = one_of(ReferralOutcome, request.form.get(field, ""), field)
        ended = bool(request.form.get("consent_ended"))
        protection.report_referral(session, viewer(), contact_id, referral_id, outcome, consent_ended=ended)

    return _step(contact_id, act)


@blueprint.post("/contacts/<contact_id>/close")
@needs(Permission.REVIEW_PROTECTED_HIT)
def close(contact_id: str) -> Response | tuple[str, int]:
    def act(session: Session) -> None:
        outcome = one_of(ProtectionOutcome, request.form.get("outcome", ""), "outcome")
        protection.close(session, viewer(), contact_id, outcome, request.form.get("note", ""))

    return _step(contact_id, act)


def _step(
    contact_id: str, act: Callable[[Session], object], suffix: str = "", part: str = ""
) -> Response | tuple[str, int]:
    """Do it and show the contact again; what is wrong is said at its field, which bears the side's name."""
    try:
        with store().writing() as session:
            act(session)
    except BadInput as error:
        field = error.field if error.field.endswith(suffix) else f"{FIELDS.get(error.field, error.field)}{suffix}"
        return _contact(contact_id, [(field, translated(error))], part), 422
    flash(_("Saved."), "good")
    return redirect(url_for("protection.contact", contact_id=contact_id), 303)


def _contact(contact_id: str, problems: list[tuple[str, str]], wrong_in: str = "") -> str:
    with store().writing() as session:  # opening is a consultation: it stands in the trail
        found = protection.open_contact(session, viewer(), contact_id)
        asked = two_persons.waiting(session, viewer(), contact_id)
    return render_template(
        "protection/contact.html", found=found, asked=asked, problems=problems, given=request.form, wrong_in=wrong_in,
        outcomes=ProtectionOutcome, referred_to=ReferralTo, referral_outcomes=ReferralOutcome, consents=ConsentBy,
        passed=Passed,
    )  # fmt: skip


def _day(field: str) -> date:
    known = read_last_day(request.form.get(field, ""))
    if known is None:
        raise BadInput("Enter the day, as 31/12/2026.", field=field)
    return known.date()


# ---- why a subject is protected, and lowering it ---------------------------------------------------------------


@blueprint.get("/<kind>/<subject_id>")
@needs(Permission.LOWER_PROTECTION)
def subject(kind: str, subject_id: str) -> str:
    return _subject(_kind(kind), subject_id, [])


@blueprint.post("/<kind>/<subject_id>/unmask")
@needs(Permission.LOWER_PROTECTION)
def unmask(kind: str, subject_id: str) -> Response | tuple[str, int]:
    """Ask a second protection officer to have names and numbers shown."""
    try:
        with store().writing() as session:
            reason, target = request.form.get("unmask_reason", ""), protection.Target(_kind(kind), subject_id)
            two_persons.ask(session, viewer(), TwoPersonAct.UNMASK, target, reason)
    except BadInput as error:
        return _subject(_kind(kind), subject_id, [("unmask_reason", translated(error))]), 422
    flash(_("Asked. Another protection officer has to confirm."), "good")
    return redirect(url_for("protection.subject", kind=kind, subject_id=subject_id), 303)


@blueprint.post("/<kind>/<subject_id>")
@needs(Permission.LOWER_PROTECTION)
def lower(kind: str, subject_id: str) -> Response | tuple[str, int]:
    try:
        with store().writing() as session:
            protection.lower(session, viewer(), _kind(kind), subject_id, _protection(), request.form.get("reason", ""))
    except BadInput as error:
        return _subject(_kind(kind), subject_id, [(error.field or "reason", translated(error))]), 422
    flash(_("Lowered. Its hits go where they now belong."), "good")
    return redirect(url_for("protection.listing"), 303)


@blueprint.post("/record/<subject_id>/reviews/<review_id>")
@needs(Permission.LOWER_PROTECTION)
def decide(subject_id: str, review_id: str) -> Response | tuple[str, int]:
    """Decide a review that a rule raised: does the person stay protected?"""
    try:
        with store().writing() as session:
            outcome = one_of(ReviewOutcome, request.form.get("outcome", ""), "outcome")
            why = request.form.get("review_reason", "")
            protection.decide(session, viewer(), subject_id, review_id, outcome, why)
    except BadInput as error:
        field = "review_reason" if error.field in ("", "reason") else error.field
        return _subject("record", subject_id, [(field, translated(error))]), 422
    flash(_("Decided."), "good")
    return redirect(url_for("protection.listing"), 303)


@blueprint.route("/<kind>/<subject_id>/ask", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD, Permission.WATCH_SUBJECT)
def ask(kind: str, subject_id: str) -> Response | str | tuple[str, int]:
    """The unit that holds it asks the protection desk to lower it."""
    problems: list[tuple[str, str]] = []
    back = (
        url_for("records.page", record_id=subject_id)
        if kind == "record"
        else url_for("watches.page", watch_id=subject_id)
    )
    if request.method == "POST":
        try:
            with store().writing() as session:
                reason = request.form.get("reason", "")
                protection.ask(session, viewer(), _kind(kind), subject_id, _protection(), reason)
            flash(_("The protection desk has been asked."), "good")
            return redirect(back, 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().reading() as session:
        signs = protection.why_protected(session, viewer(), _kind(kind), subject_id)
    standing = list(dict.fromkeys(one.sign.protection for one in signs if one.lowered_at is None))
    return render_template(
        "protection/ask.html", signs=signs, standing=standing, problems=problems, back=back, given=request.form
    ), (422 if problems else 200)


def _subject(kind: protection.SubjectKind, subject_id: str, problems: list[tuple[str, str]]) -> str:
    with store().writing() as session:  # opening is a consultation: it stands in the trail
        found = protection.open_subject(session, viewer(), kind, subject_id)
        target = protection.Target(kind, subject_id)
        asked = two_persons.waiting(session, viewer(), subject_id)
        seconds = two_persons.seconds(session, viewer(), TwoPersonAct.UNMASK, target)
        person = kind == "record"
        raised = protection.reviews_of(session, viewer(), subject_id) if person else []
        held = protection.interviews_before_desk(session, viewer(), subject_id) if person else ()
        referred = protection.referrals_before_desk(session, viewer(), subject_id) if raised else None
    return render_template(
        "protection/subject.html", found=found, problems=problems, given=request.form, asked=asked, seconds=seconds,
        unmask_at=url_for("protection.unmask", kind=kind, subject_id=subject_id),
        reviews=raised, held=held, referred=referred, outcomes=ReviewOutcome,
    )  # fmt: skip


def _kind(asked: str) -> protection.SubjectKind:
    if asked not in KINDS:
        raise NotThere(MISSING)
    return cast(protection.SubjectKind, asked)


def _protection() -> Protection:
    asked = request.form.get("protection", "")
    if asked not in set(Protection):
        raise BadInput("Choose which protection.", field="protection")
    return Protection(asked)
