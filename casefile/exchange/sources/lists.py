"""A file of a list brought in: new and changed entries written, and, once all of it is in, what left it withdrawn.

A killed import withdraws nothing that it has not read: the step that withdraws comes after the last entry, and a file
that is empty, older, or lacks much of the list is refused before anything is written.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import Figure
from casefile.exchange.incoming import (
    MAX_KEPT_IDS,
    FileRead,
    ImportReport,
    Incoming,
    ListRefused,
    Progress,
    refuse_if_faulty,
    silent,
)
from casefile.exchange.runs import Order, Run
from casefile.exchange.sources import listings
from casefile.exchange.sources.adapters import Adapter, Wish
from casefile.exchange.sources.listings import Standing
from casefile.exchange.writing import (
    Steps,
    check_drafts,
    enter_all,
    link_all,
    refuse_doubles,
    refuse_empty,
    viewer_or_nobody,
)
from casefile.people.units import SYSTEM, add_unit, system_viewer
from casefile.policy.network import sources as policy
from casefile.policy.network.sources import Refusal, offences_by_topics
from casefile.policy.retention import ASKED_AHEAD, RETENTION
from casefile.policy.viewer import Viewer
from casefile.records import Entered, RecordDraft
from casefile.records.cases import CaseDraft, ensure_case
from casefile.records.sources import listed
from casefile.stamp.arriving import refuse_training_file
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Unit
from casefile.vocabulary import SubjectCategory, UnitKind

REFUSED = {
    Refusal.OLDER: (
        "Nothing was imported: this file is of %(date)s, and the list of %(newest)s is in. To go back to the older "
        "one: --older"
    ),
    Refusal.SEEN: (
        "Nothing was imported: this file came in before, and a newer one since. To go back to the older one: --older"
    ),
    Refusal.SHRINKS: (
        "Nothing was imported: this file lacks %(missing)s of the %(listed)s entries of the list, half or more: it "
        "seems cut off. If the list did shrink: --shrink. If the file says only what has changed: --delta"
    ),
}
PLAIN = Wish()
LEFT = "No longer on the list “%(name)s” since %(date)s."
BACK = "On the list “%(name)s” again since %(date)s."
HELD = "an entry that left the list and is on hold: it stays until the hold ends"


def import_list(
    store: Store, path: Path, adapter: Adapter, *, unit: str = "", wish: Wish = PLAIN, progress: Progress = silent
) -> ImportReport:
    """Bring a file of a list in; `unit` is whose records they become, where the list has no home of its own.

    Here as in every import: raises FileRefused, and nothing was written, when any of the file cannot be stored; raises
    ListRefused where it is older than what is in, or lacks much of it; raises PartlyImported when something stopped it
    later. An unfinished run of the same file goes on where it stopped.
    """
    report = ImportReport()
    code = adapter.home.code if adapter.home else unit
    order = Order(adapter.kind, path, (adapter.rules, wish.delta))
    read, known, file_hash = _checked(store, order, adapter, code, wish=wish, report=report, progress=progress)
    draft_of = partial(_draft, adapter)
    at = read.as_of or tables.now()
    with store.writing() as session:
        viewer = _home(session, adapter, code)
        cases = _cases(session, viewer, adapter, read.found)
    run = Run.begun(store, viewer, order, report, len(read.found))
    with store.writing() as session:
        source_id = listings.keep_source(session, viewer, known, adapter.said(), read.as_of, at)
    arrival = _Arrival(run, viewer, adapter, source_id, at, read)
    report = _entries(arrival, report, progress, lambda one: draft_of(one, cases[one.group]))
    report = link_all(run, viewer, read.found, report, progress)
    report = _withdrawals(arrival, store, report, progress)
    run.finish(report, lambda session: listings.finish_source(session, viewer, source_id, file_hash, delta=read.delta))
    return report


@dataclass(frozen=True, slots=True)
class ListLook:
    """What a file of a list would make: entries that are new, that are there already, and the ids of those that leave
    the list. `report` has what was read and what is wrong in it."""

    report: ImportReport
    new: int
    known: int
    leaves: tuple[str, ...]


def look_at(store: Store, path: Path, adapter: Adapter, *, unit: str = "", wish: Wish = PLAIN) -> ListLook:
    """The file read and refused as `import_list` does, and nothing written."""
    report = ImportReport()
    code = adapter.home.code if adapter.home else unit
    read, known, _ = _checked(store, Order(adapter.kind, path, None), adapter, code, wish=wish, report=report)
    with store.reading() as session:
        there = listings.known_refs(session, code, [one.ref for one in read.found])
    return ListLook(report, len(read.found) - len(there), len(there), tuple(_missing(known.listed, read)))


def _checked(
    store: Store, order: Order, adapter: Adapter, code: str, *, wish: Wish, report: ImportReport,
    progress: Progress = silent,
) -> tuple[FileRead, Standing, str]:  # fmt: skip
    """The file as read, the list as it stands, the file's digest. Raises FileRefused, ListRefused: nothing of it may
    come in."""
    refuse_training_file(store, order.path)
    read = adapter.read(order.path, report, progress)
    _issuer_alone(store, code, read, report)
    read = _sound(read, report, wish)
    file_hash, _ = order.digests()  # not before a file that is not there was refused
    with store.reading() as session:
        known = listings.standing(session, code, adapter.name, adapter.kind, adopts=adapter.adopts)
    _refuse(known, read, file_hash, wish, report)
    check_drafts(store, viewer_or_nobody(store, code), read.found, report, partial(_draft, adapter), adapter.basis)
    return read, known, file_hash


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file of a list on its way in: `at` is its date, or now where it carries none."""

    run: Run
    viewer: Viewer
    adapter: Adapter
    source_id: str
    at: datetime
    read: FileRead

    def note(self, text: str) -> str:
        return text % {"name": self.adapter.name, "date": _day(self.at)}


