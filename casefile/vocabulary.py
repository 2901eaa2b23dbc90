"""The closed word lists of the domain, as stored, shown and exchanged.

Source: docs/sources/governance.md (roles, record kinds, record fields, states). A value is
what the database and the index hold; the words on screen are in `portal/show/labels.py`.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""What JSON can hold: the `--json` answer of a command, a stored evidence, a saved search."""


class RecordKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    PHONE = "phone"
    ACCOUNT = "account"
    TRAVEL_DOCUMENT = "travel_document"
    PLACE = "place"
    EVENT = "event"
    REPORT = "report"


TITLED = frozenset({RecordKind.EVENT, RecordKind.REPORT})
"""Kinds whose names are titles somebody wrote, hence text."""


class Role(StrEnum):
    INVESTIGATOR = "investigator"
    WATCH_OFFICER = "watch_officer"
    COORDINATOR = "coordinator"
    PROTECTION = "protection"
    ANALYST = "analyst"
    MAGISTRATE = "magistrate"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class PeopleChange(StrEnum):
    """What administration does to an officer: as it is asked for, and as the unit's people are shown it."""

    ADDED = "added"
    DUTIES = "duties"
    RESET = "reset"  # a new one-time code
    FACTORS = "factors"  # the second factor is taken away, with a one-time code to set up another
    MOVED = "moved"  # as asked for; the two units see that somebody left and joined
    LEFT = "left"
    JOINED = "joined"
    SHUT_OUT = "shut_out"


class UnitKind(StrEnum):
    INVESTIGATION = "investigation"
    COORDINATION = "coordination"
    SOURCE = "source"  # a list somebody publishes (UN special notices): records, no officers


class Service(StrEnum):  # of which service a unit is
    POLICE = "police"
    GENDARMERIE = "gendarmerie"
    CUSTOMS = "customs"
    BORDER_POLICE = "border_police"
    JUDICIARY = "judiciary"


class NameKind(StrEnum):
    MAIN = "main"
    ALIAS = "alias"
    WEAK_ALIAS = "weak_alias"  # "low quality" on the UN list, `weakAlias` in FollowTheMoney
    ORIGINAL_SCRIPT = "original_script"
    BIRTH = "birth"
    FORMER = "former"


class IdentifierKind(StrEnum):
    PHONE = "phone"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    DOCUMENT = "document"  # a paper whose type is not known
    PLATE = "plate"
    VIN = "vin"
    IMEI = "imei"
    IMO = "imo"
    MMSI = "mmsi"
    HULL = "hull"
    ACCOUNT = "account"
    EMAIL = "email"
    HANDLE = "handle"
    REGISTRATION = "registration"
    LIST_REFERENCE = "list_reference"


class DateKind(StrEnum):
    BIRTH = "birth"
    DEATH = "death"
    EVENT = "event"
    ISSUED = "issued"
    EXPIRES = "expires"
    FOUNDED = "founded"
    LISTED = "listed"


class PlaceKind(StrEnum):
    BIRTH = "birth"
    ADDRESS = "address"
    DEPARTURE = "departure"
    LANDING = "landing"
    INTERCEPTION = "interception"
    SEEN = "seen"


class Sex(StrEnum):
    MALE = "m"
    FEMALE = "f"


class RecordState(StrEnum):
    ACTIVE = "active"
    REVIEW_DUE = "review_due"
    EXTENDED = "extended"
    EXPIRED = "expired"
    RESTRICTED = "restricted"  # disputed: out of matching, seen by the owner only
    HOLD = "hold"
    WITHDRAWN = "withdrawn"
    TOMBSTONED = "tombstoned"


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class WatchState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ENDED = "ended"
    BROKEN = "broken"  # the engine refuses its standing query; the owner is notified
    TOMBSTONED = "tombstoned"


class WatchNoticeKind(StrEnum):
    """What a unit is told of a watch of its own on its home page and in its list."""

    ENDS_IN_30 = "ends_in_30"  # days
    ENDS_IN_7 = "ends_in_7"
    RAN_OUT = "ran_out"
    CASE_CLOSED = "case_closed"  # suspended with it
    BROKEN = "broken"
    APPROVED = "approved"
    REFUSED = "refused"


class Band(StrEnum):
    """How many coincidences a watch is reckoned to bring; never a number, which could tell too much."""

    NONE = "0"
    FEW = "1-5"
    SOME = "6-20"
    MORE = "more"


class Weakness(StrEnum):
    """Why a watch finds nothing, or too much."""

    SINGLE_NAME = "single_name"
    COMMON_NAME = "common_name"
    NAME_ALONE = "name_alone"  # of a thing whose name tells too little
    STOP_VALUE = "stop_value"  # *unknown*, 000000, a number of the emergency services
    TOO_MANY = "too_many"


class Remedy(StrEnum):
    """One more fact that would make a watch selective."""

    YEAR = "year"
    SECOND_NAME = "second_name"
    PHONE = "phone"
    DOCUMENT = "document"
    REGISTRATION = "registration"


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


