"""How a unit's desk is reached, and by which clock it answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, NotThere
from casefile.policy.contact.clock import ACK_HOURS, DECIDE_HOURS, LONGEST_HOURS, Opening, week_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Unit

MOST_HOLIDAYS = 200
MOST_LANGUAGES = 12
_TELEPHONE = re.compile(r"[0-9+()./ -]*(?: ?(?:ext|poste)\.? ?[0-9]+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Reach:
    """What other units of a contact may know of a desk, and the own two clocks, which they may not."""

    telephone: str = ""
    hours: str = ""
    """Such as `Mo-Fr 08:00-18:00`; empty: always."""
    holidays: tuple[str, ...] = ()
    """ISO dates."""
    languages: tuple[str, ...] = ()
    """Codes such as fr, en, wo."""
    ack_hours: int = ACK_HOURS
    decide_hours: int = DECIDE_HOURS


def reach_of(session: Session, unit_id: str) -> Reach:
    """The unit's reach and clocks, for those who administer it. Raises NotThere."""
    row = session.connection().execute(select(Unit.__table__).where(Unit.id == unit_id)).first()
    if row is None:
        raise NotThere(MISSING)
    return Reach(row.telephone, row.hours, tuple(row.holidays), tuple(row.languages), row.ack_hours, row.decide_hours)


def opening_of(unit: Unit) -> Opening:
    """When the unit's desk can be reached."""
    return Opening.of(unit.hours, unit.holidays, unit.timezone)


def set_reach(session: Session, viewer: Viewer, unit_id: str, reach: Reach) -> None:
    """Keep how the unit is reached and its clocks. Raises BadInput, naming the field; the same again is no error."""
    require(viewer, Permission.ADMINISTER)
    before = reach_of(session, unit_id)
    telephone, hours = reach.telephone.strip(), reach.hours.strip()
    limits.check_length(telephone, limits.TELEPHONE, "telephone")
    if not _TELEPHONE.fullmatch(telephone):
        raise BadInput("Write the telephone with digits: +221 33 800 00 00, poste 12.", field="telephone")
    limits.check_length(hours, limits.OPENING_HOURS, "hours")
    week_of(hours)
    kept = Reach(
        telephone, hours, _holidays(reach.holidays), _languages(reach.languages), reach.ack_hours, reach.decide_hours
    )
    if not 1 <= kept.ack_hours <= kept.decide_hours <= LONGEST_HOURS:
        raise BadInput(
            "Hours to acknowledge come first, hours to decide are no fewer, at most %(most)s.",
            field="ack_hours",
            most=LONGEST_HOURS,
        )
    if kept == before:
        return
    values = {
        "telephone": kept.telephone,
        "hours": kept.hours,
        "holidays": list(kept.holidays),
        "languages": list(kept.languages),
        "ack_hours": kept.ack_hours,
        "decide_hours": kept.decide_hours,
    }
    session.connection().execute(update(Unit).where(Unit.id == unit_id).values(**values))
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, detail={"reach": True})


def _holidays(days: Iterable[str]) -> tuple[str, ...]:
    kept = []
    for day in filter(None, (one.strip() for one in days)):
        try:
            kept.append(date.fromisoformat(day).isoformat())
        except ValueError as error:
            raise BadInput("%(day)s is not a date. Write 2026-12-25.", field="holidays", day=day[:20]) from error
    if len(kept) > MOST_HOLIDAYS:
        raise BadInput(
            "More than %(most)s holidays. Leave out those that are over.", field="holidays", most=MOST_HOLIDAYS
        )
    return tuple(sorted(set(kept)))


def _languages(codes: Iterable[str]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(code.strip().lower() for code in codes if code.strip()))
    if len(kept) > MOST_LANGUAGES or not all(map(_LANGUAGE.fullmatch, kept)):
        raise BadInput("Write languages by their codes: fr, en, ar, wo.", field="languages")
    return kept
