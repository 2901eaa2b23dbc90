"""The lists in words: what each may be found, narrowed and sorted by, and what may be done with many of its lines."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from casefile import lists, watches
from casefile import vocabulary as v
from casefile.hits.name_judgements import JudgedPair
from casefile.hits.pointers import PointerView
from casefile.lists import cases as cases_plan
from casefile.lists import pointers as pointers_plan
from casefile.lists import records as records_plan
from casefile.lists import trainings as trainings_plan
from casefile.lists import watches as watches_plan
from casefile.people import units
from casefile.people.officers import OfficerView
from casefile.people.units import UnitView
from casefile.policy.network.training import notes_for_all
from casefile.records import RecordLine
from casefile.records.cases import CaseView
from casefile.subjects.identity import Identity
from casefile.training.register import TrainingView
from casefile.watches import WatchView
from portal.pages.lists.pattern import ActWords, Choice, Column, ListPage, Options
from portal.show.filters import record_title, word
from portal.show.topics import topic
from portal.web.context import store, viewer
from portal.web.i18n import lazy_gettext


def _words(members: Iterable[StrEnum]) -> Options:
    return [(one.value, word(one)) for one in members]


def _watchlists() -> Options:
    with store().reading() as session:
        found = watches.watchlists_of(session, viewer())
    return [(one.id, one.name) for one in found] if len(found) > 1 else []


def _units() -> Options:
    with store().reading() as session:
        return [(one.id, one.code) for one in units.units(session)]


def _topics() -> Options:
    """What the lists on which own records stand name them for; nothing to choose where none does."""
    with store().reading() as session:
        found = lists.topics_of(session, viewer())
    return [(one, topic(one)) for one in found]


def _day(when: datetime | None) -> str:
    """A day as spreadsheets sort it."""
    return f"{when:%Y-%m-%d}" if when else ""


def _births(identity: Identity) -> str:
    return "; ".join(date.value for date in identity.birth())


def _names(identity: Identity) -> str:
    return "; ".join(name.text for name in identity.names[1:])


def _numbers(identity: Identity) -> str:
    return "; ".join(number.value for number in identity.identifiers)


NEWEST, OLDEST = lazy_gettext("Newest first"), lazy_gettext("Oldest first")
BY_NAME = lazy_gettext("By name")
KIND, STATE = lazy_gettext("Kind"), lazy_gettext("State")

CASES: ListPage[CaseView] = ListPage(
    name="cases",
    endpoint="cases.listing",
    listed=lists.listed_cases,
    rows=cases_plan.PLAN.rows,
    called=lambda case: f"{case.reference} · {case.title}" if case.title else case.reference,
    found_by=lazy_gettext("Reference, title or legal basis"),
    sorts={
        "newest": NEWEST, "oldest": OLDEST, "reference": lazy_gettext("By reference"),
        "title": lazy_gettext("By title"), "records": lazy_gettext("Most records first"),
    },
    choices={
        "state": Choice(STATE, lambda: [("open", _("Open cases")), ("closed", _("Closed cases"))]),
        "basis": Choice(lazy_gettext("Legal basis"), lambda: [(cases_plan.WITHOUT, _("not stated"))]),
        "offence": Choice(
            lazy_gettext("Offences"), lambda: [*_words(v.OffenceKind), (cases_plan.WITHOUT, _("not stated"))]
        ),
        "form": Choice(lazy_gettext("Exploitation"), lambda: _words(v.Exploitation)),
        "opened": Choice(lazy_gettext("Opened by"), lambda: [("me", _("me"))]),
    },
    columns=(
        Column(lazy_gettext("Reference"), lambda case: case.reference),
        Column(lazy_gettext("Title"), lambda case: case.title),
        Column(lazy_gettext("Legal basis"), lambda case: case.legal_basis),
        Column(lazy_gettext("Offences"), lambda case: "; ".join(word(one) for one in case.kinds)),
        Column(lazy_gettext("Exploitation"), lambda case: "; ".join(word(one) for one in case.forms)),
        Column(lazy_gettext("Records"), lambda case: str(case.records)),
        Column(lazy_gettext("Opened"), lambda case: _day(case.opened_at)),
        Column(lazy_gettext("Closed"), lambda case: _day(case.closed_at)),
    ),
    acts={
        "close": ActWords(
            lazy_gettext("Close the case"),
            lazy_gettext("No new records can be entered in it. What it holds stays, and is corrected with a reason."),
            lambda num: ngettext("%(num)d case is closed.", "%(num)d cases are closed.", num),
            lambda case: case.may("close"),
        ),
        "reopen": ActWords(
            lazy_gettext("Reopen the case"),
            lazy_gettext("New records can be entered in it again. That it was closed stays in the audit trail."),
            lambda num: ngettext("%(num)d case is open again.", "%(num)d cases are open again.", num),
            lambda case: case.may("reopen"),
        ),
    },
)  # fmt: skip

RECORDS: ListPage[RecordLine] = ListPage(
    name="records",
    endpoint="records.listing",
    listed=lists.listed_records,
    rows=records_plan.PLAN.rows,
    called=record_title,
    found_by=lazy_gettext("Name in any spelling or script, number, place, first words of a report"),
    sorts={"newest": NEWEST, "oldest": OLDEST, "name": BY_NAME, "kind": lazy_gettext("By kind")},
    choices={
        "kind": Choice(KIND, lambda: _words(v.RecordKind)),
        "state": Choice(STATE, lambda: _words(s for s in v.RecordState if s is not v.RecordState.TOMBSTONED)),
        "case": Choice(lazy_gettext("Case")),
        "offence": Choice(
            lazy_gettext("Offences"), lambda: [*_words(v.OffenceKind), (cases_plan.WITHOUT, _("not stated"))]
        ),
        "form": Choice(lazy_gettext("Exploitation"), lambda: _words(v.Exploitation)),
        "fault": Choice(lazy_gettext("To set right"), lambda: _words(v.RecordFault)),
        "topic": Choice(lazy_gettext("Listed for"), _topics),
    },
    columns=(
        Column(lazy_gettext("Record"), record_title),
        Column(KIND, lambda line: word(line.kind)),
        Column(lazy_gettext("Other names"), lambda one: _names(one.identity)),
        Column(lazy_gettext("Born"), lambda one: _births(one.identity)),
        Column(lazy_gettext("Numbers"), lambda one: _numbers(one.identity)),
        Column(lazy_gettext("Case"), lambda line: line.case_reference or ""),
        Column(lazy_gettext("Offences"), lambda line: "; ".join(word(one) for one in line.offences.kinds)),
        Column(lazy_gettext("Exploitation"), lambda line: "; ".join(word(one) for one in line.offences.forms)),
        Column(STATE, lambda line: word(line.state)),
        Column(lazy_gettext("Entered"), lambda line: _day(line.entered_at)),
    ),
    acts={
        "withdraw": ActWords(
            lazy_gettext("Withdraw"),
            lazy_gettext("They are no longer found or compared, and their hits are withdrawn. This cannot be undone."),
            lambda num: ngettext("%(num)d record is withdrawn.", "%(num)d records are withdrawn.", num),
            lambda line: line.may_withdraw,
            grave=True,
        ),
    },
)  # fmt: skip

WATCHES: ListPage[WatchView] = ListPage(
    name="watches",
    endpoint="watches.listing",
    listed=lists.listed_watches,
    rows=watches_plan.PLAN.rows,
    called=lambda watch: watch.caption or _("Without a name"),
    found_by=lazy_gettext("Name in any spelling or script, number or place"),
    sorts={
        "broken": lazy_gettext("What finds nothing first"), "ends": lazy_gettext("Nearest end first"),
        "newest": NEWEST, "name": BY_NAME, "noisy": lazy_gettext("Noisy first"),
    },
    choices={
        "wants": Choice(
            lazy_gettext("Look at"),
            lambda: [
                (watches_plan.BROKEN, _("Cannot find anything")), (watches_plan.ENDING, _("Ends within 30 days")),
                (watches_plan.NOISY, _("Noisy")),
            ],
        ),
        "state": Choice(STATE, lambda: _words(s for s in v.WatchState if s is not v.WatchState.TOMBSTONED)),
        "kind": Choice(KIND, lambda: _words(v.RecordKind)),
        "list": Choice(lazy_gettext("Watchlist"), _watchlists),
        "case": Choice(lazy_gettext("Case")),
    },
    columns=(
        Column(lazy_gettext("Subject"), lambda watch: watch.caption),
        Column(KIND, lambda watch: word(watch.kind)),
        Column(lazy_gettext("Other names"), lambda one: _names(one.identity)),
        Column(lazy_gettext("Born"), lambda one: _births(one.identity)),
        Column(lazy_gettext("Numbers"), lambda one: _numbers(one.identity)),
        Column(lazy_gettext("Ground"), lambda watch: watch.ground),
        Column(lazy_gettext("Case"), lambda watch: watch.case_reference or ""),
        Column(STATE, lambda watch: word(watch.state) if watch.fires else _("Cannot find anything")),
        Column(lazy_gettext("Ends"), lambda watch: _day(watch.expires_at)),
        Column(lazy_gettext("Watchlist"), lambda watch: watch.watchlist),
        Column(lazy_gettext("Pointers"), lambda watch: str(watch.pointers)),
    ),
    acts={
        "renew": ActWords(
            lazy_gettext("Extend"),
            lazy_gettext("One new end for all of them, at most 12 months from today."),
            lambda num: ngettext("%(num)d watch has a new end.", "%(num)d watches have a new end.", num),
            lambda watch: watch.may("renew"),
        ),
        "suspend": ActWords(
            lazy_gettext("Suspend"),
            lazy_gettext("Nothing is compared with them until they are resumed."),
            lambda num: ngettext("%(num)d watch is suspended.", "%(num)d watches are suspended.", num),
            lambda watch: watch.may("suspend"),
        ),
        "resume": ActWords(
            lazy_gettext("Resume"),
            lazy_gettext("They also check what was entered in the meantime."),
            lambda num: ngettext("%(num)d watch is resumed.", "%(num)d watches are resumed.", num),
            lambda watch: watch.may("resume"),
        ),
        "end": ActWords(
            lazy_gettext("End"),
            lazy_gettext("They end for good, and hits that nobody has decided are withdrawn. This cannot be undone."),
            lambda num: ngettext("%(num)d watch has ended.", "%(num)d watches have ended.", num),
            lambda watch: watch.may("end"),
            grave=True,
        ),
    },
)  # fmt: skip

POINTERS: ListPage[PointerView] = ListPage(
    name="pointers",
    endpoint="pointers.listing",
    listed=lists.listed_pointers,
    rows=pointers_plan.PLAN.rows,
    called=lambda pointer: pointer.reference,
    found_by=lazy_gettext("Reference, unit, desk or own subject"),
    sorts={"newest": NEWEST, "oldest": OLDEST, "reference": lazy_gettext("By reference")},
    choices={
        "wants": Choice(
            lazy_gettext("Look at"),
            lambda: [(pointers_plan.NEW, _("New")), (pointers_plan.ANSWER, _("Your answer is due"))],
        ),
        "own": Choice(
            lazy_gettext("Concerns yours"), lambda: [("record", _("Record")), ("watch", _("Watch"))]
        ),
    },
    columns=(
        Column(lazy_gettext("Reference"), lambda pointer: pointer.reference),
        Column(lazy_gettext("Unit"), lambda pointer: pointer.about_unit),
        Column(lazy_gettext("Desk"), lambda pointer: pointer.desk),
        Column(lazy_gettext("Concerns yours"), lambda pointer: pointer.own_caption),
        Column(lazy_gettext("Sent"), lambda pointer: _day(pointer.sent_at)),
        Column(STATE, lambda pointer: _("Recalled") if pointer.recalled else ""),
    ),
    acts={
        "read": ActWords(
            lazy_gettext("Noted"),
            lazy_gettext("They are marked as read. The other unit does not learn of it."),
            lambda num: ngettext("%(num)d pointer is noted.", "%(num)d pointers are noted.", num),
            lambda pointer: pointer.read_at is None,
        ),
    },
)  # fmt: skip

TRAININGS: ListPage[TrainingView] = ListPage(
    name="trainings",
    endpoint="trainings.listing",
    listed=lists.listed_trainings,
    found_by=lazy_gettext("Officer, tutor or unit"),
    sorts={"newest": NEWEST, "unit": lazy_gettext("By unit"), "name": BY_NAME},
    choices={
        "unit": Choice(lazy_gettext("Unit"), lambda: _units() if notes_for_all(viewer()) else []),
        "course": Choice(lazy_gettext("Training"), lambda: _words(v.TrainingCourse)),
        "state": Choice(
            STATE, lambda: [(trainings_plan.VALID, _("Valid")), (trainings_plan.WITHDRAWN, _("Withdrawn"))]
        ),
    },
    columns=(
        Column(lazy_gettext("Unit"), lambda one: one.unit_code),
        Column(lazy_gettext("Officer"), lambda one: one.officer),
        Column(lazy_gettext("Training"), lambda one: word(one.course)),
        Column(lazy_gettext("Day"), lambda one: f"{one.day:%Y-%m-%d}"),
        Column(lazy_gettext("Tutor"), lambda one: one.tutor),
        Column(lazy_gettext("Noted by"), lambda one: one.noted_by),
        Column(lazy_gettext("Withdrawn"), lambda one: _day(one.withdrawn_at)),
        Column(lazy_gettext("Why"), lambda one: one.reason),
    ),
)  # fmt: skip

NAME_PAIRS: ListPage[JudgedPair] = ListPage(
    name="name_pairs",
    endpoint="name_pairs.listing",
    listed=lists.listed_name_pairs,
    found_by=lazy_gettext("A name in any spelling or script, or who judged"),
    sorts={"newest": NEWEST, "oldest": OLDEST, "name": BY_NAME},
    choices={"judged": Choice(lazy_gettext("Judged"), lambda: _words((v.Judgement.SAME, v.Judgement.NOT_SAME)))},
)

OFFICERS: ListPage[OfficerView] = ListPage(
    name="officers",
    endpoint="admin.units",
    listed=lists.listed_officers,
    before="o_",
    found_by=lazy_gettext("User name, name or unit"),
    sorts={
        "unit": lazy_gettext("By unit"), "login": lazy_gettext("By user name"),
        "last": lazy_gettext("Last sign-in first"),
    },
    choices={
        "role": Choice(lazy_gettext("Duties"), lambda: _words(v.Role)),
        "state": Choice(
            STATE,
            lambda: [
                ("active", _("May sign in")), ("waits", _("Waits for a password")), ("deactivated", _("Deactivated")),
            ],
        ),
        "unit": Choice(lazy_gettext("Unit"), _units),
    },
)  # fmt: skip

UNITS: ListPage[UnitView] = ListPage(
    name="units",
    endpoint="admin.units",
    listed=lists.listed_units,
    before="u_",
    found_by=lazy_gettext("Code, name or desk"),
    sorts={"code": lazy_gettext("By code"), "country": lazy_gettext("By country")},
    choices={
        "kind": Choice(KIND, lambda: _words(v.SET_UP)),
        "state": Choice(STATE, lambda: [("open", _("Open")), ("closed", _("Closed"))]),
    },
)
