"""Which watches of a unit bring it what is of no use, by what the unit itself has said of it.

Reckoned from contacts whose outcome the own unit has stated, and from nothing else: how many hits a watch has that
nobody has decided, that were judged *not the same* or that belong to another desk would tell the unit of records it
may not know of.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.in_list import among
from casefile.storage.tables import ContactLine, Hit, Pointer
from casefile.vocabulary import ContactAct, Outcome

LEAST = 3
"""Contacts of no use below which a watch is not called noisy: two may be chance."""
SHARE = 0.75
"""Of the contacts whose outcome was stated, so many of no use: three in four."""


def noisy(session: Session, viewer: Viewer, watch_ids: Sequence[str] | None = None) -> frozenset[str]:
    """Ids of the own unit's noisy watches; of these where some are given."""
    require(viewer, Permission.READ_WATCH)
    last = (
        select(ContactLine.hit_id, func.max(ContactLine.number).label("number"))
        .where(ContactLine.act == ContactAct.OUTCOME.value, ContactLine.unit_id == viewer.unit_id)
        .group_by(ContactLine.hit_id)
        .subquery()
    )
    statement = (
        select(Hit.watch_id, ContactLine.word)
        .join(last, and_(last.c.hit_id == ContactLine.hit_id, last.c.number == ContactLine.number))
        .join(Hit, Hit.id == ContactLine.hit_id)
        .join(Pointer, and_(Pointer.hit_id == Hit.id, Pointer.unit_id == viewer.unit_id))
        .where(Pointer.own_subject == "watch", Pointer.sent_at.is_not(None), Hit.watch_unit_id == viewer.unit_id)
    )
    if watch_ids is not None:
        statement = statement.where(among(Hit.watch_id, watch_ids))
    stated, useless = Counter[str](), Counter[str]()
    for watch_id, word in session.execute(statement):
        stated[watch_id] += 1
        useless[watch_id] += word == Outcome.NOT_USEFUL.value
    return frozenset(id for id, many in useless.items() if many >= LEAST and many >= SHARE * stated[id])
