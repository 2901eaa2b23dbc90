"""Imports as a whole: read and check the file, then write it in one transaction, or nothing of it.

A file is read completely before the first row is written, so the database is locked only while it is written.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import BadInput
from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.ftm.mapping import WATCHABLE
from casefile.exchange.incoming import (
    MAX_KEPT_IDS,
    ImportReport,
    Incoming,
    Progress,
    refuse_if_faulty,
    silent,
)
from casefile.exchange.un.entries import entry
from casefile.exchange.un.xml import read_entries
from casefile.people.units import SYSTEM, add_unit, system_viewer
from casefile.policy.handling import Rules, apply_defaults, demand_for_people
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer
from casefile.records import Entered, RecordDraft, Reject, enter_many
from casefile.records.cases import CaseDraft, ensure_case
from casefile.records.links import SourceLink, link_many
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Case, ImportRun, new_id
from casefile.vocabulary import (
    Handling,
    InfoGrade,
    Purpose,
    RecordKind,
    Sharing,
    SourceGrade,
    SubjectCategory,
    UnitKind,
)
from casefile.watches import DEFAULT_LIST, WatchDraft, Watched, watch_many
from casefile.watches.drafts import expiry

BATCH = 400
UN_CODE = "UN-INTERPOL"
UN_NAME = "UN / INTERPOL special notices"
UN_DESK = "INTERPOL National Central Bureau"
FTM_CASE = "FollowTheMoney"
"""The case of an import that names none: always the same one, so that a repeated import changes nothing."""


FTM_RULES = Rules(
    purpose=Purpose.SUPPORT_INVESTIGATION,
    legal_basis="As held by the source of the import",
    source_grade=SourceGrade.X,
    info_grade=InfoGrade.NOT_CORROBORATED,
)
"""Where the importing officer says nothing: the weakest grades, and no more than a pointer to other units."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an import says of everything it brings: the file itself cannot know it."""

    category: SubjectCategory = SubjectCategory.SUSPECT
    note: str = "Imported; the ground stands with the source."
    rules: Rules = FTM_RULES


UN_RULES = Rules(
    purpose=Purpose.WARN,
    source_grade=SourceGrade.A,
    info_grade=InfoGrade.KNOWN_TO_SOURCE,
    handling=Handling.H3,
    handling_text="A public list: free for use.",
    sharing=Sharing.FULL,
)


def import_un(store: Store, path: Path, progress: Progress = silent) -> ImportReport:
    """Bring the UN consolidated list in as records of its own unit, one case for each of its regimes."""
    report = ImportReport()
    found: list[Incoming] = []
    try:
        for node in read_entries(path, progress):
            report.read += 1
            held = entry(node, report.not_held, report.problems)
            found += [held] if held is not None else []
    except BadInput as error:
        report.problems.append(str(error))
    if not report.read and not report.problems:
        report.problems.append("The list holds no entry: it is empty or cut off")
    _refuse_doubles(found, report)
    report.rejected = len(report.problems)
    refuse_if_faulty(report)
    with store.writing() as session:
        add_unit(
            session,
            SYSTEM,
            UN_CODE,
            country="UN",
            name=UN_NAME,
            kind=UnitKind.SOURCE,
            desk=UN_DESK,
            locale="en",
            timezone="UTC",
        )
        viewer = system_viewer(session, UN_CODE)
        cases = {
            regime: ensure_case(
                session,
                viewer,
                CaseDraft(
                    reference=regime,
                    title=f"UN Security Council list: {regime}",
                    legal_basis=f"United Nations Security Council sanctions, {regime} list",
                ),
            )
            for regime in sorted({one.group for one in found})
        }
        _enter(
            session,
            viewer,
            found,
            report,
            progress,
            lambda one: RecordDraft(
                identity=one.identity,
                case_id=cases[one.group],
                origin_ref=one.ref,
                rules=replace(UN_RULES, subject_category=one.category),
                suspicion_note="Listed by the United Nations Security Council.",
            ),
        )
        _note_run(session, viewer, "un", path, report)
    return report


