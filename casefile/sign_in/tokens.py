"""Tokens are kept as their digest only."""

import hashlib


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
