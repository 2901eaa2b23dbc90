"""What waits at the desks that serve every unit: hits by age, units that are late, protected persons, alarms, seats."""

from collections import Counter

from sqlalchemy.orm import Session

from casefile import outbox, protection
from casefile.auditing import seals
from casefile.auditing.samples import how_many_unchecked
from casefile.budgets import alarms
from casefile.contact import office
from casefile.coordination import agreements, desk, networks
from casefile.coordination.desk import Age
from casefile.due.lines import Found, of_counts
from casefile.evidence import address
from casefile.hits.review import require_any_desk
from casefile.joint import handover
from casefile.people import approvals
from casefile.planned import desk as planned_desk
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import Due

AGES = {
    Age.LONGER: Due.QUEUE_LONGER, Age.WEEK: Due.QUEUE_WEEK, Age.THREE_DAYS: Due.QUEUE_THREE_DAYS, Age.DAY: Due.QUEUE_DAY
}  # fmt: skip
CAUSES = {
    "acknowledge": Due.UNIT_LATE, "decide": Due.UNIT_LATE, "help": Due.HELP_ASKED, "recall": Due.RECALL_UNNOTED
}  # fmt: skip


def of_coordination(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """The queue by age (owners who did not answer are in it), contradictory decisions, agreements that end, operations
    that meet, networks that grew."""
    require(viewer, Permission.COORDINATE)
    found = desk.counts(session, viewer)
    return of_counts(
        {
            **{AGES[age]: many for age, many in found.waiting.items()},
            Due.CONTRADICTION: found.conflicts,
            Due.AGREEMENT_ENDS: found.agreements_ending,
            Due.OPERATIONS_MEET: planned_desk.how_many_meet(session, viewer),
            Due.NETWORK_GROWN: networks.how_many_grew(session, viewer),
        }
    )


def of_office(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Units that are late, ask for help, or have not acknowledged a recall: each desk's own."""
    require_any_desk(viewer)
    return of_counts(Counter(CAUSES[line.cause] for line in office.waiting(session, viewer)))


def of_protection(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """What waits at the protection desk for this officer; at the coordination office's, operations and protected
    watches that meet."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    found = protection.waiting(session, viewer)
    contacts = sum(one.acknowledge for one in protection.contacts_of(session, viewer)) if found.contacts else 0
    return of_counts(
        {
            Due.PROTECTED_HIT: found.hits,
            Due.PROTECTED_CONTACT: contacts,
            Due.PROTECTED_SECOND: found.to_confirm,
            Due.PROTECTION_REVIEW: found.reviews if viewer.may(Permission.LOWER_PROTECTION) else 0,
            Due.PROTECTED_LOWER: found.to_lower if viewer.may(Permission.LOWER_PROTECTION) else 0,
            Due.OPERATIONS_MEET: planned_desk.how_many_protected(session, viewer),
        }
    )


def of_magistrates(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Cases that wait for a signature, dossiers nobody has opened."""
    require(viewer, Permission.RECEIVE_CASE)
    return of_counts(
        {
            Due.CASE_RECEIVED: handover.how_many_wait(session, viewer),
            Due.DOSSIER_RECEIVED: address.how_many_unread(session, viewer),
        }
    )


def of_administrators(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Requests of another administrator, agreements that a coordinator proposes."""
    require(viewer, Permission.ADMINISTER)
    return of_counts(
        {
            Due.ADMIN_SECOND: approvals.how_many_wait(session, viewer),
            Due.AGREEMENT_CONFIRM: len(agreements.to_confirm(session, viewer)),
        }
    )


def of_pipeline(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """What the worker gave up."""
    require(viewer, Permission.READ_BACKLOG)
    return of_counts({Due.DEAD_LETTERS: outbox.read_backlog(session).dead_lettered})


def of_alarms(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Alarms nobody has seen."""
    require(viewer, Permission.READ_ALARMS)
    return of_counts({Due.ALARM: alarms.how_many_unseen(session, viewer)})


def of_auditors(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Openings that wait for this auditor, or may be opened now; lines of a sample nobody has checked."""
    require(viewer, Permission.READ_AUDIT)
    to_second, to_open = seals.how_many_wait(session, viewer)
    return of_counts(
        {
            Due.OPENING_SECOND: to_second,
            Due.OPENING_READY: to_open,
            Due.SAMPLE: how_many_unchecked(session, viewer),
        }
    )
