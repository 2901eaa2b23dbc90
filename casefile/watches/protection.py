"""Whether the law protects the subject of a watch: a missing child is sought by the protection desk alone."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, null, select, update
from sqlalchemy.orm import Session

from casefile import hits
from casefile.policy.handling import RuledColumns
from casefile.policy.protection import Sign
from casefile.records.protection import derive
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Unit, Watch, WatchVersion
from casefile.subjects import identity_rows, protection_signs
from casefile.subjects.identity import Identity
from casefile.vocabulary import Protection, SubjectCategory

PAGE = 500


def of_watches(
    session: Session,
    country: str | None,
    watches: Sequence[tuple[str, Identity, RuledColumns]],
    seen_by: str | None = None,
) -> dict[str, list[str]]:
    """The protection of each watch by its content and by the signs kept before; new signs are kept."""
    signs = {
        id: _signs(identity, ruled["subject_category"], ruled["protection"], country) for id, identity, ruled in watches
    }
    return _effective(session, signs, seen_by)


def work_out_pending(session: Session, limit: int = PAGE) -> int:
    """Work out watches that were registered before protection was derived; returns how many. For the schedule."""
    statement = select(Watch.id).where(Watch.protection.is_(null())).order_by(Watch.id).limit(limit)
    ids = session.connection().execute(statement).scalars().all()
    _work_out(session, ids)
    return len(ids)


def work_out(session: Session, watch_ids: Sequence[str]) -> None:
    """Work these watches out again; their hits follow in the same commit."""
    _work_out(session, watch_ids)
    hits.follow_rules(session, watch_ids=watch_ids)


def _work_out(session: Session, watch_ids: Sequence[str]) -> None:
    statement = (
        select(Watch.id, Watch.version, Unit.country, WatchVersion.subject_category, WatchVersion.protection)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(among(Watch.id, watch_ids))
        .order_by(Watch.id)
        .with_for_update(of=Watch)
    )
    rows = session.connection().execute(statement).all()
    known = identity_rows.load_identities(session, [identity_rows.identity_id(r.id, r.version) for r in rows])
    signs = {
        r.id: _signs(identity, r.subject_category, r.protection, r.country)
        for r in rows
        if (identity := known.get(identity_rows.identity_id(r.id, r.version))) is not None
    }
    for id, protection in _effective(session, signs, None).items():
        session.connection().execute(update(Watch).where(Watch.id == id).values(protection=protection))


def _signs(identity: Identity, category: str, stated: Sequence[str], country: str | None) -> tuple[Sign, ...]:
    by_hand = [Protection(p) for p in stated]
    return derive(identity, SubjectCategory(category), by_hand, country=country, today=tables.now().date()).signs


def _effective(session: Session, signs: Mapping[str, tuple[Sign, ...]], seen_by: str | None) -> dict[str, list[str]]:
    """A watch has no part apart: whoever its text names protects the whole of it."""
    protection_signs.add_signs(session, "watch", signs, seen_by)
    standing = protection_signs.standing(session, list(signs))
    return {id: sorted({sign.protection.value for sign in standing.get(id, ())}) for id in signs}
