"""Lists that others publish: which file of one may come in, what it may take away, and who is told of that. Pure.

A list is a snapshot: who no longer stands on it is no longer flagged by it. Source: docs/sources/governance.md, "State
machines" (withdrawn: source corrected), and LED Art. 4 (1) d (docs/sources/law.md): accurate, and kept up to date.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casefile.policy.cases.offences import Offences
from casefile.policy.permissions import Permission
from casefile.policy.sharing import EVERY_UNIT, DisclosureFacts
from casefile.vocabulary import OffenceKind, RecordState, Sharing, SubjectCategory

OWN_LIST = "list"
"""The kind of a unit's own list: that there is one, and what it is called, is the unit's alone to know."""
SHRINKS_TO = 2
"""A file that would withdraw one entry in so many of those listed is taken for a part of the list. Published lists lose
a few in a hundred a year; of ten years of the Security Council's list about a third had left it."""
SHRINKS_FROM = 20
"""Entries; a list that loses fewer than this is believed, however short it is."""

SUSPECT_TOPICS = frozenset({"crime", "wanted", "sanction"})
"""Topics of FollowTheMoney that say what the person did or is sought for; `crime.` has branches (crime.traffick).
A public office (`role.pep`), its family (`role.rca`) and being linked to somebody listed (`sanction.linked`) accuse
nobody: LED Art. 6 keeps suspects and others apart."""
CRIME = "crime."
ACCUSED = frozenset({SubjectCategory.SUSPECT, SubjectCategory.CONVICTED})
VICTIM = "victim"
TOPIC_OF: Mapping[OffenceKind, str] = {
    OffenceKind.TRAFFICKING: "crime.traffick.human",
    OffenceKind.DRUGS: "crime.traffick.drug",
    OffenceKind.ARMS: "crime.traffick",
    OffenceKind.MEDICINES: "crime.traffick",
    OffenceKind.TERRORISM: "crime.terror",
    OffenceKind.MONEY_LAUNDERING: "crime.fin",
    OffenceKind.DOCUMENT_FRAUD: "crime.fraud",
    OffenceKind.SMUGGLING: "crime",
    OffenceKind.BORDER: "crime",
}
"""The nearest topic of FollowTheMoney 4.11 that is true of each kind; the model has none of its own for most."""
SAYS_KIND: Mapping[str, OffenceKind] = {
    TOPIC_OF[kind]: kind for kind in (OffenceKind.TRAFFICKING, OffenceKind.DRUGS, OffenceKind.TERRORISM)
}
"""Topics that say one kind and no other: fraud is not always of documents, nor a financial crime laundering."""


def brings(*, published: bool) -> Permission:
    """The right to bring a file of a list in at the portal. A list that others publish belongs to no working unit: an
    administrator brings it and reads nobody's case by that. What a unit declares or keeps is its own records."""
    return Permission.ADMINISTER if published else Permission.ENTER_RECORD


class Refusal(StrEnum):
    """Why a file of a list does not come in, unless somebody insists."""

    OLDER = "older"
    SEEN = "seen"
    """It carries no date, and came in before the newest one did."""
    SHRINKS = "shrinks"


@dataclass(frozen=True, slots=True)
class Newest:
    """The file of a list that came in last: its date and hash, and the hashes of all that came in before it."""

    as_of: datetime | None = None
    file_hash: str = ""
    before: frozenset[str] = frozenset()


def order_of(newest: Newest, as_of: datetime | None, file_hash: str) -> Refusal | None:
    """Why a file of this date (None: it carries none) may not follow the newest. The same file always may."""
    if as_of is None:
        return Refusal.SEEN if file_hash in newest.before and file_hash != newest.file_hash else None
    return Refusal.OLDER if newest.as_of is not None and as_of < newest.as_of else None


def takes_too_much(listed: int, missing: int) -> bool:
    """Whether a full file that lacks `missing` of the `listed` entries is taken for one that was cut off."""
    return missing >= SHRINKS_FROM and missing * SHRINKS_TO >= listed


def category_by_topics(topics: Collection[str], given: SubjectCategory) -> SubjectCategory:
    """What a person or organisation with these topics is; without any, what the import says of everybody."""
    if any(VICTIM in topic for topic in topics):
        return SubjectCategory.VICTIM
    if not topics or given is not SubjectCategory.SUSPECT:
        return given
    accused = any(topic in SUSPECT_TOPICS or topic.startswith(CRIME) for topic in topics)
    return SubjectCategory.SUSPECT if accused else SubjectCategory.NONE


def counted_topics(topics: Collection[str]) -> frozenset[str]:
    """The topics by which a record is counted and found: a branch of `crime` is a crime besides."""
    branches = any(topic.startswith(CRIME) for topic in topics)
    return frozenset(topics) | ({CRIME.rstrip(".")} if branches else set())


def offences_by_topics(topics: Collection[str]) -> Offences:
    """The kinds of offences that these topics say, those alone that they say exactly."""
    said = {kind for topic, kind in SAYS_KIND.items() if topic in topics}
    return Offences(tuple(kind for kind in OffenceKind if kind in said))


def topics_of(offences: Offences, category: SubjectCategory) -> tuple[str, ...]:
    """What FollowTheMoney is told of them: of suspects and convicted persons alone. Who reads a topic takes it for what
    somebody did, and a victim's record is about the same offence."""
    if category not in ACCUSED:
        return ()
    return tuple(sorted({TOPIC_OF[kind] for kind in offences.kinds}))


def may_learn_delisting(unit_id: str, record: DisclosureFacts, kind: str, *, had_pointer: bool) -> bool:
    """Whether a unit is told since when a record stands no longer on its list.

    Only who had the pointer to it, and could read the whole record while it stood there: to them a published list is no
    secret. A unit's own list (`OWN_LIST`) is never spoken of.
    Everybody else learns, as of any withdrawal, that a pointer was recalled and not why.
    """
    released = record.sharing is Sharing.FULL and not record.protected and not record.names_protected
    among = EVERY_UNIT in record.sharing_units or unit_id in record.sharing_units
    return kind != OWN_LIST and had_pointer and record.state is RecordState.WITHDRAWN and released and among
