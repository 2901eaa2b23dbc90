"""The demonstration into a database, through the same actions as any other entry. A second time changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.demo import dates, network, operations, texts
from casefile.demo.cases import DemoCase, DemoData, DemoRecord, DemoWatch
from casefile.demo.generate import SEED, generate
from casefile.exchange.incoming import Progress, silent
from casefile.people.officers import add_officer
from casefile.people.passwords import set_password
from casefile.people.units import SYSTEM, add_unit, set_service
from casefile.people.viewers import viewer_by_login
from casefile.policy.handling import Rules
from casefile.policy.viewer import Viewer
from casefile.records import RecordDraft, enter_many
from casefile.records.cases import CaseDraft, ensure_case
from casefile.records.links import SourceLink, link_many
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.vocabulary import (
    InfoGrade,
    Purpose,
    RecordKind,
    SourceGrade,
    SubjectCategory,
)
from casefile.watches import WatchDraft, watch_many

BATCH = 400
BASIS = {"SN-DKR": "Code de procédure pénale (démonstration)", "GM-BJL": "Criminal procedure (demonstration)",
         "MR-NKC": "Code de procédure pénale (démonstration)"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One sign-in of the demonstration, as it is shown once."""

    login: str
    roles: str
    unit: str


def load(
    store: Store, password_for: Callable[[str], str], *, seed: int = SEED, progress: Progress = silent
) -> list[DemoLogin]:
    """Units, officers, then cases, records and watches. `password_for(login)` is asked where none is set yet.

    Which passwords those are is the caller's affair; none is kept here. A unit's data is one transaction.
    """
    with store.writing() as session:
        load_people(session, password_for)
    if not is_loaded(store):
        enter_all(store, generate(seed), progress)
    operations.plan(store)
    names = {unit.code: unit.name for unit in network.UNITS}
    return [
        DemoLogin(o.login, ", ".join(r.value.replace("_", " ") for r in o.roles), names[o.unit])
        for o in network.OFFICERS
    ]


def load_people(session: Session, password_for: Callable[[str], str]) -> None:
    """Units and officers alone; who has a password already keeps it."""
    for unit in network.UNITS:
        unit_id = add_unit(
            session,
            SYSTEM,
            unit.code,
            country=unit.country,
            name=unit.name,
            kind=unit.kind,
            desk=unit.desk,
            locale=unit.locale,
            timezone=unit.timezone,
        )
        if unit.service is not None:
            set_service(session, SYSTEM, unit_id, unit.service)
    for officer in network.OFFICERS:
        token = add_officer(
            session,
            SYSTEM,
            officer.login,
            unit=officer.unit,
            roles=officer.roles,
            display_name=officer.display_name,
        )
        if token is not None:
            set_password(session, token, password_for(officer.login))


def is_loaded(store: Store) -> bool:
    """Whether the demonstration's watches, which come last, are there."""
    with store.reading() as session:
        found = session.connection().execute(
            select(tables.Watch.id).where(tables.Watch.origin_ref.like(f"demo:{network.NOUAKCHOTT.code}:%")).limit(1)
        )
        return found.first() is not None


def enter_all(store: Store, data: DemoData, progress: Progress = silent) -> None:
    """Every case with its records and links, and every watch, under the name of the unit's officer."""
    total, done = len(data.records) + len(data.watches), 0
    for unit in network.INVESTIGATING:
        with store.writing() as session:
            viewer = viewer_by_login(session, network.ENTERS[unit.code])
            cases = {
                case.reference: ensure_case(session, viewer, _opened(case, unit.code))
                for case in data.cases
                if case.unit == unit
            }
            days = _days(data, unit.code)
            records = [record for record in data.records if record.unit == unit.code]
            for start in range(0, len(records), BATCH):
                batch = records[start : start + BATCH]
                drafts = [_record(one, cases[one.case], unit.locale, days[one.ref]) for one in batch]
                entered = enter_many(session, viewer, drafts)
                dates.set_back_records(
                    session, _by_day((days[r.ref], e.record_id) for r, e in zip(batch, entered, strict=True))
                )
                progress("demonstration", done := done + len(batch), total)
            link_many(session, viewer, [SourceLink(r.ref, to, role) for r in records for to, role in r.parts])
            watches = [watch for watch in data.watches if watch.unit == unit.code]
            _watch(session, viewer, watches)
            progress("demonstration", done := done + len(watches), total)


def _opened(case: DemoCase, unit: str) -> CaseDraft:
    """The case as it was opened, on the morning after what it is about: dates that lie over two years."""
    return CaseDraft(case.reference, case.title, BASIS[unit], _morning(case))


def _morning(case: DemoCase) -> datetime:
    return datetime.combine(case.day + timedelta(days=1), time(9), UTC)


def _days(data: DemoData, unit: str) -> dict[str, datetime]:
    """By source id when each record was entered."""
    mornings = {case.reference: _morning(case) for case in data.cases}
    now, numbers = tables.now(), Counter[str]()
    found: dict[str, datetime] = {}
    for one in data.records:
        if one.unit == unit:
            found[one.ref] = dates.entered(mornings[one.case], numbers[one.case], now)
            numbers[one.case] += 1
    return found


def _by_day(entered: Iterable[tuple[datetime, str]]) -> dict[datetime, list[str]]:
    days: dict[datetime, list[str]] = {}
    for moment, id in entered:
        days.setdefault(moment, []).append(id)
    return days


def _record(record: DemoRecord, case_id: str, locale: str, entered: datetime) -> RecordDraft:
    about_somebody = record.identity.kind in (RecordKind.PERSON, RecordKind.ORGANISATION)
    suspect = record.category is SubjectCategory.SUSPECT
    rules = Rules(
        purpose=Purpose.IDENTIFY_VICTIM if record.category is SubjectCategory.VICTIM else Purpose.SUPPORT_INVESTIGATION,
        legal_basis=BASIS[record.unit],
        subject_category=record.category if about_somebody else None,
        source_grade=SourceGrade.B,
        info_grade=InfoGrade.KNOWN_TO_SOURCE if suspect else InfoGrade.CORROBORATED,
        handling_text=network.INVENTED,
        sharing=record.sharing,
        notify=record.notify,
        protection=record.protection,
        retain_until=dates.kept_until(entered, tables.now()),
    )
    return RecordDraft(
        record.identity,
        case_id,
        rules,
        origin_ref=record.ref,
        suspicion_note=texts.SUSPICION[locale] if suspect else "",
    )


def _watch(session: Session, viewer: Viewer, watches: list[DemoWatch]) -> None:
    moment = tables.now()
    rules = Rules(
        purpose=Purpose.LOCATE_WANTED,
        legal_basis=BASIS[viewer.unit_code],
        source_grade=SourceGrade.B,
        info_grade=InfoGrade.KNOWN_TO_SOURCE,
        handling_text=network.INVENTED,
    )
    watched = watch_many(
        session,
        viewer,
        [
            WatchDraft(
                w.identity,
                w.ground,
                w.watchlist,
                expires_at=moment + timedelta(days=w.days),
                origin_ref=w.ref,
                rules=_ruled(rules, w),
            )
            for w in watches
        ],
    )
    days = [dates.registered(number, len(watches), w.days, moment) for number, w in enumerate(watches)]
    dates.set_back_watches(session, _by_day(zip(days, (one.watch_id for one in watched), strict=True)))


def _ruled(rules: Rules, watch: DemoWatch) -> Rules:
    person = watch.identity.kind is RecordKind.PERSON
    return replace(
        rules, subject_category=SubjectCategory.SUSPECT if person else None, notify=watch.notify, sharing=watch.sharing
    )
