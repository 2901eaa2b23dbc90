"""Planned operations of the unit in and out, through the actions that the portal's pages use.

Of what others plan nothing is here: a program reads of its unit's operations what an officer of it reads.
"""

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from casefile.planned import own
from casefile.planned.own import OperationDraft, OperationView
from casefile.policy.network.operations import DEFAULT_KM
from casefile.records import cases
from casefile.vocabulary import OperationState, TokenScope
from portal.api.operation import Model, operation
from portal.api.own.shapes import Page, Reasoned
from portal.web.context import store, viewer

blueprint = Blueprint("api_operations", __name__, url_prefix="/api/1/operations")

SCOPE = TokenScope.OPERATIONS
Words = Annotated[str, Field(max_length=2000)]


class OperationIn(Model):
    case: Annotated[str, Field(max_length=80)] = Field(description="The reference of an open case of the unit")
    place: Words = Field(description="A town, beach, island or border post that Griot knows")
    radius_km: int = Field(default=DEFAULT_KM, ge=0, le=10_000)
    first: date
    last: date = Field(description="The last day; the first one again for a single day")
    means: Words = ""
    targets: Words = ""
    contact: Annotated[str, Field(max_length=200)] = Field(description="User name of the officer who is called")
    reason: Words


class Postponed(Reasoned):
    first: date
    last: date


class Ended(Reasoned):
    how: Literal["done", "cancelled"]


class OperationOut(Model):
    id: str
    case: str
    place: str
    radius_km: int
    first: date
    last: date
    means: str
    targets: str
    contact: str
    state: OperationState
    call: bool = Field(description="The coordination office asks to be called about it; said as called at the portal")


class OperationList(Model):
    operations: list[OperationOut]
    limit: int
    offset: int
    more: bool


class Planned(Model):
    id: str


@blueprint.get("")
@operation("The unit's planned operations, the latest first", OperationList, SCOPE, query=Page)
def listing(query: Page) -> OperationList:
    with store().reading() as session:
        found = own.operations_of(session, viewer(), limit=query.limit + 1, offset=query.offset)
    lines = [_out(one) for one in found[: query.limit]]
    return OperationList(operations=lines, limit=query.limit, offset=query.offset, more=len(found) > query.limit)


@blueprint.post("")
@operation("Enter a planned operation", Planned, SCOPE, body=OperationIn, status=201, errors=(409, 429))
def enter(body: OperationIn) -> Planned:
    with store().writing() as session:
        by_login = {one.login: one.id for one in own.planners(session, viewer())}
        draft = OperationDraft(
            cases.case_named(session, viewer(), body.case),
            body.place,
            body.radius_km,
            body.first,
            body.last,
            body.means,
            body.targets,
            by_login.get(body.contact, ""),
            body.reason,
        )
        return Planned(id=own.plan_operation(session, viewer(), draft))


@blueprint.get("/<operation_id>")
@operation("One planned operation of the unit", OperationOut, SCOPE, errors=(404,))
def read(operation_id: str) -> OperationOut:
    with store().writing() as session:
        return _out(own.open_operation(session, viewer(), operation_id))


@blueprint.post("/<operation_id>/postpone")
@operation("Other days for it", Planned, SCOPE, body=Postponed, errors=(404, 409, 429))
def postpone(operation_id: str, body: Postponed) -> Planned:
    with store().writing() as session:
        own.postpone(session, viewer(), operation_id, body.first, body.last, body.reason)
    return Planned(id=operation_id)


@blueprint.post("/<operation_id>/end")
@operation("It is done, or was cancelled", Planned, SCOPE, body=Ended, errors=(404, 409))
def end(operation_id: str, body: Ended) -> Planned:
    with store().writing() as session:
        own.end(session, viewer(), operation_id, body.reason, done=body.how == "done")
    return Planned(id=operation_id)


def _out(view: OperationView) -> OperationOut:
    return OperationOut(
        id=view.id, case=view.case_ref, place=view.place, radius_km=view.radius_km, first=view.first, last=view.last,
        means=view.means, targets=view.targets, contact=view.contact, state=view.state, call=view.call,
    )  # fmt: skip
