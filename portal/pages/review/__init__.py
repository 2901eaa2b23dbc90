"""The reviewers' desk: the queue, one hit with both sides on one page, the decision and the way back from it."""

from portal.pages.review import judging
from portal.pages.review.desk import blueprint

__all__ = ["blueprint", "judging"]