class Judgement(StrEnum):
    SAME = "same"
    NOT_SAME = "not_same"
    UNRESOLVED = "unresolved"


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


class DossierState(StrEnum):
    """A sealed dossier addressed to a magistrate."""

    SENT = "sent"
    READ = "read"
    MORE_ASKED = "more_asked"
    TAKEN_BACK = "taken_back"
    DESTROYED = "destroyed"  # with the content of a record or watch it was made of


class ExhibitState(StrEnum):
    """Where an exhibit is: on its way in, with its holder, between two hands, outside, gone."""

    RECEIVING = "receiving"
    HELD = "held"
    OFFERED = "offered"
    OUT = "out"
    DESTROYED = "destroyed"


class CustodyAct(StrEnum):
    """What was done with an exhibit: one line of its chain of custody."""

    RECEIVED = "received"
    OPENED = "opened"
    HANDED_ON = "handed_on"
    TAKEN_OVER = "taken_over"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    SENT_OUT = "sent_out"
    RETURNED = "returned"
    CLAIMED = "claimed"
    DESTROYED = "destroyed"


class AgreementState(StrEnum):
    """A pair of units for which a treaty spares the review of one kind of record."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    ENDED = "ended"


class Desk(StrEnum):
    """Who reviews a hit: victims and minors never reach the coordinators' queue (docs/sources/governance.md)."""

    COORDINATION = "coordination"
    PROTECTION = "protection"


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


class Act(StrEnum):
    """What an officer does that is counted (casefile/policy/budgets.py)."""

    SEARCH = "search"
    FOREIGN_READ = "foreign_read"
    WATCH = "watch"


class AlarmKind(StrEnum):
    """What coordinator and auditor are shown without having asked."""

    BUDGET = "budget"
    SERIES = "series"
    UNIT_CLOSED = "unit_closed"
    ALTERED = "altered"


class Purpose(StrEnum):
    """RPD Art. 10, with the change of 2023 (docs/sources/law.md)."""

    LOCATE_WANTED = "locate_wanted"
    IDENTIFY = "identify"
    SUPPORT_INVESTIGATION = "support_investigation"
    WARN = "warn"
    IDENTIFY_VICTIM = "identify_victim"
    FORENSIC = "forensic"
    SECURITY_CHECK = "security_check"
    THREAT_ANALYSIS = "threat_analysis"
    BORDER_CONTROL = "border_control"


class SubjectCategory(StrEnum):
    """LED Art. 6 (docs/sources/law.md): facts about a victim are not facts about a suspect."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    MISSING = "missing"
    NONE = "none"  # a thing, a place, an event


class LinkRole(StrEnum):
    """The part a record plays in another one."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    WITNESS = "witness"
    ORGANISER = "organiser"
    OWNER = "owner"
    USER = "user"
    DRIVER = "driver"
    MEMBER = "member"
    DIRECTOR = "director"
    RELATIVE = "relative"
    ASSOCIATE = "associate"
    HOLDER = "holder"
    MENTIONED = "mentioned"
    PLACE_OF = "place_of"
    OTHER = "other"


class SourceGrade(StrEnum):
    """Europol Regulation Art. 29 (docs/sources/law.md): how far the source is to be trusted."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"


class InfoGrade(StrEnum):
    """Europol Regulation Art. 29 (docs/sources/law.md): how far this piece of information is to be trusted."""

    NOT_IN_DOUBT = "1"
    KNOWN_TO_SOURCE = "2"
    CORROBORATED = "3"
    NOT_CORROBORATED = "4"


class Handling(StrEnum):
    H0 = "H0"  # police use only
    H1 = "H1"  # not in court without permission
    H2 = "H2"  # not passed on without permission
    H3 = "H3"  # other: see the handling text


class Sharing(StrEnum):
    """The most that another unit may come to know of a record or watch, from least to most."""

    NONE = "none"
    COORDINATOR = "coordinator"
    POINTER = "pointer"
    CORE = "core"
    FULL = "full"


class Notify(StrEnum):
    MUTUAL = "mutual"
    SILENT = "silent"
    OWNER_FIRST = "owner_first"


class Protection(StrEnum):
    VICTIM = "victim"
    MINOR = "minor"
    SOURCE_AT_RISK = "source_at_risk"


class Topic(StrEnum):
    """What an outbox row is about."""

    RECORD = "record"
    WATCH = "watch"
    NOTICE = "notice"


class Stage(StrEnum):
    """How far an outbox row has come."""

    INDEX = "index"  # this side is not yet written to the index
    MATCH = "match"  # indexed and visible; the other side is not yet matched
    SEND = "send"


class OpeningState(StrEnum):
    """Where an auditor's request to open a sealed search stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    OPENED = "opened"


class Finding(StrEnum):
    """What an auditor found of a line that was drawn to be checked."""

    IN_ORDER = "in_order"
    TO_CLARIFY = "to_clarify"
    MISUSE = "misuse"
