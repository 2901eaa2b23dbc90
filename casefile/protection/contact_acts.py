"""What a protection officer does in a contact: be there, note how the person is reached, refer, close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import MISSING, N_, BadInput, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.reasons import MAX_LENGTH, Reason
from casefile.policy.states import ProtectionMove
from casefile.policy.trafficking.consent import Consent, check_consent, stated_passes
from casefile.policy.viewer import Viewer, require
from casefile.protection.contact_rows import KIND, Kept, load, move_contact, refuse_move
from casefile.protection.contacts import Guardian, own_sides
from casefile.storage import tables
from casefile.storage.tables import Hit, ProtectionReferral, ProtectionSide, Record, Watch, new_id
from casefile.vocabulary import ConsentBy, Json, Protection, ProtectionOutcome, ReferralOutcome, ReferralTo

CONFIRMED_ALREADY = N_("Your side has confirmed this already.")
PHONE = 80
"""Characters: two numbers and when to call them."""


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """A referral as an officer states it."""

    referred_to: ReferralTo
    referred_on: date
    note: str = ""
    consent_by: ConsentBy | None = None
    consented_on: date | None = None
    passes: tuple[str, ...] = ()


def acknowledge(session: Session, viewer: Viewer, contact_id: str) -> None:
    """Say that the own side is there. Who keeps both sides says it for both."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    kept, own = _mine(session, viewer, contact_id)
    due = [side for side in own if kept.sides[side].acknowledged_at is None]
    if not due:
        refuse_move(session, viewer, kept, ProtectionMove.ACKNOWLEDGE, CONFIRMED_ALREADY)
    move_contact(session, viewer, kept, ProtectionMove.ACKNOWLEDGE, times=len(due))
    values = {"acknowledged_at": tables.now(), "acknowledged_by": viewer.officer_id}
    for side in due:
        _update_side(session, contact_id, side, values)
    _into_trail(session, viewer, contact_id, {"acknowledged": list(due)})


def note_person(
    session: Session, viewer: Viewer, contact_id: str, side: str, safe_contact: str, guardian: Guardian
) -> None:
    """Keep how the person is reached safely and who the guardian is; what stood there before is replaced."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    limits.check_length(safe_contact, MAX_LENGTH, "safe_contact")
    limits.check_length(guardian.name, limits.DISPLAY_NAME, "guardian_name")
    limits.check_length(guardian.authority, limits.DISPLAY_NAME, "guardian_authority")
    limits.check_length(guardian.phone, PHONE, "guardian_phone")
    kept, _ = _mine(session, viewer, contact_id, side)
    move_contact(session, viewer, kept, ProtectionMove.NOTE)
    values = {
        "safe_contact": safe_contact.strip(), "guardian_name": guardian.name.strip(),
        "guardian_authority": guardian.authority.strip(), "guardian_phone": guardian.phone.strip(),
        "noted_at": tables.now(), "noted_by": viewer.officer_id,
    }  # fmt: skip
    _update_side(session, contact_id, side, values)
    _into_trail(session, viewer, contact_id, {"noted": side, "guardian": bool(guardian)}, audit.Action.ALTERATION)


def refer(session: Session, viewer: Viewer, contact_id: str, side: str, draft: ReferralDraft) -> str:
    """Keep to whom the person was referred, by whose consent and to what; returns the referral's id. A day ahead is
    refused, and what no consent bears: of who may be a child on this side the guardian agrees."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    limits.check_length(draft.note, MAX_LENGTH, "note")
    if draft.referred_on > tables.now().date():
        raise BadInput("The day of the referral lies ahead.", field="referred_on")
    kept, _ = _mine(session, viewer, contact_id, side)
    consent = _consent(session, kept, side, draft)
    move_contact(session, viewer, kept, ProtectionMove.REFER)
    referral_id = new_id()
    row = {
        "id": referral_id, "contact_id": contact_id, "side": side, "referred_to": draft.referred_to.value,
        "note": draft.note.strip(), "referred_on": draft.referred_on.isoformat(),
        "outcome": ReferralOutcome.WAITING.value, "noted_by": viewer.officer_id, "noted_at": tables.now(),
        "consent_by": consent.by.value, "consented_on": consent.given_on.isoformat(),
        "passes": [one.value for one in consent.to], "ended_on": "",
    }  # fmt: skip
    session.connection().execute(insert(ProtectionReferral), row)
    detail: dict[str, Json] = {"referral": referral_id, "to": draft.referred_to.value}
    _into_trail(session, viewer, contact_id, detail)
    return referral_id


