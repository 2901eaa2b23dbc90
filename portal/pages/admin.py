"""Who takes part: units and officers in lists, units added and closed, and what waits for a second administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField

from casefile import protection
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.people import approvals, invitations, units
from casefile.policy.permissions import Permission
from casefile.vocabulary import SET_UP, PeopleChange, Service, UnitKind
from casefile.watches import closing
from portal.forms.base import PageForm
from portal.forms.fields import choices
from portal.forms.parse import read_country
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.tables import OFFICERS, UNITS
from portal.translations import LANGUAGES
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

TIMEZONES = (
    "Africa/Abidjan", "Africa/Algiers", "Africa/Bamako", "Africa/Banjul", "Africa/Bissau", "Africa/Casablanca",
    "Africa/Conakry", "Africa/Dakar", "Africa/Niamey", "Africa/Nouakchott", "Africa/Tripoli", "Africa/Tunis",
    "Atlantic/Canary", "Atlantic/Cape_Verde", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris",
)  # fmt: skip
Answer = Response | str | tuple[str, int]


class UnitForm(PageForm):
    code = StringField(lazy_gettext("Code"))
    name = StringField(lazy_gettext("Name"))
    country = StringField(lazy_gettext("Country"))
    kind = SelectField(lazy_gettext("Kind"), validate_choice=False)
    service = SelectField(lazy_gettext("Service"), validate_choice=False)
    desk = StringField(lazy_gettext("Desk"))
    locale = SelectField(lazy_gettext("Language"), validate_choice=False)
    timezone = SelectField(lazy_gettext("Time zone"), validate_choice=False)
    approves_watches = BooleanField(lazy_gettext("A second officer approves each watch"))


@blueprint.get("/", endpoint="units")
@needs(Permission.ADMINISTER)
def overview() -> str:
    with store().reading() as session:
        return render_template(
            "admin/units.html",
            units=listing(UNITS),
            officers=listing(OFFICERS),
            requests=approvals.waiting(session, viewer()),
            given_out=invitations.given_out(session, viewer()),
            decided=approvals.decided(session, viewer()),
            has_second=approvals.has_second(session, viewer()),
        )


@blueprint.post("/find")
@needs(Permission.ADMINISTER)
def find() -> Response:
    """Find, narrow and sort in one of the two lists."""
    if request.form.get("of") == UNITS.name:
        return asked_anew(UNITS)
    return asked_anew(OFFICERS)


@blueprint.route("/units/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def add_unit() -> Answer:
    form = UnitForm(kind=UnitKind.INVESTIGATION.value, locale="fr", timezone="Africa/Dakar")
    form.kind.choices = choices(UnitKind, SET_UP)
    form.service.choices = [("", _("Not stated")), *choices(Service)]
    form.locale.choices = list(LANGUAGES.items())
    form.timezone.choices = [(zone, zone.partition("/")[2].replace("_", " ")) for zone in TIMEZONES]
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                _refuse_known(session, form.code.data or "")
                unit_id = units.add_unit(
                    session, viewer(), form.code.data or "", country=_country(form), name=form.name.data or "",
                    kind=UnitKind(form.kind.data), desk=(form.desk.data or "").strip(),
                    locale=form.locale.data if form.locale.data in LANGUAGES else "fr",
                    timezone=form.timezone.data if form.timezone.data in TIMEZONES else "Africa/Dakar",
                )  # fmt: skip
                if form.approves_watches.data:
                    units.ask_for_approval(session, viewer(), unit_id, approves=True)
                if form.service.data:
                    units.set_service(session, viewer(), unit_id, Service(form.service.data))
            flash(_("The unit has been added."), "good")
            return redirect(url_for("admin.units"), 303)
        except BadInput as error:
            problems = [(error.field or "code", translated(error))]
        except Conflict as error:
            problems = [("code", translated(error))]
        except ValueError:
            problems = [("kind", _("Choose one from the list."))]
    return render_template("admin/unit.html", form=form, problems=problems), (422 if problems else 200)


@blueprint.route("/units/<unit_id>/service", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def service(unit_id: str) -> Answer:
    """Say of which service a unit is."""
    with store().reading() as session:
        unit = units.unit(session, unit_id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        given = request.form.get("service", "")
        if given and given not in set(Service):
            problems = [("service", _("Choose one from the list."))]
        else:
            with store().writing() as session:
                units.set_service(session, viewer(), unit_id, Service(given) if given else None)
            flash(_("Saved."), "good")
            return redirect(url_for("admin.units"), 303)
    return render_template(
        "admin/service.html", unit=unit, services=[("", _("Not stated")), *choices(Service)], problems=problems
    ), (422 if problems else 200)  # fmt: skip


@blueprint.route("/units/<unit_id>/close", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def close_unit(unit_id: str) -> Answer:
    with store().reading() as session:
        unit = units.unit(session, unit_id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                closing.close_unit(session, viewer(), unit.id, request.form.get("reason", ""))
            flash(_("The unit is closed. Its watches have ended, its hits are withdrawn."), "good")
            return redirect(url_for("admin.units"), 303)
        except (BadInput, Conflict) as error:
            problems = [("reason", translated(error))]
    with store().reading() as session:
        ends = closing.closing(session, viewer(), unit.id)
    return render_template("admin/close.html", unit=unit, ends=ends, problems=problems), (422 if problems else 200)


@blueprint.post("/units/<unit_id>/approves-watches")
@needs(Permission.ADMINISTER)
def approves_watches(unit_id: str) -> Answer:
    """Turn the unit's policy on or off."""
    approves = request.form.get("approves") == "1"
    with store().writing() as session:
        units.ask_for_approval(session, viewer(), unit_id, approves=approves)
    said = _("A second officer now approves each watch.") if approves else _("Watches now act at once.")
    flash(said, "good")
    return redirect(url_for("admin.units"), 303)


