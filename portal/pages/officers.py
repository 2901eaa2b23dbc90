"""Officers: added, given duties, a new link, moved, deactivated; nobody sets another's password.

What one administrator may not do alone is kept for a second one (`admin.confirm`). Officers are addressed by their
random id, so that one whose login an earlier release allowed can be shut out too.
"""

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectField, StringField

from casefile.errors import BadInput, Conflict
from casefile.people import approvals, officers, units
from casefile.people.wishes import Wish
from casefile.policy.permissions import Permission
from casefile.vocabulary import PeopleChange, Role
from portal.forms.base import PageForm
from portal.forms.fields import TickList, choices
from portal.pages.admin import Answer, done
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("officers", __name__, url_prefix="/admin/officers")

_ROLES = frozenset(role.value for role in Role)
Problems = list[tuple[str, str]]


class OfficerForm(PageForm):
    login = StringField(lazy_gettext("User name"))
    display_name = StringField(lazy_gettext("Name"))
    unit = SelectField(lazy_gettext("Unit"), validate_choice=False)
    roles = TickList(lazy_gettext("Duties"), validate_choice=False)


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def add() -> Answer:
    form = OfficerForm()
    form.unit.choices, form.roles.choices = _open_units(), choices(Role)
    problems: Problems = []
    if request.method == "POST":
        wish = Wish(
            PeopleChange.ADDED, form.login.data or "", form.unit.data or "", _ticked(form), form.display_name.data or ""
        )
        if not wish.roles:
            problems.append(("roles", _("Tick at least one duty.")))
        elif answer := _asked(wish, problems, "login"):
            return done(answer, "")
    return _page("officers/new.html", problems, form=form)


@blueprint.route("/<officer_id>/duties", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def duties(officer_id: str) -> Answer:
    person = _person(officer_id)
    form = OfficerForm(roles=[role.value for role in person.roles])
    form.roles.choices = choices(Role)
    problems: Problems = []
    if request.method == "POST":
        wish = Wish(PeopleChange.DUTIES, person.login, roles=_ticked(form))
        if answer := _asked(wish, problems, "roles"):
            return done(answer, _("The duties count from the next page on."))
    return _page("officers/duties.html", problems, form=form, person=person)


@blueprint.route("/<officer_id>/move", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def move(officer_id: str) -> Answer:
    person = _person(officer_id)
    form = OfficerForm()
    form.unit.choices, form.roles.choices = _open_units(but=person.unit_code), choices(Role)
    problems: Problems = []
    if request.method == "POST":
        wish = Wish(PeopleChange.MOVED, person.login, form.unit.data or "", _ticked(form))
        if answer := _asked(wish, problems, "unit"):
            return done(answer, "")
    return _page("officers/move.html", problems, form=form, person=person)


@blueprint.route("/<officer_id>/link", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def link(officer_id: str) -> Answer:
    lead = _("For an officer who forgot the password. Where one is in use, a second administrator confirms.")
    return _new_code(officer_id, PeopleChange.RESET, _("New one-time code"), lead)


@blueprint.route("/<officer_id>/second-factor", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def second_factor(officer_id: str) -> Answer:
    lead = _("For an officer who lost phone, key and recovery codes. Until a new one is set up nobody can sign in.")
    return _new_code(officer_id, PeopleChange.FACTORS, _("Renew the second factor"), lead)


def _new_code(officer_id: str, change: PeopleChange, title: str, lead: str) -> Answer:
    """The page of an act that ends in a one-time code, with its reason."""
    person, problems = _person(officer_id), Problems()
    if request.method == "POST" and (answer := _asked(Wish(change, person.login), problems)):
        return done(answer, "")
    return _page("admin/reason.html", problems, title=title, what=person.login, lead=lead)


@blueprint.route("/<officer_id>/deactivate", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def deactivate(officer_id: str) -> Answer:
    person, problems = _person(officer_id), Problems()
    if request.method == "POST":
        wish = Wish(PeopleChange.SHUT_OUT, person.login)
        if answer := _tried(lambda s: _shut_out(s, wish), problems):
            return done(answer, _("Deactivated. Open sign-ins have ended."))
    lead = _("At once, on every machine.")
    return _page("admin/reason.html", problems, title=_("Deactivate the officer"), what=person.login, lead=lead)


def _asked(wish: Wish, problems: Problems, place: str = "reason") -> approvals.Answer | None:
    """What became of the wish: done, or waiting for a second administrator; None when it was refused."""
    return _tried(lambda s: approvals.ask(s, viewer(), wish, request.form.get("reason", "")), problems, place)


def _shut_out(session: Session, wish: Wish) -> approvals.Answer:
    officers.deactivate(session, viewer(), wish.login, request.form.get("reason", ""))
    return approvals.Answer(wish.login, wish.change)


def _tried(
    act: Callable[[Session], approvals.Answer], problems: Problems, place: str = "reason"
) -> approvals.Answer | None:
    """Do it; when it is refused, add the problem at its field, or at `place` where it names none."""
    try:
        with store().writing() as session:
            return act(session)
    except BadInput as error:
        problems.append((error.field or place, translated(error)))
    except Conflict as error:
        problems.append((place, translated(error)))
    return None


def _ticked(form: OfficerForm) -> frozenset[Role]:
    return frozenset(Role(word) for word in form.roles.data or [] if word in _ROLES)


def _person(officer_id: str) -> officers.OfficerView:
    with store().reading() as session:
        return officers.officer(session, viewer(), officer_id)


def _open_units(but: str = "") -> Sequence[tuple[str, str]]:
    with store().reading() as session:
        return [(u.id, f"{u.name} ({u.code})") for u in units.units(session) if u.open and u.code != but]


def _page(template: str, problems: Problems, **shown: object) -> Answer:
    with store().reading() as session:
        has_second = approvals.has_second(session, viewer())
    page = render_template(
        template, problems=problems, has_second=has_second, reason=request.form.get("reason", ""), **shown
    )
    return page, (422 if problems else 200)
