"""Webhooks, from the pointer that is told to a receiver on the loopback, which is listed for it."""

import base64
import hmac
import json
import socket
import ssl
import threading
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import func, select, update

from casefile import fault_points, records, sealing
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.health import facts
from casefile.people import units
from casefile.people.machines import calls, webhooks
from casefile.people.units import SYSTEM
from casefile.policy.network import webhooks as rules
from casefile.policy.oversight.health import Signal
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Audit, Pointer, Webhook, WebhookCall
from indexer.worker import outward
from indexer.worker import webhooks as sending
from indexer.worker.chores import Worker
from tests.network.stored import SECRET, network


@pytest.fixture
def net(store):
    return network(store)


class Receiver(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taking)
        self.received, self.answers, self.port = [], [], self.server_address[1]


class Taking(BaseHTTPRequestHandler):
    def do_POST(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers.items()), content))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(tmp_path):
    read = Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": SECRET, "GRIOT_WEBHOOK_PRIVATE": "127.0.0.0/8"})
    return replace(read, hosts=("griot.example",), secure_cookies=True)


def hook(net, receiver, unit="SN-DKR", name="desk"):
    with net.store.writing() as session:
        url, listed = f"http://127.0.0.1:{receiver.port}/griot?a=1", ["127.0.0.0/8"]
        return webhooks.add_webhook(session, SYSTEM, name, unit=unit, url=url, listed=listed)


def told(net):
    """Dakar and Banjul are told of a pointer each."""
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    assert rows(net) == [], "before the pointer is told nothing is written"
    net.deliver()
    return record


def rows(net):
    with net.store.reading() as session:
        return list(session.execute(select(WebhookCall.__table__).order_by(WebhookCall.made_at, WebhookCall.id)).all())


def pass_time(net):
    """All that waits is due."""
    with net.store.writing() as session:
        waiting = WebhookCall.next_at.is_not(None)
        session.execute(update(WebhookCall).where(waiting).values(next_at=tables.now() - timedelta(seconds=1)))


def signatures(secret, headers, content):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + content
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


def test_a_unit_that_is_told_of_a_pointer_is_called_and_nobody_else(net, receiver, settings):
    made = hook(net, receiver)
    hook(net, receiver, unit="MR-NKC", name="others")
    told(net)
    (row,) = rows(net)
    assert sending.send_due(settings, net.store) == 1 and sending.send_due(settings, net.store) == 0
    ((path, headers, content),) = receiver.received
    (mine,) = net.pointers("dakar")
    assert (row.subject, row.webhook_id) == (mine.id, made.view.id) and path == "/griot?a=1"
    event = json.loads(content)
    assert event == {
        "specversion": "1.0", "id": row.id, "source": "https://griot.example", "type": "griot.pointer.notified.v1",
        "time": row.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "subject": mine.id,
    }  # fmt: skip
    assert headers["Content-Type"] == "application/cloudevents+json" and headers["webhook-id"] == row.id
    assert abs(int(headers["webhook-timestamp"]) - tables.now().timestamp()) < 60
    assert headers["webhook-signature"] == signatures(made.secret, headers, content)
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    with net.store.reading() as session:
        sent_at = session.scalar(select(Pointer.sent_at).where(Pointer.id == mine.id))
    assert row.made_at == sent_at, "of the very transaction"


def test_what_is_told_to_nobody_calls_nobody(net, receiver, settings):
    """The same hit, not confirmed, confirmed and not delivered, or taken back before it is: no row, no call."""
    hook(net, receiver)
    hook(net, receiver, unit="GM-BJL", name="theirs")
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.deliver()
    assert rows(net) == []
    net.decide(net.hit_of(record))
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "mistaken identity")
    net.deliver()
    assert rows(net) == [] and sending.send_due(settings, net.store) == 0 and receiver.received == []


def test_twice_told_is_once_called_and_a_recall_calls_nobody(net, receiver, settings):
    hook(net, receiver)
    record = told(net)
    net.deliver()
    assert len(rows(net)) == 1
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "mistaken identity")
    net.deliver()
    assert len(rows(net)) == 1


def test_a_transaction_that_fails_leaves_neither(net, receiver):
    hook(net, receiver)
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    with fault_points.arm("store.committing:raise:nth=1"), pytest.raises(fault_points.InjectedFault):
        net.deliver()
    assert rows(net) == [] and net.pointers("dakar") == []
    net.deliver()
    assert len(rows(net)) == 1 and len(net.pointers("dakar")) == 1


