"""Interviews of a person of the own unit: those that were held, and the checklist of the next one."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import protection
from casefile.errors import BadInput, Conflict
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.trafficking.indicators import TABLE
from casefile.protection import InterviewDraft
from casefile.storage import tables
from casefile.vocabulary import Indicator, IndicatorGroup, RecordKind
from portal.forms.dates import read_last_day
from portal.pages.entry.opening import own_line
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("interviews", __name__, url_prefix="/records")

GROUPS: Mapping[IndicatorGroup, list[Indicator]] = {
    group: [one for one, speaks in TABLE.items() if speaks.group is group] for group in IndicatorGroup
}


@blueprint.route("/<record_id>/interviews", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def page(record_id: str) -> Response | str | tuple[str, int]:
    """What was ticked at each interview, and the form of another."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                noted = protection.note_interview(session, viewer(), record_id, _draft())
            if noted.raised:
                flash(_("Saved. The person is protected from now on, and the protection desk has been asked."), "good")
            else:
                flash(_("Saved."), "good")
            return redirect(url_for("interviews.page", record_id=record_id), 303)
        except (BadInput, Conflict) as error:
            problems = [(getattr(error, "field", "") or "indicators", translated(error))]
    with store().reading() as session:
        line = own_line(session, record_id)
        held = protection.interviews_of(session, viewer(), record_id)
        names = profiles.names_of(session, viewer(), [one.noted_by for one in held if one.noted_by])
    return render_template(
        "interviews/page.html", line=line, person=line.kind is RecordKind.PERSON, held=held, names=names, groups=GROUPS,
        problems=problems, ticked=request.form.getlist("indicators"),
        day=request.form.get("held_on", f"{tables.now():%d/%m/%Y}"),
    ), (422 if problems else 200)  # fmt: skip


def _draft() -> InterviewDraft:
    known = read_last_day(request.form.get("held_on", ""))
    if known is None:
        raise BadInput("Enter the day, as 31/12/2026.", field="held_on")
    return InterviewDraft(known.date(), request.form.getlist("indicators"))
