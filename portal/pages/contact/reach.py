"""How a unit's desk is reached and its two clocks: one form of the administrator's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, TextAreaField

from casefile.contact.reach import Reach, reach_of, set_reach
from casefile.errors import BadInput
from casefile.people import units
from casefile.policy.permissions import Permission
from portal.forms.base import PageForm
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("reach", __name__, url_prefix="/admin/units")

Answer = Response | str | tuple[str, int]


class ReachForm(PageForm):
    telephone = StringField(lazy_gettext("Telephone"))
    hours = StringField(lazy_gettext("Opening hours"))
    holidays = TextAreaField(lazy_gettext("Holidays"))
    languages = StringField(lazy_gettext("Languages spoken"))
    ack_hours = IntegerField(lazy_gettext("Hours to acknowledge"))
    decide_hours = IntegerField(lazy_gettext("Hours to decide"))


@blueprint.route("/<unit_id>/reach", methods=["GET", "POST"])
@needs(Permission.ADMINISTER)
def page(unit_id: str) -> Answer:
    with store().reading() as session:
        unit, known = units.unit(session, unit_id), reach_of(session, unit_id)
    form = ReachForm(
        telephone=known.telephone, hours=known.hours, holidays="\n".join(known.holidays),
        languages=", ".join(known.languages), ack_hours=known.ack_hours, decide_hours=known.decide_hours,
    )  # fmt: skip
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as session:
                set_reach(session, viewer(), unit_id, _given(form))
            flash(_("Kept. It holds for contacts from now on and for those that are open."), "good")
            return redirect(url_for("admin.units"), 303)
        except BadInput as error:
            problems = [(error.field, translated(error))]
    return render_template("admin/reach.html", form=form, unit=unit, problems=problems), (422 if problems else 200)


def _given(form: ReachForm) -> Reach:
    return Reach(
        telephone=form.telephone.data or "",
        hours=form.hours.data or "",
        holidays=tuple((form.holidays.data or "").replace(",", " ").split()),
        languages=tuple((form.languages.data or "").replace(",", " ").split()),
        ack_hours=form.ack_hours.data or 0,
        decide_hours=form.decide_hours.data or 0,
    )