def test_a_receiver_in_trouble_gets_the_same_call_again_and_once_taken_no_more(net, receiver, settings):
    made = hook(net, receiver)
    told(net)
    receiver.answers = [500, 503, 302, 200]
    for tries in range(1, 4):
        assert sending.send_due(settings, net.store) == 1
        (row,) = rows(net)
        assert (row.tries, row.sent_at) == (tries, None)
        wait = row.next_at - tables.now()
        assert rules.WAITS[tries - 1] - timedelta(seconds=4) < wait <= rules.WAITS[tries - 1]
        assert sending.send_due(settings, net.store) == 0, "not before its time"
        pass_time(net)
    assert sending.send_due(settings, net.store) == 1
    (row,) = rows(net)
    assert row.sent_at and row.next_at is None and row.last_status == "200"
    assert {headers["webhook-id"] for _, headers, _ in receiver.received} == {row.id} and len(receiver.received) == 4
    assert {path for path, _, _ in receiver.received} == {"/griot?a=1"}, "a redirect is not followed"
    assert len({content for _, _, content in receiver.received}) == 1
    for _, headers, content in receiver.received:
        assert headers["webhook-signature"] == signatures(made.secret, headers, content)


@pytest.mark.parametrize(("point", "copies"), [("webhook.taken", 1), ("webhook.sent", 2)])
def test_killed_in_between_it_is_sent_again_under_the_same_id(net, receiver, settings, point, copies):
    hook(net, receiver)
    told(net)
    with fault_points.arm(f"{point}:raise:nth=1"), pytest.raises(fault_points.InjectedFault):
        sending.send_due(settings, net.store)
    assert sending.send_due(settings, net.store) == 0, "somebody may have it in hand still"
    pass_time(net)
    assert sending.send_due(settings, net.store) == 1
    assert len({headers["webhook-id"] for _, headers, _ in receiver.received}) == 1
    assert len(receiver.received) == copies and rows(net)[0].sent_at


def test_two_workers_make_one_call(net, receiver):
    hook(net, receiver)
    told(net)
    taken = []
    for _ in range(2):
        with net.store.writing() as session:
            taken += calls.take_due(session, tables.now())
    assert len(taken) == 1


def test_a_clock_that_was_put_back_holds_up_no_call(net, receiver, settings):
    hook(net, receiver)
    told(net)
    with net.store.writing() as session:
        session.execute(update(WebhookCall).values(next_at=tables.now() + timedelta(days=30)))
    assert sending.send_due(settings, net.store) == 1 and len(receiver.received) == 1


def signal(net):
    with net.store.reading() as session:
        return facts.read(session).values()[Signal.WEBHOOKS]


def test_after_ten_tries_it_is_given_up_and_shown_until_the_receiver_takes_one(net, receiver, settings):
    hook(net, receiver)
    told(net)
    receiver.answers = [500] * 10
    for _ in range(10):
        assert signal(net) == 0 and sending.send_due(settings, net.store) == 1
        pass_time(net)
    assert sending.send_due(settings, net.store) == 0 and len(receiver.received) == 10
    assert signal(net) == 1
    with net.store.reading() as session:
        (view,) = webhooks.webhooks_of(session, SYSTEM)
    assert (view.pending, view.dead, view.last_status, view.last_sent_at) == (0, 1, "500", None)
    receiver.answers = [500, 200]
    assert sending.send_test(settings, net.store, SYSTEM, "desk") == "500" and signal(net) == 1
    assert sending.send_test(settings, net.store, SYSTEM, "desk") == "200" and signal(net) == 0
    assert json.loads(receiver.received[-1][2])["type"] == "griot.webhook.selftest.v1"
    assert len({len(content) for _, _, content in receiver.received}) == 1
    with net.store.reading() as session:
        assert webhooks.webhook_named(session, SYSTEM, "desk").dead == 0


def test_while_a_secret_is_rotated_a_call_bears_both_signatures(net, receiver, settings):
    made = hook(net, receiver)
    with net.store.writing() as session:
        again = webhooks.rotate(session, SYSTEM, made.view.id)
    told(net)
    sending.send_due(settings, net.store)
    sending.send_test(settings, net.store, SYSTEM, "desk")
    with net.store.writing() as session:
        session.execute(update(Webhook).values(former_until=tables.now() - timedelta(seconds=1)))
    sending.send_test(settings, net.store, SYSTEM, "desk")
    found = [headers["webhook-signature"].split(" ") for _, headers, _ in receiver.received]
    wanted = [[signatures(one.secret, headers, content) for one in (again, made)]
              for _, headers, content in receiver.received]  # fmt: skip
    assert found == [wanted[0], wanted[1], wanted[2][:1]] and again.secret != made.secret


