"""What an officer says of a table: which sheets, what each column is, and what holds for every row."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from casefile.errors import BadInput
from casefile.exchange.workbooks.columns import Column
from casefile.exchange.workbooks.guessing import guess
from casefile.exchange.workbooks.reading import MAX_ROWS, Sheet
from casefile.policy.handling import Rules
from casefile.vocabulary import InfoGrade, Purpose, RecordKind, SourceGrade, SubjectCategory

KINDS = (
    RecordKind.PERSON, RecordKind.ORGANISATION, RecordKind.VEHICLE, RecordKind.VESSEL, RecordKind.PHONE,
    RecordKind.ACCOUNT, RecordKind.TRAVEL_DOCUMENT, RecordKind.EVENT,
)  # fmt: skip
"""What a row may be a record of; a place or a report is no row of a table."""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """`header` as of a guess; a sheet that is not `used` is left out."""

    header: int
    columns: tuple[Column, ...]
    kind: RecordKind
    used: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for every row. As watches: `ground` is theirs, and `watchlist` names their list."""

    case_id: str = ""
    as_watches: bool = False
    category: SubjectCategory | None = None
    ground: str = ""
    legal_basis: str = ""
    purpose: Purpose | None = None
    source_grade: SourceGrade | None = None
    info_grade: InfoGrade | None = None
    watchlist: str = ""

    def rules(self) -> Rules:
        """The rules of a row that says nothing of its own."""
        return Rules(
            purpose=self.purpose,
            legal_basis=self.legal_basis,
            subject_category=self.category,
            source_grade=self.source_grade,
            info_grade=self.info_grade,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it. `headers` are those of each sheet, by which a saved mapping is found again."""

    sheets: tuple[SheetPlan, ...]
    said: Said = field(default_factory=Said)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        said = {name: getattr(self.said, name) for name in Said.__slots__}
        sheets = [
            {"header": s.header, "columns": list(s.columns), "kind": s.kind.value, "used": s.used} for s in self.sheets
        ]
        return {"sheets": sheets, "said": {name: value for name, value in said.items() if value}}

    @staticmethod
    def from_json(kept: Any) -> "Plan":
        """The plan as it was kept."""
        sheets = tuple(
            SheetPlan(s["header"], tuple(map(Column, s["columns"])), RecordKind(s["kind"]), s["used"])
            for s in kept["sheets"]
        )
        words: dict[str, Any] = {
            "category": SubjectCategory, "purpose": Purpose, "source_grade": SourceGrade, "info_grade": InfoGrade,
        }  # fmt: skip
        said: dict[str, Any] = {
            name: words[name](value) if name in words else value for name, value in kept["said"].items()
        }
        return Plan(sheets, Said(**said))


def proposed(sheets: Sequence[Sheet], mappings: Sequence[Plan] = ()) -> Plan:
    """What the table is taken for: as the newest saved mapping of the same columns says, else by guessing."""
    guessed = tuple(SheetPlan(g.header, g.columns, g.kind) for g in (guess(sheet.rows) for sheet in sheets))
    widths = [len(sheet.columns) for sheet in guessed]
    for kept in mappings:
        if [len(sheet.columns) for sheet in kept.sheets] == widths:
            return kept
    return Plan(guessed)


def check(plan: Plan, sheets: Sequence[Sheet]) -> None:
    """Raises BadInput where the plan cannot be that of these sheets, or names nothing to bring in."""
    if len(plan.sheets) != len(sheets):
        raise BadInput("This mapping is of another table: the sheets differ.", field="mapping")
    used = [sheet for sheet in plan.sheets if sheet.used]
    if not any(set(sheet.columns) - {Column.LEAVE, Column.KEY} for sheet in used):
        raise BadInput("Say of at least one column what it is.", field="columns")
    for sheet in used:
        if sheet.columns.count(Column.KEY) > 1:
            raise BadInput("Only one column can be the unit's own number.", field="columns")
        if not -1 <= sheet.header < MAX_ROWS or sheet.kind not in KINDS:
            raise BadInput("Say of at least one column what it is.", field="columns")


def with_basis(rules: Rules, basis: str) -> Rules:
    """The rules with the case's legal basis, where they state none."""
    return replace(rules, legal_basis=basis)
