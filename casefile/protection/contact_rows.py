"""A protection contact as the database holds it, its state as its hit stands now, and a move from state to state."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NoReturn

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import N_, Conflict
from casefile.hits.facts import facts_of_hits
from casefile.policy.disclosure import contact_now
from casefile.policy.states import PROTECTION_CONTACT, ProtectionMove
from casefile.policy.viewer import Viewer
from casefile.storage import fresh
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, ProtectionContact, ProtectionSide
from casefile.vocabulary import HitState, ProtectionContactState

SIDES = ("record", "watch")
KIND = "protection_contact"
"""How the trail calls one."""
SECOND_FIRST = N_("Somebody else was first. Open the contact again.")


@dataclass(frozen=True, slots=True)
class Kept:
    """One contact with both its sides, and the state it has as its hit stands now."""

    contact: ProtectionContact
    sides: Mapping[str, ProtectionSide]
    state: ProtectionContactState


def load(session: Session, contact_ids: Collection[str]) -> dict[str, Kept]:
    """The contacts of these ids that exist, in three statements."""
    if not contact_ids:
        return {}
    contacts = [
        one for (one,) in fresh.rows(session, select(ProtectionContact).where(among(ProtectionContact.id, contact_ids)))
    ]
    hit_ids = [one.hit_id for one in contacts]
    facts = facts_of_hits(session, hit_ids)
    states = {
        row.id: HitState(row.state)
        for row in session.connection().execute(select(Hit.id, Hit.state).where(among(Hit.id, hit_ids)))
    }
    sides: dict[str, dict[str, ProtectionSide]] = {}
    for (side,) in fresh.rows(session, select(ProtectionSide).where(among(ProtectionSide.contact_id, contact_ids))):
        sides.setdefault(side.contact_id, {})[side.side] = side
    return {
        one.id: Kept(
            one,
            sides[one.id],
            contact_now(ProtectionContactState(one.state), states[one.hit_id], facts[one.hit_id]),
        )
        for one in contacts
    }


def move_contact(
    session: Session,
    viewer: Viewer,
    kept: Kept,
    move: ProtectionMove,
    *,
    times: int = 1,
    values: Mapping[str, object] = MappingProxyType({}),
) -> ProtectionContactState:
    """Bring the contact to its next state; `values` are other columns of its row. Returns the state.

    What the table lacks is refused and stands in the trail although all else is undone.
    """
    state, subject = kept.state, (KIND, kept.contact.id)
    for _ in range(times):
        state = audit.next_state(session, viewer, PROTECTION_CONTACT, state, move, subject)
    done = session.connection().execute(
        update(ProtectionContact)
        .where(ProtectionContact.id == kept.contact.id, ProtectionContact.state == kept.contact.state)
        .values(state=state.value, **dict(values))
    )
    if not done.rowcount:
        raise Conflict(SECOND_FIRST)
    return state


def refuse_move(session: Session, viewer: Viewer, kept: Kept, move: ProtectionMove, why: str) -> NoReturn:
    """Raises Conflict; who tried which step stands in the trail though nothing else is kept."""
    audit.refuse(session, viewer, Conflict(why), KIND, kept.contact.id, {"state": kept.state.value, "move": move.value})
