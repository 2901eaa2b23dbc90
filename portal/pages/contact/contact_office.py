"""The coordination office's list of contacts that need it, and one of them opened."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.contact import office
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from portal.show import contact as show
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("contact_office", __name__, url_prefix="/contacts")

Answer = Response | str | tuple[str, int]
CAUSES = {
    "acknowledge": lazy_gettext("Has not acknowledged"),
    "decide": lazy_gettext("Has not decided"),
    "help": lazy_gettext("Asks for help"),
    "recall": lazy_gettext("Has not noted a recall"),
}


@blueprint.get("/")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def listing() -> str:
    with store().reading() as session:
        found = office.waiting(session, viewer())
    return render_template("contact_office/listing.html", lines=found, causes=CAUSES)


@blueprint.get("/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def page(hit_id: str) -> Answer:
    return _page(hit_id, [])


@blueprint.post("/<hit_id>/message")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def message(hit_id: str) -> Answer:
    try:
        with store().writing() as session:
            office.answer(session, viewer(), hit_id, request.form.get("text", ""), request.form.get("to", ""))
    except BadInput as error:
        return _page(hit_id, [(error.field, translated(error))]), 422
    flash(_("Sent."), "good")
    return redirect(url_for("contact_office.page", hit_id=hit_id), 303)


@blueprint.post("/<hit_id>/close")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def close(hit_id: str) -> Answer:
    try:
        with store().writing() as session:
            office.close(session, viewer(), hit_id, request.form.get("reason", ""))
    except BadInput as error:
        return _page(hit_id, [(error.field, translated(error))]), 422
    flash(_("The contact is closed."), "good")
    return redirect(url_for("contact_office.listing"), 303)


def _page(hit_id: str, problems: list[tuple[str, str]]) -> str:
    with store().writing() as session:
        found = office.opened(session, viewer(), hit_id)
    return render_template(
        "contact_office/page.html", contact=found, problems=problems, given=request.form, show=show, causes=CAUSES
    )
