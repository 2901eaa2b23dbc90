"""What others let the unit read, as it leaves for another program: a joint case, or what was released in a contact.

Nothing leaves that the page does not show, and each record of another unit counts as opened.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, records
from casefile.budgets import spend
from casefile.contact.release import Received, ReceivedField, received
from casefile.errors import BadInput
from casefile.exchange.outgoing.given import CORE, OWN, RELEASED, Given, Shared, Source
from casefile.exchange.stix.objects import filled
from casefile.joint.contents import standing
from casefile.joint.seats import MEMBERS_ONLY, seated
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.sharing import Access
from casefile.policy.viewer import Viewer, require
from casefile.records.views import RecordView
from casefile.storage.in_list import among
from casefile.storage.tables import JointRecord, Record, Unit, new_id
from casefile.vocabulary import Act

STIX = "stix"
EXTENTS = {Access.OWN: OWN, Access.FULL: "full", Access.CORE: CORE}


def take_joint(session: Session, viewer: Viewer, joint_id: str, reason: str) -> Shared:
    """The records of a joint case that this member may read there, as far as they may. Needs a writing session.

    Raises BadInput for who is no member, OverBudget as opening them would. The trail has which records.
    """
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    why, reference = Reason.stated(reason), new_id()
    if at.part is None:
        raise BadInput(MEMBERS_ONLY, field="reason")
    spend.spend(session, viewer, Act.EXPORT, [reference])
    views = records.views_put_in(session, viewer, standing(session, at))
    since = _put_at(session, joint_id)
    guarded = _protected(session, viewer, [view.id for view in views])
    given = tuple(_given(view, since[view.id], protected=view.id in guarded) for view in views)
    audit.write(
        session, viewer, audit.Action.EXPORT, "joint", joint_id, reason=why.text, case_ref=at.case.reference,
        detail={"format": STIX, "reference": reference, "lines": len(given), "records": [view.id for view in views]},
    )  # fmt: skip
    return Shared(reference, _unit(session, viewer), joint_id, at.case.reference, at.case.title, given)


def take_received(session: Session, viewer: Viewer, pointer_id: str, reason: str) -> Shared:
    """The values that the other unit released and that stand, as one object of a kind that was not said.

    Needs a writing session; raises NotThere, and Conflict where nothing was released.
    """
    require(viewer, Permission.CONTACT)
    why, reference = Reason.stated(reason), new_id()
    spend.spend(session, viewer, Act.EXPORT, [reference])
    got = received(session, viewer, pointer_id)
    stand = [one for one in got.fields if one.field is not None]
    audit.write(
        session, viewer, audit.Action.EXPORT, "pointer", pointer_id, reason=why.text,
        detail={"format": STIX, "reference": reference, "lines": len(stand)},
    )  # fmt: skip
    given = (_of_values(session, pointer_id, got, stand),) if stand else ()
    return Shared(reference, _unit(session, viewer), pointer_id, got.reference, "", given)


def _given(view: RecordView, since: datetime, *, protected: bool) -> Given:
    line, rules = view.line, view.rules
    return Given(
        view.id, Source(line.unit_code, line.unit_name), view.identity, since, line.entered_at or since,
        ((rules.handling, rules.handling_text),), EXTENTS[line.access], protected,
        filled(category=rules.subject_category.value if rules.subject_category else ""),
    )  # fmt: skip


def _put_at(session: Session, joint_id: str) -> dict[str, datetime]:
    rows = session.execute(select(JointRecord.record_id, JointRecord.put_at).where(JointRecord.joint_id == joint_id))
    return dict(rows.all())


def _protected(session: Session, viewer: Viewer, ids: list[str]) -> set[str]:
    """Those of the own unit that have come under protection since they were put in: others read them no longer."""
    rows = session.execute(
        select(Record.id, Record.protection).where(among(Record.id, ids), Record.owner_unit_id == viewer.unit_id)
    )
    return {id for id, protection in rows if protection is None or protection}


def _of_values(session: Session, pointer_id: str, got: Received, stand: list[ReceivedField]) -> Given:
    code = session.scalars(select(Unit.code).where(Unit.name == got.from_unit)).first() or ""
    days = [one.released_at for one in stand]
    return Given(
        pointer_id, Source(code, got.from_unit), None, min(days), max(days),
        tuple(dict.fromkeys((one.handling, one.handling_text) for one in stand)), RELEASED,
        values=tuple(_value(one) for one in stand),
    )  # fmt: skip


def _value(one: ReceivedField) -> dict[str, str]:
    field = one.field
    if field is None:
        return {}
    date = field.date
    return filled(
        part=field.part.value, value=field.text, kind=field.kind.value if field.kind else "",
        until=date.until if date else "", about="yes" if date and date.circa else "", country=field.country,
        lang=field.lang, handling=one.handling.value, handling_text=one.handling_text,
    )  # fmt: skip


def _unit(session: Session, viewer: Viewer) -> Source:
    code, name = session.execute(select(Unit.code, Unit.name).where(Unit.id == viewer.unit_id)).one()
    return Source(code, name)