def report_referral(
    session: Session,
    viewer: Viewer,
    contact_id: str,
    referral_id: str,
    outcome: ReferralOutcome,
    *,
    consent_ended: bool = False,
) -> None:
    """Keep what became of a referral of the own side; and that the person took the consent back, today. It is not
    given again: another referral asks for another one."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    mine = (ProtectionReferral.id == referral_id, ProtectionReferral.contact_id == contact_id)
    side = session.connection().execute(select(ProtectionReferral.side).where(*mine)).scalar()
    kept, _ = _mine(session, viewer, contact_id, side or "")
    move_contact(session, viewer, kept, ProtectionMove.REFER)
    values = {"outcome": outcome.value, "noted_by": viewer.officer_id, "noted_at": tables.now()}
    session.connection().execute(update(ProtectionReferral).where(*mine).values(**values))
    detail: dict[str, Json] = {"referral": referral_id, "outcome": outcome.value}
    if consent_ended:
        ended = {"ended_on": tables.now().date().isoformat()}
        stands = (*mine, ProtectionReferral.ended_on == "")
        session.connection().execute(update(ProtectionReferral).where(*stands).values(**ended))
        detail["consent"] = "ended"
    _into_trail(session, viewer, contact_id, detail)


def close(session: Session, viewer: Viewer, contact_id: str, outcome: ProtectionOutcome, note: str) -> None:
    """End the contact for both sides, saying how it ended for the person and why it may be closed."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    why = Reason.stated(note, "note")
    kept, _ = _mine(session, viewer, contact_id)
    values = {
        "closed_at": tables.now(), "closed_by": viewer.officer_id, "outcome": outcome.value, "outcome_note": why.text,
    }  # fmt: skip
    move_contact(session, viewer, kept, ProtectionMove.CLOSE, values=values)
    _into_trail(session, viewer, contact_id, {"closed": outcome.value}, reason=why.text)


def _consent(session: Session, kept: Kept, side: str, draft: ReferralDraft) -> Consent:
    """What the referral rests on. Raises BadInput, naming the field."""
    if draft.consent_by is None:
        raise BadInput("Choose who agrees.", field="consent_by")
    if draft.consented_on is None:
        raise BadInput("Enter the day, as 31/12/2026.", field="consented_on")
    consent = Consent(draft.consent_by, draft.consented_on, stated_passes(draft.passes))
    check_consent(consent, tables.now().date(), may_be_child=_may_be_child(session, kept, side))
    return consent


def _may_be_child(session: Session, kept: Kept, side: str) -> bool:
    """Of the own side alone, which is what its officers read; what nobody has worked out counts as a child."""
    subject = Record.protection if side == "record" else Watch.protection
    of = Hit.record_id == Record.id if side == "record" else Hit.watch_id == Watch.id
    said = session.execute(select(subject).join(Hit, of).where(Hit.id == kept.contact.hit_id)).scalar()
    return said is None or Protection.MINOR.value in said


def _mine(session: Session, viewer: Viewer, contact_id: str, side: str | None = None) -> tuple[Kept, tuple[str, ...]]:
    """The contact and the sides the viewer keeps of it. Without one, or not of `side`, it is not there."""
    kept = load(session, [contact_id]).get(contact_id)
    own = own_sides(session, viewer, kept) if kept else ()
    if kept is None or not own or (side is not None and side not in own):
        raise NotThere(MISSING)
    return kept, own


def _update_side(session: Session, contact_id: str, side: str, values: Mapping[str, object]) -> None:
    mine = (ProtectionSide.contact_id == contact_id, ProtectionSide.side == side)
    session.connection().execute(update(ProtectionSide).where(*mine).values(**values))


def _into_trail(
    session: Session,
    viewer: Viewer,
    contact_id: str,
    detail: dict[str, Json],
    action: audit.Action = audit.Action.DECISION,
    reason: str = "",
) -> None:
    audit.write(session, viewer, action, KIND, contact_id, reason=reason, detail=detail)
