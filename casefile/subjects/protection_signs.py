"""Why a record or watch is protected, as the database keeps it: signs are added, and lowered one by one, never lost;
but what came with an import that is taken back goes with it."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casefile.policy.protection import Born, Sign, SignSource
from casefile.storage import tables
from casefile.storage.in_list import among_given
from casefile.storage.tables import ProtectionSign, new_id
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import Protection

MAX_DETAIL = 200
"""Characters of a sign's detail; longer ones are cut, which at worst makes one sign of two."""

SubjectKind = Literal["record", "watch"]


@dataclass(frozen=True, slots=True)
class KeptSign:
    """One sign as it is kept, for whoever may see it."""

    id: str
    sign: Sign
    seen_at: datetime
    asked_at: datetime | None
    ask_reason: str
    lowered_at: datetime | None
    reason: str


def add_signs(
    session: Session, kind: SubjectKind, signs: Mapping[str, Sequence[Sign]], seen_by: str | None = None
) -> None:
    """Keep the signs of each subject; one that is kept already, lowered or not, stays as it is."""
    moment = tables.now()
    rows = [
        {
            "id": new_id(),
            "subject_id": subject_id,
            "subject_kind": kind,
            "protection": sign.protection.value,
            "source": sign.source.value,
            "detail": sign.detail[:MAX_DETAIL],
            "seen_at": moment,
            "seen_by": seen_by,
            "ask_reason": "",
            "reason": "",
        }
        for subject_id, many in signs.items()
        for sign in many
    ]
    if rows:
        insert = tables.insert_for(session)(ProtectionSign.__table__)
        unique = ["subject_id", "protection", "source", "detail"]
        session.connection().execute(insert.on_conflict_do_nothing(index_elements=unique), rows)


_STANDING = (
    select(ProtectionSign.subject_id, ProtectionSign.protection, ProtectionSign.source, ProtectionSign.detail)
    .where(among_given(ProtectionSign.subject_id, "subjects"), ProtectionSign.lowered_at.is_(None))
    .order_by(ProtectionSign.seen_at, ProtectionSign.id)
)


def standing(session: Session, subject_ids: Collection[str]) -> dict[str, tuple[Sign, ...]]:
    """The signs that nobody has lowered, by subject; one without any is left out."""
    found: dict[str, list[Sign]] = {}
    for subject_id, protection, source, detail in session.connection().execute(
        _STANDING, {"subjects": list(subject_ids)}
    ):
        found.setdefault(subject_id, []).append(Sign(Protection(protection), SignSource(source), detail))
    return {subject_id: tuple(many) for subject_id, many in found.items()}


def kept(session: Session, subject_id: str) -> tuple[KeptSign, ...]:
    """Every sign of a subject, lowered ones too, in the order in which they were seen."""
    statement = (
        select(ProtectionSign.__table__)
        .where(ProtectionSign.subject_id == subject_id)
        .order_by(ProtectionSign.seen_at, ProtectionSign.id)
    )
    return tuple(
        KeptSign(
            r.id,
            Sign(Protection(r.protection), SignSource(r.source), r.detail),
            r.seen_at,
            r.asked_at,
            r.ask_reason,
            r.lowered_at,
            r.reason,
        )
        for r in session.connection().execute(statement)
    )


def seen_since(session: Session, subject_ids: Collection[str], moment: datetime) -> dict[str, tuple[Sign, ...]]:
    """The standing signs of each that are no older; one without any is left out."""
    found: dict[str, list[Sign]] = {}
    newer = _STANDING.where(ProtectionSign.seen_at >= moment)
    for subject_id, protection, source, detail in session.connection().execute(newer, {"subjects": list(subject_ids)}):
        found.setdefault(subject_id, []).append(Sign(Protection(protection), SignSource(source), detail))
    return {subject_id: tuple(many) for subject_id, many in found.items()}


def take_away(session: Session, subject_id: str, signs: Collection[Sign]) -> None:
    """Standing signs go, for what said them was taken back: the same said again protects again, as no lowered one
    does. Whoever does it writes it into the trail."""
    for sign in signs:
        session.connection().execute(
            delete(ProtectionSign).where(
                ProtectionSign.subject_id == subject_id,
                ProtectionSign.protection == sign.protection.value,
                ProtectionSign.source == sign.source.value,
                ProtectionSign.detail == sign.detail,
                ProtectionSign.lowered_at.is_(None),
            )
        )


def lower_signs(session: Session, subject_id: str, protection: Protection, by: str, reason: str) -> int:
    """Lower the standing signs of one protection of a subject; returns how many stood."""
    return _mark(session, subject_id, protection, lowered_at=tables.now(), lowered_by=by, reason=reason)


def ask_to_lower(session: Session, subject_id: str, protection: Protection, by: str | None, reason: str) -> int:
    """Keep on the same signs that their unit asks to have them lowered; returns how many stand."""
    return _mark(session, subject_id, protection, asked_at=tables.now(), asked_by=by, ask_reason=reason)


def _mark(session: Session, subject_id: str, protection: Protection, **values: object) -> int:
    standing = (
        ProtectionSign.subject_id == subject_id,
        ProtectionSign.protection == protection.value,
        ProtectionSign.lowered_at.is_(None),
    )
    return int(session.connection().execute(update(ProtectionSign).where(*standing).values(**values)).rowcount)


def born_of(identity: Identity) -> tuple[Born, ...]:
    """The dates of birth as the law reads them: the latest day that each may mean."""
    return tuple(Born(_latest(date), date.circa) for date in identity.birth())


def _latest(birth: PartialDate) -> str:
    """*2008* may be its last day, *2008-03* the last of its month."""
    year, month, day = (*(birth.until or birth.value).split("-"), "", "")[:3]
    month = month or "12"
    return f"{year}-{month}-{day or monthrange(int(year), int(month))[1]}"
