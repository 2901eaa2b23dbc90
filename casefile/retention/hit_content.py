"""What hits hold of a record or watch whose content is destroyed: it goes from them too; that they were stays."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from casefile.storage.tables import (
    ContactLine,
    Dossier,
    DossierRequest,
    HeldJudgement,
    Hit,
    NameJudgement,
    Pointer,
    ProtectionContact,
    ProtectionReferral,
    ProtectionRequest,
    ProtectionSide,
    ReleasedField,
    Review,
)
from casefile.vocabulary import DossierState

NOTHING: Mapping[type[ProtectionSide] | type[ProtectionReferral], Mapping[str, str]] = {
    ProtectionSide: {"safe_contact": "", "guardian_name": "", "guardian_authority": "", "guardian_phone": ""},
    ProtectionReferral: {"note": ""},
}
"""Of each table, the columns that say anything of a person, emptied."""


def erase(session: Session, *, record_id: str | None = None, watch_id: str | None = None) -> int:
    """Remove what agreed, what was written about it, also between two desks, and pairs of names learned from it.

    Returns how many hits.

    The hash of the facts goes as well: it could be tested against guesses. A hit's id stands in its place, which keeps
    the pair's history apart. Of a contact the acts stay, and nothing that was written in it; values released were
    never copied, and are gone with the version they stood in. A dossier sent to a magistrate is destroyed; its hashes
    stay, which the magistrate's own copy can be held against.
    """
    mine = Hit.record_id == record_id if record_id is not None else Hit.watch_id == watch_id
    ids = select(Hit.id).where(mine)
    connection = session.connection()
    connection.execute(delete(NameJudgement).where(NameJudgement.hit_id.in_(ids)))
    connection.execute(delete(HeldJudgement).where(HeldJudgement.hit_id.in_(ids)))
    connection.execute(update(Review).where(Review.hit_id.in_(ids)).values(reason="", protection_reason=""))
    connection.execute(update(Pointer).where(Pointer.hit_id.in_(ids)).values(answer_reason=""))
    connection.execute(update(ContactLine).where(ContactLine.hit_id.in_(ids)).values(text="", reason=""))
    connection.execute(update(ReleasedField).where(ReleasedField.hit_id.in_(ids)).values(reason="", handling_text=""))
    _erase_dossiers(session, ids)
    _erase_protection(session, mine, record_id or watch_id or "", "record" if record_id is not None else "watch")
    gone: dict[str, object] = {"evidence": [], "judged_evidence": [], "value_key": None, "score": 0.0}
    done = connection.execute(update(Hit).where(mine).values(facts_hash=Hit.id, **gone))
    return int(done.rowcount)


def _erase_dossiers(session: Session, hit_ids: Select[str]) -> None:
    mine = Dossier.hit_id.in_(hit_ids)
    gone = {"state": DossierState.DESTROYED.value, "content": None, "reason": "", "permission": ""}
    asked = DossierRequest.dossier_id.in_(select(Dossier.id).where(mine))
    session.connection().execute(update(DossierRequest).where(asked).values(text="", answer=""))
    session.connection().execute(update(Dossier).where(mine).values(**gone))


def _erase_protection(session: Session, mine: ColumnElement[bool], subject_id: str, side: str) -> None:
    """Of protection contacts what this side kept; the other side's ends with its own record or watch.

    How the contact ended is written about both, and goes with the first.
    """
    connection, hit_ids = session.connection(), select(Hit.id).where(mine)
    contact_ids = select(ProtectionContact.id).where(ProtectionContact.hit_id.in_(hit_ids))
    ended = update(ProtectionContact).where(ProtectionContact.hit_id.in_(hit_ids))
    connection.execute(ended.values(outcome_note=""))
    for table in (ProtectionSide, ProtectionReferral):
        of_side = (table.contact_id.in_(contact_ids), table.side == side)
        connection.execute(update(table).where(*of_side).values(**NOTHING[table]))
    about = or_(
        ProtectionRequest.subject_id == subject_id,
        ProtectionRequest.subject_id.in_(hit_ids),
        and_(ProtectionRequest.subject_id.in_(contact_ids), ProtectionRequest.side == side),
    )
    connection.execute(update(ProtectionRequest).where(about).values(reason="", answer=""))
