"""Whether the copy in the engine is still whole, asked three times a minute for the price of two sums.

Index and database are each added up: how many documents, and the sum of a number that stands for each one's id and
version (`pipeline/seal.py`). Equal sums end it. What differs is looked at document by document (`reconcile`), and what
the copy has lost, or holds and should not, is repaired from the database at once and written into the trail. A text
that was changed inside the engine under the same id and version shows in no sum; a rebuild writes every text again.
"""

import logging
from dataclasses import dataclass, field, replace
from time import monotonic

from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import Conflict
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.engine import fields, indices
from indexer.engine.client import Engine, Tally
from indexer.engine.indices import Kind
from indexer.pipeline.seal import seal
from indexer.upkeep import rebuild, reconcile
from indexer.upkeep.reconcile import Drift

SHARE, LONGEST_PAUSE_S = 20.0, 30.0
"""After a comparison it rests twenty times as long as that took, so that it never costs more than a twentieth of a
core; half a minute at most, so that a loss is noticed within one."""

log = logging.getLogger("griot.copy")


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was found wrong, by number of documents. `lost`: gone, or older than the database. `foreign`: there, and
    unknown to the database, or later than it."""

    lost: int = 0
    foreign: int = 0
    rebuilt: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.lost or self.foreign or self.rebuilt)


@dataclass
class CopyCheck:
    """One worker's watch over the copy."""

    store: Store
    engine: Engine
    settings: Settings
    _explained: dict[Kind, tuple[Tally, Tally]] = field(default_factory=dict)
    """Sums that differ for a good reason (a watch that nothing can meet has no document), looked into once."""
    _not_before: float = 0.0

    def run(self) -> Noticed:
        """Compare, unless it has just been done; repair what differs. Raises SearchUnavailable."""
        started = monotonic()
        if started < self._not_before:
            return Noticed()
        try:
            if indices.missing(self.engine):
                return Noticed(rebuilt=rebuild.heal(self.store, self.engine, self.settings) is not None)
            noticed = self._noticed()
        finally:
            self._not_before = monotonic() + min(LONGEST_PAUSE_S, SHARE * (monotonic() - started))
        if not noticed.nothing:
            log.warning("copy.differs lost=%d foreign=%d", noticed.lost, noticed.foreign)
        return noticed

    def _noticed(self) -> Noticed:
        drifts: dict[Kind, Drift] = {}
        for kind in Kind:
            sums = sums_of(self.store, self.engine, kind)
            if sums[0] == sums[1] or self._explained.get(kind) == sums:
                continue
            drift = reconcile.index_drift(self.store, self.engine, kind)
            if drift.none:
                self._explained[kind] = sums
            else:
                drifts[kind] = drift
        if not drifts:
            return Noticed()
        with self.store.writing() as session:
            noticed = _counted(session, drifts)
            if not noticed.nothing:
                detail = {"lost": noticed.lost, "foreign": noticed.foreign}
                audit.write(session, None, audit.Action.PIPELINE, "copy", "", detail=detail)
        if not all(self._written_back(kind, drift) for kind, drift in drifts.items()):
            noticed = replace(noticed, rebuilt=self._rebuilt())
        reconcile.repair_drift(self.store, self.engine, drifts, set())  # and what was entered meanwhile is matched
        return noticed

    def _written_back(self, kind: Kind, drift: Drift) -> bool:
        """Write what is lost; False when the engine holds a later version of its own of any of it.

        Whoever writes past Griot raises the version that the engine counts, for a minute even of what was deleted, and
        the database's own versions would be refused from then on: only a new index is rid of that.
        """
        if drift.newer:
            return False
        targets = indices.write_indices(self.engine, kind)
        with self.store.reading() as session:
            operations = rebuild.puts(session, kind, sorted(drift.missing), targets)
        return not self.engine.bulk(operations).superseded

    def _rebuilt(self) -> bool:
        try:
            rebuild.rebuild(self.store, self.engine, self.settings)
        except Conflict:  # one is being made already
            return False
        return True


def sums_of(store: Store, engine: Engine, kind: Kind) -> tuple[Tally, Tally]:
    """What the index holds and what it should hold, each added up. Raises SearchUnavailable."""
    live = indices.live(engine, kind)
    engine.refresh([live])  # what a stranger took away shows in searches only after the next refresh
    found = engine.tally(live, fields.SEAL)
    with store.reading() as session:
        return found, expected(session, kind)


def expected(session: Session, kind: Kind) -> Tally:
    """What the index should hold by what the database holds now, what is still on its way included."""
    number = total = 0
    for id, version in reconcile.indexed_versions(session, kind):
        number += 1
        total += seal(id, version)
    return Tally(number, total)


def whole(store: Store, engine: Engine) -> bool | None:
    """Whether the copy holds what it should; None while something is on its way. Raises SearchUnavailable."""
    if all(found == wanted for found, wanted in (sums_of(store, engine, kind) for kind in Kind)):
        return True
    with store.reading() as session:
        if reconcile.pending(session):
            return None
    return all(reconcile.index_drift(store, engine, kind).none for kind in Kind)


def _counted(session: Session, drifts: dict[Kind, Drift]) -> Noticed:
    """A watch whose time has just run out is in the index still: known, and neither lost nor foreign."""
    lost = foreign = 0
    for kind, drift in drifts.items():
        known = reconcile.current_versions(session, kind, drift.extra)
        lost += len(drift.missing)
        foreign += len(drift.newer) + sum(id not in known for id in drift.extra)
    return Noticed(lost, foreign)
