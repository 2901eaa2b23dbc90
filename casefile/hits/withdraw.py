"""Hits whose facts no longer stand are withdrawn, and every recipient is notified."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.hits.raise_hits import Facts
from casefile.hits.reroute import recall
from casefile.hits.shown import released
from casefile.policy.states import LASTING, LET_GO, OPEN
from casefile.storage.in_list import among, chunks
from casefile.storage.tables import Hit, Watch
from casefile.vocabulary import HitState, WatchState


def withdraw_stale(
    session: Session,
    *,
    record_id: str | None = None,
    watch_id: str | None = None,
    still_matching: Collection[Facts] = (),
) -> int:
    """Withdraw the hits of this record or watch whose facts are not among `still_matching`. Returns how many.

    Open ones go when their facts are none of these. One already decided goes only when the two no longer match on
    anything: more evidence for a coincidence must not recall its pointer.
    """
    still = set(still_matching)
    pairs = {(r, w) for r, w, _ in still}
    mine = Hit.record_id == record_id if record_id is not None else Hit.watch_id == watch_id
    rows = session.connection().execute(
        select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state)
        .where(mine, Hit.state.not_in([s.value for s in LASTING]))
        .with_for_update()
    )
    stale = [
        r.id
        for r in rows
        if (r.record_id, r.watch_id, r.facts_hash) not in still
        and (HitState(r.state) in OPEN or (r.record_id, r.watch_id) not in pairs)
    ]
    done = _withdraw(session, stale)
    released.note_changes(session, subject_ids=[record_id or watch_id or ""])  # closed hits are not withdrawn
    return done


def withdraw_stale_pairs(
    session: Session, pairs: Iterable[tuple[str, str]], *, still_matching: Collection[Facts]
) -> int:
    """The same for these (record, watch) pairs only: for the relay, which may judge no pair it has not decided.

    Decided hits of a watch that its unit ended or suspended stand: what the two units learned stays true.
    """
    still = set(still_matching)
    matching = {(r, w) for r, w, _ in still}
    stale = []
    for chunk in chunks(sorted(set(pairs))):
        rows = session.connection().execute(
            select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state, Watch.state.label("watch_state"))
            .join(Watch, Watch.id == Hit.watch_id)
            .where(tuple_(Hit.record_id, Hit.watch_id).in_(chunk), Hit.state.not_in([s.value for s in LASTING]))
            .with_for_update(of=Hit)
        )
        stale += [
            r.id
            for r in rows
            if (r.record_id, r.watch_id, r.facts_hash) not in still
            and (
                HitState(r.state) in OPEN
                or ((r.record_id, r.watch_id) not in matching and WatchState(r.watch_state) not in LET_GO)
            )
        ]
    return _withdraw(session, stale)


def withdraw_all(session: Session, *, record_id: str | None = None, watch_id: str | None = None) -> int:
    """Withdraw every hit of a record or watch that leaves matching. Returns how many."""
    return withdraw_stale(session, record_id=record_id, watch_id=watch_id)


def withdraw_open(session: Session, *, watch_id: str) -> int:
    """Withdraw what nobody has decided yet on a watch that has ended. Pointers already given stand: they were true."""
    rows = (
        session.connection()
        .execute(
            select(Hit.id).where(Hit.watch_id == watch_id, Hit.state.in_([s.value for s in OPEN])).with_for_update()
        )
        .scalars()
        .all()
    )
    return _withdraw(session, rows)


def withdraw_of_unit(session: Session, unit_id: str) -> int:
    """Withdraw every hit with a side of a unit that leaves the network, decided or not. Returns how many."""
    statement = select(Hit.id).where(
        or_(Hit.record_unit_id == unit_id, Hit.watch_unit_id == unit_id), Hit.state.not_in([s.value for s in LASTING])
    )
    return _withdraw(session, session.connection().execute(statement.with_for_update()).scalars().all())


def _withdraw(session: Session, hit_ids: Sequence[str]) -> int:
    """The step itself. Who already had the pointer is notified; one not yet delivered never will be."""
    if not hit_ids:
        return 0
    session.connection().execute(
        update(Hit)
        .where(among(Hit.id, hit_ids))
        .values(state=HitState.WITHDRAWN.value, answer_due_at=None, asked_again_at=None)
    )
    recall(session, hit_ids)
    released.note_changes(session, hit_ids=hit_ids)
    audit.write_many(session, None, [audit.Entry(audit.Action.WITHDRAWAL, "hit", i) for i in hit_ids])
    return len(hit_ids)
