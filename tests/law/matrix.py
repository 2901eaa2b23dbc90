"""Authorisation as data: every address of the portal, who may use it, and for whom what stands there exists.

The tests of this folder are made from this file; what it lacks fails the build. A new page is one more row; commands
stand in commands.py. `asks` are the permissions of which one is needed (none: every officer); `roles` says the same in
people, so that a change of one table is seen in the other. `of` is the kind of thing that the address names, and `law`
decides for whom that thing exists (tests/law/things.py): for everybody else the answer is that to an id that never was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from casefile.policy.permissions import Permission as P
from casefile.vocabulary import Role as R


class Thing(StrEnum):
    """What an address or a posted field names by its id."""

    RECORD = "record"
    LINK = "link"
    WATCH = "watch"
    WATCHLIST = "watchlist"
    CASE = "case"
    SEARCH = "search"
    KEPT = "kept search"
    POINTER = "pointer"
    HIT = "hit"
    SUBJECT = "subject"
    PROTECTION_REVIEW = "review of a protection"
    VICTIM_REFERRAL = "referral of a victim"
    ALARM = "alarm"
    REQUEST = "request"
    CONTACT = "protection contact"
    TWO_PERSONS = "request for a second protection officer"
    OFFICER = "officer"
    UNIT = "unit"
    JOINT = "joint case"
    PUT_IN = "record in a joint case"
    HANDOVER = "handover"
    DOSSIER = "dossier"
    AGREEMENT = "agreement"
    OPERATION = "planned operation"
    TRAINING = "training that was noted"
    MEETING = "operations that meet"
    EXHIBIT = "exhibit"
    UPLOAD = "upload"
    OPENING = "opening"
    SAMPLE = "sample"
    SEALED = "sealed search"
    TOKEN = "token"
    WEBHOOK = "webhook"
    TABLE = "table"
    CHECK = "list that was checked"
    CHECK_GIVEN = "list that was given"


class Law(StrEnum):
    """For whom a thing exists, among those who hold the permission."""

    READERS = "readers"
    """Whom `sharing.access` lets read it, in full or the core."""
    OWNERS = "owners"
    """Officers of the unit that holds it, while it was not erased."""
    DESK = "desk"
    """Who sits at its desk (`disclosure.may_open_hit`)."""
    RECEIVERS = "receivers"
    """Officers of the unit to which it was delivered."""
    BEFORE_DESK = "before the desk"
    """The protection desk, when a unit asked or a hit stands there."""
    SEATED = "seated"
    """Before whose seat a watch waits (`watching.sees`); its own unit reads who decides on it now."""
    KEEPERS = "keepers"
    """The protection officers who keep a side of it, or may be the second of two."""
    ONESELF = "oneself"
    """The officer who made it."""
    IN_JOINT = "in the joint case"
    """Officers of the units that have or had a seat in it."""
    MEMBERS = "members"
    """Its members by name, of units that take part, while it is open."""
    BETWEEN = "between"
    """The two services between which a case or a dossier was handed over: each by its own trade."""
    REGISTER = "register"
    """The coordination office, and who holds the permission in the unit of which it is noted."""
    NETWORK = "network"
    """Everybody who holds the permission."""


INVESTIGATOR, WATCH_OFFICER, ANALYST = R.INVESTIGATOR, R.WATCH_OFFICER, R.ANALYST
READERS = frozenset({INVESTIGATOR, WATCH_OFFICER, ANALYST})
SEEKERS = READERS | {R.COORDINATOR}
"""Who searches and opens what is released: the coordinator as any unit's officer, of the coordination office."""
FIELD = frozenset({INVESTIGATOR, WATCH_OFFICER})
DESKS = frozenset({R.COORDINATOR, R.PROTECTION})
EVERYBODY = frozenset(R)


@dataclass(frozen=True)
class Route:
    """One endpoint with its methods. `stranger`: may be used by who is not signed in."""

    endpoint: str
    methods: str
    roles: frozenset[R]
    asks: frozenset[P]
    of: Thing | None = None
    law: Law | None = None
    stranger: bool = False

    @property
    def name(self) -> str:
        return f"{self.endpoint} {self.methods}"


def _route(endpoint: str, methods: str, roles: Iterable[R], asks: str, of: Thing | None = None,
           law: Law | None = None) -> Route:  # fmt: skip
    return Route(endpoint, methods, frozenset(roles), frozenset(P[word] for word in asks.split()), of, law)


def _open(endpoint: str, methods: str) -> Route:
    return Route(endpoint, methods, EVERYBODY, frozenset(), stranger=True)


