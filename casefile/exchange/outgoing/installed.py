"""Templates that an installation offers beside those that come with Griot: for every unit, or for one of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.exchange.outgoing.template import BUILT_IN, NAME, Template, built_in, rows_of_file, template_of
from casefile.people.units import unit_by_code
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import ExportTemplate, Unit


@dataclass(frozen=True, slots=True)
class Installed:
    """A template as whoever runs the installation sees it. `unit_code`: empty for one that every unit has."""

    template: Template
    unit_code: str
    installed_at: datetime


def install(session: Session, viewer: Viewer, name: str, content: bytes, *, unit: str = "") -> Template:
    """Offer a template under this name, to the unit of this code or to all. An installed one of the name is replaced.

    Raises BadInput naming each line at fault, Conflict where the name is another unit's, NotThere without such a unit.
    """
    require(viewer, Permission.ADMINISTER)
    if not NAME.fullmatch(name) or name in BUILT_IN:
        raise BadInput("A name has up to 40 letters, digits, spaces, dots, dashes, and is not one of Griot's own.")
    rows = rows_of_file(content)
    template = template_of(name, rows)
    unit_id = unit_by_code(session, unit).id if unit else None
    row = session.get(ExportTemplate, name)
    if row is not None and row.unit_id != unit_id:
        raise Conflict("Another unit's template has this name, or every unit's: remove that one, or take another name.")
    if row is None:
        row = ExportTemplate(name=name, unit_id=unit_id)
        session.add(row)
    row.lines, row.installed_at = [list(line) for line in rows], tables.now()
    detail = {"template": name, "form": template.form}
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "template", unit_id or "", detail=detail)
    return template


def remove(session: Session, viewer: Viewer, name: str) -> None:
    """No longer offer it. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    done = session.connection().execute(delete(ExportTemplate).where(ExportTemplate.name == name))
    if not done.rowcount:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "template", "", detail={"template": name, "removed": 1})


def installed(session: Session, viewer: Viewer) -> list[Installed]:
    """All of them, by name."""
    require(viewer, Permission.ADMINISTER)
    rows = session.execute(
        select(ExportTemplate, Unit.code)
        .outerjoin(Unit, Unit.id == ExportTemplate.unit_id)
        .order_by(ExportTemplate.name)
    )
    return [Installed(template_of(row.name, row.lines), code or "", row.installed_at) for row, code in rows]


def templates_for(session: Session, viewer: Viewer) -> list[Template]:
    """Those that the viewer's unit may take its records out by, by name; Griot's own are not among them."""
    require(viewer, Permission.READ_RECORD)
    mine = or_(ExportTemplate.unit_id.is_(None), ExportTemplate.unit_id == viewer.unit_id)
    rows = session.scalars(select(ExportTemplate).where(mine).order_by(ExportTemplate.name))
    return [template_of(row.name, row.lines) for row in rows]


def template_named(session: Session, viewer: Viewer, name: str) -> Template:
    """Griot's own, or one that the viewer's unit has. Raises NotThere, as for another unit's."""
    require(viewer, Permission.READ_RECORD)
    found = {one.name: one for one in templates_for(session, viewer)}
    return found[name] if name in found else built_in(name)