def check_ftm_options(store: Store, unit: str, case: str, terms: Terms) -> None:
    """Refuse what is said of the whole file, once, before it is read. Raises BadInput naming the option's field."""
    limits.check_length(terms.note, limits.SUSPICION_NOTE, "suspicion_note")
    rules = replace(terms.rules, subject_category=terms.category)
    demand_for_people(rules, RecordKind.PERSON, terms.note)
    apply_defaults(rules, RecordKind.PERSON, tables.now())
    _check_place(store, unit, case)


def check_watch_options(
    store: Store,
    unit: str,
    ground: str,
    *,
    watchlist: str = DEFAULT_LIST,
    expires_at: datetime | None = None,
    case: str = "",
    terms: Terms | None = None,
) -> None:
    """The same for a file of subjects to watch for."""
    Reason.stated(ground, "ground")
    limits.check_length(watchlist.strip(), limits.WATCHLIST_NAME, "watchlist")
    if expires_at is not None:
        expiry(expires_at, tables.now())
    rules = replace((terms or Terms()).rules, subject_category=(terms or Terms()).category)
    apply_defaults(rules, RecordKind.PERSON, tables.now())
    _check_place(store, unit, case)


def _check_place(store: Store, unit: str, reference: str) -> None:
    """The unit is there, and its case of this reference is open, or not there yet."""
    reference = reference.strip()
    limits.check_length(reference, limits.CASE_REFERENCE, "case")
    with store.reading() as session:
        viewer = system_viewer(session, unit)
        known = session.scalar(
            select(Case.id).where(
                Case.unit_id == viewer.unit_id, Case.reference == reference, Case.closed_at.is_not(None)
            )
        )
    if known is not None:
        raise BadInput("Choose one of your unit's open cases.", field="case")


def import_ftm(
    store: Store, path: Path, unit: str, case: str = "", terms: Terms | None = None, progress: Progress = silent
) -> ImportReport:
    """Bring FollowTheMoney entities in as records of the unit, into the case of that reference."""
    terms = terms or Terms()
    check_ftm_options(store, unit, case, terms)
    report = ImportReport()
    found = read_ftm(path, terms.category, report, progress)
    _refuse_empty(found, report)
    refuse_if_faulty(report)
    with store.writing() as session:
        viewer = system_viewer(session, unit)
        case_id = ensure_case(
            session,
            viewer,
            CaseDraft(reference=case or FTM_CASE, title="" if case else FTM_CASE, legal_basis=terms.rules.legal_basis),
        )
        _enter(
            session,
            viewer,
            found,
            report,
            progress,
            lambda one: RecordDraft(
                identity=one.identity,
                case_id=case_id,
                origin_ref=one.ref,
                rules=replace(terms.rules, subject_category=one.category),
                suspicion_note=terms.note if one.category is not SubjectCategory.NONE else "",
            ),
        )
        _link(session, viewer, found, report)
        _note_run(session, viewer, "ftm", path, report)
    return report


