"""The own account: sign-ins and *end all*, known devices, the second factor, security keys, the password."""

import re

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from casefile.due import slots
from casefile.errors import BadInput
from casefile.people import own, sessions
from casefile.policy.identity.factors import Factor, Held, must_set_up
from casefile.policy.oversight.due import MOST_HOURS
from casefile.sign_in import recovery, second, security_keys, totp
from portal.forms.base import PageForm
from portal.show.qr import qr_code
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import every_officer
from portal.web.i18n import lazy_gettext
from portal.web.identity import origin, second_factor

blueprint = Blueprint("account", __name__, url_prefix="/account")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]


FACTORS = {
    Factor.PASSWORD: lazy_gettext("Password alone"),
    Factor.CODE: lazy_gettext("One-time code"),
    Factor.TOTP: lazy_gettext("Authenticator app"),
    Factor.RECOVERY: lazy_gettext("Recovery code"),
    Factor.KEY: lazy_gettext("Security key"),
}


class PasswordForm(PageForm):
    old = PasswordField(lazy_gettext("Present password"))
    password = PasswordField(lazy_gettext("New password"))
    again = PasswordField(lazy_gettext("The same again"))


class AppForm(PageForm):
    code = StringField(lazy_gettext("Code"))


class KeyForm(PageForm):
    name = StringField(lazy_gettext("Name of the key"))


@blueprint.get("/")
@every_officer
def page() -> str:
    return _account([])


def _account(problems: Problems) -> str:
    with store().reading() as db:
        account = own.account(db, viewer(), g.officer.token, origin.device(), settings())
        wanted = slots.wanted(db, viewer())
    return render_template(
        "account/page.html", account=account, keys_work=second_factor.keys_work_here(), factor_words=FACTORS,
        digest=wanted, problems=problems, given=request.form, most_hours=MOST_HOURS,
        sends_mail=bool(settings().alarm_smtp_url),
    )  # fmt: skip


@blueprint.post("/digest")
@every_officer
def digest() -> Answer:
    """At which hours, and where to, the officer is sent what is due in numbers; without an hour it is off."""
    chosen = [int(hour) for hour in request.form.getlist("hour") if hour.isascii() and hour.isdigit()]
    try:
        with store().writing() as db:
            slots.choose(db, viewer(), request.form.get("address", ""), chosen)
    except BadInput as error:
        return _account([(error.field or "address", translated(error))]), 422
    flash(
        _("The digest is off.") if not chosen else _("Kept. The next digest leaves at the next of your hours."), "good"
    )
    return _back()


@blueprint.post("/sign-ins")
@every_officer
def end_sign_ins() -> Answer:
    """End all the own sign-ins, or all but this one."""
    everywhere = request.form.get("which") == "all"
    with store().writing() as db:
        ended = own.end_sign_ins(db, viewer(), but="" if everywhere else g.officer.token)
    if everywhere:
        logout_user()
        session.clear()
        flash(_("All your sign-ins have ended, this one too."), "good")
        return redirect(url_for("sign_in.enter"), 303)
    flash(_("Sign-ins ended elsewhere: %(ended)s.", ended=ended), "good")
    return _back()


@blueprint.post("/devices")
@every_officer
def forget_device() -> Answer:
    with store().writing() as db:
        own.forget_device(db, viewer(), _posted_id("device"))
    flash(_("The device is no longer known."), "good")
    return _back()


@blueprint.route("/password", methods=["GET", "POST"])
@every_officer
def password() -> Answer:
    form = PasswordForm()
    problems: Problems = []
    if request.method == "POST":
        if (form.password.data or "") != (form.again.data or ""):
            problems = [("again", _("The two are not the same. Type the password twice."))]
        else:
            try:
                given = (form.old.data or "", form.password.data or "")
                own.change_password(store(), viewer(), g.officer.token, *given)
                flash(_("Your password is changed. Your other sign-ins have ended."), "good")
                return _back()
            except BadInput as error:
                problems = [(error.field or "password", translated(error))]
    return render_template("account/password.html", form=form, problems=problems), (422 if problems else 200)


