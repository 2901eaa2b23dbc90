"""Two versions of a record side by side: each part that differs, with its values as pages show them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from casefile.drafts.compare import Pick, Row
from portal.show.filters import code, country, partial_date, value, word
from portal.web.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers of a row. `pick` is what the form sends for it."""

    pick: str
    values: tuple[Markup, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the page. `sides` is empty where nothing is asked: then `settled` stands."""

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
_WORTH: Mapping[str, str] = {"fact": _("A fact"), "opinion": _("An assessment, not a fact")}


def _values(read: Read, values: tuple[Any, ...]) -> tuple[Markup, ...]:
    return tuple(read(*values))


def _words(*items: Any) -> list[Markup]:
    return [value(word(item)) for item in items if item]


def _text(text: str) -> list[Markup]:
    return [value(text)] if text else []


def _labelled(kind: Any, content: Markup) -> Markup:
    return Markup("{}: {}").format(word(kind), content)


PARTS: Mapping[str, tuple[str, Read]] = {
    "case": (_("Case"), lambda case_id: [value(case_id[:8])]),
    "names": (_("Names"), lambda names: [_labelled(one.kind, value(one.text)) for one in names]),
    "subject_category": (_("In the case"), _words),
    "suspicion_note": (_("Ground of suspicion"), _text),
    "identifiers": (_("Numbers"), lambda many: [_labelled(one.kind, code(one.value)) for one in many]),
    "dates": (_("Dates"), lambda many: [_labelled(one.kind, partial_date(one)) for one in many]),
    "sex": (_("Sex"), _words),
    "nationalities": (_("Nationality"), lambda many: [value(country(one)) for one in many]),
    "places": (_("Places"), lambda many: [_labelled(one.kind, value(one.text)) for one in many]),
    "facts": (_("Details"), lambda many: [_labelled(one.kind, value(one.value)) for one in many]),
    "narrative": (_("Text"), _text),
    "grades": (_("Source and information"), _words),
    "opinion": (_("Fact or assessment"), lambda said: [value(str(_WORTH[said]))]),
    "purpose": (_("Purpose"), _words),
    "legal_basis": (_("Legal basis"), _text),
    "handling": (_("Handling"), lambda handling, text: _words(handling) + _text(text)),
    "sharing": (_("Other units may know"), lambda sharing, units, notify: _words(sharing, notify)),
    "protection": (_("Protected"), lambda many: _words(*many)),
}
"""How each part of `casefile.drafts.compare.PARTS` is called and shown."""
