"""One side of a hit as a dossier shows it: the compared version whole, or what one unit may know of the other's."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.evidence.contents import ShownField, Side, Weight
from casefile.hits.shown import released
from casefile.hits.shown.covered import covered
from casefile.matching import LINKED, StoredEvidence
from casefile.policy.contact.dossier import Shown, goes_in, weight_shown
from casefile.policy.handling import record_facts, rules_of
from casefile.policy.sharing import Access, access
from casefile.policy.viewer import Viewer
from casefile.storage import fresh
from casefile.storage.tables import Hit, Record, RecordVersion, ReleasedField, Unit, Watch, WatchVersion
from casefile.subjects.core import core_of
from casefile.subjects.fields import Field, fields_of
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import Handling, Part, SubjectCategory

Subject = Literal["record", "watch"]


def whole_side(session: Session, hit: Hit, subject: Subject, *, cover: bool, permission: str) -> Side:
    """The compared version with all that is in it. Raises NotThere once its content was destroyed.

    `cover`: sentences about protected persons are left out of a record's text.
    """
    id, number = (hit.record_id, hit.record_version) if subject == "record" else (hit.watch_id, hit.watch_version)
    head, version, unit = (_record if subject == "record" else _watch)(session, id, number)
    key = identity_id(id, number)
    identity = load_identities(session, [key]).get(key)
    if identity is None:
        raise NotThere(MISSING)
    ground = version.suspicion_note if isinstance(version, RecordVersion) else version.ground
    if cover and subject == "record":
        identity, ground = covered(session, id, identity, ground, unit.country)
    rules, handling = rules_of(version), Handling(version.handling)
    fields = fields_of(identity, SubjectCategory(version.subject_category))
    goes = goes_in(handling, permission)
    return Side(
        subject=subject, unit=unit.name, country=unit.country, whole=True,
        fields=tuple(ShownField(f, handling, version.handling_text) for f in fields) if goes else (),
        withheld=0 if goes else len(fields), kind=identity.kind, id=id, version=number,
        current=head.version == number, ground=ground if goes else "", rules=rules,
        content_hash=version.content_hash if goes else "", entered_at=version.entered_at,
    )  # fmt: skip


def other_side(
    session: Session,
    hit: Hit,
    subject: Subject,
    reader: Viewer,
    rows: Sequence[ReleasedField],
    *,
    permission: str,
    passed_on: bool,
) -> tuple[Side, tuple[str, ...]]:
    """What a unit may know of the other side, and the ids of the released values in it.

    Values that were released to it and stand; and of a record that it may read anyway, what it reads there.
    """
    standing, texts = released.standing(session, rows), released.texts(session, rows)
    given = [r for r in rows if r.id in standing and r.id in texts]
    shown = [ShownField(texts[r.id], Handling(r.handling), r.handling_text, r.released_at) for r in given]
    known = {one.field.value for one in shown}
    shown += [one for one in _readable(session, hit, subject, reader) if one.field.value not in known]
    goes = [one for one in shown if goes_in(one.handling, permission, of_another=True, passed_on=passed_on)]
    unit_id = hit.record_unit_id if subject == "record" else hit.watch_unit_id
    unit = fresh.one(session, select(Unit).where(Unit.id == unit_id))
    side = Side(subject, unit.name, unit.country, whole=False, fields=tuple(goes), withheld=len(shown) - len(goes))
    return side, tuple(r.id for r in given)


def weights_of(
    evidence: Sequence[StoredEvidence], sides: tuple[Side, Side], *, own: Subject | None
) -> tuple[Weight, ...]:
    """The terms of the match. `own` names the reader's side; None: a desk, which sees both, strongest first, in bits.

    A unit reads no bits and no order by them: what a name weighs is counted over all records, hidden ones too.
    A value that H1 keeps out of the sides is kept out of here too; so is what a linked record brought, of which the
    dossier holds neither the handling nor the grounds.
    """
    texts = {side.subject: [one.field for one in side.fields] for side in sides}
    closed = {side.subject for side in sides if side.withheld}
    found = []
    terms = [one for one in evidence if one.what != LINKED]
    for term in sorted(terms, key=lambda one: (-one.bits if own is None else 0.0, one.what, str(one.rule), one.found)):
        values: dict[Subject, str] = {"record": term.found, "watch": term.wanted}
        hidden = {one for one in values if one in closed and not _among(values[one], texts[one])}
        other: Subject = "watch" if own == "record" else "record"
        known = not hidden and (own is None or _among(values[other], texts[other]))
        shown = weight_shown(desk=own is None and not hidden, other_known=known, agrees=term.bits > 0)
        if shown is Shown.WHOLE:
            rule = str(term.rule)
            bits = term.bits if own is None else None
            found.append(Weight(term.what, shown, rule, term.sentence, term.wanted, term.found, bits))
        elif shown is Shown.OWN:
            kept = {one: "" if one in hidden or (own and one != own) else text for one, text in values.items()}
            found.append(Weight(term.what, shown, wanted=kept["watch"], found=kept["record"]))
    return tuple(dict.fromkeys(found))


def _among(text: str, fields: Sequence[Field]) -> bool:
    """Whether a value that was compared is among those shown: as a value, or as words of a sentence."""
    wanted = text.casefold()
    return bool(wanted) and any(
        wanted == f.text.casefold() or (f.part is Part.SENTENCE and wanted in f.text.casefold()) for f in fields
    )


def _readable(session: Session, hit: Hit, subject: Subject, reader: Viewer) -> list[ShownField]:
    """What the unit reads on the record's own page, as it stands today; of watches nobody else reads anything."""
    if subject == "watch":
        return []
    head, version, unit = _record(session, hit.record_id)
    extent = access(reader, record_facts(head, version, owner_open=unit.closed_at is None))
    key = identity_id(hit.record_id, version.version)
    identity = load_identities(session, [key]).get(key)
    if extent is None or identity is None:
        return []
    shown = core_of(identity) if extent is Access.CORE else identity
    fields = fields_of(shown, SubjectCategory(version.subject_category))
    return [ShownField(f, Handling(version.handling), version.handling_text) for f in fields]


def _record(session: Session, id: str, number: int | None = None) -> tuple[Record, RecordVersion, Unit]:
    """Head, version (the newest without a number) and unit."""
    wanted = Record.version if number is None else number
    statement = (
        select(Record, RecordVersion, Unit)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == wanted))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(Record.id == id)
    )
    ((head, version, unit),) = fresh.rows(session, statement)
    return head, version, unit


def _watch(session: Session, id: str, number: int) -> tuple[Watch, WatchVersion, Unit]:
    statement = (
        select(Watch, WatchVersion, Unit)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == number))
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(Watch.id == id)
    )
    ((head, version, unit),) = fresh.rows(session, statement)
    return head, version, unit
