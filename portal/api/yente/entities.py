"""Records as entities: how much of one is given with a list, and how a decision is told."""

from collections.abc import Mapping

from casefile.exchange.ftm import entity
from casefile.matching.evidence import Evidence
from casefile.people.units import UnitView
from casefile.records import RecordLine
from indexer.search.matched.match import Matched
from portal.api.asked import is_list
from portal.api.yente.shapes import EntityOut, Explanation, Scored

FEATURES = {
    "name": "Names that agree, by the rarity of their parts",
    "birth": "Dates of birth that agree or contradict",
    "sex": "Stated sex",
    "nationality": "Nationalities",
    "place": "Places",
    "number": "A number, document, plate or account that agrees",
    "namesake": "The names are one, and too common to say more",
}
DOCS = {name: {"description": words} for name, words in FEATURES.items()}

Units = Mapping[str, UnitView]


def dataset_of(unit_code: str) -> str:
    """A unit's records as a dataset."""
    return unit_code.lower()


def in_a_list(line: RecordLine, units: Units) -> dict[str, object]:
    """As a list shows it: of another unit's record no more than the search page does; numbers, papers and places of it
    are opened one by one, within the budget for that."""
    unit = units.get(line.unit_id)
    return entity_of(line, units, short=not (line.own or is_list(unit)))


def entity_of(line: RecordLine, units: Units, *, short: bool = False) -> dict[str, object]:
    schema, properties = entity.properties_of(line.identity, short=short)
    return {
        "id": line.id,
        "caption": line.caption,
        "schema": schema,
        "properties": properties,
        "datasets": [dataset_of(line.unit_code)],
        "referents": [],
        "target": is_list(units.get(line.unit_id)),
    }


def entity_out(line: RecordLine, units: Units, *, short: bool) -> EntityOut:
    return EntityOut.model_validate(in_a_list(line, units) if short else entity_of(line, units))


def scored(one: Matched, units: Units, threshold: float) -> Scored:
    """With its score, and why. A match is what Griot grades a hit; or from the score on that the caller names."""
    explained = dict(_explained(one))
    features = {name: said.score for name, said in explained.items()}
    return Scored.model_validate(
        {
            **in_a_list(one.line, units), "score": one.score, "match": one.score >= threshold, "features": features,
            "explanations": {name: said.model_dump() for name, said in explained.items()},
        }
    )  # fmt: skip


def _explained(one: Matched) -> list[tuple[str, Explanation]]:
    if one.decision is None:
        said = Explanation(score=0.0, detail=FEATURES["namesake"], query="", candidate=one.line.caption)
        return [("namesake", said)]
    found: dict[str, Explanation] = {}
    for term in one.decision.evidence:
        found.setdefault(_feature(term), _explanation(term))
    return list(found.items())


def _feature(term: Evidence) -> str:
    return term.what if term.what in FEATURES else term.what.replace(" ", "_")


def _explanation(term: Evidence) -> Explanation:
    return Explanation(score=round(term.bits, 2), detail=term.rule.sentence, query=term.wanted, candidate=term.found)
