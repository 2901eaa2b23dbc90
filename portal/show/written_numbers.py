"""What is said next to a number: what is wrong with it as it stands, or by whose plan it was read."""

from flask_babel import gettext
from markupsafe import escape

from casefile.policy.protection import MASK
from casefile.subjects.identifiers import Reading, Trouble, read
from casefile.subjects.identity import Identifier
from portal.show.filters import code, country, word


def number_notes(number: Identifier, home: str | None) -> list[str]:
    """In the reader's language, nothing where all is well; `home` is the country of the unit that wrote it."""
    if number.value == MASK:
        return []
    return list(dict.fromkeys(note for one in read(number, home) for note in _notes(one)))


def refused(number: Identifier) -> str | None:
    """Why a number must be typed again: what was written holds too little of it. None when it may be kept."""
    lost = (one.trouble for one in read(number, None) if one.trouble is Trouble.SPREADSHEET)
    return next((word(trouble) for trouble in lost), None)


def _notes(one: Reading) -> list[str]:
    if one.trouble is not None:
        asked = ", ".join(country(one_of_them) for one_of_them in one.countries)
        return [f"{word(one.trouble)} ({asked})" if asked else word(one.trouble)]
    if one.assumed and one.form:
        return [escape(gettext("Read as %(number)s.")) % {"number": code(one.form)}]
    return []
