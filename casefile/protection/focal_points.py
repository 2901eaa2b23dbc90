"""The service of each country to which victims are referred: named by administrators, shown where one is referred."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Country, FocalPoint

SERVICE, CONTACT = 200, 400


@dataclass(frozen=True, slots=True)
class FocalPointView:
    """A country of the network; service and contact are empty where nobody has named one."""

    country: str
    service: str = ""
    contact: str = ""


def focal_points(session: Session, viewer: Viewer) -> list[FocalPointView]:
    """Every country of the network, with its focal point if it has one."""
    require(viewer, Permission.ADMINISTER)
    statement = (
        select(Country.code, FocalPoint.service, FocalPoint.contact)
        .outerjoin(FocalPoint, FocalPoint.country == Country.code)
        .order_by(Country.code)
    )
    return [FocalPointView(code, service or "", contact or "") for code, service, contact in session.execute(statement)]


def set_focal_point(session: Session, viewer: Viewer, country: str, service: str, contact: str) -> None:
    """Name the focal point of a country of the network; another one takes its place."""
    require(viewer, Permission.ADMINISTER)
    given = {"service": (service.strip(), SERVICE), "contact": (contact.strip(), CONTACT)}
    if session.scalar(select(Country.code).where(Country.code == country)) is None:
        raise BadInput("Choose a country of the network.", field="focal_country")
    for name, (text, most) in given.items():
        if not text or len(text) > most:
            raise BadInput("Write the name of the service and how it is reached, in a few words.", field=name)
    values: dict[str, object] = {name: text for name, (text, _) in given.items()}
    values |= {"set_by": viewer.officer_id or None, "set_at": tables.now()}
    insert = tables.insert_for(session)(FocalPoint.__table__)
    put = insert.on_conflict_do_update(index_elements=["country"], set_=values)
    session.connection().execute(put, {"country": country, **values})
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "focal_point", country, detail={"changed": country})


def focal_point_of(session: Session, country: str) -> FocalPointView:
    """The focal point of a country, for the pages where somebody is referred; no secret of any unit."""
    held = session.get(FocalPoint, country)
    return FocalPointView(country, held.service, held.contact) if held else FocalPointView(country)
