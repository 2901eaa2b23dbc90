"""Words of what units do together: joint cases, cases handed over, agreements, protection."""

from enum import StrEnum

from casefile import vocabulary as v
from portal.web.i18n import lazy_gettext as _

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    v.JointState: {
        v.JointState.PROPOSED: _("Proposed, not yet accepted"),
        v.JointState.OPEN: _("Under way"),
        v.JointState.DECLINED: _("Declined by all"),
        v.JointState.CLOSED: _("Closed"),
        v.JointState.ENDED: _("Ended: its last day is past"),
    },
    v.SeatState: {
        v.SeatState.ASKED: _("Has been asked"),
        v.SeatState.TAKEN: _("Takes part"),
        v.SeatState.DECLINED: _("Has declined"),
        v.SeatState.LEFT: _("Has left"),
    },
    v.JointPart: {
        v.JointPart.INVESTIGATOR: _("Investigator"),
        v.JointPart.MENTOR: _("Mentor: reads cores and minutes"),
    },
    v.HandoverState: {
        v.HandoverState.OFFERED: _("Waits for a signature"),
        v.HandoverState.ACCEPTED: _("Received and signed for"),
        v.HandoverState.REFUSED: _("Refused by the magistrate"),
        v.HandoverState.TAKEN_BACK: _("Taken back"),
    },
    v.AgreementState: {
        v.AgreementState.PROPOSED: _("Waits for an administrator"),
        v.AgreementState.IN_FORCE: _("In force"),
        v.AgreementState.REFUSED: _("Refused by an administrator"),
        v.AgreementState.ENDED: _("No longer in force"),
    },
    v.OperationState: {
        v.OperationState.PLANNED: _("Planned"),
        v.OperationState.POSTPONED: _("Postponed"),
        v.OperationState.CANCELLED: _("Cancelled"),
        v.OperationState.DONE: _("Done"),
    },
    v.MeetingState: {
        v.MeetingState.OPEN: _("Waits for your decision"),
        v.MeetingState.NOTIFIED: _("Both units were asked to call you"),
        v.MeetingState.SET_ASIDE: _("Set aside"),
        v.MeetingState.OVER: _("They no longer meet"),
    },
    v.ProtectionContactState: {
        v.ProtectionContactState.OPEN: _("No side is there yet"),
        v.ProtectionContactState.ANSWERED: _("One side is there"),
        v.ProtectionContactState.IN_CONTACT: _("In contact"),
        v.ProtectionContactState.CLOSED: _("Closed"),
        v.ProtectionContactState.WITHDRAWN: _("No longer stands"),
    },
    v.ProtectionOutcome: {
        v.ProtectionOutcome.SAFE: _("The person is safe"),
        v.ProtectionOutcome.REFERRED: _("Referred and received"),
        v.ProtectionOutcome.LOST_CONTACT: _("Contact with the person was lost"),
        v.ProtectionOutcome.IDENTIFIED: _("Identified"),
        v.ProtectionOutcome.REUNITED: _("Reunited with the family"),
    },
    v.ReferralTo: {
        v.ReferralTo.SHELTER: _("Shelter"),
        v.ReferralTo.NGO: _("Non-governmental organisation"),
        v.ReferralTo.CHILD_PROTECTION: _("Child protection service"),
        v.ReferralTo.IOM: _("International Organization for Migration (IOM)"),
        v.ReferralTo.HOSPITAL: _("Hospital"),
        v.ReferralTo.EMBASSY: _("Embassy or consulate"),
    },
    v.ReferralOutcome: {
        v.ReferralOutcome.WAITING: _("No answer yet"),
        v.ReferralOutcome.RECEIVED: _("Received there"),
        v.ReferralOutcome.DECLINED: _("Not taken in"),
        v.ReferralOutcome.LEFT: _("Has left the place"),
    },
    v.TwoPersonAct: {
        v.TwoPersonAct.UNMASK: _("Unmask names and numbers"),
        v.TwoPersonAct.RELEASE_SAFE_CONTACT: _("Release the safe contact"),
        v.TwoPersonAct.RELEASE_GUARDIAN: _("Release the guardian"),
    },
}
