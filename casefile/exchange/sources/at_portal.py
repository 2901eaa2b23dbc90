"""A published list brought in by an administrator at the portal, in the administrator's name."""

from pathlib import Path

from casefile import audit
from casefile.exchange.incoming import ImportReport
from casefile.exchange.runs import Unfinished, unfinished
from casefile.exchange.sources.adapters import ADAPTERS, Wish
from casefile.exchange.sources.lists import import_list
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.store import Store
from casefile.vocabulary import Json

PUBLISHED = tuple(kind for kind, adapter in ADAPTERS.items() if adapter.home is not None)
"""Kinds of lists that belong to no working unit: an administrator brings them, and reads nobody's case by that."""


def bring(store: Store, viewer: Viewer, path: Path, kind: str, wish: Wish) -> ImportReport:
    """The file in, as `import_list` does; who brought it, and on what it was insisted, stands in the trail first."""
    require(viewer, Permission.ADMINISTER)
    adapter = ADAPTERS[kind]
    insisted = {"older": wish.older, "shrink": wish.shrink, "delta": wish.delta}
    with store.writing() as session:
        detail: dict[str, Json] = {"list": kind, **{name: 1 for name, said in insisted.items() if said}}
        audit.write(session, viewer, audit.Action.ADMINISTRATION, "import", "", detail=detail)
    return import_list(store, path, adapter, wish=wish)


def on_their_way(store: Store, viewer: Viewer) -> list[Unfinished]:
    """Published lists that are coming in at this moment, or were interrupted."""
    require(viewer, Permission.ADMINISTER)
    with store.reading() as session:
        return [run for run in unfinished(session) if run.kind in PUBLISHED]
