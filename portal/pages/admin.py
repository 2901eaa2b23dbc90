"""Units and officers. An administrator hands out one-time links; nobody sets another's password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from casefile.errors import BadInput, Conflict, NotThere
from casefile.people import invitations, officers, units
from casefile.policy.permissions import Permission
from casefile.vocabulary import Role, UnitKind
from portal.forms.base import PageForm
from portal.forms.fields import TickList, choices
from portal.forms.parse import read_country
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import LANGUAGES, lazy_gettext

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
    desk = StringField(lazy_gettext("Desk"))
    locale = SelectField(lazy_gettext("Language"), validate_choice=False)
    timezone = SelectField(lazy_gettext("Time zone"), validate_choice=False)


class OfficerForm(PageForm):
    login = StringField(lazy_gettext("User name"))
    display_name = StringField(lazy_gettext("Name"))
    unit = SelectField(lazy_gettext("Unit"), validate_choice=False)
    roles = TickList(lazy_gettext("Duties"), validate_choice=False)


@blueprint.get("/", endpoint="units")
@needs(Permission.ADMINISTER)
def overview() -> str:
    with store().reading() as session:
        found, people = units.units(session), officers.officers_of(session, viewer())
    return render_template("admin/units.html", units=found, officers=people)


@blueprint.route("/units/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def add_unit() -> Answer:
    form = UnitForm(kind=UnitKind.INVESTIGATION.value, locale="fr", timezone="Africa/Dakar")
    form.kind.choices = choices(UnitKind)
    form.locale.choices = list(LANGUAGES.items())
    form.timezone.choices = [(zone, zone.partition("/")[2].replace("_", " ")) for zone in TIMEZONES]
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                _refuse_known(session, form.code.data or "")
                units.add_unit(
                    session, viewer(), form.code.data or "", country=_country(form), name=form.name.data or "",
                    kind=UnitKind(form.kind.data), desk=(form.desk.data or "").strip(),
                    locale=form.locale.data if form.locale.data in LANGUAGES else "fr",
                    timezone=form.timezone.data if form.timezone.data in TIMEZONES else "Africa/Dakar",
                )  # fmt: skip
            flash(_("The unit takes part now."), "good")
            return redirect(url_for("admin.units"), 303)
        except BadInput as error:
            problems = [(error.field or "code", translated(error))]
        except Conflict as error:
            problems = [("code", translated(error))]
        except ValueError:
            problems = [("kind", _("Choose one of the list."))]
    return render_template("admin/unit.html", form=form, problems=problems), (422 if problems else 200)


@blueprint.route("/units/<code>/close", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def close_unit(code: str) -> Answer:
    with store().reading() as session:
        unit = units.unit_by_code(session, code)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        reason = request.form.get("reason", "").strip()
        if len(reason) >= 5:
            with store().writing() as session:
                units.close_unit(session, viewer(), unit.id, reason)
            flash(_("The unit is closed. What it entered stays; its officers can no longer sign in."), "good")
            return redirect(url_for("admin.units"), 303)
        problems = [("reason", _("Say why, in at least %(least)s characters.", least=5))]
    return _ask_reason(
        _("Close the unit"), unit.name, _("What it entered stays. Its officers can no longer sign in."), problems
    )


@blueprint.route("/officers/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def add_officer() -> Answer:
    form = OfficerForm()
    with store().reading() as session:
        form.unit.choices = [(u.code, f"{u.name} ({u.code})") for u in units.units(session) if u.open]
    form.roles.choices = choices(Role)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            roles = [Role(role) for role in form.roles.data or []]
            if not roles:
                raise BadInput("Tick at least one duty.", field="roles")
            with store().writing() as session:
                token = officers.add_officer(
                    session, viewer(), form.login.data or "", unit=form.unit.data or "", roles=roles,
                    display_name=(form.display_name.data or "").strip()[:200],
                )  # fmt: skip
            return _link_page(form.login.data or "", token)
        except BadInput as error:
            problems = [(error.field or "login", translated(error))]
        except Conflict as error:
            problems = [("login", translated(error))]
        except (ValueError, NotThere):
            problems = [("unit", _("Choose one of the list."))]
    return render_template("admin/officer.html", form=form, problems=problems), (422 if problems else 200)


@blueprint.post("/officers/<login>/link")
@needs(Permission.ADMINISTER)
def new_link(login: str) -> Answer:
    with store().writing() as session:
        token = invitations.new_link(session, viewer(), login)
    return _link_page(login, token)


@blueprint.route("/officers/<login>/duties", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def duties(login: str) -> Answer:
    with store().reading() as session:
        officer = next((o for o in officers.officers_of(session, viewer()) if o.login == login), None)
    if officer is None:
        raise NotThere("There is nothing here under this address.")
    form = OfficerForm(login=login, roles=[role.value for role in officer.roles])
    form.roles.choices = choices(Role)
    if request.method == "POST":
        with store().writing() as session:
            officers.set_roles(session, viewer(), login, [Role(r) for r in form.roles.data or [] if r in _ROLES])
        flash(_("The duties count from the next page on."), "good")
        return redirect(url_for("admin.units"), 303)
    return render_template("admin/duties.html", form=form, person=officer)


@blueprint.route("/officers/<login>/deactivate", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def deactivate(login: str) -> Answer:
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        reason = request.form.get("reason", "").strip()
        if len(reason) >= 5:
            with store().writing() as session:
                officers.deactivate(session, viewer(), login, reason)
            flash(_("Shut out. Open sign-ins have ended."), "good")
            return redirect(url_for("admin.units"), 303)
        problems = [("reason", _("Say why, in at least %(least)s characters.", least=5))]
    return _ask_reason(_("Shut the officer out"), login, _("At once, on every machine."), problems)


_ROLES = frozenset(role.value for role in Role)


def _country(form: UnitForm) -> str:
    try:
        code = read_country(form.country.data or "")
    except BadInput as error:
        raise BadInput(error.message, field="country", **error.values) from error
    if code is None:
        raise BadInput("Write the unit's country.", field="country")
    return code


def _refuse_known(session: Session, code: str) -> None:
    """The page adds; changing a unit by adding it again is for the command line."""
    if any(unit.code == code.strip() for unit in units.units(session)):
        raise BadInput("There is a unit of this code already.", field="code")


def _link_page(login: str, token: str | None) -> Answer:
    """The one-time link, shown this once; nothing when the officer has a password already."""
    link = url_for("sign_in.first_password", token=token, _external=True) if token else ""
    return render_template("admin/link.html", login=login, link=link)


def _ask_reason(title: str, what: str, lead: str, problems: list[tuple[str, str]]) -> Answer:
    return render_template("admin/reason.html", title=title, what=what, lead=lead, problems=problems), (
        422 if problems else 200
    )
