"""The errand: given, changed, ended. What is looked at meanwhile bears its reason and its case."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import errands
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.vocabulary import Purpose
from portal.pages.sign_in import own_address
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand

blueprint = Blueprint("errand", __name__, url_prefix="/errand")


@blueprint.get("/")
@needs(Permission.SEARCH)
def page() -> str:
    """What may be chosen by one key, and a form for words. Nothing is filled in."""
    return _page(request.args.get("next", ""), [])


@blueprint.post("/")
@needs(Permission.SEARCH)
def begin() -> Response | tuple[str, int]:
    """Begin an errand and go back to where it was asked for."""
    wanted = request.form.get("next", "")
    try:
        with store().writing() as session:
            errand.take(session, errand.posted())
    except BadInput as error:
        return _page(wanted, [(error.field or "reason", translated(error))]), 422
    return redirect(own_address(wanted) or url_for("search.form"), 303)


@blueprint.post("/end")
@needs(Permission.SEARCH)
def end() -> Response:
    with store().writing() as session:
        errands.end(session, viewer(), g.officer.token)
    errand.forget()
    flash(_("The errand is ended. The next look asks for its reason."), "good")
    return redirect(own_address(request.form.get("next", "")) or url_for("home.start"), 303)


def _page(wanted: str, problems: list[tuple[str, str]]) -> str:
    with store().reading() as session:
        offers = errands.offers(session, viewer())
    return render_template(
        "errand/page.html", offers=offers, problems=problems, next=own_address(wanted), purposes=list(Purpose),
        reason={name: request.form.get(name, "") for name in errand.FIELDS}, minutes=settings().errand_min,
    )  # fmt: skip
