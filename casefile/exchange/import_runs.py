"""Imports as a whole: read and check all of the file, then write it in parts (`runs`). A faulty file leaves nothing.

So the database is never locked for longer than a part takes, and what stops an import half-way stops only that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import limits
from casefile.errors import BadInput
from casefile.exchange.ftm.arriving import among_units, not_ours_already
from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.ftm.mapping import WATCHABLE
from casefile.exchange.incoming import ImportReport, Incoming, Progress, refuse_if_faulty, silent
from casefile.exchange.runs import Order, Run
from casefile.exchange.writing import (
    Steps,
    check_drafts,
    count_entered,
    enter_all,
    link_all,
    refuse_empty,
    rejecting,
    viewer_or_nobody,
)
from casefile.people.units import system_viewer
from casefile.policy.handling import Rules, apply_defaults, demand_for_people
from casefile.policy.network.sources import offences_by_topics
from casefile.policy.reasons import Reason
from casefile.records import RecordDraft
from casefile.records.cases import CaseDraft, ensure_case
from casefile.stamp.arriving import refuse_training_file
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Case
from casefile.vocabulary import InfoGrade, Purpose, RecordKind, SourceGrade, SubjectCategory
from casefile.watches import DEFAULT_LIST, WatchDraft, watch_many
from casefile.watches.drafts import expiry, has_place_and_day

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
    refuse_training_file(store, path)
    report = ImportReport()
    found = not_ours_already(store, unit, read_ftm(path, terms.category, report, progress), report)
    refuse_empty(found, report)
    _check_cases(store, unit, case, found)
    found = among_units(store, found, report)
    draft_of = partial(_ftm_draft, terms)
    check_drafts(store, viewer_or_nobody(store, unit), found, report, draft_of, terms.rules.legal_basis)
    with store.writing() as session:
        viewer = system_viewer(session, unit)
        cases = {group: ensure_case(session, viewer, draft) for group, draft in _cases(case, terms, found).items()}
    run = Run.begun(store, viewer, Order("ftm", path, (case, terms)), report, len(found))
    report = enter_all(run, viewer, found, report, progress, Steps(lambda one: draft_of(one, cases[one.group])))
    report = link_all(run, viewer, found, report, progress)
    run.finish(report)
    return report


def _cases(case: str, terms: Terms, found: Sequence[Incoming]) -> dict[str, CaseDraft]:
    """The case of each group in the file: the one named for all, else the one it had in the Griot it comes from."""
    ours = CaseDraft(case or FTM_CASE, title="" if case else FTM_CASE, legal_basis=terms.rules.legal_basis)
    drafts = {one.group: ours for one in found}
    for one in found if not case else ():
        if one.stated is not None and one.group:
            drafts[one.group] = CaseDraft(one.group, title=one.stated.case_title, legal_basis=one.stated.case_basis)
    return drafts


def _check_cases(store: Store, unit: str, case: str, found: Sequence[Incoming]) -> None:
    for group in sorted({one.group for one in found if one.group}) if not case else ():
        _check_place(store, unit, group)


def _ftm_draft(terms: Terms, one: Incoming, case_id: str) -> RecordDraft:
    if (stated := one.stated) is not None:
        rules = stated.rules
        if rules.retain_until is not None and rules.retain_until <= tables.now():
            rules = replace(rules, review_at=None, retain_until=None)
        return RecordDraft(
            identity=one.identity,
            case_id=case_id,
            origin_ref=one.ref,
            rules=rules,
            suspicion_note=stated.suspicion_note,
            fact_or_opinion="opinion" if stated.fact_or_opinion == "opinion" else "fact",
            neutrality_check=stated.neutrality_check,
            offences=stated.offences,
        )
    return RecordDraft(
        identity=one.identity,
        case_id=case_id,
        origin_ref=one.ref,
        rules=replace(terms.rules, subject_category=one.category),
        suspicion_note=terms.note if one.category is not SubjectCategory.NONE else "",
        offences=offences_by_topics(one.topics),
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
    refuse_training_file(store, path)
    report = ImportReport()
    found = [one for one in read_ftm(path, terms.category, report, progress) if _can_be_watched(one, report)]
    refuse_empty(found, report)
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
        done = watch_many(session, viewer, [draft_of(one) for one in batch], rejecting(batch, counted))
        count_entered(counted, batch, done)

    order = Order("ftm-watches", path, (ground, watchlist, expires_at, case, terms))
    run = Run.begun(store, viewer, order, report, len(found))
    report = run.write("entries", len(found), report, write, lambda done: progress("writing", done, len(found)))
    run.finish(report)
    return report


def _can_be_watched(one: Incoming, report: ImportReport) -> bool:
    for k in one.links:
        report.not_held[f"link “{k.role.value}”: a watch has none"] += 1
    if one.identity.kind in WATCHABLE and (
        one.identity.kind is not RecordKind.EVENT or has_place_and_day(one.identity)
    ):
        return True
    report.not_held[f"a watch on one {one.identity.kind.value}"] += 1
    return False
