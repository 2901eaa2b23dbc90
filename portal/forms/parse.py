"""A filled form to a draft of a case record. All that is wrong is found at once, each with its field."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from babel import Locale
from flask_babel import gettext as _
from wtforms import Field, FieldList

from casefile import limits
from casefile import vocabulary as v
from casefile.errors import BadInput, CasefileError
from casefile.policy.cases.offences import NO_OFFENCES, Offences, checked
from casefile.policy.handling import Rules, lacks_ground
from casefile.policy.sharing import EVERY_UNIT
from casefile.records import RecordDraft
from casefile.records.links import LinkDraft
from casefile.subjects.cleaning import clean
from casefile.subjects.dates.reading import read_date
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from portal.forms import link_roles
from portal.forms.fields import LAYOUTS, Layout, RecordForm
from portal.show.filters import is_country_code
from portal.show.written_numbers import refused
from portal.web.errors import translated

Word = TypeVar("Word", bound=StrEnum)
COUNTRY_LANGUAGES = ("fr", "en", "es", "pt", "ar")

FIELDS = {
    "names": "names-0-text", "identifiers": "identifiers-0-value", "dates": "dates-0-text", "places": "places-0-text",
    "links": "link_role", "narrative": "narrative",
}  # fmt: skip
"""Where an error of an action is shown when its own field is a list."""


RULE_FIELDS = frozenset(
    {"purpose", "legal_basis", "handling", "handling_text", "sharing", "sharing_units", "notify", "protection"}
)
"""Those of the folded part of the form: it is open when one of them is wrong."""

PAGE_ORDER = (
    "case", "names", "subject_category", "suspicion_note", "identifiers", "dates", "sex", "nationalities", "facts",
    "places", "narrative", "offences", "exploitation", "source_grade", "info_grade", "purpose", "legal_basis",
    "handling", "handling_text", "sharing", "notify", "link_role", "link_to",
)  # fmt: skip
"""The summary of what is wrong goes down the page as the fields do."""


@dataclass
class Reading:
    """What is read so far, and what is wrong: (id of the field, text)."""

    problems: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, at: Field, text: str) -> None:
        at.errors = [text]
        self.problems.append((at.id, text))

    def word(self, at: Field, family: type[Word], needed: bool = False) -> Word | None:
        """The chosen word; None for nothing."""
        if not at.data and not needed:
            return None
        try:
            return family(at.data)
        except ValueError:
            self.wrong(at, _("Choose one from the list."))
            return None

    def sized(self, at: Field, most: int) -> None:
        try:
            limits.check_length(at.data or "", most, at.name)
        except BadInput as error:
            self.wrong(at, translated(error))

    def sound(self, at: Field, part: Identity) -> None:
        """Say next to the field what storing this part of the identity would refuse."""
        try:
            clean(part)
        except BadInput as error:
            self.wrong(at, translated(error))

    def country(self, at: Field) -> str | None:
        try:
            return read_country(at.data or "")
        except BadInput as error:
            self.wrong(at, translated(error))
            return None


def read_record(
    form: RecordForm, kind: v.RecordKind, basis: Mapping[str, str] = MappingProxyType({})
) -> tuple[RecordDraft | None, list[tuple[str, str]]]:
    """The draft, or all that is wrong with the form. `basis` is the legal basis of the cases offered."""
    layout, reading = LAYOUTS[kind], Reading()
    if not form.case.data:
        reading.wrong(form.case, _("Choose the case it belongs to."))
    identity = read_identity(form, kind, layout, reading)
    rules = read_rules(form, layout, reading)
    if lacks_ground(rules, kind, form.suspicion_note.data or ""):
        reading.wrong(form.suspicion_note, _("State the ground of suspicion: the law requires it at entry."))
    if layout.person and not rules.legal_basis and basis.get(form.case.data or "") == "":
        reading.wrong(form.legal_basis, _("State the legal basis on which this person is recorded."))
    reading.sized(form.suspicion_note, limits.SUSPICION_NOTE)
    offences = read_offences(form, reading)
    role = link_roles.read(form.link_role.data or "")
    if form.link_role.data and role is None:
        reading.wrong(form.link_role, _("Choose one from the list."))
    if role and not form.link_to.data:
        reading.wrong(form.link_to, _("Choose the record in which it has this role."))
    if reading.problems:
        return None, sorted(reading.problems, key=lambda problem: PAGE_ORDER.index(_group(problem[0])))
    draft = RecordDraft(
        identity=identity,
        case_id=form.case.data,
        rules=rules,
        suspicion_note=(form.suspicion_note.data or "").strip(),
        fact_or_opinion="opinion" if form.opinion.data else "fact",
        links=(LinkDraft(role[0], to_record_id=form.link_to.data, inward=role[1]),) if role else (),
        offences=offences,
    )
    return draft, []


def _group(field_id: str) -> str:
    return "facts" if field_id.startswith("fact_") else field_id.partition("-")[0]


def show_refusal(form: RecordForm, error: CasefileError) -> list[tuple[str, str]]:
    """An action's refusal as a problem of the field it names."""
    name, text = getattr(error, "field", ""), translated(error)
    at = FIELDS.get(name, name)
    shown = form[name] if name in form else None  # noqa: SIM401 (a form has no `get`)
    if isinstance(shown, FieldList) and name in FIELDS:
        shown = shown[0].form["value" if name == "identifiers" else "text"]
    if shown is not None:
        shown.errors = [text]
    return [(at, text)]


