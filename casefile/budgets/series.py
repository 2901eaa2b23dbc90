"""Series: near-identical questions of one unit, asked one after the other until something answers.

What was asked stands in the searches and in the watches' identities; nothing is stored again. The unit's newest
questions are compared with the new one: `policy.budgets.COMPARED` of them take about 10 ms.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from casefile import audit, sealing
from casefile.budgets import alarms
from casefile.budgets.command_line import run_of
from casefile.budgets.nearness import Texts, compared
from casefile.errors import OverBudget
from casefile.policy import budgets
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import ActRow, BatchLine, IdentifierRow, Lookup, NameRow, Watch
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import Act, AlarmKind, WatchState

Text = tuple[str, str]
"""What kind of text it is (*name*, *text*, the kind of number), and the text as it is compared."""

COMPARED_BY_COMMAND = 200
"""An imported watch is compared with the file's neighbours and so many watches before them: enough to see a series,
and a file of 10,000 takes a second longer."""
_NAME = "name"


# ---- searches ---------------------------------------------------------------------------------------------------


def check_search(session: Session, viewer: Viewer, form: Mapping[str, object]) -> None:
    """Raises OverBudget, and has an alarm raised, when a search is one more variant of a series of the unit.

    The same search again is no variant.
    """
    asked = questions(form)
    if not asked:
        return
    audit.one_at_a_time(session)
    by_command = run_of(viewer) is not None
    earlier = _earlier(session, viewer, by_command=by_command)
    for text in asked:
        if earlier.askers(text):
            continue
        variants = earlier.near(text)
        if budgets.is_series(len(variants)):
            first = min(search for one in variants for search in earlier.askers(one))
            _stop(session, viewer, Act.SEARCH, len(variants), first, by_command=by_command)


class ListSeries:
    """The same for the lines of a list, one after the other: what was asked before it is read once."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._earlier = _earlier(session, viewer, by_command=run_of(viewer) is not None)

    def stops(self, session: Session, viewer: Viewer, form: Mapping[str, object], search_id: str) -> OverBudget | None:
        """The refusal of a line that is one more of a series, its alarm raised; else it is noted as asked."""
        asked = questions(form)
        by_command = run_of(viewer) is not None
        for text in asked:
            variants = self._earlier.near(text) if not self._earlier.askers(text) else ()
            if budgets.is_series(len(variants)):
                first = min(search for one in variants for search in self._earlier.askers(one))
                _raised(session, viewer, Act.SEARCH, len(variants), first, by_command=by_command)
                if not by_command:
                    return budgets.in_a_series(Act.SEARCH, len(variants))
        for text in asked:
            self._earlier.add(text, search_id)
        return None


def of_a_list() -> ColumnElement[bool]:
    """Whether a search was a line of a list that was checked as a whole."""
    return exists().where(BatchLine.lookup_id == Lookup.id)


def _earlier(session: Session, viewer: Viewer, *, by_command: bool) -> Texts:
    """What the unit asked of late: its newest searches, and as many lines of lists."""
    held = (Lookup.unit_id, Lookup.kept, Lookup.form)
    searches = _acts(viewer, Act.SEARCH, by_command=by_command).join(Lookup, Lookup.id == ActRow.subject_id)
    lines = (
        select(Lookup.id, *held)
        .where(Lookup.unit_id == viewer.unit_id, Lookup.made_at > _since(), of_a_list())
        .order_by(Lookup.made_at.desc())
        .limit(budgets.COMPARED)
    )
    connection, earlier = session.connection(), Texts()
    rows = (*connection.execute(searches.add_columns(*held)), *connection.execute(lines))
    for search_id, unit_id, kept, clear in rows:
        for text in questions(sealing.kept(session, unit_id, search_id, kept, clear) or {}):
            earlier.add(text, search_id)
    return earlier


def questions(form: Mapping[str, object]) -> list[str]:
    """What a search form asks for, as it is compared: its text, its number."""
    return [text for name in ("text", "identifier") if (text := compared(str(form.get(name) or "")))]


# ---- watches ----------------------------------------------------------------------------------------------------


def check_watches(session: Session, viewer: Viewer, subjects: Sequence[Identity]) -> None:
    """The same for subjects about to be watched, in their order.

    The same subject again is a variant where the earlier watch has ended: ended and registered again is asked again.
    """
    if not subjects:
        return
    audit.one_at_a_time(session)
    by_command = run_of(viewer) is not None
    keys = _watched_by_command(session, viewer) if by_command else _watched(session, viewer)
    known = _texts(session, keys)
    for position, subject in enumerate(subjects):
        own = [(known.setdefault(kind, Texts()), text) for kind, text in _texts_of(subject)]
        alike = {asker for texts, text in own for one in texts.near(text) for asker in texts.askers(one)}
        if budgets.is_series(len(alike)):
            many, first = _different(session, alike, subject, subjects)
            if budgets.is_series(many):
                _stop(session, viewer, Act.WATCH, many, first, by_command=by_command)
                return  # a command goes on: one alarm says enough of its file
        for texts, text in own:
            texts.add(text, f"{position}")