def test_the_secret_lies_locked_and_survives_the_installations_new_key(net, receiver, settings):
    made = hook(net, receiver)
    with net.store.writing() as session:
        again = webhooks.rotate(session, SYSTEM, made.view.id)
        held = session.execute(select(Webhook.secret, Webhook.former)).one()
    for secret, locked in zip((again.secret, made.secret), held, strict=True):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        assert key not in locked
    address = net.store.engine.url.render_as_string(hide_password=False)
    both = Store(address, secret=("n" * 40, SECRET))
    with both.writing() as session:
        assert sealing.lock_again(session) >= 2
    with both.writing() as session:
        assert sealing.lock_again(session) == 0
    both.close()
    new = Store(address, secret="n" * 40)
    assert sending.send_test(settings, new, SYSTEM, "desk") == "204"
    new.close()
    (_, headers, content) = receiver.received[0]
    wanted = [signatures(one.secret, headers, content) for one in (again, made)]
    assert headers["webhook-signature"].split(" ") == wanted
    lost = Store(address, secret="z" * 40)
    assert sending.send_test(settings, lost, SYSTEM, "desk") == sending.NO_KEY and len(receiver.received) == 1
    lost.close()


def test_a_webhook_that_is_removed_and_a_unit_that_left_are_not_called(net, receiver, settings):
    made = hook(net, receiver)
    hook(net, receiver, unit="GM-BJL", name="theirs")
    told(net)
    with net.store.writing() as session:
        assert not webhooks.remove(session, SYSTEM, made.view.id).in_force
        assert session.execute(select(Webhook.secret).where(Webhook.id == made.view.id)).one() == (None,)
    with net.store.writing() as session:
        session.execute(update(tables.Unit).where(tables.Unit.code == "GM-BJL").values(closed_at=tables.now()))
    assert sending.send_due(settings, net.store) == 0 and receiver.received == []
    with net.store.writing() as session, pytest.raises(NotThere):
        webhooks.webhook_named(session, SYSTEM, "desk")
    with pytest.raises(NotThere):
        sending.send_test(settings, net.store, SYSTEM, "theirs")
    with net.store.writing() as session, pytest.raises(Conflict):
        webhooks.rotate(session, SYSTEM, made.view.id)


def test_the_worker_waits_for_no_receiver(net, receiver, settings):
    hook(net, receiver)
    told(net)
    worker = Worker(settings, net.store, None)
    worker.call_webhooks()
    worker.calling.join(20)
    assert len(receiver.received) == 1
    before = worker.calling
    worker.call_webhooks()
    assert worker.calling is before, "nothing is due: no thread is begun"


# ---- never inwards ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_by_no_writing_of_the_loopback_is_anything_called(receiver, host, scheme):
    assert outward.post(f"{scheme}://{host}:{receiver.port}/", b"{}", {}, ()) in (outward.NO_ADDRESS, outward.NO_NAME)
    assert receiver.received == []


