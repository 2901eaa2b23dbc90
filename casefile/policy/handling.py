"""Why a thing is held, how good it is, and who may know of it: one value, shared by records and watches.

Source: docs/sources/governance.md, "Record fields". What the officer leaves out is filled in by `apply_defaults`, so
that no stored version lacks a review date or a handling code; what the law wants stated for a person has no default.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol, TypedDict

from casefile import limits
from casefile.errors import BadInput
from casefile.policy.reasons import MIN_LENGTH
from casefile.policy.retention import ASKED_AHEAD, MAX_RETENTION, POLICY, RETENTION
from casefile.policy.sharing import EVERY_UNIT, DisclosureFacts
from casefile.vocabulary import (
    Handling,
    InfoGrade,
    Notify,
    Protection,
    Purpose,
    RecordKind,
    RecordState,
    Sharing,
    SourceGrade,
    SubjectCategory,
)

SUSPECTED = frozenset({SubjectCategory.SUSPECT, SubjectCategory.CONVICTED})
"""Whose record needs its ground of suspicion, written down at entry."""


class DisclosedRow(Protocol):
    """A stored version, as far as it decides who may know of it."""

    sharing: str
    sharing_units: list[str]
    subject_category: str
    notify: str


class ProtectedHead(Protocol):
    """The head of a record or watch, as far as it decides who may know of it."""

    owner_unit_id: str
    protection: list[str] | None


class RecordHead(ProtectedHead, Protocol):
    """The same of a record."""

    state: str
    names_protected: bool


class RuledRow(DisclosedRow, Protocol):
    """A stored version of a record or a watch, as far as `Rules` go."""

    purpose: str
    legal_basis: str
    source_grade: str
    info_grade: str
    handling: str
    handling_text: str
    protection: list[str]
    review_at: datetime
    retain_until: datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as an officer states them. None means *not stated*."""

    purpose: Purpose | None = None
    legal_basis: str = ""
    subject_category: SubjectCategory | None = None
    source_grade: SourceGrade | None = None
    info_grade: InfoGrade | None = None
    handling: Handling = Handling.H2
    handling_text: str = ""
    sharing: Sharing = Sharing.POINTER
    sharing_units: tuple[str, ...] = (EVERY_UNIT,)
    notify: Notify = Notify.MUTUAL
    protection: tuple[Protection, ...] = ()
    review_at: datetime | None = None
    retain_until: datetime | None = None


def rules_as_json(rules: Rules) -> list[object]:
    """The rules as given, for hashing: dates that `apply_defaults` computes are not part of it."""
    return [
        rules.purpose,
        rules.legal_basis,
        rules.subject_category,
        rules.source_grade,
        rules.info_grade,
        rules.handling,
        rules.handling_text,
        rules.sharing,
        rules.sharing_units,
        rules.notify,
        rules.protection,
        rules.review_at.isoformat() if rules.review_at else None,
        rules.retain_until.isoformat() if rules.retain_until else None,
    ]


class RuledColumns(TypedDict):
    """The columns of `storage.tables.Ruled` that come of the rules."""

    purpose: str
    legal_basis: str
    subject_category: str
    source_grade: str
    info_grade: str
    handling: str
    handling_text: str
    sharing: str
    sharing_units: list[str]
    notify: str
    protection: list[str]
    review_at: datetime
    retain_until: datetime
    policy_id: str


def demand_for_people(rules: Rules, kind: RecordKind, ground: str) -> None:
    """A person is never held without purpose, legal basis, category and grades, a suspect never without a ground.

    Raises BadInput naming the first that is missing. Sources: docs/sources/law.md: LED Art. 6, 28 CFR 23.20(a), (c).
    """
    if kind is not RecordKind.PERSON:
        return
    if rules.purpose is None:
        raise BadInput("State the purpose for which this person is recorded.", field="purpose")
    if not rules.legal_basis.strip():
        raise BadInput("State the legal basis on which this person is recorded.", field="legal_basis")
    if rules.subject_category is None:
        raise BadInput(
            "State what this person is in the case: suspect, victim, witness, missing.", field="subject_category"
        )
    if rules.source_grade is None:
        raise BadInput("Grade the source (A, B, C or X).", field="source_grade")
    if rules.info_grade is None:
        raise BadInput("Grade the information (1 to 4).", field="info_grade")
    if lacks_ground(rules, kind, ground):
        raise BadInput("State the ground of suspicion: the law requires it at entry.", field="suspicion_note")


def lacks_ground(rules: Rules, kind: RecordKind, ground: str) -> bool:
    """Whether it is a suspect for whom no ground of suspicion was stated. A form asks this to show all at once."""
    suspected = kind is RecordKind.PERSON and rules.subject_category in SUSPECTED
    return suspected and len(ground.strip()) < MIN_LENGTH


