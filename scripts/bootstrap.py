"""Makes a checkout able to run: Debian packages, virtual environment, Python packages; then hands over.

Standard library only, for it runs before anything is installed. A second start finds its stamp and does nothing.
Usage: bootstrap.py run|test|check [arguments]; scripts/run, scripts/test and scripts/check call it.
"""

import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In place of this file's own folder, so that a module here never hides one of the standard library.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from scripts import debian, packages
from scripts.ground import PYTHON, ROOT, Step, Stop, tail

NO_SETUP = {"--stop", "--status", "--help", "-h"}
NO_TEST_RAN = 5
"""What pytest ends with when nothing matches."""


def main(what: str, arguments: list[str]) -> int:
    try:
        if not (what in {"run", "check"} and NO_SETUP & set(arguments) and PYTHON.exists()):
            with alone():
                set_up(what)
        return HAND_OVER[what](arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        way_out = "Free some space (2 GB) and start again." if full else "Check whose the checkout is."
        print(f"{error.filename or ROOT}: {error.strerror}. {way_out}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. Start again; what is done is kept.", file=sys.stderr)
    return 1


@contextmanager
def alone() -> Iterator[None]:
    """Two starts at once wait for each other; the system frees the lock when one dies."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def set_up(what: str) -> None:
    if not packages.stamped(what):
        debian.provide_build_packages()
        debian.provide_fonts()
        packages.install_python_packages(what)
    if what == "check":
        return
    if what == "test":
        debian.provide_test_packages()
    if not os.environ.get("OPENSEARCH_URL") and not os.environ.get("GRIOT_TEST_OPENSEARCH_URL"):
        debian.provide_java()


# ---- handing over --------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    os.execv(PYTHON, [str(PYTHON), "-P", "-m", "portal.cli", "up", *arguments])


def check(arguments: list[str]) -> int:
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "scripts.checks", *arguments])


def test(arguments: list[str]) -> int:
    """Runs pytest; `--cover` runs the tests of the rules alone, under coverage, and wants every branch of them."""
    cover = "--cover" in arguments
    if cover:
        given = (name for name in arguments if name != "--cover")
        arguments = [*given, "tests/casefile/policy", "--cov=casefile/policy", "--cov-report=term"]
    elif not os.environ.get("GRIOT_TEST_OPENSEARCH_URL"):
        _fetch_engine()
    # Two processes, a file at a time each, for many tests wait; the slow tier measures, so it has the machine alone.
    share = [] if "--slow" in arguments else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    code = _in_venv("pytest", *share, *arguments)
    if code == NO_TEST_RAN:
        print("No test was run: nothing matches what was asked for. That is counted as a failure.", file=sys.stderr)
        return 1
    return code or (_policy_is_covered() if cover else 0)


def _fetch_engine() -> None:
    with Step("Search engine's program"):
        fetch = "from indexer.node.jars import assemble; assemble()"
        done = subprocess.run([PYTHON, "-c", fetch], cwd=ROOT, text=True, capture_output=True, check=False)
    if done.returncode:
        raise Stop(tail(done.stderr, 3))


def _policy_is_covered() -> int:
    """Who may know what is decided in the folder of the rules: no branch of it may go untested."""
    if not (ROOT / "casefile" / "policy").is_dir():
        return 0
    print("\nThe rules, every branch:")
    return _in_venv("coverage", "report", "--include=casefile/policy/*", "--fail-under=100", "--show-missing")


def _in_venv(module: str, *arguments: str) -> int:
    return subprocess.call([PYTHON, "-m", module, *arguments], cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"})


HAND_OVER = {"run": run, "test": test, "check": check}

if __name__ == "__main__":
    command, *rest = sys.argv[1:] or [""]
    if command not in HAND_OVER:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(command, rest))
