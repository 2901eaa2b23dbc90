"""The strategic picture of a month, for the coordination office and for analysts; and as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from casefile.coordination.reciprocity import Month
from casefile.errors import BadInput
from casefile.people.profiles import names_of
from casefile.picture import published
from casefile.picture.published import TakenPicture
from casefile.policy.permissions import Permission
from casefile.policy.strategic.tables import PictureTable
from casefile.storage import tables
from portal.pages.lists.exporting import CSV, TYPES, XLSX, Line, file_of, mark_of
from portal.show.document.pdf import NO_FONTS, can_be_made
from portal.show.document.picture import how_to_read, nothing_shown, picture_pdf
from portal.show.labels.picture import TABLES
from portal.translations import LANGUAGES
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import DEFAULT_LANGUAGE

blueprint = Blueprint("picture", __name__, url_prefix="/picture")
PDF = "pdf"
FORMATS = {PDF: "application/pdf", XLSX: TYPES[XLSX], CSV: TYPES[CSV]}


@blueprint.get("/")
@needs(Permission.READ_PICTURE)
def page() -> str:
    """All tables of one month, the newest that is published where none is asked for."""
    offered, month = _months()
    with store().reading() as session:
        picture = published.read(session, viewer(), month)
    return render_template(
        "picture/page.html", picture=picture, months=offered, month=month, words=TABLES, how=how_to_read(),
        nothing=nothing_shown(counted=picture.counted_at is not None),
    )  # fmt: skip


@blueprint.route("/file", methods=["GET", "POST"])
@needs(Permission.READ_PICTURE)
def take_out() -> Response | str | tuple[str, int]:
    """The page that asks for the reason; then the file: one table, or all of them."""
    (_offered, month), problems = _months(), list[tuple[str, str]]()
    if request.method == "POST":
        try:
            return _file(month)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    html = render_template(
        "picture/take_out.html", month=month, words=TABLES, problems=problems, given=request.form,
        table=_which()[0].value if len(_which()) == 1 else "",
    )  # fmt: skip
    return html, (422 if problems else 200)


def _months() -> tuple[list[Month], Month]:
    """The months there are, and the one that is asked for."""
    offered = published.months(tables.now())
    asked = Month.read(request.values.get("month", ""))
    return offered, asked if asked in offered else offered[0]


def _which() -> list[PictureTable]:
    """The table that is asked for; all where it is none."""
    asked = request.values.get("table", "")
    return [one for one in PictureTable if one.value == asked] or list(PictureTable)


def _file(month: Month) -> Response:
    """In the format that was chosen; CSV where none was, or none that there is."""
    form, who = request.form.get("format", ""), viewer()
    form = form if form in FORMATS else CSV
    if form == PDF and not can_be_made():
        raise BadInput(NO_FONTS, field="format")
    with store().writing() as session:
        taken = published.take_out(session, who, month, request.form.get("reason", ""), written_as=form)
        name = names_of(session, who, [who.officer_id]).get(who.officer_id, who.login)
    content = _paper(taken, name) if form == PDF else file_of(list(_lines(taken)), form)
    headers = {"Content-Disposition": f"attachment; filename=griot-picture-{month}.{form}"}
    return Response(content, mimetype=FORMATS[form], headers=headers)


def _paper(taken: TakenPicture, name: str) -> bytes:
    asked, locale = request.form.get("language", ""), get_locale()
    language = asked if asked in LANGUAGES else str(locale or DEFAULT_LANGUAGE)
    return picture_pdf(taken, name, viewer().unit_code, _which(), language)


def _lines(taken: TakenPicture) -> Iterator[Line]:
    """Header block, an empty line, titles, the rows of every table, and the mark again."""
    mark, counted = mark_of(taken.reference, taken.at), taken.picture.counted_at
    yield (mark,)
    yield _("Reason"), taken.reason
    yield _("Month"), str(taken.picture.month)
    yield _("Counted on"), f"{counted:%Y-%m-%d}" if counted else _("not counted yet")
    yield (how_to_read(),)
    yield ()
    yield _("Table"), _("Row"), "", _("How many"), _("Source")
    for table in _which():
        words = TABLES[table]
        for key, figure in taken.picture.tables[table]:
            row: list[Any] = [*words.row(key), ""][:2]
            yield str(words.title), *row, str(figure), str(words.source)
    yield (mark,)
