"""Whether the index is this installation's, and the one it was: asked at every start, and whenever somebody says that
nothing is pending.

Every index carries the id of its installation; which ones are its own stands in the database by the numbers the engine
gave them, so that one that was exchanged (a snapshot put back, an index made by hand) is known for what it is. An index
of before there were marks is adopted once: by the database that was migrated from before there were marks, and only
when its contents agree with it: no document that the database does not know, none of a later version, none missing
that is not still on its way. In the engine that is the home's own nobody else can have made one, so there it is adopted
whatever it holds, and built again where it differs.
"""

from contextlib import suppress
from enum import StrEnum

from casefile import installation
from casefile.errors import BadSearch, Conflict, ForeignIndex, SearchUnavailable
from casefile.installation import Doubt
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.upkeep import copy_check, fence, rebuild, reconcile


class Index(StrEnum):
    """What can be said of the index."""

    WHOLE = "whole"
    UNDER_WAY = "under way"
    """Something is still on its way to it, so it cannot be compared."""
    LACKING = "lacking"
    """It is ours, and lacks something or holds what it should not."""
    MISSING = "missing"
    IN_DOUBT = "in doubt"
    """Put back from a backup, or exchanged: it is built again."""
    FOREIGN = "foreign"
    AWAY = "away"
    """The engine does not answer."""


IN_WORDS = {
    Index.WHOLE: "The index is this installation's own, and whole.",
    Index.UNDER_WAY: "Something is still on its way to the index.",
    Index.LACKING: "The index lacks something, or holds what it should not; the worker repairs it within a minute.",
    Index.MISSING: "The index is missing; the worker builds it (or: griot rebuild).",
    Index.IN_DOUBT: "The index is not the one that was made from this database; the worker builds it again (or: griot "
    "rebuild).",
    Index.FOREIGN: "The index under this name is another installation's: nothing is searched. griot doctor says more.",
    Index.AWAY: "The search engine does not answer. Entries are kept and searched when it is back.",
}


def look(store: Store, engine: Engine) -> Index:
    """What can be said of the index now, compared with the database as it is now."""
    try:
        if indices.missing(engine):
            return Index.MISSING
        if why := doubt(store):
            return Index.FOREIGN if why is Doubt.FOREIGN else Index.IN_DOUBT
        if rebuild.exchanged(store, engine):
            return Index.IN_DOUBT
        whole = copy_check.whole(store, engine)
    except ForeignIndex:
        return Index.FOREIGN
    except (SearchUnavailable, BadSearch):
        return Index.AWAY
    return Index.UNDER_WAY if whole is None else Index.WHOLE if whole else Index.LACKING


def doubt(store: Store) -> Doubt | None:
    with store.reading() as session:
        return installation.doubt(session)


def claim(store: Store, engine: Engine, settings: Settings) -> None:
    """Make sure that what stands under this installation's names is its own, adopting an unmarked index that is.

    Raises ForeignIndex, having touched nothing, and notes it in the database so that nobody says *nothing is pending*;
    SearchUnavailable while the engine does not answer.
    """
    try:
        try:
            indices.own(engine)
        except ForeignIndex:
            if not _may_adopt(store, engine, settings):
                raise
            indices.adopt(engine)
            rebuild.note(store, engine)
        fence.check(store, engine, settings)
    except ForeignIndex:
        if engine.owner and doubt(store) is None:
            with store.writing() as session:
                installation.put_in_doubt(session, Doubt.FOREIGN)
        raise


def look_after(store: Store, engine: Engine, settings: Settings) -> None:
    """Build the index again where it is gone, or is not the one that was made. Raises ForeignIndex, and
    SearchUnavailable."""
    claim(store, engine, settings)
    if indices.missing(engine) or rebuild.exchanged(store, engine) or doubt(store):
        rebuild.heal(store, engine, settings)


def keep(store: Store, engine: Engine, settings: Settings) -> None:
    """`look_after`, and show every copy of this database that this one keeps the index."""
    look_after(store, engine, settings)
    with suppress(Conflict), rebuild.only_one(store, settings):  # where a rebuild runs, its indices get the number
        fence.change(store, engine)


def take(engine: Engine, former: str) -> None:
    """Put this installation's mark on the indices of a former one (or of `nobody`): somebody said that it is gone."""
    owner = "" if former == "nobody" else former
    for name, one in indices.under_the_names(engine).items():
        if one.owner == owner:
            engine.mark(name, {**one.meta, "owner": engine.owner, "fence": ""})


def _may_adopt(store: Store, engine: Engine, settings: Settings) -> bool:
    there = indices.under_the_names(engine)
    if not engine.owner or any(one.owner not in ("", engine.owner) for one in there.values()):
        return False
    if settings.own_engine:
        return True
    with store.reading() as session:
        if not installation.standing(session).adopts:
            return False
    return all(
        reconcile.index_drift(store, engine, kind, indices.taken(engine, kind)).none
        for kind in indices.Kind
        if any(indices.taken(engine, kind) in one.aliases for one in there.values())
    )
