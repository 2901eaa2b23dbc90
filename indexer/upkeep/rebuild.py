"""New indices from the database, made next to the old ones while work goes on, and put in their place in one step.

The relay writes to every index that carries the *live* or the *building* alias, so that what is entered during a
rebuild reaches both; versions are the database's, hence whoever comes last with an older one is refused. Killed at
any step, searches still read the old indices: only the one `_aliases` call changes that. What a killed rebuild left
is removed by the next one.
"""

import fcntl
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casefile import audit, fault_points, installation, outbox
from casefile.errors import Conflict, SearchUnavailable
from casefile.hits import candidate_pairs
from casefile.installation import Doubt
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Record
from indexer.engine import indices
from indexer.engine.client import Engine, Operation, Put
from indexer.engine.indices import Kind
from indexer.engine.wire import Object
from indexer.pipeline import own_writes
from indexer.pipeline.index_writes import record_operations, watch_operations
from indexer.upkeep import fence, reconcile

PAGE = 500
"""Documents in one bulk: about 1 MB, half a second."""

TRIES = 8
"""A bulk item refused for the moment (429) is tried again so often, waiting twice as long each time, from 0.2 s."""

REBUILD_LOCK = 0x6772696F7404

Progress = Callable[[str, int, int], None]
"""Called with the kind, how many are done, how many there are."""


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did. `owed_again`: subjects the relay is asked to write once more."""

    records: int = 0
    watches: int = 0
    refused: int = 0
    owed_again: int = 0
    removed: int = 0
    seconds: float = 0.0
    fill_seconds: float = 0.0

    def as_json(self) -> Object:
        return asdict(self)


def rebuild(store: Store, engine: Engine, settings: Settings, *, progress: Progress = lambda *_: None) -> Rebuilt:
    """Build, compare with the database, switch, remove the old. Raises Conflict when another rebuild runs, and
    ForeignIndex, before anything is made or removed, where another installation's index has the name."""
    with only_one(store, settings):
        started, done = time.monotonic(), Rebuilt()
        fence.check(store, engine, settings)
        if not exchanged(store, engine):
            note(store, engine)
        done.removed = clean(engine)
        new = _created(store, engine)
        fault_points.point("rebuild.created")
        for kind in Kind:
            written, refused = _fill(store, engine, kind, new[kind], progress)
            setattr(done, "records" if kind is Kind.RECORDS else "watches", written)
            done.refused += refused
        done.fill_seconds = round(time.monotonic() - started, 3)
        fault_points.point("rebuild.filled")
        _checked(store, engine, new)
        fault_points.point("rebuild.checked")
        old = indices.switch(engine, new)
        fault_points.point("rebuild.swapped")
        for index in old:
            engine.delete_index(index)
        done.removed += len(old)
        with store.writing() as session:
            installation.forget(session, old)
            installation.trusted(session)
        fault_points.point("rebuild.cleaned")
        done.owed_again = _enqueue_drift(store, engine)
        done.seconds = round(time.monotonic() - started, 3)
        with store.writing() as session:
            audit.write(session, None, audit.Action.PIPELINE, "rebuild", "", detail=done.as_json())
    return done


def heal(store: Store, engine: Engine, settings: Settings) -> Rebuilt | None:
    """Rebuild if the index is gone, exchanged, of another mapping or other keys, or of another state of the database.

    For the start of a worker and for one that hears *the index is missing*. None when all is well, or when
    somebody else is rebuilding already. Raises SearchUnavailable while the engine does not answer, ForeignIndex where
    the index is another installation's.

    Pairs that meet only by today's keys are found as everything is: all records are enqueued once more. So they are
    where the index is gone: by which rules the database's hits were found, nothing says then.
    """
    fence.check(store, engine, settings)
    lost = bool(indices.missing(engine) or exchanged(store, engine))
    if lost:
        with store.writing() as session:
            installation.put_in_doubt(session, Doubt.EXCHANGED)
    remade = lost or bool(indices.outdated(engine))
    if not remade and not _doubtful(store) and not reconcile.foreign(store, engine):
        note(store, engine)
        with store.writing() as session:
            installation.trusted(session)
        return None
    try:
        rebuilt = rebuild(store, engine, settings)
    except Conflict:
        return None
    if remade:
        rebuilt.owed_again += _enqueue_all_records(store)
    return rebuilt


def exchanged(store: Store, engine: Engine) -> bool:
    """Whether a live index is another than the one that was made. Raises ForeignIndex, SearchUnavailable."""
    with store.reading() as session:
        return not installation.check(session, indices.serving(engine, indices.own(engine)))


def note(store: Store, engine: Engine) -> None:
    """The live indices are this installation's own."""
    serving = indices.serving(engine, indices.own(engine))
    with store.writing() as session:
        installation.note(session, serving)


def _doubtful(store: Store) -> bool:
    """In doubt for a reason that a look at the contents does not settle."""
    with store.reading() as session:
        return installation.doubt(session) not in (None, Doubt.FOREIGN)


def clean(engine: Engine) -> int:
    """Remove every index of ours that is not live: left by a rebuild that was killed. Returns how many."""
    left = [
        index
        for kind in Kind
        for index, aliases in indices.indices(engine, kind).items()
        if indices.live(engine, kind) not in aliases
    ]
    for index in left:
        engine.delete_index(index)
    return len(left)


