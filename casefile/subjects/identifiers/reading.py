"""One reader for all places where a number is written: record, watch, import, report, search.

Kept strict on purpose: two writings of one number become equal, two numbers never do. What a reader may have
confused (the letter O and the digit 0) is joined in the key only (`confusable`), and the matcher says so.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from casefile.subjects.identifiers.accounts import mobile_money, read_account, read_email
from casefile.subjects.identifiers.devices import read_device
from casefile.subjects.identifiers.groups import is_placeholder, key, tells
from casefile.subjects.identifiers.handles import CALLED, read_handle
from casefile.subjects.identifiers.labels import core
from casefile.subjects.identifiers.papers import read_paper
from casefile.subjects.identifiers.phones import country_of, halves, is_abroad, link_number, read_phone, with_other_end
from casefile.subjects.identifiers.plates import read_plate
from casefile.subjects.identifiers.several import split
from casefile.subjects.identifiers.trouble import Trouble
from casefile.subjects.identifiers.written import code, digits_of, plain, upper
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind as Kind

MAX_LENGTH = 200
"""Characters; a longer "number" is text in the wrong field."""
MAX_FORM = 80
"""Of the number itself: no code of these kinds is longer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one number of a field is read as. `form` is what it is compared by; None: it tells nobody apart.

    `kind` is another than the field's where the number says so (an address at wa.me is a telephone). `countries` are
    those that have such a number, when the country must be asked. `assumed`: read by a former plan or a neighbour's,
    which is enough in a field for numbers and not in running text.
    """

    kind: Kind
    form: str | None
    trouble: Trouble | None = None
    countries: tuple[str, ...] = ()
    assumed: bool = False


@lru_cache(maxsize=65536)
def read(identifier: Identifier, home_country: str | None) -> tuple[Reading, ...]:
    """The numbers of a field, one or several. `home_country` (ISO alpha-2 of the unit that wrote it) is how a local
    number is read when the identifier names no country itself."""
    if len(identifier.value) > MAX_LENGTH:
        return (Reading(identifier.kind, None, Trouble.TOO_LONG),)
    parts = split(identifier.kind, identifier.value)
    found = [_one(identifier.kind, part, identifier.country, home_country) for part in parts]
    if len(found) > 1 and (abroad := _country_of_first(found)):
        # *+225 07 … / 07 …*: the second may be of the first one's country, where it is nothing at home.
        again = [_one(identifier.kind, part, abroad, home_country) for part in parts]
        found = [b if a.trouble and not b.trouble else a for a, b in zip(found, again, strict=True)]
    if len(found) == 1 and found[0].kind is Kind.PHONE and found[0].trouble is Trouble.NO_PLAN:
        found = _two_in_one(identifier, home_country) or found
    return tuple(dict.fromkeys(found))


def read_of(
    identifier: Identifier, home_country: str | None, bearers: Callable[[], Sequence[str]]
) -> tuple[Reading, ...]:
    """The same of a subject: a local number that is none at home is read by the plans of its bearer's countries too.

    *07 87 98 80 58* in a Moroccan's record that Dakar wrote is +212 787988058; only where a country has just such a
    number today. `bearers` gives the countries, the likeliest first, and is asked only where it is needed.
    """
    found = read(identifier, home_country)
    if identifier.kind is not Kind.PHONE or identifier.country or all(map(_is_sure, found)):
        return found
    abroad = [one for country in bearers() if country != home_country for one in read(identifier, country)]
    return tuple(dict.fromkeys((*found, *filter(_is_sure, abroad))))


def _is_sure(one: Reading) -> bool:
    return one.trouble is None and not one.assumed


def each_number(identifier: Identifier) -> tuple[Identifier, ...]:
    """The field's numbers as fields of their own, each as written; one where only the first says its country."""
    parts = split(identifier.kind, identifier.value)
    if len(parts) == 1:
        return (identifier,)
    if identifier.kind is Kind.PHONE and len({is_abroad(part) for part in parts}) > 1:
        return (identifier,)
    return tuple(dict.fromkeys(Identifier(identifier.kind, part, identifier.country) for part in parts))


def _country_of_first(found: list[Reading]) -> str | None:
    first = found[0]
    return country_of(first.form) if first.kind is Kind.PHONE and first.form and first.form[0] == "+" else None


