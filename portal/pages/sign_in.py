"""Signing in and out. The sign-in lives in the database: it ends everywhere at once; rights are read each time."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from casefile import errands
from casefile.errors import CasefileError
from casefile.people import invitations, own, passwords, profiles, sessions
from casefile.people.sessions import Opening
from casefile.people.viewers import viewer_of
from casefile.policy.identity.factors import Factor, Next, after_password, must_set_up
from casefile.policy.identity.waiting import Counted
from casefile.policy.permissions import Permission
from casefile.sign_in import attempts, devices, second, steps, throttle
from casefile.sign_in.attempts import Attempt, Passed
from casefile.sign_in.codes import clean_code
from casefile.storage import tables
from casefile.training import people as training_people
from portal.forms.base import PageForm
from portal.translations import LANGUAGES
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import every_officer
from portal.web.i18n import cookie as language_cookie
from portal.web.i18n import lazy_gettext
from portal.web.identity import origin
from portal.web.identity import second_factor as shown
from portal.web.identity import step_up as step_up_question
from portal.web.kept.forms import keep_posted
from portal.web.signed_in import officer_of

blueprint = Blueprint("sign_in", __name__)

LANGUAGE_SECONDS = 365 * 24 * 3600
LONGEST_CODE = 100
Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]


class SignInForm(PageForm):
    login = StringField(lazy_gettext("User name"))
    password = PasswordField(lazy_gettext("Password"))


class FirstPasswordForm(PageForm):
    password = PasswordField(lazy_gettext("New password"))
    again = PasswordField(lazy_gettext("The same again"))


class CodeForm(PageForm):
    code = StringField(lazy_gettext("One-time code"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
def enter() -> Answer:
    if g.viewer is not None:
        return redirect(url_for("home.start"), 303)
    form = SignInForm()
    problems: Problems = []
    if request.method == "POST":
        attempt = Attempt(form.login.data or "", form.password.data or "", origin.network(), origin.device())
        passed = attempts.check_password(store(), attempt)
        if passed is not None and (answer := _go_on(passed, problems)):
            return answer
        if not problems:
            said = _("User name or password is wrong, or you must wait a little after several attempts.")
            problems.append(("login", said))
    people = training_people.trainees() if settings().training else ()
    page = render_template(
        "sign_in/sign_in.html", form=form, problems=problems, trainees=people, password=training_people.PASSWORD
    )
    return page, (422 if problems else 200)


def _go_on(passed: Passed, problems: Problems) -> Response | None:
    """After the right password: in, to the second factor, or to where one is set up."""
    with store().reading() as db:
        held = second.held_by(db, passed.officer_id)
        used = own.code_used_at(db, passed.officer_id)
    match after_password(held, demo=settings().demo, code_used_at=used, now=tables.now()):
        case Next.SECOND:
            with store().writing() as db:
                session["step"] = attempts.pause(db, passed)
            return redirect(url_for("sign_in.second"), 303)
        case Next.CODE:
            said = _("This account has no second factor yet. Ask your administrator for a one-time code to set it up.")
            problems.append(("login", said))
            return None
        case Next.SET_UP:
            return _enter(passed, Factor.CODE, limited=True)
        case Next.IN:
            return _enter(passed, Factor.PASSWORD)


@blueprint.route("/sign-in/second", methods=["GET", "POST"], endpoint="second")
def second_page() -> Answer:
    """The second factor, after the right password."""
    device, token = origin.device(), session.get("step", "")
    with store().reading() as db:
        passed = attempts.resume(db, token, origin.network(), device)
        viewer = viewer_of(db, passed.officer_id) if passed else None
    if passed is None or viewer is None:
        session.pop("step", None)
        return redirect(url_for("sign_in.enter"), 303)
    problems: Problems = []
    if request.method == "POST":
        with store().writing() as db:
            given = shown.shown(device if passed.known_device else "")
            factor = second.check(db, passed.officer_id, viewer.roles, given)
            held = second.held_by(db, passed.officer_id)
            if factor is not None:
                steps.take(db, token, steps.Purpose.SECOND)
        limited = must_set_up(viewer.roles, held, demo=settings().demo, tls=settings().secure_cookies)
        if factor is not None and (answer := _enter(passed, factor, limited=limited)):
            return answer
        problems = [(shown.CODE, _("This code or key is wrong, or you must wait a little."))]
    with store().writing() as db:
        asked = shown.ask(db, passed.officer_id, viewer.roles)
    return render_template("sign_in/second.html", asked=asked, problems=problems), (422 if problems else 200)


def _enter(passed: Passed, factor: Factor, *, limited: bool = False) -> Response | None:
    """Begin the sign-in and go where the officer wanted to; None when the officer changed meanwhile."""
    known = origin.device() or origin.new_device()
    with store().writing() as db:
        if not attempts.complete(db, passed, factor):
            return None
        devices.remember(db, passed.officer_id, known, origin.agent())
        opening = Opening(factor, origin.network(), origin.agent(), limited)
        token = sessions.open_session(db, passed.officer_id, opening)
    wanted = own_address(session.get("next", ""))
    session.clear()  # a new sign-in, a new token: nothing of a stranger's session is carried over
    officer = officer_of(token)
    if officer is None:
        return None
    login_user(officer)
    answer = redirect(wanted or url_for("home.start"), 303)
    origin.keep_device(answer, known)
    return answer


@blueprint.post("/step-up")
@every_officer
def step_up() -> Response | step_up_question.Page:
    """The second factor before a page that is a strong act to ask for."""
    if not step_up_question.shown():
        return step_up_question.question(wrong=True)
    return redirect(own_address(request.form.get("next", "")) or url_for("home.start"), 303)


@blueprint.get("/sign-out")
@every_officer
def sign_out_page() -> str:
    return render_template("sign_in/sign_out.html")


@blueprint.post("/sign-out")
@every_officer
def sign_out() -> Response:
    with store().writing() as db:
        if viewer().may(Permission.SEARCH):
            errands.end(db, viewer(), g.officer.token)
        sessions.end_session(db, g.officer.token)
    logout_user()
    session.clear()
    answer = redirect(url_for("sign_in.enter"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.route("/first-password", methods=["GET", "POST"])
def code() -> Answer:
    """Where a one-time code is typed that was read out on the telephone."""
    form = CodeForm()
    problems: Problems = []
    if request.method == "POST":
        typed = clean_code((form.code.data or "").strip())[:LONGEST_CODE]
        if typed and _is_good(typed):
            return redirect(url_for("sign_in.first_password", token=typed), 303)
        said = _("This code is wrong, used or expired, or you must wait a little after several attempts.")
        problems = [("code", said)]
    return render_template("sign_in/code.html", form=form, problems=problems), (422 if problems else 200)


def _is_good(token: str) -> bool:
    """Whether a one-time code may be used; wrong ones are counted by network."""
    places = [throttle.place(Counted.CODE, origin.network())]
    with store().reading() as db:
        waiting = throttle.waits(db, places)
        good = not waiting and invitations.link_is_good(db, token)
    if not good and not waiting:
        with store().writing() as db:
            throttle.count(db, places)
    return good


@blueprint.route("/first-password/<token>", methods=["GET", "POST"])
def first_password(token: str) -> Answer:
    """Where a one-time code leads. Looking at it does not use it up: mail scanners look too."""
    if not _is_good(token[:LONGEST_CODE]):
        return render_template("sign_in/spent_link.html"), 404
    form = FirstPasswordForm()
    problems: Problems = []
    if request.method == "POST":
        if (form.password.data or "") != (form.again.data or ""):
            problems = [("again", _("The two are not the same. Type the password twice."))]
        else:
            try:
                passwords.choose_password(store(), token, form.password.data or "")
                flash(_("Your password is set. Sign in with it."), "good")
                return redirect(url_for("sign_in.enter"), 303)
            except CasefileError as error:
                problems = [("password", translated(error))]
    return render_template("sign_in/first_password.html", form=form, problems=problems), (422 if problems else 200)


@blueprint.post("/language")
def language() -> Response:
    """Keep the language chosen in the header: in a cookie, and with the officer who is signed in."""
    chosen = request.form.get("language", "")
    typing = keep_posted() if g.viewer is not None else ""  # the switch of a form sends what is typed in it
    answer = redirect(typing or own_address(request.form.get("next", "")) or url_for("home.start"), 303)
    if chosen in LANGUAGES:
        answer.set_cookie(language_cookie(), chosen, max_age=LANGUAGE_SECONDS, samesite="Lax", httponly=True,
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
