"""A time stamp (RFC 3161) over a manifest, where a service is set: somebody else says that it existed at that moment.

What is sent is the hash of the manifest and nothing else. The service's certificate is checked by whoever relies on
the token (`openssl ts -verify`, docs/evidence.md): they choose which services they trust.
"""

import hashlib
import urllib.request
from urllib.error import URLError

from rfc3161_client import TimestampRequestBuilder
from rfc3161_client.base import HashAlgorithm

TIMEOUT_S = 10.0
LARGEST_BYTES = 256 * 1024
"""A token with its certificates takes 2 to 10 kB."""
GRANTED = (b"\x02\x01\x00", b"\x02\x01\x01")
"""RFC 3161, 2.4.2: granted, granted with changes; as DER writes the number."""
SEQUENCE, LONG = 0x30, 0x80
_HEADERS = {"Content-Type": "application/timestamp-query"}


def token_for(manifest: bytes, url: str) -> bytes:
    """The service's answer (a .tsr file); empty bytes where none is set, or it gave none that is of this manifest."""
    if not url:
        return b""
    query = TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    try:
        request = urllib.request.Request(url, query.as_bytes(), _HEADERS)  # noqa: S310 -- http(s), see casefile/settings.py
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            token: bytes = answer.read(LARGEST_BYTES)
    except (URLError, OSError, ValueError):
        return b""
    nonce = query.nonce.to_bytes(query.nonce.bit_length() // 8 + 1, "big") if query.nonce else b""
    same = hashlib.sha256(manifest).digest() in token and nonce in token
    return token if same and _granted(token) else b""


def _granted(token: bytes) -> bool:
    """Whether the answer says so: a sequence that begins with a sequence that begins with the number.

    The library's own reading refuses answers of common services (the certificates in another order than DER wants).
    """
    return _inside(_inside(token)).startswith(GRANTED)


def _inside(data: bytes) -> bytes:
    """What follows the head of a DER sequence; empty where there is none."""
    if len(data) < len((SEQUENCE, LONG)) or data[0] != SEQUENCE:
        return b""
    return data[2 + (data[1] - LONG if data[1] > LONG else 0) :]
