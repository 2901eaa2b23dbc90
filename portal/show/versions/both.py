"""Two versions of a record side by side: each part that differs, with its values as pages show them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from casefile.drafts.compare import Pick, Row
from portal.show.filters import value
from portal.show.versions import values
from portal.web.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers of a row. `pick` is what the form sends for it."""

    pick: str
    values: tuple[Markup, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the page. Where nothing is asked there are no sides: then `settled` stands."""

    name: str
    label: str
    base: tuple[Markup, ...]
    settled: tuple[Markup, ...]
    by_me: bool
    mine: Side | None = None
    theirs: Side | None = None
    both: Side | None = None


def shown(rows: Sequence[Row], picks: Mapping[str, Pick], cases: Mapping[str, str]) -> list[Shown]:
    """Those that ask come first. `cases` are the words of the unit's cases, by id."""
    return sorted((_shown(row, picks.get(row.part.name), cases) for row in rows), key=lambda one: one.mine is None)


def _shown(row: Row, chosen: Pick | None, cases: Mapping[str, str]) -> Shown:
    label, read = PARTS[row.part.name]
    if row.part.name == "case":
        read = lambda case_id: [value(cases.get(case_id, case_id[:8]))]  # noqa: E731

    def side(pick: Pick) -> Side | None:
        return Side(pick.value, _values(read, row.value(pick)), chosen is pick) if pick in row.picks else None

    return Shown(
        row.part.name, str(label), _values(read, row.base), _values(read, row.settled), row.mine != row.base,
        side(Pick.MINE), side(Pick.THEIRS), side(Pick.BOTH),
    )  # fmt: skip


Read = Callable[..., list[Markup]]


def _values(read: Read, held: tuple[Any, ...]) -> tuple[Markup, ...]:
    return tuple(read(*held))


PARTS: Mapping[str, tuple[str, Read]] = {
    "case": (_("Case"), lambda case_id: [value(case_id[:8])]),
    "offences": (_("Offences"), lambda about: values.words(*about.kinds, *about.forms)),
    "names": (_("Names"), values.names),
    "subject_category": (_("In the case"), values.words),
    "suspicion_note": (_("Ground of suspicion"), values.text),
    "identifiers": (_("Numbers"), values.numbers),
    "dates": (_("Dates"), values.dates),
    "sex": (_("Sex"), values.words),
    "nationalities": (_("Nationality"), values.countries),
    "places": (_("Places"), values.places),
    "facts": (_("Details"), values.facts),
    "narrative": (_("Text"), values.text),
    "grades": (_("Source and information"), values.words),
    "opinion": (_("Fact or assessment"), values.worth),
    "purpose": (_("Purpose"), values.words),
    "legal_basis": (_("Legal basis"), values.text),
    "handling": (_("Handling"), values.handling),
    "sharing": (_("Other units may know"), values.sharing),
    "protection": (_("Protected"), lambda many: values.words(*many)),
}
"""How each part of `casefile.drafts.compare.PARTS` is called and shown."""
