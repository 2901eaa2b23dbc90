"""What an import has read, before it becomes records or watches; and the report of what became of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from casefile.errors import BadInput
from casefile.exchange.ftm.envelope import Stated
from casefile.policy.network.sources import Refusal
from casefile.subjects.identity import Identity
from casefile.vocabulary import Json, LinkRole, SubjectCategory

Progress = Callable[[str, int, int], None]
"""Takes (what is being done, how much of it, out of how much)."""

MAX_PROBLEMS = 20
"""A file with more faults than this is not read further: the first ones say what kind of file it is."""


@dataclass(frozen=True, slots=True)
class IncomingLink:
    """That this thing plays a part in another one of the same file."""

    to_ref: str
    role: LinkRole
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing read from a file, under the id it carries there. `group` names its case, where the file has such."""

    ref: str
    line: int
    identity: Identity
    category: SubjectCategory = SubjectCategory.NONE
    group: str = ""
    links: tuple[IncomingLink, ...] = ()
    topics: tuple[str, ...] = ()
    """What a list names it for, in the words of FollowTheMoney."""
    referents: tuple[str, ...] = ()
    """Ids it had before its source found them to be one."""
    issuer: str = ""
    """The country whose word alone counts for it; empty: anybody's does."""
    review_at: datetime | None = None
    """When its source looks at it again; None: it says nothing of that."""
    stated: Stated | None = None
    """What the Griot that it comes from stated of it: rules, ground, case."""


MAX_FAULTS = 1000
"""So many are named at once; `not_held` counts them all."""
MAX_KEPT_IDS = 20
"""So many are named; the page of each shows the difference to its unit."""


@dataclass(slots=True)
class ImportReport:
    """What an import did. `not_held` counts, by name, what the file said and Griot has no place for.

    `wide` counts watches that find nothing, too much or what everybody holds: they are in, and marked. `kept` counts
    those of which an officer's word stands against the file's; `kept_ids` are the first of their ids at the source.
    `withdrawn` counts what no longer stands on its list, `relisted` what stands there again. `faults` name, with its
    line, a value that cannot be what it is given for: it stands in the text, and the entry comes in without it.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    kept: int = 0
    wide: int = 0
    links: int = 0
    withdrawn: int = 0
    relisted: int = 0
    withdrawn_ids: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kept_ids: list[str] = field(default_factory=list)
    not_held: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def fault(self, line: int, ref: str, what: str) -> None:
        """Name a value that cannot be what it is given for."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(f"line {line}: {ref}: {what}")

    def as_json(self) -> dict[str, Json]:
        """The figures first, in the order people read them."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "kept": self.kept,
            "wide": self.wide,
            "links": self.links,
            "withdrawn": self.withdrawn,
            "relisted": self.relisted,
            "withdrawn_ids": list(self.withdrawn_ids),
            "faults": list(self.faults),
            "kept_ids": list(self.kept_ids),
            "not_held": dict(sorted(self.not_held.items())),
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a reader made of a file. `as_of` is the date it carries; `refs` are all ids in it, held or not."""

    found: list[Incoming]
    as_of: datetime | None = None
    delta: bool = False
    """It says only what changed, and what left: `removed`."""
    removed: frozenset[str] = frozenset()
    refs: frozenset[str] = frozenset()
    part: str = ""
    """Why it cannot be all of the list; empty: it may be."""


class ListRefused(BadInput):
    """A file of a list that is sound, and not imported unless somebody insists. `report` says how far reading came,
    `said` what the sentence of each place needs: dates, counts."""

    def __init__(self, message: str, refusal: Refusal, report: "ImportReport", **said: str | int) -> None:
        super().__init__(message, field="file", **said)
        self.refusal, self.report, self.said = refusal, report, said


class FileRefused(BadInput):
    """The file as a whole is refused: nothing of it was written. `report` says how far reading came and why."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(
            "Nothing was imported. %(problems)s. Correct the file, or fetch it again, and repeat the import.",
            problems="; ".join(report.problems[:MAX_PROBLEMS]),
        )
        self.report = report


def refuse_if_faulty(report: ImportReport) -> None:
    """Raises FileRefused when the report holds any problem: all of the file is right, or none of it counts."""
    if report.problems:
        raise FileRefused(report)


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress of somebody who is not watching."""


def unreadable(path: Path, error: OSError) -> BadInput:
    """What to say of a file that the system does not give out."""
    return BadInput(
        "%(path)s cannot be read (%(reason)s). Check the path and its permissions.",
        field="file",
        path=path,
        reason=error.strerror or error,
    )
