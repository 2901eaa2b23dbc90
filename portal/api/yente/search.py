"""`/search/<dataset>`, `/entities/<id>`, `/catalog`: the search page, one record, what there is."""

from typing import NamedTuple

from flask import Blueprint

from casefile import records
from casefile.errors import SearchUnavailable
from casefile.exchange.ftm import entity
from casefile.people.units import UnitView
from casefile.records import RecordLine, search_log
from casefile.vocabulary import Json, Purpose, TokenScope
from indexer.engine import fields
from indexer.search.find import SearchPage, find
from indexer.search.matched.match import INCOMPLETE
from indexer.search.reading.form import SearchForm, check
from portal.api.asked import unit_views
from portal.api.operation import BadRequest, operation
from portal.api.yente.entities import Units, dataset_of, entity_out
from portal.api.yente.match import DEFAULT, check_dataset
from portal.api.yente.shapes import (
    Catalog,
    Dataset,
    EntityOut,
    Facet,
    FacetValue,
    SearchOut,
    SearchQuery,
    Status,
    Total,
)
from portal.web.context import engine, store, viewer
from portal.web.machine.door import caller

blueprint = Blueprint("yente_search", __name__)

ASKS = (TokenScope.SEARCH, TokenScope.MATCH, TokenScope.RECONCILE)
FACETS = {"countries": (fields.COUNTRIES, "Countries"), "datasets": (fields.UNIT, "Data sources")}


@blueprint.get("/search/default")
@operation(
    "Records that answer a question in words", SearchOut, TokenScope.SEARCH, query=SearchQuery, errors=(404, 429, 503)
)
def search(query: SearchQuery) -> SearchOut:
    units = unit_views()
    found = asked(search_form(query, units), query.offset, query.limit)
    return SearchOut(
        limit=query.limit,
        offset=query.offset,
        total=Total(value=found.page.total),
        results=[entity_out(line, units, short=True) for line in found.lines],
        facets={name: _facet(found.page, name, units) for name in FACETS},
        complete=found.whole,
    )


@blueprint.get("/entities/<record_id>")
@operation("One record, as far as the unit may read it", EntityOut, *ASKS, errors=(404, 429))
def fetch(record_id: str) -> EntityOut:
    with store().writing() as session:
        opened = records.read(session, viewer(), record_id, reason=caller().reason, purpose=Purpose.IDENTIFY.value)
    return entity_out(opened.line, unit_views(), short=False)


@blueprint.get("/catalog")
@operation("The units and lists whose records may be found", Catalog, *ASKS)
def catalog() -> Catalog:
    """Every unit of the network is named: who takes part is no secret, and what each holds is not said."""
    units = sorted(unit_views().values(), key=lambda one: one.code)
    parts = [_dataset(unit) for unit in units]
    whole = Dataset(
        name=DEFAULT, title="All that the unit may read", version="1", load=True, index_current=True,
        children=[one.name for one in parts],
    )  # fmt: skip
    return Catalog(datasets=[whole, *parts], current=[DEFAULT])


@blueprint.get("/healthz")
@operation("Whether the server answers", Status, public=True)
def healthz() -> Status:
    return Status()


def search_form(query: SearchQuery, units: Units) -> SearchForm:
    """The question as the search page would ask it. Raises BadRequest, BadInput, NotThere."""
    kinds = () if query.schema_ in ("", "Thing") else entity.kinds_of(query.schema_)
    if not kinds and query.schema_ not in ("", "Thing"):
        raise BadRequest([{"parameter": "schema", "detail": "Griot holds nothing of this schema."}])
    named = {name for name in query.datasets if name != DEFAULT}
    for name in named:
        check_dataset(name, units)
    form = SearchForm(
        text=query.q,
        mode="all",
        kinds=kinds,
        countries=tuple(code.upper() for code in query.countries),
        unit_ids=tuple(unit.id for unit in units.values() if dataset_of(unit.code) in named),
        size=1,
    )
    check(form)
    return form


class Found(NamedTuple):
    """An answer, the part of it that is shown, and whether all that may be found was searched."""

    page: SearchPage
    lines: list[RecordLine]
    whole: bool


def asked(form: SearchForm, offset: int, limit: int) -> Found:
    """The question kept, asked and noted. Raises SearchUnavailable where nothing was found and something was not
    searched."""
    kept: dict[str, Json] = {"text": form.text, "mode": form.mode}
    for name, values in (("kind", form.kinds), ("country", form.countries), ("unit", form.unit_ids)):
        if values:
            kept[name] = " ".join(values)
    with store().writing() as session:
        search_id = search_log.save_search(session, viewer(), kept, caller().reason, "", Purpose.IDENTIFY)
    with store().reading() as session:
        searched = search_log.all_searchable(session, viewer())
    found = find(engine(), store(), viewer(), form)
    ids = list(found.order[offset : offset + limit])
    with store().writing() as session:
        search_log.note_result(session, viewer(), search_id, found.total, ids)
        lines = records.lines(session, viewer(), ids)
    whole = searched and found.whole
    if not whole and not found.total:
        raise SearchUnavailable(INCOMPLETE)
    return Found(found, list(lines.values()), whole)


def _dataset(unit: UnitView) -> Dataset:
    return Dataset(
        name=dataset_of(unit.code), title=unit.name, version="1", load=False, index_current=True, children=[]
    )


def _facet(found: SearchPage, name: str, units: Units) -> Facet:
    counted, label = FACETS[name]
    return Facet(label=label, values=[_value(value, count, units) for value, count in found.facets.get(counted, ())])


def _value(value: str, count: int, units: Units) -> FacetValue:
    unit = units.get(value)
    if unit is not None:
        return FacetValue(name=dataset_of(unit.code), label=unit.name, count=count)
    return FacetValue(name=value.lower(), label=value, count=count)
