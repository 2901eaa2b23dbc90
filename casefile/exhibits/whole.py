"""A file taken whole: all its parts in one go, or the last step of one that came part by part.

In several transactions, since looking into a file takes seconds: nobody waits for it with the write lock in hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from casefile.errors import BadInput
from casefile.exhibits.receive import Examined, ExhibitDraft, add_part, begin, complete, drop, examine
from casefile.policy.exhibits import PART_BYTES
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.store import Store


def bring_in(store: Store, viewer: Viewer, draft: ExhibitDraft, content: IO[bytes]) -> str:
    """Take a file of `draft.size` bytes. Returns its id. Nothing of it stays when it is refused or breaks off."""
    require(viewer, Permission.KEEP_EXHIBITS)
    with store.writing() as session:
        exhibit_id = begin(session, viewer, draft)
    with _dropped_on(BaseException, store, viewer, exhibit_id):
        for offset in range(0, draft.size, PART_BYTES):
            with store.writing() as session:
                add_part(session, viewer, exhibit_id, offset, content.read(PART_BYTES))
        found = _examined(store, viewer, exhibit_id)
    with store.writing() as session:
        complete(session, viewer, exhibit_id, found)
    return exhibit_id


def take_in(store: Store, viewer: Viewer, exhibit_id: str) -> None:
    """Look into a file whose last part is here, and take it; nothing of it stays when it is refused (BadInput).

    After any other error it waits as it was: who sends it asks again.
    """
    require(viewer, Permission.KEEP_EXHIBITS)
    with _dropped_on(BadInput, store, viewer, exhibit_id):
        found = _examined(store, viewer, exhibit_id)
    with store.writing() as session:
        complete(session, viewer, exhibit_id, found)


def _examined(store: Store, viewer: Viewer, exhibit_id: str) -> Examined:
    with store.reading() as session:
        return examine(session, viewer, exhibit_id)


@contextmanager
def _dropped_on(error: type[BaseException], store: Store, viewer: Viewer, exhibit_id: str) -> Iterator[None]:
    try:
        yield
    except error:
        with store.writing() as session:
            drop(session, viewer, exhibit_id)
        raise
