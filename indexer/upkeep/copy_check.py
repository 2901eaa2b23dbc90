"""Whether the copy in the engine is still whole and as Griot wrote it, asked three times a minute.

- Index and database are each added up: how many documents, and the sum of a number that stands for each one's id and
  version (`pipeline/seal.py`). What differs is looked at document by document (`reconcile`).
- Documents that somebody wrote past Griot carry a number of the engine's that is not noted as Griot's own
  (`pipeline/own_writes.py`), whatever id, version and text they have.
- A few documents are read again at each turn and held against the database, word by word (`spot`).

What the copy has lost, holds and should not, or holds altered is repaired from the database at once, and written into
the trail.
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
from indexer.pipeline import own_writes
from indexer.pipeline.seal import seal
from indexer.upkeep import rebuild, reconcile, spot
from indexer.upkeep.reconcile import Drift

SPOT = 100
"""Documents of a kind read again at each turn: some 0.1 s."""

SHARE, LONGEST_PAUSE_S = 20.0, 30.0
"""After a comparison it rests twenty times as long as that took, so that it never costs more than a twentieth of a
core; half a minute at most, so that a loss is noticed within one."""

log = logging.getLogger("griot.copy")


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was found wrong, by number of documents. `lost`: gone, or older than the database. `foreign`: there, and
    unknown to the database, or later than it. `altered`: in the right version, and not as Griot wrote it."""

    lost: int = 0
    foreign: int = 0
    altered: int = 0
    rebuilt: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.lost or self.foreign or self.altered or self.rebuilt)


@dataclass
class CopyCheck:
    """One worker's watch over the copy."""

    store: Store
    engine: Engine
    settings: Settings
    _explained: dict[Kind, tuple[Tally, Tally]] = field(default_factory=dict)
    """Sums that differ for a good reason (a watch that nothing can meet has no document), looked into once."""
    _not_before: float = 0.0
    _read_to: dict[Kind, str] = field(default_factory=dict)
    """The last document of each kind that was read again."""

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
            log.warning("copy.differs lost=%d foreign=%d altered=%d", noticed.lost, noticed.foreign, noticed.altered)
        return noticed

    def _noticed(self) -> Noticed:
        drifts: dict[Kind, Drift] = {}
        altered: dict[Kind, set[str]] = {}
        for kind in Kind:
            written_past = self._written_past(kind)
            if written_past is None:
                return self._replaced(kind)
            drift = self._drift(kind, look=bool(written_past))
            altered[kind] = (written_past | self._read_again(kind)) - drift.missing - set(drift.extra) - drift.newer
            if altered[kind] or not drift.none:
                drifts[kind] = drift
        if not drifts:
            return Noticed()
        with self.store.writing() as session:
            noticed = _counted(session, drifts, altered)
            if not noticed.nothing:
                detail = {"lost": noticed.lost, "foreign": noticed.foreign, "altered": noticed.altered}
                audit.write(session, None, audit.Action.PIPELINE, "copy", "", detail=detail)
        for kind, drift in drifts.items():
            drift.missing |= altered[kind]
        if not all(self._written_back(kind, drift) for kind, drift in drifts.items()):
            noticed = replace(noticed, rebuilt=self._rebuilt())
        reconcile.repair_drift(self.store, self.engine, drifts, set())  # and what was entered meanwhile is matched
        return noticed

    def _drift(self, kind: Kind, *, look: bool) -> Drift:
        """Document by document where somebody wrote past Griot or the sums differ, otherwise than when that was looked
        into."""
        sums = sums_of(self.store, self.engine, kind)
        if not look and (sums[0] == sums[1] or self._explained.get(kind) == sums):
            return Drift()
        drift = reconcile.index_drift(self.store, self.engine, kind)
        if drift.none:
            self._explained[kind] = sums
        return drift

    def _written_past(self, kind: Kind) -> set[str] | None:
        """What carries another number than Griot's own; None where the index itself is not the one it made."""
        live = indices.live(self.engine, kind)
        numbered = self.engine.numbered(live)
        self.engine.refresh([live])
        found = own_writes.written_past(self.store, self.engine, kind, {"match_all": {}}, most=reconcile.PAGE)
        if found == []:
            alone = len(indices.indices(self.engine, kind)) == 1  # else a rebuild is filling another
            own_writes.tidy(self.store, kind, numbered.index_id, numbered.done, forget_others=alone)
        return None if found is None else set(found)

    def _replaced(self, kind: Kind) -> Noticed:
        """The index was taken away, and another of that name put in its place."""
        log.warning("copy.replaced %s", kind.value)
        with self.store.writing() as session:
            audit.write(session, None, audit.Action.PIPELINE, "copy", "", detail={"replaced": kind.value})
        return Noticed(rebuilt=self._rebuilt())

    def _read_again(self, kind: Kind) -> set[str]:
        """The next few documents, as they stand in the index."""
        with self.store.reading() as session:
            ids = reconcile.ids_after(session, kind, self._read_to.get(kind, ""), SPOT)
        self._read_to[kind] = ids[-1] if len(ids) == SPOT else ""
        return spot.altered(self.store, self.engine, kind, ids)

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
        return not own_writes.bulk(self.store, self.engine, operations).superseded

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
    agree = all(found == wanted for found, wanted in (sums_of(store, engine, kind) for kind in Kind))
    if any(own_writes.written_past(store, engine, kind, {"match_all": {}}, most=SPOT) != [] for kind in Kind):
        return False
    if agree:
        return True
    with store.reading() as session:
        if reconcile.pending(session):
            return None
    return all(reconcile.index_drift(store, engine, kind).none for kind in Kind)


def _counted(session: Session, drifts: dict[Kind, Drift], altered: dict[Kind, set[str]]) -> Noticed:
    """A watch whose time has just run out is in the index still: known, and neither lost nor foreign."""
    lost = foreign = 0
    for kind, drift in drifts.items():
        known = reconcile.current_versions(session, kind, drift.extra)
        lost += len(drift.missing)
        foreign += len(drift.newer) + sum(id not in known for id in drift.extra)
    return Noticed(lost, foreign, sum(map(len, altered.values())))
