"""Records of the unit in and out, through the actions that the portal's pages use."""

from flask import Blueprint
from sqlalchemy.orm import Session

from casefile import records
from casefile.policy.cases.offences import Offences
from casefile.records import RecordDraft, RecordLine, RecordView, cases
from casefile.vocabulary import Purpose, TokenScope
from portal.api.asked import unit_views
from portal.api.operation import operation
from portal.api.own.shapes import (
    CaseList,
    CaseOut,
    Page,
    Reasoned,
    RecordAmended,
    RecordIn,
    RecordList,
    RecordOut,
    RecordPage,
    Ruled,
    Stored,
    Subject,
)
from portal.web.context import store, viewer
from portal.web.machine.door import caller

blueprint = Blueprint("api_records", __name__, url_prefix="/api/1")

SCOPE = TokenScope.RECORDS


@blueprint.get("/cases")
@operation("The unit's open cases", CaseList, SCOPE, query=Page)
def open_cases(query: Page) -> CaseList:
    with store().reading() as session:
        found = cases.cases_of(session, viewer(), only_open=True, limit=query.limit, offset=query.offset)
    return CaseList(cases=[CaseOut(id=one.id, reference=one.reference, title=one.title) for one in found])


@blueprint.get("/records")
@operation("The unit's records, newest first", RecordList, SCOPE, query=RecordPage)
def listing(query: RecordPage) -> RecordList:
    with store().reading() as session:
        case_id = cases.case_named(session, viewer(), query.case) if query.case else None
        found = records.records_of(
            session, viewer(), case_id=case_id, kind=query.kind, limit=query.limit + 1, offset=query.offset
        )
    lines = [_line_out(one) for one in found[: query.limit]]
    return RecordList(records=lines, limit=query.limit, offset=query.offset, more=len(found) > query.limit)


@blueprint.post("/records")
@operation("Enter a record", Stored, SCOPE, body=RecordIn, status=201, errors=(409,))
def enter(body: RecordIn) -> Stored:
    with store().writing() as session:
        [entered] = records.enter_many(session, viewer(), [_draft(session, body)])
    return Stored(id=entered.record_id, version=entered.version)


@blueprint.get("/records/<record_id>")
@operation("One record, as far as the unit may read it", RecordOut, SCOPE, errors=(404, 429))
def read(record_id: str) -> RecordOut:
    with store().writing() as session:
        opened = records.read(
            session, viewer(), record_id, reason=caller().reason, purpose=Purpose.SUPPORT_INVESTIGATION.value
        )
    return _record_out(opened)


@blueprint.put("/records/<record_id>")
@operation("Write a new version", Stored, SCOPE, body=RecordAmended, errors=(404, 409))
def amend(record_id: str, body: RecordAmended) -> Stored:
    with store().writing() as session:
        version = records.amend(
            session, viewer(), record_id, _draft(session, body), expected_version=body.version,
            change_note=body.change_note,
        )  # fmt: skip
    return Stored(id=record_id, version=version)


@blueprint.post("/records/<record_id>/withdraw")
@operation("Take a record out of search and matching", Stored, SCOPE, body=Reasoned, errors=(404, 409))
def withdraw(record_id: str, body: Reasoned) -> Stored:
    with store().writing() as session:
        version = records.withdraw(session, viewer(), record_id, body.reason)
    return Stored(id=record_id, version=version)


def _draft(session: Session, body: RecordIn) -> RecordDraft:
    return RecordDraft(
        identity=body.subject.identity(),
        case_id=cases.case_named(session, viewer(), body.case),
        rules=body.rules.rules(unit_views()),
        origin_ref=body.source_id,
        suspicion_note=body.suspicion_note,
        offences=Offences(tuple(body.offences), tuple(body.exploitation)),
    )


def _line_out(line: RecordLine, rules: Ruled | None = None, about: Offences | None = None) -> RecordOut:
    return RecordOut(
        id=line.id, version=line.version, unit=line.unit_code, own=line.own, state=line.state.value,
        case=line.case_reference, source_id=line.origin_ref, entered_at=line.entered_at,
        subject=Subject.of(line.identity), rules=rules,
        offences=None if about is None else list(about.kinds),
        exploitation=None if about is None else list(about.forms),
    )  # fmt: skip


def _record_out(opened: RecordView) -> RecordOut:
    about = None if opened.line.core else opened.offences
    return _line_out(opened.line, Ruled.of(opened.rules, unit_views()) if opened.line.own else None, about)
