"""A time stamp (RFC 3161) over a manifest, where a service is set: somebody else says that it existed at that moment.

What is sent is the hash of the manifest and nothing else. The service's certificate is checked by whoever relies on
the token (`openssl ts -verify`, docs/evidence.md): they choose which services they trust.
"""

import hashlib
import urllib.request
from urllib.error import URLError

from rfc3161_client import TimestampRequestBuilder, decode_timestamp_response
from rfc3161_client.base import HashAlgorithm

TIMEOUT_S = 10.0
LARGEST_BYTES = 256 * 1024
"""A token with its certificates takes 2 to 10 kB."""
GRANTED = (0, 1)
"""RFC 3161, 2.4.2: granted, granted with changes."""
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
        response = decode_timestamp_response(token)
        info = response.tst_info
        same = info.message_imprint.message == hashlib.sha256(manifest).digest() and info.nonce == query.nonce
    except (URLError, OSError, ValueError):
        return b""
    return token if same and response.status in GRANTED else b""
