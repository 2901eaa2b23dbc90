"""Where a long address may go on to the next line: after its own marks, never in the middle of a word.

Nothing is added to what is copied, searched in the page or read out: `<wbr>` is no character.
"""

import re

from markupsafe import Markup, escape

LONGEST_WHOLE = 16
"""Signs without a blank that stay on one line: telephones, plates and most references."""
FOUND, END = "\ue000", "\ue001"
"""What stands around a part that was found (`portal.show.filters.highlighted`)."""

_RUN = re.compile(rf"\S{{{LONGEST_WHOLE + 1},}}")
_NEXT = rf"(?={FOUND}?[^\W_])"
_PLACE = re.compile(rf"(?<=[\w{END}][/.@_?&=#:+~-]){_NEXT}|(?<=//){_NEXT}|(?=%[0-9A-Fa-f]{{2}})")
"""After a mark between two words; an escaped letter (`%D8`) is a word of its own."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+|[^\s@]*@[^\s@]+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


def breaking(text: object) -> Markup:
    """The text, escaped, with the places where a line may end."""
    if not isinstance(text, str) or isinstance(text, Markup):
        return escape("" if text is None else text)
    made, at = [], 0
    for run in _RUN.finditer(text):
        for place in _PLACE.finditer(text, run.start() + 1, run.end()):
            made.append(escape(text[at : place.start()]))
            at = place.start()
    return Markup("<wbr>").join([*made, escape(text[at:])])


def is_address(text: object) -> bool:
    """Whether it is of a page, a mailbox or an account, and nothing else: read from left to right in any language."""
    return isinstance(text, str) and _ADDRESS.fullmatch(text) is not None
