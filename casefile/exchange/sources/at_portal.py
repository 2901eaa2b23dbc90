"""A list brought in at the portal: a published one by an administrator, the unit's own by who enters its records."""

from dataclasses import dataclass, replace
from pathlib import Path

from casefile import audit
from casefile.exchange.import_runs import FTM_CASE, FTM_RULES, Terms, check_ftm_options
from casefile.exchange.incoming import ImportReport
from casefile.exchange.runs import Unfinished, running_of, unfinished
from casefile.exchange.sources import listings
from casefile.exchange.sources.adapters import ADAPTERS, Adapter, Wish, own_list
from casefile.exchange.sources.listings import SourceView
from casefile.exchange.sources.lists import ListLook, import_list, look_at
from casefile.policy.network.sources import OWN_LIST, brings
from casefile.policy.viewer import Viewer, require
from casefile.storage.store import Store
from casefile.vocabulary import Json, SubjectCategory

PUBLISHED = tuple(kind for kind, adapter in ADAPTERS.items() if adapter.home is not None)
"""Kinds of lists that belong to no working unit: an administrator brings them, and reads nobody's case by that."""
OWN = (*(kind for kind, adapter in ADAPTERS.items() if adapter.home is None), OWN_LIST)
"""Kinds whose entries are records of the unit that brings them: documents its country declares, a list of its own."""


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What is said of a list of the unit's own (`OWN_LIST`): its file cannot say it."""

    name: str = ""
    case: str = ""
    category: SubjectCategory | None = None
    ground: str = ""
    legal_basis: str = ""


NOTHING_SAID = OwnTerms()


def kinds_for(viewer: Viewer) -> tuple[str, ...]:
    """The kinds of lists of which this officer may bring a file in."""
    may = {published: viewer.may(brings(published=published)) for published in (True, False)}
    return (*(PUBLISHED if may[True] else ()), *(OWN if may[False] else ()))


def look(store: Store, viewer: Viewer, path: Path, kind: str, wish: Wish, said: OwnTerms = NOTHING_SAID) -> ListLook:
    """What the file would make, and what would leave the list; nothing is made. Raises as `bring`."""
    require(viewer, brings(published=kind in PUBLISHED))
    return look_at(store, path, _adapter(store, viewer, kind, said), unit=_unit(viewer, kind), wish=wish)


def bring(
    store: Store, viewer: Viewer, path: Path, kind: str, wish: Wish, said: OwnTerms = NOTHING_SAID
) -> ImportReport:
    """The file in, as `import_list` does; who brought it, and on what it was insisted, stands in the trail first."""
    require(viewer, brings(published=kind in PUBLISHED))
    adapter = _adapter(store, viewer, kind, said)
    insisted = {"older": wish.older, "shrink": wish.shrink, "delta": wish.delta}
    action = audit.Action.ADMINISTRATION if kind in PUBLISHED else audit.Action.COLLECTION
    with store.writing() as session:
        detail: dict[str, Json] = {"list": kind, **{name: 1 for name, said in insisted.items() if said}}
        audit.write(session, viewer, action, "import", "", detail=detail)
    return import_list(store, path, adapter, unit=_unit(viewer, kind), wish=wish)


def _unit(viewer: Viewer, kind: str) -> str:
    return "" if kind in PUBLISHED else viewer.unit_code


def _adapter(store: Store, viewer: Viewer, kind: str, said: OwnTerms) -> Adapter:
    if kind != OWN_LIST:
        return ADAPTERS[kind]
    rules = replace(FTM_RULES, legal_basis=said.legal_basis.strip() or FTM_RULES.legal_basis)
    category = said.category or SubjectCategory.NONE
    case = said.case.strip() or FTM_CASE
    check_ftm_options(store, viewer.unit_code, case, Terms(category, said.ground, rules))
    return own_list(said.name, viewer.unit_code, rules, note=said.ground, case=case, category=category, said={})


def lists_of(store: Store, viewer: Viewer) -> list[SourceView]:
    """The lists that this officer brings files of: published ones, the unit's own, or both."""
    found: list[SourceView] = []
    with store.reading() as session:
        if viewer.may(brings(published=True)):
            found += listings.sources(session, viewer, published=True)
        if viewer.may(brings(published=False)):
            found += listings.sources_of(session, viewer)
    return found


def on_their_way(store: Store, viewer: Viewer) -> list[Unfinished]:
    """The same of what is coming in at this moment, or was interrupted."""
    found: list[Unfinished] = []
    with store.reading() as session:
        if viewer.may(brings(published=True)):
            found += [run for run in unfinished(session) if run.kind in PUBLISHED]
        if viewer.may(brings(published=False)):
            found += [run for run in running_of(session, viewer) if run.kind in OWN]
    return found
