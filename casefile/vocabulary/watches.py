"""The life of a watch, what its check page says of it, and what its unit is reminded of."""

from enum import StrEnum


class WatchState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ENDED = "ended"
    BROKEN = "broken"  # the engine refuses its standing query; the owner is notified
    TOMBSTONED = "tombstoned"


class WatchNoticeKind(StrEnum):
    """What a unit reads of a watch of its own on its home page and in its list."""

    ENDS_IN_30 = "ends_in_30"  # days
    ENDS_IN_7 = "ends_in_7"
    RAN_OUT = "ran_out"
    CASE_CLOSED = "case_closed"  # suspended with it
    BROKEN = "broken"
    APPROVED = "approved"
    REFUSED = "refused"


class Band(StrEnum):
    """How many coincidences a watch is reckoned to bring; never a number, which could tell too much."""

    NONE = "0"
    FEW = "1-5"
    SOME = "6-20"
    MORE = "more"


class Weakness(StrEnum):
    """Why a watch finds nothing, or too much."""

    SINGLE_NAME = "single_name"
    COMMON_NAME = "common_name"
    NAME_ALONE = "name_alone"  # of a thing whose name tells too little
    STOP_VALUE = "stop_value"  # *unknown*, 000000, a number of the emergency services
    TOO_MANY = "too_many"
    WIDE_EVENT = "wide_event"  # place and days of a departure tell too little


class Remedy(StrEnum):
    """One more fact that would make a watch selective."""

    YEAR = "year"
    SECOND_NAME = "second_name"
    PHONE = "phone"
    DOCUMENT = "document"
    REGISTRATION = "registration"
    PEOPLE = "people"