def _two_in_one(identifier: Identifier, home: str | None) -> list[Reading] | None:
    """Two numbers that no sign tells apart, or the second by its end alone; only where both are whole numbers."""
    for pair in (with_other_end(identifier.value), halves(identifier.value)):
        two = [_one(Kind.PHONE, one, identifier.country, home) for one in pair or ()]
        if two and all(map(_is_sure, two)):
            return two
    return None


def forms(identifier: Identifier, home_country: str | None) -> tuple[str, ...]:
    """The compared forms of all numbers of the field."""
    return tuple(one.form for one in read(identifier, home_country) if one.form is not None)


def keys(identifier: Identifier, home_country: str | None) -> frozenset[str]:
    """What the field's numbers are found by, each by the kind that it is read as."""
    return frozenset(key(one.kind, one.form) for one in read(identifier, home_country) if one.form is not None)


def normal(identifier: Identifier, home_country: str | None) -> str | None:
    """The compared form of the field's number, the first of several; None when it tells nobody apart ("unknown",
    000000, two digits)."""
    return next(iter(forms(identifier, home_country)), None)


def _one(kind: Kind, value: str, country: str | None, home: str | None) -> Reading:
    text = plain(value, sign=kind not in (Kind.EMAIL, Kind.HANDLE))
    if not text or is_placeholder(text):
        return Reading(kind, None, Trouble.NO_NUMBER)
    if (number := _telephone(kind, text)) is not None:
        phone = read_phone(number, country, home)
        return Reading(Kind.PHONE, phone.form, phone.trouble, phone.countries, phone.assumed)
    form, trouble = _READERS[kind](kind, value, country or home)
    if form is None or len(form) > MAX_FORM or not _is_one(kind, form):
        return Reading(kind, None, trouble or Trouble.NO_NUMBER)
    return Reading(kind, form, trouble)


def _telephone(kind: Kind, text: str) -> str | None:
    """The text of a telephone number: of a telephone, or of an account whose name it is (WhatsApp, mobile money)."""
    if kind is Kind.PHONE:
        return text
    if kind is Kind.HANDLE and (link_number(text) or len(digits_of(text)) > 6 and _is_called(text)):
        return text
    if kind is Kind.ACCOUNT and _ABROAD.fullmatch(text):
        return text
    if kind is Kind.ACCOUNT and (number := mobile_money(text)) is not None and 6 < len(digits_of(number)) < 15:
        return number
    return None


def _is_called(text: str) -> bool:
    return CALLED.search(upper(text)) is not None or _ABROAD.fullmatch(text) is not None


_ABROAD = re.compile(r"\+[\d\s().-]{7,}")
"""A telephone in international writing: no account and no handle begins with +."""


def _is_one(kind: Kind, form: str) -> bool:
    if kind is Kind.EMAIL:
        return True
    if kind is Kind.HANDLE:
        return len(form.partition(":")[2] or form) >= 3 and not is_placeholder(form)
    return tells(form) and any(c.isdigit() for c in form)


def _code(kind: Kind, text: str, country: str | None) -> tuple[str | None, Trouble | None]:
    return code(core(kind, text, country)), None


_ZEROS = re.compile(r"(?<=[\s/-])O?0*(?=\d)|(?<!\d)0+(?=\d)", re.IGNORECASE)
"""On a hull KY 0483 T is painted KY 483 T as well; an O before digits of their own is one of these."""

_READERS: dict[Kind, Callable[[Kind, str, str | None], tuple[str | None, Trouble | None]]] = {
    Kind.PASSPORT: read_paper,
    Kind.NATIONAL_ID: read_paper,
    Kind.DOCUMENT: read_paper,
    Kind.PLATE: lambda _, text, country: (read_plate(text, country), None),
    Kind.VIN: lambda kind, text, _: read_device(kind, text),
    Kind.IMEI: lambda kind, text, _: read_device(kind, text),
    Kind.IMO: lambda kind, text, _: read_device(kind, text),
    Kind.MMSI: lambda kind, text, _: read_device(kind, text),
    Kind.ACCOUNT: lambda _, text, country: read_account(text, country),
    Kind.EMAIL: lambda _, text, __: (read_email(text), None),
    Kind.HANDLE: lambda _, text, __: (read_handle(text), None),
    Kind.HULL: lambda kind, text, country: _code(kind, _ZEROS.sub("", text), country),
    Kind.REGISTRATION: _code,
    Kind.LIST_REFERENCE: _code,
}
