"""The form of a case record: its fields, and which of them each kind of record shows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from casefile import vocabulary as v
from casefile.subjects.cleaning import COUNTED, MAX_PARTS
from casefile.subjects.facts import FACTS
from portal.forms import link_roles
from portal.forms.base import PageForm, Rows
from portal.show.filters import word
from portal.show.labels import WORDS
from portal.web.i18n import lazy_gettext as _
from portal.web.numbers import version_seen

BLANK_ROWS = 1
"""A person fits three screens of a phone; what more is known is a press away."""
MORE_ROWS = 2
"""A press on *more* gives so many, without a script a page each."""
MAX_ROWS = MAX_PARTS
"""Rows of one kind in a form: as many as a record may hold, so that amending loses none."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the form asks of one kind of record. The first of each list is what a blank row proposes."""

    names: bool = False
    identifiers: tuple[v.IdentifierKind, ...] = ()
    dates: tuple[v.DateKind, ...] = ()
    places: tuple[v.PlaceKind, ...] = ()
    facts: tuple[v.FactKind, ...] = ()
    person: bool = False
    text_first: bool = False


_I, _D, _P = v.IdentifierKind, v.DateKind, v.PlaceKind
LAYOUTS: dict[v.RecordKind, Layout] = {
    v.RecordKind.REPORT: Layout(
        dates=(_D.EVENT,), places=(_P.SEEN, _P.DEPARTURE, _P.LANDING, _P.INTERCEPTION), text_first=True,
    ),
    v.RecordKind.PERSON: Layout(
        names=True,
        identifiers=(
            _I.PHONE, _I.PASSPORT, _I.NATIONAL_ID, _I.DOCUMENT, _I.EMAIL, _I.HANDLE, _I.ACCOUNT, _I.PLATE,
            _I.LIST_REFERENCE,
        ),
        dates=(_D.BIRTH, _D.DEATH),
        places=(_P.BIRTH, _P.ADDRESS, _P.SEEN),
        person=True,
    ),
    v.RecordKind.ORGANISATION: Layout(
        names=True, identifiers=(_I.REGISTRATION, _I.PHONE, _I.EMAIL, _I.ACCOUNT, _I.HANDLE, _I.LIST_REFERENCE),
        dates=(_D.FOUNDED,), places=(_P.ADDRESS, _P.SEEN),
    ),
    v.RecordKind.PHONE: Layout(identifiers=(_I.PHONE, _I.IMEI), places=(_P.SEEN,)),
    v.RecordKind.VEHICLE: Layout(names=True, identifiers=(_I.PLATE, _I.VIN), places=(_P.SEEN, _P.INTERCEPTION)),
    v.RecordKind.VESSEL: Layout(
        names=True, identifiers=(_I.HULL, _I.IMO, _I.MMSI, _I.REGISTRATION),
        places=(_P.DEPARTURE, _P.LANDING, _P.INTERCEPTION, _P.SEEN),
    ),
    v.RecordKind.TRAVEL_DOCUMENT: Layout(
        names=True, identifiers=(_I.PASSPORT, _I.NATIONAL_ID, _I.DOCUMENT), dates=(_D.BIRTH, _D.ISSUED, _D.EXPIRES),
    ),
    v.RecordKind.ACCOUNT: Layout(identifiers=(_I.ACCOUNT, _I.PHONE, _I.HANDLE)),
    v.RecordKind.EVENT: Layout(
        names=True, dates=(_D.EVENT,), places=(_P.DEPARTURE, _P.LANDING, _P.INTERCEPTION, _P.SEEN),
    ),
    v.RecordKind.PLACE: Layout(names=True, places=(_P.ADDRESS, _P.SEEN)),
}  # fmt: skip
LAYOUTS = {kind: replace(layout, facts=FACTS.get(kind, ())) for kind, layout in LAYOUTS.items()}
"""In the order in which the page offers the kinds: the quickest first."""

HINTS: dict[v.RecordKind, str] = {
    v.RecordKind.VEHICLE: _("Make, model, colour."),
    v.RecordKind.EVENT: _("What happened, in a few words."),
    v.RecordKind.TRAVEL_DOCUMENT: _("The name as the document writes it."),
    v.RecordKind.VESSEL: _("The name on the hull, or what it is called."),
    v.RecordKind.PERSON: _("As written in the source, in its own script. One name a line."),
}


def choices(family: type[StrEnum], only: tuple[StrEnum, ...] | None = None, ask: bool = False) -> list[tuple[str, str]]:
    """The words of a closed list; with `ask`, a first line that chooses nothing."""
    found = [(item.value, word(item)) for item in (only or tuple(family))]
    return [("", str(_("Choose")))] + found if ask else found