@contextmanager
def only_one(store: Store, settings: Settings) -> Iterator[None]:
    """One rebuild at a time: an advisory lock on PostgreSQL, a locked file next to SQLite. Gone with the process."""
    taken = Conflict("A rebuild is running already. Wait for it, or stop it; the old index serves meanwhile.")
    if store.sqlite:
        path = Path(settings.home) / "rebuild.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise taken from None
            yield
        return
    with store.engine.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": REBUILD_LOCK}):
            raise taken
        connection.commit()
        try:
            yield
        finally:
            connection.scalar(text("SELECT pg_advisory_unlock(:key)"), {"key": REBUILD_LOCK})


def _created(store: Store, engine: Engine) -> dict[Kind, str]:
    """New indices, noted as our own before they can be anybody's."""
    stamp = f"{tables.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    new = {kind: indices.create(engine, kind, stamp, indices.building(engine, kind)) for kind in Kind}
    present = indices.own(engine)
    with store.writing() as session:
        installation.note(session, {present[name].uuid: name for name in new.values()})
        own_writes.note(session, [own_writes.Written(kind, present[new[kind]].uuid, own_writes.NONE) for kind in Kind])
        number = installation.standing(session).fences[0]
    fence.put(engine, new.values(), number)
    return new


def _fill(store: Store, engine: Engine, kind: Kind, index: str, progress: Progress) -> tuple[int, int]:
    """Write everything the index should hold; returns how many were written and how many the engine refuses.

    A refused one is enqueued again: the relay dead-letters it, or marks the watch broken, where people can see it.
    """
    target, written, refused = indices.write_alias(index), 0, set[str]()
    with store.reading() as session:
        id = reconcile.TABLE[kind].id
        ids = list(session.scalars(select(id).order_by(id)))
    for at in range(0, len(ids), PAGE):
        with store.reading() as session:
            operations = puts(session, kind, ids[at : at + PAGE], [target])
        refused |= _written(store, engine, operations)
        written += len(operations)
        fault_points.point("rebuild.filling")
        progress(kind.value, at + len(ids[at : at + PAGE]), len(ids))
    engine.refresh([target])
    _enqueue(store, kind, refused)
    return written - len(refused), len(refused)


def _written(store: Store, engine: Engine, operations: Sequence[Operation]) -> set[str]:
    """Write, trying again what was refused for the moment; returns the ids the engine will never take."""
    left, refused, wait = list(operations), set[str](), 0.2
    for _ in range(TRIES):
        outcome = own_writes.bulk(store, engine, left)
        refused |= set(outcome.refused)
        left = [operation for operation in left if operation.id in outcome.transient]
        if not left:
            return refused
        time.sleep(wait)
        wait *= 2
    raise SearchUnavailable(
        "The engine is too busy to be filled (%(left)s documents refused). Nothing was switched; try again later.",
        left=len(left),
    )


def _checked(store: Store, engine: Engine, new: dict[Kind, str]) -> None:
    """Nothing may be switched that lacks what the database holds; what is enqueued is on its way to both."""
    for kind, index in new.items():
        drift = reconcile.index_drift(store, engine, kind, index)
        if drift.missing or drift.newer:
            with store.reading() as session:
                lost = puts(session, kind, sorted(drift.missing), [indices.write_alias(index)])
            _written(store, engine, lost)
            engine.refresh([indices.write_alias(index)])
            drift = reconcile.index_drift(store, engine, kind, index)
        if drift.missing or drift.newer:
            raise SearchUnavailable(
                "The new index does not hold what the database does (%(number)s differ). It was not put in place.",
                number=len(drift.missing) + len(drift.newer),
            )


def _enqueue_drift(store: Store, engine: Engine) -> int:
    """A last comparison after the switch: whatever differs is enqueued again. Normally nothing."""
    enqueued = 0
    for kind in Kind:
        drift = reconcile.index_drift(store, engine, kind)
        enqueued += _enqueue(store, kind, drift.missing | set(drift.extra))
    return enqueued


def _enqueue_all_records(store: Store) -> int:
    with store.reading() as session:
        ids = list(session.scalars(select(Record.id).order_by(Record.id)))
    return sum(_enqueue(store, Kind.RECORDS, set(ids[at : at + PAGE])) for at in range(0, len(ids), PAGE))


def _enqueue(store: Store, kind: Kind, ids: set[str]) -> int:
    if not ids:
        return 0
    with store.writing(bulk="rebuild") as session:
        current = reconcile.current_versions(session, kind, ids)
        outbox.enqueue_many(session, [(reconcile.TOPIC[kind], id, one.version) for id, one in current.items()])
    return len(current)


def puts(session: Session, kind: Kind, ids: Sequence[str], targets: Sequence[str]) -> list[Put]:
    """The writes for these ids: the relay's own documents; nothing for what the index does not hold."""
    reader = candidate_pairs.Reader()
    if kind is Kind.RECORDS:
        operations = record_operations(reader.records(session, ids), ids, targets)
    else:
        operations = watch_operations(reader.watches(session, ids), ids, targets)
    return [operation for operation in operations if isinstance(operation, Put)]
