"""The settings: one frozen value, read from the environment in one function and handed in.

Each variable is a line of the table below: how its text is read, and what it may be. A text that is
none of that is refused at the start, by name, with the value and the way out. Why a table and not pydantic-settings or
environs: some twenty variables need three ways of reading, a secret must never stand in a message, and a start of the
command line reads no library for it.

Each variable is documented in `docs/settings.md` with its bounds; a test holds the two and `docker-compose.yml`
together.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from casefile.errors import SetupError
from casefile.policy.oversight.trail import AddressKept
from casefile.secrets.files import with_files
from casefile.secrets.key import kept_secrets
from casefile.servers import check_alarm_ways, check_servers

_TREE = Path(__file__).resolve().parent.parent


def _default_home() -> Path:
    """`var/` of a checkout; where Griot is installed, a folder of the system's, or of whoever runs it."""
    if (_TREE / "setup.cfg").is_file():
        return _TREE / "var"
    if os.geteuid() == 0:
        return Path("/var/lib/griot")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "griot"


DEFAULT_HOME = _default_home()

_HOST = r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?"

_MAIL = r"[^@\s,<>]+@[^@\s,<>]+"

Value = TypeVar("Value")
Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Settings:
    """How one installation is set up. `home` holds all of its state on the embedded default."""

    home: Path
    database_url: str
    opensearch_url: str
    broker_url: str
    secret_key: str
    index_prefix: str = "griot"
    index_replicas: int = 0
    opensearch_ca: str = ""
    opensearch_client: str = ""
    opensearch_timeout_s: float = 10.0
    broker_ca: str = ""
    broker_queues: str = "classic"
    backup_to: str = ""
    backup_key: str = ""
    relay_poll_s: float = 0.1
    session_idle_min: int = 30
    session_absolute_h: int = 10
    errand_min: int = 120
    undo_s: int = 10
    secure_cookies: bool = False
    trail_address: AddressKept = AddressKept.FULL
    demo: bool = False
    timestamp_url: str = ""
    proof: str = ""
    """The folder of the proof, where several homes serve one database; empty: `proof` of the home."""
    checkpoint_copy: str = ""
    """A folder, on another disk or machine, to which each signed checkpoint is copied; empty: none."""
    key_passphrase_file: str = ""
    test_network: bool = False
    secret_key_before: str = ""
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    installation: str = ""
    """Whose the index is (`casefile.installation.identified`); empty before a database was asked."""
    own_engine: bool = False
    """The search engine is the home's own: nobody else's index can be in it."""
    backup_within_h: int = 26
    metrics: str = "token"
    metrics_token_file: str = ""
    log_format: str = "json"
    alarm_mail_to: tuple[str, ...] = ()
    alarm_mail_from: str = ""
    alarm_smtp_url: str = ""
    alarm_webhook: str = ""
    alarm_after_min: int = 5
    alarm_language: str = ""
    """Of the mails; empty: the administrators' own."""
    webhook_private: tuple[str, ...] = ()
    """Hosts and networks that webhooks of units may call though they are not public."""
    training: bool = False
    """A training space: invented people, everything in its home, no way out (`OUTWARD`, `casefile.installation`)."""
    training_address: str = ""
    """Where the training space beside this installation is opened; empty: there is none."""

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The key that signs, then the one before it, which is still read."""
        return (self.secret_key, *((self.secret_key_before,) if self.secret_key_before else ()))

    @property
    def address(self) -> str:
        """Under which officers open the portal; empty where it is not known."""
        return f"{'https' if self.secure_cookies else 'http'}://{self.hosts[0]}" if self.hosts else ""

    @property
    def proof_folder(self) -> Path:
        """Checkpoints and the keys that sign them. All machines that serve one database have the same: each with a
        folder of its own would sign a series of its own, and none would hold."""
        return Path(self.proof) if self.proof else self.home / "proof"

    @property
    def embedded_database(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def embedded_broker(self) -> bool:
        return self.broker_url.startswith("filesystem")

    @staticmethod
    def from_env(home: str | Path | None = None, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings of the installation in `home` (else `GRIOT_HOME`, else `var/` of the checkout).

        What the environment leaves out comes from the installation's own `installation.json`, which
        `scripts/run` writes (the local node's port, demo or not). Raises SetupError, naming the variable.
        """
        given = os.environ if env is None else env
        folder = Path(home or given.get("GRIOT_HOME") or DEFAULT_HOME).resolve()
        saved = _installation(folder)
        training = TRAINING.read(given, False) or bool(saved.get("training", False))
        env = with_files(without_ways_out(given) if training else given)
        key = SECRET_KEY.read(env, "")
        kept = ("", "") if key else kept_secrets(folder)
        read = Settings(
            home=folder,
            database_url=DATABASE_URL.read(env, f"sqlite:///{folder / 'griot.db'}"),
            opensearch_url=OPENSEARCH_URL.read(env, str(saved.get("opensearch_url", _engine_of(folder, training)))),
            broker_url=BROKER_URL.read(env, "filesystem://"),
            secret_key=key or kept[0],
            index_prefix=TRAINING_PREFIX if training else INDEX_PREFIX.read(env, "griot"),
            index_replicas=INDEX_REPLICAS.read(env, 0),
            opensearch_ca=OPENSEARCH_CA.read(env, ""),
            opensearch_client=OPENSEARCH_CLIENT.read(env, ""),
            opensearch_timeout_s=OPENSEARCH_TIMEOUT_S.read(env, 10.0),
            broker_ca=BROKER_CA.read(env, ""),
            broker_queues=BROKER_QUEUES.read(env, "classic"),
            backup_to=BACKUP_TO.read(env, ""),
            backup_key=BACKUP_KEY.read(env, str(folder / "backup-key")),
            relay_poll_s=RELAY_POLL_S.read(env, 0.1),
            session_idle_min=SESSION_IDLE_MIN.read(env, 30),
            session_absolute_h=SESSION_ABSOLUTE_H.read(env, 10),
            errand_min=ERRAND_MIN.read(env, 120),
            undo_s=UNDO_S.read(env, 10),
            secure_cookies=SECURE_COOKIES.read(env, False),
            trail_address=TRAIL_ADDRESS.read(env, AddressKept.FULL),
            demo=training or DEMO.read(env, bool(saved.get("demo", False))),
            secret_key_before=SECRET_KEY_BEFORE.read(env, "") or kept[1],
            hosts=HOSTS.read(env, _saved_host(saved)),
            proxies=PROXIES.read(env, 0),
            timestamp_url=TIMESTAMP_URL.read(env, ""),
            proof=PROOF.read(env, ""),
            checkpoint_copy=CHECKPOINT_COPY.read(env, ""),
            key_passphrase_file=KEY_PASSPHRASE_FILE.read(env, ""),
            test_network=TEST_NETWORK.read(env, False),
            installation=home_id(folder),
            own_engine=not OPENSEARCH_URL.read(env, "") and "opensearch_url" in saved,
            backup_within_h=BACKUP_WITHIN_H.read(env, 26),
            metrics=METRICS.read(env, "token"),
            metrics_token_file=METRICS_TOKEN_FILE.read(env, ""),
            log_format=LOG_FORMAT.read(env, "json"),
            alarm_mail_to=ALARM_MAIL_TO.read(env, ()),
            alarm_mail_from=ALARM_MAIL_FROM.read(env, ""),
            alarm_smtp_url=ALARM_SMTP_URL.read(env, ""),
            alarm_webhook=ALARM_WEBHOOK.read(env, ""),
            alarm_after_min=ALARM_AFTER_MIN.read(env, 5),
            alarm_language=ALARM_LANGUAGE.read(env, ""),
            webhook_private=WEBHOOK_PRIVATE.read(env, ()),
            training=training,
            training_address="" if training else TRAINING_ADDRESS.read(env, ""),
        )
        if not read.test_network:
            check_alarm_ways(webhook=read.alarm_webhook)
            check_servers(
                database=read.database_url,
                engine=read.opensearch_url,
                engine_client=read.opensearch_client,
                broker=read.broker_url,
            )
        return read