KEYBOARDS: dict[str, str] = {
    v.IdentifierKind.PHONE.value: "tel",
    v.IdentifierKind.EMAIL.value: "email",
    v.IdentifierKind.IMEI.value: "numeric",
    v.IdentifierKind.IMO.value: "numeric",
    v.IdentifierKind.MMSI.value: "numeric",
}
"""The keyboard of a phone for a number of this kind; letters too where it is not named."""


class NameRow(Form):
    text = StringField(_("Name"))
    kind = SelectField(_("Kind of name"), validate_choice=False)


class IdentifierRow(Form):
    kind = SelectField(_("Kind of number"), validate_choice=False)
    value = StringField(_("Number or code"))
    country = StringField(_("Issued in (country)"))

    @property
    def keyboard(self) -> dict[str, str]:
        """What the field of the number tells a phone's keyboard; `griot.js` says it again when the kind is changed."""
        kind = str(self.kind.data or "")
        return {"inputmode": KEYBOARDS.get(kind, "text"), "autocapitalize": "none" if kind == "email" else "characters"}


class DateRow(Form):
    kind = SelectField(_("Kind of date"), validate_choice=False)
    text = StringField(_("Date"))
    about = BooleanField(_("about"))


class PlaceRow(Form):
    kind = SelectField(_("Kind of place"), validate_choice=False)
    text = StringField(_("Place"))
    country = StringField(_("Country of the place"))


class FactFields(PageForm):
    """One field for each fact, named after it."""


for _fact in v.FactKind:
    setattr(FactFields, f"fact_{_fact.value}", StringField(WORDS[v.FactKind][_fact]))


