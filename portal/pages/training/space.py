"""The page of a training space: what it is, and the button that puts it back to its start. There nowhere else
(`portal.TRAINING_PAGES`)."""

from flask import Blueprint, render_template

from casefile.policy.permissions import Permission
from casefile.training import reset
from portal.web.context import settings, store, viewer
from portal.web.gate import needs

blueprint = Blueprint("training_space", __name__, url_prefix="/training")


@blueprint.get("/")
@needs(Permission.TRAIN)
def page() -> str:
    home = settings().home
    said = reset.why_failed(home)
    return render_template("training/space.html", wanted=reset.is_wanted(home), failed=said)


@blueprint.post("/reset")
@needs(Permission.TRAIN)
def back() -> str:
    """Asked for; the processes end within a second, so the answer is the page itself and no redirect."""
    with store().writing() as session:
        reset.ask_reset(session, viewer(), settings())
    return render_template("training/space.html", wanted=True, failed="")
