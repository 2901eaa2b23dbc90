"""Agreements between units: proposed by a coordinator, confirmed by an administrator, ended at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.coordination import agreements
from casefile.errors import MISSING, BadInput, NotThere
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.vocabulary import RecordKind
from portal.forms.fields import choices
from portal.forms.last_day import last_day
from portal.forms.one_of import one_of
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]


@blueprint.get("/")
@needs(Permission.COORDINATE)
def listing() -> str:
    with store().reading() as session:
        return render_template("agreements/listing.html", agreements=agreements.agreements(session, viewer()))


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.COORDINATE)
def new() -> Answer:
    problems: Problems = []
    form = request.form
    if request.method == "POST":
        try:
            draft = agreements.AgreementDraft(
                (form.get("one", ""), form.get("other", "")),
                one_of(RecordKind, form.get("kind", ""), "kind"),
                form.get("treaty", ""),
                last_day(form.get("ends_at", "")),
                form.get("reason", ""),
            )
            with store().writing() as session:
                agreements.propose_agreement(session, viewer(), draft)
            flash(_("Proposed. Nothing is in force before an administrator has confirmed it."), "good")
            return redirect(url_for("agreements.listing"), 303)
        except BadInput as error:
            field = "one" if error.field == "units" else error.field or "reason"
            problems = [(field, translated(error))]
    with store().reading() as session:
        offered = units.investigating(session)
    return render_template(
        "agreements/new.html", units=offered, kinds=choices(RecordKind), problems=problems, given=form
    ), (422 if problems else 200)


@blueprint.route("/<agreement_id>/end", methods=["GET", "POST"])
@needs(Permission.COORDINATE)
def end(agreement_id: str) -> Answer:
    problems: Problems = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                agreements.end_agreement(session, viewer(), agreement_id, request.form.get("reason", ""))
            flash(_("Ended. From now on a person judges these hits again."), "good")
            return redirect(url_for("agreements.listing"), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().reading() as session:
        found = _one(agreements.agreements(session, viewer()), agreement_id)
    return render_template("agreements/end.html", agreement=found, problems=problems), (422 if problems else 200)


# ---- the administrator's side ----------------------------------------------------------------------------------


@blueprint.get("/waiting")
@needs(Permission.ADMINISTER)
def waiting() -> str:
    return _waiting([])


@blueprint.post("/<agreement_id>/confirm")
@needs(Permission.ADMINISTER)
def confirm(agreement_id: str) -> Answer:
    with store().writing() as session:
        agreements.confirm_agreement(session, viewer(), agreement_id)
    flash(_("Confirmed. It is in force from now on."), "good")
    return redirect(url_for("agreements.waiting"), 303)


@blueprint.post("/<agreement_id>/refuse")
@needs(Permission.ADMINISTER)
def refuse(agreement_id: str) -> Answer:
    try:
        with store().writing() as session:
            agreements.refuse_agreement(session, viewer(), agreement_id, request.form.get("reason", ""))
    except BadInput as error:
        return _waiting([(error.field or "reason", translated(error))]), 422
    flash(_("Refused. Nothing has changed."), "good")
    return redirect(url_for("agreements.waiting"), 303)


def _waiting(problems: Problems) -> str:
    with store().reading() as session:
        found = agreements.to_confirm(session, viewer())
    return render_template("agreements/waiting.html", agreements=found, problems=problems)


def _one(found: list[agreements.AgreementView], agreement_id: str) -> agreements.AgreementView:
    for one in found:
        if one.id == agreement_id:
            return one
    raise NotThere(MISSING)
