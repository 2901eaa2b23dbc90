"""Servers of one's own: what is open to others is refused at the start, with the way out."""

import pytest

from casefile.errors import SetupError
from casefile.servers import KNOWN_TO_ALL, is_here
from casefile.settings import Settings

pytestmark = pytest.mark.unit
PG = "postgresql+psycopg://griot:k8-Wq2@"
LET_IN = [
    ("DATABASE_URL", f"{PG}db.example/griot?sslmode=verify-full&sslrootcert=/ca.pem"),
    ("DATABASE_URL", "postgresql://griot@db.example/griot?sslmode=verify-full&sslcert=/griot.crt"),
    ("DATABASE_URL", "postgresql://nobody@127.0.0.1:5432/griot"),
    ("DATABASE_URL", "postgresql:///griot?host=/run/postgresql"),
    ("OPENSEARCH_URL", "https://griot:k8-Wq2@search.example:9200"),
    ("OPENSEARCH_URL", "http://127.0.0.1:9200,http://[::1]:9201,http://localhost:9202"),
    ("BROKER_URL", "amqps://griot:k8-Wq2@broker.example//"),
    ("BROKER_URL", "rediss://:k8-Wq2@broker.example/0"),
    ("BROKER_URL", "redis://127.0.0.1/0"),
]
WITHOUT_TLS = [
    ("DATABASE_URL", f"{PG}db.example/griot", "sslmode=verify-full"),
    ("DATABASE_URL", f"{PG}db.example/griot?sslmode=require", "sslmode=verify-full"),
    ("DATABASE_URL", f"{PG}127.0.0.1,db.example/griot", "sslmode=verify-full"),
    ("DATABASE_URL", f"{PG}/griot?host=10.0.0.7", "sslmode=verify-full"),
    ("OPENSEARCH_URL", "http://griot:k8-Wq2@search.example:9200", "https://"),
    ("OPENSEARCH_URL", "https://griot:k8-Wq2@a.example,http://griot:k8-Wq2@b.example", "https://"),
    ("OPENSEARCH_URL", "http://127.0.0.1.example.org:9200", "https://"),
    ("BROKER_URL", "amqp://griot:k8-Wq2@broker.example//", "amqps://"),
    ("BROKER_URL", "redis://:k8-Wq2@192.0.2.4/0", "rediss://"),
]
OPEN_TO_ALL = [
    ("DATABASE_URL", "postgresql://postgres:postgres@db.example/griot?sslmode=verify-full"),
    ("DATABASE_URL", "postgresql://griot@db.example/griot?sslmode=verify-full"),
    ("OPENSEARCH_URL", "https://search.example:9200"),
    ("OPENSEARCH_URL", "https://admin:admin@search.example:9200"),
    ("OPENSEARCH_URL", "https://kofi:kofi@search.example:9200"),
    ("BROKER_URL", "amqps://guest:guest@broker.example//"),
    ("BROKER_URL", "rediss://broker.example/0"),
]


def read(folder, name, value, **more):
    return Settings.from_env(folder, {"GRIOT_SECRET_KEY": "k" * 32, name: value, **more})


@pytest.mark.parametrize(("name", "url"), LET_IN)
def test_what_is_closed_or_stays_on_this_machine_is_let_in(tmp_path, name, url):
    read(tmp_path, name, url)


@pytest.mark.parametrize(("name", "url", "remedy"), WITHOUT_TLS)
def test_what_could_be_read_on_the_way_is_refused(tmp_path, name, url, remedy):
    with pytest.raises(SetupError) as refused:
        read(tmp_path, name, url)
    said = str(refused.value)
    assert name in said and remedy in said and "without TLS" in said and "k8-Wq2" not in said


@pytest.mark.parametrize(("name", "url"), OPEN_TO_ALL)
def test_a_password_that_everybody_knows_is_refused(tmp_path, name, url):
    with pytest.raises(SetupError, match=f"{name} names no password"):
        read(tmp_path, name, url)


@pytest.mark.parametrize("password", sorted(KNOWN_TO_ALL))
def test_in_any_case_of_letters(tmp_path, password):
    with pytest.raises(SetupError):
        read(tmp_path, "OPENSEARCH_URL", f"https://somebody:{password.upper() if password.islower() else password}@a.b")


def test_a_client_certificate_stands_for_the_engine_s_password(tmp_path):
    read(tmp_path, "OPENSEARCH_URL", "https://search.example:9200", OPENSEARCH_CLIENT=__file__)


@pytest.mark.parametrize(("name", "url"), [one[:2] for one in WITHOUT_TLS + OPEN_TO_ALL])
def test_a_network_of_tests_may_insist(tmp_path, name, url):
    assert read(tmp_path, name, url, GRIOT_TEST_NETWORK="1").test_network


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("", True), (None, True),
     ("/run/postgresql", True), ("10.0.0.1", False), ("opensearch", False), ("localhost.example", False)],
)  # fmt: skip
def test_what_is_this_machine(host, here):
    assert is_here(host) is here


def test_an_alarm_goes_to_another_machine_under_tls_alone(tmp_path):
    read(tmp_path, "GRIOT_ALARM_WEBHOOK", "https://hook.example/x")
    with pytest.raises(SetupError, match="GRIOT_ALARM_WEBHOOK goes to hook.example without TLS"):
        read(tmp_path, "GRIOT_ALARM_WEBHOOK", "http://hook.example/x")
    read(tmp_path, "GRIOT_ALARM_WEBHOOK", "http://hook.example/x", GRIOT_TEST_NETWORK="1")