def _sound(read: FileRead, report: ImportReport, wish: Wish) -> FileRead:
    """The file with what is said of it. Raises FileRefused with all that is wrong in it."""
    if not read.removed:
        refuse_empty(read.found, report)
    refuse_doubles(read.found, report)
    if read.part and not (wish.delta or read.delta):
        report.problems.append(read.part)
    report.rejected = len(report.problems)
    refuse_if_faulty(report)
    refs = read.refs | {one.ref for one in read.found}
    return replace(read, as_of=wish.as_of or read.as_of, delta=wish.delta or read.delta, refs=refs)


def _issuer_alone(store: Store, code: str, read: FileRead, report: ImportReport) -> None:
    """Name every entry that only another country's authority could declare."""
    if not any(one.issuer for one in read.found):
        return
    with store.reading() as session:
        country = session.scalar(select(Unit.country).where(Unit.code == code))
    for one in read.found:
        if one.issuer and one.issuer != country:
            what = f"line {one.line}: {one.ref}: issued by {one.issuer}, whose authority alone declares it invalid"
            report.problems.append(what)


def _refuse(known: Standing, read: FileRead, file_hash: str, wish: Wish, report: ImportReport) -> None:
    refusal = policy.order_of(known.newest, read.as_of, file_hash)
    if refusal is not None and not wish.older:
        newest = known.newest.as_of
        raise ListRefused(REFUSED[refusal], refusal, report, date=_day(read.as_of), newest=_day(newest))
    missing = len(_missing(known.listed, read))
    if not wish.shrink and not read.delta and policy.takes_too_much(len(known.listed), missing):
        values = {"missing": Figure(missing), "listed": Figure(len(known.listed))}
        raise ListRefused(REFUSED[Refusal.SHRINKS], Refusal.SHRINKS, report, **values)


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "-"


def _missing(standing: Iterable[str], read: FileRead) -> list[str]:
    """Ids on the list that this file takes away: of a snapshot all that it lacks, of a delta what it says has left.

    An id that the source found to be one with another stands in the file under that one's referents.
    """
    if read.delta:
        return sorted(set(standing) & read.removed)
    renamed = {old for one in read.found for old in one.referents}
    return sorted(ref for ref in standing if ref not in read.refs and ref not in renamed)


