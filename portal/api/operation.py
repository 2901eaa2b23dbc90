"""One operation of the API: who may ask it, what it reads and what it answers, said once as types.

The types check what is sent and describe it in `/openapi.json`: the two cannot differ. Unknown parameters of the
address are left aside, as clients of yente expect; unknown members of a body too.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, get_origin

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.wrappers import Response

from casefile.stamp.arriving import FROM_TRAINING
from casefile.stamp.leaving import stamped_answer
from casefile.stamp.mark import is_stamped
from casefile.vocabulary import TokenScope
from portal.web.bodies import takes
from portal.web.context import settings
from portal.web.machine import marks, problems
from portal.web.machine.problems import Fault

OPERATION = "griot_operation"
MOST_FAULTS = 50


class Model(BaseModel):
    """What goes over the wire: by the names of the wire, whatever a field is called here."""

    model_config = ConfigDict(populate_by_name=True, extra="ignore")


@dataclass(frozen=True, slots=True)
class Operation:
    """As `/openapi.json` describes it. `query` and `body` are what it reads, `answer` what comes back with `status`."""

    summary: str
    answer: type[BaseModel]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    form: type[BaseModel] | None = None
    """Fields of a form, which the view reads itself."""
    status: int = 200
    scopes: frozenset[TokenScope] = frozenset()
    public: bool = False
    errors: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    """Media types, where the answer is a file and no JSON."""


class BadRequest(Exception):
    """What was sent does not fit its type."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("invalid")
        self.faults = tuple(faults)


View = TypeVar("View", bound=Callable[..., Any])


def operation(
    summary: str,
    answer: type[BaseModel],
    *scopes: TokenScope,
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    form: type[BaseModel] | None = None,
    status: int = 200,
    public: bool = False,
    errors: Sequence[int] = (),
    files: Sequence[str] = (),
) -> Callable[[View], Callable[..., Response]]:
    """Make a view an operation: it is called with `query` and `body` as values, and returns the answer's value."""

    def made(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answered(**places: Any) -> Response:
            try:
                read = {**({"query": _query(query)} if query else {}), **({"body": _body(body)} if body else {})}
            except BadRequest as bad:
                return problems.problem(422, faults=bad.faults)
            found = view(**places, **read)
            return found if isinstance(found, Response) else as_json(found, status)

        described = Operation(
            summary, answer, query, body, form, status, frozenset(scopes), public, tuple(errors), tuple(files)
        )
        setattr(answered, OPERATION, described)
        if public:
            marks.marked(marks.ANYBODY)(answered)
        return marks.opened_by(*scopes)(takes("application/json")(answered))

    return made


def as_json(found: BaseModel | dict[str, Any], status: int = 200) -> Response:
    """A value as it goes over the wire. What is None is left out, save where its model says otherwise."""
    value = found.model_dump(mode="json", by_alias=True, exclude_none=True) if isinstance(found, BaseModel) else found
    if settings().training:
        value = stamped_answer(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status, content_type="application/json; charset=utf-8")


def _query(model: type[BaseModel]) -> BaseModel:
    given: dict[str, object] = {}
    for name, field in model.model_fields.items():
        wire = field.alias or name
        if wire in request.args:
            many = get_origin(field.annotation) is list
            given[wire] = request.args.getlist(wire) if many else request.args[wire]
    return _read(lambda: model.model_validate(given), "parameter")


def _body(model: type[BaseModel]) -> BaseModel:
    if request.mimetype != "application/json":
        raise BadRequest([{"pointer": "#", "detail": "Send JSON, as application/json."}])
    content = request.get_data(cache=False)
    if is_stamped(content) and not settings().training:
        raise BadRequest([{"pointer": "#", "detail": FROM_TRAINING}])
    return _read(lambda: model.model_validate_json(content), "pointer")


def _read(made: Callable[[], BaseModel], where: str) -> BaseModel:
    try:
        return made()
    except ValidationError as error:
        raise BadRequest([_fault(one["loc"], one["msg"], where) for one in error.errors(
            include_url=False, include_context=False, include_input=False
        )][:MOST_FAULTS]) from error  # fmt: skip


def _fault(place: tuple[int | str, ...], says: str, where: str) -> Fault:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in place]
    return {where: "#/" + "/".join(parts) if where == "pointer" else ".".join(parts), "detail": says}
