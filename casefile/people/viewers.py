"""An officer as the rules see one, read from the database each time."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casefile.errors import NotThere
from casefile.policy.viewer import Viewer
from casefile.storage.tables import Officer, OfficerRole, Unit
from casefile.vocabulary import Role, UnitKind

# Asked at every page, so made once: to make a statement costs more than to execute it (`casefile.storage.in_list`).
_OFFICER = (
    select(Officer.id, Officer.login, Officer.unit_id, Unit.code, Unit.kind)
    .join(Unit, Unit.id == Officer.unit_id)
    .where(Officer.id == bindparam("officer_id"), Officer.active, Unit.closed_at.is_(None))
)
_ROLES = select(OfficerRole.role).where(OfficerRole.officer_id == bindparam("officer_id"))


def viewer_of(session: Session, officer_id: str) -> Viewer | None:
    """The officer as the rules see one, right now; None when shut out or the unit is closed."""
    row = session.connection().execute(_OFFICER, {"officer_id": officer_id}).first()
    if row is None:
        return None
    roles = session.connection().execute(_ROLES, {"officer_id": officer_id})
    held = frozenset(Role(r) for r in roles.scalars())
    return Viewer(row.id, row.login, row.unit_id, row.code, held, UnitKind(row.kind))


def viewer_by_login(session: Session, login: str) -> Viewer:
    """The same for the command line's `--as LOGIN`. Raises NotThere."""
    viewer = viewer_of(session, officer_id_of(session, login))
    if viewer is None:
        raise NotThere("There is no officer %(login)s who may sign in.", login=login)
    return viewer


def officer_id_of(session: Session, login: str) -> str:
    officer_id = session.connection().execute(select(Officer.id).where(Officer.login == login.strip().lower())).scalar()
    if officer_id is None:
        raise NotThere("There is no officer %(login)s.", login=login)
    return officer_id
