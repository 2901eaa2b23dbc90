"""How long what is held may be held, when its owner is asked, what follows by itself, and what of it is kept at all.

Silence is expiry: a record that nobody extends leaves search and matching on its date, and its content is destroyed a
short time later. Source: docs/sources/governance.md, "Record fields" (`review_at`, `retain_until`, `hold`) and
"Deletion"; periods without a source are ours, and each country's law overrides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from casefile.errors import BadInput
from casefile.policy.budgets import KEPT as ACTS_KEPT
from casefile.policy.duties import may_confirm
from casefile.policy.states import READABLE
from casefile.vocabulary import RecordState

RETENTION = timedelta(days=5 * 365)  # docs/sources/law.md: RPD Art. 50, 5 years
ASKED_AHEAD = timedelta(days=182)  # the owner is asked six months before
POLICY = "default-5y"
MAX_RETENTION = timedelta(days=10 * 366)

EXTENSION = RETENTION
"""The most that one extension gives, from the day it is decided: RPD Art. 50, five more years with a reason."""
EXPIRED_KEPT = timedelta(days=30)
"""From expiry to destruction: an owner who was away a month can still ask for a copy of what stood in it."""
WITHDRAWN_KEPT = timedelta(days=90)
"""From withdrawal to destruction: who ever received it must be able to ask what was wrong."""
HOLD_LIFE = timedelta(days=366)
"""The longest hold: 12 months, then it is asked for again."""
AFTER_HOLD = timedelta(days=30)
"""Where a hold ends after the record's date, its unit has so long to extend it or let it go."""
COUNTED_AGAIN = timedelta(days=30)
"""After something was destroyed the counts of names are made again within this time."""
CASE_KEPT = timedelta(days=365)
"""A closed case of which nothing is left loses its title and legal basis after this; its reference stays."""

DRAFT_KEPT = timedelta(days=30)
"""From the last key pressed: an officer who was away a month still finds what was typed, and is shown the date."""

RESULTS_SHOWN = timedelta(days=90)
"""The result of a list that was checked is shown so long: what was found then is no answer for ever."""

LEAP = timedelta(days=7)
"""What ends by itself ends by a clock that is at most so far ahead of all that was seen; beyond it a person says that
the date is right. Longer than a holiday during which the machine is off; far less than `EXPIRED_KEPT`, so that nothing
is destroyed by a clock that leapt less."""


def check_extension(until: datetime, moment: datetime, retain_until: datetime) -> None:
    """Raises BadInput unless the new date lies after the present one, at most `EXTENSION` from now."""
    if not retain_until < until <= moment + EXTENSION:
        raise BadInput(
            "Choose a day after the present one, at most five years from today. To end it sooner, withdraw the record.",
            field="until",
        )


def review_of(retain_until: datetime, moment: datetime) -> datetime:
    """When the owner is asked again about what is kept until then."""
    return max(moment, retain_until - ASKED_AHEAD)


def check_hold(until: datetime, moment: datetime) -> None:
    """Raises BadInput unless the hold ends on a day ahead, at most `HOLD_LIFE` from now."""
    if not moment < until <= moment + HOLD_LIFE:
        raise BadInput("A hold ends on a day ahead, at most 12 months from today. It can be asked for again.",
                       field="until")  # fmt: skip


def may_second(officer_id: str, asked_by: str) -> bool:
    """Whether this officer may confirm a hold, or its lifting, that the other one asked for: two persons, named."""
    return may_confirm(officer_id, asked_by, "")


