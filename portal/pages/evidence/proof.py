"""The checkpoint a unit countersigns: to take along, and to bring back signed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import FileField, StringField, TextAreaField

from casefile.audit.proof import countersigned
from casefile.audit.proof.checkpoints import Place
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.policy.permissions import Permission
from portal.forms.base import PageForm
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("proof", __name__, url_prefix="/proof")

LARGEST_NOTE_BYTES = 20_000


class CountersignForm(PageForm):
    note = TextAreaField(lazy_gettext("Countersigned checkpoint"))
    file = FileField(lazy_gettext("Or its file"))
    key = StringField(lazy_gettext("Public key of your unit"))


@blueprint.route("/", methods=["GET", "POST"])
@needs(Permission.COUNTERSIGN)
def page() -> Response | str | tuple[str, int]:
    place = _place()
    offered = countersigned.offered(viewer(), place)
    form = CountersignForm(key=offered.last.key if offered.last else "")
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                countersigned.countersign(session, viewer(), place, _note(form), form.key.data or "")
            flash(_("Kept. Keep your own copy too: it is worth most."), "good")
            return redirect(url_for("proof.page"), 303)
        except BadInput as error:
            problems = [(error.field, translated(error))]
        except Conflict as error:
            problems = [("note", translated(error))]
    return render_template("proof/page.html", form=form, offered=offered, problems=problems), 422 if problems else 200


@blueprint.get("/checkpoint.txt")
@needs(Permission.COUNTERSIGN)
def download() -> Response:
    offered = countersigned.offered(viewer(), _place())
    if not offered.note:
        raise NotThere(MISSING)
    answer = Response(offered.note, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=checkpoint-{offered.size}.txt"
    return answer


def _note(form: CountersignForm) -> str:
    """What was typed in, else the file."""
    if form.note.data and form.note.data.strip():
        return str(form.note.data)
    given = form.file.data
    return given.read(LARGEST_NOTE_BYTES).decode("utf-8", "replace") if hasattr(given, "read") else ""


def _place() -> Place:
    return Place.of(settings())
