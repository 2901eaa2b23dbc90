"""What others let the unit read, taken out for another program with the reason: a joint case, or what was released."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import joint
from casefile.contact.view import contact_of
from casefile.errors import BadInput
from casefile.exchange.networks.writing import FORMATS as NETWORKS
from casefile.exchange.networks.writing import written
from casefile.exchange.outgoing.given import Shared
from casefile.exchange.stix.bundle import TYPE, as_stix
from casefile.people import units
from casefile.people.profiles import names_of
from casefile.policy.permissions import Permission
from casefile.storage import tables
from portal.pages.ftm import DRAWN, STIX, language_asked
from portal.show.cells import safe_cell
from portal.show.document.case import Sheet
from portal.show.document.network import network_pdf
from portal.show.document.pdf import NO_FONTS, can_be_made
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("leaving", __name__)

FORMATS = {STIX: ("stix.json", TYPE), DRAWN: ("network.pdf", "application/pdf"), **NETWORKS}
"""Each format of a joint case with the ending of its files and their type; what was released leaves as STIX alone."""

Answer = Response | tuple[str, int]
Problems = list[tuple[str, str]]


@blueprint.get("/joint/<joint_id>/file")
@needs(Permission.READ_JOINT)
def of_joint(joint_id: str) -> Answer:
    return _of_joint(joint_id, [])


@blueprint.post("/joint/<joint_id>/file")
@needs(Permission.READ_JOINT)
def take_joint(joint_id: str) -> Answer:
    form = request.form.get("format", STIX)
    form = form if form in FORMATS else STIX
    ending, type = FORMATS[form]

    def take(session: Session, reason: str) -> tuple[str, bytes]:
        if form == STIX:
            return _stix(joint.take_joint(session, viewer(), joint_id, reason))
        if form == DRAWN and not can_be_made():
            raise BadInput(NO_FONTS, field="format")
        taken = joint.take_joint_network(session, viewer(), joint_id, reason, written_as=form)
        if form == DRAWN:
            return taken.network.reference, _drawn(session, taken, reason)
        return taken.network.reference, written(taken.network, form, safe_cell)

    return _taken(take, lambda problems: _of_joint(joint_id, problems), ending, type)


@blueprint.get("/hits/<pointer_id>/file")
@needs(Permission.CONTACT)
def of_contact(pointer_id: str) -> Answer:
    return _of_contact(pointer_id, [])


@blueprint.post("/hits/<pointer_id>/file")
@needs(Permission.CONTACT)
def take_received(pointer_id: str) -> Answer:
    def take(session: Session, reason: str) -> tuple[str, bytes]:
        return _stix(joint.take_received(session, viewer(), pointer_id, reason))

    return _taken(take, lambda problems: _of_contact(pointer_id, problems), *FORMATS[STIX])


def _stix(shared: Shared) -> tuple[str, bytes]:
    return shared.reference, as_stix(shared)


def _drawn(session: Session, taken: joint.JointNetwork, reason: str) -> bytes:
    """The network on one page, in the name of who takes it out."""
    who = viewer()
    name = names_of(session, who, [who.officer_id]).get(who.officer_id, who.login)
    unit = units.unit(session, who.unit_id).name
    sheet = Sheet(name, unit, tables.now(), reason.strip(), taken.digest)
    called = " · ".join((taken.reference, taken.title, *taken.units))
    return network_pdf(taken.network, sheet, called, language_asked())


def _taken(
    take: Callable[[Session, str], tuple[str, bytes]], page: Callable[[Problems], Answer], ending: str, type: str
) -> Answer:
    try:
        with store().writing() as session:
            reference, content = take(session, request.form.get("reason", ""))
    except BadInput as error:
        return page([(error.field or "reason", translated(error))])
    name = f"griot-{tables.now():%Y-%m-%d}-{reference[:8]}.{ending}"
    return Response(content, content_type=type, headers={"Content-Disposition": f"attachment; filename={name}"})


def _of_joint(joint_id: str, problems: Problems) -> Answer:
    with store().writing() as session:  # the look stands in the trail
        case = joint.open_joint(session, viewer(), joint_id)
    trail = [
        (url_for("joint.listing"), _("Joint cases")),
        (url_for("joint.page", joint_id=joint_id), case.reference),
    ]
    return _page(trail, _("The records put in, as far as you may read them here."), problems, of_joint=True)


def _of_contact(pointer_id: str, problems: Problems) -> Answer:
    with store().reading() as session:
        reference = contact_of(session, viewer(), pointer_id).pointer.reference
    trail = [
        (url_for("pointers.listing"), _("Pointers")),
        (url_for("contacts.page", pointer_id=pointer_id), reference),
    ]
    return _page(trail, _("The values that the other unit released to yours and that still stand."), problems)


def _page(trail: list[tuple[str, str]], lead: str, problems: Problems, *, of_joint: bool = False) -> Answer:
    page = render_template(
        "leaving/reason.html", trail=trail, lead=lead, problems=problems, given=request.form, of_joint=of_joint
    )
    return page, (422 if problems else 200)
