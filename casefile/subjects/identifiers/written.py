"""A written number made comparable sign by sign: digits of all scripts, widths, invisible marks, accents."""

import re
import unicodedata

_NO_DIGITS = re.compile(r"[^0-9]+")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_NUMBER_SIGN = re.compile(
    r"№|\b[Nn]\s?\.?\s?[°º˚ᵒ]|\bNo\.?(?=\s?[A-Za-z]{0,3}\s?[0-9٠-٩۰-۹])|\bno(?:\.\s?|\s)(?=[A-Za-z]{0,3}\s?[0-9٠-٩۰-۹])"
)
"""N°, n.º, №, and No before a number: made `#` before º is folded into the letter o. NO in capitals may be a series."""
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІЈѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals that look like Latin ones: a keyboard left in another script."""
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None, "ک": "ك", "ی": "ي", "ھ": "ه"})


def ascii_digits(text: str) -> str:
    """The text with the digits of every script (Arabic-Indic, N'Ko, …) written 0–9."""
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.digit(digit.group())), text)


def plain(text: str, sign: bool = True) -> str:
    """The text without invisible marks and widths, digits 0–9, every blank a blank; case and accents kept. `sign`: N°
    becomes #, as in all but addresses."""
    if sign:
        text = _NUMBER_SIGN.sub(" # ", text)
    if not text.isascii():
        text = "".join(" " if c.isspace() else c for c in text if unicodedata.category(c) != "Cf")
        text = ascii_digits(unicodedata.normalize("NFKC", text))
        text = text.replace("’", "'").replace("‐", "-").replace("‑", "-")
    return " ".join(text.split())


def upper(text: str) -> str:
    """Upper case without accents or vowel signs; of Arabic one form of each letter that is written in several."""
    if text.isascii():
        return text.upper()
    parts = unicodedata.normalize("NFD", text.upper())
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_ARABIC)


def code(text: str) -> str:
    """Letters and digits alone, in upper case."""
    return "".join(filter(str.isalnum, upper(text).translate(_LOOKALIKES)))


def digits_of(text: str) -> str:
    return _NO_DIGITS.sub("", text)
