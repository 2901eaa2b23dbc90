"""The protection desk: what units ask to have lowered, why a subject is protected, and lowering it."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import protection
from casefile.errors import MISSING, BadInput, NotThere
from casefile.policy.permissions import Permission
from casefile.vocabulary import Protection
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("protection", __name__, url_prefix="/protection")

KINDS = ("record", "watch")


@blueprint.get("/")
@needs(Permission.LOWER_PROTECTION)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        found = protection.requests(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template(
        "protection/listing.html", requests=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE
    )


@blueprint.get("/<kind>/<subject_id>")
@needs(Permission.LOWER_PROTECTION)
def subject(kind: str, subject_id: str) -> str:
    return _subject(_kind(kind), subject_id, [])


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
    return render_template("protection/subject.html", found=found, problems=problems, given=request.form)


def _kind(asked: str) -> protection.SubjectKind:
    if asked not in KINDS:
        raise NotThere(MISSING)
    return cast(protection.SubjectKind, asked)


def _protection() -> Protection:
    asked = request.form.get("protection", "")
    if asked not in set(Protection):
        raise BadInput("Choose which protection.", field="protection")
    return Protection(asked)
