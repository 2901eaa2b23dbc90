"""A pair that has a hit already was compared again: its row follows the facts, and asks a person again where it must.

A judgement stays with what it was made on (`judged_evidence`): what is compared with that is every later state of the
two sides, never the state between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.orm import Session

from casefile.hits import reroute
from casefile.hits.held.again import asked_by_hand
from casefile.hits.memory.remembered import Judged, asks_again
from casefile.matching import EvidenceJson
from casefile.policy.states import HIT, JUDGED_SAME, OPEN, HitMove, after, allows
from casefile.storage import tables
from casefile.storage.in_list import among, chunks
from casefile.storage.tables import Hit
from casefile.vocabulary import HitState


class HitRow(TypedDict):
    """A hit as it is written when first raised."""

    id: str
    record_id: str
    record_version: int
    watch_id: str
    watch_version: int
    record_unit_id: str
    watch_unit_id: str
    facts_hash: str
    score: float
    decision: str
    evidence: Sequence[EvidenceJson]
    model_version: str
    desk: str
    part_protected: bool
    value_key: str | None
    state: str
    detected_at: datetime


FOLLOWS = (
    "record_version", "watch_version", "facts_hash", "score", "decision", "evidence", "model_version", "value_key",
)  # fmt: skip
"""What the row of a judged hit takes over from a later comparison."""

WHILE_OPEN = (*FOLLOWS, "desk", "part_protected")
"""The same while nobody has judged it: it goes to the desk where it belongs by then."""

COMPARED = ("facts_hash", "decision", "record_version", "watch_version")
"""Columns of which one differs when there is anything to take over; the score may differ by itself."""


SHOWN_BITS = 0.1
"""Bits are kept to a tenth in the evidence: by less a score does not differ for a reader."""


@dataclass(frozen=True, slots=True)
class Again:
    """What came of pairs that had a hit."""

    combined: list[tuple[str, str, str]]
    """(hit, record, watch) of those whose facts are others now, or that stand again."""
    asked: int
    """Of these, how many a person is asked for again."""


def known(session: Session, rows: Sequence[HitRow]) -> dict[tuple[str, str], Row[Any]]:
    """The hit of each pair that has one, locked; of several that an older release left behind, the one that stands."""
    wanted = {(row["record_id"], row["watch_id"]): row["facts_hash"] for row in rows}
    there = session.connection().execute(
        select(Hit.record_id, Hit.watch_id).where(among(Hit.record_id, {record for record, _ in wanted})).distinct()
    )
    pairs = sorted({(record, watch) for record, watch in there if (record, watch) in wanted})
    found: dict[tuple[str, str], Row[Any]] = {}
    for chunk in chunks(pairs):
        statement = (
            select(Hit.__table__)
            .where(tuple_(Hit.record_id, Hit.watch_id).in_(chunk))
            .order_by(Hit.detected_at, Hit.id)
            .with_for_update()
        )
        for hit in session.connection().execute(statement):
            pair = (hit.record_id, hit.watch_id)
            if pair not in found or _stands(hit, wanted[pair]) >= _stands(found[pair], wanted[pair]):
                found[pair] = hit
    return found


def _stands(hit: Row[Any], facts_hash: str) -> tuple[bool, bool]:
    return hit.facts_hash == facts_hash, hit.state != HitState.WITHDRAWN.value


def keep(session: Session, pairs: Sequence[tuple[Row[Any], HitRow]]) -> Again:
    """Bring each hit to what was found now."""
    combined, follow, asked = list[tuple[str, str, str]](), list[str](), 0
    for hit, row in pairs:
        values = _values(hit, row)
        if values.get("asked_again_at", hit) is None and asked_by_hand(session, [hit.id]):
            del values["asked_again_at"]  # a reviewer asked, whatever the facts say
        if not values:
            continue
        session.connection().execute(update(Hit).where(Hit.id == hit.id).values(**values))
        if ("evidence" in values and hit.facts_hash != row["facts_hash"]) or "state" in values:
            combined.append((hit.id, hit.record_id, hit.watch_id))
        asked += bool(values.get("state") or values.get("asked_again_at"))
        if HitState(hit.state) not in OPEN:
            follow.append(hit.record_id)
    reroute.follow_rules(session, record_ids=follow)  # what agrees now may be a protected person's
    return Again(combined, asked)


def _values(hit: Row[Any], row: HitRow) -> dict[str, object]:
    """What changes in the hit's row; nothing when it was compared on the same facts before."""
    values = _followed(hit, row)
    if values and hit.value_key != row["value_key"]:
        values |= {"common_value": False, "coincidence_id": None}
    return values


def _followed(hit: Row[Any], row: HitRow) -> dict[str, object]:
    state = HitState(hit.state)
    if state is HitState.WITHDRAWN:
        stands = {name: row[name] for name in WHILE_OPEN}  # type: ignore[literal-required]
        stands |= {"state": after(HIT, state, HitMove.STAND_AGAIN).value, "detected_at": row["detected_at"]}
        return stands
    if not _differs(hit, row):
        return {}
    if state in OPEN:
        return {name: row[name] for name in WHILE_OPEN}  # type: ignore[literal-required]
    if _said(hit.evidence) == _said(row["evidence"]):
        # Other weights alone: bits move with what others hold, and a unit's dossier shows those judged on. The hash of
        # the facts follows: nobody reads it, and by the former one the pair would be looked for as missing for ever.
        return {} if hit.facts_hash == row["facts_hash"] else {"facts_hash": row["facts_hash"]}
    values: dict[str, object] = {name: row[name] for name in FOLLOWS}  # type: ignore[literal-required]
    return values | _judged(hit, row, state)


def _said(evidence: Sequence[Mapping[str, object]]) -> list[tuple[str, ...]]:
    """What agreed and what did not, without what it is worth."""
    return sorted(tuple(str(term.get(part)) for part in ("what", "rule", "wanted", "found")) for term in evidence)


def _differs(hit: Row[Any], row: Mapping[str, Any]) -> bool:
    return abs(hit.score - row["score"]) >= SHOWN_BITS or any(getattr(hit, name) != row[name] for name in COMPARED)


def _judged(hit: Row[Any], row: HitRow, state: HitState) -> dict[str, object]:
    """What becomes of a judgement: it keeps what it was made on, and stands or is asked for again."""
    then = Judged.of(hit.judged_decision or hit.decision, hit.judged_evidence or hit.evidence)
    now = Judged.of(row["decision"], row["evidence"])
    judged = {"judged_evidence": hit.evidence, "judged_decision": hit.decision}
    kept: dict[str, object] = {} if hit.judged_evidence else judged
    asks = asks_again(same=state in JUDGED_SAME, then=then, now=now)
    if state in JUDGED_SAME:
        return kept | {"asked_again_at": (hit.asked_again_at or tables.now()) if asks else None}
    if asks and allows(HIT, state, HitMove.ASK_AGAIN):
        return kept | {"state": after(HIT, state, HitMove.ASK_AGAIN).value, "detected_at": row["detected_at"]}
    return kept
