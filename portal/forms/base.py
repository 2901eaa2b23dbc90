"""What every form of the portal is made of."""

from collections.abc import Iterator, Mapping

from flask_wtf import FlaskForm
from wtforms import FieldList

from portal.web.numbers import whole_number

MOST_ROWS = 1000
"""A row's number is at most three digits; a form has a few rows, and forgets none it showed."""


class PageForm(FlaskForm):
    """A form that reads what was posted and carries the CSRF token. Keywords are what a blank form proposes."""

    def __init__(self, **proposed: object) -> None:
        super().__init__(**proposed)  # type: ignore[no-untyped-call]


class Rows(FieldList):  # type: ignore[type-arg]
    """Rows of a form, each named by its number: ASCII digits within a bound. Any other is no row of ours."""

    def _extract_indices(self, prefix: str, formdata: Mapping[str, object]) -> Iterator[int]:
        start = len(prefix) + 1
        for name in formdata:
            if name.startswith(f"{prefix}-"):
                number = whole_number(name[start:].split("-", 1)[0], MOST_ROWS)
                if number is not None:
                    yield number
