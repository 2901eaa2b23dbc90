"""Signing in and out. The sign-in lives in the database: it ends everywhere at once; rights are read anew each time."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from casefile.errors import CasefileError
from casefile.people import officers, profiles
from casefile.people.profiles import Profile
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Viewer
from portal import security
from portal.context import settings, store
from portal.errors import translated
from portal.gate import every_officer
from portal.i18n import COOKIE, LANGUAGES
from portal.present import word

blueprint = Blueprint("auth", __name__)

LANGUAGE_SECONDS = 365 * 24 * 3600


@dataclass
class Officer(UserMixin):
    """Who is signed in: `viewer` is what the rules see, `profile` what pages show."""

    token: str
    viewer: Viewer
    profile: Profile

    def get_id(self) -> str:
        return self.token

    @property
    def roles_text(self) -> str:
        return ", ".join(word(role) for role in sorted(self.viewer.roles))


class SignInForm(FlaskForm):  # type: ignore[misc]
    login = StringField(lazy_gettext("User name"))
    password = PasswordField(lazy_gettext("Password"))


class FirstPasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField(lazy_gettext("New password"))
    again = PasswordField(lazy_gettext("The same again"))


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # the row in the database is the sign-in; an address may change on a mobile line
    manager.user_loader(_officer_of)
    security.install_csrf(app)

    @app.context_processor
    def who() -> dict[str, Any]:
        officer = g.get("officer")
        return {
            "officer": officer,
            "demo": settings().demo,
            "here": request.full_path.rstrip("?") if request.method == "GET" else "",
            "may_look_up": officer is not None and officer.viewer.may(Permission.LOOKUP),
        }


def signed_in_viewer() -> Viewer | None:
    """The viewer of this request, from the database; sets `g.officer`. None for a stranger."""
    g.officer = current_user if current_user.is_authenticated else None
    return g.officer.viewer if g.officer else None


def _officer_of(token: str) -> Officer | None:
    with store().reading() as db:
        held = officers.seen(db, token, settings())
        officer = _officer(db, token, held.viewer) if held else None
    if held is not None and held.stale:
        with store().writing() as db:
            officers.touch_session(db, token, settings())
    return officer


def _officer(db: Session, token: str, viewer: Viewer) -> Officer:
    return Officer(token, viewer, profiles.profile_of(db, viewer))


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    if g.viewer is not None:
        return redirect(url_for("home.start"), 303)
    form = SignInForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if answer := _enter(form.login.data or "", form.password.data or ""):
            return answer
        problems = [("login", _("User name or password is wrong, or you must wait a little after several attempts."))]
    return render_template("auth/sign_in.html", form=form, problems=problems), (422 if problems else 200)


def _enter(login: str, password: str) -> Response | None:
    """Sign in and go where the officer wanted to; None when refused. The count of a refusal is kept."""
    with store().writing() as db:
        officer_id = officers.authenticate(db, login, password)
        if officer_id is None:
            return None
        token = officers.open_session(db, officer_id)
    wanted = own_address(session.get("next", ""))
    session.clear()  # a new sign-in, a new token: nothing of a stranger's session is carried over
    officer = _officer_of(token)
    if officer is None:
        return None
    login_user(officer)
    return redirect(wanted or url_for("home.start"), 303)


@blueprint.get("/sign-out")
@every_officer
def sign_out_page() -> str:
    return render_template("auth/sign_out.html")


@blueprint.post("/sign-out")
@every_officer
def sign_out() -> Response:
    with store().writing() as db:
        officers.end_session(db, g.officer.token)
    logout_user()
    session.clear()
    answer = redirect(url_for("auth.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.route("/first-password/<token>", methods=["GET", "POST"])
def first_password(token: str) -> Response | str | tuple[str, int]:
    """Where a one-time link leads. Looking at it does not use it up: mail scanners look too."""
    with store().reading() as db:
        if not officers.link_is_good(db, token):
            return render_template("auth/spent_link.html"), 404
    form = FirstPasswordForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if (form.password.data or "") != (form.again.data or ""):
            problems = [("again", _("The two are not the same. Type the password twice."))]
        else:
            try:
                with store().writing() as db:
                    officers.set_password(db, token, form.password.data or "")
                flash(_("Your password is set. Sign in with it."), "good")
                return redirect(url_for("auth.sign_in"), 303)
            except CasefileError as error:
                problems = [("password", translated(error))]
    return render_template("auth/first_password.html", form=form, problems=problems), (422 if problems else 200)


@blueprint.post("/language")
def language() -> Response:
    """Keep the language chosen in the header: in a cookie, and with the officer who is signed in."""
    chosen = request.form.get("language", "")
    answer = redirect(own_address(request.form.get("next", "")) or url_for("home.start"), 303)
    if chosen in LANGUAGES:
        answer.set_cookie(COOKIE, chosen, max_age=LANGUAGE_SECONDS, samesite="Lax", httponly=True,
                          secure=settings().secure_cookies)  # fmt: skip
        if g.viewer is not None:
            with store().writing() as db:
                officers.set_locale(db, g.viewer, chosen)
    return answer


@blueprint.get("/alive")
def alive() -> tuple[str, int]:
    """Asked by a page on which somebody types: keeps the sign-in from idling out."""
    return "", 204 if g.viewer is not None else 401


def own_address(wanted: str) -> str:
    """The address if it is a page of this portal, else empty. Guards every redirect to a given address."""
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if own and not parts.scheme and not parts.netloc else ""
