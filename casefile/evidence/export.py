"""A dossier made: gathered, written down in the trail, sealed.

Three steps, so that nobody waits for a PDF or a time stamp with the database's write lock in hand: what its reader may
know is gathered; the files are made and their manifest signed; then one line of the trail says that the dossier left,
with the hash of the manifest, and its proof goes into the seal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import Conflict
from casefile.evidence import gather
from casefile.evidence.contents import Dossier, Order
from casefile.evidence.files import data_files, plain
from casefile.evidence.seal import manifest_of, sealed, sha256, zipped
from casefile.evidence.sealing import Sealer
from casefile.evidence.timestamp import token_for
from casefile.hits.pointers import new_reference
from casefile.hits.review import hit_at_desk, require_any_desk
from casefile.hits.shown.covered import unmasked_until
from casefile.policy.contact.dossier import bears_proof, desk_view
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Audit, Hit, Unit
from casefile.vocabulary import Desk, HitState, Json

Readable = Callable[[Dossier], Mapping[str, bytes]]
"""Makes what people read of it: {path: bytes}."""
VERIFIER = "verify.py"


@dataclass(frozen=True, slots=True)
class Making:
    """What a dossier is made with."""

    readable: Readable
    sealer: Sealer
    timestamp_url: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Why somebody wants a dossier, and the source's permission for what bears H1; as typed."""

    reason: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A dossier ready to leave."""

    dossier: Dossier
    content: bytes
    """The ZIP."""
    manifest_hash: str
    stamped: bool
    """Whether it bears a time stamp of the service that is set."""

    @property
    def file_name(self) -> str:
        return f"{self.dossier.order.reference}.zip"


def export_for_desk(store: Store, viewer: Viewer, hit_id: str, wish: Wish, making: Making) -> Sealed:
    """A dossier of both sides, for the desk at which the hit is. Raises NotThere for every other, Conflict when it was
    not judged to be the same."""
    require_any_desk(viewer)
    with store.writing() as session:
        dossier = gathered_for_desk(session, viewer, hit_id, wish)
    return _seal(store, viewer, dossier, making)


def gathered_for_desk(session: Session, viewer: Viewer, hit_id: str, wish: Wish) -> Dossier:
    """The same before it is sealed. It reveals both sides: the look stands in the trail."""
    require_any_desk(viewer)
    why, permission = _stated(wish)
    hit, desk = hit_for_desk(session, viewer, hit_id)
    dossier = gather.for_desk(session, hit, desk, _order(desk.value, viewer.login, why, permission))
    _opened(session, viewer, dossier)
    return dossier


def hit_for_desk(session: Session, viewer: Viewer, hit_id: str) -> tuple[Hit, Desk]:
    """The hit of which the viewer's desk may have a dossier, and as which desk it reads it.

    At the protection desk while two persons have unmasked it for the viewer: a dossier names everybody in it.
    """
    require_any_desk(viewer)
    hit, facts = hit_at_desk(session, viewer, hit_id)
    desk = desk_view(viewer, Desk(hit.desk), HitState(hit.state), facts)
    if desk is None:
        raise Conflict(gather.NOT_ESTABLISHED)
    if desk is Desk.PROTECTION and unmasked_until(session, viewer.officer_id, hit_id) is None:
        raise Conflict(gather.MASKED)
    return hit, desk


def export_for_unit(store: Store, viewer: Viewer, pointer_id: str, wish: Wish, making: Making) -> Sealed:
    """A dossier of a contact, as far as the viewer's unit may know it. Raises NotThere for anybody else's, Conflict
    when none can be made now."""
    require(viewer, Permission.CONTACT)
    with store.writing() as session:
        dossier = gathered_for_unit(session, viewer, pointer_id, wish)
    return seal_gathered(store, viewer, dossier, making)


def gathered_for_unit(session: Session, viewer: Viewer, pointer_id: str, wish: Wish, addressed_to: str = "") -> Dossier:
    """The same before it is sealed; `addressed_to` names who will read it outside the unit."""
    require(viewer, Permission.CONTACT)
    why, permission = _stated(wish)
    at = gather.ready(session, viewer, pointer_id)
    unit = session.scalars(select(Unit.name).where(Unit.id == viewer.unit_id)).one()
    dossier = gather.for_unit(session, viewer, at, _order(unit, viewer.login, why, permission, addressed_to))
    _opened(session, viewer, dossier)
    return dossier


def ready_for_unit(session: Session, viewer: Viewer, pointer_id: str) -> None:
    """Raises NotThere for another unit's contact, Conflict when no dossier can be made of the own one now."""
    require(viewer, Permission.CONTACT)
    gather.ready(session, viewer, pointer_id)


