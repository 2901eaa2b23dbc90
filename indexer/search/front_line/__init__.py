"""A question at a border post, or a list of them: what the page and `griot document check` both say."""

from indexer.search.front_line.lists import in_list, split
from indexer.search.front_line.looking import NOT_CHECKED, Asked, Reply, as_kept, form_of, guess, judged, look

__all__ = [
    "NOT_CHECKED",
    "Asked",
    "Reply",
    "as_kept",
    "form_of",
    "guess",
    "in_list",
    "judged",
    "look",
    "split",
]
