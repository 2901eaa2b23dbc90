"""Secrets as files: a variable with `_FILE` behind its name says where its text stands, and is read in its place.

What stands in a process's environment is shown by `docker inspect`, by `ps e` and in many a crash report; a mounted
file is read by its owner alone. A password for a server may also stand apart from the server's address, so that the
server and Griot are given one and the same file.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from casefile.errors import SetupError

AS_FILES = (
    "DATABASE_URL", "OPENSEARCH_URL", "BROKER_URL", "GRIOT_SECRET_KEY", "GRIOT_SECRET_KEY_BEFORE",
    "GRIOT_ALARM_SMTP_URL", "GRIOT_ALARM_WEBHOOK",
)  # fmt: skip
"""What holds a secret. The address of a server does, when its password stands in it."""

PASSWORDS = {"DATABASE_PASSWORD_FILE": "DATABASE_URL", "BROKER_PASSWORD_FILE": "BROKER_URL"}
"""The file with the password alone: the address that it is for. The search engine takes a certificate."""


def with_files(env: Mapping[str, str]) -> dict[str, str]:
    """The environment, each `_FILE` replaced by what it holds. Raises SetupError, naming the variable."""
    read = dict(env)
    for name in AS_FILES:
        if path := env.get(f"{name}_FILE", "").strip():
            if env.get(name, "").strip():
                raise SetupError("%(name)s and %(name)s_FILE are both set. Leave one of them out.", name=name)
            read[name] = _text(f"{name}_FILE", path)
    for name, address in PASSWORDS.items():
        if path := env.get(name, "").strip():
            read[address] = _with_password(name, address, read.get(address, ""), _text(name, path))
    return read


def _text(name: str, path: str) -> str:
    try:
        text = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise SetupError(
            "%(name)s says %(path)s, and that file cannot be read (%(error)s). Put the secret there, readable for the "
            "user that Griot runs as.",
            name=name, path=path, error=getattr(error, "strerror", None) or "it is no text",
        ) from error  # fmt: skip
    if not text or "\n" in text:
        raise SetupError(
            "%(name)s says %(path)s, and that file holds %(held)s. Put the secret there, in one line.",
            name=name, path=path, held="several lines" if text else "nothing",
        )  # fmt: skip
    return text


def _with_password(name: str, address: str, url: str, password: str) -> str:
    """Of several brokers' addresses, each."""
    if url.startswith("amqp") and "," in url:
        return ",".join(_with_password(name, address, one.strip(), password) for one in url.split(","))
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at or not user or ":" in user:
        raise SetupError(
            "%(name)s is set, and %(address)s names no user, or a password of its own. Say user@host in the address, "
            "without a password.",
            name=name, address=address,
        )  # fmt: skip
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}"))
