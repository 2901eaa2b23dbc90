"""Wrong tries as they are counted: in rows of their own, by where they came from.

A stranger's tries leave no line of the trail each: a network's count has a line at 1, 10, 100 …, and the line of the
officer's next sign-in says how many there were. What is tried while it must wait is not looked at and not written at
once: a flood of it would be a flood of writing. It is added up in the process and written every `FLUSH_S` seconds.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.policy.identity import waiting
from casefile.policy.identity.waiting import Counted
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import SignInCount, insert_for
from casefile.vocabulary import Json

FLUSH_S = 5.0
KEPT = timedelta(days=30)
"""A count of which nothing came for so long is removed."""


@dataclass(frozen=True, slots=True)
class Place:
    """What was tried and from where, as it is counted."""

    counted: Counted
    key: str
    account: str = ""
    network: str = ""
    """In words, for the trail; of a network's count alone."""


def place(counted: Counted, *what: str, account: str = "", network: str = "") -> Place:
    """`what` names the thing and the place it is tried from; only its digest is kept."""
    return Place(counted, digest("\n".join((counted.value, *what))), account, network)


def waits(session: Session, places: Sequence[Place]) -> bool:
    """Whether a try from one of these places is not looked at now."""
    rows = session.connection().execute(
        select(SignInCount.wait_until).where(SignInCount.key.in_([one.key for one in places]))
    )
    moment = tables.now()
    return any(waiting.is_waiting(until, moment) for until in rows.scalars().all())


def count(session: Session, places: Sequence[Place]) -> None:
    """One more wrong try from each of these places."""
    moment = tables.now()
    held = {
        row.key: row
        for row in session.connection().execute(
            select(SignInCount.__table__)
            .where(SignInCount.key.in_([one.key for one in places]))
            .order_by(SignInCount.key)
            .with_for_update()
        )
    }
    for one in sorted(places, key=lambda one: one.key):
        row = held.get(one.key)
        before = row.failed if row else 0
        failed = waiting.failed_after(row.failed, row.last_at, moment) if row else 1
        wait = waiting.wait_s(one.counted, failed)
        _save(session, one, failed, moment, moment + timedelta(seconds=wait) if wait else None)
        if one.counted is Counted.NETWORK:
            if row is None:
                session.connection().execute(delete(SignInCount).where(SignInCount.last_at < moment - KEPT))
            _into_trail(session, one, before if failed > 1 else 0, failed)


def _save(session: Session, one: Place, failed: int, moment: datetime, until: datetime | None) -> None:
    fresh = {"failed": failed, "last_at": moment, "wait_until": until}
    begun = {"since": moment, "told": 0} if failed == 1 else {}
    row = {"key": one.key, "kind": one.counted.value, "account": one.account, "since": moment, "told": 0, **fresh}
    session.connection().execute(
        insert_for(session)(SignInCount)
        .values(row)
        .on_conflict_do_update(index_elements=["key"], set_={**fresh, **begun})
    )


def _into_trail(session: Session, one: Place, before: int, after: int) -> None:
    if waiting.goes_into_trail(before, after):
        detail: dict[str, Json] = {"tries": after, "network": one.network}
        audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "network", "", detail=detail)


def clear(session: Session, places: Sequence[Place]) -> None:
    """What was tried from here turned out well: begin again. A network's own count goes on."""
    keys = [one.key for one in places if one.counted is not Counted.NETWORK]
    session.connection().execute(delete(SignInCount).where(SignInCount.key.in_(keys)))


def take_unreported(session: Session, account: str) -> int:
    """How many wrong passwords there were for this login, from wherever, since a sign-in last reported them; with
    this they are reported."""
    mine = SignInCount.account == account
    unreported = select(SignInCount.failed - SignInCount.told).where(mine).order_by(SignInCount.key).with_for_update()
    rows = session.connection().execute(unreported).scalars().all()
    session.connection().execute(update(SignInCount).where(mine).values(told=SignInCount.failed))
    return sum(rows)


# ---- tries that are not looked at ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Unwritten:
    """Of one process and one database: what was tried while it had to wait."""

    since: datetime
    lock: Lock = field(default_factory=Lock)
    tries: Counter[Place] = field(default_factory=Counter)


_UNWRITTEN: "WeakKeyDictionary[Store, _Unwritten]" = WeakKeyDictionary()
_MAKING = Lock()


def note_unread(store: Store, places: Sequence[Place]) -> None:
    """Count a try that was not looked at; written now and then."""
    moment = tables.now()
    with _MAKING:
        held = _UNWRITTEN.setdefault(store, _Unwritten(moment))
    with held.lock:
        held.tries.update(places)
        if (moment - held.since).total_seconds() < FLUSH_S:
            return
        due, held.tries, held.since = held.tries, Counter(), moment
    with store.writing() as session:
        for one, many in sorted(due.items(), key=lambda item: item[0].key):
            _add(session, one, many, moment)


def _add(session: Session, one: Place, many: int, moment: datetime) -> None:
    """Add to a count that is there; the wait is not made longer by what was not looked at."""
    found = session.connection().execute(select(SignInCount.failed).where(SignInCount.key == one.key).with_for_update())
    before = found.scalar()
    if before is None:
        return
    session.connection().execute(
        update(SignInCount).where(SignInCount.key == one.key).values(failed=before + many, last_at=moment)
    )
    if one.counted is Counted.NETWORK:
        _into_trail(session, one, before, before + many)
