"""What the pipeline owes: for coordinators and administrators. Nobody else may read a queue's depth."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from casefile import outbox
from casefile.permissions import Permission
from portal.context import store, viewer
from portal.gate import needs

blueprint = Blueprint("status", __name__, url_prefix="/status")


@blueprint.get("/")
@needs(Permission.SEE_DEBT)
def page() -> str:
    with store().reading() as session:
        debt, parked = outbox.debt(session), outbox.parked(session, viewer())
    return render_template("status/page.html", debt=debt, parked=parked, may_unpark=viewer().may(Permission.UNPARK))


@blueprint.post("/unpark")
@needs(Permission.UNPARK)
def unpark() -> Response:
    ids = [int(value) for value in request.form.getlist("id") if value.isdecimal()]
    with store().writing() as session:
        freed = outbox.unpark(session, viewer(), ids)
    flash(ngettext("%(num)d item is tried again.", "%(num)d items are tried again.", freed), "good")
    return redirect(url_for("status.page"), 303)
