"""Light pages for thin lines: compression, and static addresses that a browser may keep for good."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress

HASH_LENGTH = 10


def install(app: Flask) -> None:
    """Compress pages too: no page takes its text from an address, so its size answers no guesses from outside."""
    app.config.update(
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"],
    )
    Compress(app)
    folder = Path(app.static_folder or "")

    @lru_cache(maxsize=200)
    def content_hash(filename: str, _changed: float) -> str:
        return hashlib.sha256((folder / filename).read_bytes()).hexdigest()[:HASH_LENGTH]

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        path = folder / values.get("filename", "")
        if endpoint == "static" and path.is_file():
            values["v"] = content_hash(values["filename"], path.stat().st_mtime)
