"""The page an officer lands on: what the own duties offer, the unit's newest cases, changes in its people. A
coordinator lands on the coordination desk.

No heavy query.
"""

from flask import Blueprint, render_template

from casefile import exhibits, protection, retention, watches
from casefile.people import approvals, changes
from casefile.policy.permissions import Permission
from casefile.records import cases
from portal.pages.together import coordination
from portal.web import menu
from portal.web.context import store, viewer
from portal.web.gate import every_officer

blueprint = Blueprint("home", __name__)

NEWEST = 5
NOTICES = 8


@blueprint.get("/")
@every_officer
def start() -> str:
    newest: list[cases.CaseView] = []
    waiting = to_approve = offered = 0
    notices: list[watches.NoticeLine] = []
    dates = retention.Waiting(0, 0)
    at_protection = None
    with store().reading() as session:
        if viewer().may(Permission.READ_RECORD):
            newest = cases.cases_of(session, viewer(), only_open=True, limit=NEWEST)
            dates = retention.waiting(session, viewer())
        if viewer().may(Permission.ADMINISTER):
            waiting = approvals.how_many_wait(session, viewer())
        if viewer().may(Permission.READ_WATCH):
            notices = watches.notices_of(session, viewer(), limit=NOTICES)
        if viewer().may(Permission.APPROVE_WATCH):
            to_approve = watches.how_many_wait(session, viewer())
        if viewer().may(Permission.REVIEW_PROTECTED_HIT):
            at_protection = protection.waiting(session, viewer())
        if viewer().may(Permission.KEEP_EXHIBITS):
            offered = exhibits.how_many_wait(session, viewer())
        changed = changes.changes_of(session, viewer(), limit=NEWEST + 1)
    if viewer().may(Permission.COORDINATE):
        return coordination.desk_page(changes=changed[:NEWEST], more=len(changed) > NEWEST)
    return render_template(
        "home/start.html", tiles=menu.tiles(), cases=newest, changes=changed[:NEWEST], more=len(changed) > NEWEST,
        waiting=waiting, notices=notices, to_approve=to_approve, dates=dates, at_protection=at_protection,
        offered=offered,
    )  # fmt: skip


@blueprint.get("/people")
@every_officer
def people() -> str:
    """All changes in the unit's people that are still shown."""
    with store().reading() as session:
        return render_template("home/people.html", changes=changes.changes_of(session, viewer()))
