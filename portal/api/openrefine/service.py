"""What each part of the protocol answers. The addresses stand in `routes.py`."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response

from casefile import records
from casefile.errors import MISSING, NotThere
from casefile.exchange.ftm import entity
from casefile.records import RecordLine
from casefile.vocabulary import Purpose
from indexer.search.matched.match import Matched
from indexer.search.reading.form import SearchForm
from portal.api.asked import Query as Asked
from portal.api.asked import matched
from portal.api.openrefine.shapes import (
    EXTENSION,
    MOST_QUERIES,
    QUERIES,
    Extension,
    Form,
    Named,
    OfRecord,
    OfType,
    Prefix,
    Proposed,
    Query,
    Suggested,
)
from portal.api.operation import BadRequest
from portal.api.yente.search import asked
from portal.web.context import settings, store, viewer
from portal.web.machine.door import caller

TYPES = {
    "Person": "Person", "Organization": "Organisation", "Vessel": "Vessel", "Vehicle": "Vehicle",
    "LegalEntity": "Person or organisation",
}  # fmt: skip
"""FollowTheMoney's schema: its name on the other side's screen."""
ANY = "Thing"
FULL = 100.0
"""A score here runs to 100."""
PREVIEW = (430, 180)
Where = Callable[[str], str]
"""From an endpoint's last part to its address, with the caller's word in it where it has one."""
Read = TypeVar("Read")


def base() -> str:
    """The portal's address: as set, else the one that was asked, whose host the portal has checked."""
    return settings().address or request.host_url.rstrip("/")


def manifest(where: Where) -> dict[str, Any]:
    """What the service can do, and where."""
    root, own = base(), where("root")
    service = {"service_url": root}
    paths = {name: own.removeprefix(root) + f"/suggest/{name}" for name in ("entity", "type", "property")}
    return {
        "versions": ["0.2"],
        "name": "Griot",
        "identifierSpace": f"{root}/records/",
        "schemaSpace": "https://followthemoney.tech/explorer/schemata/",
        "defaultTypes": [{"id": id, "name": name} for id, name in TYPES.items()],
        "view": {"url": f"{root}/records/{{{{id}}}}"},
        "preview": {"url": f"{own}/preview?id={{{{id}}}}", "width": PREVIEW[0], "height": PREVIEW[1]},
        "suggest": {name: {**service, "service_path": path} for name, path in paths.items()},
        "extend": {
            "propose_properties": {**service, "service_path": own.removeprefix(root) + "/properties"},
            "property_settings": [],
        },
        "batchSize": MOST_QUERIES,
    }


def root(form: Form, where: Where) -> dict[str, Any]:
    """The one address for manifest, queries and extension."""
    if form.queries is not None:
        return _candidates(_json(QUERIES, form.queries, "queries"))
    if form.extend is not None:
        return _extended(_json(EXTENSION, form.extend, "extend"))
    return manifest(where)


def suggest_entity(query: Prefix) -> Suggested:
    if not query.prefix.strip():
        return Suggested(result=[])
    found = asked(SearchForm(text=query.prefix, mode="all", size=1), query.cursor, 10)
    return Suggested(result=[Named(id=line.id, name=line.caption, description=_short(line)) for line in found.lines])


def suggest_type(query: Prefix) -> Suggested:
    return _beginning(TYPES, query)


def suggest_property(query: Prefix) -> Suggested:
    known: dict[str, str] = {}
    for schema in TYPES:
        known |= entity.labels(schema)
    return _beginning(known, query)


def properties(query: OfType) -> Proposed:
    if not entity.known_schema(query.type):
        raise NotThere(MISSING)
    labels = list(entity.labels(query.type).items())[: query.limit]
    return Proposed(type=query.type, limit=query.limit, properties=[Named(id=id, name=name) for id, name in labels])


def preview(query: OfRecord) -> Response:
    """A record as a list shows it, to stand in a small frame. Raises NotThere."""
    with store().reading() as session:
        found = records.lines(session, viewer(), [query.id])
    if query.id not in found:
        raise NotThere(MISSING)
    line = found[query.id]
    _, values = entity.properties_of(line.identity, short=True)
    template = current_app.jinja_env.get_template("reconcile/preview.html")  # without what pages of officers hold
    page = template.render(line=line, values=values)
    return Response(page, content_type="text/html; charset=utf-8")


def _candidates(batch: dict[str, Query]) -> dict[str, Any]:
    queries = [_asked(one) for one in batch.values()]
    answers = matched(queries, [one.limit for one in batch.values()])
    return {
        key: {"result": [_candidate(one) for one in answer.shown]} for key, answer in zip(batch, answers, strict=True)
    }


def _asked(query: Query) -> Asked:
    """As a query entity. A type that Griot does not hold is asked for as anything."""
    schema = next((one for one in query.type if entity.known_schema(one)), ANY)
    values: dict[str, list[str]] = {"name": [query.query]} if query.query.strip() else {}
    for one in query.properties:
        values.setdefault(one.pid, []).extend(one.values())
    return Asked(schema, values)


def _candidate(one: Matched) -> dict[str, Any]:
    schema = entity.SCHEMA_OF[one.line.kind]
    terms = one.decision.evidence if one.decision else ()
    bits: dict[str, float] = {}
    for term in terms:
        bits[term.what] = round(bits.get(term.what, 0.0) + term.bits, 2)
    return {
        "id": one.line.id,
        "name": one.line.caption,
        "description": _short(one.line),
        "score": round(one.score * FULL, 2),
        "match": one.match,
        "type": [{"id": schema, "name": TYPES.get(schema, schema)}],
        "features": [{"id": what, "value": value} for what, value in bits.items()],
    }


def _short(line: RecordLine) -> str:
    _, values = entity.properties_of(line.identity, short=True)
    said = [*values.get("birthDate", ()), *(code.upper() for code in values.get("nationality", ())), line.unit_code]
    return " · ".join(said)


def _extended(wanted: Extension) -> dict[str, Any]:
    """Values of records. An id that is not there, or not the unit's to see, has none. Raises OverBudget."""
    labels = {one.id: entity.labels("Person").get(one.id, one.id) for one in wanted.properties}
    empty: dict[str, list[dict[str, str]]] = {name: [] for name in labels}
    return {
        "meta": [{"id": id, "name": name} for id, name in labels.items()],
        "rows": {id: {**empty, **_row(id, labels)} for id in dict.fromkeys(wanted.ids)},
    }


def _row(record_id: str, wanted: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    try:
        with store().writing() as session:
            opened = records.read(session, viewer(), record_id, reason=caller().reason, purpose=Purpose.IDENTIFY.value)
    except NotThere:
        return {}
    _, values = entity.properties_of(opened.line.identity)
    return {name: [{"str": value} for value in values.get(name, ())] for name in wanted}


def _beginning(known: dict[str, str], query: Prefix) -> Suggested:
    wanted = query.prefix.strip().casefold()
    found = [(id, name) for id, name in known.items() if wanted in name.casefold() or wanted in id.casefold()]
    return Suggested(result=[Named(id=id, name=name) for id, name in found[query.cursor : query.cursor + 20]])


def _json(adapter: TypeAdapter[Read], text: str, field: str) -> Read:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        faults = [
            {"pointer": f"#/{field}/" + "/".join(map(str, one["loc"])), "detail": one["msg"]}
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise BadRequest(faults[:50]) from error


def form_sent() -> dict[str, str]:
    """The fields of the address and of the form; of two of one name the form's."""
    given = {**request.args.to_dict(), **request.form.to_dict()}
    return {name: given[name] for name in ("queries", "extend") if name in given}
