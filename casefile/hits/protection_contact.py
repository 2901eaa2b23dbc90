"""*Same* on a protected hit brings the protection officers of its two sides together, and notifies nobody else.

No pointer, no notice: the contact stands on the list of those who keep a side of it
(`casefile/protection/contacts.py`).
"""

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.hits import pointers
from casefile.policy.disclosure import HitFacts, contact_now
from casefile.policy.states import PROTECTION_CONTACT, ProtectionMove, after
from casefile.storage import tables
from casefile.storage.tables import Hit, ProtectionContact, ProtectionSide, new_id
from casefile.vocabulary import HitState, Json, ProtectionContactState

NOTHING_STATED = {"safe_contact": "", "guardian_name": "", "guardian_authority": "", "guardian_phone": ""}


def open_contact(session: Session, hit: Hit, facts: HitFacts) -> None:
    """Open the contact of a hit that was judged the same; again, with nothing confirmed or released, when it has one.

    `hit` is the row as it stood before the judgement.
    """
    connection, moment = session.connection(), tables.now()
    kept = connection.execute(select(ProtectionContact.__table__).where(ProtectionContact.hit_id == hit.id)).first()
    if kept is None:
        contact_id = new_id()
        row = {"id": contact_id, "hit_id": hit.id, "reference": pointers.new_reference(),
               "state": ProtectionContactState.OPEN.value, "opened_at": moment,
               "outcome": "", "outcome_note": ""}  # fmt: skip
        connection.execute(insert(ProtectionContact), row)
        sides = (("record", hit.record_unit_id), ("watch", hit.watch_unit_id))
        rows = [{"contact_id": contact_id, "side": side, "unit_id": unit, **NOTHING_STATED} for side, unit in sides]
        connection.execute(insert(ProtectionSide), rows)
    else:
        contact_id = kept.id
        before = contact_now(ProtectionContactState(kept.state), HitState(hit.state), facts)
        state = after(PROTECTION_CONTACT, before, ProtectionMove.REOPEN)
        values = {"state": state.value, "opened_at": moment, "closed_at": None, "closed_by": None,
                  "outcome": "", "outcome_note": ""}  # fmt: skip
        connection.execute(update(ProtectionContact).where(ProtectionContact.id == contact_id).values(**values))
        mine = ProtectionSide.contact_id == contact_id
        connection.execute(update(ProtectionSide).where(mine).values(acknowledged_at=None, acknowledged_by=None))
    detail: dict[str, Json] = {"hit": hit.id, "to": [hit.record_unit_id, hit.watch_unit_id]}
    audit.write(session, None, audit.Action.DISCLOSURE, "protection_contact", contact_id, detail=detail)