def _watched(session: Session, viewer: Viewer) -> list[str]:
    """Identities the unit's officers asked for of late, amended ones too."""
    return list(session.connection().execute(_acts(viewer, Act.WATCH, by_command=False)).scalars())


def _watched_by_command(session: Session, viewer: Viewer) -> list[str]:
    newest = (
        select(Watch.id, Watch.version)
        .where(Watch.owner_unit_id == viewer.unit_id, Watch.created_at > _since())
        .order_by(Watch.created_at.desc())
        .limit(COMPARED_BY_COMMAND)
    )
    return [identity_rows.identity_id(*row) for row in session.connection().execute(newest)]


def _texts(session: Session, keys: Sequence[str]) -> dict[str, Texts]:
    """By kind: the texts of these identities."""
    found: dict[str, Texts] = {}
    connection = session.connection()
    names: dict[str, list[str]] = {}
    for key, text in connection.execute(
        select(NameRow.identity_id, NameRow.text).where(among(NameRow.identity_id, keys))
    ).all():
        names.setdefault(key, []).append(text)
    numbers = select(IdentifierRow.identity_id, IdentifierRow.kind, IdentifierRow.value)
    stated = [(key, _NAME, name) for key, given in names.items() for name in _telling(given)]
    stated += [(*row,) for row in connection.execute(numbers.where(among(IdentifierRow.identity_id, keys))).all()]
    for key, kind, text in stated:
        found.setdefault(kind, Texts()).add(compared(text), key)
    return found


def _texts_of(subject: Identity) -> set[Text]:
    names = {(_NAME, compared(name)) for name in _telling([n.text for n in subject.names])}
    return names | {(number.kind.value, compared(number.value)) for number in subject.identifiers}


def _telling(names: Sequence[str]) -> Sequence[str]:
    """Names of two words at least, where there are any: a nickname is shared by many."""
    return [name for name in names if len(name.split()) > 1] or names


def _different(session: Session, alike: set[str], subject: Identity, given: Sequence[Identity]) -> tuple[int, str]:
    """How many different questions the like identities are besides the new one, and the first that is stored."""
    stored = identity_rows.load_identities(session, alike)
    watches = {key: key.partition(":")[0] for key in stored}
    ended = set(
        session.connection()
        .execute(select(Watch.id).where(among(Watch.id, watches.values()), Watch.state == WatchState.ENDED.value))
        .scalars()
    )
    open_ones = {one for key, one in stored.items() if watches[key] not in ended}
    open_ones |= {given[int(key)] for key in alike - stored.keys()}
    asked_again = sum(watch in ended for watch in watches.values())
    return len(open_ones - {subject}) + asked_again, min(stored, default="")


# ---- both -------------------------------------------------------------------------------------------------------


def _since() -> datetime:
    return tables.now() - budgets.SERIES_WINDOW


def _acts(viewer: Viewer, act: Act, *, by_command: bool) -> Select[str]:
    """The unit's newest acts of a kind; the portal looks only at what was asked at the portal."""
    acts = select(ActRow.subject_id).where(
        ActRow.unit_id == viewer.unit_id, ActRow.kind == act.value, ActRow.at > _since()
    )
    if not by_command:
        acts = acts.where(ActRow.run.is_(None))
    return acts.order_by(ActRow.at.desc()).limit(budgets.COMPARED)


def _stop(session: Session, viewer: Viewer, act: Act, many: int, first: str, *, by_command: bool) -> None:
    """Raise the alarm of this series and day, and refuse, unless a command asks: then one for its unit and day."""
    raised = partial(_raised, viewer=viewer, act=act, many=many, first=first, by_command=by_command)
    if by_command:
        raised(session)
    else:
        alarms.refuse(session, viewer, budgets.in_a_series(act, many), raised)


def _raised(session: Session, viewer: Viewer, act: Act, many: int, first: str, *, by_command: bool) -> str:
    return alarms.raise_alarm(
        session,
        kind=AlarmKind.SERIES,
        unit_id=viewer.unit_id,
        officer_id=viewer.officer_id,
        detail={
            "act": act.value,
            "many": many + 1,
            "most": budgets.STOPPED_AT - 1,
            "by_unit": True,
            "by_command": by_command,
        },
        cause=f"{act}:{viewer.unit_id if by_command else first}",
    )
