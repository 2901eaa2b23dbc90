"""The joint simulation: what has come in for a player, the instructor's clock and marking, the sheets to print."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.policy.permissions import Permission
from casefile.policy.simulation.clock import ClockMove
from casefile.training.simulation import course
from casefile.training.simulation.script import script
from casefile.training.texts import in_language
from portal.show.drill import words
from portal.web.context import store, viewer
from portal.web.gate import every_officer, needs

blueprint = Blueprint("simulation", __name__, url_prefix="/simulation")

WHOLE = "instructor"


@blueprint.get("/")
@every_officer
def desk() -> Response | str:
    """What has come in for the parts that the officer plays, the newest first; the instructor plays none."""
    with store().reading() as session:
        seen = course.desk(session, viewer())
    if not seen.parts and viewer().may(Permission.ADMINISTER):
        return redirect(url_for("simulation.instructor"))
    return render_template("simulation/desk.html", desk=seen, **_words())


@blueprint.get("/instructor")
@needs(Permission.ADMINISTER)
def instructor() -> str:
    """The clock, every inject, and the marking as it stands now."""
    with store().reading() as session:
        seen = course.overview(session, viewer())
    return render_template("simulation/instructor.html", seen=seen, **_words())


@blueprint.post("/instructor")
@needs(Permission.ADMINISTER)
def move() -> Response:
    """A step of the clock."""
    wanted, seen = request.form.get("move", ""), request.form.get("steps", "")
    if wanted not in set(ClockMove) or not seen.isdecimal():
        abort(400)
    with store().writing() as session:
        course.move(session, viewer(), ClockMove(wanted), int(seen))
    flash(_("Noted."), "good")
    return redirect(url_for("simulation.instructor"), 303)


@blueprint.get("/sheets/<part>")
@needs(Permission.ADMINISTER)
def sheet(part: str) -> str:
    """On paper: everything with what is expected for the instructor, or the cards of one part, to be handed out."""
    known = script()
    if part != WHOLE and part not in {one.id for one in known.parts}:
        abort(404)
    with store().reading() as session:
        course.require_training(session, viewer())
    injects = [one for one in known.injects if part in (WHOLE, one.role)]
    return render_template(
        "simulation/sheet.html", known=known, injects=injects, part=None if part == WHOLE else known.part(part),
        **_words(),
    )  # fmt: skip


def _words() -> dict[str, object]:
    language = str(get_locale() or "fr")
    return {
        "said": lambda texts: in_language(texts, language),
        "expected": lambda line: words.expected(script(), line, language),
        "script": script(),
        "words": words,
    }
