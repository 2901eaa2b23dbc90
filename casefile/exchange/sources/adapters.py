"""The lists Griot reads, as a table: who publishes each, what comes in under which rules, and which reader it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casefile import limits
from casefile.errors import BadInput
from casefile.exchange.ftm.convert import held_of
from casefile.exchange.ftm.read import read_file
from casefile.exchange.incoming import FileRead, ImportReport, Progress
from casefile.exchange.sources import documents, interpol, opensanctions, un_list
from casefile.policy.handling import Rules
from casefile.policy.network.sources import OWN_LIST
from casefile.vocabulary import Handling, InfoGrade, Purpose, Sharing, SourceGrade, SubjectCategory

Reader = Callable[[Path, ImportReport, Progress], FileRead]

PUBLIC = Rules(
    purpose=Purpose.WARN,
    source_grade=SourceGrade.A,
    info_grade=InfoGrade.KNOWN_TO_SOURCE,
    handling=Handling.H3,
    handling_text="A public list: free for use.",
    sharing=Sharing.FULL,
)
"""A list that anybody may read, published by whoever answers for it."""
NOTICE = Rules(
    purpose=Purpose.LOCATE_WANTED,
    source_grade=SourceGrade.A,
    info_grade=InfoGrade.KNOWN_TO_SOURCE,
    handling=Handling.H3,
    handling_text="A public notice: no arrest without the request behind it. Ask the National Central Bureau.",
    sharing=Sharing.FULL,
)
COLLECTED = Rules(
    purpose=Purpose.WARN,
    source_grade=SourceGrade.B,
    info_grade=InfoGrade.KNOWN_TO_SOURCE,
    handling=Handling.H3,
    handling_text="Collected from public lists: check with the one that is named.",
    sharing=Sharing.FULL,
)
"""Put together by a third party from the lists of many."""
PAPERS = Rules(
    purpose=Purpose.BORDER_CONTROL,
    source_grade=SourceGrade.A,
    info_grade=InfoGrade.NOT_IN_DOUBT,
    handling=Handling.H0,
    sharing=Sharing.FULL,
)


@dataclass(frozen=True, slots=True)
class Home:
    """The unit that a public list's records belong to: nobody works in it."""

    code: str
    name: str
    desk: str
    country: str = "UN"


@dataclass(frozen=True, slots=True)
class Adapter:
    """One list. `home` None: its records are those of the unit that brings it, named with each import."""

    kind: str
    name: str
    publisher: str
    licence: str
    cadence: str
    coverage: str
    read: Reader
    rules: Rules
    note: str
    """Ground of suspicion of whom it accuses."""
    case: str
    """Reference of the case of entries that name no group of their own."""
    basis: str
    """Legal basis; `%s` stands for the group."""
    home: Home | None = None
    adopts: bool = False
    """Its home holds nothing else: what is there without a source came from it."""

    def said(self) -> dict[str, str]:
        """What is kept of it with the source."""
        return {
            "name": self.name, "kind": self.kind, "publisher": self.publisher, "licence": self.licence,
            "cadence": self.cadence, "coverage": self.coverage,
        }  # fmt: skip


UN_HOME = Home("UN-INTERPOL", "UN / INTERPOL special notices", "INTERPOL National Central Bureau")
NOTICES = Home("INTERPOL", "INTERPOL public notices", "INTERPOL National Central Bureau")

ADAPTERS: Mapping[str, Adapter] = {
    one.kind: one
    for one in (
        Adapter(
            "un", "UN Security Council consolidated list", "United Nations Security Council", "Public; name the source",
            "whenever a committee decides, some times a month", "persons and entities under sanctions",
            un_list.read, PUBLIC, "Listed by the United Nations Security Council.", "UN",
            "United Nations Security Council sanctions, %s list", UN_HOME, adopts=True,
        ),
        Adapter(
            "interpol-red", "INTERPOL red notices", "INTERPOL", "Public extract; terms of use of INTERPOL",
            "daily", "persons sought for arrest whose notice is public",
            interpol.red, NOTICE, "Subject of a public red notice of INTERPOL.", "Red notices",
            "Request of the country named in the notice", NOTICES,
        ),
        Adapter(
            "interpol-yellow", "INTERPOL yellow notices", "INTERPOL", "Public extract; terms of use of INTERPOL",
            "daily", "missing persons whose notice is public",
            interpol.yellow, NOTICE, "", "Yellow notices", "Request of the country named in the notice", NOTICES,
        ),
        Adapter(
            "opensanctions", "OpenSanctions", "OpenSanctions", "CC BY-NC 4.0, or a licence of one's own",
            "daily", "persons and entities of public lists of many countries",
            opensanctions.read, COLLECTED, "Named by a public list; see the text.", "OpenSanctions",
            "Public lists, as collected by OpenSanctions",
            Home("OPENSANCTIONS", "OpenSanctions: public lists", "Coordination office"),
        ),
        Adapter(
            "sltd", "Stolen and lost travel documents", "The issuing authority", "Police use only",
            "as documents are reported", "documents that their own country has declared invalid",
            documents.read, PAPERS, "", "Stolen and lost documents",
            "Declared stolen, lost or invalid by the issuing authority",
        ),
    )
}  # fmt: skip
"""By kind, as `griot import KIND FILE` has it. A unit's own list in FollowTheMoney is `own_list`."""


def own_list(
    name: str, unit: str, rules: Rules, *, note: str, case: str, category: SubjectCategory, said: Mapping[str, str]
) -> Adapter:
    """A unit's own list in FollowTheMoney, on the terms its import states. `said` is what is known of it besides:
    licence, cadence, coverage."""
    name = name.strip()
    if not name:
        raise BadInput("Name the list.", field="list")
    limits.check_length(name, limits.WATCHLIST_NAME, "list")
    if name in {one.name for one in ADAPTERS.values()}:
        raise BadInput("Another list is called so. Choose another name.", field="list")

    def read(path: Path, report: ImportReport, progress: Progress) -> FileRead:
        entities = read_file(path, report, progress)
        return FileRead(held_of(entities, category, report), refs=frozenset(entities))

    return Adapter(
        OWN_LIST, name, unit, said.get("licence", ""), said.get("cadence", ""), said.get("coverage", ""),
        read, rules, note, case, rules.legal_basis,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever imports says of a file. `as_of` is its date where it carries none."""

    older: bool = False
    """Also if a newer one came in before."""
    shrink: bool = False
    """Also if much of the list is missing in it."""
    delta: bool = False
    """It says only what has changed: what it lacks stays."""
    as_of: datetime | None = None
