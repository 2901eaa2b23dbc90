"""Light pages for thin lines: compression, and static addresses that a browser may keep for good."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, request
from flask_compress import Compress
from werkzeug.wrappers import Response

HASH_LENGTH = 10
COMPRESSED = frozenset({".css", ".js", ".svg"})


def install(app: Flask) -> None:
    """Compress pages too: no page takes its text from an address, so its size answers no guesses from outside."""
    app.config.update(
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_MIMETYPES=["text/html"],
    )
    Compress(app)
    _compress_static(app)
    folder = Path(app.static_folder or "")

    @lru_cache(maxsize=200)
    def content_hash(filename: str, _changed: float) -> str:
        return hashlib.sha256((folder / filename).read_bytes()).hexdigest()[:HASH_LENGTH]

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, str]) -> None:
        path = folder / values.get("filename", "")
        if endpoint == "static" and path.is_file():
            values["v"] = content_hash(values["filename"], path.stat().st_mtime)


def _compress_static(app: Flask) -> None:
    """Compress each static file once, at the highest level. Flask-Compress would do so at every request."""
    folder = Path(app.static_folder or "")

    @lru_cache(maxsize=200)
    def compressed(filename: str, _changed: float) -> bytes:
        return gzip.compress((folder / filename).read_bytes(), 9, mtime=0)

    @app.after_request
    def static(response: Response) -> Response:
        path = folder / (request.view_args or {}).get("filename", "")
        wanted = request.endpoint == "static" and response.status_code == 200 and path.suffix in COMPRESSED
        if wanted and request.method == "GET" and request.accept_encodings["gzip"] > 0:
            response.direct_passthrough = False
            response.set_data(compressed(str(path.relative_to(folder)), path.stat().st_mtime))
            response.headers["Content-Encoding"] = "gzip"
        if wanted:
            response.vary.add("Accept-Encoding")
        return response
