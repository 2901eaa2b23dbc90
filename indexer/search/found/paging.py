"""The order of what was found, and which of it stand on a page."""

from collections.abc import Sequence

from casefile.policy.sharing import Access
from indexer.search import ranking
from indexer.search.asking import window
from indexer.search.found.checked import Found
from indexer.search.reading.form import SearchForm


def of_page(form: SearchForm, found: Sequence[Found | None], others: Sequence[Found]) -> list[Found]:
    """The page's own: places in the window by Griot's order, behind it by the engine's.

    A document left out leaves a gap at the end of the window, so that none moves to another page and is lost there.
    """
    if form.start >= window(form) + len(others):
        return [one for one in found if one is not None]
    inside = in_window(form, found, others)
    behind = [one for one in found[window(form) : form.end - len(others)] if one is not None]
    return inside[form.start : form.end] + behind


def in_window(form: SearchForm, found: Sequence[Found | None], others: Sequence[Found]) -> list[Found]:
    """What is put in order as a whole, in Griot's order; filters alone list the newest first."""
    inside = [*(one for one in found[: window(form)] if one is not None), *others]
    return sorted(inside, key=place) if form.text else inside


def place(one: Found) -> ranking.Place:
    """Where a record found stands; by no date that its reader may not know."""
    dated = ranking.NEVER if one.seen is Access.CORE else one.record.entered_at.timestamp()
    return ranking.place(one.answer, agrees=bool(one.agreeing), entered_at=dated, record_id=one.record.id)
