"""The settings: one frozen value, read from the environment in one function and handed in.

Each field is documented in `docs/settings.md`; a test holds the two and `docker-compose.yml` together.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casefile.errors import SetupError

DEFAULT_HOME = Path(__file__).resolve().parent.parent / "var"


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
    opensearch_timeout_s: float = 10.0
    relay_poll_s: float = 0.1
    session_idle_min: int = 30
    session_absolute_h: int = 10
    secure_cookies: bool = False
    demo: bool = False

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
        `scripts/run` writes (the local node's port, demo or not). Raises SetupError on an unreadable file.
        """
        env = os.environ if env is None else env
        folder = Path(home or env.get("GRIOT_HOME") or DEFAULT_HOME).resolve()
        saved = _installation(folder)
        return Settings(
            home=folder,
            database_url=env.get("DATABASE_URL") or f"sqlite:///{folder / 'griot.db'}",
            opensearch_url=env.get("OPENSEARCH_URL") or str(saved.get("opensearch_url", "http://127.0.0.1:9200")),
            broker_url=env.get("BROKER_URL") or "filesystem://",
            secret_key=_secret(folder, env),
            index_prefix=env.get("GRIOT_INDEX_PREFIX") or "griot",
            index_replicas=int(env.get("GRIOT_INDEX_REPLICAS") or 0),
            opensearch_ca=env.get("OPENSEARCH_CA", ""),
            opensearch_timeout_s=float(env.get("OPENSEARCH_TIMEOUT_S") or 10),
            relay_poll_s=float(env.get("GRIOT_RELAY_POLL_S") or 0.1),
            session_idle_min=int(env.get("GRIOT_SESSION_IDLE_MIN") or 30),
            session_absolute_h=int(env.get("GRIOT_SESSION_ABSOLUTE_H") or 10),
            secure_cookies=env.get("GRIOT_SECURE_COOKIES", "") == "1",
            demo=str(env.get("GRIOT_DEMO") or saved.get("demo", "")) in ("1", "True"),
        )


def _installation(folder: Path) -> dict[str, object]:
    path = folder / "installation.json"
    try:
        loaded: dict[str, object] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise SetupError(
            "%(path)s cannot be read (%(error)s). Run scripts/run again; it writes a new one.", path=path, error=error
        ) from error
    return loaded


def _secret(folder: Path, env: Mapping[str, str]) -> str:
    """The key that signs cookies and links: from GRIOT_SECRET_KEY, else a file only its owner can read."""
    if given := env.get("GRIOT_SECRET_KEY"):
        return given
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process of the same start was first
    return path.read_text("utf-8")
