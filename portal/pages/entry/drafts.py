"""What is being typed: kept a few seconds after each pause, listed for its officer, thrown away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import drafts
from casefile.policy.permissions import Permission
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.kept import forms as kept_forms
from portal.web.kept import keys as form_keys

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")

MOST_SHOWN = 200


@blueprint.get("/")
@needs(Permission.ENTER_RECORD)
def listing() -> str:
    """The officer's own drafts, newest first."""
    with store().reading() as db:
        found = drafts.list_of(db, viewer(), MOST_SHOWN)
    return render_template("drafts/listing.html", drafts=found, address=kept_forms.address)


@blueprint.post("/keep")
@needs(Permission.ENTER_RECORD)
def keep() -> Response:
    """Asked by the form while it is typed in: 204 kept, 409 saved already or not ours."""
    return Response(status=204 if kept_forms.keep_posted() and not _saved() else 409)


def _saved() -> bool:
    held = form_keys.opened(request.form.get(form_keys.FIELD, ""))
    if held is None:
        return True
    with store().reading() as db:
        return drafts.saved_as(db, viewer(), held.key) is not None


@blueprint.post("/discard")
@needs(Permission.ENTER_RECORD)
def discard() -> Response:
    """Throw an own draft away; whatever else is named stays."""
    with store().writing() as db:
        drafts.discard(db, viewer(), request.form.get("draft", ""))
    flash(_("The draft is thrown away."), "good")
    return redirect(url_for("drafts.listing"), 303)
