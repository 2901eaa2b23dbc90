"""The hourly look at index and hits, a window of neighbouring ids at a time, so that all of it is seen once a day.

What is compared, and how, is `reconcile`'s. Where the last window ended stands in the database: any worker goes on from
there, after a restart as well. A window grows with the installation: its cost is a day's divided by 24, and never all
of it at once. Hits are those of some records of the window, with the watches of another window drawn by chance: two
that moved on together would never meet.
"""

import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefile.storage import marks, tables
from casefile.storage.store import Store
from indexer.engine.client import Engine
from indexer.engine.indices import Kind
from indexer.upkeep import reconcile
from indexer.upkeep.reconcile import Report, Window

WINDOWS = 24
"""So many make a round: the schedule asks once an hour."""
SMALLEST = 10_000
"""Ids of one kind: below it everything is one window, and costs under two seconds."""
SWEPT_RECORDS = 200
"""Records of a window whose hits are worked out again, drawn by chance."""


def sweep(store: Store, engine: Engine, *, repair: bool = True) -> Report:
    """Compare the next window of each kind and move on. Raises SearchUnavailable; then the same ones are the next."""
    with store.reading() as session:
        windows = {kind: _window(session, kind, _cursor(session, kind)) for kind in Kind}
        against = _window(session, Kind.WATCHES, _by_chance())
    report = reconcile.reconcile(store, engine, sample=SWEPT_RECORDS, repair=repair, windows=windows, against=against)
    with store.writing() as session:
        for kind, window in windows.items():
            marks.keep(session, _name(kind), tables.now(), window.last)
    return report


def _window(session: Session, kind: Kind, after: str) -> Window:
    """So many ids after this one; of few, all."""
    id = reconcile.TABLE[kind].id
    total = session.scalar(select(func.count(id))) or 0
    size = max(SMALLEST, -(-total // WINDOWS))
    after = "" if total <= size else after
    ids = session.scalars(select(id).where(id > after).order_by(id).limit(size + 1)).all()
    return Window(tuple(ids[:size]), after, ids[size - 1] if len(ids) > size else "")


def _cursor(session: Session, kind: Kind) -> str:
    mark = marks.read(session, _name(kind))
    return mark.cursor if mark else ""


def _by_chance() -> str:
    """An id to begin after; as often as any other window, the very beginning."""
    return secrets.token_hex(16) if secrets.randbelow(WINDOWS + 1) else ""


def _name(kind: Kind) -> str:
    return f"sweep.{kind.value}"