def read_identity(form: RecordForm, kind: v.RecordKind, layout: Layout, reading: Reading) -> Identity:
    """What tells the subject apart, from the rows of the form; what is wrong goes into `reading`."""
    names = _names(form, reading, kind) if layout.names else ()
    reading.sound(form.narrative, Identity(kind, narrative=form.narrative.data or ""))
    typed = [row.form.text.data for row in form.names] + [row.form.value.data for row in form.identifiers]
    if layout.person and not any((text or "").strip() for text in typed):
        reading.wrong(form.names[0].form.text, _("Enter a name or a number of this person."))
    return Identity(
        kind=kind,
        names=names,
        identifiers=_identifiers(form, reading) if layout.identifiers else (),
        dates=_dates(form, reading) if layout.dates else (),
        places=_places(form, reading) if layout.places else (),
        sex=reading.word(form.sex, v.Sex) if layout.person else None,
        nationalities=_nationalities(form, reading) if layout.person else (),
        narrative=(form.narrative.data or "").strip(),
        facts=_facts(form, layout, reading),
    )


def _names(form: RecordForm, reading: Reading, of: v.RecordKind) -> tuple[Name, ...]:
    found = []
    for row in form.names:
        text = " ".join((row.form.text.data or "").split())
        if text and (kind := reading.word(row.form.kind, v.NameKind, needed=True)):
            found.append(Name(text, kind))
            reading.sound(row.form.text, Identity(of, names=(found[-1],)))
    return tuple(sorted(found, key=lambda name: name.kind is not v.NameKind.MAIN))  # the caption is the first


def _identifiers(form: RecordForm, reading: Reading) -> tuple[Identifier, ...]:
    found = []
    for row in form.identifiers:
        value = " ".join((row.form.value.data or "").split())
        if value and (kind := reading.word(row.form.kind, v.IdentifierKind, needed=True)):
            number = Identifier(kind, value, reading.country(row.form.country))
            if (why := refused(number)) is not None:
                reading.wrong(row.form.value, why)
            else:
                reading.sound(row.form.value, Identity(v.RecordKind.PERSON, identifiers=(number,)))
            found.append(number)
    return tuple(found)


def _dates(form: RecordForm, reading: Reading) -> tuple[PartialDate, ...]:
    found = []
    for row in form.dates:
        kind = reading.word(row.form.kind, v.DateKind)
        try:
            known = read_date(row.form.text.data or "", kind or v.DateKind.EVENT, about=bool(row.form.about.data))
        except BadInput as error:
            reading.wrong(row.form.text, translated(error))
            continue
        if known and kind:
            found.append(known)
            reading.sound(row.form.text, Identity(v.RecordKind.PERSON, dates=(known,)))
    return tuple(found)


