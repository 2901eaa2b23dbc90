"""What every import does with what it read: refuse it whole, check it against the database, write it in parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.exchange.incoming import MAX_KEPT_IDS, ImportReport, Incoming, Progress, refuse_if_faulty
from casefile.exchange.runs import Run
from casefile.people.units import system_viewer
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import Entered, RecordDraft, Reject, check_many, enter_many
from casefile.records.links import SourceLink, link_many
from casefile.storage.store import Store
from casefile.storage.tables import Unit
from casefile.vocabulary import Role
from casefile.watches import Watched

CHECKED_AT_ONCE = 400
NO_CASE_YET = "-"
"""Stands for a case, and for its legal basis, while the file is checked: neither is made before all of it is right."""
Written = Callable[[Session, Sequence[Incoming], Sequence[Entered]], None]
"""Takes a part that was written, in its own transaction."""


def viewer_or_nobody(store: Store, unit: str) -> Viewer:
    """The unit's own, or somebody without a unit where it is not there yet."""
    with store.reading() as session:
        if session.scalar(select(Unit.id).where(Unit.code == unit)) is not None:
            return system_viewer(session, unit)
    return Viewer("", "", "", unit, frozenset({Role.INVESTIGATOR}))


def rejecting(batch: Sequence[Incoming], report: ImportReport) -> Reject:
    """Notes a line that cannot be stored."""

    def reject(position: int, error: BadInput) -> None:
        one = batch[position]
        report.problems.append(f"line {one.line}: {one.ref}: {error}")
        report.rejected += 1

    return reject


def count_entered(report: ImportReport, batch: Sequence[Incoming], done: Sequence[Entered | Watched]) -> None:
    """Count what became of a part."""
    for incoming, one in zip(batch, done, strict=True):
        if one.outcome != "rejected":
            setattr(report, one.outcome, getattr(report, one.outcome) + 1)
        if isinstance(one, Watched) and one.wide:
            report.wide += 1
        if one.kept:
            report.kept += 1
            report.kept_ids = [*report.kept_ids, incoming.ref][:MAX_KEPT_IDS]


def check_drafts(
    store: Store,
    viewer: Viewer,
    found: Sequence[Incoming],
    report: ImportReport,
    draft_of: Callable[[Incoming, str], RecordDraft],
    basis: str,
) -> None:
    """All of it, before any of it is written. Raises FileRefused."""
    require(viewer, Permission.ENTER_RECORD)
    for start in range(0, len(found), CHECKED_AT_ONCE):
        batch = found[start : start + CHECKED_AT_ONCE]
        drafts = [draft_of(one, NO_CASE_YET) for one in batch]
        with store.reading() as session:
            check_many(session, viewer, drafts, basis or NO_CASE_YET, rejecting(batch, report))
    refuse_if_faulty(report)


@dataclass(frozen=True, slots=True)
class Steps:
    """How each part is written: `before` makes ready for it and says how many of it came back to their list."""

    draft_of: Callable[[Incoming], RecordDraft]
    before: Callable[[Session, Sequence[Incoming]], int] = lambda _session, _batch: 0
    after: Written = lambda _session, _batch, _done: None


def enter_all(
    run: Run, viewer: Viewer, found: Sequence[Incoming], report: ImportReport, progress: Progress, steps: Steps
) -> ImportReport:
    """Write all of it, counting."""
    require(viewer, Permission.ENTER_RECORD)

    def write(session: Session, counted: ImportReport, at: int, until: int) -> None:
        batch = found[at:until]
        counted.relisted += steps.before(session, batch)
        done = enter_many(session, viewer, [steps.draft_of(one) for one in batch])
        count_entered(counted, batch, done)
        steps.after(session, batch, done)

    return run.write("entries", len(found), report, write, lambda done: progress("writing", done, len(found)))


def link_all(
    run: Run, viewer: Viewer, found: Sequence[Incoming], report: ImportReport, progress: Progress
) -> ImportReport:
    """State what they say of each other; what is not there is counted."""
    require(viewer, Permission.ENTER_RECORD)
    links = [SourceLink(one.ref, k.to_ref, k.role, k.note) for one in found for k in one.links]
    missing: list[SourceLink] = []

    def write(session: Session, counted: ImportReport, at: int, until: int) -> None:
        lacking = link_many(session, viewer, links[at:until])
        counted.links += until - at - len(lacking)
        missing.extend(lacking)

    report = run.write("links", len(links), report, write, lambda done: progress("linking", done, len(links)))
    for k in missing:
        report.not_held[f"link “{k.role.value}” to an entity that is neither in the file nor known"] += 1
    return report


def refuse_doubles(found: Sequence[Incoming], report: ImportReport) -> None:
    """Name every id that stands in the file twice."""
    seen: dict[str, int] = {}
    for one in found:
        if (first := seen.setdefault(one.ref, one.line)) != one.line:
            report.problems.append(f"line {one.line}: the id {one.ref} already stands in line {first}")


def refuse_empty(found: Sequence[Incoming], report: ImportReport) -> None:
    """Name a file that holds nothing: it is cut off, or another one."""
    if not found and not report.problems:
        report.problems.append("The file holds nothing that could be brought in")