# ---- what waits for a second administrator ---------------------------------------------------------------------


@blueprint.get("/requests/<request_id>")
@needs(Permission.ADMINISTER)
def ask(request_id: str) -> Answer:
    return _request_page(request_id, [])


@blueprint.post("/requests/<request_id>/confirm")
@needs(Permission.ADMINISTER)
def confirm(request_id: str) -> Answer:
    """Bring it into force; a link that comes of it is shown here, once, to who confirms."""
    try:
        with store().writing() as session:
            answer = approvals.confirm(session, viewer(), request_id)
    except (BadInput, Conflict) as error:
        return _request_page(request_id, [("", translated(error))])
    return done(answer, _("Confirmed. It is in force from now on."))


@blueprint.post("/requests/<request_id>/refuse")
@needs(Permission.ADMINISTER)
def refuse(request_id: str) -> Answer:
    try:
        with store().writing() as session:
            approvals.refuse(session, viewer(), request_id, request.form.get("reason", ""))
    except BadInput as error:
        return _request_page(request_id, [("reason", translated(error))])
    flash(_("Refused. Nothing has changed."), "good")
    return redirect(url_for("admin.units"), 303)


def done(answer: approvals.Answer, said: str) -> Answer:
    """After an act: the one-time link, shown this once; else back to the lists with what was done, or that it waits."""
    if answer.request_id:
        flash(_("It waits for a second administrator, for 72 hours. Until then nothing has changed."), "good")
    elif answer.token or answer.change is PeopleChange.ADDED:
        path = url_for("sign_in.first_password", token=answer.token) if answer.token else ""
        link = path and settings().address + path
        return render_template("officers/link.html", login=answer.login, link=link, code=answer.token)
    else:
        flash(said, "good")
    return redirect(url_for("admin.units"), 303)


def _request_page(request_id: str, problems: list[tuple[str, str]]) -> Answer:
    with store().reading() as session:
        found = approvals.waiting(session, viewer(), request_id)
    if not found:
        raise NotThere(MISSING)
    return render_template(
        "admin/request.html", ask=found[0], because=_(found[0].because), problems=problems
    ), (422 if problems else 200)  # fmt: skip


def _country(form: UnitForm) -> str:
    try:
        code = read_country(form.country.data or "")
    except BadInput as error:
        raise BadInput(error.message, field="country", **error.values) from error
    if code is None:
        raise BadInput("Enter the unit's country.", field="country")
    return code


def _refuse_known(session: Session, code: str) -> None:
    """The page adds; changing a unit by adding it again is for the command line."""
    if any(unit.code == code.strip() for unit in units.units(session)):
        raise BadInput("There is a unit of this code already.", field="code")


@blueprint.route("/focal-points", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def focal_points() -> Answer:
    """Of each country the service to which victims are referred."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                given = [request.form.get(name, "") for name in ("focal_country", "service", "contact")]
                protection.set_focal_point(session, viewer(), *given)
            flash(_("Saved."), "good")
            return redirect(url_for("admin.focal_points"), 303)
        except BadInput as error:
            problems = [(error.field, translated(error))]
    with store().reading() as session:
        points = protection.focal_points(session, viewer())
    return render_template("admin/focal_points.html", points=points, problems=problems, given=request.form), (
        422 if problems else 200
    )