class TickList(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RecordForm(FactFields):
    """All fields of all kinds; the page shows those of one kind, and `record_input` reads only those."""

    kind = HiddenField()
    version = HiddenField()
    case = SelectField(_("Case"), validate_choice=False)
    names = Rows(FormField(NameRow), min_entries=BLANK_ROWS, max_entries=MAX_ROWS)
    identifiers = Rows(FormField(IdentifierRow), min_entries=BLANK_ROWS, max_entries=MAX_ROWS)
    dates = Rows(FormField(DateRow), min_entries=1, max_entries=MAX_ROWS)
    places = Rows(FormField(PlaceRow), min_entries=BLANK_ROWS, max_entries=MAX_ROWS)
    sex = SelectField(_("Sex"), validate_choice=False)
    offences = TickList(_("What it is about"), validate_choice=False)
    exploitation = TickList(_("Form of exploitation"), validate_choice=False)
    ticks = HiddenField(default="shown")
    """Sent by every form that shows the ticks of offences; a form opened before there were any changes none."""
    nationalities = Rows(StringField(_("Nationality")), min_entries=2, max_entries=10)
    narrative = TextAreaField(_("What is known, in your words"))
    subject_category = SelectField(_("What this person is in the case"), validate_choice=False)
    suspicion_note = TextAreaField(_("Ground of suspicion"))
    purpose = SelectField(_("Purpose"), validate_choice=False)
    legal_basis = StringField(_("Legal basis"))
    source_grade = SelectField(_("How reliable is the source?"), validate_choice=False)
    info_grade = SelectField(_("How reliable is this information?"), validate_choice=False)
    opinion = BooleanField(_("This is an assessment, not a fact"))
    handling = SelectField(_("Handling"), validate_choice=False)
    handling_text = StringField(_("Conditions of handling"))
    sharing = SelectField(_("What other units may come to know"), validate_choice=False)
    sharing_units = TickList(_("Only these units"), validate_choice=False)
    notify = SelectField(_("Who is notified when a hit is confirmed"), validate_choice=False)
    protection = TickList(_("Concerns someone who must be protected"), validate_choice=False)
    link_role = SelectField(_("Its role"), validate_choice=False)
    link_to = SelectField(_("In which record"), validate_choice=False)
    change_note = StringField(_("What you changed, and why"))


def offer_choices(form: RecordForm, kind: v.RecordKind) -> None:
    """Put the words of the closed lists into the fields, in the reader's language."""
    layout = LAYOUTS[kind]
    for name in form.names:
        name.form.kind.choices = choices(v.NameKind)
    for number in form.identifiers:
        _offer_kinds(number.form.kind, v.IdentifierKind, layout.identifiers)
    for date in form.dates:
        _offer_kinds(date.form.kind, v.DateKind, layout.dates)
    for place in form.places:
        _offer_kinds(place.form.kind, v.PlaceKind, layout.places)
    people = tuple(c for c in v.SubjectCategory if c is not v.SubjectCategory.NONE)
    form.sex.choices = [("", str(_("Not known")))] + choices(v.Sex)
    form.subject_category.choices = choices(v.SubjectCategory, people if layout.person else None, ask=layout.person)
    offer_purposes(form)
    form.source_grade.choices = choices(v.SourceGrade)
    form.info_grade.choices = choices(v.InfoGrade)
    form.handling.choices = choices(v.Handling)
    form.sharing.choices = choices(v.Sharing)
    form.notify.choices = choices(v.Notify)
    form.protection.choices = choices(v.Protection)
    form.offences.choices = choices(v.OffenceKind)
    form.exploitation.choices = choices(v.Exploitation)
    form.link_role.choices = link_roles.of_kind(kind)


def offer_purposes(form: RecordForm) -> None:
    """Every purpose; where none was proposed, a first line that chooses nothing."""
    form.purpose.choices = choices(v.Purpose, ask=form.purpose.data == "")


def _offer_kinds(field: SelectField, family: type[StrEnum], kinds: tuple[StrEnum, ...]) -> None:
    """The kinds a row offers: those of the layout, and the one it holds already, which an import may have brought."""
    held = field.data
    more = (family(held),) if held and held in family._value2member_map_ and held not in kinds else ()
    field.choices = choices(family, (kinds or tuple(family)) + (more if kinds else ()))


def propose(form: RecordForm, kind: v.RecordKind) -> None:
    """What a new form says before anybody has typed: the cautious choice everywhere."""
    layout = LAYOUTS[kind]
    form.kind.data = kind.value
    propose_rows(form, layout)
    form.purpose.data = v.Purpose.SUPPORT_INVESTIGATION.value
    form.handling.data = v.Handling.H2.value
    form.sharing.data = v.Sharing.POINTER.value
    form.notify.data = v.Notify.MUTUAL.value
    form.source_grade.data = v.SourceGrade.X.value
    form.info_grade.data = v.InfoGrade.NOT_CORROBORATED.value
    if not layout.person:  # what a person is in the case nobody proposes: a victim taken for a witness is not protected
        form.subject_category.data = v.SubjectCategory.NONE.value


def propose_rows(form: RecordForm, layout: Layout) -> None:
    """Blank rows: the first name is the main one, the next ones are others; places differ from row to row."""
    for position, row in enumerate(form.names):
        if not row.form.text.data:
            row.form.kind.data = (v.NameKind.MAIN if position == 0 else v.NameKind.ALIAS).value
    _propose_kinds(((row.form.kind, row.form.value) for row in form.identifiers), layout.identifiers)
    _propose_kinds(((row.form.kind, row.form.text) for row in form.dates), layout.dates)
    _propose_kinds(((row.form.kind, row.form.text) for row in form.places), layout.places)


def _propose_kinds(rows: Iterable[tuple[SelectField, Field]], kinds: tuple[StrEnum, ...]) -> None:
    for position, (kind, content) in enumerate(rows):
        if kinds and not content.data:
            kind.data = kinds[min(position, len(kinds) - 1)].value


def add_rows(form: RecordForm, asked: str) -> str:
    """Answer an “add more” button (names, identifiers, dates or places): blank rows. Returns the first one's id."""
    rows = form[asked] if asked in ("names", "identifiers", "dates", "places") else None
    if not isinstance(rows, FieldList):
        return ""
    start = len(rows)
    for _number in range(min(MORE_ROWS, MAX_ROWS - start)):
        rows.append_entry()
    return f"{asked}-{start}-{'value' if asked == 'identifiers' else 'text'}"


def fact_input(fact: v.FactKind) -> dict[str, str]:
    """What the field of a fact tells a phone's keyboard, and the list it offers."""
    if fact in COUNTED:
        return {"inputmode": "decimal", "dir": "ltr"}
    return {"dir": "auto", "list": "currencies"} if fact is v.FactKind.CURRENCY else {"dir": "auto"}


def carried(layout: Layout, given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed under another kind and this one does not ask: it goes along hidden, and is there again when the
    kind is changed back."""
    unasked = tuple(name for name, asks in ASKS.items() if not asks(layout))
    return [(name, value) for name, value in given if value and name.partition("-")[0] in unasked]


def _asks_fact(fact: v.FactKind, layout: Layout) -> bool:
    return fact in layout.facts


ASKS: Mapping[str, Callable[[Layout], object]] = {
    "names": lambda layout: layout.names,
    "identifiers": lambda layout: layout.identifiers,
    "dates": lambda layout: layout.dates,
    "places": lambda layout: layout.places,
    "sex": lambda layout: layout.person,
    "nationalities": lambda layout: layout.person,
    "suspicion_note": lambda layout: layout.person,
    **{f"fact_{fact.value}": partial(_asks_fact, fact) for fact in v.FactKind},
}
"""Groups of fields that only some kinds have."""


def seen_version(form: RecordForm, newest: int) -> int:
    """The version the officer saw when the form was made; the newest when the form does not say."""
    seen = form.version.data or ""
    number = version_seen(seen)
    return newest if number is None else number
