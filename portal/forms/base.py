"""What every form of the portal is made of."""

from flask_wtf import FlaskForm


class PageForm(FlaskForm):
    """A form that reads what was posted and carries the CSRF token. Keywords are what a blank form proposes."""

    def __init__(self, **proposed: object) -> None:
        super().__init__(**proposed)  # type: ignore[no-untyped-call]
