"""Where a hit goes, who may open it there, and who is notified of it: worked out at every step and every read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from casefile.policy.handling import SUSPECTED
from casefile.policy.permissions import Permission
from casefile.policy.protection import PROTECTED_CATEGORIES
from casefile.policy.sharing import EVERY_UNIT, DisclosureFacts
from casefile.policy.states import (
    NOTIFIED,
    OPEN,
    PROTECTION_CONTACT,
    READABLE,
    HitMove,
    ProtectionMove,
    after,
    allows,
)
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Desk, HitState, Notify, Protection, ProtectionContactState, Sharing, UnitKind

DESK_PERMISSION = {Desk.COORDINATION: Permission.REVIEW_HIT, Desk.PROTECTION: Permission.REVIEW_PROTECTED_HIT}

BELOW_POINTER = frozenset({Sharing.NONE, Sharing.COORDINATOR})
"""Sharing that lets no other unit know of the record or watch, not even by a pointer."""

ANSWER_WITHIN = timedelta(hours=72)
"""How long an owner who is asked first may take; then the coordinator decides. Governance, "Who sees what"."""


@dataclass(frozen=True, slots=True)
class HitFacts:
    """What decides who may know of a hit: both sides as they stand now, and which part of the record agreed."""

    record: DisclosureFacts
    watch: DisclosureFacts
    part_protected: bool = False

    @property
    def protected(self) -> bool:
        """Whether it touches a protected person, as the subject of a side or as one whom the record's text names."""
        return self.record.protected or self.watch.protected or (self.record.names_protected and self.part_protected)


class Recipients(NamedTuple):
    """The units that get a pointer once a hit is confirmed; `after_agreement` only when the others have agreed."""

    first: tuple[str, ...] = ()
    after_agreement: tuple[str, ...] = ()


def desk_for(hit: HitFacts) -> Desk:
    """Who reviews the hit."""
    return Desk.PROTECTION if hit.protected else Desk.COORDINATION


def desks_of(viewer: Viewer) -> tuple[Desk, ...]:
    """The desks at which the viewer reviews."""
    return tuple(desk for desk, permission in DESK_PERMISSION.items() if viewer.may(permission))


def may_open_hit(viewer: Viewer, routed_to: Desk, hit: HitFacts) -> bool:
    """Whether the viewer may open a hit: its desk is theirs, by the rules of both sides as they stand now.

    A hit that was routed to one desk and belongs to the other today is opened by the protection desk alone, whichever
    way it changed: nobody learns of a victim by being too early or too late.
    """
    today = desk_for(hit)
    if today is routed_to is Desk.COORDINATION:
        return viewer.may(Permission.REVIEW_HIT)
    return sits_at_protection(viewer, hit)


def sits_at_protection(viewer: Viewer, hit: HitFacts) -> bool:
    """Whether the viewer is a protection officer of this hit: of one of its two units, or of the coordination office.

    A third unit's protection officer learns nothing of it.
    """
    sides = (hit.record.owner_unit_id, hit.watch.owner_unit_id)
    return viewer.may(Permission.REVIEW_PROTECTED_HIT) and (is_networks(viewer) or viewer.unit_id in sides)


def is_networks(viewer: Viewer) -> bool:
    """Whether what the viewer does reaches beyond the own unit: an officer of the coordination office."""
    return viewer.unit_kind is UnitKind.COORDINATION


def holds_side(viewer: Viewer, unit_id: str, staffed: Collection[str]) -> bool:
    """Whether the viewer is who keeps a unit's side of a protection contact.

    Its own protection officers; where it has none (`staffed`: the units that have one), the coordination office's.
    """
    own = viewer.unit_id == unit_id
    return viewer.may(Permission.REVIEW_PROTECTED_HIT) and (own or (unit_id not in staffed and is_networks(viewer)))


def contact_now(kept: ProtectionContactState, state: HitState, hit: HitFacts) -> ProtectionContactState:
    """The protection contact's state as the hit stands now: withdrawn once nobody of it is protected any more, or it
    is no longer judged the same. The other side is then not shown any more."""
    stands = hit.protected and state in (HitState.SEALED, HitState.CLOSED)
    if stands or not allows(PROTECTION_CONTACT, kept, ProtectionMove.WITHDRAW):
        return kept
    return after(PROTECTION_CONTACT, kept, ProtectionMove.WITHDRAW)


