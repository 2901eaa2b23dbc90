"""Alarms for coordinator and auditor: who asks more than usual, and which series were stopped."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from casefile.budgets import alarms
from casefile.policy.permissions import Permission
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("alarms", __name__, url_prefix="/alarms")


@blueprint.get("/")
@needs(Permission.READ_ALARMS)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        found = alarms.listing(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template("alarms/listing.html", alarms=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE)


@blueprint.post("/<alarm_id>/seen")
@needs(Permission.READ_ALARMS)
def seen(alarm_id: str) -> Response:
    with store().writing() as session:
        alarms.mark_seen(session, viewer(), alarm_id)
    return redirect(url_for("alarms.listing"), 303)
