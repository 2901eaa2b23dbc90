"""Accounts at a bank and electronic mail: the account at home and abroad is one, so is a box in any case of letters."""

import re

from stdnum import iban
from stdnum.iso7064 import mod_97_10

from casefile.subjects.identifiers.labels import core
from casefile.subjects.identifiers.trouble import Trouble
from casefile.subjects.identifiers.written import code, plain, upper
from casefile.vocabulary import IdentifierKind as Kind

NATIONAL: dict[str, str] = {
    **dict.fromkeys(("SN", "ML", "CI", "BF", "BJ", "TG", "NE"), r"[A-Z]{2}\d{3}\d{5}\d{12}\d{2}|[A-Z]{2}\d{22}"),
    "MR": r"\d{23}",
    "MA": r"\d{24}",
    "TN": r"\d{20}",
    "FR": r"\d{10}[A-Z0-9]{11}\d{2}",
    "ES": r"\d{20}",
    "PT": r"\d{21}",
    "CV": r"\d{21}",
    "CM": r"\d{23}",
    "GA": r"\d{23}",
    "TD": r"\d{23}",
    "LY": r"\d{21}",
    "EG": r"\d{25}",
}  # fmt: skip
"""What an account's number looks like at home (RIB, CCC, NIB): all that stands behind an IBAN's four first signs."""
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_ADDRESS = re.compile(r"[\w.+%&'*/=^{}~-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_AT = re.compile(r"\s*[\[({]\s*(?:at|arobase|arroba|a)\s*[\])}]\s*|\s+(?:arobase|arroba)\s+", re.IGNORECASE)
_DOT = re.compile(r"\s*[\[({]\s*(?:dot|point|punto|ponto)\s*[\])}]\s*", re.IGNORECASE)
_SAME_HOUSE = {"googlemail.com": "gmail.com"}
"""One box under two names: Google delivers to both."""


_MOBILE_MONEY = re.compile(
    r"\b(?:ORANGE\s?MONEY|MOBILE\s?MONEY|FREE\s?MONEY|MOOV\s?MONEY|AIRTEL\s?MONEY|AFRIMONEY|Q-?MONEY|MTN\s?(?:MOMO|MONEY)?|MOMO|WAVE"
    r"|M-?PESA|BANKILY|MASRVI|SEDAD|WIZALL|T-?MONEY|FLOOZ|OM)\b"
)
"""Services whose account is a telephone number."""


def mobile_money(text: str) -> str | None:
    """The telephone number of an account with a service for mobile money; None when none is named."""
    folded = upper(plain(text))
    return _MOBILE_MONEY.sub(" ", folded) if _MOBILE_MONEY.search(folded) else None


def read_account(text: str, country: str | None) -> tuple[str, Trouble | None]:
    """An IBAN where one is written or follows from the number at home; else letters and digits."""
    form = code(core(Kind.ACCOUNT, text, country))
    if _IBAN.fullmatch(form) and mod_97_10.is_valid(form[4:] + form[:4]):
        return form, None
    owner = form[:2] if form[:2] in NATIONAL else country
    if owner in NATIONAL and re.fullmatch(NATIONAL[owner], form):
        return f"{owner}{iban.calc_check_digits(f'{owner}00{form}')}{form}", None
    if _IBAN.fullmatch(form) and form[:2] in NATIONAL and len(form) > 20:
        return form, Trouble.CHECK_DIGIT
    return form, None


def read_email(text: str) -> str | None:
    """The address in small letters, one domain for each house; None when there is none."""
    written = _DOT.sub(".", _AT.sub("@", plain(text, sign=False).lower().replace("mailto:", " ")))
    found = _ADDRESS.search(written) or _ADDRESS.search("".join(written.split()))
    if found is None or written.count("@") != 1:
        return None
    local, _, domain = found.group().strip(".'").partition("@")
    return f"{local}@{_SAME_HOUSE.get(domain, domain)}"