# ---- what a variable may be ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Variable(Generic[Value]):
    """One variable. `convert` raises ValueError on what it is not; `must` says what it is, in docs and messages."""

    name: str
    must: str
    convert: Callable[[str], Value]
    secret: bool = False

    def read(self, env: Mapping[str, str], default: Value) -> Value:
        """The variable's value; the default when it is not set or empty."""
        text = env.get(self.name, "").strip()
        if not text:
            return default
        try:
            return self.convert(text)
        except ValueError as error:
            raise SetupError(
                "%(name)s is %(value)s, and must be %(must)s. Correct it where it is set, or leave it out for the "
                "default; docs/settings.md has both.",
                name=self.name,
                value="not shown" if self.secret else f"“{text}”",
                must=self.must,
            ) from error


def whole(name: str, least: int, most: int) -> Variable[int]:
    return Variable(name, f"a whole number from {least} to {most}", lambda text: _within(int(text), least, most))


def decimal(name: str, least: float, most: float) -> Variable[float]:
    return Variable(name, f"a number from {least:g} to {most:g}", lambda text: _within(float(text), least, most))


def switch(name: str) -> Variable[bool]:
    return Variable(name, "0 or 1", lambda text: bool(_within(int(text), 0, 1)))


def matching(name: str, must: str, pattern: str, *, secret: bool = False) -> Variable[str]:
    def convert(text: str) -> str:
        return text if re.fullmatch(pattern, text) else _refuse()

    return Variable(name, must, convert, secret)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip().lower() for part in text.split(","))
    return names if all(re.fullmatch(_HOST, name) for name in names) else _refuse()


