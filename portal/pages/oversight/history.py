"""What the trail holds of oneself."""

from flask import Blueprint, render_template

from casefile import auditing
from portal.show import trail_words
from portal.web.context import store, viewer
from portal.web.gate import every_officer
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("history", __name__, url_prefix="/my-acts")


@blueprint.get("/")
@every_officer
def page() -> str:
    number = page_number()
    with store().reading() as session:
        found = auditing.own_lines(session, viewer(), limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    return render_template(
        "history/page.html", lines=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, page=number, words=trail_words
    )
