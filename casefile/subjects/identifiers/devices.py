"""Numbers of devices, ships and vehicles, whose length and check digit are known."""

from stdnum import imo, luhn

from casefile.subjects.identifiers.labels import core
from casefile.subjects.identifiers.trouble import Trouble
from casefile.subjects.identifiers.written import code
from casefile.vocabulary import IdentifierKind as Kind

_VIN_MISREAD = str.maketrans({"O": "0", "Q": "0", "I": "1"})
"""Letters I, O and Q are not used in a VIN (ISO 3779), so each is a misread digit."""
_DIGIT_MISREAD = str.maketrans({"O": "0", "I": "1"})
LENGTHS: dict[Kind, tuple[int, ...]] = {Kind.IMEI: (14, 15, 16), Kind.IMO: (7,), Kind.MMSI: (9,), Kind.VIN: (17,)}
"""Signs of a whole number of these kinds."""


def read_device(kind: Kind, text: str) -> tuple[str, Trouble | None]:
    """The compared form of an IMEI, IMO number, MMSI or VIN; one of another length stays as written."""
    form = code(core(kind, text.replace("*#06#", " ")))
    if kind is Kind.VIN:
        form = form.translate(_VIN_MISREAD)
        return form, (None if len(form) in LENGTHS[kind] else Trouble.LENGTH)
    form = form.translate(_DIGIT_MISREAD)
    if not form.isdigit():
        return form, Trouble.UNREADABLE
    if kind is Kind.IMEI:
        return _imei(form)
    if len(form) not in LENGTHS[kind]:
        return form, Trouble.LENGTH
    wrong = kind is Kind.IMO and not imo.is_valid(form)
    return form, (Trouble.CHECK_DIGIT if wrong else None)


SPARE = "0"
"""The 15th digit as it is sent (3GPP TS 23.003), whatever the check digit on the device."""


def _imei(digits: str) -> tuple[str, Trouble | None]:
    """The 14 digits that name the device; the 15th is a check digit, a 16-digit form ends in a software version."""
    if len(digits) == 17 and luhn.is_valid(digits[:15]):
        return digits[:14], None  # a telephone shows its version behind a stroke: …/01
    if len(digits) not in LENGTHS[Kind.IMEI]:
        return digits, Trouble.LENGTH
    if len(digits) == 15 and digits[-1] != SPARE and not luhn.is_valid(digits):
        return digits, Trouble.CHECK_DIGIT
    return digits[:14], None
