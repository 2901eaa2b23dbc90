"""`/openapi.json`: the API described as it is, from the operations themselves (OpenAPI 3.1).

What an operation reads and answers is said by types, once (`portal.api.operation`); here they are written down. No
viewer page comes with it: any tool for OpenAPI shows it.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, get_origin

from flask import Blueprint, Flask, current_app
from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from portal.api.operation import OPERATION, Operation, as_json, operation
from portal.web.machine.problems import KINDS, TYPE

blueprint = Blueprint("openapi", __name__)

VERSION = "1.0.0"
"""Of the API: the first number changes when a client must."""
ALWAYS = (401, 403, 422, 500)
TEMPLATE = "#/components/schemas/{model}"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLACE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
Json = dict[str, Any]
Found = list[tuple[Rule, Operation]]


class Document(RootModel[dict[str, Any]]):
    """An OpenAPI 3.1 document."""


@blueprint.get("/openapi.json")
@operation("This description", Document, public=True)
def described() -> Response:
    return as_json(document(current_app))


def document(app: Flask) -> Json:
    """The whole of it. What stands twice, by a word in the address, is described once."""
    found: Found = [
        (rule, getattr(app.view_functions[rule.endpoint], OPERATION))
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
        if hasattr(app.view_functions[rule.endpoint], OPERATION) and "key" not in rule.arguments
    ]
    schemas = _schemas(found)
    paths: Json = {}
    for rule, one in found:
        path = paths.setdefault(_PLACE.sub(r"{\1}", rule.rule), {})
        for method in METHODS:
            if method in (rule.methods or ()):
                path[method.lower()] = _operation(rule, one, method, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Griot", "version": VERSION, "description": "docs/api.md says how to begin."},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas["$defs"], "Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


PROBLEM: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
    },
}


def _models(found: Found) -> Iterator[type[BaseModel]]:
    for _, one in found:
        yield from (model for model in (one.body, one.form, one.answer) if model is not None)


def _schemas(found: Found) -> Json:
    """The types by name: what comes in as it is read, what goes out as it is written."""
    read = {model for _, one in found for model in (one.body, one.form) if model is not None}
    wanted = [(one, "validation" if one in read else "serialization") for one in dict.fromkeys(_models(found))]
    _, definitions = models_json_schema(wanted, ref_template=TEMPLATE)  # type: ignore[arg-type]
    return {"$defs": definitions.get("$defs", {})}


def _operation(rule: Rule, one: Operation, method: str, schemas: Json) -> Json:
    described: Json = {
        "operationId": f"{rule.endpoint}.{method.lower()}".replace(".", "_"),
        "summary": one.summary,
        "parameters": [*_places(rule), *(_parameters(one.query) if one.query else ())],
        "responses": _responses(one),
    }
    if one.scopes:
        described["description"] = "Opened by a token with the scope " + " or ".join(sorted(one.scopes)) + "."
    if one.public:
        described["security"] = []
    if method in ("POST", "PUT", "PATCH"):
        if one.body is not None:
            described["requestBody"] = _content("application/json", one.body, required=True)
        elif one.form is not None:
            described["requestBody"] = _content("application/x-www-form-urlencoded", one.form, required=False)
    elif one.form is not None:
        described["parameters"] += _parameters(one.form)
    return described


def _content(kind: str, model: type[BaseModel], *, required: bool) -> Json:
    return {"required": required, "content": {kind: {"schema": {"$ref": TEMPLATE.format(model=model.__name__)}}}}


def _places(rule: Rule) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PLACE.findall(rule.rule)
    ]


def _parameters(model: type[BaseModel]) -> list[Json]:
    schema = model.model_json_schema(ref_template=TEMPLATE)
    found = []
    for name, field in model.model_fields.items():
        wire = field.alias or name
        known = {k: v for k, v in schema["properties"][wire].items() if k != "title"}
        parameter: Json = {"name": wire, "in": "query", "required": False, "schema": known}
        if get_origin(field.annotation) is list:
            parameter |= {"style": "form", "explode": True}
        found.append(parameter)
    return found


def _responses(one: Operation) -> Json:
    kinds = ("text/html",) if one.answer.__name__ == "Framed" else one.files
    schema: Json = {"type": "string"} if kinds else {"$ref": TEMPLATE.format(model=one.answer.__name__)}
    content = {kind: {"schema": schema} for kind in kinds or ("application/json",)}
    found: Json = {str(one.status): {"description": "The answer", "content": content}}
    for status in sorted({*(() if one.public else ALWAYS), *one.errors}):
        said = HTTPStatus(status).phrase if status not in KINDS else KINDS[status][1]
        found[str(status)] = {
            "description": said,
            "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return found
