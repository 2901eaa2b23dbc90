"""Imports as a whole: read and check all of the file, then write it in parts (`runs`). A faulty file leaves nothing.

So the database is never locked for longer than a part takes, and what stops an import half-way stops only that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import limits
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
from casefile.exchange.runs import Order, Run
from casefile.exchange.un.entries import entry
from casefile.exchange.un.xml import read_entries
from casefile.people.units import SYSTEM, add_unit, system_viewer
from casefile.policy.handling import Rules, apply_defaults, demand_for_people
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer
from casefile.records import Entered, RecordDraft, Reject, check_many, enter_many
from casefile.records.cases import CaseDraft, ensure_case
from casefile.records.links import SourceLink, link_many
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Case, Unit
from casefile.vocabulary import (
    Handling,
    InfoGrade,
    Purpose,
    RecordKind,
    Role,
    Sharing,
    SourceGrade,
    SubjectCategory,
    UnitKind,
)
from casefile.watches import DEFAULT_LIST, WatchDraft, Watched, watch_many
from casefile.watches.drafts import expiry

CHECKED_AT_ONCE = 400
UN_CODE = "UN-INTERPOL"
UN_NAME = "UN / INTERPOL special notices"
UN_DESK = "INTERPOL National Central Bureau"
NO_CASE_YET = "-"
"""Stands for a case, and for its legal basis, while the file is checked: neither is made before all of it is right."""
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
    """Bring the UN consolidated list in as records of its own unit, one case for each of its regimes.

    Here as in every import: raises FileRefused, and nothing was written, when any of the file cannot be stored; raises
    PartlyImported when something stopped it later. An unfinished run of the same file goes on where it stopped.
    """
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
    _check(store, _viewer_or_nobody(store, UN_CODE), found, report, _un_draft, "")
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
    run = Run.begun(store, viewer, Order("un", path, UN_RULES), report, len(found))
    report = _enter(run, viewer, found, report, progress, lambda one: _un_draft(one, cases[one.group]))
    run.finish(report)
    return report


def _un_draft(one: Incoming, case_id: str) -> RecordDraft:
    return RecordDraft(
        identity=one.identity,
        case_id=case_id,
        origin_ref=one.ref,
        rules=replace(UN_RULES, subject_category=one.category),
        suspicion_note="Listed by the United Nations Security Council.",
    )


def _viewer_or_nobody(store: Store, unit: str) -> Viewer:
    """The unit's own, or somebody without a unit where it is not there yet."""
    with store.reading() as session:
        if session.scalar(select(Unit.id).where(Unit.code == unit)) is not None:
            return system_viewer(session, unit)
    return Viewer("", "", "", unit, frozenset({Role.INVESTIGATOR}))


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
    store: Store,
    path: Path,
    unit: str,
    case: str = "",
    terms: Terms | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Bring FollowTheMoney entities in as records of the unit, into the case of that reference. Raises as `import_un`
    does."""
    terms = terms or Terms()
    check_ftm_options(store, unit, case, terms)
    report = ImportReport()
    found = read_ftm(path, terms.category, report, progress)
    _refuse_empty(found, report)
    refuse_if_faulty(report)
    draft_of = partial(_ftm_draft, terms)
    _check(store, _viewer_or_nobody(store, unit), found, report, draft_of, terms.rules.legal_basis)
    with store.writing() as session:
        viewer = system_viewer(session, unit)
        case_id = ensure_case(
            session,
            viewer,
            CaseDraft(reference=case or FTM_CASE, title="" if case else FTM_CASE, legal_basis=terms.rules.legal_basis),
        )
    run = Run.begun(store, viewer, Order("ftm", path, (case, terms)), report, len(found))
    report = _enter(run, viewer, found, report, progress, lambda one: draft_of(one, case_id))
    report = _link(run, viewer, found, report, progress)
    run.finish(report)
    return report


def _ftm_draft(terms: Terms, one: Incoming, case_id: str) -> RecordDraft:
    return RecordDraft(
        identity=one.identity,
        case_id=case_id,
        origin_ref=one.ref,
        rules=replace(terms.rules, subject_category=one.category),
        suspicion_note=terms.note if one.category is not SubjectCategory.NONE else "",
    )


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
    """Bring FollowTheMoney entities in as watched subjects of the unit. Raises as `import_un` does.

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

    def draft_of(one: Incoming) -> WatchDraft:
        return WatchDraft(
            identity=one.identity,
            ground=ground,
            watchlist=watchlist,
            case_id=case_id,
            expires_at=expires_at,
            rules=replace(terms.rules, subject_category=one.category),
            origin_ref=one.ref,
        )

    def write(session: Session, counted: ImportReport, at: int, until: int) -> None:
        batch = found[at:until]
        done = watch_many(session, viewer, [draft_of(one) for one in batch], _rejecting(batch, counted))
        _count(counted, batch, done)

    order = Order("ftm-watches", path, (ground, watchlist, expires_at, case, terms))
    run = Run.begun(store, viewer, order, report, len(found))
    report = run.write("entries", len(found), report, write, lambda done: progress("writing", done, len(found)))
    run.finish(report)
    return report


