"""Records that come from a Griot, before they are written: units by their ids here, and none that is here already."""

from dataclasses import replace

from sqlalchemy import select

from casefile.exchange.incoming import ImportReport, Incoming
from casefile.people.units import system_viewer
from casefile.policy.sharing import EVERY_UNIT
from casefile.storage.store import Store
from casefile.storage.tables import Record, Unit
from casefile.vocabulary import Sharing


def among_units(store: Store, found: list[Incoming], report: ImportReport) -> list[Incoming]:
    """Units that a file names by their codes, by their ids here. Of one that is not here nothing is widened: who may
    read it are those that are left, and with nobody left nobody outside the unit."""
    if not any(one.stated for one in found):
        return found
    with store.reading() as session:
        ids = {row.code: row.id for row in session.execute(select(Unit.id, Unit.code))}
    return [_with_units_here(one, ids, report) for one in found]


def _with_units_here(one: Incoming, ids: dict[str, str], report: ImportReport) -> Incoming:
    if one.stated is None or one.stated.rules.sharing_units == (EVERY_UNIT,):
        return one
    rules = one.stated.rules
    here = tuple(ids.get(code, code) for code in rules.sharing_units if code in ids or code == EVERY_UNIT)
    if len(here) < len(rules.sharing_units):
        report.not_held["a unit it is shared with that is not here"] += len(rules.sharing_units) - len(here)
    sharing = rules.sharing if here else Sharing.NONE
    rules = replace(rules, sharing_units=here or (EVERY_UNIT,), sharing=sharing)
    return replace(one, stated=replace(one.stated, rules=rules))


def not_ours_already(store: Store, unit: str, found: list[Incoming], report: ImportReport) -> list[Incoming]:
    """Without what this unit itself took out: its records are here, under the ids they have in the file."""
    stated = [one.ref for one in found if one.stated is not None]
    if not stated:
        return found
    with store.reading() as session:
        viewer = system_viewer(session, unit)
        ours = set(session.scalars(select(Record.id).where(Record.owner_unit_id == viewer.unit_id)))
    kept = [one for one in found if one.stated is None or one.ref not in ours]
    if len(kept) < len(found):
        report.not_held["a record that is here already: the file is this unit's own export"] += len(found) - len(kept)
    return kept
