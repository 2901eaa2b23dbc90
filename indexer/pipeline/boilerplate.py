"""What the makers of published lists write into every entry: it says nothing of the subject, so no search is answered
by it. The record itself keeps every word.
"""

import re
from typing import Final

_NOTICE = r"INTERPOL[-–\s]*(?:UN\w*|United\s+Nations)?(?:\s+Security\s+Council)?\s+Special\s+Notices?"
_PHRASES: Final = (
    (
        rf"(?:{_NOTICE}\s*)?(?:web\s*link|lien\s+internet|enlace\s+web)\s*:?\s*(?:https?://\S+)?"
        r"(?:[ \t]+click[ \t]+here)?",
        "the link of each entry to one page of INTERPOL",
    ),
    (
        r"(?:The\s+)?review\s+pursuant\s+to\s+Security\s+Council\s+resolutions?[^.]{0,60}?(?:was\s+)?concluded\s+on\s+"
        r"\d{1,2}\s+\w+\.?\s+\d{4}\.?",
        "the day on which the committee looked through all entries",
    ),
    (
        r"(?:Photo\w*|Pictures?)(?:\s+and\s+\w+)?\s*(?:is|are)?\s*available\s+for\s+inclusion\s+in\s+(?:the\s+)?"
        rf"{_NOTICE}\.?",
        "that there is a photograph",
    ),
    (rf"{_NOTICE}(?:\s+contains\s+\w+\s+information)?\.?", "the name of that page by itself"),
    (
        r"Listed\s+pursuant\s+to\s+paragraphs?\s+[\w(),\s]{1,40}?\s+of\s+resolution\s+\d{4}(?:\s*\(\d{4}\))?"
        r"(?:\s*\([\w\s,]{1,40}\))?\.?",
        "by which paragraph it was listed",
    ),
    (r"https?://\S+", "an address of a page: its words are of the page's maker"),
)
_ANY: Final = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _PHRASES), re.IGNORECASE)


def without_boilerplate(text: str) -> str:
    """The text without it; as it is when there is none."""
    return _ANY.sub(" ", text)
