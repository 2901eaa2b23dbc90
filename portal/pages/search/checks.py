"""Lists checked as a whole: pasted or sent, looked at, asked for one reason; four answers, ticks, a file of them."""

from collections.abc import Sequence
from enum import StrEnum

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casefile import errands, records
from casefile.batches import keeping
from casefile.batches.keeping import CheckView, LineView
from casefile.batches.reading import MOST, lines_of_file, read_lines
from casefile.errors import MISSING, BadInput, CasefileError, Conflict, NotThere, OverBudget
from casefile.exchange.workbooks.reading import MAX_BYTES
from casefile.policy.permissions import Permission
from casefile.policy.retention import RESULTS_SHOWN
from casefile.records import RecordLine
from casefile.stamp.arriving import refuse_training
from casefile.vocabulary import LineAnswer, LineKind, Purpose
from portal.pages.search.check_sheet import sheet
from portal.web.bodies import takes_up_to
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand
from portal.web.i18n import lazy_gettext
from portal.web.numbers import whole_number
from portal.web.paging import page_number

blueprint = Blueprint("checks", __name__, url_prefix="/checks")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]
ANSWERS: dict[StrEnum, str] = {
    LineAnswer.FOUND: lazy_gettext("found"),
    LineAnswer.LOOK: lazy_gettext("to look at"),
    LineAnswer.NOTHING: lazy_gettext("nothing"),
    LineAnswer.UNCHECKED: lazy_gettext("could not be checked"),
    LineAnswer.WAITING: lazy_gettext("not checked yet"),
}
TONES = {LineAnswer.FOUND: "bad", LineAnswer.LOOK: "warn", LineAnswer.NOTHING: "calm", LineAnswer.UNCHECKED: "warn"}
KINDS: dict[StrEnum, str] = {
    LineKind.NAME: lazy_gettext("Name"),
    LineKind.PHONE: lazy_gettext("Phone"),
    LineKind.DOCUMENT: lazy_gettext("Document"),
    LineKind.PLATE: lazy_gettext("Plate"),
}


@blueprint.get("/")
@needs(Permission.SEARCH)
def listing() -> str:
    return _listing([])


@blueprint.post("/")
@takes_up_to(MAX_BYTES)
@needs(Permission.SEARCH)
def give() -> Answer:
    """What was pasted or sent is kept and looked at; nothing is asked yet."""
    given = request.files.get("file")
    try:
        if given is not None and given.filename:
            content = given.read(MAX_BYTES + 1)
            lines = lines_of_file(content, request.form.get("column", ""))
        else:
            content = request.form.get("text", "").encode()
            lines = read_lines(request.form.get("text", "").splitlines())
        with store().writing() as session:
            refuse_training(session, content)
            check_id = keeping.receive(session, viewer(), lines)
    except BadInput as error:
        return _listing([(error.field or "text", translated(error))]), 422
    return redirect(url_for("checks.page", check_id=check_id), 303)


@blueprint.get("/<check_id>")
@needs(Permission.SEARCH)
def page(check_id: str) -> str:
    return _page(check_id, [])


@blueprint.post("/<check_id>")
@needs(Permission.SEARCH)
def order(check_id: str) -> Answer:
    """What the lines are is kept; and they are looked at again, or checked for the errand that stands or is given."""
    try:
        with store().writing() as session:
            keeping.set_kinds(session, viewer(), check_id, _kinds(keeping.lines_of(session, viewer(), check_id)))
        if request.form.get("do") == "look":
            return redirect(url_for("checks.page", check_id=check_id, page=request.form.get("page") or 1), 303)
        with store().writing() as session:
            taken = errand.take(session, errand.posted())
            keeping.order(session, viewer(), check_id, taken.reason, taken.case_ref, taken.purpose)
    except (BadInput, OverBudget) as error:
        return _page(check_id, [(getattr(error, "field", "") or "reason", translated(error))]), error.status
    except Conflict as error:
        flash(translated(error), "warn")
    return redirect(url_for("checks.page", check_id=check_id), 303)


@blueprint.post("/<check_id>/seen")
@needs(Permission.SEARCH)
def seen(check_id: str) -> Response:
    """Which lines of the page somebody of the unit has looked at."""
    with store().writing() as session:
        keeping.tick(session, viewer(), check_id, _numbers("line"), _numbers("seen"))
    answer, at = (request.form.get(name) or None for name in ("answer", "page"))
    return redirect(url_for("checks.page", check_id=check_id, answer=answer, page=at), 303)


@blueprint.post("/<check_id>/again")
@needs(Permission.SEARCH)
def again(check_id: str) -> Response:
    """What could not be checked is tried once more."""
    try:
        with store().writing() as session:
            keeping.check_again(session, viewer(), check_id)
    except Conflict as error:
        flash(translated(error), "warn")
    return redirect(url_for("checks.page", check_id=check_id), 303)