def kept_after_hold(retain_until: datetime, moment: datetime) -> datetime:
    """The record's date once its hold is over: its own, but never without time for its unit to look at it."""
    return max(retain_until, moment + AFTER_HOLD)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will happen to a record by itself, if nobody does anything. None: it has, or it will not."""

    asked_at: datetime | None
    """From when its unit is asked."""
    leaves_at: datetime | None
    """When it leaves search and matching."""
    destroyed_at: datetime | None
    """When its content is destroyed."""


def outlook(
    state: RecordState, review_at: datetime, retain_until: datetime, since: datetime, hold_until: datetime | None
) -> Outlook:
    """`since` is when it came into its state, `hold_until` the end of the hold it is under."""
    if state is RecordState.TOMBSTONED:
        return Outlook(None, None, None)
    if state in LEFT:
        return Outlook(None, None, destroyed_at(state, since, retain_until))
    leaves = kept_after_hold(retain_until, hold_until) if hold_until else retain_until
    asked = hold_until or (None if state is RecordState.REVIEW_DUE else review_at)
    return Outlook(asked, leaves if state in READABLE else None, leaves + EXPIRED_KEPT)


LEFT = frozenset({RecordState.EXPIRED, RecordState.WITHDRAWN})
"""States whose only way on is destruction."""


def destroyed_at(state: RecordState, since: datetime, retain_until: datetime) -> datetime:
    """When the content of what expired or was withdrawn `since` then is destroyed; never later than it would have
    been had nobody withdrawn it."""
    if state is RecordState.WITHDRAWN:
        return min(since + WITHDRAWN_KEPT, max(since, retain_until) + EXPIRED_KEPT)
    return since + EXPIRED_KEPT


# ---- every table, and how long its rows are kept ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows go when the moment in their column `since` is older than `period`."""

    since: str
    period: timedelta
    why: str


_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
KEPT: Mapping[str, Kept] = {
    "sighting": Kept("last_at", 60 * _DAY, "as long as what stands for it: 30 days compared, 30 more kept"),
    "errand": Kept("begun_at", 30 * _DAY, "good for one sign-in, and the trail has the reason"),
    "search_answer": Kept(
        "made_at", _DAY, "the order of a list, while somebody turns its pages; asked again it is new"
    ),
    "kept_question": Kept("used_at", _YEAR, "a question nobody asked for a year is nobody's any more"),
    "stated_reason": Kept("stated_at", 30 * _DAY, "good for one sign-in, and the trail has the reason"),
    "portal_session": Kept("last_seen_at", 31 * _DAY, "a sign-in ends within a day; a month shows the one before"),
    "access_link": Kept("expires_at", 30 * _DAY, "good for 72 hours; a month answers who was sent one"),
    "api_token": Kept("expires_at", 3 * _YEAR, "as long as the searches it asked"),
    "webhook_call": Kept("made_at", 30 * _DAY, "a call is given up after three days; a month shows which were"),
    "act": Kept("at", ACTS_KEPT, "series are looked for over 30 days"),
    "batch_line": Kept("made_at", 3 * _YEAR, "which line was which search: as long as the searches"),
    "batch_check": Kept("made_at", 3 * _YEAR, "who checked a list, and why; after its lines"),
    "lookup": Kept("made_at", 3 * _YEAR, "what was searched answers for misuse; three years, as logs of searches"),
    "alarm": Kept("last_at", 3 * _YEAR, "as long as the searches it is about"),
    "approval": Kept("expires_at", _YEAR, "the listing shows 30 days; the trail has who asked and who decided"),
    "people_changed": Kept("at", _YEAR, "the unit is shown 30 days; the trail has the rest"),
    "watch_notice": Kept("at", 90 * _DAY, "shown 30 days; kept past the longest reminder, so that none comes twice"),
    "table_file": Kept("sent_at", 30 * _DAY, "a table as it came: a month to mend its refused rows"),
    "table_row": Kept("at", _YEAR, "what became of each row: as long as the import can be undone"),
    "table_import": Kept("sent_at", 2 * _YEAR, "who brought which table; after its rows"),
    "import_run": Kept("started_at", _YEAR, "what a file brought, as long as anybody asks why"),
    "entry_draft": Kept("saved_at", DRAFT_KEPT, "typed and not saved: past the longest leave, as an expired record"),
    "form_key": Kept("made_at", 90 * _DAY, "a form sent again is an hour or a day late; past the longest draft"),
    "sign_in_count": Kept("last_at", _DAY, "wrong passwords: forgotten within the hour they count for"),
    "sign_in_step": Kept("expires_at", _DAY, "between password and second factor: minutes"),
    "known_device": Kept("last_used_at", 180 * _DAY, "half a year without a sign-in, and it is a stranger again"),
    "seal_opening": Kept("asked_at", 5 * _YEAR, "who opened which sealed search, and why"),
    "audit_sample": Kept("drawn_at", 3 * _YEAR, "what was drawn to be checked; as long as the searches it is about"),
    "joint_minute": Kept("written_at", 5 * _YEAR, "a joint case lasts two years at most; as long as a record"),
    "joint_record": Kept("put_at", 5 * _YEAR, "which record was put in; the record has its own date"),
    "joint_member": Kept("named_at", 5 * _YEAR, "who took part"),
    "joint_seat": Kept("asked_at", 5 * _YEAR, "which units took part"),
    "joint_case": Kept("ends_at", 7 * _YEAR, "after all that leans on it"),
    "handover": Kept("handed_at", 10 * _YEAR, "a receipt for the court's file: ids and hashes"),
    "training": Kept("noted_at", 5 * _YEAR, "who was trained in what; as long as what is entered by it"),
    "agreement": Kept("ends_at", 5 * _YEAR, "by which treaty hits went without a review"),
    "simulation": Kept("started_at", 30 * _DAY, "the clock of an exercise; what was done in it stands in the records"),
    "operation_meeting": Kept("over_at", 90 * _DAY, "as long as the later of the two that meet"),
    "operation_key": Kept("over_at", 90 * _DAY, "as long as its operation"),
    "event_key": Kept("over_at", 90 * _DAY, "as long as the operations that it is compared with"),
    "operation": Kept(
        "over_at", 90 * _DAY, "what was planned is of use until it was talked over; then nobody needs it"
    ),
    "name_judgement": Kept("made_at", 5 * _YEAR, "pairs of names that weights are learned from; as long as a record"),
}
"""In the order in which they are removed: what leans on a row goes before it."""

