"""Signing in and out. The sign-in lives in the database: it ends everywhere at once; rights are read anew each time."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from casefile.errors import CasefileError
from casefile.people import invitations, passwords, profiles, sessions
from portal.forms.base import PageForm
from portal.web.context import settings, store
from portal.web.errors import translated
from portal.web.gate import every_officer
from portal.web.i18n import COOKIE, LANGUAGES, lazy_gettext
from portal.web.signed_in import officer_of

blueprint = Blueprint("sign_in", __name__)

LANGUAGE_SECONDS = 365 * 24 * 3600


class SignInForm(PageForm):
    login = StringField(lazy_gettext("User name"))
    password = PasswordField(lazy_gettext("Password"))


class FirstPasswordForm(PageForm):
    password = PasswordField(lazy_gettext("New password"))
    again = PasswordField(lazy_gettext("The same again"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
def enter() -> Response | str | tuple[str, int]:
    if g.viewer is not None:
        return redirect(url_for("home.start"), 303)
    form = SignInForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if answer := _sign_in(form.login.data or "", form.password.data or ""):
            return answer
        problems = [("login", _("User name or password is wrong, or you must wait a little after several attempts."))]
    return render_template("sign_in/sign_in.html", form=form, problems=problems), (422 if problems else 200)


def _sign_in(login: str, password: str) -> Response | None:
    """Sign in and go where the officer wanted to; None when refused. The count of a refusal is kept."""
    with store().writing() as db:
        officer_id = passwords.authenticate(db, login, password)
        if officer_id is None:
            return None
        token = sessions.open_session(db, officer_id)
    wanted = own_address(session.get("next", ""))
    session.clear()  # a new sign-in, a new token: nothing of a stranger's session is carried over
    officer = officer_of(token)
    if officer is None:
        return None
    login_user(officer)
    return redirect(wanted or url_for("home.start"), 303)


@blueprint.get("/sign-out")
@every_officer
def sign_out_page() -> str:
    return render_template("sign_in/sign_out.html")


@blueprint.post("/sign-out")
@every_officer
def sign_out() -> Response:
    with store().writing() as db:
        sessions.end_session(db, g.officer.token)
    logout_user()
    session.clear()
    answer = redirect(url_for("sign_in.enter"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.route("/first-password/<token>", methods=["GET", "POST"])
def first_password(token: str) -> Response | str | tuple[str, int]:
    """Where a one-time link leads. Looking at it does not use it up: mail scanners look too."""
    with store().reading() as db:
        if not invitations.link_is_good(db, token):
            return render_template("sign_in/spent_link.html"), 404
    form = FirstPasswordForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if (form.password.data or "") != (form.again.data or ""):
            problems = [("again", _("The two are not the same. Type the password twice."))]
        else:
            try:
                with store().writing() as db:
                    passwords.set_password(db, token, form.password.data or "")
                flash(_("Your password is set. Sign in with it."), "good")
                return redirect(url_for("sign_in.enter"), 303)
            except CasefileError as error:
                problems = [("password", translated(error))]
    return render_template("sign_in/first_password.html", form=form, problems=problems), (422 if problems else 200)


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
                profiles.set_locale(db, g.viewer, chosen)
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
