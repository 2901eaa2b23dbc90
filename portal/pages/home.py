"""The page an officer lands on: what is due and presses first, then where to go, the unit's newest cases, changes in
its people. A coordinator's has the coordination desk below, a chief's the unit in figures.
"""

from flask import Blueprint, Response, render_template, request

from casefile import due
from casefile.coordination import own_unit
from casefile.people import changes, profiles
from casefile.policy.permissions import Permission
from casefile.records import cases
from portal.pages.together import coordination
from portal.show import due as show
from portal.web.context import store, viewer
from portal.web.gate import every_officer
from portal.web.header import due as counted
from portal.web.header import menu

blueprint = Blueprint("home", __name__)

NEWEST = 5


@blueprint.get("/")
@every_officer
def start() -> str:
    newest: list[cases.CaseView] = []
    figures: own_unit.UnitFigures | None = None
    with store().reading() as session:
        desk = due.desk(session, viewer())
        if viewer().may(Permission.READ_RECORD):
            newest = cases.cases_of(session, viewer(), only_open=True, limit=NEWEST)
        changed = changes.changes_of(session, viewer(), limit=NEWEST + 1)
        tour = profiles.tour_is_open(session, viewer())
        if viewer().may(Permission.READ_UNIT_FIGURES):
            figures = own_unit.unit_figures(session, viewer())
    counted.keep(desk.counts)
    shown = {"due": desk, "show": show, "changes": changed[:NEWEST], "more": len(changed) > NEWEST, "tour": tour}
    if viewer().may(Permission.COORDINATE):
        return coordination.desk_page(**shown)
    return render_template("home/start.html", tiles=menu.tiles(), cases=newest, figures=figures, **shown)


@blueprint.get("/due")
@every_officer
def bell() -> Response:
    """The two numbers, for a page that stays open: of constant size, and 304 as long as nothing is new.

    It leaves no line in the trail and does not keep the sign-in open: no person asks. A stranger gets 401.
    """
    counts = counted.current()
    answer = Response(counted.said(counts), mimetype="text/plain")
    answer.headers["ETag"] = counted.tag_of(counts)
    answer.make_conditional(request)
    return answer


@blueprint.get("/people")
@every_officer
def people() -> str:
    """All changes in the unit's people that are still shown."""
    with store().reading() as session:
        return render_template("home/people.html", changes=changes.changes_of(session, viewer()))
