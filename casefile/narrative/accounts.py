"""Accounts on platforms met in a text: an address of a page, or a handle with its platform next to it. Pure.

What follows *Facebook :* in a sentence may be anything, so a handle stands at an @, in quotation marks, alone on its
line, or is written as only handles are: with a figure, an underscore, a point inside.
"""

import re
from collections.abc import Iterator

from casefile.subjects.identifiers.handles import DOMAINS, NAMED, OWNERS, WORDS, read_handle

PLATFORM = "|".join(sorted((re.escape(word) for word in WORDS if len(word) > 1), key=len, reverse=True))
"""Words for platforms, as a pattern."""
_OF = rf"(?:{OWNERS})"
_SIGNS = r"[\w.\-]{3,40}(?<![.\-])"
_WRITTEN_SO = rf"(?=[\w\-]*[\d_]|[\w\-]+\.\w)(?=[\w.\-]*[^\W\d]){_SIGNS}"
_QUOTED = r"[«“\"][ \u00a0\u202f]*[^«»“”\"\n]{2,40}?[ \u00a0\u202f]*[»”\"]"
_NAMED = rf"(?:[ ]+(?:{NAMED}))?"
_BEFORE = re.compile(
    rf"(?<!\w)(?:{PLATFORM})(?!\w)(?:[ ]+{_OF}(?!\w))?(?:{_NAMED}[ \u00a0]*[:=]?[ \u00a0]*(?:{_QUOTED}|@{_SIGNS})"
    rf"|[ \u00a0]*[:=][ \u00a0]*{_WRITTEN_SO})",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:@{_SIGNS}|{_QUOTED})[ \u00a0]+(?:\(|(?:sur|on|en|no|na|على)[ ]+)(?:{PLATFORM})(?!\w)\)?", re.IGNORECASE
)
_LINE = re.compile(
    rf"(?m)^[ \t\-•*]{{0,6}}(?P<all>(?:{_OF}[ ]+)?(?:{PLATFORM})(?:[ ]+{_OF})?[ \t\u00a0]*:[ \t]*"
    rf"(?P<handle>[^\s,;:/][^,;:/\n]{{1,40}}))$",
    re.IGNORECASE,
)
"""A labelled line of a form, which holds nothing else."""
_ADDRESS = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:[\w-]{1,20}\.){0,3}(?:"
    + "|".join(map(re.escape, DOMAINS))
    + r")/[^\s<>«»\"'،؛]{2,200}",
    re.IGNORECASE,
)
_MOST_WORDS = 4  # of a handle alone on its line: a profile's name
_NO_HANDLE = frozenset(
    "aucun aucune néant neant none nil inconnu inconnue unknown ninguno ninguna desconocido desconocida nenhum nenhuma "
    "desconhecido desconhecida sem sans non no não لا مجهول مجهولة".split()
)
"""What a line begins with that has nothing to say."""


def find_handles(text: str) -> Iterator[str]:
    """Each as it stands in the text, platform and all, in the order of their writings."""
    for match in _ADDRESS.finditer(text):
        if read_handle(address := match.group().rstrip(".,;:!?)]}’")):
            yield address
    for pattern in (_BEFORE, _BEHIND):
        for match in pattern.finditer(text):
            yield match.group()
    for match in _LINE.finditer(text):
        handle = match["handle"].rstrip()
        words = handle.casefold().split()
        if len(words) <= _MOST_WORDS and any(c.isalpha() for c in handle) and words[0] not in _NO_HANDLE:
            yield match["all"].rstrip()