def _can_be_watched(one: Incoming, report: ImportReport) -> bool:
    for k in one.links:
        report.not_held[f"link “{k.role.value}”: a watch has none"] += 1
    if one.identity.kind in WATCHABLE:
        return True
    report.not_held[f"a watch on one {one.identity.kind.value}"] += 1
    return False


def _rejecting(batch: Sequence[Incoming], report: ImportReport) -> Reject:
    """Notes a line that cannot be stored."""

    def reject(position: int, error: BadInput) -> None:
        one = batch[position]
        report.problems.append(f"line {one.line}: {one.ref}: {error}")
        report.rejected += 1

    return reject


def _count(report: ImportReport, batch: Sequence[Incoming], done: Sequence[Entered | Watched]) -> None:
    for incoming, one in zip(batch, done, strict=True):
        if one.outcome != "rejected":
            setattr(report, one.outcome, getattr(report, one.outcome) + 1)
        if isinstance(one, Watched) and one.wide:
            report.wide += 1
        if one.kept:
            report.kept += 1
            report.kept_ids = [*report.kept_ids, incoming.ref][:MAX_KEPT_IDS]


def _check(
    store: Store,
    viewer: Viewer,
    found: Sequence[Incoming],
    report: ImportReport,
    draft_of: Callable[[Incoming, str], RecordDraft],
    basis: str,
) -> None:
    """All of it, before any of it is written. Raises FileRefused."""
    for start in range(0, len(found), CHECKED_AT_ONCE):
        batch = found[start : start + CHECKED_AT_ONCE]
        drafts = [draft_of(one, NO_CASE_YET) for one in batch]
        with store.reading() as session:
            check_many(session, viewer, drafts, basis or NO_CASE_YET, _rejecting(batch, report))
    refuse_if_faulty(report)


def _enter(
    run: Run,
    viewer: Viewer,
    found: Sequence[Incoming],
    report: ImportReport,
    progress: Progress,
    draft_of: Callable[[Incoming], RecordDraft],
) -> ImportReport:
    """Write all of it, counting."""

    def write(session: Session, counted: ImportReport, at: int, until: int) -> None:
        batch = found[at:until]
        _count(counted, batch, enter_many(session, viewer, [draft_of(one) for one in batch]))

    return run.write("entries", len(found), report, write, lambda done: progress("writing", done, len(found)))


def _link(
    run: Run, viewer: Viewer, found: Sequence[Incoming], report: ImportReport, progress: Progress
) -> ImportReport:
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


def _refuse_doubles(found: Sequence[Incoming], report: ImportReport) -> None:
    seen: dict[str, int] = {}
    for one in found:
        if (first := seen.setdefault(one.ref, one.line)) != one.line:
            report.problems.append(f"line {one.line}: the id {one.ref} already stands in line {first}")


def _refuse_empty(found: Sequence[Incoming], report: ImportReport) -> None:
    if not found and not report.problems:
        report.problems.append("The file holds nothing that could be brought in")
