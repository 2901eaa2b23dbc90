"""What the way to a server of one's own must be: encrypted, checked, with a name that not everybody knows. Pure.

Records and names of watched persons pass over these ways in clear, and whoever reads or writes there is above every
rule of the portal. What stays on this machine (loopback, a Unix socket, a file) is let through as it is. A network made
for tests alone may be let through as well, by a setting that says so.
"""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from casefile.errors import SetupError

KNOWN_TO_ALL = frozenset(
    {
        "admin", "administrator", "changeit", "changeme", "default", "elastic", "griot", "guest", "opensearch",
        "myStrongPassword123!", "pass", "passw0rd", "password", "postgres", "rabbitmq", "redis", "root", "secret",
        "test", "user",
    }
)  # fmt: skip
"""Passwords that servers come with, that their documentation shows, and Griot's own name."""

VERIFIED = frozenset({"verify-full", "verify-ca"})
"""PostgreSQL's words for a connection whose certificate is checked; *require* only encrypts, to whomever."""

_ENCRYPTED = {"amqp": "amqps", "redis": "rediss"}

_PLAIN = (
    "%(name)s goes to %(host)s without TLS: all that Griot holds could be read on the way. %(remedy)s For a network "
    "made for tests alone say GRIOT_TEST_NETWORK=1."
)
_OPEN = (
    "%(name)s names no password for %(host)s, or one that everybody knows. Give the server a password of its own and "
    "put it into the address. For a network made for tests alone say GRIOT_TEST_NETWORK=1."
)

_PLAIN_ALARM = (
    "GRIOT_ALARM_WEBHOOK goes to %(host)s without TLS: when Griot is weak could be read on the way. Say https://. "
    "For a network made for tests alone say GRIOT_TEST_NETWORK=1."
)


def check_servers(*, database: str, engine: str, engine_client: str, broker: str) -> None:
    """Raises SetupError for a way to another machine that is open, naming the variable and the way out.

    `engine_client`: the file of a client certificate for the engine, which stands for a password there.
    """
    _check_database(database)
    for url in engine.split(","):
        _check(
            "OPENSEARCH_URL", url.strip(), secure="https", with_certificate=bool(engine_client),
            remedy="Set up TLS on the cluster, say https:// and, for an authority of your own, OPENSEARCH_CA.",
        )  # fmt: skip
    for url in broker.split(",") if broker.startswith("amqp") else [broker]:
        scheme = urlsplit(url.strip()).scheme
        _check(
            "BROKER_URL", url.strip(), secure=_ENCRYPTED.get(scheme, scheme), with_certificate=False,
            remedy="Set up TLS on the broker, say amqps:// or rediss:// and, for an authority of your own, BROKER_CA.",
        )  # fmt: skip


def check_alarm_ways(*, webhook: str) -> None:
    """Raises SetupError for alarms that would go to another machine in clear. A mail server elsewhere is always asked
    for TLS, and gets no mail without (`indexer.health.ways`)."""
    parts = urlsplit(webhook)
    if webhook and parts.scheme != "https" and not is_here(parts.hostname):
        raise SetupError(_PLAIN_ALARM, host=parts.hostname)


def is_here(host: str | None) -> bool:
    """Whether a host is this machine: loopback, a socket's folder, or none at all."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check(name: str, url: str, *, secure: str, with_certificate: bool, remedy: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname
    if is_here(host):
        return
    if parts.scheme != secure:
        raise SetupError(_PLAIN, name=name, host=host, remedy=remedy)
    if not with_certificate and _known_to_all(parts.username, parts.password):
        raise SetupError(_OPEN, name=name, host=host)


def _check_database(url: str) -> None:
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgresql"):
        return
    query = parse_qs(parts.query)
    away = [host for host in _hosts(parts.netloc, query) if not is_here(host)]
    if not away:
        return
    if query.get("sslmode", [""])[-1] not in VERIFIED:
        raise SetupError(
            _PLAIN, name="DATABASE_URL", host=away[0],
            remedy="Add ?sslmode=verify-full to the address and, for an authority of your own, &sslrootcert=FILE.",
        )  # fmt: skip
    password = parts.password or query.get("password", [""])[-1]
    if "sslcert" not in query and _known_to_all(parts.username, password):
        raise SetupError(_OPEN, name="DATABASE_URL", host=away[0])


def _hosts(netloc: str, query: dict[str, list[str]]) -> Iterator[str]:
    """Every host of the address: one, several with commas between, or named behind it."""
    for place in netloc.rpartition("@")[2].split(","):
        yield (urlsplit(f"//{place}").hostname or "") if place else ""
    for key in ("host", "hostaddr"):
        for several in query.get(key, ()):
            yield from (host.rpartition(":")[0] or host for host in several.split(","))


def _known_to_all(user: str | None, password: str | None) -> bool:
    plain = unquote(password or "")
    return not plain or plain in KNOWN_TO_ALL or plain.lower() in KNOWN_TO_ALL or plain == unquote(user or "")
