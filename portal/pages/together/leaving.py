"""What others let the unit read, taken out for another program with the reason: a joint case, or what was released."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import joint
from casefile.contact.view import contact_of
from casefile.errors import BadInput
from casefile.exchange.outgoing.given import Shared
from casefile.exchange.stix.bundle import TYPE, as_stix
from casefile.policy.permissions import Permission
from casefile.storage import tables
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("leaving", __name__)

Answer = Response | tuple[str, int]
Problems = list[tuple[str, str]]


@blueprint.get("/joint/<joint_id>/file")
@needs(Permission.READ_JOINT)
def of_joint(joint_id: str) -> Answer:
    return _of_joint(joint_id, [])


@blueprint.post("/joint/<joint_id>/file")
@needs(Permission.READ_JOINT)
def take_joint(joint_id: str) -> Answer:
    def take(session: Session, reason: str) -> Shared:
        return joint.take_joint(session, viewer(), joint_id, reason)

    return _taken(take, lambda problems: _of_joint(joint_id, problems))


@blueprint.get("/hits/<pointer_id>/file")
@needs(Permission.CONTACT)
def of_contact(pointer_id: str) -> Answer:
    return _of_contact(pointer_id, [])


@blueprint.post("/hits/<pointer_id>/file")
@needs(Permission.CONTACT)
def take_received(pointer_id: str) -> Answer:
    def take(session: Session, reason: str) -> Shared:
        return joint.take_received(session, viewer(), pointer_id, reason)

    return _taken(take, lambda problems: _of_contact(pointer_id, problems))


def _taken(take: Callable[[Session, str], Shared], page: Callable[[Problems], Answer]) -> Answer:
    try:
        with store().writing() as session:
            shared = take(session, request.form.get("reason", ""))
    except BadInput as error:
        return page([("reason", translated(error))])
    name = f"griot-{tables.now():%Y-%m-%d}-{shared.reference[:8]}.stix.json"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(as_stix(shared), content_type=TYPE, headers=headers)


def _of_joint(joint_id: str, problems: Problems) -> Answer:
    with store().writing() as session:  # the look stands in the trail
        case = joint.open_joint(session, viewer(), joint_id)
    trail = [
        (url_for("joint.listing"), _("Joint cases")),
        (url_for("joint.page", joint_id=joint_id), case.reference),
    ]
    return _page(trail, _("The records put in, as far as you may read them here."), problems)


def _of_contact(pointer_id: str, problems: Problems) -> Answer:
    with store().reading() as session:
        reference = contact_of(session, viewer(), pointer_id).pointer.reference
    trail = [
        (url_for("pointers.listing"), _("Pointers")),
        (url_for("contacts.page", pointer_id=pointer_id), reference),
    ]
    return _page(trail, _("The values that the other unit released to yours and that still stand."), problems)


def _page(trail: list[tuple[str, str]], lead: str, problems: Problems) -> Answer:
    page = render_template("leaving/reason.html", trail=trail, lead=lead, problems=problems, given=request.form)
    return page, (422 if problems else 200)
