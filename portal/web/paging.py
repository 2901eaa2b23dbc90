"""Which page of a list is asked for: one reading of the address for all of them."""

from flask import request

MAX_PAGES = 500
MAX_DIGITS = 4
PAGE_SIZE = 20


def page_number() -> int:
    """The page asked for in the address; the first when it is no sensible number."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), MAX_PAGES) if asked.isascii() and asked.isdigit() and len(asked) <= MAX_DIGITS else 1
