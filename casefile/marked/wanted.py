"""What is asked to be made of a report's text, and why some of it cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass

from casefile.errors import BadInput
from casefile.vocabulary import SubjectCategory


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing of the text that becomes a record, or is an own one already (`record_id`). `category` and `ground`
    are a person's."""

    key: str
    category: SubjectCategory | None = None
    ground: str = ""
    record_id: str = ""


class NotAll(BadInput):
    """Some of it cannot be stored, so nothing was; `lines` says of each why."""

    def __init__(self, message: str, lines: Mapping[str, BadInput]) -> None:
        super().__init__(message)
        self.lines = lines
