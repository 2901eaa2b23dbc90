"""A telephone number as written, to its international form: today's plan, the plan before, a neighbour's plan.

What no plan allows is kept as written; it is never made another, shorter number.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from casefile.subjects.identifiers import countries
from casefile.subjects.identifiers.data.label_words import EXTENSION
from casefile.subjects.identifiers.data.plans import CHANGES, LONG_AGO, NEIGHBOURS, TODAY, Change
from casefile.subjects.identifiers.trouble import Trouble
from casefile.subjects.identifiers.written import digits_of, plain, upper

_DIGITS_ALONE = re.compile(r"\+?[0-9]+(?: [0-9]+)*")
"""With blanks: most numbers are written so, and none of what words and signs may say is to be looked for."""
_SPREADSHEET = re.compile(r"\d(?:[.,]\d+)?\s?E\s?\+?\d{1,2}", re.IGNORECASE)
_FLOAT = re.compile(r"(?<=\d{7})[.,]0{1,2}$")
_HIDDEN = re.compile(r"[*?•…]|\.{3}|(?<![^\W\d_])x{2,}(?![^\W\d_])", re.IGNORECASE)
_LINK = re.compile(
    r"^(?:(?:https?://)?(?:www\.)?(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:.*&)?phone=|t\.me/\+|viber\.click/"
    r"|signal\.me/#p/)|whatsapp://send/?\?(?:.*&)?phone=|tel:|sms:|viber://\S*?number=|callto:)"
    r"(?:%2B|\+)?(\+?[\d\s().\-]{7,})",
    re.IGNORECASE,
)
_BOX = re.compile(r"\+?(\d{7,15})@(?:s\.whatsapp\.net|c\.us)", re.IGNORECASE)
"""A telephone as WhatsApp's own exports write it."""
_EXTENSION = re.compile(rf"[;,]?\s?\b(?:{EXTENSION})\b\.?\s?[:.#=]?\s?\d{{1,6}}\)?$", re.IGNORECASE)
_SHORT_EXTENSION = re.compile(r"(?<=\d)\s(?:[x#]|p\.)\s?\d{1,6}\)?$", re.IGNORECASE)
"""Believed only behind a whole number: the x of 77 123 4x 67 is a digit that nobody could read."""
_OTHER_END = re.compile(r"(.*\d)\s?(?:/|,|\bet\b|\bou\b|\band\b|\by\b|\be\b)\s?(\d{1,4})")
_TOKEN = re.compile(r"[^\W_]+")
_REMARK = re.compile(r"\([^()\d]*\)")
_REMARK_BEGINS = re.compile(r"(?<=\d)\s*[(\[]|(?<=\d)[\s,]+(?=[^\W\d_]{3,})")
_SMALL_L = re.compile(r"(?<=[\d\s])[l|](?=[\d\s])")
ORDINAL = re.compile(
    r"(?:^|(?<=[^\W\d_])\s?|(?<=[#;/,]\s))(?<!\d)\(?[1-9]\s?(?:[:)]|\.\s|(?:er|[eè]re|[eè]me|nd)\b\s?:?)\s?|(?<=\s)[1-9]\s?\)\s"
)
"""*1) …*, *Tel 2: …*, *2ème : …*: which of several numbers it is."""
_OPTIONAL_ZERO = re.compile(r"\(\s?0\s?\)")
_ABROAD = re.compile(r"^[\s(\[]*(?:\+|00|\(?\+|0\s0\s?(?=[1-9]))")
_MISREAD = str.maketrans("OoIl|", "00111")
_MARKS = re.compile(r"[^0-9+]")


class Phone(NamedTuple):
    """`form` is E.164 when it begins with +; else the digits as written behind a country. `countries` are those that
    have such a number, when that is the question. `assumed`: read by a neighbour's plan or a former one, though no
    country was written with it."""

    form: str | None
    trouble: Trouble | None = None
    countries: tuple[str, ...] = ()
    assumed: bool = False


def link_number(text: str) -> str | None:
    """The number within an address that calls it or writes to it (wa.me, tel:), in international writing."""
    found = _LINK.match(text.strip()) or _BOX.fullmatch(text.strip())
    return f"+{digits_of(found.group(1))}" if found else None


def read_phone(text: str, stated: str | None, home: str | None) -> Phone:
    """`stated` is the country written with it, `home` that of the unit."""
    text = plain(text)
    if _DIGITS_ALONE.fullmatch(text):
        return _dialled(text, None, stated, home)
    text = _EXTENSION.sub("", _FLOAT.sub("", link_number(text) or text)).strip()
    if (short := _SHORT_EXTENSION.sub("", text)) != text:
        without = _read(short, stated, home)
        if without.trouble is None and not without.assumed:
            return without
    found = _read(text, stated, home)
    if found.trouble in (Trouble.NO_PLAN, Trouble.UNREADABLE):
        return _before_remark(text, stated, home) or found
    return found


