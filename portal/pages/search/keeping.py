"""Searches kept to be asked again: the officer's own, the unit's."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput, Conflict
from casefile.policy.permissions import Permission
from casefile.records import search_log
from casefile.searches import questions
from portal.pages.search.asking import FORM_FIELDS, asked_now, blueprint
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs


@blueprint.get("/kept")
@needs(Permission.SEARCH)
def kept() -> str:
    with store().reading() as session:
        found = questions.kept_questions(session, viewer())
    return render_template("search/kept.html", kept=found, may_watch=viewer().may(Permission.WATCH_SUBJECT))


@blueprint.post("/<search_id>/keep")
@needs(Permission.SEARCH)
def keep(search_id: str) -> Response:
    """Keep one of the own searches, for oneself or for the unit."""
    with store().reading() as session:
        asked = search_log.load(session, viewer(), search_id)
    form = {name: asked.form.get(name, "") for name in FORM_FIELDS}
    shared = request.form.get("shared") == "unit"
    try:
        with store().writing() as session:
            questions.keep_question(session, viewer(), form, request.form.get("title", ""), shared=shared)
        flash(_("The search is kept. You find it next to the search form."), "good")
    except (BadInput, Conflict) as error:
        flash(translated(error), "warn")
    return redirect(url_for("search.page", search_id=search_id, page=1), 303)


@blueprint.post("/kept/<question_id>")
@needs(Permission.SEARCH)
def again(question_id: str) -> Response | tuple[str, int] | str:
    """Ask a kept search again, as a new look with the reason of the present errand; or begin a watch with it."""
    with store().writing() as session:
        question = questions.use_question(session, viewer(), question_id)
    to_watch = "watch" in request.form and viewer().may(Permission.WATCH_SUBJECT)
    form = {name: question.form.get(name, "") for name in FORM_FIELDS}
    return asked_now(form, then="watches.new" if to_watch else "search.page")


@blueprint.post("/kept/<question_id>/forget")
@needs(Permission.SEARCH)
def forget(question_id: str) -> Response:
    with store().writing() as session:
        questions.forget_question(session, viewer(), question_id)
    flash(_("The search is not kept any more."), "good")
    return redirect(url_for("search.kept"), 303)
