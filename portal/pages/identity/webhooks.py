"""Webhooks of the own unit, as its administrator keeps them: made, tested, given another secret, removed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput, Conflict
from casefile.people.machines import calls, webhooks
from casefile.people.machines.webhooks import Made
from casefile.policy.permissions import Permission
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("webhooks", __name__, url_prefix="/admin/webhooks")

MET = {
    "address": lazy_gettext("an address that may not be called"), "name": lazy_gettext("a name without an address"),
    "certificate": lazy_gettext("a certificate that is not good"), "no answer": lazy_gettext("no answer"),
    "late": lazy_gettext("no answer in time"), "key": lazy_gettext("a secret that this installation cannot open"),
}  # fmt: skip
"""What a call met where it was no answer (`indexer/worker/outward.py`); else it is the status of the answer."""

Answer = Response | str | tuple[str, int]


@blueprint.get("/")
@needs(Permission.ADMINISTER)
def listing() -> str:
    with store().reading() as session:
        found = webhooks.webhooks_of(session, viewer())
    return render_template("webhooks/listing.html", webhooks=found)


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def add() -> Answer:
    """The secret is shown once, in the answer itself: no page shows it again."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                made = webhooks.add_webhook(
                    session, viewer(), request.form.get("name", ""), unit=viewer().unit_code,
                    url=request.form.get("url", ""), listed=settings().webhook_private,
                )  # fmt: skip
            return _given(made)
        except BadInput as error:
            problems = [("url" if error.field == "url" else "name", translated(error))]
        except Conflict as error:
            problems = [("name", translated(error))]
    page = render_template("webhooks/new.html", problems=problems, given=request.form)
    return page, (422 if problems else 200)


@blueprint.get("/<webhook_id>")
@needs(Permission.ADMINISTER)
def page(webhook_id: str) -> str:
    with store().reading() as session:
        held = webhooks.webhook_of(session, viewer(), webhook_id)
        newest = webhooks.calls_of(session, viewer(), webhook_id)
    return render_template("webhooks/page.html", webhook=held, calls=newest, met=MET)


@blueprint.post("/<webhook_id>/rotate")
@needs(Permission.ADMINISTER)
def rotate(webhook_id: str) -> Answer:
    with store().writing() as session:
        made = webhooks.rotate(session, viewer(), webhook_id)
    return _given(made)


@blueprint.post("/<webhook_id>/test")
@needs(Permission.ADMINISTER)
def test(webhook_id: str) -> Response:
    """The worker makes the call: a receiver that hangs holds up no page."""
    with store().writing() as session:
        calls.order_trial(session, viewer(), webhook_id)
    flash(_("A test is on its way. Open this page again in some seconds: below stands what it met."), "good")
    return redirect(url_for("webhooks.page", webhook_id=webhook_id), 303)


@blueprint.post("/<webhook_id>/remove")
@needs(Permission.ADMINISTER)
def remove(webhook_id: str) -> Response:
    """At once, by one administrator, as a token."""
    with store().writing() as session:
        ended = webhooks.remove(session, viewer(), webhook_id)
    flash(_("The webhook %(name)s is removed.", name=ended.name), "good")
    return redirect(url_for("webhooks.listing"), 303)


def _given(made: Made) -> str:
    return render_template("webhooks/secret.html", webhook=made.view, secret=made.secret)
