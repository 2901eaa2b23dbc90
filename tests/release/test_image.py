"""The container image: each step of the Dockerfile done, and what the compose file runs in it runs."""

import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.release.image import ROOT, Build, instructions
from tests.steady.ports import free_port

KNOWN = {"ARG", "FROM", "RUN", "COPY", "ENV", "WORKDIR", "USER", "EXPOSE", "CMD"}


def test_the_file_reads_as_an_engine_reads_it():
    """Two stages; the second one holds no compiler, ends as another user than root, and installs what is pinned."""
    steps = instructions(ROOT / "Dockerfile")
    assert {word for word, _ in steps} <= KNOWN
    second = steps[[word for word, _ in steps].index("FROM", 2) :]
    said = " ".join(rest for _, rest in second)
    assert "g++" not in said and [rest for word, rest in steps if word == "USER"] == ["griot"]
    assert not re.search(r"pip install(?!.*(--require-hashes|--no-deps))", " ".join(rest for _, rest in steps))


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Iterator[Build]:
    if shutil.which("debootstrap") is None or os.geteuid() != 0:
        pytest.skip("a tree of Debian's is made by root with debootstrap")
    build = Build(tmp_path_factory.mktemp("image"), ROOT)
    try:
        build.all(ROOT / "Dockerfile")
        yield build
    finally:
        build.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["griot", "--help"],
        ["griot", "archive", "--help"],
        ["pg_dump", "--version"],
        ["pg_receivewal", "--version"],
        ["pg_basebackup", "--version"],
        ["/usr/lib/postgresql/15/bin/postgres", "--version"],
        ["/usr/lib/postgresql/15/bin/pg_verifybackup", "--version"],
        ["setpriv", "--version"],
        ["python", "-P", "-c", "import icu, magic; magic.from_buffer(b'a')"],
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_what_its_services_run_is_in_it(image: Build, words):
    image.inside(*words, user=image.user)


@pytest.mark.slow
def test_no_compiler_no_tests_and_no_server_is_in_it(image: Build):
    assert image.inside("/bin/sh", "-c", "command -v g++ gcc cc", check=False).returncode != 0
    assert not (image.tree / "opt/griot/tests").exists() and not (image.tree / "opt/griot/.git").exists()
    assert not [*(image.tree / "var/lib/postgresql").glob("*/main")]
    for folder in ("backups", "archive"):
        found = (image.tree / folder).stat()
        assert found.st_mode & 0o777 == 0o700 and found.st_uid == (image.tree / "var/lib/griot").stat().st_uid
    size = subprocess.run(["du", "-sxm", image.tree], capture_output=True, text=True, check=True).stdout.split()[0]
    base = subprocess.run(["du", "-sxm", image.base()], capture_output=True, text=True, check=True).stdout.split()[0]
    print(f"{int(size) - int(base)} MB over the image it begins with")


@pytest.mark.slow
def test_the_web_server_starts_by_the_images_own_command(image: Build):
    port = free_port()
    words = [str(port) if word == "8000" else word for word in image.command]
    env = {**image.env, "GRIOT_SECRET_KEY": "k" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    image.env |= {"GRIOT_SECRET_KEY": env["GRIOT_SECRET_KEY"]}
    image.inside("griot", "migrate", user=image.user)
    child = subprocess.Popen(
        ["chroot", f"--userspec={image.user}", image.tree, *words], env=env, stdin=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 300
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=10) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert child.poll() is None and time.monotonic() < until
                time.sleep(0.5)
    finally:
        child.terminate()
        child.wait(60)
