"""Sealed dossiers: made by a desk or by a unit, sent to a magistrate, read there, asked after."""

import io
import zipfile
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile.contact.view import contact_of
from casefile.errors import BadInput
from casefile.evidence import Dossier, Making, Sealed, Wish, address, export_for_desk, export_for_unit
from casefile.evidence.export import hit_for_desk, ready_for_unit
from casefile.evidence.sealing import sealer_of
from casefile.joint import handover
from casefile.policy.permissions import Permission
from portal.show.dossier import readable
from portal.translations import LANGUAGES
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand
from portal.web.i18n import DEFAULT_LANGUAGE
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("dossiers", __name__, url_prefix="/dossiers")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]
PDF, HTML, ZIP = "application/pdf", "text/html", "application/zip"
READ_AS = {"dossier.pdf": PDF, "dossier.html": HTML}
"""What a magistrate reads of it on screen; the page where there is no PDF."""


# ---- making one ------------------------------------------------------------------------------------------------


@blueprint.get("/hit/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def of_hit(hit_id: str) -> Answer:
    return _of_hit(hit_id, [])


@blueprint.post("/hit/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def export_hit(hit_id: str) -> Answer:
    try:
        made = export_for_desk(store(), viewer(), hit_id, _wish(), _making())
    except BadInput as error:
        return _of_hit(hit_id, [(error.field or "reason", translated(error))])
    return _sent(made)


@blueprint.get("/contact/<pointer_id>")
@needs(Permission.CONTACT)
def of_contact(pointer_id: str) -> Answer:
    return _of_contact(pointer_id, [])


@blueprint.post("/contact/<pointer_id>")
@needs(Permission.CONTACT)
def export_contact(pointer_id: str) -> Answer:
    try:
        made = export_for_unit(store(), viewer(), pointer_id, _wish(), _making())
    except BadInput as error:
        return _of_contact(pointer_id, [(error.field or "reason", translated(error))])
    return _sent(made)


@blueprint.post("/contact/<pointer_id>/send")
@needs(Permission.HAND_OVER)
def send(pointer_id: str) -> Answer:
    """Make one and address it to a magistrate."""
    try:
        address.address(store(), viewer(), pointer_id, request.form.get("officer", ""), _wish(), _making())
    except BadInput as error:
        return _of_contact(pointer_id, [(error.field or "reason", translated(error))])
    flash(_("Sent. The magistrate reads it here, and may ask for more."), "good")
    return redirect(url_for("dossiers.of_contact", pointer_id=pointer_id), 303)


@blueprint.post("/<dossier_id>/answer")
@needs(Permission.CONTACT)
def answer(dossier_id: str) -> Answer:
    """Answer what a magistrate asked for."""
    text = request.form.get("text", "")
    said = _("Answered. The magistrate reads it.")
    return _own(dossier_id, lambda db: address.answer(db, viewer(), dossier_id, text), said)


@blueprint.post("/<dossier_id>/take-back")
@needs(Permission.CONTACT)
def take_back(dossier_id: str) -> Answer:
    reason = request.form.get("reason", "")
    return _own(dossier_id, lambda db: address.take_back(db, viewer(), dossier_id, reason), _("Taken back."))


# ---- the magistrate --------------------------------------------------------------------------------------------


@blueprint.get("/")
@needs(Permission.RECEIVE_CASE)
def received() -> str:
    page = page_number()
    with store().reading() as session:
        found = address.received(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        unread = address.how_many_unread(session, viewer())
    return render_template(
        "dossiers/listing.html", dossiers=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE, unread=unread
    )


@blueprint.get("/<dossier_id>")
@needs(Permission.RECEIVE_CASE)
def page(dossier_id: str) -> Answer:
    return _page(dossier_id, [])


@blueprint.get("/<dossier_id>/read")
@needs(Permission.RECEIVE_CASE)
def read(dossier_id: str) -> Response:
    """What people read of it, on screen: as it was sealed."""
    with store().writing() as session:
        _, content = address.content(session, viewer(), dossier_id)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(one for one in READ_AS if one in archive.namelist())
        return Response(archive.read(name), mimetype=READ_AS[name])


@blueprint.get("/<dossier_id>/file")
@needs(Permission.RECEIVE_CASE)
def file(dossier_id: str) -> Response:
    """The sealed ZIP."""
    with store().writing() as session:
        reference, content = address.content(session, viewer(), dossier_id)
    return _download(f"{reference}.zip", content)


@blueprint.post("/<dossier_id>/more")
@needs(Permission.RECEIVE_CASE)
def more(dossier_id: str) -> Answer:
    try:
        with store().writing() as session:
            address.ask_more(session, viewer(), dossier_id, request.form.get("text", ""))
    except BadInput as error:
        return _page(dossier_id, [(error.field or "text", translated(error))])
    flash(_("Asked. The unit that sent it answers here."), "good")
    return redirect(url_for("dossiers.page", dossier_id=dossier_id), 303)


# ---- what they share -------------------------------------------------------------------------------------------


def _wish() -> Wish:
    standing = errand.current()
    reason = request.form.get("reason", "").strip() or (standing.reason if standing else "")
    return Wish(reason, request.form.get("permission", ""))


def _making() -> Making:
    asked, locale = request.form.get("language", ""), get_locale()
    language = asked if asked in LANGUAGES else locale.language if locale else DEFAULT_LANGUAGE

    def in_the_language(dossier: Dossier) -> dict[str, bytes]:
        return readable(dossier, language)

    return Making(in_the_language, sealer_of(settings(), store()), settings().timestamp_url)


def _sent(made: Sealed) -> Response:
    return _download(made.file_name, made.content)


def _download(name: str, content: bytes) -> Response:
    response = Response(content, mimetype=ZIP)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _own(dossier_id: str, action: Callable[[Session], None], said: str) -> Answer:
    """An act on a dossier of the own unit, and back to its contact."""
    with store().reading() as session:
        pointer_id = address.contact_of_dossier(session, viewer(), dossier_id)
    try:
        with store().writing() as session:
            action(session)
    except BadInput as error:
        return _of_contact(pointer_id, [(f"{error.field or 'text'}-{dossier_id}", translated(error))])
    flash(said, "good")
    return redirect(url_for("dossiers.of_contact", pointer_id=pointer_id), 303)


def _of_hit(hit_id: str, problems: Problems) -> Answer:
    with store().writing() as session:  # locks the hit as reviewing does
        _, desk = hit_for_desk(session, viewer(), hit_id)
    return render_template("dossiers/of_hit.html", hit_id=hit_id, desk=desk, problems=problems, given=request.form), (
        422 if problems else 200
    )


def _of_contact(pointer_id: str, problems: Problems) -> Answer:
    with store().reading() as session:
        ready_for_unit(session, viewer(), pointer_id)
        contact = contact_of(session, viewer(), pointer_id)
        sends = viewer().may(Permission.HAND_OVER)
        return render_template(
            "dossiers/of_contact.html", pointer=contact.pointer, problems=problems, given=request.form,
            dossiers=address.given(session, viewer(), pointer_id),
            magistrates=handover.magistrates(session, viewer()) if sends else [],
        ), (422 if problems else 200)  # fmt: skip


def _page(dossier_id: str, problems: Problems) -> Answer:
    with store().writing() as session:  # the look stands in the trail
        found = address.look_up(session, viewer(), dossier_id)
    return render_template("dossiers/page.html", dossier=found, problems=problems, given=request.form), (
        422 if problems else 200
    )