def raises_review(hit: HitFacts) -> bool:
    """Whether one side seeks as a suspect whom the other knows as a victim: judged first, and with a reason of its own.

    Sources, second hand: Palermo Protocol, Art. 2 (b), victims are protected and assisted; OHCHR Recommended
    Principles of 2002, no. 7, they are not punished for what they were made to do.
    """
    record, watch = hit.record, hit.watch
    named = record.names_protected and hit.part_protected
    there = _is_victim(record) or named
    return (watch.subject_category in SUSPECTED and there) or (
        record.subject_category in SUSPECTED and _is_victim(watch)
    )


def _is_victim(side: DisclosureFacts) -> bool:
    return side.subject_category in PROTECTED_CATEGORIES or Protection.VICTIM in side.protection


def recipients(hit: HitFacts) -> Recipients:
    """Units that get a pointer once the hit is confirmed: both or none; the strictest of all rules wins.

    A protected side seals the hit. So does a side that shows itself to no unit, not to this one, or to nobody because
    it is *silent*: who does not show itself does not learn either. *Owner first*: the record's owner is notified and
    must agree before the watch's owner learns anything.
    """
    record, watch = hit.record, hit.watch
    if hit.protected or not (shows_itself(record, watch) and shows_itself(watch, record)):
        return Recipients()
    if Notify.OWNER_FIRST in (record.notify, watch.notify):
        return Recipients((record.owner_unit_id,), (watch.owner_unit_id,))
    return Recipients((record.owner_unit_id, watch.owner_unit_id))


def move_after_rule(notified: Recipients) -> HitMove:
    """The move of a confirmed hit by what the rules of both sides say of notices."""
    if not notified.first:
        return HitMove.SEAL
    return HitMove.ASK_OWNER if notified.after_agreement else HitMove.SEND_POINTER


def needs_no_review(hit: HitFacts, *, strong: bool, judged_before: bool) -> bool:
    """Whether a hit for which the two units have an agreement may become a pointer without a review.

    Only what is plain: a strong match, both sides notified at once, nobody protected on either side, be it by name in
    a text only, and no person has ever judged this record against this watch.
    """
    plain = strong and not judged_before and not (hit.protected or hit.record.names_protected)
    notified = recipients(hit)
    return plain and len(notified.first) == len(("record", "watch")) and not notified.after_agreement


def shows_itself(side: DisclosureFacts, other: DisclosureFacts) -> bool:
    """Whether the other side's unit may learn, by a pointer, that this side exists.

    A record that nobody reads any more takes its pointers with it, also those of a closed contact: else what was
    withdrawn would stay where what became protected is gone, and the two could be told apart.
    """
    return other.owner_open and shows_itself_to(side, other.owner_unit_id)


def shows_itself_to(side: DisclosureFacts, unit_id: str) -> bool:
    """Whether a unit that takes part in the network may learn that this side exists."""
    named = EVERY_UNIT in side.sharing_units or unit_id in side.sharing_units
    return (
        side.owner_open
        and named
        and side.state in READABLE
        and side.sharing not in BELOW_POINTER
        and side.notify is not Notify.SILENT
    )


AGREED = frozenset({HitState.POINTER_SENT, HitState.CONTACT_OPEN, HitState.CONTACT_DECLINED, HitState.CONSENTED,
                    HitState.DISCLOSED, HitState.OUTCOME, HitState.CLOSED})  # fmt: skip


def may_hold_pointer(unit_id: str, state: HitState, hit: HitFacts) -> bool:
    """Whether a unit may read its pointer of a confirmed hit, as the rules and the hit stand now."""
    if hit.protected:
        return False
    notified = recipients(hit)
    if state in AGREED:
        return unit_id in (*notified.first, *notified.after_agreement)
    return state in (NOTIFIED | {HitState.DECLINED}) and unit_id in notified.first


def may_release(side: DisclosureFacts) -> bool:
    """Whether a unit may release values of its record or watch to the other unit of a contact, and they go on standing.

    Nothing of a protected person, nothing that was withdrawn or is disputed; a text that names one is released without
    the sentences about them (`casefile/hits/shown/released.py`).
    """
    return side.owner_open and side.state in READABLE and not side.protected


def who_may_read(state: HitState, hit: HitFacts) -> tuple[str, ...]:
    """Unit ids that may read a pointer of the hit as things stand: of one not yet decided, if it were confirmed."""
    if state in OPEN or state in (HitState.CONFIRMED, HitState.RULE_APPLIED):
        return recipients(hit).first
    units = (hit.record.owner_unit_id, hit.watch.owner_unit_id)
    return tuple(unit for unit in units if may_hold_pointer(unit, state, hit))
