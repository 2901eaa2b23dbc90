"""Exhibits: a file comes in, in one go or part by part; its page with the chain of custody; the steps of its holder.

A browser with scripts sends parts and goes on after a broken line (the way of tus.io: HEAD asks how much is there,
PATCH sends the next part). Without scripts a file of up to `LARGEST_FILE_BYTES` comes with the form.
"""

import base64
import itertools
from collections.abc import Callable, Iterator

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from casefile import exhibits
from casefile.errors import BadInput, CasefileError, NotThere
from casefile.exhibits import ExhibitDraft
from casefile.policy.exhibits import MOST_BYTES, PART_BYTES
from casefile.policy.permissions import Permission
from portal.web.bodies import LARGEST_FILE_BYTES, takes, takes_up_to
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.numbers import whole_number
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("exhibits", __name__, url_prefix="/exhibits")

Answer = Response | str | tuple[str, int]
Step = Callable[[Session, str], None]
STEPS: dict[str, tuple[Step, str]] = {
    "hand_on": (
        lambda session, id: exhibits.hand_on(session, viewer(), id, request.form.get("officer", ""), _reason()),
        lazy_gettext("Offered. It stays yours until your colleague takes it over."),
    ),
    "take_over": (lambda session, id: exhibits.take_over(session, viewer(), id), lazy_gettext("You hold it now.")),
    "decline": (
        lambda session, id: exhibits.decline(session, viewer(), id, _reason()),
        lazy_gettext("Declined. It stays with who offered it."),
    ),
    "take_back": (lambda session, id: exhibits.take_back(session, viewer(), id), lazy_gettext("Taken back.")),
    "send_out": (
        lambda session, id: exhibits.send_out(session, viewer(), id, request.form.get("outside", ""), _reason()),
        lazy_gettext("Noted: it is out."),
    ),
    "return": (
        lambda session, id: exhibits.return_in(session, viewer(), id, _reason()), lazy_gettext("Noted: it is back.")
    ),
    "claim": (
        lambda session, id: exhibits.claim(session, viewer(), id, _reason()), lazy_gettext("You hold it now.")
    ),
}  # fmt: skip
"""Each step of custody: what it does, and what is said when it is done."""


@blueprint.get("/")
@needs(Permission.KEEP_EXHIBITS)
def listing() -> str:
    """What the officer holds, what was offered, and what is half-way in."""
    page = page_number()
    with store().reading() as session:
        found = exhibits.own(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        coming = exhibits.unfinished(session, viewer())
        waiting = exhibits.how_many_wait(session, viewer())
    return render_template(
        "exhibits/listing.html", exhibits=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE, coming=coming,
        waiting=waiting,
    )  # fmt: skip


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.KEEP_EXHIBITS)
@takes_up_to(LARGEST_FILE_BYTES)
def new() -> Answer:
    """Add a file to a record (`record`) or a case (`case`), in one go."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return redirect(url_for("exhibits.page", exhibit_id=_in_one_go(request.files.get("file"))), 303)
        except BadInput as error:
            problems = [(error.field or "file", translated(error))]
    with store().reading() as session:
        coming = exhibits.unfinished(session, viewer())
    return render_template(
        "exhibits/new.html", problems=problems, given=request.values, coming=coming, part_bytes=PART_BYTES,
        most=MOST_BYTES // (1024 * 1024), in_one_go=LARGEST_FILE_BYTES // (1024 * 1024),
    ), (422 if problems else 200)  # fmt: skip


def _in_one_go(file: FileStorage | None) -> str:
    if file is None or not file.filename:
        raise BadInput("Choose a file.", field="file")
    file.stream.seek(0, 2)
    size = file.stream.tell()
    file.stream.seek(0)
    exhibit_id = exhibits.bring_in(store(), viewer(), _draft(file.filename, size), file.stream)
    _say_received()
    return exhibit_id


def _draft(name: str, size: int) -> ExhibitDraft:
    given = request.form
    return ExhibitDraft(
        name, size, given.get("description", ""), given.get("kept_at", ""), given.get("record", ""),
        given.get("case", ""),
    )  # fmt: skip


def _say_received() -> None:
    flash(_("Received. The file is kept as it came; its hash stands below."), "good")


# ---- part by part: asked by portal/static/exhibits.js ------------------------------------------------------------


@blueprint.post("/uploads")
@needs(Permission.KEEP_EXHIBITS)
def begin() -> Response:
    """Announce a file. 201 and its address; 422 and why not, in words."""
    size = request.form.get("size", "")
    try:
        with store().writing() as session:
            draft = _draft(request.form.get("name", ""), whole_number(size) or 0)
            exhibit_id = exhibits.begin(session, viewer(), draft)
    except CasefileError as error:
        return _said(error)
    return Response(status=201, headers={"Location": url_for("exhibits.upload", exhibit_id=exhibit_id)})


@blueprint.route("/uploads/<exhibit_id>", methods=["HEAD", "PATCH"])
@needs(Permission.KEEP_EXHIBITS)
@takes("application/offset+octet-stream")
def upload(exhibit_id: str) -> Response:
    """HEAD: how much is there. PATCH: the next part; after the last one 201 and the exhibit's address."""
    if request.method == "HEAD":
        with store().reading() as session:
            here = exhibits.arriving(session, viewer(), exhibit_id)
        return Response(headers={"Upload-Offset": str(here.received), "Upload-Length": str(here.size)})
    stated = whole_number(request.headers.get("Upload-Offset", ""))
    at = -1 if stated is None else stated
    try:
        if request.content_length or at != _whole(exhibit_id):
            with store().writing() as session:
                here = exhibits.add_part(session, viewer(), exhibit_id, at, request.get_data(cache=False))
            if not here.whole:
                return Response(status=204, headers={"Upload-Offset": str(here.received)})
        exhibits.take_in(store(), viewer(), exhibit_id)
        _say_received()
    except NotThere:
        raise
    except CasefileError as error:
        return _said(error)
    return Response(status=201, headers={"Location": url_for("exhibits.page", exhibit_id=exhibit_id)})


