"""What the style guide shows its macros with: a form, a list and a person, all invented; nothing is read or stored."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, StringField

from casefile.lists import Asked, Shown
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, Handling, IdentifierKind, NameKind, PlaceKind, RecordKind
from portal.forms.base import PageForm
from portal.forms.fields import TickList
from portal.pages.lists.pattern import Listing, ListPage
from portal.pages.lists.tables import NAME_PAIRS
from portal.show.filters import word

PERSON = Identity(
    kind=RecordKind.PERSON,
    names=(Name("Awa Exemple", NameKind.MAIN),),
    dates=(PartialDate(DateKind.BIRTH, "1990"),),
    identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 000 00 00"),),
    places=(Place(PlaceKind.BIRTH, "Saint-Louis"),),
)


class StyleForm(PageForm):
    """One field of each look; `purpose` is named after a term, so that its mark stands beside it."""

    purpose = StringField("ui.field · ui.star · ui.row_number")
    style_tick = BooleanField("ui.tick")
    style_ticks = TickList("ui.ticks", validate_choice=False)


def form() -> StyleForm:
    made = StyleForm()
    made.style_ticks.choices = [(one.value, word(one)) for one in Handling]
    return made


def a_list() -> Listing[Any]:
    """The second of three pages of a list; to find in it leads to that list's own page."""
    of: ListPage[Any] = replace(NAME_PAIRS, before="style_")
    return Listing(of, Asked(page=2), Shown(("one",), 45, 2, 3, "newest"), False)
