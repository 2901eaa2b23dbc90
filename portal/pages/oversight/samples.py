"""Samples of a month: drawn once, checked line by line."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import auditing
from casefile.errors import BadInput, Conflict
from casefile.policy.permissions import Permission
from casefile.storage import tables
from casefile.vocabulary import Finding
from portal.show import trail_words
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("samples", __name__, url_prefix="/audit/samples")

Answer = Response | str | tuple[str, int]
MONTH = 7
"""Characters of *2026-10*."""


@blueprint.get("/")
@needs(Permission.READ_AUDIT)
def listing() -> str:
    return _page(request.args.get("month", ""), [])


@blueprint.post("/")
@needs(Permission.READ_AUDIT)
def draw() -> Answer:
    month = request.form.get("month", "")[:MONTH]
    try:
        with store().writing() as session:
            many = auditing.draw_samples(session, viewer(), month)
    except (BadInput, Conflict) as error:
        return _page(month, [("month", translated(error))]), error.status
    flash(_("Drawn: %(many)s lines.", many=many), "good")
    return redirect(url_for("samples.listing", month=month), 303)


@blueprint.post("/<sample_id>/check")
@needs(Permission.READ_AUDIT)
def check(sample_id: str) -> Answer:
    finding = request.form.get("finding", "")
    try:
        if finding not in set(Finding):
            raise BadInput("Say what you found of this line.", field="finding")
        with store().writing() as session:
            month = auditing.check_sample(
                session, viewer(), sample_id, Finding(finding), request.form.get("remark", "")
            )
    except BadInput as error:
        return _page(request.form.get("month", ""), [(f"{error.field}-{sample_id}", translated(error))]), 422
    flash(_("Noted."), "good")
    return redirect(url_for("samples.listing", month=month), 303)


def _page(month: str, problems: list[tuple[str, str]]) -> str:
    last = (tables.now().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    with store().reading() as session:
        drawn = auditing.months(session, viewer())
        shown = month[:MONTH] if month else (drawn[0] if drawn else last)
        found = auditing.samples(session, viewer(), shown)
    return render_template(
        "samples/listing.html", samples=found, month=shown, months=drawn, last=last, problems=problems,
        findings=list(Finding), words=trail_words, given=request.form,
        checked=sum(one.finding is not None for one in found),
    )  # fmt: skip