@blueprint.route("/<check_id>/export", methods=["GET", "POST"])
@needs(Permission.SEARCH)
def export(check_id: str) -> Answer:
    """The page that asks for the reason, or the file."""
    if request.method == "GET":
        return _export(check_id, [])
    try:
        with store().writing() as session:
            taken = keeping.take_out(session, viewer(), check_id, request.form.get("reason", ""))
    except BadInput as error:
        return _export(check_id, [("reason", translated(error))]), 422
    return sheet(taken, request.form.get("format", ""), {**KINDS, **ANSWERS}, _problem)


def _kinds(lines: Sequence[tuple[LineKind, str]]) -> dict[int, LineKind]:
    """As the form says, line by line; one choice for all lines stands before them."""
    form, kinds = request.form, dict[int, LineKind]()
    if whole := form.get("all", ""):
        return dict.fromkeys(range(len(lines)), _kind(whole))
    for name, word in form.items():
        if name.startswith("kind-") and (at := whole_number(name.removeprefix("kind-"), MOST)) is not None:
            kinds[at] = _kind(word)
    return kinds


def _kind(word: str) -> LineKind:
    if word not in set(LineKind):
        raise BadInput("Choose one of the list.", field="all")
    return LineKind(word)


def _numbers(name: str) -> list[int]:
    return [at for text in request.form.getlist(name) if (at := whole_number(text, MOST)) is not None]


def _listing(problems: Problems) -> str:
    with store().reading() as session:
        found = keeping.checks_of(session, viewer())
    return render_template(
        "checks/listing.html", checks=found, problems=problems, text=request.form.get("text", ""),
        column=request.form.get("column", ""), most=MOST, most_mb=MAX_BYTES // 1024 // 1024, answers=ANSWERS,
        days=RESULTS_SHOWN.days,
    )  # fmt: skip


def _page(check_id: str, problems: Problems) -> str:
    with store().reading() as session:
        view = keeping.opened(session, viewer(), check_id)
    if view.ordered_at is None:
        return _looked_at(view, problems)
    return _results(view)


def _looked_at(view: CheckView, problems: Problems) -> str:
    number = page_number()
    with store().reading() as session:
        lines = keeping.lines_of(session, viewer(), view.id)
        offers = errands.offers(session, viewer())
    pages = -(-len(lines) // keeping.PAGE)
    number = min(number, pages)
    first = (number - 1) * keeping.PAGE
    counts = [(words, sum(kind is one for one, _ in lines)) for kind, words in KINDS.items()]
    return render_template(
        "checks/looked_at.html", view=view, problems=problems, offers=offers, purposes=list(Purpose),
        lines=list(enumerate(lines))[first : first + keeping.PAGE], kinds=KINDS, counts=counts, page=number,
        pages=pages, page_address=lambda at: url_for("checks.page", check_id=view.id, page=at),
        reason={name: request.form.get(name, "") for name in errand.FIELDS},
    )  # fmt: skip


def _results(view: CheckView) -> str:
    word = request.args.get("answer", "")
    answer = LineAnswer(word) if word in set(LineAnswer) else None
    number = page_number()
    with store().writing() as session:  # the trail first: no answer without its line
        try:
            lines, total = keeping.results(
                session, viewer(), view.id, answer, first=(number - 1) * keeping.PAGE
            )  # fmt: skip
        except NotThere as error:
            return render_template("checks/gone.html", view=view, sentence=translated(error))
        known = records.lines(session, viewer(), [id for line in lines for id in line.records])
        keeping.note_shown(session, viewer(), view.id, len(lines), list(known))
    return render_template(
        "checks/results.html", view=view, answer=answer, answers=ANSWERS, tones=TONES, kinds=KINDS,
        rows=[(line, _shown(line, known), _problem(line)) for line in lines], page=number,
        pages=max(1, -(-total // keeping.PAGE)), 
        page_address=lambda at: url_for("checks.page", check_id=view.id, page=at, answer=word or None),
        unchecked=LineAnswer.UNCHECKED,
    )  # fmt: skip


def _shown(line: LineView, known: dict[str, RecordLine]) -> list[RecordLine]:
    """The records of a line that this reader may read now."""
    return [known[id] for id in line.records if id in known]


def _problem(line: LineView) -> str:
    if line.problem is None:
        return ""
    values = line.problem["values"]
    return translated(CasefileError(str(line.problem["message"]), **(values if isinstance(values, dict) else {})))


def _export(check_id: str, problems: Problems) -> str:
    with store().reading() as session:
        view = keeping.opened(session, viewer(), check_id)
    if view.ordered_at is None:
        raise NotThere(MISSING)
    return render_template("checks/export.html", view=view, problems=problems, given=request.form)
