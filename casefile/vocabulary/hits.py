"""From a hit to its outcome: states, desks, judgements, what two desks do and say in a contact."""

from enum import StrEnum


class HitState(StrEnum):
    DETECTED = "detected"
    QUEUED = "queued"
    IN_REVIEW = "in_review"
    FALSE_MATCH = "false_match"
    UNRESOLVED = "unresolved"
    CONFIRMED = "confirmed_candidate"
    RULE_APPLIED = "rule_applied"
    SEALED = "sealed"
    POINTER_SENT = "pointer_sent"
    OWNER_ASKED = "owner_asked"
    ANSWER_DUE = "answer_due"  # the owner did not answer in time: the coordinator decides
    CONTACT_OPEN = "contact_open"
    DECLINED = "declined"  # the owner who was asked first refused: the other unit never learned
    CONTACT_DECLINED = "contact_declined"  # both knew, and one declined the contact
    CONSENTED = "consented"
    DISCLOSED = "disclosed"
    OUTCOME = "outcome"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Judgement(StrEnum):
    SAME = "same"
    NOT_SAME = "not_same"
    UNRESOLVED = "unresolved"


class Desk(StrEnum):
    """Who reviews a hit: victims and minors never reach the coordinators' queue (docs/sources/governance.md)."""

    COORDINATION = "coordination"
    PROTECTION = "protection"


class DeskList(StrEnum):
    """The lists of a desk: what is put to a person, what waits for more evidence, what was decided."""

    QUEUE = "queue"
    POSSIBLE = "possible"
    DECIDED = "decided"


class ContactAct(StrEnum):
    """What is done in a contact of two desks, as its thread keeps it."""

    ACKNOWLEDGED = "acknowledged"
    CALLED = "called"
    NO_ANSWER = "no_answer"
    WROTE = "wrote"
    DECIDED = "decided"
    RELEASED = "released"
    OUTCOME = "outcome"
    OPENED_JOINT_CASE = "opened_joint_case"
    ASKED_HELP = "asked_help"
    ANSWERED_HELP = "answered_help"
    CLOSED = "closed"


class Decision(StrEnum):
    """What a unit decides once the two have spoken."""

    SHARE = "share"
    MEET = "meet"
    JOINT_CASE = "joint_case"
    DECLINE = "decline"


class Outcome(StrEnum):
    """What came of a contact, as each side states it."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    ARREST = "arrest"
    RESCUE = "rescue"
    JOINT_CASE = "joint_case"


class Phrase(StrEnum):
    """What two desks without a common language may say: each reads it in the own."""

    CALL_BACK = "call_back"
    WE_CALL_TODAY = "we_call_today"
    WE_CALL_TOMORROW = "we_call_tomorrow"
    CALL_TOMORROW = "call_tomorrow"
    NEED_24_HOURS = "need_24_hours"
    NEED_PROSECUTOR = "need_prosecutor"
    WHO_LEADS = "who_leads"
    SAY_NOTHING = "say_nothing"
    DO_NOT_ACT = "do_not_act"
    URGENT = "urgent"
    DANGER = "danger"
    VICTIM_POSSIBLE = "victim_possible"
    WILL_SHARE = "will_share"
    PLEASE_SHARE = "please_share"
    MEET = "meet"
    THANK_YOU = "thank_you"


class Part(StrEnum):
    """The kinds of values that are released one by one."""

    NAME = "name"
    BIRTH_YEAR = "birth_year"
    NATIONALITY = "nationality"
    CATEGORY = "category"
    DATE = "date"
    IDENTIFIER = "identifier"
    PLACE = "place"
    SEX = "sex"
    SENTENCE = "sentence"
