"""One word of a closed list, as a form states it."""

from enum import StrEnum
from typing import TypeVar

from casefile.errors import BadInput

Word = TypeVar("Word", bound=StrEnum)


def one_of(family: type[Word], given: str, field: str) -> Word:
    """The word chosen. Raises BadInput, naming the field, when it is none of the list."""
    try:
        return family(given)
    except ValueError as error:
        raise BadInput("Choose one from the list.", field=field) from error