WITH_SUBJECT: frozenset[str] = frozenset(
    {
        "record", "record_version", "record_offence", "record_link", "protection_sign", "source_copy", "listing",
        "identity", "identity_name",
        "identity_identifier", "identity_date", "identity_place", "identity_fact",
        "watch", "watch_version", "hit", "review", "pointer", "held_judgement", "hit_assignment",
        "contact_line", "released_field", "protection_contact", "protection_side", "protection_referral",
        "protection_request", "interview", "protection_review", "victim_referral",
        "exhibit", "exhibit_part", "exhibit_line", "dossier", "dossier_request",
    }
)  # fmt: skip
"""Tables of records, watches and their hits: they have their own dates, and their content goes with them."""

LASTS: Mapping[str, str] = {
    "country": "the network itself",
    "focal_point": "to which service of a country victims are referred; no person of a case",
    "unit": "the network itself",
    "officer": "who acted stays known by name as long as the trail",
    "officer_role": "duties in force",
    "tour_seen": "that an officer put the tour of the first day away; as long as the officer",
    "mail_digest": "where an officer wants the digest; gone when the officer turns it off or is deactivated",
    "second_factor": "by what the officer signs in; another one takes its place",
    "security_key": "by what the officer signs in; the officer removes it",
    "recovery_code": "hashes of codes for a lost telephone; new ones take their place",
    "auditor_key": "what opens the searches that were sealed with it",
    "unit_key": "what opens a unit's own history",
    "post": "a post and its key; the key goes when the post is ended",
    "webhook": "which machine of a unit is told that there is something to read; out of force without its secrets",
    "watchlist": "a name of the unit's own for its lists; holds nobody",
    "table_mapping": "what a unit's columns are; holds nobody",
    "export_template": "which columns a form of another system has; holds nobody",
    "source": "which lists come in and from whom; holds nobody",
    "case_file": "its reference is the unit's file number; title, legal basis, offences go (`CASE_KEPT`)",
    "case_version": "what it said before it was amended; goes with its title and legal basis",
    "outbox": "a row goes when its work is done; of what is destroyed none is left but the removal",
    "index_write": "numbers of writes to the index; a few rows, gone with the index they are of",
    "name_frequency": "counts of names met twice or more; the newest alone (`COUNTED_AGAIN`)",
    "network_cluster": "figures of last night; no person; the next count takes their place",
    "picture_figure": "published figures of months; no person",
    "reciprocity_month": "figures of months; no person",
    "upkeep_mark": "a handful of rows: until when the clock is believed, and where checks stand",
    "installation": "one row: whose database this is; no person",
    "index_made": "numbers of the indices in use; a row goes with its index",
    "heartbeat": "one row for each kind of process; the next beat takes its place",
    "counter": "a few figures that only grow; no person",
    "health_standing": "one row for each signal",
    "audit": "the trail: ids and stated reasons, never content; a chain that lacks a row proves nothing",
    "leaf": "digests of what was written; once the content is destroyed their salt is too, and they tell nothing of it",
    "tombstone": "that there was something, whose, and when it went; no content",
}
"""Tables that are never swept, each with its reason."""
