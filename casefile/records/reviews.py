"""Reviews that a rule raises at the protection desk, in the transaction of what raised them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.protection import is_the_victim
from casefile.policy.trafficking.victims import is_trafficked
from casefile.records.protection_links import Linked
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import ProtectionReview, Record, new_id
from casefile.subjects.identity_rows import identity_id
from casefile.subjects.offences import rows as offence_rows
from casefile.vocabulary import LinkRole, RecordKind, ReviewGround, SubjectCategory


def raise_reviews(session: Session, record_ids: Iterable[str], ground: ReviewGround, detail: str = "") -> list[str]:
    """Have the desk look at these records; the same ground, decided or not, asks once. Returns whose review is new."""
    wanted = sorted(set(record_ids))
    if not wanted:
        return []
    same = (ProtectionReview.ground == ground.value, ProtectionReview.detail == detail)
    known = session.scalars(select(ProtectionReview.record_id).where(among(ProtectionReview.record_id, wanted), *same))
    new = sorted(set(wanted) - set(known))
    moment = tables.now()
    rows = [
        {
            "id": new_id(), "record_id": record_id, "ground": ground.value, "detail": detail, "raised_at": moment,
            "outcome": "", "reason": "",
        }
        for record_id in new
    ]  # fmt: skip
    if rows:
        insert = tables.insert_for(session)(ProtectionReview.__table__)
        unique = ["record_id", "ground", "detail"]
        session.connection().execute(insert.on_conflict_do_nothing(index_elements=unique), rows)
    detail_of = {"protection_review": ground.value}
    lines = [audit.Entry(audit.Action.ALTERATION, "record", record_id, detail=detail_of) for record_id in new]
    audit.write_many(session, None, lines)
    return new


def of_new(session: Session, new: Sequence[tuple[str, RecordKind, str, Offences]]) -> None:
    """Raise what records just entered call for by themselves: (record, kind, category, offences)."""
    trafficked = [id for id, kind, category, about in new if is_trafficked(kind, SubjectCategory(category), about)]
    raise_reviews(session, trafficked, ReviewGround.TRAFFICKED)


def of_linked(
    session: Session, heads: Sequence[tuple[str, int, RecordKind, str]], links: dict[str, list[Linked]]
) -> None:
    """The same of records that stand, and of the victims linked to them: (record, version, kind, category)."""
    own = offence_rows.load(session, [identity_id(id, version) for id, version, _, _ in heads])
    parts = {
        id: [one.neighbour for one in links.get(id, ()) if one.neighbour.role is LinkRole.VICTIM]
        for id, _, _, _ in heads
    }
    others = _about(session, {one.record_id for many in parts.values() for one in many})
    found: list[str] = []
    for id, version, kind, category in heads:
        about = own.get(identity_id(id, version), NO_OFFENCES)
        as_victim = [one for one in parts[id] if is_the_victim(kind, one)]
        if is_trafficked(kind, SubjectCategory(category), about, [others[one.record_id] for one in as_victim]):
            found.append(id)
        for one in parts[id]:
            if one not in as_victim and is_trafficked(one.kind, SubjectCategory.VICTIM, others[one.record_id], [about]):
                found.append(one.record_id)
    raise_reviews(session, found, ReviewGround.TRAFFICKED)


def _about(session: Session, ids: set[str]) -> dict[str, Offences]:
    if not ids:
        return {}
    rows = session.connection().execute(select(Record.id, Record.version).where(among(Record.id, sorted(ids)))).all()
    said = offence_rows.load(session, [identity_id(id, version) for id, version in rows])
    return {id: said.get(identity_id(id, version), NO_OFFENCES) for id, version in rows}
