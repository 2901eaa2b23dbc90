"""Lists that are checked as a whole: what a line is, and what became of it."""

from enum import StrEnum


class LineKind(StrEnum):
    """What a line of a list is taken for, and so how it is asked."""

    NAME = "name"
    PHONE = "phone"
    DOCUMENT = "document"
    PLATE = "plate"


class LineAnswer(StrEnum):
    """What became of a line. `NOTHING` is said only where all that may be found was searched."""

    WAITING = "waiting"
    FOUND = "found"
    LOOK = "look"
    NOTHING = "nothing"
    UNCHECKED = "unchecked"


class PostAnswer(StrEnum):
    """The three answers to a question at a post, with the line up or down; there is no fourth."""

    NOTHING = "nothing_found"
    CONTACT = "contact_desk"
    NOT_CHECKED = "could_not_be_checked"
