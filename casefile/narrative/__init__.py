"""Reading a report: the names, dates, numbers and vessels met in free text, in five languages. Pure."""

from casefile.narrative.people import Mention
from casefile.narrative.read import Mentions, read_narrative

__all__ = ["Mention", "Mentions", "read_narrative"]
