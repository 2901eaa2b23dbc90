"""Who in a text is protected: victims and minors, in five languages. Pure.

Words that say something (`signs`) are bound to the names they speak of (`binding`), in running text and in forms
(`forms`); `read` gives what follows for a report or an event, `about` for a person's own record.
"""

from casefile.narrative.protected.about import read_about
from casefile.narrative.protected.read import ProtectedMention, ProtectedText, masked, merged, read_protected

__all__ = ["ProtectedMention", "ProtectedText", "masked", "merged", "read_about", "read_protected"]
