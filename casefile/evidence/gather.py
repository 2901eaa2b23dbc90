"""A dossier gathered: for a desk, which sees both sides, or for one of the two units, which sees its own."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.contact.release import received_rows
from casefile.contact.stand import Stand, hit_facts, lines_of, stand
from casefile.contact.view import contact_of
from casefile.errors import MISSING, N_, Conflict, NotThere
from casefile.evidence import custody
from casefile.evidence.contents import DecisionLine, Dossier, Order, ThreadLine, Weight
from casefile.evidence.sides import other_side, weights_of, whole_side
from casefile.evidence.versions import versions_of
from casefile.matching import StoredEvidence
from casefile.policy.contact.dossier import home_may_export, party_may_export
from casefile.policy.viewer import Viewer
from casefile.storage import fresh
from casefile.storage.tables import Hit, Officer, Pointer, Review, Unit
from casefile.vocabulary import ContactAct, Desk, HitState, Role

NOT_ESTABLISHED = N_("A dossier is made of a hit that was judged to be the same, and stands.")
NOT_NOW = N_("No dossier can be made of this contact: it was taken back, or the other unit does not know of it yet.")
MASKED = N_("Names and numbers of this hit are masked. Have a second protection officer unmask it first.")
OF_PROTECTION = N_("This hit is the protection desk’s. Give the login of a protection officer.")


def for_desk(session: Session, hit: Hit, desk: Desk, order: Order) -> Dossier:
    """Both sides in the versions that were compared, as the desk reads them. The law was asked before."""
    cover = desk is Desk.COORDINATION
    sides = (
        whole_side(session, hit, "record", cover=cover, permission=order.permission),
        whole_side(session, hit, "watch", cover=cover, permission=order.permission),
    )
    references = session.scalars(select(Pointer.reference).where(Pointer.hit_id == hit.id)).all()
    return Dossier(
        order=order, hit_id=hit.id, state=HitState(hit.state),
        view="coordination" if desk is Desk.COORDINATION else "protection", detected_at=hit.detected_at,
        score=hit.score, grade=hit.decision, pointer_reference=next(iter(references), ""), sides=sides,
        weights=weights_of(_evidence(hit), sides, own=None), decisions=_decisions(session, hit.id),
        thread=_thread(session, hit), custody=custody.of_the_desk(session, hit),
        versions=versions_of(session, hit.model_version),
    )  # fmt: skip


def for_unit(session: Session, reader: Viewer, at: Stand, order: Order) -> Dossier:
    """The own side in the version that was compared, and of the other what its unit released.

    `reader` stands for the unit: what the law gives to its officers. `at` is what `ready` gave.
    """
    hit, pointer = at.hit, at.pointer
    permission, passed_on = order.permission, bool(order.addressed_to)
    own = whole_side(
        session, hit, "record" if pointer.own_subject == "record" else "watch", cover=True, permission=permission
    )
    other, released_ids = other_side(
        session, hit, "watch" if own.subject == "record" else "record", reader, received_rows(session, at),
        permission=permission, passed_on=passed_on,
    )  # fmt: skip
    sides = (own, other) if own.subject == "record" else (other, own)
    weights: tuple[Weight, ...] = weights_of(_evidence(hit), sides, own=own.subject)
    contact = contact_of(session, reader, pointer.id)
    names = {"own": own.unit, "other": other.unit, "office": ""}
    thread = tuple(
        ThreadLine(one.at, names[one.side], one.officer, one.act, one.word, one.text, one.reason)
        for one in contact.thread
    )
    return Dossier(
        order=order, hit_id=hit.id, state=at.state, view="unit", detected_at=pointer.sent_at, score=None, grade="",
        pointer_reference=pointer.reference, sides=sides, weights=weights, decisions=(), thread=thread,
        custody=custody.of_a_unit(session, hit, reader.unit_id, pointer.id, at.subject_id),
        versions=versions_of(session, hit.model_version), released_ids=released_ids,
    )  # fmt: skip


def ready(session: Session, reader: Viewer, pointer_id: str) -> Stand:
    """A unit's side of a contact of which it may have a dossier. Raises NotThere for another's, Conflict if not now."""
    at = stand(session, reader, pointer_id, lock=False)
    if not at.held or not party_may_export(reader.unit_id, at.state, hit_facts(session, at.hit.id)):
        raise Conflict(NOT_NOW)
    return at


def hit_for_home(session: Session, hit_id: str) -> Hit:
    """The hit, where the installation's own command line may export it. Raises NotThere, or Conflict saying why not."""
    hit = fresh.first(session, select(Hit).where(Hit.id == hit_id))
    if hit is None:
        raise NotThere("There is no hit %(hit)s. griot hits export lists them.", hit=hit_id)
    if not home_may_export(HitState(hit.state), facts := hit_facts(session, hit_id)):
        raise Conflict(OF_PROTECTION if facts.protected else NOT_ESTABLISHED)
    return hit


def reader_of(session: Session, unit_code: str) -> Viewer:
    """The law's reader for a unit as a whole: an investigator of it, nobody in person. Raises NotThere."""
    unit_id = session.scalars(select(Unit.id).where(Unit.code == unit_code, Unit.closed_at.is_(None))).first()
    if unit_id is None:
        raise NotThere("There is no unit %(code)s.", code=unit_code)
    return Viewer("", "", unit_id, unit_code, frozenset({Role.INVESTIGATOR}))


def pointer_of_hit(session: Session, unit_id: str, hit_id: str) -> str:
    """The id of the unit's delivered pointer of a hit. Raises NotThere."""
    mine = (Pointer.hit_id == hit_id, Pointer.unit_id == unit_id, Pointer.sent_at.is_not(None))
    pointer_id = session.scalars(select(Pointer.id).where(*mine)).first()
    if pointer_id is None:
        raise NotThere(MISSING)
    return pointer_id


def _evidence(hit: Hit) -> list[StoredEvidence]:
    return [StoredEvidence.from_json(term) for term in hit.evidence]


def _decisions(session: Session, hit_id: str) -> tuple[DecisionLine, ...]:
    rows = fresh.rows(
        session,
        select(Review, Officer.login)
        .join(Officer, Officer.id == Review.officer_id)
        .where(Review.hit_id == hit_id)
        .order_by(Review.number),
    )
    return tuple(
        DecisionLine(one.decided_at, one.judgement, login, one.reason, HitState(one.to_state)) for one, login in rows
    )


def _thread(session: Session, hit: Hit) -> tuple[ThreadLine, ...]:
    lines = lines_of(session, hit.id)
    units = _names(session, Unit.id, Unit.name, {line.unit_id for line in lines})
    officers = _names(session, Officer.id, Officer.login, {line.officer_id for line in lines})
    return tuple(
        ThreadLine(
            line.at,
            units.get(line.unit_id or "", ""),
            officers.get(line.officer_id or "", ""),
            ContactAct(line.act),
            line.word,
            line.text,
            line.reason,
        )  # fmt: skip
        for line in lines
    )


def _names(session: Session, key: object, name: object, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = sorted(one for one in ids if one)
    rows = session.execute(select(key, name).where(key.in_(wanted)))  # type: ignore[call-overload, attr-defined]
    return {row[0]: row[1] for row in rows}