# ---- second factors --------------------------------------------------------------------------------------------


@blueprint.get("/set-up")
@every_officer
def set_up() -> Answer:
    """To what is still missing before this sign-in opens anything."""
    if not g.officer.limited:
        return _back()
    with store().reading() as db:
        held = second.held_by(db, viewer().officer_id)
    return redirect(url_for("account.add_key" if held.totp else "account.app"), 303)


@blueprint.route("/app", methods=["GET", "POST"])
@every_officer
def app() -> Answer:
    """Set up the authenticator app: its secret as a QR code and in letters, proved by a first code."""
    form, problems = AppForm(), Problems()
    officer_id = viewer().officer_id
    with store().writing() as db:
        token = session.get("app_step", "")
        if request.method == "POST" and totp.confirm(db, officer_id, token, form.code.data or ""):
            held = second.held_by(db, officer_id)
            _now_shown(db, Factor.TOTP, held)
            codes = [] if held.recovery else recovery.renew(db, officer_id)
            secret = ""
        else:
            codes, secret = [], totp.pending(db, officer_id, token) or ""
            if not secret:
                secret, session["app_step"] = totp.begin(db, officer_id)
    if not secret:
        session.pop("app_step", None)
        flash(_("The app is set up."), "good")
        return render_template("account/recovery.html", codes=codes) if codes else _back()
    if request.method == "POST":
        said = _("This is not the app's present code. Wait for the next one, and check the phone's clock.")
        problems = [("code", said)]
    shown = qr_code(totp.uri(secret, viewer().login))
    page = render_template("account/app.html", form=form, problems=problems, qr=shown, secret=secret)
    return page, (422 if problems else 200)


@blueprint.post("/recovery")
@every_officer
def renew_codes() -> Answer:
    """New recovery codes, shown this once."""
    with store().writing() as db:
        if not second.held_by(db, viewer().officer_id).any:
            flash(_("Set up the app first."), "warn")
            return _back()
        codes = recovery.renew(db, viewer().officer_id)
    return render_template("account/recovery.html", codes=codes)


@blueprint.route("/keys/new", methods=["GET", "POST"])
@every_officer
def add_key() -> Answer:
    form, problems = KeyForm(), Problems()
    officer_id, site = viewer().officer_id, second_factor.site()
    if request.method == "POST":
        try:
            with store().writing() as db:
                given = request.form.get("key_token", ""), request.form.get("key_answer", "")
                security_keys.add(db, officer_id, *given, site, form.name.data or "")
                _now_shown(db, Factor.KEY, second.held_by(db, officer_id))
            flash(_("The key is added. It is asked for at your next sign-in."), "good")
            return _back()
        except BadInput as error:
            problems = [(error.field or "name", translated(error))]
    with store().writing() as db:
        question = security_keys.ask_new(db, officer_id, viewer().login, site)
    shown = render_template(
        "account/key.html", form=form, problems=problems, question=question, works=second_factor.keys_work_here()
    )
    return shown, (422 if problems else 200)


@blueprint.post("/keys/remove")
@every_officer
def remove_key() -> Answer:
    with store().writing() as db:
        security_keys.remove(db, viewer().officer_id, _posted_id("key"))
    flash(_("The key is removed."), "good")
    return _back()


def _posted_id(name: str) -> str:
    """An id of the form; empty, which is nothing's, when it is none."""
    given = request.form.get(name, "")
    return given if re.fullmatch(r"[0-9a-f]{32}", given) else ""


def _now_shown(db: Session, factor: Factor, held: Held) -> None:
    """What was just set up was shown to work: it counts for this sign-in."""
    limited = must_set_up(viewer().roles, held, demo=settings().demo, tls=settings().secure_cookies)
    sessions.show_factor(db, g.officer.token, factor, limited=limited)


def _back() -> Response:
    return redirect(url_for("account.page"), 303)