def _hosts_and_networks(text: str) -> tuple[str, ...]:
    return tuple(_host_or_network(part.strip().lower()) for part in text.split(","))


def _host_or_network(part: str) -> str:
    try:
        return str(ip_network(part))
    except ValueError:
        return part if re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", part) else _refuse()


def _mail_addresses(text: str) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in text.split(","))
    return addresses if all(re.fullmatch(_MAIL, address) for address in addresses) else _refuse()


def _file(text: str) -> str:
    return text if Path(text).is_file() else _refuse()


def _whole_path(text: str) -> str:
    return text if Path(text).is_absolute() else _refuse()


def _within(number: Number, least: Number, most: Number) -> Number:
    return number if least <= number <= most else _refuse()


def _refuse() -> NoReturn:
    raise ValueError


DATABASE_URL = matching(
    "DATABASE_URL",
    "an address that begins with sqlite:/// or postgresql",
    r"(sqlite:///|postgresql(\+psycopg)?://).*",
    secret=True,
)
OPENSEARCH_URL = matching(
    "OPENSEARCH_URL",
    "one address or several with commas between, each http://… or https://…",
    r"door:///[^,]+|https?://[^\s,]+(,\s*https?://[^\s,]+)*",
    secret=True,
)
BROKER_URL = matching(
    "BROKER_URL",
    "an address that begins with filesystem://, amqp:// or redis:// (amqps://, rediss://), or several amqps://",
    r"(filesystem|rediss?)://.*|amqps?://[^,]*(,\s*amqps?://[^,]*)*",
    secret=True,
)
SECRET_KEY = matching("GRIOT_SECRET_KEY", "16 characters or more", r".{16,}", secret=True)
SECRET_KEY_BEFORE = matching("GRIOT_SECRET_KEY_BEFORE", "16 characters or more", r".{16,}", secret=True)
HOSTS = Variable("GRIOT_HOSTS", "one host or several with commas between, each name or name:port", _names)
PROXIES = whole("GRIOT_PROXIES", 0, 5)
INDEX_PREFIX = matching(
    "GRIOT_INDEX_PREFIX", "small letters, digits, - and _, at most 60, a letter first", r"[a-z][a-z0-9_-]{0,59}"
)
INDEX_REPLICAS = whole("GRIOT_INDEX_REPLICAS", 0, 10)
OPENSEARCH_CA = Variable("OPENSEARCH_CA", "a file that is there", _file)
OPENSEARCH_CLIENT = Variable("OPENSEARCH_CLIENT", "a file that is there", _file)
BROKER_CA = Variable("BROKER_CA", "a file that is there", _file)
BROKER_QUEUES = matching("GRIOT_BROKER_QUEUES", "classic or quorum", r"classic|quorum")
OPENSEARCH_TIMEOUT_S = decimal("OPENSEARCH_TIMEOUT_S", 0.5, 300)
BACKUP_TO = matching(
    "GRIOT_BACKUP_TO", "public keys of age with commas between", r"age1[0-9a-z]{58}(,\s*age1[0-9a-z]{58})*"
)
BACKUP_KEY = Variable("GRIOT_BACKUP_KEY", "a file's place, from the root", _whole_path)
RELAY_POLL_S = decimal("GRIOT_RELAY_POLL_S", 0.01, 60)
SESSION_IDLE_MIN = whole("GRIOT_SESSION_IDLE_MIN", 1, 1440)
SESSION_ABSOLUTE_H = whole("GRIOT_SESSION_ABSOLUTE_H", 1, 168)
ERRAND_MIN = whole("GRIOT_ERRAND_MIN", 5, 720)
UNDO_S = whole("GRIOT_UNDO_S", 0, 60)
SECURE_COOKIES = switch("GRIOT_SECURE_COOKIES")
TRAIL_ADDRESS: Variable[AddressKept] = Variable("GRIOT_TRAIL_ADDRESS", "full, network or none", AddressKept)
DEMO = switch("GRIOT_DEMO")
TIMESTAMP_URL = matching("GRIOT_TIMESTAMP_URL", "an address that begins with https:// or http://", r"https?://\S+")
PROOF = Variable("GRIOT_PROOF", "a folder by its whole path", _whole_path)
CHECKPOINT_COPY = Variable("GRIOT_CHECKPOINT_COPY", "a folder by its whole path", _whole_path)
KEY_PASSPHRASE_FILE = Variable("GRIOT_KEY_PASSPHRASE_FILE", "a file that is there", _file)
TEST_NETWORK = switch("GRIOT_TEST_NETWORK")
BACKUP_WITHIN_H = whole("GRIOT_BACKUP_WITHIN_H", 0, 2000)
METRICS = matching("GRIOT_METRICS", "token, loopback or off", r"token|loopback|off")
METRICS_TOKEN_FILE = Variable("GRIOT_METRICS_TOKEN_FILE", "a file that is there", _file)
LOG_FORMAT = matching("GRIOT_LOG_FORMAT", "json or console", r"json|console")
ALARM_MAIL_TO = Variable("GRIOT_ALARM_MAIL_TO", "one address or several with commas between", _mail_addresses)
ALARM_MAIL_FROM = matching("GRIOT_ALARM_MAIL_FROM", "one address", _MAIL)
ALARM_SMTP_URL = matching(
    "GRIOT_ALARM_SMTP_URL", "an address that begins with smtp:// or smtps://", r"smtps?://\S+", secret=True
)
ALARM_WEBHOOK = matching(
    "GRIOT_ALARM_WEBHOOK", "an address that begins with https:// or http://", r"https?://\S+", secret=True
)
ALARM_AFTER_MIN = whole("GRIOT_ALARM_AFTER_MIN", 0, 1440)
ALARM_LANGUAGE = matching("GRIOT_ALARM_LANGUAGE", "ar, en or fr", r"ar|en|fr")