def _before_remark(text: str, stated: str | None, home: str | None) -> Phone | None:
    """*77 123 45 67 depuis 2019*: a whole number before a word or a bracket with figures of its own."""
    for remark in _REMARK_BEGINS.finditer(text):
        if len(digits_of(text[: remark.start()])) >= 7:
            without = _read(text[: remark.start()], stated, home)
            if without.trouble is None and not without.assumed:
                return without
    return None


def _read(text: str, stated: str | None, home: str | None) -> Phone:
    if (trouble := _no_number(text)) is not None:
        return Phone(None, trouble)
    named, numeric = _without_words(_SMALL_L.sub("1", ORDINAL.sub(" ", text)))
    return _dialled(numeric, named, stated, home)


def _dialled(numeric: str, named: str | None, stated: str | None, home: str | None) -> Phone:
    """Without the words around it; `named` is the country that they name."""
    digits = digits_of(numeric)
    if len(digits) < 4 or len(set(digits)) == 1 or set(digits[3:]) == {"0"}:
        return Phone(None, Trouble.NO_NUMBER)
    if any(c.isalpha() for c in numeric):
        written = "".join(c for c in upper(numeric) if c.isalnum())
        return Phone(f"{named or stated or home or ''}:{written}", Trouble.UNREADABLE)
    if _ABROAD.match(numeric):
        return _international(numeric)
    regions, explicit = tuple(dict.fromkeys(c for c in (named, stated, home) if c)), bool(named or stated)
    if (bare := _OPTIONAL_ZERO.sub(" ", numeric)) != numeric:
        without = _national(bare, regions, explicit)
        if without.trouble is None and not without.assumed:
            return without
    return _national(numeric, regions, explicit)


def _no_number(text: str) -> Trouble | None:
    if _SPREADSHEET.fullmatch(text):
        return Trouble.SPREADSHEET
    if len(digits_of(text)) < 3:
        return Trouble.NO_NUMBER
    return Trouble.HIDDEN if _HIDDEN.search(text) else None


def is_abroad(text: str) -> bool:
    """Whether a number is written with its country's prefix."""
    return _ABROAD.match(_without_words(plain(text))[1]) is not None


def country_of(form: str) -> str | None:
    """The country of a number in its compared form."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(form))
    except phonenumbers.NumberParseException:
        return None


def with_other_end(text: str) -> tuple[str, str] | None:
    """*77 123 45 67/68*: a whole number and the end of the next; None when it is not written so."""
    found = _OTHER_END.fullmatch(plain(text))
    if found is None:
        return None
    whole, end = found.groups()
    places = [place for place, sign in enumerate(whole) if sign.isdigit()]
    if len(places) < len(end) + 5:
        return None
    signs = list(whole)
    for place, digit in zip(places[-len(end) :], end, strict=True):
        signs[place] = digit
    return whole, "".join(signs)


def halves(text: str) -> tuple[str, str] | None:
    """Two whole numbers with nothing but a blank between them: the groups, cut in the middle."""
    groups = plain(text).split()
    middle = len(groups) // 2
    first, second = groups[:middle], groups[middle:]
    if middle < 2 or [len(g) for g in first] != [len(g) for g in second]:
        return None
    return " ".join(first), " ".join(second)


# ---- signs ----------------------------------------------------------------------------------------------------


def _without_words(text: str) -> tuple[str | None, str]:
    """The country that the words name, and the text without words; a letter within digits stays.

    O and I between digits are 0 and 1: no telephone number has letters.
    """
    named, folded = countries.named(upper(text))
    for remark in _REMARK.findall(folded):
        named = named or _code(remark.strip("() "))
    folded = _REMARK.sub(" ", folded)
    kept, at = [], 0
    for token in _TOKEN.finditer(folded):
        word = token.group()
        kept.append(folded[at : token.start()])
        at = token.end()
        if word.isdigit():
            kept.append(word)
        elif word.isalpha() and (len(word) > 1 or _is_label(folded, token)):
            named = named or _code(word)
            kept.append(" ")
        else:
            letters = re.match(r"[^\W\d_]*", word)
            glued = letters.group() if letters else ""
            if len(glued) > 1 and glued.strip("OI") and word[len(glued) :].isdigit():
                named = named or _code(glued)
                word = word[len(glued) :]
            kept.append(word.translate(_MISREAD))
    return named, "".join([*kept, folded[at:]]).strip(" .,:;/-_\"'<>#")


def _is_label(text: str, token: re.Match[str]) -> bool:
    """One letter that announces (T:, M., P/) or stands in a bracket; not one among the digits."""
    before, behind = text[: token.start()], text[token.end() :]
    first = not digits_of(before)
    return first and token.group() not in "OI" or before.endswith("(") and behind.startswith(")")


def _code(word: str) -> str | None:
    if len(word) == 2 and word in countries.codes() and word in NEIGHBOURS:
        return word
    return countries.ALPHA3.get(word)


# ---- plans ----------------------------------------------------------------------------------------------------


def _international(numeric: str) -> Phone:
    """A number with its country's prefix. A zero in brackets is dialled at home only, but for Italy's."""
    for written in dict.fromkeys((_OPTIONAL_ZERO.sub(" ", numeric), numeric)):
        digits = re.sub(r"^0+", "", digits_of(written))
        for candidate in (digits, _without_trunk(digits)):
            if candidate and (form := _abroad(candidate)) is not None:
                return Phone(form)
    digits = re.sub(r"^0+", "", digits_of(_OPTIONAL_ZERO.sub(" ", numeric)))
    return Phone(f"+{digits}", Trouble.NO_PLAN)


def _without_trunk(digits: str) -> str | None:
    """+221 0 77 …: the zero of other countries' habit, where a country has none."""
    rest = next((rest for _, rest in _regions(digits)), "")
    return digits[: -len(rest)] + rest[1:] if rest.startswith("0") else None


