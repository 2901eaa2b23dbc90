"""The contact of two protection officers: who is on the other side, how a person is reached safely, who takes care.

*Same* on a protected hit opens it. Nobody but the protection officers of the two sides reads it: no pointer, no count
and no notice leads there. Each side reads its own; of the other the unit, its officers and the reference, and what two
persons have released.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.hits.facts import facts_of_hits
from casefile.policy.disclosure import holds_side, is_networks, sits_at_protection
from casefile.policy.permissions import Permission
from casefile.policy.states import AT_WORK, PROTECTION_CONTACT, ProtectionMove, allows
from casefile.policy.trafficking.consent import Consent, read_consent
from casefile.policy.viewer import Viewer, require
from casefile.protection.colleagues import Colleague, protection_officers, staffed
from casefile.protection.contact_rows import KIND, SIDES, Kept, load
from casefile.protection.two_persons import released
from casefile.storage.tables import ProtectionContact, ProtectionReferral, ProtectionSide, Unit
from casefile.vocabulary import (
    ProtectionContactState,
    ProtectionOutcome,
    ReferralOutcome,
    ReferralTo,
    TwoPersonAct,
)


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who represents the person in law."""

    name: str = ""
    authority: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.authority or self.phone)


@dataclass(frozen=True, slots=True)
class Referral:
    """To whom the person was referred."""

    id: str
    referred_to: ReferralTo
    note: str
    referred_on: str
    outcome: ReferralOutcome
    consent: Consent | None = None
    """None for one noted before a consent was asked for."""


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a contact, as far as the reader may see it."""

    side: str
    """*record* or *watch*."""
    mine: bool
    unit: str
    """Empty once the contact was withdrawn and the side is the other one's."""
    country: str
    officers: tuple[str, ...]
    """The protection officers who keep it, with their unit; empty: nobody does."""
    acknowledged_at: datetime | None
    safe_contact: str
    guardian: Guardian
    released: frozenset[TwoPersonAct]
    """To the other side, by two persons."""
    referrals: tuple[Referral, ...]


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as one of its protection officers reads it, the own side first."""

    id: str
    hit_id: str
    reference: str
    state: ProtectionContactState
    opened_at: datetime
    closed_at: datetime | None
    outcome: ProtectionOutcome | None
    outcome_note: str
    sides: tuple[SideView, ...]
    moves: frozenset[ProtectionMove]
    """What its state allows; acknowledging only while an own side has not."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact in a list."""

    id: str
    reference: str
    state: ProtectionContactState
    opened_at: datetime
    unit: str
    """The other side's; empty once it was withdrawn."""
    acknowledge: bool
    """The own side has not yet confirmed that it is there."""


@dataclass(frozen=True, slots=True)
class ContactMark:
    """That a hit has a contact, and who keeps it. `id` is empty for who keeps no side and does not read it."""

    id: str
    state: ProtectionContactState
    keepers: tuple[tuple[str, tuple[str, ...]], ...]
    """Of each side its unit, and the protection officers who keep it; none: nobody does."""


def contacts_of(session: Session, viewer: Viewer, *, ended: bool = False) -> list[ContactLine]:
    """The contacts of which the viewer keeps a side, newest first: those at work, or those that are over."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    every = protection_officers(session)
    mine = [] if is_networks(viewer) else [ProtectionSide.unit_id == viewer.unit_id]
    ids = session.connection().execute(select(ProtectionSide.contact_id).where(*mine).distinct()).scalars().all()
    units = _units(session)
    lines = []
    for kept in load(session, ids).values():
        own = _own(viewer, kept, every)
        if not own or (kept.state in AT_WORK) is ended:
            continue
        others = [side for side in SIDES if side not in own] or [own[-1]]
        withdrawn = kept.state is ProtectionContactState.WITHDRAWN
        unit = "" if withdrawn else units[kept.sides[others[0]].unit_id][0]
        due = any(kept.sides[side].acknowledged_at is None for side in own)
        contact = kept.contact
        lines.append(ContactLine(contact.id, contact.reference, kept.state, contact.opened_at, unit, due and not ended))
    return sorted(lines, key=lambda line: (line.opened_at, line.id), reverse=True)


def contact_of_hit(session: Session, viewer: Viewer, hit_id: str) -> ContactMark | None:
    """The contact that *same* opened on a hit: who keeps its sides, to whoever may open the hit itself."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    statement = select(ProtectionContact.id).where(ProtectionContact.hit_id == hit_id)
    contact_id = session.connection().execute(statement).scalar()
    kept = load(session, [contact_id] if contact_id else []).get(contact_id or "")
    facts = facts_of_hits(session, [hit_id]).get(hit_id)
    if kept is None or facts is None or not sits_at_protection(viewer, facts):
        return None
    every, units = protection_officers(session), _units(session)
    keepers = tuple((units[kept.sides[side].unit_id][0], _keepers(kept.sides[side].unit_id, every)) for side in SIDES)
    return ContactMark(kept.contact.id if _own(viewer, kept, every) else "", kept.state, keepers)


