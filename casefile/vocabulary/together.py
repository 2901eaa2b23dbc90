"""What units do together: joint cases, cases handed to the judiciary, agreements; and what protection officers do.

And what each plans alone: operations, of which the coordination office sees that two meet.
"""

from enum import StrEnum


class ProtectionContactState(StrEnum):  # of two protection officers, after *same* on a protected hit
    OPEN = "open"
    ANSWERED = "answered"  # one side has confirmed that it is there
    IN_CONTACT = "in_contact"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the coincidence no longer stands, or nobody of it is protected any more


class ProtectionOutcome(StrEnum):  # how such a contact ended for the person
    SAFE = "safe"
    REFERRED = "referred"
    LOST_CONTACT = "lost_contact"
    IDENTIFIED = "identified"
    REUNITED = "reunited"


class ReferralTo(StrEnum):  # who takes care of a protected person
    SHELTER = "shelter"
    NGO = "ngo"
    CHILD_PROTECTION = "child_protection"
    IOM = "iom"
    HOSPITAL = "hospital"
    EMBASSY = "embassy"


class ReferralOutcome(StrEnum):
    WAITING = "waiting"
    RECEIVED = "received"
    DECLINED = "declined"
    LEFT = "left"


class TwoPersonAct(StrEnum):  # what one protection officer asks for and another confirms
    UNMASK = "unmask"
    RELEASE_SAFE_CONTACT = "release_safe_contact"
    RELEASE_GUARDIAN = "release_guardian"


class JointState(StrEnum):
    """A case that two or more units hold together."""

    PROPOSED = "proposed"
    OPEN = "open"
    DECLINED = "declined"
    CLOSED = "closed"
    ENDED = "ended"  # its last day is past


class SeatState(StrEnum):
    """One unit's part in a joint case."""

    ASKED = "asked"
    TAKEN = "taken"
    DECLINED = "declined"
    LEFT = "left"


class JointPart(StrEnum):
    """What a member of a joint case is in it."""

    INVESTIGATOR = "investigator"
    MENTOR = "mentor"  # of a partnership (JOP): reads cores and minutes, writes nothing


class HandoverState(StrEnum):
    """A case on its way from the police to the judiciary."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class AgreementState(StrEnum):
    """A pair of units for which a treaty spares the review of one kind of record."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    ENDED = "ended"


class OperationState(StrEnum):
    """An operation that a unit plans."""

    PLANNED = "planned"
    POSTPONED = "postponed"  # to other days, for which it stands as before
    CANCELLED = "cancelled"
    DONE = "done"


class MeetingKind(StrEnum):  # what a planned operation meets
    OPERATION = "operation"
    WATCH = "watch"  # another unit's watch on a departure
    RECORD = "record"  # another unit's record of an event


class MeetingState(StrEnum):
    """Two units' planned operations at one place and time, as the coordination office has it."""

    OPEN = "open"
    NOTIFIED = "notified"  # both units were asked to call the coordination office
    SET_ASIDE = "set_aside"
    OVER = "over"  # they no longer meet
