"""QR codes, drawn here: nothing of a secret leaves the portal."""

import segno
from markupsafe import Markup


def qr_code(text: str) -> Markup:
    """The text as an SVG to stand in a page: black on white in every colour scheme, with its quiet edge."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704 (digits and commands of a path; the text itself does not stand in it)
