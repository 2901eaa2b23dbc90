"""Referrals of victims: a service is told what the person has agreed to, and nothing once that was taken back.

Written by the unit that holds the record; read by it, and by the protection desk once the record is before it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.states import RECORD, RecordMove, after
from casefile.policy.trafficking.consent import Consent, check_consent, may_leave, read_consent, stated_passes
from casefile.policy.viewer import Viewer, require
from casefile.protection.focal_points import FocalPointView, focal_point_of
from casefile.protection.interviews import PERSONS_ONLY, interviews_of, may_be_child
from casefile.protection.lowering import check_before_the_desk
from casefile.storage import tables
from casefile.storage.tables import Record, Unit, VictimReferral, new_id
from casefile.storage.versioned import RECORDS
from casefile.subjects import identity_rows
from casefile.vocabulary import ConsentBy, IdentifierKind, Indicator, Passed, RecordKind, RecordState

REACHED_BY = frozenset({IdentifierKind.PHONE, IdentifierKind.EMAIL})
SERVICE = 200
NO_SERVICE = N_("Name the service, in a few words.")


@dataclass(frozen=True, slots=True)
class VictimReferralDraft:
    """To which service, and the consent that it rests on."""

    service: str
    consent_by: ConsentBy
    consented_on: date
    passes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VictimReferralView:
    """A referral as its readers have it."""

    id: str
    service: str
    consent: Consent
    noted_by: str | None
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Referrals:
    """Those of a record, the newest first, and the focal point of the country of its unit."""

    focal_point: FocalPointView
    referrals: tuple[VictimReferralView, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the service is told: of each that was agreed to, its values."""

    service: str
    said: dict[Passed, tuple[str, ...]] = field(default_factory=dict)
    signs: tuple[Indicator, ...] = ()


def refer_victim(session: Session, viewer: Viewer, record_id: str, draft: VictimReferralDraft) -> str:
    """Keep that a service may be told of a person of the own unit; returns the referral's id. Raises BadInput where the
    consent does not bear it, Conflict for a record that is withdrawn."""
    require(viewer, Permission.ENTER_RECORD)
    head = RECORDS.own(session, viewer.unit_id, record_id)
    after(RECORD, RecordState(head.state), RecordMove.AMEND)
    if head.kind != RecordKind.PERSON.value:
        raise BadInput(PERSONS_ONLY, field="service")
    service = draft.service.strip()
    if not service or len(service) > SERVICE:
        raise BadInput(NO_SERVICE, field="service")
    consent = Consent(draft.consent_by, draft.consented_on, stated_passes(draft.passes))
    check_consent(consent, tables.now().date(), may_be_child=may_be_child(session, record_id))
    referral_id = new_id()
    session.add(
        VictimReferral(
            id=referral_id, record_id=record_id, service=service, consent_by=consent.by.value,
            consented_on=consent.given_on.isoformat(), passes=[one.value for one in consent.to],
            noted_by=viewer.officer_id or None, noted_at=tables.now(), ended_on="",
        )
    )  # fmt: skip
    session.flush()
    audit.write(session, viewer, audit.Action.ALTERATION, "record", record_id, detail={"victim_referral": referral_id})
    return referral_id


def end_consent(session: Session, viewer: Viewer, record_id: str, referral_id: str) -> None:
    """The person takes the consent back, today: from now on nothing is passed on. Again changes nothing."""
    require(viewer, Permission.ENTER_RECORD)
    held = _own(session, viewer, record_id, referral_id)
    if held.ended_on:
        return
    held.ended_on, held.ended_by = tables.now().date().isoformat(), viewer.officer_id or None
    session.flush()
    detail = {"victim_referral": referral_id, "consent": "ended"}
    audit.write(session, viewer, audit.Action.WITHDRAWAL, "record", record_id, detail=dict(detail))


def sheet_for_service(session: Session, viewer: Viewer, record_id: str, referral_id: str) -> Sheet:
    """What leaves: the values that the person agreed to, as they stand now. Into the trail. Raises Conflict once the
    consent was taken back."""
    require(viewer, Permission.ENTER_RECORD)
    held = _own(session, viewer, record_id, referral_id)
    leaves = may_leave(_consent(held))
    head = RECORDS.own(session, viewer.unit_id, record_id)
    key = identity_rows.identity_id(record_id, head.version)
    identity = identity_rows.load_identities(session, [key])[key]
    values = {
        Passed.NAMES: tuple(one.text for one in identity.names),
        Passed.AGE: tuple(one.value for one in identity.birth()),
        Passed.NATIONALITY: identity.nationalities,
        Passed.REACHED_AT: tuple(one.value for one in identity.identifiers if one.kind in REACHED_BY),
    }
    signs = (
        [sign for one in interviews_of(session, viewer, record_id) for sign in one.indicators]
        if Passed.SIGNS in leaves
        else []
    )
    detail = {"victim_referral": referral_id}
    audit.write(session, viewer, audit.Action.EXPORT, "record", record_id, detail=dict(detail))
    said = {what: values[what] for what in leaves if what in values}
    return Sheet(held.service, said, tuple(one for one in Indicator if one in signs))


def referrals_of(session: Session, viewer: Viewer, record_id: str) -> Referrals:
    """Those of a record of the own unit."""
    require(viewer, Permission.READ_RECORD)
    if _unit_of(session, record_id) != viewer.unit_id:
        raise NotThere(MISSING)
    return _all(session, record_id)


def referrals_before_desk(session: Session, viewer: Viewer, record_id: str) -> Referrals:
    """The same of a record before the protection desk, for who decides there."""
    require(viewer, Permission.LOWER_PROTECTION)
    check_before_the_desk(session, viewer, "record", record_id)
    return _all(session, record_id)


def _unit_of(session: Session, record_id: str) -> str | None:
    stands = Record.state != RecordState.TOMBSTONED.value
    return session.scalar(select(Record.owner_unit_id).where(Record.id == record_id, stands))


def _own(session: Session, viewer: Viewer, record_id: str, referral_id: str) -> VictimReferral:
    """Locked, so that nothing leaves while the consent is being taken back."""
    mine = (VictimReferral.id == referral_id, VictimReferral.record_id == record_id)
    held = session.scalar(
        select(VictimReferral).where(*mine).with_for_update().execution_options(populate_existing=True)
    )
    if held is None or _unit_of(session, record_id) != viewer.unit_id:
        raise NotThere(MISSING)
    return held


def _consent(held: VictimReferral) -> Consent:
    return read_consent(held.consent_by, held.consented_on, held.passes, held.ended_on)


def _all(session: Session, record_id: str) -> Referrals:
    country = session.scalars(
        select(Unit.country).join(Record, Record.owner_unit_id == Unit.id).where(Record.id == record_id)
    ).one()
    order = (VictimReferral.noted_at.desc(), VictimReferral.id)
    rows = session.scalars(select(VictimReferral).where(VictimReferral.record_id == record_id).order_by(*order))
    views = [VictimReferralView(one.id, one.service, _consent(one), one.noted_by, one.noted_at) for one in rows]
    return Referrals(focal_point_of(session, country), tuple(views))
