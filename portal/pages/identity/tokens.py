"""Tokens of the units' machines, as the administrator sees and ends them. They are made on the command line alone."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.people.machines import api_tokens
from casefile.policy.permissions import Permission
from portal.web.context import store, viewer
from portal.web.gate import needs

blueprint = Blueprint("tokens", __name__, url_prefix="/admin/tokens")


@blueprint.get("/")
@needs(Permission.ADMINISTER)
def listing() -> str:
    with store().reading() as session:
        found = api_tokens.tokens_of(session, viewer())
    return render_template("tokens/listing.html", tokens=found)


@blueprint.post("/<token_id>/revoke")
@needs(Permission.ADMINISTER)
def revoke(token_id: str) -> Response:
    """At once, by one administrator: it may be in other hands."""
    with store().writing() as session:
        ended = api_tokens.revoke(session, viewer(), token_id)
    flash(_("The token %(name)s is revoked.", name=ended.name), "good")
    return redirect(url_for("tokens.listing"), 303)
