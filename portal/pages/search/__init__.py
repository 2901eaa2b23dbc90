"""Searching: the errand it is for, the question, its answer, questions kept to be asked again."""

from portal.pages.search import keeping, results
from portal.pages.search.asking import blueprint

__all__ = ["blueprint", "keeping", "results"]
