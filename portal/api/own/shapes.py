"""Records, watches and pointers as they go over the wire; and between that and what the actions take."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from casefile.errors import BadInput
from casefile.people.units import UnitView
from casefile.policy.handling import Rules
from casefile.policy.sharing import EVERY_UNIT
from casefile.storage import tables
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    FactKind,
    Handling,
    IdentifierKind,
    InfoGrade,
    NameKind,
    Notify,
    PlaceKind,
    Protection,
    Purpose,
    RecordKind,
    Sex,
    Sharing,
    SourceGrade,
    SubjectCategory,
)
from portal.api.operation import Model

MOST = 200
"""Lines of one page."""
Country = Annotated[str, Field(pattern="^[A-Za-z]{2}$")]
Short = Annotated[str, Field(max_length=400)]


class NameIn(Model):
    text: Short
    kind: NameKind = NameKind.MAIN
    lang: Annotated[str, Field(max_length=20)] | None = None


class IdentifierIn(Model):
    kind: IdentifierKind
    value: Short
    country: Country | None = None


class DateIn(Model):
    kind: DateKind
    value: Annotated[str, Field(max_length=10)] = Field(description="1984, 1984-03 or 1984-03-12")
    until: Annotated[str, Field(max_length=10)] | None = None
    circa: bool = False


class PlaceIn(Model):
    kind: PlaceKind
    text: Short
    country: Country | None = None


class FactIn(Model):
    kind: FactKind
    value: Short


class Subject(Model):
    """Who or what it is: all that may tell one apart."""

    kind: RecordKind
    names: list[NameIn] = Field(default=[], max_length=300)
    identifiers: list[IdentifierIn] = Field(default=[], max_length=300)
    dates: list[DateIn] = Field(default=[], max_length=300)
    places: list[PlaceIn] = Field(default=[], max_length=300)
    sex: Sex | None = None
    nationalities: list[Country] = Field(default=[], max_length=50)
    narrative: str = ""
    facts: list[FactIn] = Field(default=[], max_length=50)

    def identity(self) -> Identity:
        return Identity(
            kind=self.kind,
            names=tuple(Name(one.text, one.kind, one.lang) for one in self.names),
            identifiers=tuple(Identifier(o.kind, o.value, _upper(o.country)) for o in self.identifiers),
            dates=tuple(PartialDate(o.kind, o.value, o.until, o.circa) for o in self.dates),
            places=tuple(Place(o.kind, o.text, _upper(o.country)) for o in self.places),
            sex=self.sex,
            nationalities=tuple(one.upper() for one in self.nationalities),
            narrative=self.narrative,
            facts=tuple(Fact(o.kind, o.value) for o in self.facts),
        )

    @classmethod
    def of(cls, identity: Identity) -> "Subject":
        return cls.model_validate(identity, from_attributes=True)


class Ruled(Model):
    """Why it is held, how good it is, who may know of it. What is left out is as the entry form has it."""

    purpose: Purpose | None = None
    legal_basis: Annotated[str, Field(max_length=2000)] = ""
    subject_category: SubjectCategory | None = None
    source_grade: SourceGrade | None = None
    info_grade: InfoGrade | None = None
    handling: Handling = Handling.H2
    handling_text: Annotated[str, Field(max_length=2000)] = ""
    sharing: Sharing = Sharing.POINTER
    sharing_units: list[Annotated[str, Field(max_length=40)]] = Field(
        default=[], max_length=200, description="Codes; none: all"
    )
    notify: Notify = Notify.MUTUAL
    protection: list[Protection] = Field(default=[], max_length=10)

    def rules(self, units: Mapping[str, UnitView]) -> Rules:
        """Raises BadInput for a code that is no unit's."""
        ids = {unit.code: unit.id for unit in units.values()}
        if unknown := [code for code in self.sharing_units if code not in ids]:
            raise BadInput("There is no unit %(code)s.", field="rules/sharing_units", code=unknown[0])
        return Rules(
            purpose=self.purpose, legal_basis=self.legal_basis, subject_category=self.subject_category,
            source_grade=self.source_grade, info_grade=self.info_grade, handling=self.handling,
            handling_text=self.handling_text, sharing=self.sharing,
            sharing_units=tuple(ids[code] for code in self.sharing_units) or (EVERY_UNIT,), notify=self.notify,
            protection=tuple(self.protection),
        )  # fmt: skip

    @classmethod
    def of(cls, rules: Rules, units: Mapping[str, UnitView]) -> "Ruled":
        codes = [units[id].code for id in rules.sharing_units if id in units]
        said = {name: getattr(rules, name) for name in cls.model_fields if name != "sharing_units"}
        return cls.model_validate({**said, "protection": list(rules.protection), "sharing_units": codes})


