"""From fields to persons: which fields are one person's, and what they say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from casefile.narrative.dates import date_after
from casefile.narrative.forms.fields import Field, find_fields
from casefile.narrative.forms.labels import NAMING, SILENT
from casefile.narrative.forms.numbers import NUMBERS, find_numbers
from casefile.narrative.forms.tables import find_tables
from casefile.narrative.forms.values import (
    NameValue,
    Span,
    is_nobody,
    name_in,
    nation_in,
    nicknames_in,
    sex_in,
    silent_end,
    words_in,
)
from casefile.narrative.tokens import Word
from casefile.narrative.words.stopwords import is_stopword
from casefile.subjects.identity import Identifier, PartialDate
from casefile.vocabulary import Sex

MAX_GAP = 400  # characters of other text between two fields of one sheet
MIN_STORY = 3  # letters between two fields that are more than marks


@dataclass(slots=True)
class FormPerson:
    """What a form says of one person; names with the places they were read at."""

    names: list[tuple[str, tuple[Span, ...]]] = field(default_factory=list)
    nicknames: list[tuple[str, tuple[Span, ...]]] = field(default_factory=list)
    birth: PartialDate | None = None
    age: int | None = None
    sex: Sex | None = None
    nationality: str | None = None
    identifiers: list[Identifier] = field(default_factory=list)
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Forms:
    """All forms of a text. `loose` are sheets without a name: they speak of whoever was named before them."""

    persons: list[FormPerson] = field(default_factory=list)
    loose: list[FormPerson] = field(default_factory=list)
    covered: list[Span] = field(default_factory=list)
    """Labels and values that the reader of prose should not take for names."""
    numbers: list[Span] = field(default_factory=list)
    """Numbers, but telephones, whose label says what they are: they are no telephone and no other paper as well."""


def read_forms(text: str, words: Sequence[Word]) -> Forms:
    """Every form of a text."""
    forms = Forms()
    rows, heads = find_tables(text)
    starts = [w.start for w in words]
    forms.covered += heads
    taken = [*heads, *((row.start, row.end) for row in rows)]
    for row in rows:
        _keep(forms, row.fields, text, words, starts, labelled=False)
    fields = find_fields(text, words)
    if taken:
        fields = [f for f in fields if not any(a <= f.start < b for a, b in taken)]
    ends = [_end_of(one, text, words_in(words, starts, one.first, one.last)) for one in fields]
    for sheet in _sheets(text, fields, ends):
        _keep(forms, sheet, text, words, starts, labelled=True)
    return forms


def _end_of(one: Field, text: str, inside: Sequence[Word]) -> int:
    """Where its value ends: what follows a date or a number is no more of it."""
    return silent_end(one.kind, text, inside, one.first, one.last) if one.kind in SILENT else one.last


def _sheets(text: str, fields: Sequence[Field], ends: Sequence[int]) -> list[list[Field]]:
    found: list[list[Field]] = []
    had: set[str] = set()
    for at, one in enumerate(fields):
        if found and not _begins(text, had, one, ends[at - 1]):
            found[-1].append(one)
        else:
            found.append([one])
            had = set()
        had.add(one.kind)
    return found


def _begins(text: str, had: set[str], one: Field, last: int) -> bool:
    """Whether this field is the next person's; `had`: kinds of the fields before; `last`: where their value ends."""
    named = bool(had & NAMING)
    between = text[last : one.start]
    if len(between) > MAX_GAP or (not named and sum(c.isalpha() for c in between) >= MIN_STORY):
        return True
    opening = one.kind in NAMING or one.kind == "role"
    if named and opening and "\n\n" in between.replace("\r", "").replace(" ", ""):
        return True
    if named and one.numbered and (opening or one.kind in had):
        return True
    return named and (one.kind == "role" or _second_name(had, one.kind))


def _second_name(had: set[str], kind: str) -> bool:
    """Whether a field of a name is the next person's."""
    again = kind in had or (kind == "name" and bool(had & NAMING))
    after_whole = "name" in had and not had & {"surname", "given"}
    return kind in NAMING and (again or after_whole) and not _completes(had, kind)


def _completes(had: set[str], kind: str) -> bool:
    """*Name: …, Surname: …*, *Nome: …, Apelido: …*: what is called *name* is then the given one."""
    if kind == "name":
        return "surname" in had and not had & {"given", "name"}
    return (kind == "surname" and "surname" not in had) or (kind == "given" and "given" not in had and "name" in had)


def _keep(
    forms: Forms, sheet: Sequence[Field], text: str, words: Sequence[Word], starts: Sequence[int], *, labelled: bool
) -> None:
    own = [f for f in sheet if f.kind != "role"] or sheet
    person = FormPerson(start=own[0].start, end=max(f.last for f in sheet))
    parts: dict[str, NameValue] = {}
    kinds = {f.kind for f in sheet}
    for one in sheet:
        inside = words_in(words, starts, one.first, one.last)
        if labelled:
            forms.covered.append((one.start, one.first))
        if one.kind in NAMING or one.kind in ("maiden", "second", "relative"):
            whole = one.kind in ("name", "relative") or len(kinds & NAMING) == 1
            value = name_in(inside, whole=whole)
            if value is not None and one.kind == "relative":
                if not is_stopword(inside[0].folded):  # *Filiation : fils de X*, as prose
                    _relative(forms, value)
            elif value is not None:
                _naming(forms, person, parts, one, value, text)
            elif is_nobody(inside[:2]):
                forms.covered.append((one.first, inside[:2][-1].end))
        elif one.kind == "nick":
            person.nicknames += [(n.name, (n.span,)) for n in nicknames_in(text, one.first, one.last)]
            forms.covered.append((one.first, one.last))
        else:
            _fact(forms, person, one, text, inside)
        if one.kind in SILENT:
            _silent(forms, one, text, inside)
    person.names = _names(parts)
    if person.names:
        family = parts.get("surname") or parts.get("name")
        person.nicknames += _with_family(person.nicknames, family)
        forms.persons.append(person)
    elif person.nicknames or _says(person):
        forms.loose.append(person)


