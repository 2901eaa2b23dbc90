"""A training space looks and reads like one: on every page, in every file that leaves it, in the names of its cookies.

Pages get `training`, which `base.html` turns into the band, the title and a line on paper. PDF and HTML documents carry
the mark as title and watermark (`portal.show.document`), lists above and below (`mark_of`); here it is put into the
name of every file, and the stamp by which a real portal refuses it into it (`casefile.stamp`), whoever made it.
"""

from flask import Flask, Response, has_app_context
from flask_babel import gettext as _

from casefile.settings import Settings
from casefile.stamp.leaving import stamped, stamped_table
from casefile.stamp.mark import MARK
from portal.web.context import settings

HEADER = "Griot-Training"
FILES = "TRAINING-"
CSV = "text/csv"
STAMPED = frozenset({
    "application/json", "application/stix+json", "application/x-ndjson", "application/xml", "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip
"""Types of files that are stamped here. Exhibits go out as they came, under a type of their own."""


def mark() -> str:
    """*TRAINING – invented people* in the reader's language; empty in a real installation."""
    return _("TRAINING – invented people") if has_app_context() and settings().training else ""


def marked(text: str) -> str:
    """The text, the mark before it where there is one."""
    return f"{said} · {text}" if (said := mark()) else text


def marked_inside(text: str) -> str:
    """The same with the stamp behind it, for a cell or a line of a file that somebody may save as another."""
    return f"{marked(text)} · {MARK}" if mark() else text


def install(app: Flask, settings: Settings) -> None:
    if not settings.training:
        app.context_processor(lambda: {"training": "", "training_address": settings.training_address})
        return

    @app.context_processor
    def band() -> dict[str, str]:
        return {"training": mark(), "training_address": ""}

    @app.after_request
    def files(response: Response) -> Response:
        response.headers[HEADER] = "invented people"
        said = response.headers.get("Content-Disposition", "")
        if said.startswith("attachment"):
            response.headers["Content-Disposition"] = (
                said.replace('filename="', f'filename="{FILES}', 1) if 'filename="' in said
                else said.replace("filename=", f"filename={FILES}", 1)
            )  # fmt: skip
            _mark_content(response)
        return response


def _mark_content(response: Response) -> None:
    if response.mimetype == CSV:
        response.set_data(stamped_table(response.get_data(), mark()))
    elif response.mimetype in STAMPED:
        response.set_data(stamped(response.get_data(), mark()))