def test_the_address_that_was_checked_is_the_one_that_is_called(receiver, monkeypatch):
    """A name that stands for another address a moment later, and one that stands for a public and a private one."""
    asked = []

    def by_turns(host, port, **_):
        asked.append(host)
        found = ["127.0.0.1", "10.9.9.9"][len(asked) - 1 :][:1] if host == "turns.example" else ["8.8.8.8", "10.0.0.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    real = socket.create_connection
    monkeypatch.setattr(socket, "getaddrinfo", by_turns)
    monkeypatch.setattr(socket, "create_connection", lambda where, **more: connect(real, where, **more))
    status = outward.post(f"http://turns.example:{receiver.port}/x", b"{}", {}, ["127.0.0.1/32"])
    assert (status, asked) == ("204", ["turns.example"])
    assert receiver.received[0][1]["Host"] == f"turns.example:{receiver.port}"
    assert outward.post("https://two.example/x", b"{}", {}, ()) == outward.NO_ADDRESS


def connect(real, where, timeout):
    """To an address and not a name; a literal one asks no name server."""
    held = socket.socket()
    held.settimeout(timeout)
    assert where[0] == "127.0.0.1"
    held.connect(where)
    return held


def test_a_proxy_of_the_environment_is_not_asked(receiver, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert outward.post(f"http://127.0.0.1:{receiver.port}/", b"{}", {}, ["127.0.0.1/32"]) == "204"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\nA: "])
def test_a_receiver_that_never_ends_is_cut_off(monkeypatch, said):
    """Silent, or a byte at a time for ever."""
    monkeypatch.setattr(outward, "TIMEOUT_S", 0.6)
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip():
        held, _ = listening.accept()
        with held:
            held.sendall(said)
            while not ended.wait(0.1):
                try:
                    held.sendall(b"x" if said else b"")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    address = listening.getsockname()
    assert outward.post(f"http://127.0.0.1:{address[1]}/", b"{}", {}, ["127.0.0.1/32"]) == outward.LATE
    ended.set()
    listening.close()


def test_nobody_there_and_no_name_are_told_apart(receiver):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    listed = ["127.0.0.0/8"]
    assert outward.post(f"http://127.0.0.1:{port}/", b"{}", {}, listed) == outward.NO_ANSWER
    assert outward.post(f"https://127.0.0.1:{receiver.port}/", b"{}", {}, listed) == outward.NO_ANSWER, "no TLS there"
    assert outward.post("https://hook.invalid/", b"{}", {}, listed) == outward.NO_NAME


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "t")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1)).not_valid_after(datetime.now(UTC) + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    place = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return place


def test_the_receivers_certificate_is_checked_for_its_own_name(receiver, certificate, monkeypatch):
    held = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    held.load_cert_chain(certificate)
    receiver.socket = held.wrap_socket(receiver.socket, server_side=True, do_handshake_on_connect=False)
    listed = ["127.0.0.0/8", "::1/128"]
    assert outward.post(f"https://localhost:{receiver.port}/", b"{}", {}, listed) == outward.NO_TLS, "nobody knows it"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert outward.post(f"https://localhost:{receiver.port}/", b"{}", {}, listed) == "204"
    assert outward.post(f"https://127.0.0.1:{receiver.port}/", b"{}", {}, listed) == outward.NO_TLS, "another name"


# ---- made by the home ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("http://hook.example/", []), ("ftp://hook.example/", []), ("hook.example", []), ("https:///x", []),
        ("https://u:p@hook.example/", []), ("https://hook.example/#a", []), ("https://hook.example:0/", []),
        ("https://hook.example:99999/", []), ("https://hook.example/a b", []), ("https://hook.example/\r\nX: y", []),
        ("https://hook.exämple/", []), (f"https://hook.example/{'x' * 500}", []), ("https://[::1/", []),
        ("https://127.0.0.1/", []), ("https://10.0.0.1/", []), ("https://[::1]/", []),
        ("https://[::ffff:10.0.0.1]/", []), ("http://10.2.0.1/", ["10.1.0.0/16"]), ("http://8.8.8.8/", ["10.1.0.0/16"]),
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_called_is_refused_when_it_is_typed(net, url, listed):
    with net.store.writing() as session, pytest.raises(BadInput) as refused:
        webhooks.add_webhook(session, SYSTEM, "desk", unit="SN-DKR", url=url, listed=listed)
    assert refused.value.field == "url"


def test_by_the_home_alone_once_of_a_name_and_in_the_trail(net, receiver):
    made = hook(net, receiver)
    with net.store.writing() as session, pytest.raises(Conflict):
        webhooks.add_webhook(session, SYSTEM, "desk", unit="GM-BJL", url="https://hook.example/")
    with net.store.writing() as session, pytest.raises(NotThere):
        webhooks.add_webhook(session, SYSTEM, "other", unit="XX-NIL", url="https://hook.example/")
    administrator = net.viewers["administrator"]
    for act, refusal in (
        (
            lambda db: webhooks.add_webhook(db, administrator, "x1", unit="SN-DKR", url="https://hook.example/"),
            NotAllowed,
        ),
        (lambda db: webhooks.rotate(db, administrator, made.view.id), NotThere),
        (lambda db: webhooks.remove(db, administrator, made.view.id), NotThere),
        (lambda db: webhooks.calls_of(db, administrator, made.view.id), NotThere),
        (lambda db: calls.order_trial(db, administrator, made.view.id), NotThere),
        (lambda db: webhooks.webhooks_of(db, net.dakar), NotAllowed),
    ):
        with net.store.writing() as session, pytest.raises(refusal):
            act(session)
    with net.store.reading() as session:
        assert webhooks.webhooks_of(session, administrator) == []
    with net.store.writing() as session:
        assert units.unit_by_code(session, "SN-DKR").code == made.view.unit_code
        webhooks.remove(session, SYSTEM, made.view.id)
        webhooks.remove(session, SYSTEM, made.view.id)
    with net.store.reading() as session:
        lines = select(func.count()).select_from(Audit).where(Audit.subject_kind == "webhook")
        assert session.scalar(lines) == 2, "added, removed; ended already is no second line"
    hook(net, receiver)