def _naming(
    forms: Forms, person: FormPerson, parts: dict[str, NameValue], one: Field, value: NameValue, text: str
) -> None:
    parts.setdefault(one.kind, value)
    if one.kind != "name" or one.last - value.span[1] < MIN_STORY:  # else prose goes on about its bearer
        forms.covered.append(value.span)
    _nicks(person, text, value.span[1], one.last, forms)


def _silent(forms: Forms, one: Field, text: str, inside: Sequence[Word]) -> None:
    end = silent_end(one.kind, text, inside, one.first, one.last)
    forms.covered.append((one.first, end))
    if end == one.first and one.kind == "phone" and (value := name_in(inside, whole=False)):
        _relative(forms, value)  # *Contact : X*


def _relative(forms: Forms, value: NameValue) -> None:
    if len(value.name.split()) > 1:
        forms.persons.append(FormPerson([(value.name, (value.span,))], start=value.span[0], end=value.span[1]))
        forms.covered.append(value.span)


def _nicks(person: FormPerson, text: str, first: int, last: int, forms: Forms) -> None:
    """A nickname behind the name, in brackets or quotation marks."""
    rest = text[first:last].lstrip()
    if rest[:1] in ("(", "«", "“", '"'):
        close = {"(": ")", "«": "»", "“": "”", '"': '"'}[rest[0]]
        end = text.find(close, text.index(rest[0], first) + 1, last)
        begin = text.index(rest[0], first)
        if end > begin:
            inside = [n for n in nicknames_in(text, begin, end) if len(n.name.split()) <= 3]
            person.nicknames += [(n.name, (n.span,)) for n in inside]
            forms.covered.append((begin, end + 1))


def _fact(forms: Forms, person: FormPerson, one: Field, text: str, inside: Sequence[Word]) -> None:
    if one.kind == "birth" and person.birth is None:
        found = date_after(inside, 0)
        if found is not None:
            person.birth = found[0]
        elif person.nationality is None:  # *Nac.* is of the birth or of the nation
            person.nationality = nation_in(inside[:1])
    elif one.kind == "age" and person.age is None:
        person.age = next((int(w.text) for w in inside[:4] if w.number and w.text.isdigit() and len(w.text) <= 2), None)
    elif one.kind == "sex":
        person.sex = person.sex or sex_in(inside)
    elif one.kind == "nationality":
        person.nationality = person.nationality or nation_in(inside)
    elif one.kind in NUMBERS:
        for number, span in find_numbers(one.kind, text, one.first, one.last):
            person.identifiers.append(number)
            if one.kind != "phone":
                forms.numbers.append(span)


def _says(person: FormPerson) -> bool:
    return bool(person.birth or person.age or person.sex or person.nationality or person.identifiers)


def _names(parts: dict[str, NameValue]) -> list[tuple[str, tuple[Span, ...]]]:
    """*Name* is the given name where a surname stands next to it, *Nom* the whole where no *Prénom* does."""
    given, surname, whole = parts.get("given"), parts.get("surname"), parts.get("name")
    second = parts.get("second")
    if surname is not None and second is not None:
        surname = NameValue(f"{surname.name} {second.name}", (surname.span[0], second.span[1]))
    if surname is not None and given is None and whole is not None:
        given, whole = (whole, None) if len(whole.name.split()) <= 3 else (None, whole)
    if given is not None and surname is None and whole is not None and given.name not in whole.name:
        surname, whole = whole, None  # *Name: Jallow, First name: Musa*
    found: list[tuple[str, tuple[Span, ...]]] = []
    if given is not None and surname is not None:
        found.append((f"{given.name} {surname.name}", (given.span, surname.span)))
    if given is not None and surname is not None and _is_arabic(given.name) and " " in given.name:
        found.append((given.name, (given.span,)))  # اللقب is the family name in the Maghreb, a nickname in the Levant
    if whole is not None:
        found.append((whole.name, (whole.span,)))
    if not found:
        found += [(one.name, (one.span,)) for one in (given, surname) if one is not None]
    maiden, first = parts.get("maiden"), given or whole
    if maiden is not None and first is not None:
        found.append((f"{first.name.split()[0]} {maiden.name}", (first.span, maiden.span)))
    return found


def _is_arabic(text: str) -> bool:
    return "\u0600" <= text[:1] <= "\u06ff"


def _with_family(
    nicknames: Sequence[tuple[str, tuple[Span, ...]]], family: NameValue | None
) -> list[tuple[str, tuple[Span, ...]]]:
    """*Zou* is also *Zou Kamarate*: a nickname alone makes no key."""
    if family is None:
        return []
    last = family.name if len(family.name.split()) <= 2 else family.name.split()[-1]
    return [(f"{nick} {last}", (*span, family.span)) for nick, span in nicknames if len(nick.split()) == 1]
