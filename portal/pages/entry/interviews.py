"""Interviews of a person of the own unit, the checklist of the next one, and referrals to a service with consent."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import protection
from casefile.errors import BadInput, Conflict
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.trafficking.indicators import TABLE
from casefile.protection import InterviewDraft
from casefile.storage import tables
from casefile.vocabulary import ConsentBy, Indicator, IndicatorGroup, Passed, RecordKind
from portal.forms.dates import read_last_day
from portal.forms.one_of import one_of
from portal.pages.entry.opening import own_line
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("interviews", __name__, url_prefix="/records")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]
GROUPS: Mapping[IndicatorGroup, list[Indicator]] = {
    group: [one for one, speaks in TABLE.items() if speaks.group is group] for group in IndicatorGroup
}


@blueprint.route("/<record_id>/interviews", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def page(record_id: str) -> Answer:
    """What was ticked at each interview, and the form of another."""
    problems: Problems = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                noted = protection.note_interview(session, viewer(), record_id, _draft())
            if noted.raised:
                flash(_("Saved. The person is protected from now on, and the protection desk has been asked."), "good")
            else:
                flash(_("Saved."), "good")
            return redirect(url_for("interviews.page", record_id=record_id), 303)
        except (BadInput, Conflict) as error:
            problems = [(getattr(error, "field", "") or "indicators", translated(error))]
    return _page(record_id, problems)


@blueprint.post("/<record_id>/referrals")
@needs(Permission.ENTER_RECORD)
def refer(record_id: str) -> Answer:
    """Keep that a service may be told, by the consent that is stated."""
    try:
        consent_by = one_of(ConsentBy, request.form.get("consent_by", ""), "consent_by")
        draft = protection.VictimReferralDraft(
            request.form.get("service", ""), consent_by, _day("consented_on"), tuple(request.form.getlist("passes"))
        )
        with store().writing() as session:
            protection.refer_victim(session, viewer(), record_id, draft)
    except (BadInput, Conflict) as error:
        return _page(record_id, [(getattr(error, "field", "") or "service", translated(error))])
    flash(_("Saved."), "good")
    return redirect(url_for("interviews.page", record_id=record_id), 303)


@blueprint.post("/<record_id>/referrals/<referral_id>/end")
@needs(Permission.ENTER_RECORD)
def end_consent(record_id: str, referral_id: str) -> Response:
    """The person takes the consent back."""
    with store().writing() as session:
        protection.end_consent(session, viewer(), record_id, referral_id)
    flash(_("The consent is taken back. Nothing may be passed on any more."), "good")
    return redirect(url_for("interviews.page", record_id=record_id), 303)


@blueprint.post("/<record_id>/referrals/<referral_id>/sheet")
@needs(Permission.ENTER_RECORD)
def sheet(record_id: str, referral_id: str) -> str:
    """What the service is told, to be printed: what the person agreed to and nothing else."""
    with store().writing() as session:
        made = protection.sheet_for_service(session, viewer(), record_id, referral_id)
    return render_template("interviews/sheet.html", sheet=made, record_id=record_id, passed=Passed)


def _page(record_id: str, problems: Problems) -> Answer:
    with store().reading() as session:
        line = own_line(session, record_id)
        held = protection.interviews_of(session, viewer(), record_id)
        referred = protection.referrals_of(session, viewer(), record_id)
        names = profiles.names_of(session, viewer(), [one.noted_by for one in held if one.noted_by])
    return render_template(
        "interviews/page.html", line=line, person=line.kind is RecordKind.PERSON, held=held, names=names, groups=GROUPS,
        problems=problems, referred=referred, passed=Passed, consents=ConsentBy, given=request.form,
        ticked=request.form.getlist("indicators"),
        day=request.form.get("held_on", f"{tables.now():%d/%m/%Y}"),
    ), (422 if problems else 200)  # fmt: skip


def _draft() -> InterviewDraft:
    return InterviewDraft(_day("held_on"), request.form.getlist("indicators"))


def _day(field: str) -> date:
    known = read_last_day(request.form.get(field, ""))
    if known is None:
        raise BadInput("Enter the day, as 31/12/2026.", field=field)
    return known.date()