def apply_defaults(rules: Rules, kind: RecordKind, moment: datetime) -> RuledColumns:
    """The columns of `tables.Ruled` for these rules, with everything left out filled in as of `moment`.

    A watch without a category seeks a suspect; a thing has none. Ungraded is X/4, the weakest.
    """
    for name, text in (("legal_basis", rules.legal_basis), ("handling_text", rules.handling_text)):
        limits.check_length(text, limits.LEGAL_BASIS, name)
    if rules.handling is Handling.H3 and not rules.handling_text.strip():
        raise BadInput("Handling code H3 needs its text: write what may be done with this.", field="handling_text")
    if not rules.sharing_units:
        raise BadInput("Name the units it may be shared with, or all of them.", field="sharing_units")
    retain = rules.retain_until or moment + RETENTION
    if not moment < retain <= moment + MAX_RETENTION:
        raise BadInput("The date until which it is kept must lie ahead, at most ten years.", field="retain_until")
    review = rules.review_at or max(moment, retain - ASKED_AHEAD)
    if review > retain:
        raise BadInput("The review must come before the date until which it is kept.", field="review_at")
    nobody = SubjectCategory.SUSPECT if kind is RecordKind.PERSON else SubjectCategory.NONE
    return {
        "purpose": (rules.purpose or Purpose.SUPPORT_INVESTIGATION).value,
        "legal_basis": rules.legal_basis.strip(),
        "subject_category": (rules.subject_category or nobody).value,
        "source_grade": (rules.source_grade or SourceGrade.X).value,
        "info_grade": (rules.info_grade or InfoGrade.NOT_CORROBORATED).value,
        "handling": rules.handling.value,
        "handling_text": rules.handling_text,
        "sharing": rules.sharing.value,
        "sharing_units": list(rules.sharing_units),
        "notify": rules.notify.value,
        "protection": [p.value for p in rules.protection],
        "review_at": review,
        "retain_until": retain,
        "policy_id": POLICY,
    }


def rules_of(row: RuledRow) -> Rules:
    """The inverse of `apply_defaults`, from a version's row."""
    return Rules(
        purpose=Purpose(row.purpose),
        legal_basis=row.legal_basis,
        subject_category=SubjectCategory(row.subject_category),
        source_grade=SourceGrade(row.source_grade),
        info_grade=InfoGrade(row.info_grade),
        handling=Handling(row.handling),
        handling_text=row.handling_text,
        sharing=Sharing(row.sharing),
        sharing_units=tuple(row.sharing_units),
        notify=Notify(row.notify),
        protection=tuple(Protection(p) for p in row.protection),
        review_at=row.review_at,
        retain_until=row.retain_until,
    )


class FactColumns(NamedTuple):
    """The columns that decide who may know of a record or watch, as a statement returns them.

    `protection` is the head's derived one; None: not worked out yet.
    """

    owner: str
    state: RecordState
    sharing: str
    units: tuple[str, ...]
    protection: tuple[str, ...] | None
    category: str
    notify: str
    names_protected: bool = False
    owner_open: bool = True


def record_facts(head: RecordHead, version: DisclosedRow, *, owner_open: bool = True) -> DisclosureFacts:
    """What decides who may know of a record: from its head and its current version."""
    facts = _columns(head, version, RecordState(head.state), owner_open)
    return facts_from(facts._replace(names_protected=head.names_protected))


def watch_facts(head: ProtectedHead, version: DisclosedRow, *, owner_open: bool = True) -> DisclosureFacts:
    """The same of a watch; whether it is in force is asked elsewhere."""
    return facts_from(_columns(head, version, RecordState.ACTIVE, owner_open))


def _columns(head: ProtectedHead, version: DisclosedRow, state: RecordState, owner_open: bool) -> FactColumns:
    return FactColumns(
        head.owner_unit_id,
        state,
        version.sharing,
        tuple(version.sharing_units),
        derived(head.protection),
        version.subject_category,
        version.notify,
        owner_open=owner_open,
    )


def derived(protection: list[str] | None) -> tuple[str, ...] | None:
    """The head's column as a value that can be remembered."""
    return None if protection is None else tuple(protection)


NOT_WORKED_OUT = (Protection.VICTIM, Protection.MINOR)
"""What nobody has looked at counts as protected: fails closed."""


@lru_cache(maxsize=4096)  # few combinations, read with every record and watch
def facts_from(columns: FactColumns) -> DisclosureFacts:
    """The facts that a row's columns stand for."""
    protection = columns.protection
    return DisclosureFacts(
        columns.owner,
        columns.state,
        Sharing(columns.sharing),
        columns.units,
        NOT_WORKED_OUT if protection is None else tuple(Protection(p) for p in protection),
        SubjectCategory(columns.category),
        Notify(columns.notify),
        columns.names_protected,
        columns.owner_open,
    )
