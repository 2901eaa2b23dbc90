"""Strong acts ask again who it is, when the second factor is older than five minutes.

The question stands on a page of its own that carries the form along: answered, the form is sent again as it was, and
nothing has to be typed twice. Which acts are strong, and how fresh each wants it, is `policy.identity.factors`.
"""

from collections.abc import Mapping

from flask import Flask, g, render_template, request, url_for
from flask_babel import gettext as _

from casefile.people import sessions
from casefile.policy.identity.factors import StrongAct, needs_step_up
from casefile.sign_in import second
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from portal.web.context import store
from portal.web.identity import second_factor
from portal.web.identity.second_factor import CODE, FIELDS

A = StrongAct
STRONG: Mapping[str, tuple[StrongAct, str]] = {
    "officers.add": (A.GRANT, "POST"),
    "officers.duties": (A.GRANT, "POST"),
    "officers.move": (A.GRANT, "POST"),
    "officers.link": (A.RESET, "POST"),
    "officers.second_factor": (A.RESET, "POST"),
    "officers.deactivate": (A.RESET, "POST"),
    "admin.confirm": (A.APPROVE, "POST"),
    "admin.add_unit": (A.UNIT, "POST"),
    "admin.close_unit": (A.UNIT, "POST"),
    "admin.service": (A.UNIT, "POST"),
    "admin.focal_points": (A.UNIT, "POST"),
    "interviews.sheet": (A.EXPORT, "POST"),
    "admin.approves_watches": (A.UNIT, "POST"),
    "reach.page": (A.UNIT, "POST"),
    "webhooks.add": (A.UNIT, "POST"),
    "webhooks.rotate": (A.UNIT, "POST"),
    "agreements.confirm": (A.APPROVE, "POST"),
    "operations.decide": (A.UNMASK, "POST"),
    "watches.decide": (A.APPROVE, "POST"),
    "protection.lower": (A.UNMASK, "POST"),
    "protection.unmask": (A.UNMASK, "POST"),
    "protection.decide": (A.UNMASK, "POST"),
    "protection.release": (A.UNMASK, "POST"),
    "protection.refer": (A.UNMASK, "POST"),
    "protection.confirm": (A.APPROVE, "POST"),
    "review.unmask": (A.UNMASK, "POST"),
    "exhibits.original": (A.EXPORT, "POST"),
    "contacts.ask": (A.UNMASK, "POST"),
    "contacts.second": (A.UNMASK, "POST"),
    "name_pairs.labelled": (A.EXPORT, "GET"),
    "picture.take_out": (A.EXPORT, "POST"),
    "cases.export": (A.EXPORT, "POST"),
    "ftm.take_out": (A.EXPORT, "POST"),
    "leaving.take_joint": (A.EXPORT, "POST"),
    "leaving.take_received": (A.EXPORT, "POST"),
    "records.export": (A.EXPORT, "POST"),
    "checks.export": (A.EXPORT, "POST"),
    "post_away.extract": (A.EXPORT, "POST"),
    "watches.export": (A.EXPORT, "POST"),
    "pointers.export": (A.EXPORT, "POST"),
    "trainings.export": (A.EXPORT, "POST"),
    "handover.give": (A.EXPORT, "POST"),
    "training_space.back": (A.UNIT, "POST"),
    "retention.hold": (A.HOLD, "POST"),
    "account.password": (A.OWN_SIGN_IN, "POST"),
    "account.app": (A.OWN_SIGN_IN, "GET POST"),
    "account.add_key": (A.OWN_SIGN_IN, "GET POST"),
    "account.remove_key": (A.OWN_SIGN_IN, "POST"),
    "account.renew_codes": (A.OWN_SIGN_IN, "POST"),
}
"""Endpoint: which strong act it is, and by which methods."""


Page = tuple[str, int]


def install(app: Flask) -> None:
    """After the gate and the check of the form's token."""

    @app.before_request
    def step_up() -> Page | None:
        act, methods = STRONG.get(request.endpoint or "", (None, ""))
        method = "GET" if request.method == "HEAD" else request.method
        if act is None or method not in methods.split() or g.get("officer") is None or _is_fresh(act):
            return None
        if request.method == "POST" and second_factor.was_shown():
            return None if shown() else question(wrong=True)
        return question()


def shown() -> bool:
    """Whether the form's second factor is right; then it is noted in this sign-in."""
    with store().writing() as db:
        given = second_factor.shown(digest(g.officer.token))
        factor = second.check(db, g.viewer.officer_id, g.viewer.roles, given)
        if factor is not None:
            sessions.show_factor(db, g.officer.token, factor, limited=g.officer.limited)
    return factor is not None


def question(*, wrong: bool = False) -> Page:
    """The page that asks. A form that was sent is carried along; after a page that was asked for it leads there."""
    with store().writing() as db:
        asked = second_factor.ask(db, g.viewer.officer_id, g.viewer.roles)
    own = request.method == "POST" and request.endpoint != "sign_in.step_up"
    carried = (
        [(name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", *FIELDS}]
        if own
        else [("next", request.form.get("next", request.full_path.rstrip("?")))]
    )
    problems = [(CODE, _("This code or key is wrong, or you must wait a little."))] if wrong else []
    page = render_template(
        "sign_in/step_up.html", asked=asked, carried=carried, problems=problems,
        action=request.full_path.rstrip("?") if own else url_for("sign_in.step_up"),
    )  # fmt: skip
    return page, 422 if wrong else 403


def _is_fresh(act: StrongAct) -> bool:
    moment = tables.now()
    if not needs_step_up(act, g.officer.factor_at, moment, has_factor=True):
        return True
    with store().reading() as db:
        has_factor = second.held_by(db, g.viewer.officer_id).any
    return not needs_step_up(act, g.officer.factor_at, moment, has_factor=has_factor)