class RecordIn(Model):
    case: Annotated[str, Field(max_length=80)] = Field(description="Reference of an open case of the unit")
    subject: Subject
    rules: Ruled = Ruled()
    source_id: Annotated[str, Field(max_length=200)] | None = Field(
        default=None,
        description="The id it has where it comes from: sent again it becomes a new version, or changes nothing",
    )
    suspicion_note: str = ""


class RecordAmended(RecordIn):
    version: int = Field(ge=1, le=2**31 - 1, description="The version that was read")
    change_note: Annotated[str, Field(max_length=2000)] = ""


class Stored(Model):
    id: str
    version: int


class Reasoned(Model):
    reason: Annotated[str, Field(max_length=5000)]


class RecordOut(Model):
    """Of another unit's record what its unit lets be read; what is not known to the reader is null or absent."""

    id: str
    version: int
    unit: str
    own: bool
    state: str
    case: str | None
    source_id: str | None
    entered_at: datetime | None
    subject: Subject
    rules: Ruled | None = None


class RecordList(Model):
    records: list[RecordOut]
    limit: int
    offset: int
    more: bool


class CaseOut(Model):
    id: str
    reference: str
    title: str


class CaseList(Model):
    cases: list[CaseOut]


class WatchIn(Model):
    subject: Subject
    ground: Annotated[str, Field(max_length=5000)]
    watchlist: Annotated[str, Field(max_length=200)] = "Watchlist"
    case: Annotated[str, Field(max_length=80)] | None = None
    expires_on: date | None = Field(default=None, description="Its last day, at most 12 months ahead")
    rules: Ruled = Ruled()
    source_id: Annotated[str, Field(max_length=200)] | None = None


class WatchAmended(WatchIn):
    version: int = Field(ge=1, le=2**31 - 1)
    change_note: Annotated[str, Field(max_length=2000)] = ""


class WatchOut(Model):
    id: str
    version: int
    state: str
    watchlist: str
    case: str | None
    ground: str
    expires_on: date
    source_id: str | None
    pointers: int
    subject: Subject
    rules: Ruled


class WatchList(Model):
    watches: list[WatchOut]
    limit: int
    offset: int
    more: bool


class Page(Model):
    limit: int = Field(default=50, ge=1, le=MOST)
    offset: int = Field(default=0, ge=0, le=1_000_000)


class RecordPage(Page):
    case: Annotated[str, Field(max_length=80)] = ""
    kind: RecordKind | None = None


class Leaving(Model):
    case: Annotated[str, Field(max_length=80)] = Field(
        default="", description="One case by its reference; without: all"
    )


class NetworkAsked(Leaving):
    format: Literal["gexf", "graphml"] = "gexf"


class FeedPage(Model):
    limit: int = Field(default=50, ge=1, le=MOST)
    after: Annotated[str, Field(pattern="^[0-9]{1,17}-[0-9a-f]{32}$")] | None = Field(
        default=None, description="The `after` of the last answer: what came since. None: from the first on"
    )


class PointerOut(Model):
    """What the unit is told of a hit: which unit, which desk, which reference; and its own side."""

    id: str
    reference: str
    unit: str
    country: str
    desk: str
    own: str = Field(description="record or watch")
    own_id: str
    sent_at: datetime
    recalled: bool
    asks: bool = Field(description="The other unit learns nothing before this one has agreed, at the portal")
    answer: str


class PointerFeed(Model):
    pointers: list[PointerOut]
    after: str | None = Field(description="Give this as `after` for what comes next")
    more: bool


def end_of(day: date | None) -> datetime | None:
    """The end of a watch's last day."""
    if day is None:
        return None
    today = tables.now()
    last = today.replace(hour=23, minute=59, second=0, microsecond=0)
    try:
        return last + timedelta(days=(day - today.date()).days)
    except OverflowError as error:
        raise BadInput("This is no day that can be counted to.", field="expires_on") from error


def _upper(country: str | None) -> str | None:
    return country.upper() if country else None
