"""A table brought in, and taken back, by command: by the same steps as at the portal, in the unit's own name."""

from pathlib import Path

from casefile.errors import BadInput
from casefile.exchange.incoming import unreadable
from casefile.exchange.workbooks import keeping
from casefile.exchange.workbooks.carrying import carry_due
from casefile.exchange.workbooks.keeping import TableView
from casefile.exchange.workbooks.reading import MAX_BYTES, TOO_LARGE
from casefile.people.units import system_viewer
from casefile.policy.viewer import Viewer
from casefile.storage.store import Store


def bring_table(store: Store, path: Path, unit: str, mapping: str = "") -> TableView:
    """All of it in, by the unit's mapping of this name, else the newest of the same columns. Raises BadInput."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(TOO_LARGE, field="file", most=MAX_BYTES // 1024 // 1024)
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    with store.writing() as session:
        viewer = system_viewer(session, unit)
        kept = dict(keeping.mappings(session, viewer))
        if mapping and mapping not in kept:
            raise BadInput("The unit has no mapping “%(name)s”. Save one at the portal.", field="mapping", name=mapping)
        import_id = keeping.receive(session, viewer, path.name, content)
        if mapping:
            keeping.set_plan(session, viewer, import_id, kept[mapping])
        keeping.order(session, viewer, import_id)
    return _carried(store, viewer, import_id)


def undo_table(store: Store, import_id: str, unit: str, reason: str) -> TableView:
    """All of it taken back, as from the page. Raises NotThere for another unit's, else BadInput."""
    with store.writing() as session:
        viewer = system_viewer(session, unit)
        keeping.ask_undo(session, viewer, import_id, reason)
    return _carried(store, viewer, import_id)


def _carried(store: Store, viewer: Viewer, import_id: str) -> TableView:
    """As far as it goes without waiting."""
    while True:
        took = carry_due(store)
        with store.reading() as session:
            view = keeping.opened(session, viewer, import_id)
        over = view.undone_at if view.undo_at is not None else view.finished_at
        if over is not None or view.stopped is not None or not took:
            return view
