"""Two copies of one database cannot both keep one index: a number that only the one in use knows.

A copy made past `griot restore` (a machine cloned, a database dumped and loaded by hand, a point in time gone back to)
has the installation's own id, so the owner's mark says nothing. Therefore whoever keeps the index changes a number
every few minutes, in the database first and then in the index: a copy is left behind with an old one, and is refused.
Between the two places a process may be killed, so the number before counts as well. And a write to the engine may come
late, when others have changed the number meanwhile (PostgreSQL was killed and the lock with it; the process is gone
and its request still waits at a node): so the last `KNOWN` of our own are known, and put right. A database that
`griot restore` put in place has none, and takes the index as it finds it. In the engine that is the home's own there is
nobody to tell apart.
"""

import secrets
import time
from collections.abc import Iterable

from casefile import installation
from casefile.errors import ForeignIndex
from casefile.settings import Settings
from casefile.storage import marks, tables
from casefile.storage.store import Store
from indexer.engine import indices
from indexer.engine.client import Engine

MARK = "fence"
"""Of `upkeep_mark`: when the number was last changed, and the beginnings of the last ones."""
DIGITS, KNOWN = 6, 10
"""What is kept of a number, and how many: 60 letters of 64. That a copy's number begins like one of them: 6 in ten
million."""
PAUSE_S = 60.0
"""Workers that start change the number, but no more often: ten are those of ten minutes, longer than any request."""

CHANGED_S = 300.0
"""How often the number is changed: a copy that is older is known for one. Two small writes to the engine."""

TRIES, WAIT_S = 3, 0.3
"""Another worker may be changing it between our two looks."""

BY_A_COPY = (
    "The search index %(index)s was last kept by another copy of this database. Nothing of it was touched. If this is "
    "the copy (a clone, a drill), give it a name of its own with GRIOT_INDEX_PREFIX. If this one is to go on, stop the "
    "other and say: griot rebuild --take-from %(owner)s"
)


def check(store: Store, engine: Engine, settings: Settings) -> None:
    """Raises ForeignIndex where another copy of this database has kept the index since this one did."""
    if settings.own_engine or not engine.owner:
        return
    for _ in range(TRIES):
        strange = _strange(store, engine)
        if strange is None:
            return
        time.sleep(WAIT_S)
    raise ForeignIndex(BY_A_COPY, index=strange, owner=engine.owner)


def change(store: Store, engine: Engine) -> None:
    """Take the next number, in the database and then in the index. To be called by one at a time, and once `check` has
    let us through."""
    with store.reading() as session:
        now, _ = installation.standing(session).fences
        mark = marks.read(session, MARK)
    held = indices.own(engine)
    serving = set(indices.serving(engine, held).values())
    if now and any(held[name].meta.get("fence") != now for name in serving):
        put(engine, serving, now)  # somebody was killed between the two places
    moment = tables.now()
    if now and mark and abs((moment - mark.at).total_seconds()) < PAUSE_S:
        return
    number = secrets.token_hex(8)
    with store.writing() as session:
        installation.fenced(session, number, now)
        former = mark.cursor if mark and now else ""
        marks.keep(session, MARK, moment, (number[:DIGITS] + former)[: KNOWN * DIGITS])
    put(engine, serving, number)


def put(engine: Engine, names: Iterable[str], number: str) -> None:
    """Write the number into these indices."""
    held = indices.own(engine)
    for name in names:
        engine.mark(name, {**held[name].meta, "fence": number})


def _strange(store: Store, engine: Engine) -> str | None:
    """An index in use whose number this database does not know."""
    held = indices.own(engine)
    numbers = {name: held[name].meta.get("fence", "") for name in indices.serving(engine, held).values()}
    with store.reading() as session:
        now, before = installation.standing(session).fences
        mark = marks.read(session, MARK)
    if not now:
        return None
    known = {"", now[:DIGITS], before[:DIGITS], *_beginnings(mark.cursor if mark else "")}
    return next((name for name, number in numbers.items() if number[:DIGITS] not in known), None)


def _beginnings(kept: str) -> list[str]:
    return [kept[at : at + DIGITS] for at in range(0, len(kept), DIGITS)]
