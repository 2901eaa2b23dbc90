"""What may be wrong with a number as it was written; it is then kept as written, and named."""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a number meets only the same writing, or nothing. In words: `portal.show.labels`."""

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