def import_watches(
    store: Store,
    path: Path,
    unit: str,
    ground: str,
    *,
    watchlist: str = DEFAULT_LIST,
    expires_at: datetime | None = None,
    case: str = "",
    terms: Terms | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Bring FollowTheMoney entities in as watched subjects of the unit.

    A sound entity that a watch cannot ask for (an event, a first name alone) is left out, counted in `rejected`
    and named in `problems`; everything else is registered. A file with a fault in it is refused whole.
    """
    terms = terms or Terms()
    check_watch_options(store, unit, ground, watchlist=watchlist, expires_at=expires_at, case=case, terms=terms)
    report = ImportReport()
    found = [one for one in read_ftm(path, terms.category, report, progress) if _can_be_watched(one, report)]
    _refuse_empty(found, report)
    refuse_if_faulty(report)
    with store.writing() as session:
        viewer = system_viewer(session, unit)
        case_id = ensure_case(session, viewer, CaseDraft(reference=case)) if case else None
        for batch, reject in _batches(found, report, progress):
            _count(
                report,
                batch,
                watch_many(
                    session,
                    viewer,
                    [
                        WatchDraft(
                            identity=one.identity,
                            ground=ground,
                            watchlist=watchlist,
                            case_id=case_id,
                            expires_at=expires_at,
                            rules=replace(terms.rules, subject_category=one.category),
                            origin_ref=one.ref,
                        )
                        for one in batch
                    ],
                    reject,
                ),
            )
        _note_run(session, viewer, "ftm-watches", path, report)
    return report


def _can_be_watched(one: Incoming, report: ImportReport) -> bool:
    for k in one.links:
        report.not_held[f"link “{k.role.value}”: a watch has none"] += 1
    if one.identity.kind in WATCHABLE:
        return True
    report.not_held[f"a watch on one {one.identity.kind.value}"] += 1
    return False


def _batches(
    found: Sequence[Incoming], report: ImportReport, progress: Progress
) -> Iterator[tuple[Sequence[Incoming], Reject]]:
    """What is written in one go, each with what notes a line that cannot be stored; progress is said after each."""
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]

        def reject(position: int, error: BadInput, batch: Sequence[Incoming] = batch) -> None:
            one = batch[position]
            report.problems.append(f"line {one.line}: {one.ref}: {error}")
            report.rejected += 1

        yield batch, reject
        progress("writing", min(start + BATCH, len(found)), len(found))


def _count(report: ImportReport, batch: Sequence[Incoming], done: Sequence[Entered | Watched]) -> None:
    for incoming, one in zip(batch, done, strict=True):
        if one.outcome != "rejected":
            setattr(report, one.outcome, getattr(report, one.outcome) + 1)
        if isinstance(one, Watched) and one.wide:
            report.wide += 1
        if one.kept:
            report.kept += 1
            report.kept_ids = [*report.kept_ids, incoming.ref][:MAX_KEPT_IDS]


def _enter(
    session: Session,
    viewer: Viewer,
    found: Sequence[Incoming],
    report: ImportReport,
    progress: Progress,
    draft_of: Callable[[Incoming], RecordDraft],
) -> None:
    """Write all of it, counting; raises FileRefused, which undoes the transaction, when any of it cannot be stored."""
    for batch, reject in _batches(found, report, progress):
        try:
            _count(report, batch, enter_many(session, viewer, [draft_of(one) for one in batch], reject))
        except BadInput as error:  # a stored record that the file now gives another kind
            report.problems.append(f"lines {batch[0].line} to {batch[-1].line}: {error}")
            report.rejected += 1
        if report.problems:
            _forget_counts(report)
        refuse_if_faulty(report)


def _forget_counts(report: ImportReport) -> None:
    """What was written is undone with the transaction; the report must not claim it."""
    report.created = report.updated = report.unchanged = report.kept = report.links = 0
    report.kept_ids = []


def _link(session: Session, viewer: Viewer, found: Sequence[Incoming], report: ImportReport) -> None:
    links = [SourceLink(one.ref, k.to_ref, k.role, k.note) for one in found for k in one.links]
    missing = link_many(session, viewer, links)
    report.links = len(links) - len(missing)
    for k in missing:
        report.not_held[f"link “{k.role.value}” to an entity that is neither in the file nor known"] += 1


def _refuse_doubles(found: Sequence[Incoming], report: ImportReport) -> None:
    seen: dict[str, int] = {}
    for one in found:
        if (first := seen.setdefault(one.ref, one.line)) != one.line:
            report.problems.append(f"line {one.line}: the id {one.ref} already stands in line {first}")


def _refuse_empty(found: Sequence[Incoming], report: ImportReport) -> None:
    if not found and not report.problems:
        report.problems.append("The file holds nothing that could be brought in")


def _note_run(session: Session, viewer: Viewer, kind: str, path: Path, report: ImportReport) -> None:
    """Keep what was imported, by the file's hash; the trail gets the figures."""
    run_id = new_id()
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    session.connection().execute(
        insert(ImportRun),
        {
            "id": run_id,
            "unit_id": viewer.unit_id,
            "kind": kind,
            "file_hash": digest,
            "started_at": tables.now(),
            "finished_at": tables.now(),
            "report": report.as_json(),
        },
    )
    figures = {key: value for key, value in report.as_json().items() if isinstance(value, int)}
    audit.write(session, viewer, audit.Action.COLLECTION, "import", run_id, detail=figures)
