"""The words of the closed lists as readers see them, in the rooms of `casefile/vocabulary/`."""

from portal.show.labels.families import WORDS
from portal.show.labels.watches import WATCH_FACTS

__all__ = ["WATCH_FACTS", "WORDS"]