def _abroad(digits: str) -> str | None:
    for region, rest in _regions(digits):
        if (form := modernised(rest, region)) is not None:
            return form
    return _valid("+" + digits, None)


def _regions(digits: str) -> Iterator[tuple[str, str]]:
    for length in (1, 2, 3):
        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length] or 0), ()):
            yield region, digits[length:]


def _national(numeric: str, regions: tuple[str, ...], explicit: bool) -> Phone:
    digits = digits_of(numeric)
    for place, region in enumerate(regions):
        stated = explicit and place == 0
        if (form := modernised(digits, region, long_ago=stated)) is not None:
            return Phone(form, assumed=not stated)
        if (form := _valid(digits, region)) is not None:
            return Phone(form)
    if _begins_with_code(numeric, digits) and (form := _abroad(digits)) is not None:
        return Phone(form)
    return _elsewhere(digits, regions)


def _begins_with_code(numeric: str, digits: str) -> bool:
    """Whether only the + may be missing: the first group is a country's code, or begins with one of three digits.

    Codes of one digit (1, 7) are believed only as a group of their own: Senegal's 77 … is no number of Kazakhstan.
    """
    if len(digits) < 10:
        return False
    first = re.split(r"\D+", numeric.strip("+( []"))[0]
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    if len(first) <= 3:
        return int(first or 0) in known
    return int(digits[:3]) in known or first == digits and int(digits[:2]) in known


def _elsewhere(digits: str, regions: tuple[str, ...]) -> Phone:
    """A number that no plan of its countries has today: a neighbour's, where just one has it; else one of long ago."""
    written = f"{regions[0] if regions else ''}:{digits}"
    near: dict[str, str] = {}
    for country in NEIGHBOURS.get(regions[0], "").split() if regions else ():
        if (form := _valid(digits, country)) is not None and _is_subscriber(form):
            near.setdefault(form, country)
    if len(near) > 1:
        return Phone(written, Trouble.WHICH_COUNTRY, tuple(sorted(near.values())))
    found = [*near, *(form for region in regions if (form := modernised(digits, region)) is not None)]
    if found:
        return Phone(found[0], assumed=True)
    return Phone(written, Trouble.NO_PLAN if regions else Trouble.WHICH_COUNTRY)


def _is_subscriber(form: str) -> bool:
    """Whether it is somebody's line: a service at another country's premium rate is no reading of a local number."""
    return phonenumbers.number_type(phonenumbers.parse(form)) in _LINES


_LINES = (
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)


def modernised(digits: str, region: str, long_ago: bool = True) -> str | None:
    """The form of a number of a country's former plan; None when it is none, or stopped to be one long ago."""
    for change in _changes(region):
        if not long_ago and TODAY - change.year > LONG_AGO:
            continue
        found = re.fullmatch(change.old, digits)
        if found and (form := _valid("+" + str(_calling_code(region)) + found.expand(change.new), None)) is not None:
            return form
    return None


@lru_cache
def _changes(region: str) -> tuple[Change, ...]:
    return tuple(change for change in CHANGES if change.country == region)


def _calling_code(region: str) -> int:
    return phonenumbers.country_code_for_region(region)


def _valid(text: str, region: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    if region is not None and parsed.country_code != _calling_code(region):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
