"""Protection is set by what is known and lowered by a protection officer alone, with a reason that is kept.

The unit that holds a record or watch sees why it is protected and may ask; it never lowers anything itself, and no
amendment does: signs stand until they are lowered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, NotThere
from casefile.hits.shown.covered import masked_identity, unmasked_until
from casefile.policy.disclosure import is_networks
from casefile.policy.permissions import Permission
from casefile.policy.protection import MASK, SignSource
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.records import protection as of_records
from casefile.storage.tables import Hit, ProtectionReview, ProtectionSign, Record, Unit, Watch
from casefile.storage.versioned import RECORDS, WATCHES, Versioned
from casefile.subjects import identity_rows, protection_signs
from casefile.subjects.identity import Identity
from casefile.subjects.protection_signs import KeptSign, SubjectKind
from casefile.vocabulary import Desk, Protection, SubjectCategory
from casefile.watches import protection as of_watches

HEADS: Mapping[SubjectKind, type[Record] | type[Watch]] = {"record": Record, "watch": Watch}
FAMILIES: Mapping[SubjectKind, Versioned] = {"record": RECORDS, "watch": WATCHES}
ENTERS: Mapping[SubjectKind, Permission] = {"record": Permission.ENTER_RECORD, "watch": Permission.WATCH_SUBJECT}
READS: Mapping[SubjectKind, Permission] = {"record": Permission.READ_RECORD, "watch": Permission.READ_WATCH}
REVIEW_FIRST = N_("A review of this person waits: decide it first.")
IN_THE_WAY = "The record itself still says victim: its unit must correct that first."


@dataclass(frozen=True, slots=True)
class Request:
    """That a unit asks to have one protection of one of its subjects lowered."""

    subject_kind: SubjectKind
    subject_id: str
    unit: str
    protection: Protection
    asked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ProtectedSubject:
    """A protected record or watch as the protection desk sees it."""

    subject_kind: SubjectKind
    subject_id: str
    unit: str
    country: str
    identity: Identity
    protection: tuple[Protection, ...]
    signs: tuple[KeptSign, ...]
    masked: bool
    unmasked_until: datetime | None


def why_protected(session: Session, viewer: Viewer, kind: SubjectKind, subject_id: str) -> tuple[KeptSign, ...]:
    """The signs of a subject of the own unit, in the order in which they were seen; lowered ones too."""
    require(viewer, READS[kind])
    _refuse_foreign(session, viewer, kind, subject_id)
    return protection_signs.kept(session, subject_id)


def ask(
    session: Session, viewer: Viewer, kind: SubjectKind, subject_id: str, protection: Protection, reason: str
) -> None:
    """Ask the protection desk to lower a protection of an own subject. Asked again, the newest reason counts."""
    require(viewer, ENTERS[kind])
    why = Reason.stated(reason)
    _refuse_foreign(session, viewer, kind, subject_id)
    if not protection_signs.ask_to_lower(session, subject_id, protection, viewer.officer_id or None, why.text):
        raise BadInput("It is not protected in this way.", field="protection")
    detail = {"asked_to_lower": protection.value}
    audit.write(session, viewer, audit.Action.ALTERATION, kind, subject_id, reason=why.text, detail=detail)


def requests(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[Request]:
    """What units ask to have lowered, the oldest first; each protection of a subject once.

    For the coordination office's protection officers: a unit never lowers what protects its own subjects.
    """
    require(viewer, Permission.LOWER_PROTECTION)
    if not is_networks(viewer):
        return []
    found: list[Request] = []
    for kind, head in HEADS.items():
        statement = (
            select(
                ProtectionSign.subject_id,
                Unit.name,
                ProtectionSign.protection,
                ProtectionSign.asked_at,
                ProtectionSign.ask_reason,
            )
            .join(head, head.id == ProtectionSign.subject_id)
            .join(Unit, Unit.id == head.owner_unit_id)
            .where(ProtectionSign.asked_at.is_not(None), ProtectionSign.lowered_at.is_(None), _stands(kind))
            .distinct()
        )
        found += [
            Request(kind, id, unit, Protection(protection), asked_at, reason)
            for id, unit, protection, asked_at, reason in session.execute(statement)
            if asked_at is not None
        ]
    return sorted(found, key=lambda one: (one.asked_at, one.subject_id, one.protection))[offset : offset + limit]


def open_subject(session: Session, viewer: Viewer, kind: SubjectKind, subject_id: str) -> ProtectedSubject:
    """Open a protected subject that is before the desk, by a request or by a hit; the look stands in the trail."""
    require(viewer, Permission.LOWER_PROTECTION)
    head = HEADS[kind]
    statement = (
        select(head.version, head.protection, Unit.name, Unit.country)
        .join(Unit, Unit.id == head.owner_unit_id)
        .where(head.id == subject_id)
    )
    row = session.execute(statement).first()
    if row is None or not is_networks(viewer) or not before_the_desk(session, kind, subject_id):
        raise NotThere(MISSING)
    version, protection, unit, country = row
    key = identity_rows.identity_id(subject_id, version)
    identity = identity_rows.load_identities(session, [key]).get(key)
    if identity is None:
        raise NotThere(MISSING)
    until = unmasked_until(session, viewer.officer_id, subject_id)
    detail = {"version": version, "masked": until is None}
    audit.write(session, viewer, audit.Action.CONSULTATION, kind, subject_id, detail=detail)
    return ProtectedSubject(
        kind,
        subject_id,
        unit,
        country,
        identity if until else masked_identity(identity),
        tuple(Protection(p) for p in protection or ()),
        tuple(one if until else _masked(one) for one in protection_signs.kept(session, subject_id)),
        until is None,
        until,
    )


def _masked(one: KeptSign) -> KeptSign:
    """The name that a text gives to a protected person is masked as all names are."""
    return replace(one, sign=replace(one.sign, detail=MASK)) if one.sign.source is SignSource.NAMED else one


def lower(
    session: Session, viewer: Viewer, kind: SubjectKind, subject_id: str, protection: Protection, reason: str
) -> None:
    """Lower one protection of a subject before the desk: its signs no longer stand, its hits go where they now belong.

    The same signs never protect it again; a new one does. Raises BadInput while its category itself says victim.
    """
    require(viewer, Permission.LOWER_PROTECTION)
    why = Reason.stated(reason)
    check_before_the_desk(session, viewer, kind, subject_id)
    if protection is Protection.VICTIM and kind == "record" and review_waits(session, subject_id):
        raise BadInput(REVIEW_FIRST, field="protection")
    if protection is Protection.VICTIM and _says_victim(session, kind, subject_id):
        raise BadInput(IN_THE_WAY, field="protection")
    if not protection_signs.lower_signs(session, subject_id, protection, viewer.officer_id, why.text):
        raise BadInput("It is not protected in this way.", field="protection")
    if kind == "record":
        of_records.work_out(session, [subject_id])
    else:
        of_watches.work_out(session, [subject_id])
    detail = {"lowered": protection.value}
    audit.write(session, viewer, audit.Action.DECISION, kind, subject_id, reason=why.text, detail=detail)


def review_waits(session: Session, record_id: str) -> bool:
    """Whether a review that a rule raised has not been decided."""
    waits = select(ProtectionReview.id).where(
        ProtectionReview.record_id == record_id, ProtectionReview.decided_at.is_(None)
    )
    return session.scalar(waits.limit(1)) is not None


def _says_victim(session: Session, kind: SubjectKind, subject_id: str) -> bool:
    family = FAMILIES[kind]
    statement = (
        select(family.version.subject_category)
        .join(family.head, and_(family.version_of == family.head.id, family.version.version == family.head.version))
        .where(family.head.id == subject_id)
    )
    return session.scalar(statement) == SubjectCategory.VICTIM.value


def _stands(kind: SubjectKind) -> ColumnElement[bool]:
    """What was erased is not there for anybody."""
    return HEADS[kind].state.not_in(FAMILIES[kind].gone)


def _refuse_foreign(session: Session, viewer: Viewer, kind: SubjectKind, subject_id: str) -> None:
    head = HEADS[kind]
    owner = session.scalar(select(head.owner_unit_id).where(head.id == subject_id, _stands(kind)))
    if owner != viewer.unit_id:
        raise NotThere(MISSING)


def check_before_the_desk(session: Session, viewer: Viewer, kind: SubjectKind, subject_id: str) -> None:
    """Raises NotThere where it is not before the desk, or who asks does not belong to the coordination office."""
    if not is_networks(viewer) or not before_the_desk(session, kind, subject_id):
        raise NotThere(MISSING)


def before_the_desk(session: Session, kind: SubjectKind, subject_id: str) -> bool:
    """Whether a unit has asked to have it lowered, a rule raised a review of it, or a hit on it stands at the
    protection desk; and it was not erased meanwhile."""
    if session.scalar(select(HEADS[kind].id).where(HEADS[kind].id == subject_id, _stands(kind))) is None:
        return False
    raised = select(ProtectionReview.id).where(ProtectionReview.record_id == subject_id)
    if kind == "record" and session.scalar(raised.limit(1)) is not None:
        return True
    asked = select(ProtectionSign.id).where(
        ProtectionSign.subject_id == subject_id, ProtectionSign.asked_at.is_not(None)
    )
    if session.scalar(asked.limit(1)) is not None:
        return True
    column = Hit.record_id if kind == "record" else Hit.watch_id
    hit = select(Hit.id).where(column == subject_id, Hit.desk == Desk.PROTECTION.value)
    return session.scalar(hit.limit(1)) is not None
