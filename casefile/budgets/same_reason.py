"""One and the same reason for everything: how many looks of an officer it stood for today."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, sealing
from casefile.budgets.command_line import run_of
from casefile.budgets.series import of_a_list, questions
from casefile.policy import budgets
from casefile.policy.reasons import LIST, Reason, in_essence, refuse_same_again
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import BatchCheck, Lookup, PortalSession, StatedReason
from casefile.vocabulary import Json


def check_search_reason(session: Session, viewer: Viewer, why: Reason, form: Mapping[str, Json]) -> None:
    """Raises BadInput when the reason has served too many other searches and foreign records in 24 hours.

    A search narrowed or asked again is the same look, and so is a record opened again; so are the questions of one
    list. A command is never refused.
    """
    _check(session, viewer, why, _question(form))


def check_list_reason(session: Session, viewer: Viewer, why: Reason, check_id: str) -> None:
    """The same for a list that is checked as a whole: one look, however many lines it has."""
    _check(session, viewer, why, check_id)


def check_read_reason(session: Session, viewer: Viewer, why: Reason, record_id: str) -> None:
    """The same for a reason stated to open another unit's record."""
    _check(session, viewer, why, record_id)


def _check(session: Session, viewer: Viewer, why: Reason, look: str) -> None:
    if viewer.machine or run_of(viewer) is not None:  # a token states what it was made for, each time
        return
    audit.one_at_a_time(session)
    since, connection = tables.now() - budgets.WINDOW, session.connection()
    searches = (
        select(Lookup.reason, Lookup.id, Lookup.unit_id, Lookup.kept, Lookup.form)
        .where(Lookup.officer_id == viewer.officer_id, Lookup.made_at > since, ~of_a_list())
        .order_by(Lookup.made_at.desc())
        .limit(budgets.COMPARED)
    )
    reads = (
        select(StatedReason.reason, StatedReason.record_id)
        .join(PortalSession, PortalSession.token_hash == StatedReason.token_hash)
        .where(PortalSession.officer_id == viewer.officer_id, StatedReason.stated_at > since)
    )
    lists = select(BatchCheck.reason, BatchCheck.id).where(
        BatchCheck.officer_id == viewer.officer_id, BatchCheck.ordered_at > since
    )
    text = in_essence(why.text)
    looks = {
        _question(sealing.kept(session, unit_id, search_id, kept, clear) or {})
        for reason, search_id, unit_id, kept, clear in connection.execute(searches).all()
        if in_essence(reason) == text
    }
    others = (*connection.execute(reads), *connection.execute(lists))
    looks |= {look for reason, look in others if in_essence(reason) == text}
    if look not in looks:
        refuse_same_again(len(looks))


def _question(form: Mapping[str, object]) -> str:
    if form.get(LIST):
        return f"{LIST} {form[LIST]}"
    return " ".join(questions(form)) or repr(sorted(form.items()))
