"""A unit's own table brought in: sent, looked at, ordered; how far it is; what has to be mended; all taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput, CasefileError
from casefile.exchange.workbooks import keeping, reading
from casefile.exchange.workbooks.columns import Column
from casefile.exchange.workbooks.looking import look
from casefile.exchange.workbooks.plan import KINDS, Plan, Said, SheetPlan
from casefile.policy.permissions import Permission
from casefile.vocabulary import InfoGrade, Purpose, RecordKind, SourceGrade, SubjectCategory
from portal.forms.cases import offered_cases
from portal.pages.running.table_words import COLUMNS, OUTCOMES
from portal.show.cells import safe_cell
from portal.web.bodies import takes_up_to
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.numbers import whole_number

blueprint = Blueprint("tables", __name__, url_prefix="/tables")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LEFT = 100
"""So many of the entries that an undo left are listed."""
Answer = Response | str | tuple[str, int]


@blueprint.get("/")
@needs(Permission.BRING_TABLE)
def listing() -> str:
    return _listing([])


@blueprint.post("/")
@takes_up_to(reading.MAX_BYTES)
@needs(Permission.BRING_TABLE)
def send() -> Answer:
    """A file is kept and looked at; nothing comes of it yet."""
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise BadInput("Choose the file.", field="file")
        content = given.read(reading.MAX_BYTES + 1)
        with store().writing() as session:
            import_id = keeping.receive(session, viewer(), given.filename, content)
    except BadInput as error:
        return _listing([("file", translated(error))]), 422
    return redirect(url_for("tables.page", import_id=import_id), 303)


@blueprint.get("/<import_id>")
@needs(Permission.BRING_TABLE)
def page(import_id: str) -> str:
    return _page(import_id, [])


@blueprint.post("/<import_id>")
@needs(Permission.BRING_TABLE)
def order(import_id: str) -> Answer:
    """What was said of it is kept; and it is looked at again, or brought in."""
    try:
        with store().writing() as session:
            held = keeping.opened(session, viewer(), import_id).plan
            plan = _read(held)
            keeping.set_plan(session, viewer(), import_id, plan, mapping=request.form.get("mapping", ""))
        if request.form.get("do") == "order":
            with store().writing() as session:
                keeping.order(session, viewer(), import_id)
            flash(_("It is on its way in. You may leave this page: it goes on."), "good")
    except BadInput as error:
        return _page(import_id, [(error.field, translated(error))]), 422
    return redirect(url_for("tables.page", import_id=import_id), 303)


@blueprint.post("/<import_id>/undo")
@needs(Permission.BRING_TABLE)
def undo(import_id: str) -> Answer:
    try:
        with store().writing() as session:
            keeping.ask_undo(session, viewer(), import_id, request.form.get("reason", ""))
    except BadInput as error:
        return _page(import_id, [("reason", translated(error))]), 422
    flash(_("What it made is being withdrawn, and what it changed put back."), "good")
    return redirect(url_for("tables.page", import_id=import_id), 303)


@blueprint.get("/<import_id>/refused")
@needs(Permission.BRING_TABLE)
def refused(import_id: str) -> Response:
    """The rows that did not come in, as a workbook of the same columns, each with what is wrong: to mend and send."""
    with store().reading() as session:
        view = keeping.opened(session, viewer(), import_id)
        sheets = keeping.sheets_of(session, viewer(), import_id)
        rows = keeping.refused(session, viewer(), import_id)
    content = _workbook(view.plan, sheets, rows)
    headers = {"Content-Disposition": "attachment; filename=griot-to-mend.xlsx"}
    return Response(content, mimetype=XLSX, headers=headers)


def _workbook(plan: Plan, sheets: tuple[reading.Sheet, ...], rows: list[keeping.Refused]) -> bytes:
    from portal.pages.running.workbook import workbook  # noqa: PLC0415  (half a second that no other page needs)

    made = []
    for at, sheet in enumerate(sheets):
        mine = [row for row in rows if row.sheet == at]
        if not mine:
            continue
        said = plan.sheets[at]
        width = len(said.columns)
        head = list(sheet.rows[said.header]) if said.header >= 0 else [str(COLUMNS[c]) for c in said.columns]
        lines = [[*head, *[""] * (width - len(head)), _("What to mend")]]
        for row in mine:
            cells = list(sheet.rows[row.line - 1])
            lines.append([*cells, *[""] * (width - len(cells)), _what(row, head)])
        made.append((sheet.name or "1", [[safe_cell(cell) for cell in line] for line in lines]))
    return workbook(made)


def _what(row: keeping.Refused, head: list[str]) -> str:
    said = []
    for one in row.problems:
        column = one["column"]
        sentence = translated(CasefileError(one["message"], **one["values"]))
        said.append(f"{head[column]}: {sentence}" if 0 <= column < len(head) and head[column] else sentence)
    return " ".join(said)


def _read(held: Plan) -> Plan:
    """The plan as the form says it. What a form cannot say stays as it is."""
    sheets = tuple(_sheet(at, sheet) for at, sheet in enumerate(held.sheets))
    form = request.form
    said = Said(
        case_id=form.get("case", "").strip(),
        as_watches=form.get("as") == "watches" or not viewer().may(Permission.ENTER_RECORD),
        category=_one(SubjectCategory, "subject_category"),
        ground=form.get("suspicion_note", "").strip(),
        legal_basis=form.get("legal_basis", "").strip(),
        purpose=_one(Purpose, "purpose"),
        source_grade=_one(SourceGrade, "source_grade"),
        info_grade=_one(InfoGrade, "info_grade"),
        watchlist=form.get("watchlist", "").strip(),
    )
    return Plan(sheets, said)


def _sheet(at: int, held: SheetPlan) -> SheetPlan:
    form = request.form
    columns = []
    for place, column in enumerate(held.columns):
        word = form.get(f"s{at}-c{place}", column.value)
        if word not in Column.__members__.values():
            raise BadInput("Choose one of the list.", field=f"s{at}-c{place}")
        columns.append(Column(word))
    kind = form.get(f"s{at}-kind", held.kind.value)
    if kind not in KINDS:
        raise BadInput("Choose one of the list.", field=f"s{at}-kind")
    line = whole_number(form.get(f"s{at}-header", ""), reading.MAX_ROWS)
    header = held.header if line is None else line - 1
    return SheetPlan(header, tuple(columns), RecordKind(kind), bool(form.get(f"s{at}-used")))


def _one(words: type, name: str):  # type: ignore[no-untyped-def]
    given = request.form.get(name, "")
    return words(given) if given in words.__members__.values() else None  # type: ignore[attr-defined]


def _listing(problems: list[tuple[str, str]]) -> str:
    with store().reading() as session:
        found = keeping.imports_of(session, viewer())
    return render_template(
        "tables/listing.html", imports=found, problems=problems, outcomes=OUTCOMES,
        most_mb=reading.MAX_BYTES // 1024 // 1024, most_rows=reading.MAX_ROWS,
    )  # fmt: skip


def _page(import_id: str, problems: list[tuple[str, str]]) -> str:
    with store().reading() as session:
        view = keeping.opened(session, viewer(), import_id)
        seen = look(session, viewer(), import_id) if view.ordered_at is None else None
        cases = offered_cases(session, viewer())
        bad = keeping.refused(session, viewer(), import_id)[:20] if view.ordered_at is not None else []
        left = keeping.left(session, viewer(), import_id)[:MOST_LEFT] if view.undo_at is not None else []
    stopped = translated(CasefileError(str(view.stopped["message"]), **view.stopped["values"])) if view.stopped else ""  # type: ignore[arg-type]
    what = [(row, _what(row, [])) for row in bad]
    return render_template(
        "tables/page.html", view=view, look=seen, problems=problems, cases=cases, columns=COLUMNS, kinds=KINDS,
        outcomes=OUTCOMES, refused=what, left=left, stopped=stopped, may_watch=viewer().may(Permission.WATCH_SUBJECT),
        may_undo=viewer().may(keeping.MAKES[view.plan.said.as_watches]),
        fault=_fault, purposes=Purpose, categories=[c for c in SubjectCategory if c is not SubjectCategory.NONE],
        source_grades=SourceGrade, info_grades=InfoGrade,
    )  # fmt: skip


def _fault(message: str, values: dict[str, int | str]) -> str:
    return translated(CasefileError(message, **values))
