"""What yente's clients send and read. Members that Griot adds (`complete`) are left aside by them."""

from typing import Annotated

from pydantic import Field

from portal.api.operation import Model

MOST_QUERIES, MOST_RESULTS, RESULTS = 100, 500, 5
"""Of one batch; of one query; and of one unless said otherwise. The first two are yente's own."""
Text = Annotated[str, Field(max_length=2000)]
Score = Annotated[float, Field(ge=0, le=1)]


class Status(Model):
    status: str = "ok"


class Total(Model):
    value: int
    relation: str = Field(default="eq", description="gte where there are more than is said")


class EntityOut(Model):
    """A record as its reader may know it, in FollowTheMoney's words."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[str]]
    datasets: list[str]
    referents: list[str] = []
    target: bool = Field(description="Whether it stands on a list that somebody publishes.")


class Explanation(Model):
    score: float = Field(description="What it adds, in bits")
    detail: str
    query: str
    candidate: str


class Scored(EntityOut):
    score: Score = Field(description="From 0.7 a hit, from 0.5 a possible match, below that a namesake")
    match: bool
    features: dict[str, float]
    explanations: dict[str, Explanation]


class Example(Model):
    """A query entity. Values of properties that the schema does not have are left aside."""

    id: str | None = None
    schema_: str = Field(alias="schema", max_length=80, examples=["Person"])
    properties: dict[str, Text | list[Text]] = Field(examples=[{"name": ["Modou Jallow"], "birthDate": ["1984"]}])

    def values(self) -> dict[str, list[str]]:
        return {k: [v] if isinstance(v, str) else list(v) for k, v in self.properties.items()}


class MatchBody(Model):
    queries: dict[str, Example] = Field(max_length=MOST_QUERIES)


class MatchQuery(Model):
    """Parameters of `/match`. What would narrow the answer and is not served is refused, never left aside."""

    limit: int = Field(default=RESULTS, ge=1, le=MOST_RESULTS)
    threshold: Score = 0.7
    cutoff: Score = 0.0
    algorithm: Annotated[str, Field(max_length=40)] = "griot"
    include_dataset: list[str] = []
    exclude_dataset: list[str] = []
    include_schema: list[str] = []
    exclude_schema: list[str] = []
    exclude_entity_ids: list[str] = []
    topics: list[str] = Field(default=[], max_length=0, description="Not served")
    changed_since: str | None = Field(default=None, max_length=0, description="Not served")


class Matches(Model):
    status: int = 200
    results: list[Scored]
    total: Total
    query: Example
    complete: bool = Field(description="False while records are on their way into the index: ask again in a minute")


class MatchOut(Model):
    responses: dict[str, Matches]
    matcher: dict[str, dict[str, str]] = Field(description="What each feature says")
    limit: int


class SearchQuery(Model):
    """Parameters of `/search`."""

    q: Annotated[str, Field(max_length=2000)] = ""
    schema_: Annotated[str, Field(max_length=80)] = Field(default="Thing", alias="schema")
    countries: list[Annotated[str, Field(pattern="^[A-Za-z]{2}$")]] = Field(default=[], max_length=50)
    datasets: list[str] = Field(default=[], max_length=50)
    limit: int = Field(default=10, ge=0, le=MOST_RESULTS)
    offset: int = Field(default=0, ge=0, le=1999)
    topics: list[str] = Field(default=[], max_length=0, description="Not served")
    filter: list[str] = Field(default=[], max_length=0, description="Not served")
    changed_since: str | None = Field(default=None, max_length=0, description="Not served")


class FacetValue(Model):
    name: str
    label: str
    count: int


class Facet(Model):
    label: str
    values: list[FacetValue]


class SearchOut(Model):
    limit: int
    offset: int
    total: Total
    results: list[EntityOut]
    facets: dict[str, Facet]
    complete: bool


class Dataset(Model):
    name: str
    title: str
    version: str
    load: bool
    index_current: bool
    children: list[str]


class Catalog(Model):
    datasets: list[Dataset]
    current: list[str]
    outdated: list[str] = []
    index_stale: bool = False


class Algorithm(Model):
    name: str
    description: str
    features: dict[str, dict[str, str]]
    docs: dict[str, dict[str, str]]


class Algorithms(Model):
    algorithms: list[Algorithm]
    default: str
    best: str
