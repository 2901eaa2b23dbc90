"""The register of training: who was trained in what, by whom and when. Nothing is changed; errors are withdrawn."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.training import register
from casefile.vocabulary import TrainingCourse
from portal.forms.dates import read_last_day
from portal.forms.fields import choices
from portal.forms.one_of import one_of
from portal.pages.lists.exporting import exported
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.tables import TRAININGS
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("trainings", __name__, url_prefix="/trainings")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]


@blueprint.get("/", endpoint="listing")
@needs(Permission.TRAIN)
def overview() -> str:
    return render_template("training/register.html", list=listing(TRAININGS))


@blueprint.post("/find")
@needs(Permission.TRAIN)
def find() -> Response:
    return asked_anew(TRAININGS)


@blueprint.post("/export")
@needs(Permission.TRAIN)
def export() -> Answer:
    """Take the list out as a file, with the reason."""
    return exported(TRAININGS)


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.TRAIN)
def new() -> Answer:
    problems: Problems = []
    form = request.form
    if request.method == "POST":
        try:
            draft = _draft()
            with store().writing() as session:
                register.note_training(session, viewer(), draft)
            flash(_("Noted in the register."), "good")
            return redirect(url_for("trainings.listing"), 303)
        except BadInput as error:
            problems = [(error.field or "officer", translated(error))]
    with store().reading() as session:
        people = register.trainable(session, viewer())
    return render_template(
        "training/new.html", people=people, courses=choices(TrainingCourse), problems=problems, given=form
    ), (422 if problems else 200)


@blueprint.route("/<training_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.TRAIN)
def withdraw(training_id: str) -> Answer:
    problems: Problems = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                register.withdraw_training(session, viewer(), training_id, request.form.get("reason", ""))
            flash(_("Withdrawn. It stays in the register, with the reason."), "good")
            return redirect(url_for("trainings.listing"), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().writing() as session:
        view = register.open_training(session, viewer(), training_id)
    return render_template("training/withdraw.html", view=view, problems=problems), (422 if problems else 200)


def _draft() -> register.TrainingDraft:
    form = request.form
    if (day := read_last_day(form.get("day", ""))) is None:
        raise BadInput("Enter the day, as 31/12/2026.", field="day")
    return register.TrainingDraft(
        form.get("officer", ""), one_of(TrainingCourse, form.get("course", ""), "course"), day.date(),
        form.get("tutor", ""),
    )  # fmt: skip
