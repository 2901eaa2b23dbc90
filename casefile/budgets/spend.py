"""Counting what officers ask, against what policy allows for a day. In the database: a restart forgets nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.budgets import alarms
from casefile.budgets.command_line import run_of
from casefile.policy import budgets
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import ActRow
from casefile.vocabulary import Act, AlarmKind

AHEAD = timedelta(minutes=5)
"""Acts dated so much later than now were dated by a wrong clock, and would be counted for as long as it was ahead."""


def spend(session: Session, viewer: Viewer, act: Act, subject_ids: Sequence[str]) -> None:
    """Count acts of the viewer before they are done. Raises OverBudget, with an alarm, when they are too many.

    Inside the writing transaction: two at once wait for each other, and the later one counts the earlier. A command's
    acts are one for the whole run and are never refused.
    """
    if not subject_ids:
        return
    audit.one_at_a_time(session)
    moment, run = tables.now(), run_of(viewer)
    if run is not None:
        if _is_counted(session, viewer, act, run):
            return
        subject_ids = subject_ids[:1]
    since, by_command = moment - budgets.WINDOW, run is not None
    by_officer = _count(session, act, since, ActRow.officer_id == viewer.officer_id, by_command=by_command)
    by_unit = _count(session, act, since, ActRow.unit_id == viewer.unit_id, by_command=by_command)
    met = budgets.reached(act, by_officer, by_unit, len(subject_ids))
    if met is not None:
        _meet(session, viewer, met, by_unit if met.by_unit else by_officer, by_command=by_command)
    rows: list[dict[str, object]] = [
        {
            "unit_id": viewer.unit_id,
            "officer_id": viewer.officer_id or None,
            "kind": act.value,
            "at": moment,
            "subject_id": subject_id,
            "run": run,
        }
        for subject_id in subject_ids
    ]
    insert_rows(session, ActRow, rows)


def _is_counted(session: Session, viewer: Viewer, act: Act, run: str) -> bool:
    mine = (ActRow.run == run, ActRow.kind == act.value, ActRow.unit_id == viewer.unit_id)
    whose = ActRow.officer_id == (viewer.officer_id or None)
    return session.connection().execute(select(ActRow.id).where(*mine, whose).limit(1)).first() is not None


def _count(session: Session, act: Act, since: datetime, whose: ColumnElement[bool], *, by_command: bool) -> int:
    """Acts of the kind. Commands count everything; the portal only what was done at the portal: nobody is locked out
    by what a command did in the officer's name."""
    until = since + budgets.WINDOW + AHEAD
    statement = select(func.count()).where(whose, ActRow.kind == act.value, ActRow.at > since, ActRow.at <= until)
    if not by_command:
        statement = statement.where(ActRow.run.is_(None))
    return session.connection().execute(statement).scalar_one()


def _meet(session: Session, viewer: Viewer, met: budgets.Reached, many: int, *, by_command: bool) -> None:
    """Raise the alarm of this budget and day, and refuse, unless a command asks."""
    detail = {"act": met.act.value, "many": many, "most": met.most, "by_unit": met.by_unit, "by_command": by_command}
    cause = f"{met.act}:{viewer.unit_id if met.by_unit else viewer.officer_id}"

    def raised(session: Session) -> str:
        return alarms.raise_alarm(session, AlarmKind.BUDGET, viewer.unit_id, viewer.officer_id, detail, cause=cause)

    if by_command:
        raised(session)
    else:
        alarms.refuse(session, viewer, budgets.over_budget(met), raised)