def open_contact(session: Session, viewer: Viewer, contact_id: str) -> ContactView:
    """Read a contact of which the viewer keeps a side. The look stands in the trail."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    every = protection_officers(session)
    kept = load(session, [contact_id]).get(contact_id)
    own = _own(viewer, kept, every) if kept else ()
    if kept is None or not own:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.CONSULTATION, KIND, contact_id)
    contact = kept.contact
    return ContactView(
        contact.id,
        contact.hit_id,
        contact.reference,
        kept.state,
        contact.opened_at,
        contact.closed_at,
        ProtectionOutcome(contact.outcome) if contact.outcome else None,
        contact.outcome_note,
        _sides(session, kept, own, every),
        _moves(kept, own),
    )


def own_sides(session: Session, viewer: Viewer, kept: Kept) -> tuple[str, ...]:
    """The sides of a contact that the viewer keeps; none: for this viewer it is not there."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    return _own(viewer, kept, protection_officers(session))


def _own(viewer: Viewer, kept: Kept, every: tuple[Colleague, ...]) -> tuple[str, ...]:
    held = staffed(every)
    return tuple(side for side in SIDES if holds_side(viewer, kept.sides[side].unit_id, held))


def _keepers(unit_id: str, every: tuple[Colleague, ...]) -> tuple[str, ...]:
    held = staffed(every)
    return tuple(f"{one.name}, {one.unit}" for one in every if holds_side(one.viewer, unit_id, held))


def _moves(kept: Kept, own: tuple[str, ...]) -> frozenset[ProtectionMove]:
    allowed = {move for move in ProtectionMove if allows(PROTECTION_CONTACT, kept.state, move)}
    if all(kept.sides[side].acknowledged_at for side in own):
        allowed.discard(ProtectionMove.ACKNOWLEDGE)
    return frozenset(allowed)


def _sides(session: Session, kept: Kept, own: tuple[str, ...], every: tuple[Colleague, ...]) -> tuple[SideView, ...]:
    units = _units(session)
    given = released(session, kept.contact.id, kept.contact.opened_at)
    withdrawn = kept.state is ProtectionContactState.WITHDRAWN
    found = []
    for name in sorted(SIDES, key=lambda one: one not in own):
        row, mine = kept.sides[name], name in own
        shown = frozenset(act for side, act in given if side == name and not withdrawn)
        unit, country = units[row.unit_id] if mine or not withdrawn else ("", "")
        safe = mine or TwoPersonAct.RELEASE_SAFE_CONTACT in shown
        guarded = mine or TwoPersonAct.RELEASE_GUARDIAN in shown
        guardian = Guardian(row.guardian_name, row.guardian_authority, row.guardian_phone)
        found.append(
            SideView(
                side=name,
                mine=mine,
                unit=unit,
                country=country,
                officers=_keepers(row.unit_id, every) if unit else (),
                acknowledged_at=row.acknowledged_at,
                safe_contact=row.safe_contact if safe else "",
                guardian=guardian if guarded else Guardian(),
                released=shown,
                referrals=_referrals(session, kept.contact.id, name) if mine else (),
            )
        )
    return tuple(found)


def _referrals(session: Session, contact_id: str, side: str) -> tuple[Referral, ...]:
    statement = (
        select(ProtectionReferral.__table__)
        .where(ProtectionReferral.contact_id == contact_id, ProtectionReferral.side == side)
        .order_by(ProtectionReferral.referred_on, ProtectionReferral.id)
    )
    return tuple(
        Referral(
            row.id, ReferralTo(row.referred_to), row.note, row.referred_on, ReferralOutcome(row.outcome),
            read_consent(row.consent_by, row.consented_on, row.passes, row.ended_on) if row.consent_by else None,
        )
        for row in session.connection().execute(statement)
    )  # fmt: skip


def _units(session: Session) -> dict[str, tuple[str, str]]:
    return {
        row.id: (row.name, row.country)
        for row in session.connection().execute(select(Unit.id, Unit.name, Unit.country))
    }