WEBHOOK_PRIVATE = Variable(
    "GRIOT_WEBHOOK_PRIVATE", "hosts and networks with commas between, such as hook.example.org, 10.1.2.0/24",
    _hosts_and_networks,
)  # fmt: skip

TRAINING = switch("GRIOT_TRAINING")
TRAINING_ADDRESS = matching(
    "GRIOT_TRAINING_ADDRESS", "an address that begins with https:// or http://", r"https?://[^\s\"'<>]+"
)

VARIABLES: tuple[
    Variable[str]
    | Variable[int]
    | Variable[float]
    | Variable[bool]
    | Variable[AddressKept]
    | Variable[tuple[str, ...]],
    ...,
] = (
    DATABASE_URL, OPENSEARCH_URL, OPENSEARCH_CA, OPENSEARCH_CLIENT, OPENSEARCH_TIMEOUT_S, BROKER_URL, BROKER_CA,
    BROKER_QUEUES,
    BACKUP_TO, BACKUP_KEY, SECRET_KEY, INDEX_PREFIX, INDEX_REPLICAS, RELAY_POLL_S, SESSION_IDLE_MIN,
    SESSION_ABSOLUTE_H, ERRAND_MIN, UNDO_S, SECURE_COOKIES, TRAIL_ADDRESS, DEMO, TEST_NETWORK, PROOF, CHECKPOINT_COPY,
    KEY_PASSPHRASE_FILE, SECRET_KEY_BEFORE, HOSTS, PROXIES, TIMESTAMP_URL, BACKUP_WITHIN_H, METRICS,
    METRICS_TOKEN_FILE, LOG_FORMAT, ALARM_MAIL_TO, ALARM_MAIL_FROM, ALARM_SMTP_URL, ALARM_WEBHOOK, ALARM_AFTER_MIN,
    ALARM_LANGUAGE, WEBHOOK_PRIVATE, TRAINING, TRAINING_ADDRESS,
)  # fmt: skip
"""All of them but GRIOT_HOME, which is a folder and may be any."""

