"""Opening what was typed into a search: ask, let another auditor decide, open once. And the auditors' passphrase."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import auditing, sealing
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from portal.show import trail_words
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("seals", __name__, url_prefix="/audit/seals")

Answer = Response | str | tuple[str, int]


@blueprint.get("/")
@needs(Permission.READ_AUDIT)
def listing() -> str:
    return _listing([])


@blueprint.route("/search/<search_id>", methods=["GET", "POST"])
@needs(Permission.READ_AUDIT)
def ask(search_id: str) -> Answer:
    """Ask another auditor to agree."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                auditing.ask_opening(session, viewer(), search_id, request.form.get("reason", ""))
            flash(_("Asked. Another auditor decides within 72 hours."), "good")
            return redirect(url_for("seals.listing"), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    page = render_template("seals/ask.html", problems=problems, reason=request.form.get("reason", ""))
    return page, (422 if problems else 200)


@blueprint.post("/<opening_id>/decide")
@needs(Permission.READ_AUDIT)
def decide(opening_id: str) -> Answer:
    """The second auditor confirms or refuses."""
    confirm = request.form.get("answer") == "confirm"
    try:
        with store().writing() as session:
            auditing.decide_opening(session, viewer(), opening_id, request.form.get("reason", ""), confirm=confirm)
    except BadInput as error:
        return _listing([(f"reason-{opening_id}", translated(error))]), 422
    flash(_("Confirmed. The auditor who asked may open it now.") if confirm else _("Refused. It stays sealed."), "good")
    return redirect(url_for("seals.listing"), 303)


@blueprint.post("/<opening_id>/open")
@needs(Permission.READ_AUDIT)
def open_seal(opening_id: str) -> Answer:
    """Show what was typed, this once."""
    try:
        with store().writing() as session:
            typed = auditing.open_search(session, viewer(), opening_id, request.form.get("passphrase", ""))
    except BadInput as error:
        return _listing([(f"passphrase-{opening_id}", translated(error))]), 422
    return render_template(
        "seals/opened.html", typed={name: value for name, value in typed.items() if value}, words=trail_words
    )


@blueprint.route("/passphrase", methods=["GET", "POST"])
@needs(Permission.READ_AUDIT)
def passphrase() -> Answer:
    """A new passphrase for what is searched from now on."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        typed, again = request.form.get("passphrase", ""), request.form.get("again", "")
        try:
            if typed != again:
                raise BadInput("The two passphrases differ. Type the same one twice.", field="again")
            with store().writing() as session:
                auditing.set_passphrase(session, viewer(), typed)
            flash(_("Set. What is searched from now on opens with it alone: nobody can restore it."), "good")
            return redirect(url_for("seals.listing"), 303)
        except BadInput as error:
            problems = [(error.field or "passphrase", translated(error))]
    with store().reading() as session:
        key = sealing.key_of(session)
    page = render_template("seals/passphrase.html", problems=problems, guarded=bool(key and key.by_passphrase))
    return page, (422 if problems else 200)


def _listing(problems: list[tuple[str, str]]) -> str:
    page = page_number()
    with store().reading() as session:
        found = auditing.openings(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        keys = {one.id: sealing.key_of(session, one.search_id) for one in found if one.may_open}
    return render_template(
        "seals/listing.html", openings=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, page=page, problems=problems,
        asks_passphrase={name for name, key in keys.items() if key and key.by_passphrase},
    )  # fmt: skip
