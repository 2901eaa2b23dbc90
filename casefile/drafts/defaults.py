"""What a new record takes over from its case: the rules its last record has. Never what a person is in it, nor why."""

from dataclasses import replace

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefile.policy.handling import Rules, rules_of
from casefile.policy.permissions import Permission
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records.scope import RELEASED
from casefile.storage import fresh
from casefile.storage.tables import Case, Record, RecordVersion
from casefile.vocabulary import Sharing


def case_rules(session: Session, viewer: Viewer, case_id: str) -> Rules | None:
    """Purpose, basis, grades, handling and sharing of the newest record of an own case that is in force; None where
    there is none.

    Category and protection are each person's own and are left out: one who is taken for a witness because the last one
    was would not be protected as a victim. So are the dates, which run from the day of entry. More than a pointer is
    released record by record, never by habit.
    """
    require(viewer, Permission.ENTER_RECORD)
    statement = (
        select(RecordVersion, Case.legal_basis)
        .join(Record, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Case, Case.id == Record.case_id)
        .where(
            Record.case_id == case_id,
            Record.owner_unit_id == viewer.unit_id,
            Record.state.in_([state.value for state in READABLE]),
            Record.origin_ref.is_(None),
        )
        .order_by(Record.created_at.desc(), Record.id)
        .limit(1)
    )
    for version, basis in fresh.rows(session, statement):
        held = rules_of(version)
        sharing = Sharing.POINTER if held.sharing in RELEASED else held.sharing
        rules = replace(held, sharing=sharing, subject_category=None, protection=(), review_at=None, retain_until=None)
        return replace(rules, legal_basis="") if rules.legal_basis == basis else rules
    return None