def export_for_home(store: Store, hit_id: str, wish: Wish, making: Making, *, unit_code: str = "") -> Sealed:
    """For the installation's own command line, which may read the database file anyway: as the coordination desk reads
    it, or as one of the two units may. Who typed it is marked in the trail (`casefile.acting`)."""
    why, permission = _stated(wish)
    with store.writing() as session:
        if unit_code:
            reader = gather.reader_of(session, unit_code)
            at = gather.ready(session, reader, gather.pointer_of_hit(session, reader.unit_id, hit_id))
            dossier = gather.for_unit(session, reader, at, _order(unit_code, "", why, permission))
        else:
            hit = gather.hit_for_home(session, hit_id)
            order = _order(Desk.COORDINATION.value, "", why, permission)
            dossier = gather.for_desk(session, hit, Desk.COORDINATION, order)
        _opened(session, None, dossier)
    return _seal(store, None, dossier, making)


def _seal(store: Store, viewer: Viewer | None, dossier: Dossier, making: Making) -> Sealed:
    """Files, manifest, time stamp, the line of the trail, its proof, the ZIP."""
    files = {**making.readable(dossier), **data_files(dossier), VERIFIER: _verifier()}
    about = {"dossier": dossier.order.reference, "made_at": plain(dossier.order.at), "sealed_by": making.sealer.key}
    manifest = manifest_of(files, about)
    token = token_for(manifest, making.timestamp_url)
    manifest_hash = sha256(manifest)
    hashes = {"manifest": manifest_hash, "time_stamp": sha256(token) if token else ""}
    seq, line_hash = _disclosed(store, viewer, dossier, hashes)
    proves = bears_proof(desk=dossier.view != "unit", addressed=bool(dossier.order.addressed_to))
    logged = making.sealer.prove(store, seq) if proves else line_hash
    content = zipped(sealed(files, manifest, logged, making.sealer.sign, making.sealer.key, token=token))
    return Sealed(dossier, content, manifest_hash, bool(token))


def seal_gathered(store: Store, viewer: Viewer, dossier: Dossier, making: Making) -> Sealed:
    """Seal what `gathered_for_unit` gave."""
    require(viewer, Permission.CONTACT)
    return _seal(store, viewer, dossier, making)


def _disclosed(store: Store, viewer: Viewer | None, dossier: Dossier, hashes: Mapping[str, str]) -> tuple[int, str]:
    """Write that the dossier leaves, and for whom; returns the line's number and hash."""
    order = dossier.order
    detail: dict[str, Json] = {
        "dossier": order.reference,
        "seen_as": dossier.view,
        "to": order.addressed_to,
        "permission": bool(order.permission),
        "withheld": dossier.withheld,
        **hashes,
    }
    with store.writing() as session:
        audit.write(
            session, viewer, audit.Action.DISCLOSURE, "hit", dossier.hit_id, reason=order.reason, detail=detail
        )  # fmt: skip
        audit.append_now(session)
        mine = select(Audit.seq, Audit.hash).where(Audit.subject_id == dossier.hit_id).order_by(Audit.seq.desc())
        row = session.execute(mine.limit(1)).one()
        return row.seq, row.hash


def _opened(session: Session, viewer: Viewer | None, dossier: Dossier) -> None:
    """Gathering is a look at both sides: which versions were read."""
    read: dict[str, Json] = {side.subject: side.version for side in dossier.sides if side.version is not None}
    detail: dict[str, Json] = {
        "dossier": dossier.order.reference,
        "versions": read,
        "released_fields": list(dossier.released_ids),
    }
    audit.write(session, viewer, audit.Action.CONSULTATION, "hit", dossier.hit_id, detail=detail)


def _order(made_for: str, made_by: str, reason: str, permission: str, addressed_to: str = "") -> Order:
    return Order(f"D-{new_reference()}", tables.now(), made_for, made_by, reason, permission, addressed_to)


def _stated(wish: Wish) -> tuple[str, str]:
    """The reason, which must be one, and the permission, which must be one where it is given."""
    permission = Reason.optional(wish.permission, "permission")
    return Reason.stated(wish.reason).text, permission.text if permission else ""


def _verifier() -> bytes:
    return Path(__file__).with_name(VERIFIER).read_bytes()