def _whole(exhibit_id: str) -> int:
    """The size of a file whose last part is here already: it is sent for once more when the answer was lost."""
    with store().reading() as session:
        here = exhibits.arriving(session, viewer(), exhibit_id)
    return here.size if here.whole else -1


@blueprint.post("/uploads/<exhibit_id>/drop")
@needs(Permission.KEEP_EXHIBITS)
def drop(exhibit_id: str) -> Answer:
    with store().writing() as session:
        exhibits.drop(session, viewer(), exhibit_id)
    flash(_("Dropped. Nothing of it is kept."), "good")
    return redirect(url_for("exhibits.listing"), 303)


def _said(error: CasefileError) -> Response:
    return Response(translated(error), status=error.status, mimetype="text/plain")


# ---- one exhibit -------------------------------------------------------------------------------------------------


@blueprint.get("/<exhibit_id>")
@needs(Permission.KEEP_EXHIBITS)
def page(exhibit_id: str) -> Answer:
    return _page(exhibit_id, [])


def _page(exhibit_id: str, problems: list[tuple[str, str]]) -> Answer:
    with store().reading() as session:
        found = exhibits.exhibit_of(session, viewer(), exhibit_id)
        colleagues = exhibits.colleagues(session, viewer()) if found.may("hand_on") else []
    return render_template(
        "exhibits/page.html", exhibit=found, colleagues=colleagues, problems=problems, given=request.form
    ), (422 if problems else 200)


@blueprint.get("/<exhibit_id>/small", endpoint="small")
@blueprint.get("/<exhibit_id>/large", endpoint="large")
@needs(Permission.KEEP_EXHIBITS)
def picture(exhibit_id: str) -> Response:
    """A picture drawn again from the exhibit, without place or camera."""
    with store().reading() as session:
        drawn = exhibits.picture_of(session, viewer(), exhibit_id, small=request.endpoint == "exhibits.small")
    return Response(drawn, mimetype="image/jpeg")


@blueprint.post("/<exhibit_id>/original")
@needs(Permission.KEEP_EXHIBITS)
def original(exhibit_id: str) -> Answer:
    """The file as it was received, to keep; who opened it and why joins the chain of custody."""
    try:
        with store().writing() as session:
            row = exhibits.open_original(session, viewer(), exhibit_id, _reason())
            name, size, digest = f"{row.reference}.{row.name.rpartition('.')[2].lower()}", row.size, row.sha256
    except BadInput as error:
        return _page(exhibit_id, [(error.field or "reason", translated(error))])
    who, db = viewer(), store()

    def content() -> Iterator[bytes]:
        for number in itertools.count():
            with db.reading() as session:
                part = exhibits.part_of(session, who, exhibit_id, number)
            if not part:
                return
            yield part

    return Response(
        content(), mimetype="application/octet-stream",
        headers={
            "Content-Length": str(size), "Content-Disposition": f'attachment; filename="{name}"',
            "Repr-Digest": f"sha-256=:{_base64(digest)}:", "Content-Encoding": "identity",
        },
    )  # fmt: skip


@blueprint.post("/<exhibit_id>/step")
@needs(Permission.KEEP_EXHIBITS)
def step(exhibit_id: str) -> Answer:
    """One step of custody; which one is in the form."""
    asked = STEPS.get(request.form.get("step", ""))
    try:
        if asked is None:
            raise BadInput("Choose one of the steps.", field="step")
        do, said = asked
        with store().writing() as session:
            do(session, exhibit_id)
    except BadInput as error:
        return _page(exhibit_id, [(error.field or "reason", translated(error))])
    flash(said, "good")
    return redirect(url_for("exhibits.page", exhibit_id=exhibit_id), 303)


def _reason() -> str:
    return request.form.get("reason", "")


def _base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode()
