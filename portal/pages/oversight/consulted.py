"""Who read what the unit released: the other unit, when, for which case and why."""

from flask import Blueprint, render_template

from casefile import auditing, records
from casefile.policy.permissions import Permission
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("consulted", __name__, url_prefix="/read-by-others")


@blueprint.get("/")
@needs(Permission.READ_CONSULTED)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        found = auditing.readings(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        lines = records.lines(session, viewer(), [one.record_id for one in found])
    return render_template(
        "consulted/listing.html", readings=found[:PAGE_SIZE], lines=lines, more=len(found) > PAGE_SIZE, page=page
    )
