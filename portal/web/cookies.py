"""The signed cookie of the browser, whichever web server signed it.

Its moment is that of the one clock (`casefile.storage.clock`), and one from a server that is a little ahead is as good
as new: the library takes what is dated a second later than now for expired, so that of two servers whose clocks differ
each would send away whom the other had signed in.
"""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from casefile.storage import clock


class Signer(TimestampSigner):
    """Signed by us, so no moment of it is anybody else's."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        """The value, as the library has it. Raises BadSignature; SignatureExpired when it is older than `max_age`."""
        value, moment = super().unsign(signed_value, None, True)
        if max_age is not None and clock.now() - moment > timedelta(seconds=max_age):
            raise SignatureExpired("too old", payload=value, date_signed=moment)
        return (value, moment) if return_timestamp else value


class Cookies(SecureCookieSessionInterface):
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = Signer
        return serializer
