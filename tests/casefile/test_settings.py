"""The settings: what is set is read, and what cannot be is refused at the start, by name."""

import dataclasses

import pytest

from casefile.errors import SetupError
from casefile.settings import VARIABLES, Settings

pytestmark = pytest.mark.unit
KEY = {"GRIOT_SECRET_KEY": "k" * 32}


def read(folder, **env):
    return Settings.from_env(folder, KEY | env)


def test_nothing_needs_to_be_set(tmp_path):
    settings = Settings.from_env(tmp_path, {})
    assert settings.embedded_database and settings.embedded_broker and len(settings.secret_key) >= 48
    assert (settings.session_idle_min, settings.session_absolute_h, settings.demo) == (30, 10, False)
    assert Settings.from_env(tmp_path, {}).secret_key == settings.secret_key, "made once"


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("DATABASE_URL", "postgresql+psycopg://u:p@/db", "database_url", "postgresql+psycopg://u:p@/db"),
        ("OPENSEARCH_URL", "https://u:w@a, https://u:w@b", "opensearch_url", "https://u:w@a, https://u:w@b"),
        ("OPENSEARCH_CLIENT", __file__, "opensearch_client", __file__),
        ("BROKER_CA", __file__, "broker_ca", __file__),
        ("GRIOT_BACKUP_TO", f"age1{'q' * 58}", "backup_to", f"age1{'q' * 58}"),
        ("GRIOT_BACKUP_KEY", "/safe/key", "backup_key", "/safe/key"),
        ("GRIOT_TEST_NETWORK", "1", "test_network", True),
        ("OPENSEARCH_TIMEOUT_S", "2.5", "opensearch_timeout_s", 2.5),
        ("BROKER_URL", "amqps://u:w@host", "broker_url", "amqps://u:w@host"),
        ("GRIOT_INDEX_PREFIX", "griot-2", "index_prefix", "griot-2"),
        ("GRIOT_INDEX_REPLICAS", "1", "index_replicas", 1),
        ("GRIOT_RELAY_POLL_S", "1", "relay_poll_s", 1.0),
        ("GRIOT_SESSION_IDLE_MIN", " 1440 ", "session_idle_min", 1440),
        ("GRIOT_SESSION_ABSOLUTE_H", "1", "session_absolute_h", 1),
        ("GRIOT_ERRAND_MIN", "5", "errand_min", 5),
        ("GRIOT_UNDO_S", "0", "undo_s", 0),
        ("GRIOT_SECURE_COOKIES", "1", "secure_cookies", True),
        ("GRIOT_SECURE_COOKIES", "0", "secure_cookies", False),
        ("GRIOT_DEMO", "1", "demo", True),
        ("GRIOT_TRAINING", "1", "training", True),
        ("GRIOT_TRAINING_ADDRESS", "https://learn.example", "training_address", "https://learn.example"),
        ("GRIOT_SECRET_KEY_BEFORE", "b" * 32, "secret_key_before", "b" * 32),
        ("GRIOT_HOSTS", "Griot.example:8443, [::1]:8000", "hosts", ("griot.example:8443", "[::1]:8000")),
        ("GRIOT_PROXIES", "1", "proxies", 1),
        ("GRIOT_TIMESTAMP_URL", "https://tsa.example/tsr", "timestamp_url", "https://tsa.example/tsr"),
        ("GRIOT_SESSION_IDLE_MIN", "", "session_idle_min", 30),
        ("GRIOT_BACKUP_WITHIN_H", "0", "backup_within_h", 0),
        ("GRIOT_METRICS", "loopback", "metrics", "loopback"),
        ("GRIOT_METRICS_TOKEN_FILE", __file__, "metrics_token_file", __file__),
        ("GRIOT_LOG_FORMAT", "console", "log_format", "console"),
        ("GRIOT_ALARM_MAIL_TO", "ops@a.example, b@b.example", "alarm_mail_to", ("ops@a.example", "b@b.example")),
        ("GRIOT_ALARM_MAIL_FROM", "griot@a.example", "alarm_mail_from", "griot@a.example"),
        ("GRIOT_ALARM_SMTP_URL", "smtps://u:w@mail.example", "alarm_smtp_url", "smtps://u:w@mail.example"),
        ("GRIOT_ALARM_WEBHOOK", "https://hook.example/x", "alarm_webhook", "https://hook.example/x"),
        ("GRIOT_ALARM_WEBHOOK", "http://127.0.0.1:9/x", "alarm_webhook", "http://127.0.0.1:9/x"),
        ("GRIOT_ALARM_AFTER_MIN", "0", "alarm_after_min", 0),
        ("GRIOT_ALARM_LANGUAGE", "ar", "alarm_language", "ar"),
        ("GRIOT_WEBHOOK_PRIVATE", "A.lan, 10.1.0.0/16,::1", "webhook_private", ("a.lan", "10.1.0.0/16", "::1/128")),
    ],
)
def test_what_is_set_is_read(tmp_path, name, text, field, value):
    assert getattr(read(tmp_path, **{name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATABASE_URL", "mysql://host/db"), ("OPENSEARCH_URL", "localhost:9200"), ("OPENSEARCH_URL", "http://a,"),
        ("OPENSEARCH_CA", "/nowhere/ca.pem"), ("OPENSEARCH_TIMEOUT_S", "0"), ("OPENSEARCH_TIMEOUT_S", "nan"),
        ("BROKER_URL", "http://host"), ("GRIOT_SECRET_KEY", "short"), ("GRIOT_INDEX_PREFIX", "Griot"),
        ("GRIOT_INDEX_PREFIX", "-x"), ("GRIOT_INDEX_REPLICAS", "11"), ("GRIOT_INDEX_REPLICAS", "1.5"),
        ("GRIOT_RELAY_POLL_S", "-1"), ("GRIOT_SESSION_IDLE_MIN", "-5"), ("GRIOT_SESSION_IDLE_MIN", "half an hour"),
        ("GRIOT_SESSION_IDLE_MIN", "0"), ("GRIOT_SESSION_ABSOLUTE_H", "169"), ("GRIOT_SECURE_COOKIES", "yes"),
        ("GRIOT_DEMO", "2"), ("GRIOT_TIMESTAMP_URL", "ftp://tsa.example"),
        ("GRIOT_BACKUP_TO", "AGE-SECRET-KEY-1ABC"), ("GRIOT_BACKUP_KEY", "key"),
        ("GRIOT_TRAINING", "yes"), ("GRIOT_TRAINING_ADDRESS", "learn.example"),
        ("GRIOT_SECRET_KEY_BEFORE", "short"), ("GRIOT_PROXIES", "6"),
        ("GRIOT_BACKUP_WITHIN_H", "-1"), ("GRIOT_METRICS", "all"), ("GRIOT_METRICS_TOKEN_FILE", "/nowhere/token"),
        ("GRIOT_LOG_FORMAT", "xml"), ("GRIOT_ALARM_MAIL_TO", "ops"), ("GRIOT_ALARM_MAIL_FROM", "a@b\nBcc: c@d"),
        ("GRIOT_ALARM_SMTP_URL", "mail.example"), ("GRIOT_ALARM_WEBHOOK", "ftp://h"), ("GRIOT_ALARM_AFTER_MIN", "x"),
        ("GRIOT_ALARM_LANGUAGE", "de"), ("GRIOT_HOSTS", "https://griot.example"), ("GRIOT_HOSTS", "a,,b"),
        ("GRIOT_HOSTS", "a/b"), ("GRIOT_WEBHOOK_PRIVATE", "10.0.0.1/8"), ("GRIOT_WEBHOOK_PRIVATE", "https://hook.lan"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name_with_the_way_out(tmp_path, name, text):
    with pytest.raises(SetupError) as refused:
        read(tmp_path, **{name: text})
    said, variable = str(refused.value), next(variable for variable in VARIABLES if variable.name == name)
    assert name in said and variable.must in said and "docs/settings.md" in said
    assert (text in said) is not variable.secret, "an address may hold a password, a key is one"


def test_every_field_of_the_settings_can_be_set():
    own = {"home", "installation", "own_engine"}
    assert len(VARIABLES) == len(dataclasses.fields(Settings)) - len(own), "all but what the home itself tells"


def test_an_installation_remembers_its_engine_and_whether_it_is_a_demonstration(tmp_path):
    (tmp_path / "installation.json").write_text('{"opensearch_url": "http://127.0.0.1:9311", "demo": true}')
    assert (read(tmp_path).opensearch_url, read(tmp_path).demo) == ("http://127.0.0.1:9311", True)
    assert read(tmp_path, GRIOT_DEMO="0").demo is False
    (tmp_path / "installation.json").write_text("{")
    with pytest.raises(SetupError, match="cannot be read"):
        read(tmp_path)


def test_during_a_rotation_the_home_keeps_two_keys(tmp_path):
    first = Settings.from_env(tmp_path, {}).secret_key
    (tmp_path / "secret-key").write_text(f"{'n' * 48}\n{first}\n")
    assert Settings.from_env(tmp_path, {}).secret_keys == ("n" * 48, first)
    assert read(tmp_path).secret_keys == (KEY["GRIOT_SECRET_KEY"],), "a key that is given stands alone"


def test_the_portals_address_is_never_a_headers(tmp_path):
    assert read(tmp_path).address == ""
    (tmp_path / "installation.json").write_text('{"port": 8017}')
    assert read(tmp_path).address == "http://127.0.0.1:8017"
    assert read(tmp_path, GRIOT_HOSTS="griot.example", GRIOT_SECURE_COOKIES="1").address == "https://griot.example"
