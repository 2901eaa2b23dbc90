"""Words of hits: states, judgements, desks, contacts and their outcomes."""

from enum import StrEnum

from casefile import vocabulary as v
from portal.web.i18n import lazy_gettext as _

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    v.HitState: {
        v.HitState.DETECTED: _("Detected"),
        v.HitState.QUEUED: _("To be reviewed"),
        v.HitState.IN_REVIEW: _("In review"),
        v.HitState.FALSE_MATCH: _("Not the same"),
        v.HitState.UNRESOLVED: _("Unresolved"),
        v.HitState.CONFIRMED: _("Confirmed"),
        v.HitState.RULE_APPLIED: _("Rule applied"),
        v.HitState.SEALED: _("Sealed"),
        v.HitState.POINTER_SENT: _("Pointers sent"),
        v.HitState.OWNER_ASKED: _("Waiting for the owner’s answer"),
        v.HitState.ANSWER_DUE: _("The owner did not answer"),
        v.HitState.CONTACT_OPEN: _("In contact"),
        v.HitState.DECLINED: _("Declined"),
        v.HitState.CONTACT_DECLINED: _("Contact declined"),
        v.HitState.CONSENTED: _("Agreed"),
        v.HitState.DISCLOSED: _("Disclosed"),
        v.HitState.OUTCOME: _("Outcome noted"),
        v.HitState.CLOSED: _("Closed"),
        v.HitState.WITHDRAWN: _("Withdrawn"),
    },
    v.Judgement: {
        v.Judgement.SAME: _("The same"),
        v.Judgement.NOT_SAME: _("Not the same"),
        v.Judgement.UNRESOLVED: _("Unresolved"),
    },
    v.Desk: {
        v.Desk.COORDINATION: _("Coordination desk"),
        v.Desk.PROTECTION: _("Protection desk"),
    },
    v.ContactAct: {
        v.ContactAct.ACKNOWLEDGED: _("Acknowledged"),
        v.ContactAct.CALLED: _("Called"),
        v.ContactAct.NO_ANSWER: _("Called, no answer"),
        v.ContactAct.WROTE: _("Message"),
        v.ContactAct.DECIDED: _("Decided"),
        v.ContactAct.RELEASED: _("Released"),
        v.ContactAct.OUTCOME: _("Outcome"),
        v.ContactAct.OPENED_JOINT_CASE: _("A joint case is open"),
        v.ContactAct.ASKED_HELP: _("Asked the coordination office for help"),
        v.ContactAct.ANSWERED_HELP: _("Message"),
        v.ContactAct.CLOSED: _("Contact closed"),
    },
    v.Decision: {
        v.Decision.SHARE: _("Share"),
        v.Decision.MEET: _("Meet"),
        v.Decision.JOINT_CASE: _("Joint case"),
        v.Decision.DECLINE: _("Decline"),
    },
    v.Outcome: {
        v.Outcome.USEFUL: _("It was useful"),
        v.Outcome.NOT_USEFUL: _("Not useful"),
        v.Outcome.ARREST: _("An arrest"),
        v.Outcome.RESCUE: _("A rescue"),
        v.Outcome.JOINT_CASE: _("A joint case was opened"),
    },
    v.Phrase: {
        v.Phrase.CALL_BACK: _("Please call us back."),
        v.Phrase.WE_CALL_TODAY: _("We will call you today."),
        v.Phrase.WE_CALL_TOMORROW: _("We will call you tomorrow morning."),
        v.Phrase.CALL_TOMORROW: _("We can take a call tomorrow morning."),
        v.Phrase.NEED_24_HOURS: _("We need 24 hours."),
        v.Phrase.NEED_PROSECUTOR: _("We are waiting for our prosecutor’s agreement."),
        v.Phrase.WHO_LEADS: _("Who leads the investigation on your side?"),
        v.Phrase.SAY_NOTHING: _("Please say nothing to the person."),
        v.Phrase.DO_NOT_ACT: _("Please do nothing before we have spoken."),
        v.Phrase.URGENT: _("This is urgent."),
        v.Phrase.DANGER: _("Someone may be in danger."),
        v.Phrase.VICTIM_POSSIBLE: _("The person may be a victim."),
        v.Phrase.WILL_SHARE: _("We will release values today."),
        v.Phrase.PLEASE_SHARE: _("Please release what you can."),
        v.Phrase.MEET: _("We propose to meet."),
        v.Phrase.THANK_YOU: _("Received, thank you."),
    },
}
