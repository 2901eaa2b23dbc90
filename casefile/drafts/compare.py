"""Two officers wrote the same record: which fields differ, and the record that the second one's choices make. Pure.

Three are compared: what both began with (`base`), what stands now (`theirs`), what was typed (`mine`). A field that one
of the two changed is theirs or mine without a question; one that both changed, otherwise, is asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any

from casefile.policy.cases.offences import Offences
from casefile.records import RecordDraft, RecordView
from casefile.subjects.identity import Identity


class Pick(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Part:
    """What is chosen as one: fields that make sense only with each other. `where` is the part of a draft they are of.

    `joins` puts two values together where both can stand; None where there is one answer only.
    """

    name: str
    where: str
    fields: tuple[str, ...]
    joins: Callable[[Any, Any], Any] | None = None

    def of(self, draft: RecordDraft) -> tuple[Any, ...]:
        return tuple(getattr(_whole(draft, self.where), name) for name in self.fields)


def _each_once(one: Sequence[Any], other: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys([*one, *other]))


def _texts(one: str, other: str) -> str:
    """Both texts, the second below the first; one that holds the other stands for both."""
    if other in one:
        return one
    return other if one in other else f"{one}\n{other}"


PARTS: tuple[Part, ...] = (
    Part("case", "", ("case_id",)),
    Part("offences", "", ("offences",), Offences.and_of),
    Part("names", "identity", ("names",), _each_once),
    Part("subject_category", "rules", ("subject_category",)),
    Part("suspicion_note", "", ("suspicion_note",), _texts),
    Part("identifiers", "identity", ("identifiers",), _each_once),
    Part("dates", "identity", ("dates",), _each_once),
    Part("sex", "identity", ("sex",)),
    Part("nationalities", "identity", ("nationalities",), _each_once),
    Part("facts", "identity", ("facts",)),
    Part("places", "identity", ("places",), _each_once),
    Part("narrative", "identity", ("narrative",), _texts),
    Part("grades", "rules", ("source_grade", "info_grade")),
    Part("opinion", "", ("fact_or_opinion",)),
    Part("purpose", "rules", ("purpose",)),
    Part("legal_basis", "rules", ("legal_basis",)),
    Part("handling", "rules", ("handling", "handling_text")),
    Part("sharing", "rules", ("sharing", "sharing_units", "notify")),
    Part("protection", "rules", ("protection",), _each_once),
)
"""In the order of the page. A test asks that every field of a draft is in one of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A part that at least one of the two changed."""

    part: Part
    base: tuple[Any, ...]
    mine: tuple[Any, ...]
    theirs: tuple[Any, ...]

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What can be chosen; nothing where one of the two changed it, or both alike."""
        if self.mine == self.theirs or self.base in (self.mine, self.theirs):
            return ()
        return tuple(Pick) if self.part.joins else (Pick.MINE, Pick.THEIRS)

    @property
    def settled(self) -> tuple[Any, ...]:
        """What stands without a question."""
        return self.theirs if self.mine == self.base else self.mine

    def value(self, pick: Pick | None) -> tuple[Any, ...]:
        if not self.picks:
            return self.settled
        if pick is Pick.BOTH and self.part.joins:
            return tuple(self.part.joins(one, other) for one, other in zip(self.theirs, self.mine, strict=True))
        return self.mine if pick is Pick.MINE else self.theirs


def draft_of(view: RecordView) -> RecordDraft:
    """An opened record as its unit would type it again."""
    return RecordDraft(
        identity=view.identity,
        case_id=view.line.case_id or "",
        rules=view.rules,
        origin_ref=view.line.origin_ref,
        suspicion_note=view.suspicion_note,
        fact_or_opinion="opinion" if view.fact_or_opinion == "opinion" else "fact",
        offences=view.offences,
    )


def added(record: Identity, typed: Identity) -> Identity:
    """A record with what was typed about the same subject: every value of both, and the record's answer where there is
    one answer only."""
    found = record
    for part in PARTS:
        if part.where == "identity":
            for name in part.fields:
                held, new = getattr(record, name), getattr(typed, name)
                found = replace(found, **{name: part.joins(held, new) if part.joins else held or new})
    return found


def rows(base: RecordDraft, mine: RecordDraft, theirs: RecordDraft) -> list[Row]:
    """The parts that either changed, in the order of the page."""
    three = ((part, part.of(base), part.of(mine), part.of(theirs)) for part in PARTS)
    return [Row(*one) for one in three if not one[1] == one[2] == one[3]]


def unanswered(found: Sequence[Row], picks: Mapping[str, Pick]) -> list[Row]:
    """The rows that ask for a choice and got none."""
    return [row for row in found if row.picks and picks.get(row.part.name) not in row.picks]


def joined(mine: RecordDraft, found: Sequence[Row], picks: Mapping[str, Pick]) -> RecordDraft:
    """What was typed, with the fields of the other where they were chosen or the other alone changed them."""
    draft = mine
    for row in found:
        values = dict(zip(row.part.fields, row.value(picks.get(row.part.name)), strict=True))
        if row.part.where:
            values = {row.part.where: replace(attrgetter(row.part.where)(draft), **values)}
        draft = replace(draft, **values)
    return draft


def _whole(draft: RecordDraft, where: str) -> object:
    return getattr(draft, where) if where else draft
