"""A training space looks and reads like one: on every page, in every file that leaves it, in the names of its cookies.

Pages get `training`, which `base.html` turns into the band, the title and a line on paper. PDF and HTML documents carry
the mark as title and watermark (`portal.show.document`), lists above and below (`mark_of`); here it is put into the
name of every file, and into CSV and JSON files, whoever made them.
"""

import json

from flask import Flask, Response, has_app_context
from flask_babel import gettext as _

from casefile.settings import Settings
from portal.web.context import settings

HEADER = "Griot-Training"
FILES = "TRAINING-"
JSON_KEY = "x_griot_training"
_BOM = "\ufeff".encode()


def mark() -> str:
    """*TRAINING – invented people* in the reader's language; empty in a real installation."""
    return _("TRAINING – invented people") if has_app_context() and settings().training else ""


def marked(text: str) -> str:
    """The text, the mark before it where there is one."""
    return f"{said} · {text}" if (said := mark()) else text


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
    if response.mimetype == "text/csv":
        content, said = response.get_data(), mark().encode()
        if said not in content.partition(b"\n")[0]:
            bom = _BOM if content.startswith(_BOM) else b""
            response.set_data(bom + said + b"\r\n" + content.removeprefix(bom))
    elif (response.mimetype or "").endswith("json") and response.mimetype != "application/x-ndjson":
        held = json.loads(response.get_data())
        if isinstance(held, dict):
            response.set_data(json.dumps({JSON_KEY: mark(), **held}, ensure_ascii=False, indent=1).encode())
