"""A table brought in from the command line, by the same steps as at the portal, in the unit's own name."""

from pathlib import Path

from casefile.errors import BadInput
from casefile.exchange.incoming import unreadable
from casefile.exchange.workbooks import keeping
from casefile.exchange.workbooks.carrying import carry_due
from casefile.exchange.workbooks.keeping import TableView
from casefile.exchange.workbooks.reading import MAX_BYTES, TOO_LARGE
from casefile.people.units import system_viewer
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
    while True:
        took = carry_due(store)
        with store.reading() as session:
            view = keeping.opened(session, viewer, import_id)
        if view.finished_at is not None or view.stopped is not None or not took:
            return view
