"""The documents of an extract: what stands on a list today and the post's unit may read in full."""

from sqlalchemy import String, and_, cast, or_, select
from sqlalchemy.orm import Session

from casefile.policy.permissions import Permission
from casefile.policy.sharing import scope
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.posts.extract import Listed
from casefile.records.scope import in_scope
from casefile.storage.tables import IdentifierRow, Listing, Record, RecordVersion, Source, Unit
from casefile.subjects.identifiers import forms
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, Sharing

PAPERS = (IdentifierKind.PASSPORT, IdentifierKind.NATIONAL_ID, IdentifierKind.DOCUMENT)


def listed_documents(session: Session, viewer: Viewer) -> tuple[list[Listed], list[str]]:
    """Each document of each list that the viewer may read, by its compared number; and the lists, each with its date.

    Whose core alone is released has no documents for this viewer. Case records that stand on no list are left out: an
    extract lies on a device that can be lost.
    """
    require(viewer, Permission.SEARCH)
    whole = or_(RecordVersion.sharing == Sharing.FULL.value, Record.owner_unit_id == scope(viewer).unit_id)
    identity_id = Record.id + ":" + cast(Record.version, String)
    wanted = (
        select(
            IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country, Unit.code, Unit.country.label("home"),
            Source.name, Source.as_of,
        )
        .select_from(Listing)
        .join(Source, Source.id == Listing.source_id)
        .join(Record, Record.id == Listing.record_id)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(IdentifierRow, IdentifierRow.identity_id == identity_id)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(
            Listing.until_at.is_(None), in_scope(viewer), whole, Unit.closed_at.is_(None),
            Record.state.in_([state.value for state in READABLE]),
            IdentifierRow.kind.in_([kind.value for kind in PAPERS]),
        )
    )  # fmt: skip
    documents, lists = set[Listed](), set[str]()
    for row in session.connection().execute(wanted):
        lists.add(f"{row.name}, {row.as_of:%d.%m.%Y}" if row.as_of else row.name)
        identifier = Identifier(IdentifierKind(row.kind), row.value, row.country)
        documents.update(Listed(number, row.country or "", row.code) for number in forms(identifier, row.home))
    return sorted(documents), sorted(lists)
