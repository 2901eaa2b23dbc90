"""The joint simulation: what has come in for a player, the instructor's clock and marking, the sheets."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput
from casefile.people.profiles import names_of
from casefile.policy.permissions import Permission
from casefile.policy.simulation.clock import ClockMove
from casefile.training.simulation import course, sheets
from casefile.training.simulation.script import script
from casefile.training.texts import in_language
from portal.show.document.pdf import NO_FONTS, can_be_made
from portal.show.drill import words
from portal.show.drill.sheets import sheet_pdf
from portal.translations import LANGUAGES
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import every_officer, needs
from portal.web.i18n import DEFAULT_LANGUAGE

blueprint = Blueprint("simulation", __name__, url_prefix="/simulation")


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
    """On screen: everything with what is expected for the instructor, or the cards of one part, to be handed out."""
    known = script()
    with store().reading() as session:
        sheets.check_sheet(session, viewer(), part)
    injects = [one for one in known.injects if part in (sheets.WHOLE, one.role)]
    return render_template(
        "simulation/sheet.html", known=known, injects=injects, sheet=part,
        part=None if part == sheets.WHOLE else known.part(part), **_words(),
    )  # fmt: skip


@blueprint.route("/sheets/<part>/paper", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def paper(part: str) -> Response | str | tuple[str, int]:
    """The page that asks for the reason, or the sheet as PDF."""
    if request.method == "GET":
        return _asked(part, [])
    try:
        return _pdf(part)
    except BadInput as error:
        return _asked(part, [(error.field or "reason", translated(error))]), 422


def _asked(part: str, problems: list[tuple[str, str]]) -> str:
    with store().reading() as session:
        sheets.check_sheet(session, viewer(), part)
    language = str(get_locale() or DEFAULT_LANGUAGE)
    title = _("Instructor’s sheet") if part == sheets.WHOLE else in_language(script().part(part).title, language)
    return render_template("simulation/take_out.html", sheet=part, title=title, problems=problems, given=request.form)


def _pdf(part: str) -> Response:
    if not can_be_made():
        raise BadInput(NO_FONTS, field="reason")
    who = viewer()
    with store().writing() as session:
        taken = sheets.take_sheet(session, who, part, request.form.get("reason", ""))
        name = names_of(session, who, [who.officer_id]).get(who.officer_id, who.login)
    asked = request.form.get("language", "")
    language = asked if asked in LANGUAGES else str(get_locale() or DEFAULT_LANGUAGE)
    content = sheet_pdf(part, taken, name, who.unit_code, language)
    headers = {"Content-Disposition": f"attachment; filename=griot-simulation-{part}-{language}.pdf"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _words() -> dict[str, object]:
    language = str(get_locale() or DEFAULT_LANGUAGE)
    return {
        "said": lambda texts: in_language(texts, language),
        "expected": lambda line: words.expected(script(), line, language),
        "script": script(),
        "words": words,
    }
