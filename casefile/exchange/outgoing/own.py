"""The own records of what was taken out. Which they are, `take_ftm` decided and wrote down."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.exchange.ftm.export import AT_ONCE, HeldRecord, Taking, held_in_parts
from casefile.exchange.outgoing.given import Given, Joined, Shared, Source
from casefile.policy.handling import rules_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.in_list import among
from casefile.storage.tables import Case, RecordLink, Unit
from casefile.subjects.identity import Identity
from casefile.vocabulary import OffenceKind

ALL = "all"


def shared_of(session: Session, viewer: Viewer, taking: Taking, case: str = "") -> Shared:
    """The records of `taking` that are still the viewer's to give, and their links. `case`: its reference, if it is of
    one. Of another unit's record nothing is given."""
    require(viewer, Permission.READ_RECORD)
    code, name = session.execute(select(Unit.code, Unit.name).where(Unit.id == viewer.unit_id)).one()
    source = Source(code, name)
    records = tuple(_records(session, viewer, taking, source))
    kept = {given.id for given in records}
    links = tuple(one for one in _links(session, list(taking.refs)) if one.start in kept and one.end in kept)
    held = select(Case).where(Case.unit_id == viewer.unit_id, Case.reference == case)
    at = session.scalars(held).first() if case else None
    if at is None:
        return Shared(taking.reference, source, ALL, name, "", records, links)
    offences = tuple(OffenceKind(one) for one in at.offences)
    return Shared(taking.reference, source, at.id, case, at.title, records, links, at.legal_basis, offences)


def _records(session: Session, viewer: Viewer, taking: Taking, source: Source) -> Iterator[Given]:
    for part in held_in_parts(session, viewer, taking):
        for id, held, identity in part:
            yield _given(id, held, identity, source)


def _given(id: str, held: HeldRecord, identity: Identity, source: Source) -> Given:
    rules = rules_of(held.version)
    protection = sorted({*(one.value for one in rules.protection), *held.protection})
    said = {
        "case": held.case["reference"],
        "category": held.version.subject_category,
        "source_grade": held.version.source_grade,
        "info_grade": held.version.info_grade,
        "ground": held.version.suspicion_note,
        "legal_basis": held.version.legal_basis,
        "protection": "; ".join(protection),
    }
    return Given(
        id, source, identity, held.created, held.version.entered_at, ((rules.handling, rules.handling_text),),
        protected=bool(protection), said={name: value for name, value in said.items() if value},
    )  # fmt: skip


def _links(session: Session, ids: Sequence[str]) -> Iterator[Joined]:
    for start in range(0, len(ids), AT_ONCE):
        statement = (
            select(RecordLink)
            .where(among(RecordLink.from_record_id, ids[start : start + AT_ONCE]), RecordLink.withdrawn_at.is_(None))
            .order_by(RecordLink.id)
        )
        for link in session.scalars(statement):
            yield Joined(link.from_record_id, link.to_record_id, link.role, link.note, link.created_at)
