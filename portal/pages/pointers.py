"""Hits of the own unit, as pointers: which other unit, which desk, which reference. Nothing else is known here."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from casefile.hits import pointers
from casefile.policy.permissions import Permission
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("pointers", __name__, url_prefix="/hits")


@blueprint.get("/")
@needs(Permission.READ_POINTER)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        found = pointers.pointers_of(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template("pointers/listing.html", pointers=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE)


@blueprint.post("/<pointer_id>/read")
@needs(Permission.READ_POINTER)
def read(pointer_id: str) -> Response:
    with store().writing() as session:
        pointers.mark_read(session, viewer(), pointer_id)
    return redirect(url_for("pointers.listing"), 303)
