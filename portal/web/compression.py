"""Light pages for thin lines: one style sheet, compression, and static addresses that a browser may keep for good."""

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import cast

from flask import Flask, request
from flask_compress import Compress
from werkzeug.wrappers import Response

HASH_LENGTH = 10
COMPRESSED = frozenset({".css", ".js", ".svg"})

STYLE_SHEET = "griot.css"
"""The name under which the style sheets below are served as one: a page asks for one file, whatever their number."""

STYLES = (
    "tokens", "base", "layout", "header", "controls", "messages", "tables", "forms",
    "pages/contacts", "pages/exhibits", "pages/home", "pages/name_pairs", "pages/protection", "pages/records",
    "pages/review", "pages/search", "pages/sign_in", "pages/status", "pages/watches", "print",
)  # fmt: skip
"""`portal/static/css/<name>.css`, in the order in which a later rule wins over an earlier one."""


def install(app: Flask) -> None:
    """Compress pages too: no page takes its text from an address, so its size answers no guesses from outside."""
    app.config.update(
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_MIMETYPES=["text/html"],
    )
    Compress(app)
    folder = Path(app.static_folder or "")
    styles = join_styles(folder)
    _serve_styles(app, styles)
    _compress_static(app, styles)
    hash_of_styles = content_hash(styles)

    @lru_cache(maxsize=200)
    def hash_of_file(filename: str, _changed: float) -> str:
        return content_hash((folder / filename).read_bytes())

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, str]) -> None:
        path = folder / values.get("filename", "")
        if endpoint == "static" and values.get("filename") == STYLE_SHEET:
            values["v"] = hash_of_styles
        elif endpoint == "static" and path.is_file():
            values["v"] = hash_of_file(values["filename"], path.stat().st_mtime)


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]


def join_styles(folder: Path) -> bytes:
    """All style sheets in their order. The same files give the same bytes, so every worker gives the same address."""
    return b"\n".join((folder / "css" / f"{name}.css").read_bytes() for name in STYLES)


def _serve_styles(app: Flask, styles: bytes) -> None:
    """Answer for the joined style sheet from memory, at Flask's own endpoint: open, kept and compressed like a file."""
    send_file = cast(Callable[..., Response], app.view_functions["static"])

    def send_static(filename: str) -> Response:
        if filename != STYLE_SHEET:
            return send_file(filename=filename)
        response = app.response_class(styles, mimetype="text/css")
        response.set_etag(content_hash(styles))
        return response.make_conditional(request)

    app.view_functions["static"] = send_static


def _compress_static(app: Flask, styles: bytes) -> None:
    """Compress each static file once, at the highest level. Flask-Compress would do so at every request."""
    folder = Path(app.static_folder or "")
    compressed_styles = gzip.compress(styles, 9, mtime=0)

    @lru_cache(maxsize=200)
    def compressed_file(filename: str, _changed: float) -> bytes:
        return gzip.compress((folder / filename).read_bytes(), 9, mtime=0)

    def compressed(filename: str) -> bytes:
        if filename == STYLE_SHEET:
            return compressed_styles
        return compressed_file(filename, (folder / filename).stat().st_mtime)

    @app.after_request
    def static(response: Response) -> Response:
        filename = (request.view_args or {}).get("filename", "")
        wanted = (
            request.endpoint == "static"
            and response.status_code == HTTPStatus.OK
            and Path(filename).suffix in COMPRESSED
        )
        if wanted and request.method == "GET" and request.accept_encodings["gzip"] > 0:
            response.direct_passthrough = False
            response.set_data(compressed(filename))
            response.headers["Content-Encoding"] = "gzip"
        if wanted:
            response.vary.add("Accept-Encoding")
        return response
