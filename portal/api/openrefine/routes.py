"""The addresses of reconciliation: each twice, by a token in the header and by a word in the address.

OpenRefine may send no header. The word opens nothing but this, ends with its token, and stands in no log of Griot's:
logs, figures and trail have the pattern of the address alone.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint
from pydantic import BaseModel
from werkzeug.wrappers import Response

from casefile.vocabulary import TokenScope
from portal.api.openrefine import service
from portal.api.openrefine.shapes import Candidates, Form, Framed, OfRecord, OfType, Prefix, Proposed, Suggested
from portal.api.operation import as_json, operation
from portal.web.machine import marks

blueprint = Blueprint("openrefine", __name__)

ROOT = "/reconcile/default"
BY_WORD = f"{ROOT}/at/<key>"
SCOPE = TokenScope.RECONCILE

View = Callable[..., Any]


def _root(key: str = "") -> Response:
    own = service.base() + ROOT + (f"/at/{key}" if key else "")
    return as_json(service.root(Form.model_validate(service.form_sent()), lambda _part: own))


def _no_key(view: View) -> View:
    @wraps(view)
    def without(key: str = "", **rest: Any) -> Any:
        return view(**rest)

    return without


def _preview(query: OfRecord) -> Response:
    return service.preview(query)


PARTS: tuple[tuple[str, str, View, type[BaseModel], type[BaseModel], str], ...] = (
    ("suggest_entity", "/suggest/entity", service.suggest_entity, Prefix, Suggested, "Records by how they begin"),
    ("suggest_type", "/suggest/type", service.suggest_type, Prefix, Suggested, "Types by how they begin"),
    ("suggest_property", "/suggest/property", service.suggest_property, Prefix, Suggested, "Properties"),
    ("properties", "/properties", service.properties, OfType, Proposed, "Properties that can be fetched of a type"),
    ("preview", "/preview", _preview, OfRecord, Framed, "A record in a small frame"),
)
"""Name, address below the root, what answers, what it reads and answers, what it is."""


def _register(base: str, suffix: str, by_word: bool) -> None:
    described = operation("Manifest, queries and data extension", Candidates, SCOPE, form=Form, errors=(429, 503))
    root = described(_root if by_word else _no_key(_root))
    views: list[tuple[str, str, View, list[str]]] = [("root", "", root, ["GET", "POST"])]
    for name, path, view, query, answer, says in PARTS:
        answered = operation(says, answer, SCOPE, query=query, errors=(404, 429, 503))(_no_key(view))
        views.append((name, path, answered, ["GET"]))
    for name, path, view, methods in views:
        if by_word:
            marks.marked(marks.BY_ADDRESS)(view)
        if name == "preview":
            marks.marked(marks.FRAMED)(view)
        blueprint.add_url_rule(base + path, f"{name}{suffix}", view, methods=methods)


_register(ROOT, "", by_word=False)
_register(BY_WORD, "_at", by_word=True)


@blueprint.after_request
def readable_by_pages(response: Response) -> Response:
    """A page of the tool reads what the word in the address opens: who does not know the word has nothing by it, and
    no cookie is read."""
    if marks.has(marks.BY_ADDRESS):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response
