"""What may be wrong with a number as it was written; it is then kept as written, and named."""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a number meets only the same writing, or nothing."""

    NO_NUMBER = "no_number"
    SPREADSHEET = "spreadsheet"
    HIDDEN = "hidden"
    UNREADABLE = "unreadable"
    NO_PLAN = "no_plan"
    WHICH_COUNTRY = "which_country"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    TOO_LONG = "too_long"
    NO_KIND = "no_kind"


SENTENCES: dict[Trouble, str] = {
    Trouble.NO_NUMBER: "This is no number: it tells nobody apart.",
    Trouble.SPREADSHEET: "A spreadsheet has shortened this number. Type it again from the source.",
    Trouble.HIDDEN: "A part of this number is hidden. Enter it whole.",
    Trouble.UNREADABLE: "A sign in this number cannot be read. It is found only as it is written here.",
    Trouble.NO_PLAN: "No numbering plan has this number. It is found only as it is written here.",
    Trouble.WHICH_COUNTRY: "More than one country has this number. Choose its country.",
    Trouble.LENGTH: "This number is too long or too short for its kind. It is found only as it is written here.",
    Trouble.CHECK_DIGIT: "The check digit of this number is wrong. It is found only as it is written here.",
    Trouble.TOO_LONG: "This text is too long to be a number.",
    Trouble.NO_KIND: "There is no such kind of number.",
}
"""In plain words; keys of the portal's catalogues."""
