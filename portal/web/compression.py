"""Light pages for thin lines: one style sheet, compression, and static addresses that a browser may keep for good."""

import gzip
import hashlib
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import cast

from flask import Flask, request
from flask import Response as FlaskResponse
from flask_compress import Compress
from werkzeug.wrappers import Response

from casefile import vocabulary

HASH_LENGTH = 10
COMPRESSED = frozenset({".css", ".js", ".svg"})

PAGES = frozenset({"page", "o_page", "u_page"})
LONGEST_NUMBER = 3
"""Digits of a page's number: too few to guess anything with among all the digits of a page."""

CHOICES = frozenset(
    """kind state desk which sort wants basis opened own judged size all o_role o_state o_sort o_size u_kind
    u_state u_sort u_size""".split()
)
WORDS = frozenset(
    str(member.value)
    for listed in vars(vocabulary).values()
    if isinstance(listed, type) and issubclass(listed, StrEnum)
    for member in listed
) | frozenset(
    """newest oldest reference title records name kind broken ends noisy ending new answer record watch without me open
    closed active waits deactivated unit login last code country 20 50 100 1""".split()
)
"""What a choice in an address may be: words of Griot's own, which nobody can vary to guess another text by."""

STYLE_SHEET = "griot.css"
"""The name under which the style sheets below are served as one: a page asks for one file, whatever their number."""

PICO = "pico-2.1.1.min.css"
"""What all of them stand on: joined to them, since a page on a thin line waits for each file by itself."""
STYLES = (
    "tokens", "base", "layout", "header", "officer", "errand", "controls", "messages", "tables", "lists", "forms",
    "choices", "pages/audit", "pages/contacts", "pages/course", "pages/entry", "pages/exhibits", "pages/guide",
    "pages/handbook",
    "pages/home", "pages/kept", "pages/marks", "pages/name_pairs", "pages/networks", "pages/picture",
    "pages/protection", "pages/records", "pages/review", "pages/search", "pages/sign_in", "pages/status",
    "pages/watches", "print",
)  # fmt: skip
"""`portal/static/css/<name>.css`, in the order in which a later rule wins over an earlier one."""

POST_SHEET = "post.css"
POST_STYLES = ("tokens", "post", "base", "layout", "header", "officer", "errand", "controls", "messages", "forms")
"""Of the pages at a post, on a line of 64 kbit/s: the same tokens without what those pages have not, Pico first."""
SHEETS = {STYLE_SHEET: (PICO, STYLES), POST_SHEET: ("", POST_STYLES)}


def install(app: Flask) -> None:
    """Compress pages too, but for those whose address holds words: they stand in the page again, and its size would
    tell a stranger's link how much of a guess agrees with what else is there (BREACH)."""
    app.config.update(
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_MIMETYPES=["text/html"],
        COMPRESS_REGISTER=False,
    )
    compress = Compress(app)

    @app.after_request
    def pages(response: Response) -> Response:
        return compress.after_request(cast(FlaskResponse, response)) if _address_says_nothing() else response

    folder = Path(app.static_folder or "")
    sheets = {name: join_styles(folder, name) for name in SHEETS}
    _serve_styles(app, sheets)
    _compress_static(app, sheets)
    hashes = {name: content_hash(styles) for name, styles in sheets.items()}

    @lru_cache(maxsize=200)
    def hash_of_file(filename: str, _changed: float) -> str:
        return content_hash((folder / filename).read_bytes())

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, str]) -> None:
        path = folder / values.get("filename", "")
        if endpoint == "static" and values.get("filename") in hashes:
            values["v"] = hashes[values["filename"]]
        elif endpoint == "static" and path.is_file():
            values["v"] = hash_of_file(values["filename"], path.stat().st_mtime)


def _address_says_nothing() -> bool:
    """Whether what stands behind the question mark was written by Griot, or might as well have been."""
    return all(
        value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
        if name in PAGES
        else name in CHOICES and value in WORDS
        for name, value in request.args.items(multi=True)
    )


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]


def join_styles(folder: Path, sheet: str = STYLE_SHEET) -> bytes:
    """A sheet's files in their order. The same files give the same bytes, so every worker gives the same address."""
    vendor, names = SHEETS[sheet]
    files = [folder / "vendor" / vendor] if vendor else []
    files += [folder / "css" / f"{name}.css" for name in names]
    return b"\n".join(path.read_bytes() for path in files)


def _serve_styles(app: Flask, sheets: dict[str, bytes]) -> None:
    """Answer for the joined style sheets from memory, at Flask's own endpoint: open, kept, compressed like a file."""
    send_file = cast(Callable[..., Response], app.view_functions["static"])

    def send_static(filename: str) -> Response:
        if filename not in sheets:
            return send_file(filename=filename)
        response = app.response_class(sheets[filename], mimetype="text/css")
        response.set_etag(content_hash(sheets[filename]))
        return response.make_conditional(request)

    app.view_functions["static"] = send_static


def _compress_static(app: Flask, sheets: dict[str, bytes]) -> None:
    """Compress each static file once, at the highest level. Flask-Compress would do so at every request."""
    folder = Path(app.static_folder or "")
    compressed_sheets = {name: gzip.compress(styles, 9, mtime=0) for name, styles in sheets.items()}

    @lru_cache(maxsize=200)
    def compressed_file(filename: str, _changed: float) -> bytes:
        return gzip.compress((folder / filename).read_bytes(), 9, mtime=0)

    def compressed(filename: str) -> bytes:
        if filename in compressed_sheets:
            return compressed_sheets[filename]
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
