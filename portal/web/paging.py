"""Which page of a list is asked for: one reading of the address for all of them."""

from flask import request

from portal.web.numbers import whole_number

MAX_PAGES = 500
MAX_DIGITS = 4
PAGE_SIZE = 20


def page_number() -> int:
    """The page asked for in the address; the first when it is no sensible number."""
    asked = whole_number(request.args.get("page", "1"), 10**MAX_DIGITS - 1)
    return min(asked or 1, MAX_PAGES)
