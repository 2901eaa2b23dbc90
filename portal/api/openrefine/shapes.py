"""What the protocol sends and reads (reconciliation API 0.2, W3C community group, final report of 10 April 2023)."""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter, field_validator

from portal.api.operation import Model

MOST_QUERIES, MOST_RESULTS, MOST_IDS = 50, 100, 100
Text = Annotated[str, Field(max_length=2000)]


class PropertyValue(Model):
    pid: Annotated[str, Field(max_length=80)]
    v: Any = Field(description="A text, a number, an entity with its name, or a list of these")

    def values(self) -> list[str]:
        """As texts; of an entity its name."""
        many = self.v if isinstance(self.v, list) else [self.v]
        named = [one.get("name") or one.get("id") if isinstance(one, dict) else one for one in many]
        return [str(one)[:2000] for one in named if isinstance(one, str | int | float) and not isinstance(one, bool)]


class Query(Model):
    """One query of a batch."""

    query: Text = ""
    type: list[Annotated[str, Field(max_length=80)]] = []
    limit: int = Field(default=5, ge=1, le=MOST_RESULTS)
    properties: list[PropertyValue] = Field(default=[], max_length=50)

    @field_validator("type", mode="before")
    @classmethod
    def _one_or_many(cls, given: object) -> object:
        """A type may stand alone, and as an object with its id."""
        many = given if isinstance(given, list) else [given] if given else []
        return [one.get("id") if isinstance(one, dict) else one for one in many]


class Extension(Model):
    """Which properties are wanted of which records."""

    ids: list[Annotated[str, Field(max_length=80)]] = Field(max_length=MOST_IDS)
    properties: list["Wanted"] = Field(max_length=50)


class Wanted(Model):
    id: Annotated[str, Field(max_length=80)]


QUERIES: TypeAdapter[dict[str, Query]] = TypeAdapter(
    Annotated[dict[str, Query], Field(min_length=1, max_length=MOST_QUERIES)]
)
EXTENSION: TypeAdapter[Extension] = TypeAdapter(Extension)


class Form(Model):
    """What is posted: `queries` or `extend`, each as JSON in a field of a form. Without either, the manifest."""

    queries: str | None = Field(default=None, description="A batch of queries, as JSON")
    extend: str | None = Field(default=None, description="Properties wanted of records, as JSON")


class Prefix(Model):
    prefix: Annotated[str, Field(max_length=200)] = ""
    cursor: int = Field(default=0, ge=0, le=1000)


class OfType(Model):
    type: Annotated[str, Field(max_length=80)] = "Person"
    limit: int = Field(default=50, ge=1, le=200)


class OfRecord(Model):
    id: Annotated[str, Field(max_length=80)] = ""


class Named(Model):
    id: str
    name: str
    description: str | None = None


class Candidates(Model):
    """A result for each query of the batch, under its key; or the manifest, or a data extension."""


class Framed(Model):
    """A small page, for a frame."""


class Suggested(Model):
    result: list[Named]


class Proposed(Model):
    type: str
    limit: int
    properties: list[Named]
