"""The two ways an alarm leaves: mail by SMTP, and a POST to an address. Each tries once, within a time limit.

Nothing of a case is in an alarm: the signal, its figures, the sentence and the way out of the table that all go by.
Mail to another machine goes under TLS or not at all; certificates are checked.
"""

import http.client
import json
import smtplib
import socket
import ssl
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from casefile.servers import is_here
from casefile.settings import Settings
from casefile.storage import tables
from casefile.vocabulary import Json

TIMEOUT_S = 10.0
_ACCEPTED = range(200, 300)


class NotSent(Exception):
    """It was not taken; it is tried again."""


def mail(settings: Settings, subject: str, text: str, *, to: str = "", message_id: str = "") -> None:
    """Send one mail to all who are to get the alarms, or to one address. Raises NotSent.

    `message_id`: of a mail that may be tried again after it was taken; who gets it twice sees one.
    """
    parts = urlsplit(settings.alarm_smtp_url)
    host = parts.hostname or "localhost"
    message = EmailMessage()
    message["Subject"], message["Date"] = subject, format_datetime(tables.now())
    message["From"] = settings.alarm_mail_from or f"griot@{socket.gethostname()}"
    message["To"] = to or ", ".join(settings.alarm_mail_to)
    message["Message-ID"] = message_id or make_msgid(domain="griot.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64" if to else None)  # as it is: its length is not changed on the way
    try:
        with _server(parts.scheme, host, parts.port or 0) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            if refused := server.send_message(message):
                raise NotSent(f"{len(refused)} addresses were refused")
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent from error


def _server(scheme: str, host: str, port: int) -> smtplib.SMTP:
    checked = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=checked)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    if not is_here(host):
        server.starttls(context=checked)  # raises where the server offers none
    return server


def post(settings: Settings, content: Mapping[str, Json]) -> None:
    """Send one alarm to the address. Raises NotSent."""
    parts = urlsplit(settings.alarm_webhook)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "localhost", parts.port, timeout=TIMEOUT_S)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, json.dumps(content).encode(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status not in _ACCEPTED:  # a redirect too: where an alarm goes is a setting, not an answer
            raise NotSent(f"answered {answer.status}")
    except (OSError, http.client.HTTPException) as error:
        raise NotSent from error
    finally:
        connection.close()


def configured(settings: Settings) -> Sequence[str]:
    """The ways that are set up: mail, post."""
    ways = {"mail": settings.alarm_smtp_url and settings.alarm_mail_to, "post": settings.alarm_webhook}
    return [way for way, wanted in ways.items() if wanted]