BEGINNINGS = ("GRIOT_", "DATABASE_", "OPENSEARCH_", "BROKER_")
"""How their names begin, those that name a file with one (`secrets.files`) included."""


# ---- a training space -------------------------------------------------------------------------------------------

TRAINING_PREFIX = "griot-training"
"""Of its index names, whatever the environment says."""

OUTWARD = frozenset(
    {
        "DATABASE_URL", "OPENSEARCH_URL", "OPENSEARCH_CA", "OPENSEARCH_CLIENT", "BROKER_URL", "BROKER_CA",
        "DATABASE_PASSWORD", "BROKER_PASSWORD", "GRIOT_SECRET_KEY", "GRIOT_SECRET_KEY_BEFORE",
        "GRIOT_KEY_PASSPHRASE_FILE", "GRIOT_INDEX_PREFIX", "GRIOT_BACKUP_TO", "GRIOT_BACKUP_KEY",
        "GRIOT_PROOF", "GRIOT_CHECKPOINT_COPY", "GRIOT_TIMESTAMP_URL", "GRIOT_ALARM_MAIL_TO", "GRIOT_ALARM_MAIL_FROM",
        "GRIOT_ALARM_SMTP_URL", "GRIOT_ALARM_WEBHOOK", "GRIOT_WEBHOOK_PRIVATE", "GRIOT_METRICS_TOKEN_FILE",
    }
)  # fmt: skip
"""What leads to a server, a key or a file of a real installation. A training space reads none of them: the environment
of the machine it shares may well hold them. Its database, messages and keys lie in its home, its engine is its own."""


def without_ways_out(env: Mapping[str, str]) -> dict[str, str]:
    """The environment as a training space may read it, files with secrets (`…_FILE`) left out as well."""
    return {name: text for name, text in env.items() if not {name, name.removesuffix("_FILE")} & OUTWARD}


def _engine_of(folder: Path, training: bool) -> str:
    """Before a home has an engine: the usual address; a training space's own door, for there might be another's."""
    return f"door://{folder / 'engine.sock'}" if training else "http://127.0.0.1:9200"


# ---- what the home itself keeps --------------------------------------------------------------------------------

HOME_FILE = "installation-id"
"""Of the home: names the installation it belongs to."""


def home_id(folder: Path) -> str:
    """The id of the installation that a home belongs to; empty where none is written down yet."""
    try:
        return (folder / HOME_FILE).read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise SetupError("%(path)s cannot be read (%(error)s).", path=folder / HOME_FILE, error=error) from error


def _installation(folder: Path) -> dict[str, object]:
    path = folder / "installation.json"
    try:
        loaded: dict[str, object] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise SetupError(
            "%(path)s cannot be read (%(error)s). Run scripts/run again; it writes a new one.", path=path, error=error
        ) from error
    return loaded


def _saved_host(saved: Mapping[str, object]) -> tuple[str, ...]:
    """Where the last start of this home listens."""
    if url := saved.get("portal_url"):
        return (str(url).partition("://")[2].partition("/")[0].lower(),)
    return (f"127.0.0.1:{saved['port']}",) if saved.get("port") else ()