BOTH = "GET POST"
_T, _L = Thing, Law
ROUTES = (
    # ---- open to strangers
    _open("static", "GET"),
    _open("sign_in.enter", BOTH),
    _open("sign_in.second", BOTH),
    _open("sign_in.code", BOTH),
    _open("sign_in.first_password", BOTH),
    _open("sign_in.language", "POST"),
    _open("sign_in.alive", "GET"),
    _open("health.live", "GET"),
    _open("health.ready", "GET"),
    _open("health.figures", "GET"),
    # ---- every officer
    _route("history.page", "GET", EVERYBODY, ""),
    _route("sign_in.sign_out_page", "GET", EVERYBODY, ""),
    _route("sign_in.sign_out", "POST", EVERYBODY, ""),
    _route("sign_in.step_up", "POST", EVERYBODY, ""),
    _route("account.page", "GET", EVERYBODY, ""),
    _route("account.end_sign_ins", "POST", EVERYBODY, ""),
    _route("account.forget_device", "POST", EVERYBODY, ""),
    _route("account.digest", "POST", EVERYBODY, ""),
    _route("account.password", BOTH, EVERYBODY, ""),
    _route("account.set_up", "GET", EVERYBODY, ""),
    _route("account.app", BOTH, EVERYBODY, ""),
    _route("account.renew_codes", "POST", EVERYBODY, ""),
    _route("account.add_key", BOTH, EVERYBODY, ""),
    _route("account.remove_key", "POST", EVERYBODY, ""),
    _route("home.start", "GET", EVERYBODY, ""),
    _route("home.people", "GET", EVERYBODY, ""),
    _route("home.bell", "GET", EVERYBODY, ""),
    _route("guide.terms", "GET", EVERYBODY, ""),
    _route("guide.keys", "GET", EVERYBODY, ""),
    _route("guide.first_day", "GET", EVERYBODY, ""),
    _route("guide.put_away", "POST", EVERYBODY, ""),
    _route("guide.styles", "GET", EVERYBODY, ""),
    _route("handbook.contents", "GET", EVERYBODY, ""),
    _route("handbook.find", "POST", EVERYBODY, ""),
    _route("handbook.read", "GET", EVERYBODY, ""),
    _route("handbook.picture", "GET", EVERYBODY, ""),
    # ---- records
    _route("records.enter", BOTH, {INVESTIGATOR}, "ENTER_RECORD"),
    _route("records.alike", "POST", {INVESTIGATOR}, "ENTER_RECORD"),
    _route("compare.page", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("tables.listing", "GET", FIELD, "BRING_TABLE"),
    _route("tables.send", "POST", FIELD, "BRING_TABLE"),
    _route("tables.page", "GET", FIELD, "BRING_TABLE", _T.TABLE, _L.OWNERS),
    _route("tables.order", "POST", FIELD, "BRING_TABLE", _T.TABLE, _L.OWNERS),
    _route("tables.undo", "POST", FIELD, "BRING_TABLE", _T.TABLE, _L.OWNERS),
    _route("tables.refused", "GET", FIELD, "BRING_TABLE", _T.TABLE, _L.OWNERS),
    _route("drafts.listing", "GET", {INVESTIGATOR}, "ENTER_RECORD"),
    _route("drafts.keep", "POST", {INVESTIGATOR}, "ENTER_RECORD"),
    _route("drafts.discard", "POST", {INVESTIGATOR}, "ENTER_RECORD"),
    _route("records.page", "GET", SEEKERS, "READ_RECORD", _T.RECORD, _L.READERS),
    _route("records.open_with_reason", "POST", SEEKERS, "READ_RECORD", _T.RECORD, _L.READERS),
    _route("records.version", "GET", SEEKERS, "READ_RECORD", _T.RECORD, _L.OWNERS),
    _route("records.amend", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("interviews.page", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("interviews.refer", "POST", {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("interviews.end_consent", "POST", {INVESTIGATOR}, "ENTER_RECORD", _T.VICTIM_REFERRAL, _L.OWNERS),
    _route("interviews.sheet", "POST", {INVESTIGATOR}, "ENTER_RECORD", _T.VICTIM_REFERRAL, _L.OWNERS),
    _route("disputes.page", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("records.withdraw", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("records.link", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("records.make", "POST", {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("records.undo", "POST", {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("records.withdraw_link", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.LINK, _L.OWNERS),
    _route("records.listing", "GET", SEEKERS, "READ_RECORD"),
    _route("records.export", "POST", SEEKERS, "READ_RECORD"),
    _route("records.find", "POST", SEEKERS, "READ_RECORD"),
    _route("records.act", "POST", {INVESTIGATOR}, "ENTER_RECORD"),
    # ---- cases
    _route("cases.listing", "GET", SEEKERS, "READ_RECORD"),
    _route("cases.export", "POST", SEEKERS, "READ_RECORD"),
    _route("quality.page", "GET", SEEKERS, "READ_RECORD"),
    _route("ftm.take_out", BOTH, SEEKERS, "READ_RECORD"),
    _route("cases.find", "POST", SEEKERS, "READ_RECORD"),
    _route("cases.act", "POST", {INVESTIGATOR}, "ENTER_RECORD"),
    _route("cases.amend", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.CASE, _L.OWNERS),
    _route("cases.new", BOTH, {INVESTIGATOR}, "ENTER_RECORD"),
    _route("retention.listing", "GET", SEEKERS, "READ_RECORD"),
    _route("retention.extend", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("retention.hold", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.RECORD, _L.OWNERS),
    _route("cases.page", "GET", SEEKERS, "READ_RECORD", _T.CASE, _L.OWNERS),
    _route("networks.of_case", "GET", SEEKERS, "READ_RECORD", _T.CASE, _L.OWNERS),
    _route("networks.of_record", "GET", SEEKERS, "READ_RECORD", _T.RECORD, _L.OWNERS),
    _route("networks.of_joint", "GET", READERS, "READ_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("course.in_time", "GET", SEEKERS, "READ_RECORD", _T.CASE, _L.OWNERS),
    _route("course.on_map", "GET", SEEKERS, "READ_RECORD", _T.CASE, _L.OWNERS),
    _route("course.joint_in_time", "GET", READERS, "READ_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("course.joint_on_map", "GET", READERS, "READ_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("cases.close", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.CASE, _L.OWNERS),
    _route("cases.reopen", BOTH, {INVESTIGATOR}, "ENTER_RECORD", _T.CASE, _L.OWNERS),
    # ---- exhibits
    _route("exhibits.listing", "GET", {INVESTIGATOR}, "KEEP_EXHIBITS"),
    _route("exhibits.new", BOTH, {INVESTIGATOR}, "KEEP_EXHIBITS"),
    _route("exhibits.begin", "POST", {INVESTIGATOR}, "KEEP_EXHIBITS"),
    _route("exhibits.upload", "PATCH", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.UPLOAD, _L.ONESELF),
    _route("exhibits.drop", "POST", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.UPLOAD, _L.ONESELF),
    _route("exhibits.page", "GET", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.EXHIBIT, _L.OWNERS),
    _route("exhibits.small", "GET", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.EXHIBIT, _L.OWNERS),
    _route("exhibits.large", "GET", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.EXHIBIT, _L.OWNERS),
    _route("exhibits.original", "POST", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.EXHIBIT, _L.OWNERS),
    _route("exhibits.step", "POST", {INVESTIGATOR}, "KEEP_EXHIBITS", _T.EXHIBIT, _L.OWNERS),
    # ---- what units do together
    _route("joint.listing", "GET", READERS, "READ_JOINT"),
    _route("joint.new", BOTH, {INVESTIGATOR}, "WORK_JOINT"),
    _route("joint.page", "GET", READERS, "READ_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.accept", BOTH, {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.decline", BOTH, {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.leave", BOTH, {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.close", BOTH, {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.name", "POST", {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.remove", "POST", {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.minute", "POST", {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.put", "POST", {INVESTIGATOR}, "WORK_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("joint.record", "GET", READERS, "READ_JOINT", _T.PUT_IN, _L.MEMBERS),
    _route("joint.take_out", "POST", {INVESTIGATOR}, "WORK_JOINT", _T.PUT_IN, _L.OWNERS),
    _route("leaving.of_joint", "GET", READERS, "READ_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("leaving.take_joint", "POST", READERS, "READ_JOINT", _T.JOINT, _L.IN_JOINT),
    _route("leaving.of_contact", "GET", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS),
    _route("leaving.take_received", "POST", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS),
    _route("handover.give", BOTH, {INVESTIGATOR}, "HAND_OVER", _T.CASE, _L.OWNERS),
    _route("handover.received", "GET", {R.MAGISTRATE}, "RECEIVE_CASE"),
    _route("handover.receipt", "GET", {INVESTIGATOR, R.MAGISTRATE}, "HAND_OVER RECEIVE_CASE", _T.HANDOVER, _L.BETWEEN),
    _route("handover.decide", "POST", {R.MAGISTRATE}, "RECEIVE_CASE", _T.HANDOVER, _L.BETWEEN),
    _route("handover.take_back", "POST", {INVESTIGATOR}, "HAND_OVER", _T.HANDOVER, _L.BETWEEN),
    # ---- sealed dossiers
    _route("dossiers.of_hit", "GET", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("dossiers.export_hit", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("dossiers.of_contact", "GET", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS),
    _route("dossiers.export_contact", "POST", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS),
    _route("dossiers.send", "POST", {INVESTIGATOR}, "HAND_OVER", _T.POINTER, _L.RECEIVERS),
    _route("dossiers.answer", "POST", FIELD, "CONTACT", _T.DOSSIER, _L.BETWEEN),
    _route("dossiers.take_back", "POST", FIELD, "CONTACT", _T.DOSSIER, _L.BETWEEN),
    _route("dossiers.received", "GET", {R.MAGISTRATE}, "RECEIVE_CASE"),
    _route("dossiers.page", "GET", {R.MAGISTRATE}, "RECEIVE_CASE", _T.DOSSIER, _L.BETWEEN),
    _route("dossiers.read", "GET", {R.MAGISTRATE}, "RECEIVE_CASE", _T.DOSSIER, _L.BETWEEN),
    _route("dossiers.file", "GET", {R.MAGISTRATE}, "RECEIVE_CASE", _T.DOSSIER, _L.BETWEEN),
    _route("dossiers.more", "POST", {R.MAGISTRATE}, "RECEIVE_CASE", _T.DOSSIER, _L.BETWEEN),
    # ---- the coordination office
    _route("coordination.desk", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("coordination.pointers", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("coordination.conflicts", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("coordination.waiting", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("coordination.owners", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("coordination.table", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("coordination.own", "GET", {*FIELD, R.CHIEF}, "READ_RECIPROCITY"),
    _route("operations.listing", "GET", FIELD, "PLAN_OPERATION"),
    _route("operations.new", BOTH, FIELD, "PLAN_OPERATION"),
    _route("operations.page", "GET", FIELD, "PLAN_OPERATION", _T.OPERATION, _L.OWNERS),
    _route("operations.postpone", BOTH, FIELD, "PLAN_OPERATION", _T.OPERATION, _L.OWNERS),
    _route("operations.end", BOTH, FIELD, "PLAN_OPERATION", _T.OPERATION, _L.OWNERS),
    _route("operations.called", "POST", FIELD, "PLAN_OPERATION", _T.OPERATION, _L.OWNERS),
    _route("coordination.networks", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("operations.meetings", "GET", DESKS, "COORDINATE REVIEW_PROTECTED_HIT"),
    _route("operations.decide", BOTH, DESKS, "COORDINATE REVIEW_PROTECTED_HIT", _T.MEETING, _L.DESK),
    _route("picture.page", "GET", {R.COORDINATOR, R.ANALYST, R.CHIEF}, "READ_PICTURE"),
    _route("picture.take_out", BOTH, {R.COORDINATOR, R.ANALYST, R.CHIEF}, "READ_PICTURE"),
    _route("unit.page", "GET", {R.CHIEF}, "READ_UNIT_FIGURES"),
    _route("agreements.listing", "GET", {R.COORDINATOR}, "COORDINATE"),
    _route("agreements.new", BOTH, {R.COORDINATOR}, "COORDINATE"),
    _route("agreements.end", BOTH, {R.COORDINATOR}, "COORDINATE", _T.AGREEMENT, _L.NETWORK),
    _route("agreements.waiting", "GET", {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("agreements.confirm", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.AGREEMENT, _L.NETWORK),
    _route("agreements.refuse", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.AGREEMENT, _L.NETWORK),
    # ---- the register of training
    _route("trainings.listing", "GET", {R.COORDINATOR, R.ADMINISTRATOR}, "TRAIN"),
    _route("trainings.find", "POST", {R.COORDINATOR, R.ADMINISTRATOR}, "TRAIN"),
    _route("trainings.export", "POST", {R.COORDINATOR, R.ADMINISTRATOR}, "TRAIN"),
    _route("trainings.new", BOTH, {R.COORDINATOR, R.ADMINISTRATOR}, "TRAIN"),
    _route("trainings.withdraw", BOTH, {R.COORDINATOR, R.ADMINISTRATOR}, "TRAIN", _T.TRAINING, _L.REGISTER),
    # ---- searching
    _route("search.form", "GET", SEEKERS, "SEARCH"),
    _route("search.ask", "POST", SEEKERS, "SEARCH"),
    _route("front_line.page", BOTH, SEEKERS, "SEARCH"),
    _route("post_away.shell", "GET", SEEKERS, "SEARCH"),
    _route("post_away.worker", "GET", SEEKERS, "SEARCH"),
    _route("post_away.line", "GET", SEEKERS, "SEARCH"),
    _route("post_away.extract", BOTH, SEEKERS, "SEARCH"),
    _route("search.page", "GET", SEEKERS, "SEARCH", _T.SEARCH, _L.ONESELF),
    _route("search.narrow", "POST", SEEKERS, "SEARCH", _T.SEARCH, _L.ONESELF),
    _route("search.keep", "POST", SEEKERS, "SEARCH", _T.SEARCH, _L.ONESELF),
    _route("search.kept", "GET", SEEKERS, "SEARCH"),
    _route("search.again", "POST", SEEKERS, "SEARCH", _T.KEPT, _L.OWNERS),
    _route("search.forget", "POST", SEEKERS, "SEARCH", _T.KEPT, _L.ONESELF),
    _route("checks.listing", "GET", SEEKERS, "SEARCH"),
    _route("checks.give", "POST", SEEKERS, "SEARCH"),
    _route("checks.page", "GET", SEEKERS, "SEARCH", _T.CHECK, _L.OWNERS),
    _route("checks.order", "POST", SEEKERS, "SEARCH", _T.CHECK_GIVEN, _L.ONESELF),
    _route("checks.seen", "POST", SEEKERS, "SEARCH", _T.CHECK, _L.OWNERS),
    _route("checks.again", "POST", SEEKERS, "SEARCH", _T.CHECK, _L.OWNERS),
    _route("checks.export", BOTH, SEEKERS, "SEARCH", _T.CHECK, _L.OWNERS),
    _route("errand.page", "GET", SEEKERS, "SEARCH"),
    _route("errand.begin", "POST", SEEKERS, "SEARCH"),
    _route("errand.end", "POST", SEEKERS, "SEARCH"),
    # ---- watches
    _route("watches.listing", "GET", FIELD, "READ_WATCH"),
    _route("watches.export", "POST", FIELD, "READ_WATCH"),
    _route("watches.find", "POST", FIELD, "READ_WATCH"),
    _route("watches.act", "POST", {WATCH_OFFICER}, "WATCH_SUBJECT"),
    _route("watches.new", BOTH, {WATCH_OFFICER}, "WATCH_SUBJECT"),
    _route("watches.preview", "POST", {WATCH_OFFICER}, "WATCH_SUBJECT"),
    _route("watches.page", "GET", FIELD, "READ_WATCH", _T.WATCH, _L.OWNERS),
    _route("watches.step", "POST", {WATCH_OFFICER}, "WATCH_SUBJECT", _T.WATCH, _L.OWNERS),
    _route("watches.amend", BOTH, {WATCH_OFFICER}, "WATCH_SUBJECT", _T.WATCH, _L.OWNERS),
    _route("watches.approvals", "GET", {WATCH_OFFICER, *DESKS}, "APPROVE_WATCH"),
    _route("watches.decide", "POST", {WATCH_OFFICER, *DESKS}, "APPROVE_WATCH", _T.WATCH, _L.SEATED),
    # ---- pointers
    _route("pointers.listing", "GET", FIELD, "READ_POINTER"),
    _route("pointers.export", "POST", FIELD, "READ_POINTER"),
    _route("pointers.find", "POST", FIELD, "READ_POINTER"),
    _route("pointers.act", "POST", FIELD, "READ_POINTER"),
    _route("pointers.read", "POST", FIELD, "READ_POINTER", _T.POINTER, _L.RECEIVERS),
    _route("pointers.question", "GET", FIELD, "ANSWER_POINTER", _T.POINTER, _L.RECEIVERS),
    _route("pointers.answer", "POST", FIELD, "ANSWER_POINTER", _T.POINTER, _L.RECEIVERS),
    # ---- the contact
    _route("contacts.page", "GET", FIELD, "READ_POINTER", _T.POINTER, _L.RECEIVERS),
    _route("contacts.choose", "GET", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS),
    _route("contacts.received", "GET", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS),
    *(
        _route(f"contacts.{act}", "POST", FIELD, "CONTACT", _T.POINTER, _L.RECEIVERS)
        for act in (
            "acknowledge",
            "call",
            "message",
            "decide",
            "outcome",
            "close",
            "ask_help",
            "ask",
            "second",
            "note_recalls",
        )
    ),
    _route("contact_office.listing", "GET", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT"),
    _route("contact_office.page", "GET", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("contact_office.message", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("contact_office.close", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    # ---- the desks
    _route("review.queue", "GET", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT"),
    _route("review.find", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT"),
    _route("review.act", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT"),
    _route("review.page", "GET", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.decide", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.take", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.assign", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.undo", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.again", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.settle", "POST", DESKS, "REVIEW_HIT REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("review.unmask", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.HIT, _L.DESK),
    _route("protection.listing", "GET", {R.PROTECTION}, "REVIEW_PROTECTED_HIT"),
    _route("protection.request_page", "GET", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.TWO_PERSONS, _L.KEEPERS),
    _route("protection.confirm", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.TWO_PERSONS, _L.KEEPERS),
    _route("protection.refuse", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.TWO_PERSONS, _L.KEEPERS),
    _route("protection.contact", "GET", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.acknowledge", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.note_person", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.release", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.refer", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.report_referral", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.close", "POST", {R.PROTECTION}, "REVIEW_PROTECTED_HIT", _T.CONTACT, _L.KEEPERS),
    _route("protection.unmask", "POST", {R.PROTECTION}, "LOWER_PROTECTION", _T.SUBJECT, _L.BEFORE_DESK),
    _route("protection.subject", "GET", {R.PROTECTION}, "LOWER_PROTECTION", _T.SUBJECT, _L.BEFORE_DESK),
    _route("protection.lower", "POST", {R.PROTECTION}, "LOWER_PROTECTION", _T.SUBJECT, _L.BEFORE_DESK),
    _route("protection.decide", "POST", {R.PROTECTION}, "LOWER_PROTECTION", _T.PROTECTION_REVIEW, _L.BEFORE_DESK),
    _route("protection.ask", BOTH, FIELD, "ENTER_RECORD WATCH_SUBJECT", _T.SUBJECT, _L.OWNERS),
    _route("name_pairs.listing", "GET", {R.COORDINATOR}, "JUDGE_NAMES"),
    _route("name_pairs.find", "POST", {R.COORDINATOR}, "JUDGE_NAMES"),
    _route("name_pairs.judge", "POST", {R.COORDINATOR}, "JUDGE_NAMES"),
    _route("name_pairs.labelled", "GET", {R.COORDINATOR}, "JUDGE_NAMES"),
    # ---- running it
    _route("status.page", "GET", {R.COORDINATOR, R.ADMINISTRATOR}, "READ_BACKLOG"),
    _route("status.retry", "POST", {R.COORDINATOR, R.ADMINISTRATOR}, "RETRY_DEAD_LETTERS"),
    # ---- the trail
    _route("audit.listing", "GET", {R.AUDITOR}, "READ_AUDIT"),
    _route("audit.export", "GET", {R.AUDITOR}, "READ_AUDIT"),
    _route("audit.paper", "GET", {R.AUDITOR}, "READ_AUDIT"),
    _route("audit.grants", "GET", {R.AUDITOR}, "READ_AUDIT"),
    _route("seals.listing", "GET", {R.AUDITOR}, "READ_AUDIT"),
    _route("seals.ask", BOTH, {R.AUDITOR}, "READ_AUDIT", _T.SEALED, _L.NETWORK),
    _route("seals.decide", "POST", {R.AUDITOR}, "READ_AUDIT", _T.OPENING, _L.NETWORK),
    _route("seals.open_seal", "POST", {R.AUDITOR}, "READ_AUDIT", _T.OPENING, _L.NETWORK),
    _route("seals.passphrase", BOTH, {R.AUDITOR}, "READ_AUDIT"),
    _route("samples.listing", "GET", {R.AUDITOR}, "READ_AUDIT"),
    _route("samples.draw", "POST", {R.AUDITOR}, "READ_AUDIT"),
    _route("samples.check", "POST", {R.AUDITOR}, "READ_AUDIT", _T.SAMPLE, _L.NETWORK),
    _route("consulted.listing", "GET", FIELD, "READ_CONSULTED"),
    _route("alarms.listing", "GET", {R.COORDINATOR, R.AUDITOR}, "READ_ALARMS"),
    _route("alarms.seen", "POST", {R.COORDINATOR, R.AUDITOR}, "READ_ALARMS", _T.ALARM, _L.NETWORK),
    _route("proof.page", BOTH, {*FIELD, R.MAGISTRATE, R.AUDITOR}, "COUNTERSIGN"),
    _route("proof.download", "GET", {*FIELD, R.MAGISTRATE, R.AUDITOR}, "COUNTERSIGN"),
    _route("lists.listing", "GET", {R.ADMINISTRATOR, INVESTIGATOR}, "ADMINISTER ENTER_RECORD"),
    _route("lists.bring_in", "POST", {R.ADMINISTRATOR, INVESTIGATOR}, "ADMINISTER ENTER_RECORD"),
    _route("admin.units", "GET", {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("admin.find", "POST", {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("admin.focal_points", BOTH, {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("admin.add_unit", BOTH, {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("admin.approves_watches", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.UNIT, _L.NETWORK),
    _route("reach.page", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.UNIT, _L.NETWORK),
    _route("admin.service", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.UNIT, _L.NETWORK),
    _route("admin.close_unit", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.UNIT, _L.NETWORK),
    _route("admin.ask", "GET", {R.ADMINISTRATOR}, "ADMINISTER", _T.REQUEST, _L.NETWORK),
    _route("admin.refuse", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.REQUEST, _L.NETWORK),
    _route("admin.confirm", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.REQUEST, _L.NETWORK),
    _route("tokens.listing", "GET", {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("tokens.revoke", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.TOKEN, _L.NETWORK),
    _route("webhooks.listing", "GET", {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("webhooks.add", BOTH, {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("webhooks.page", "GET", {R.ADMINISTRATOR}, "ADMINISTER", _T.WEBHOOK, _L.OWNERS),
    *(
        _route(f"webhooks.{act}", "POST", {R.ADMINISTRATOR}, "ADMINISTER", _T.WEBHOOK, _L.OWNERS)
        for act in ("rotate", "test", "remove")
    ),
    _route("officers.add", BOTH, {R.ADMINISTRATOR}, "ADMINISTER"),
    _route("officers.duties", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.OFFICER, _L.NETWORK),
    _route("officers.move", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.OFFICER, _L.NETWORK),
    _route("officers.link", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.OFFICER, _L.NETWORK),
    _route("officers.second_factor", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.OFFICER, _L.NETWORK),
    _route("officers.deactivate", BOTH, {R.ADMINISTRATOR}, "ADMINISTER", _T.OFFICER, _L.NETWORK),
)
METHODS = [(route, method) for route in ROUTES for method in route.methods.split()]

FORMS = {
    "account.digest": {"address": "somebody@example.org", "hour": "7"},
    "records.open_with_reason": {"reason": "asked by the duty officer"},
    "records.withdraw": {"reason": "mistaken identity"},
    "interviews.page": {"held_on": "02/01/2026", "indicators": "belief_used"},
    "interviews.refer": {
        "service": "Shelter",
        "consent_by": "guardian",
        "consented_on": "02/01/2026",
        "passes": "age",
    },
    "admin.focal_points": {"focal_country": "SN", "service": "Shelter", "contact": "116"},
    "disputes.page": {"step": "restrict", "reason": "the person says it was a cousin"},
    "records.withdraw_link": {"reason": "it was somebody else"},
    "records.amend": {"narrative": "Nothing to see.", "change_note": "a word was wrong"},
    "cases.export": {"format": "csv", "reason": "asked for by the court"},
    "picture.take_out": {"reason": "asked for by the ministry"},
    "ftm.take_out": {"reason": "asked for by the analysts"},
    "leaving.take_joint": {"reason": "asked for by the analysts"},
    "leaving.take_received": {"reason": "asked for by the analysts"},
    "checks.export": {"format": "csv", "reason": "asked for by the court"},
    "checks.order": {"reason": "named by a witness", "do": "check"},
    "checks.seen": {"line": "0", "seen": "0"},
    "records.export": {"format": "csv", "reason": "asked for by the court"},
    "watches.export": {"format": "xlsx", "reason": "asked for by the court"},
    "pointers.export": {"format": "csv", "reason": "asked for by the court"},
    "cases.amend": {"reference": "BJL-78", "legal_basis": "Act 2007-12", "change_note": "the order was renewed"},
    "cases.close": {"reason": "all are sentenced"},
    "cases.reopen": {"reason": "an appeal was lodged"},
    "exhibits.original": {"reason": "shown to the witness"},
    "exhibits.step": {"step": "send_out", "outside": "Laboratory, Dakar", "reason": "to be compared with the others"},
    "joint.accept": {"reason": "we look for the same boat"},
    "joint.decline": {"reason": "nobody is free for it"},
    "joint.leave": {"reason": "the case goes on elsewhere"},
    "joint.close": {"reason": "all are sentenced"},
    "joint.minute": {"text": "Meeting on Monday."},
    "joint.put": {"extent": "core"},
    "joint.name": {"part": "mentor"},
    "handover.give": {"reason": "the inquiry is complete"},
    "handover.decide": {"answer": "accept"},
    "handover.take_back": {"reason": "a record was missing"},
    "dossiers.export_hit": {"reason": "asked for by the court"},
    "dossiers.export_contact": {"reason": "asked for by the court"},
    "dossiers.send": {"reason": "asked for by the court"},
    "dossiers.answer": {"text": "another one follows"},
    "dossiers.take_back": {"reason": "a record was missing"},
    "dossiers.more": {"text": "the statement of the witness"},
    "operations.postpone": {"first": "1/1/2090", "last": "1/1/2090", "reason": "the sea is rough"},
    "operations.end": {"how": "cancelled", "reason": "the sea is rough"},
    "operations.decide": {"what": "tell", "reason": "two teams at one beach"},
    "trainings.withdraw": {"reason": "it was another officer"},
    "trainings.export": {"format": "csv", "reason": "asked for by the court"},
    "agreements.end": {"reason": "the treaty was denounced"},
    "agreements.refuse": {"reason": "the treaty says nothing of it"},
    "search.narrow": {"kind": "person"},
    "watches.decide": {"answer": "approve", "reason": "asked by the prosecutor"},
    "watches.step": {"step": "end", "reason": "found by another unit"},
    "watches.amend": {"names-0-text": "Modou Jallow", "ground": "asked by the judge"},
    "pointers.answer": {"answer": "agree", "reason": "no objection from here"},
    "contacts.message": {"phrase": "urgent", "text": "We are ready."},
    "contacts.decide": {"decision": "meet", "reason": "no objection from here"},
    "contacts.outcome": {"outcome": "useful", "note": "the boat was found"},
    "contacts.ask_help": {"reason": "nobody answers there"},
    "contacts.ask": {"fields": "name-0-0", "handling": "H1", "reason": "no objection from here"},
    "contacts.second": {"request": "f" * 32, "answer": "confirm"},
    "contact_office.message": {"text": "Please speak today."},
    "contact_office.close": {"reason": "the other unit is silent"},
    "seals.ask": {"reason": "a complaint of the person"},
    "seals.decide": {"answer": "confirm", "reason": "the complaint is known here"},
    "samples.check": {"finding": "in_order", "remark": "case and search fit"},
    "review.decide": {"judgement": "same", "reason": "the same paper and date"},
    "review.again": {"again_reason": "the passport came in"},
    "review.settle": {"settle": "tell", "reason": "the owner is on leave"},
    "review.unmask": {"unmask_reason": "the ward asks whom to call"},
    "protection.unmask": {"unmask_reason": "the ward asks whom to call"},
    "protection.refuse": {"reason": "not needed to judge it"},
    "protection.note_person": {"safe_contact_record": "call the nurse"},
    "protection.release": {"release_safe_contact_record": "the ward asks whom to call"},
    "protection.refer": {"referred_to_record": "iom", "referred_on_record": "2026-01-02"},
    "protection.close": {"outcome": "safe", "note": "with her mother since Monday"},
    "protection.lower": {"protection": "minor", "reason": "shown to be of age"},
    "protection.decide": {"outcome": "kept_protected", "review_reason": "heard again by the ward"},
    "protection.ask": {"protection": "minor", "reason": "shown to be of age"},
    "admin.close_unit": {"reason": "merged into another unit"},
    "admin.refuse": {"reason": "nobody asked for it"},
    "officers.duties": {"roles": "auditor", "reason": "asked for by the head"},
    "officers.move": {"reason": "asked for by the head"},
    "officers.link": {"reason": "forgot the password"},
    "officers.second_factor": {"reason": "lost the phone"},
    "officers.deactivate": {"reason": "left the service"},
}
"""What somebody posts who means it, by endpoint: an outsider's is answered as if the id never was, form and all."""


@dataclass(frozen=True)
class Posted:
    """A field by which an id of another unit could be handed in, in a form or in an address (`args`)."""

    endpoint: str
    field: str
    of: Thing
    who: str
    form: dict[str, str] = field(default_factory=dict)
    args: bool = False
    own: Thing | None = None
    """The own thing that the address names."""

    @property
    def name(self) -> str:
        return f"{self.endpoint} {'?' if self.args else ''}{self.field}"


OWN_CASE, A_DAY = "an own case", "a day ahead"
"""Stand for what the test fills in."""
_RULES = {"purpose": "support_investigation", "source_grade": "B", "info_grade": "2", "handling": "H2",
          "sharing": "full", "notify": "mutual"}  # fmt: skip
_REPORT = {**_RULES, "kind": "report", "narrative": "Seen at the quay.", "subject_category": "none", "case": OWN_CASE}
_SUBJECT = {**_RULES, "kind": "person", "check": "save", "names-0-text": "Modou Kandji", "dates-0-text": "1984",
            "dates-0-kind": "birth", "names-0-kind": "main", "watchlist": "Wanted",
            "subject_category": "suspect", "ground": "asked by the judge", "expires": A_DAY}  # fmt: skip
POSTED = (
    Posted("records.enter", "case", _T.CASE, "banjul", _REPORT),
    Posted("records.enter", "case", _T.CASE, "banjul", args=True),
    Posted("records.enter", "link", _T.RECORD, "banjul", args=True),
    Posted("records.enter", "link_to", _T.RECORD, "banjul", {**_REPORT, "link_role": "mentioned"}),
    Posted("records.enter", "add_to", _T.RECORD, "banjul", _REPORT),
    Posted("records.amend", "case", _T.CASE, "banjul", _REPORT, own=_T.RECORD),
    Posted("records.link", "to", _T.RECORD, "banjul", {"role": "mentioned"}, own=_T.RECORD),
    Posted("watches.new", "watch_case", _T.CASE, "banjul", _SUBJECT),
    Posted("watches.new", "case", _T.CASE, "banjul", args=True),
    Posted("watches.new", "search", _T.SEARCH, "banjul", args=True),
    Posted("watches.new", "record", _T.RECORD, "banjul", args=True),
    Posted("watches.amend", "watch_case", _T.CASE, "banjul", _SUBJECT, own=_T.WATCH),
    Posted("watches.listing", "list", _T.WATCHLIST, "banjul", args=True),
    Posted("watches.listing", "case", _T.CASE, "banjul", args=True),
    Posted("ftm.take_out", "case", _T.CASE, "banjul", args=True),
    Posted("records.listing", "case", _T.CASE, "banjul", args=True),
    Posted("exhibits.begin", "record", _T.RECORD, "banjul", {"name": "boat.jpg", "size": "10"}),
    Posted("exhibits.begin", "case", _T.CASE, "banjul", {"name": "boat.jpg", "size": "10"}),
    Posted("joint.new", "pointer", _T.POINTER, "banjul", args=True),
    Posted("search.form", "again", _T.SEARCH, "banjul", args=True),
)
"""Every place besides the path where a page takes an id of something that may be another unit's."""

MANY = (
    Posted("watches.act", "ids", _T.WATCH, "banjul", {"act": "end", "reason": "found elsewhere"}),
    Posted("records.act", "ids", _T.RECORD, "banjul", {"act": "withdraw", "reason": "mistaken identity"}),
    Posted("cases.act", "ids", _T.CASE, "banjul", {"act": "close", "reason": "all are sentenced"}),
    Posted("pointers.act", "ids", _T.POINTER, "banjul", {"act": "read"}),
)
"""Forms that do one act with all that was ticked: each first asks, then does it (`confirm`)."""
