"""What a text may be as a number: every term under which it may stand in the index. Pure."""

import re
from collections.abc import Sequence

from casefile.subjects.identifiers import bare, forms, plain, search_terms
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind

MAX_TEXT = 300
"""Characters of a question."""
MAX_CODE_LETTERS, MAX_CODE_GROUPS, MIN_CODE_DIGITS = 24, 16, 3
"""Of what may be a number, without its label: letters (an account of a bank has some), groups, and digits at the
least."""
_PAGE = re.compile(r"\w\.[a-z]{2,6}/\w", re.IGNORECASE)
MAX_IDENTIFIER_FORMS = 200


def identifier_forms(text: str, countries: Sequence[str]) -> list[str]:
    """Every term under which the text's numbers may stand in the index; empty when it does not look like a number.

    Read as in a record and a watch, label and remark put aside; what readers confuse is found as a watch finds it. A
    code has three digits, few groups and hardly any prose: "77 123 45 67", "CNI n° 1 755 …", "a.b@example.org".
    """
    if not _looks_like_code(text):
        return []
    found: dict[str, None] = {}
    for country in (*countries, None):
        for kind in IdentifierKind:
            for form in forms(Identifier(kind, text, None), country):
                found |= dict.fromkeys(search_terms(form))
    return list(found)[:MAX_IDENTIFIER_FORMS]


def _looks_like_code(text: str) -> bool:
    written = plain(text)
    if not written or len(written) > MAX_TEXT:
        return False
    if ("@" in written or _PAGE.search(written)) and " " not in written:
        return True
    left = bare(written)
    digits = sum(c in "0123456789" for c in left)
    letters = sum(c.isalpha() for c in left)
    prose = letters // 3 > digits + 1 or letters > MAX_CODE_LETTERS or len(written.split()) > MAX_CODE_GROUPS
    return digits >= MIN_CODE_DIGITS and not prose