def _places(form: RecordForm, reading: Reading) -> tuple[Place, ...]:
    found = []
    for row in form.places:
        text = " ".join((row.form.text.data or "").split())
        country = reading.country(row.form.country)
        if text and (kind := reading.word(row.form.kind, v.PlaceKind, needed=True)):
            found.append(Place(kind, text, country))
            reading.sound(row.form.text, Identity(v.RecordKind.PERSON, places=(found[-1],)))
        elif country:
            reading.wrong(row.form.text, _("Enter the place as well."))
    return tuple(found)


def _facts(form: RecordForm, layout: Layout, reading: Reading) -> tuple[Fact, ...]:
    found = []
    for kind in layout.facts:
        at = form[f"fact_{kind.value}"]
        if text := " ".join((at.data or "").split()):
            found.append(Fact(kind, text))
            reading.sound(at, Identity(v.RecordKind.EVENT, facts=(found[-1],)))
    return tuple(found)


def _nationalities(form: RecordForm, reading: Reading) -> tuple[str, ...]:
    found = [reading.country(row) for row in form.nationalities]
    return tuple(dict.fromkeys(code for code in found if code))


def read_rules(form: RecordForm, layout: Layout, reading: Reading) -> Rules:
    """Purpose, grades, handling, sharing, protection."""
    protection = [p for p in form.protection.data or [] if p in v.Protection._value2member_map_]
    for text in (form.legal_basis, form.handling_text):
        reading.sized(text, limits.LEGAL_BASIS)
    if form.handling.data == v.Handling.H3 and not (form.handling_text.data or "").strip():
        reading.wrong(form.handling_text, _("Handling code H3 needs its text: write what may be done with this."))
    return Rules(
        purpose=reading.word(form.purpose, v.Purpose, needed=form.purpose.data == ""),  # asked, and not chosen
        legal_basis=(form.legal_basis.data or "").strip(),
        subject_category=reading.word(form.subject_category, v.SubjectCategory, needed=layout.person),
        source_grade=reading.word(form.source_grade, v.SourceGrade, needed=layout.person),
        info_grade=reading.word(form.info_grade, v.InfoGrade, needed=layout.person),
        handling=reading.word(form.handling, v.Handling, needed=True) or v.Handling.H2,
        handling_text=(form.handling_text.data or "").strip(),
        sharing=reading.word(form.sharing, v.Sharing, needed=True) or v.Sharing.NONE,
        sharing_units=tuple(form.sharing_units.data or ()) or (EVERY_UNIT,),
        notify=reading.word(form.notify, v.Notify, needed=True) or v.Notify.MUTUAL,
        protection=tuple(v.Protection(p) for p in protection),
    )


def read_offences(form: RecordForm, reading: Reading) -> Offences:
    """What it is about, as ticked; a word on neither list and a form without trafficking are said at their field."""
    kinds, forms = form.offences.data or [], form.exploitation.data or []
    try:
        return checked(Offences(tuple(map(v.OffenceKind, kinds)), tuple(map(v.Exploitation, forms))))
    except BadInput as error:
        reading.wrong(form.exploitation, translated(error))
    except ValueError:
        reading.wrong(form.offences, _("Choose one from the list."))
    return NO_OFFENCES


def read_country(text: str) -> str | None:
    """The code of a country written by name in one of the five languages, or by code; None for nothing."""
    wanted = _folded(text)
    if not wanted:
        return None
    code = _countries().get(wanted)
    if code is None:
        raise BadInput("“%(country)s” is not a country we know. Choose it from the list.", country=text[:40])
    return code


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in COUNTRY_LANGUAGES:
        for code, name in Locale(language).territories.items():
            if is_country_code(code):
                names.setdefault(_folded(name), code)
                names.setdefault(code.casefold(), code)
    return names


def _folded(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join(
        "".join(ch for ch in marked if not unicodedata.combining(ch) and unicodedata.category(ch) != "Cf").split()
    )
