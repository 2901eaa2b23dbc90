"""What the makers of published lists write into every entry: it says nothing of the subject, so no search is answered
by it. The record itself keeps every word.
"""

import re
from typing import Final

_PHRASES: Final = (
    (
        r"(?:INTERPOL[-–\s]*UN(?:ITED NATIONS)?\s+Security\s+Council\s+Special\s+Notice\s*)?"
        r"(?:web\s*link|lien\s+internet|enlace\s+web)\s*:?\s*https?://\S+(?:[ \t]+click[ \t]+here)?",
        "the link of each entry to one page of INTERPOL",
    ),
    (
        r"(?:The\s+)?review\s+pursuant\s+to\s+Security\s+Council\s+resolutions?[^.]{0,60}?(?:was\s+)?concluded\s+on\s+"
        r"\d{1,2}\s+\w+\.?\s+\d{4}\.?",
        "the day on which the committee looked through all entries",
    ),
    (
        r"(?:Photo\w*|Photograph\w*|Picture)\s*(?:is|are)?\s*available\s+for\s+inclusion\s+in\s+the\s+"
        r"INTERPOL[-–\s]*UN\w*\s+Security\s+Council\s+Special\s+Notice\.?",
        "that there is a photograph",
    ),
    (r"INTERPOL[-–\s]*UN\w*\s+Security\s+Council\s+Special\s+Notice\.?", "the name of that page by itself"),
    (r"https?://\S+", "an address of a page: its words are of the page's maker"),
)
_ANY: Final = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _PHRASES), re.IGNORECASE)


def without_boilerplate(text: str) -> str:
    """The text without it; as it is when there is none."""
    return _ANY.sub(" ", text)
