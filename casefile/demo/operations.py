"""Two planned operations of the demonstration that meet: one stretch of coast, one night, two units."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.demo import network
from casefile.demo.network import DemoUnit
from casefile.people.viewers import viewer_by_login
from casefile.planned.own import OperationDraft, operations_of, plan_operation
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Case


@dataclass(frozen=True, slots=True)
class DemoOperation:
    """One of them; `begins` is days from when it is entered."""

    unit: DemoUnit
    place: str
    begins: int
    means: str
    targets: str
    reason: str


NIGHTS = timedelta(days=2)
RADIUS_KM = 15
OPERATIONS = (
    DemoOperation(network.DAKAR, "Kafountine", 12, "Deux véhicules, une équipe à pied (démonstration)",
                  "Un organisateur et sa pirogue (démonstration)", "Départ annoncé. (Démonstration.)"),
    DemoOperation(network.BANJUL, "Kartong", 13, "One patrol boat, four officers (demonstration)",
                  "A fuel depot on the beach (demonstration)", "A depot was named. (Demonstration.)"),
)  # fmt: skip


def plan(store: Store) -> int:
    """Enter those whose unit has planned none yet; returns how many. The worker compares them, as any other."""
    done = 0
    for one in OPERATIONS:
        with store.writing() as session:
            viewer = viewer_by_login(session, network.ENTERS[one.unit.code])
            if not operations_of(session, viewer, limit=1) and (case_id := _case(session, viewer)):
                plan_operation(session, viewer, _draft(one, viewer, case_id, tables.now().date()))
                done += 1
    return done


def _draft(one: DemoOperation, viewer: Viewer, case_id: str, today: date) -> OperationDraft:
    first = today + timedelta(days=one.begins)
    return OperationDraft(
        case_id, one.place, RADIUS_KM, first, first + NIGHTS, one.means, one.targets, viewer.officer_id, one.reason
    )


def _case(session: Session, viewer: Viewer) -> str | None:
    """The unit's newest open case."""
    wanted = select(Case.id).where(Case.unit_id == viewer.unit_id, Case.closed_at.is_(None))
    return session.scalar(wanted.order_by(Case.opened_at.desc(), Case.id).limit(1))
