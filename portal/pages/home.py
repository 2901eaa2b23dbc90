"""The page an officer lands on: what the own duties offer, and the unit's newest cases. No heavy query."""

from flask import Blueprint, render_template

from casefile.policy.permissions import Permission
from casefile.records import cases
from portal.web import menu
from portal.web.context import store, viewer
from portal.web.gate import every_officer

blueprint = Blueprint("home", __name__)

NEWEST = 5


@blueprint.get("/")
@every_officer
def start() -> str:
    newest: list[cases.CaseView] = []
    if viewer().may(Permission.READ_RECORD):
        with store().reading() as session:
            newest = cases.cases_of(session, viewer(), only_open=True, limit=NEWEST)
    return render_template("home/start.html", tiles=menu.tiles(), cases=newest)