def _home(session: Session, adapter: Adapter, code: str) -> Viewer:
    if (home := adapter.home) is not None:
        add_unit(
            session,
            SYSTEM,
            home.code,
            country=home.country,
            name=home.name,
            kind=UnitKind.SOURCE,
            desk=home.desk,
            locale="en",
            timezone="UTC",
        )
    return system_viewer(session, code)


def _cases(session: Session, viewer: Viewer, adapter: Adapter, found: Sequence[Incoming]) -> dict[str, str]:
    """The case of each group, by the group."""
    made = {}
    for group in sorted({one.group for one in found}):
        basis = adapter.basis % group if "%s" in adapter.basis else adapter.basis
        title = f"UN Security Council list: {group}" if adapter.kind == "un" else adapter.name
        made[group] = ensure_case(session, viewer, CaseDraft(group or adapter.case, title=title, legal_basis=basis))
    return made


def _draft(adapter: Adapter, one: Incoming, case_id: str) -> RecordDraft:
    rules = replace(adapter.rules, subject_category=one.category)
    if one.review_at is not None:
        until = min(one.review_at + ASKED_AHEAD, tables.now() + RETENTION * 2)
        rules = replace(rules, review_at=one.review_at, retain_until=until)
    return RecordDraft(
        identity=one.identity,
        case_id=case_id,
        origin_ref=one.ref,
        rules=rules,
        suspicion_note=adapter.note if one.category is not SubjectCategory.NONE else "",
        offences=offences_by_topics(one.topics),
    )


def _entries(
    arrival: _Arrival, report: ImportReport, progress: Progress, draft_of: Callable[[Incoming], RecordDraft]
) -> ImportReport:
    viewer, source_id, back_again = arrival.viewer, arrival.source_id, arrival.note(BACK)

    def before(session: Session, batch: Sequence[Incoming]) -> int:
        renamed = {one.ref: one.referents for one in batch if one.referents}
        if renamed:
            listings.follow_referents(session, viewer, renamed)
        back = listings.withdrawn_by_list(session, viewer, [one.ref for one in batch])
        return listed.relist(session, viewer, back, back_again) if back else 0

    def after(session: Session, batch: Sequence[Incoming], done: Sequence[Entered]) -> None:
        topics = {one.record_id: incoming.topics for incoming, one in zip(batch, done, strict=True) if one.record_id}
        otherwise = listings.note_listed(session, source_id, topics, arrival.at)
        written = {one.record_id for one in done if one.outcome in ("created", "updated")}
        listed.find_by_topics(session, viewer, [id for id in otherwise if id not in written])

    found = arrival.read.found
    return enter_all(arrival.run, viewer, found, report, progress, Steps(draft_of, before, after))


def _withdrawals(arrival: _Arrival, store: Store, report: ImportReport, progress: Progress) -> ImportReport:
    """What no longer stands on the list leaves it; what stands on no other is withdrawn, with its hits."""
    viewer, source_id, at, read = arrival.viewer, arrival.source_id, arrival.at, arrival.read
    with store.reading() as session:
        standing = listings.listed_on(session, source_id)
    leaves = read.removed if read.delta else standing.keys() - read.refs  # an id that became another's has its record
    gone = [(ref, standing[ref]) for ref in sorted(standing.keys() & leaves)]
    note = arrival.note(LEFT)

    def write(session: Session, counted: ImportReport, start: int, until: int) -> None:
        part = {record_id: ref for ref, record_id in gone[start:until]}
        elsewhere = listings.stays_elsewhere(session, source_id, part)
        withdrawn, held = listed.withdraw_delisted(session, viewer, sorted(part.keys() - elsewhere), note)
        listings.note_left(session, source_id, withdrawn, at, withdrew=True)
        listings.note_left(session, source_id, part.keys() - withdrawn - held, at, withdrew=False)
        listed.find_by_topics(session, viewer, sorted(part.keys() - withdrawn - held))
        counted.withdrawn += len(withdrawn)
        counted.withdrawn_ids = [*counted.withdrawn_ids, *sorted(part[one] for one in withdrawn)][:MAX_KEPT_IDS]
        if held:
            counted.not_held[HELD] += len(held)

    step = "withdrawals"
    return arrival.run.write(step, len(gone), report, write, lambda done: progress("withdrawing", done, len(gone)))
