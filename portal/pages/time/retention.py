"""How long the unit's records are kept: what is due, extending one, holding it by order, letting go of a hold."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import retention
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere
from casefile.people import profiles
from casefile.policy.disclosure import is_networks
from casefile.policy.permissions import Permission
from portal.forms.last_day import last_day
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.numbers import version_seen
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("retention", __name__, url_prefix="/retention")

Answer = Response | str | tuple[str, int]


@blueprint.get("/")
@needs(Permission.READ_RECORD)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        due = retention.due(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        held, leaving = retention.held(session, viewer()), retention.leaving(session, viewer())
    return render_template(
        "retention/listing.html", due=due[:PAGE_SIZE], more=len(due) > PAGE_SIZE, page=page, held=held, leaving=leaving,
        office=is_networks(viewer()),
    )  # fmt: skip


@blueprint.route("/<record_id>/extend", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def extend(record_id: str) -> Answer:
    """Keep a record whose review is due until a later day."""
    if request.method == "GET":
        return _page("retention/extend.html", record_id)
    try:
        with store().writing() as session:
            reason, seen = request.form.get("reason", ""), request.form.get("version", "")
            retention.extend(session, viewer(), record_id, _day(), reason, expected_version=version_seen(seen))
    except (BadInput, Conflict) as error:
        return _page("retention/extend.html", record_id, error)
    flash(_("Extended. Your unit is asked again before the new date."), "good")
    return redirect(url_for("retention.listing"), 303)


def _ask(session: Session, record_id: str, reason: str) -> None:
    authority = request.form.get("authority", "")
    retention.ask_hold(session, viewer(), record_id, authority=authority, reason=reason, until=_day())


STEPS: Mapping[str, Callable[[Session, str, str], object]] = {
    "ask": _ask,
    "lift": lambda session, record_id, reason: retention.ask_lifting(session, viewer(), record_id, reason),
    "confirm": lambda session, record_id, reason: retention.confirm(session, viewer(), record_id),
    "refuse": lambda session, record_id, reason: retention.refuse_hold(session, viewer(), record_id, reason),
}
DONE = {
    "ask": lazy_gettext("Asked. It is held as soon as a second officer of your unit confirms."),
    "lift": lazy_gettext("Asked. It stays held until a second officer of your unit confirms."),
    "confirm": lazy_gettext("Confirmed."),
    "refuse": lazy_gettext("Refused. Nothing changes."),
}


@blueprint.route("/<record_id>/hold", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def hold(record_id: str) -> Answer:
    """Ask for a hold or for its lifting; confirm or refuse what another officer asked for."""
    if request.method == "GET":
        return _page("retention/hold.html", record_id)
    step = request.form.get("step", "")
    if step not in STEPS:
        raise NotThere(MISSING)
    try:
        with store().writing() as session:
            STEPS[step](session, record_id, request.form.get("reason", ""))
    except (BadInput, Conflict, NotAllowed) as error:
        return _page("retention/hold.html", record_id, error)
    flash(str(DONE[step]), "good")
    return redirect(url_for("retention.listing"), 303)


def _day() -> datetime:
    return last_day(request.form.get("until", ""), "until")


def _page(template: str, record_id: str, error: BadInput | Conflict | NotAllowed | None = None) -> Answer:
    """The page as things stand now, with what was refused; what was typed stays."""
    with store().reading() as session:
        one = retention.dated(session, viewer(), record_id)
        asked_by = [one.hold.asked_by, one.hold.confirmed_by, one.hold.lift_by] if one.hold else []
        names = profiles.names_of(session, viewer(), [officer for officer in asked_by if officer])
    problems = [(getattr(error, "field", ""), translated(error))] if error else []
    page = render_template(template, one=one, names=names, problems=problems, given=request.form)
    return (page, error.status) if error else page
