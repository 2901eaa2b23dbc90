"""A time stamp from a service of the test's own, made by openssl; checked by `openssl ts -verify`."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from casefile import evidence
from casefile.evidence import seal
from casefile.evidence.timestamp import token_for
from tests.casefile.evidence.conftest import WHY, unzipped
from tests.casefile.evidence.test_seal import verify

CONFIG = """
[tsa]
default_tsa = it
[it]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamp]
extendedKeyUsage = critical, timeStamping
[req]
distinguished_name = name
[name]
"""


def openssl(folder, *words, config="", check=True):
    done = subprocess.run(
        ["openssl", *words], cwd=folder, capture_output=True, text=True, check=False, env={"OPENSSL_CONF": config}
    )
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A folder with a root and a time-stamping certificate under it."""
    folder = tmp_path_factory.mktemp("tsa")
    config = folder / "tsa.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", str(config))
    openssl(folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Root of a test",
            "-days", "3", "-extensions", "ca")  # fmt: skip
    openssl(folder, "req", *curve, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Clock of a test")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", "tsa.pem", "-days", "3", "-extfile", str(config), "-extensions", "stamp")  # fmt: skip
    return folder


@pytest.fixture
def service(authority):
    """service(broken="") -> its address. `broken` says what it answers instead."""
    opened = []

    def start(broken=""):
        class Clock(BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                (authority / "query").write_bytes(b"another".ljust(40) if broken == "garbled" else query)
                body = broken.encode()
                if not broken or broken == "other":
                    if broken == "other":
                        (authority / "data").write_bytes(b"another manifest")
                        openssl(authority, "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "query")
                    openssl(authority, "ts", "-reply", "-queryfile", "query", "-config", str(authority / "tsa.cnf"),
                            "-out", "answer")  # fmt: skip
                    body = (authority / "answer").read_bytes()
                self.send_response(503 if broken == "down" else 200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words):
                """Says nothing."""

        server = HTTPServer(("127.0.0.1", 0), Clock)
        opened.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in opened:
        server.shutdown()
        server.server_close()


def test_the_token_is_one_that_openssl_verifies(authority, service, tmp_path):
    manifest = b'{"files": {}}\n'
    token = token_for(manifest, service())
    (tmp_path / "manifest.json").write_bytes(manifest)
    (tmp_path / "token.tsr").write_bytes(token)
    words = ("ts", "-verify", "-data", "manifest.json", "-in", "token.tsr", "-CAfile", str(authority / "ca.pem"))
    assert "Verification: OK" in openssl(tmp_path, *words)
    (tmp_path / "manifest.json").write_bytes(manifest + b" ")
    assert "Verification: FAILED" in openssl(tmp_path, *words, check=False)


@pytest.mark.parametrize("broken", ["down", "nonsense", "other"])
def test_what_is_no_token_of_this_manifest_is_left_out(service, broken):
    assert token_for(b"manifest", service(broken)) == b""


def test_without_a_service_and_with_one_that_is_not_there_the_dossier_goes_out_all_the_same(service):
    assert token_for(b"manifest", "") == b""
    address = service()
    assert token_for(b"manifest", address.replace(address.split(":")[2], "9/")) == b""


def test_a_stamped_dossier_checks_out_and_its_token_is_of_its_manifest(contact, making, authority, service, tmp_path):
    stamped = evidence.Making(making.readable, making.sealer, service())
    made = evidence.export_for_home(contact.net.store, contact.hit_id, evidence.Wish(WHY), stamped)
    assert made.stamped
    folder = unzipped(made.content, tmp_path / "dossier")
    words = ("ts", "-verify", "-data", "manifest.json", "-in", seal.TOKEN, "-CAfile", str(authority / "ca.pem"))
    assert "Verification: OK" in openssl(folder, *words)
    assert verify(folder / "verify.py")[0] == 0
    token = (folder / seal.TOKEN).read_bytes()
    (folder / seal.TOKEN).write_bytes(token[:-1] + bytes([token[-1] ^ 1]))
    code, said = verify(folder / "verify.py")
    assert code == 1 and f"{seal.TOKEN}: changed" in said
