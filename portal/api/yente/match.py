"""`/match/<dataset>`: queries with schema and properties, each answered by the records that it may be."""

from flask import Blueprint
from werkzeug.wrappers import Response

from casefile.errors import MISSING, NotThere
from casefile.exchange.ftm import entity
from casefile.vocabulary import TokenScope
from indexer.search.matched.match import Matched
from portal.api.asked import Query, matched, unit_views
from portal.api.operation import BadRequest, operation
from portal.api.yente.entities import DOCS, Units, dataset_of, scored
from portal.api.yente.shapes import Algorithm, Algorithms, MatchBody, Matches, MatchOut, MatchQuery, Total
from portal.web.machine import problems

blueprint = Blueprint("yente_match", __name__)

DEFAULT = "default"


@blueprint.post("/match/<dataset>")
@operation(
    "Which records may each of these be?", MatchOut, TokenScope.MATCH, query=MatchQuery, body=MatchBody,
    errors=(404, 429, 503),
)  # fmt: skip
def match(dataset: str, query: MatchQuery, body: MatchBody) -> MatchOut:
    units = unit_views()
    check_dataset(dataset, units)
    for key, one in body.queries.items():
        if not entity.known_schema(one.schema_):
            raise BadRequest([{"pointer": f"#/queries/{key}/schema", "detail": "Griot holds nothing of this schema."}])
    asked = [Query(one.schema_, one.values()) for one in body.queries.values()]
    responses: dict[str, Matches] = {}
    answers = matched(asked, [query.limit] * len(asked), lambda record: _kept(record, dataset, query))
    for (key, one), answer in zip(body.queries.items(), answers, strict=True):
        results = [scored(record, units, query.threshold) for record in answer.shown]
        responses[key] = Matches(results=results, total=Total(value=answer.total), query=one, complete=answer.whole)
    return MatchOut(responses=responses, matcher=DOCS, limit=query.limit)


@blueprint.get("/algorithms")
@operation("By what records are compared", Algorithms, TokenScope.MATCH, TokenScope.SEARCH, TokenScope.RECONCILE)
def algorithms() -> Algorithms:
    own = Algorithm(
        name="griot",
        description="Weights of evidence in bits, graded hit, possible match or namesake. See docs/matching.md.",
        features=DOCS,
        docs=DOCS,
    )
    return Algorithms(algorithms=[own], default="griot", best="griot")


def check_dataset(name: str, units: Units) -> None:
    """Raises NotThere unless it is *default* or the code of a unit of the network."""
    if name != DEFAULT and name not in {dataset_of(unit.code) for unit in units.values()}:
        raise NotThere(MISSING)


def _kept(record: Matched, dataset: str, query: MatchQuery) -> bool:
    """Whether the caller's own filters leave it in the list."""
    own, schema = dataset_of(record.line.unit_code), entity.SCHEMA_OF[record.line.kind]
    return (
        record.score >= query.cutoff
        and dataset in (DEFAULT, own)
        and (not query.include_dataset or bool({own, DEFAULT} & set(query.include_dataset)))
        and own not in query.exclude_dataset
        and (not query.include_schema or schema in query.include_schema)
        and schema not in query.exclude_schema
        and record.line.id not in query.exclude_entity_ids
    )


@blueprint.app_errorhandler(BadRequest)
def bad_request(error: BadRequest) -> Response:
    return problems.problem(422, faults=error.faults)
