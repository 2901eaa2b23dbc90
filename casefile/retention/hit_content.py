"""What hits hold of a record or watch whose content is destroyed: it goes from them too; that they were stays."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casefile.storage.tables import ContactLine, Hit, NameJudgement, Pointer, ReleasedField, Review


def erase(session: Session, *, record_id: str | None = None, watch_id: str | None = None) -> int:
    """Remove what agreed, what was written about it, also between two desks, and pairs of names learned from it.

    Returns how many hits.

    The hash of the facts goes as well: it could be tested against guesses. A hit's id stands in its place, which keeps
    the pair's history apart. Of a contact the acts stay, and nothing that was written in it; values released were
    never copied, and are gone with the version they stood in.
    """
    mine = Hit.record_id == record_id if record_id is not None else Hit.watch_id == watch_id
    ids = select(Hit.id).where(mine)
    connection = session.connection()
    connection.execute(delete(NameJudgement).where(NameJudgement.hit_id.in_(ids)))
    connection.execute(update(Review).where(Review.hit_id.in_(ids)).values(reason=""))
    connection.execute(update(Pointer).where(Pointer.hit_id.in_(ids)).values(answer_reason=""))
    connection.execute(update(ContactLine).where(ContactLine.hit_id.in_(ids)).values(text="", reason=""))
    connection.execute(update(ReleasedField).where(ReleasedField.hit_id.in_(ids)).values(reason="", handling_text=""))
    done = connection.execute(update(Hit).where(mine).values(evidence=[], facts_hash=Hit.id, score=0.0))
    return int(done.rowcount)
