"""Sightings: what was asked at a post, compared with what others hold, so that a question no less than a record meets
another unit's watch or hidden record. Who asked learns nothing of it: the hit is the desk's, as any is.

A question stands as a record and as a watch of a unit in which nobody serves (`people.units.at_posts`): every list,
search and count holds the own unit's and what was released, so none can hold it, and what forgets it shows nothing.
"""

from casefile.sightings.keep import KEPT, keep
from casefile.sightings.lasting import due, keep_on
from casefile.sightings.subject import Question, subject_of

__all__ = ["KEPT", "Question", "due", "keep", "keep_on", "subject_of"]
