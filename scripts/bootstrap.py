"""Makes a checkout able to run: virtual environment, Debian packages, Python packages; then hands over.

Standard library only, for it runs before anything is installed. A second start finds its stamp and does nothing.
Usage: bootstrap.py run|test [arguments]; scripts/run and scripts/test call it.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
EXTRAS = {"run": "postgres,redis", "test": "postgres,redis,test"}
NO_SETUP = {"--stop", "--status", "--help", "-h"}

# What a Debian package is needed for: how to see that it is there already.
BUILD_PACKAGES = {
    "g++": "g++",
    "pkg-config": "pkg-config",
    "libicu-dev": "/usr/include/unicode/uversion.h",
    "python3-dev": sysconfig.get_path("include") + "/Python.h",
}
TEST_PACKAGES = {"chromium": "chromium", "postgresql": "/usr/lib/postgresql/*/bin/postgres"}
SKIPPED_AS = {"chromium": "browser", "postgresql": "postgres"}


class Stop(Exception):
    """Set-up cannot go on; the text says the way out."""


def _load_step():
    """`portal.install.steps`, without the package around it, which needs what is not installed yet."""
    spec = importlib.util.spec_from_file_location("griot_steps", ROOT / "portal" / "install" / "steps.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Step


Step = _load_step()


def main(what, arguments):
    try:
        if not (what == "run" and NO_SETUP & set(arguments) and PYTHON.exists()):
            with alone():
                set_up(what)
        return hand_over(what, arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
    except OSError as error:
        way_out = "Free some space (2 GB) and start again." if error.errno == 28 else "Check whose the checkout is."
        print(f"{error.filename or ROOT}: {error.strerror}. {way_out}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. Start again; what is done is kept.", file=sys.stderr)
    return 1


@contextmanager
def alone():
    """Two starts at once wait for each other; the system frees the lock when one dies."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def set_up(what):
    if not stamped(what):
        missing = absent(BUILD_PACKAGES)
        if missing:
            install(missing, "the compiler and ICU's headers, for PyICU")
        make_venv()
        install_python_packages(what)
        (VENV / f"griot-stamp-{what}").write_text(stamp(what), "utf-8")
    if what == "test":
        skipped = os.environ.get("GRIOT_TEST_SKIP", "").split()
        missing = [name for name in absent(TEST_PACKAGES) if SKIPPED_AS[name] not in skipped]
        if missing:
            install(missing, "the tests' browser and database server")
    if not os.environ.get("OPENSEARCH_URL") and not os.environ.get("GRIOT_TEST_OPENSEARCH_URL"):
        provide_java()


# ---- stamps --------------------------------------------------------------------------------------------------


def stamp(what):
    """Changes with what is wanted, and with the checkout's place, for its paths are written into what is installed."""
    digest = hashlib.sha256(f"{ROOT} {EXTRAS[what]} {sys.version_info[:2]}".encode())
    for name in ("setup.cfg", "constraints.txt", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamped(what):
    try:
        return PYTHON.exists() and (VENV / f"griot-stamp-{what}").read_text("utf-8") == stamp(what)
    except OSError:
        return False


# ---- Debian's packages ---------------------------------------------------------------------------------------


def absent(packages):
    return [name for name, sign in packages.items() if not _there(sign)]


def _there(sign):
    if sign.startswith("/"):
        folder, _, rest = sign[1:].partition("*")
        return any(Path("/").glob(folder + "*" + rest)) if rest else Path(sign).exists()
    return shutil.which(sign) is not None


def install(packages, why):
    """As root install them; otherwise say the exact command."""
    command = "apt-get install --no-install-recommends -y " + " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stop(f"Missing: {', '.join(packages)} ({why}). Install them, then start again:\n  sudo {command}")
    # RUNLEVEL=1 keeps Debian from starting the servers it installs.
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "LC_ALL": "C.UTF-8"}
    with Step(f"System packages: {' '.join(packages)}"):
        for line in ("apt-get update", command):
            done = subprocess.run(
                line.split(),
                env=env,
                stdin=subprocess.DEVNULL,
                text=True,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        if done.returncode:
            raise Stop(
                f"The packages could not be installed ({why}). Run this and see what it says:\n  {command}\n"
                + tail(done.stdout)
            )


def provide_java():
    """Java for the local search engine: nothing to do where one is, else Debian's when it has one."""
    sys.path.insert(0, str(ROOT))
    from casefile.errors import SetupError
    from indexer.node.java import DEBIAN_PACKAGES, find_java

    try:
        find_java()
    except SetupError as error:
        if os.geteuid() != 0 or shutil.which("apt-cache") is None:
            raise Stop(str(error)) from None
        subprocess.run(["apt-get", "update"], capture_output=True, check=False)
        offered = [name for name in DEBIAN_PACKAGES if "(none)" not in candidate(name) and candidate(name)]
        if not offered:
            raise Stop(str(error)) from None
        install(offered[:1], "Java for the search engine")


def candidate(package):
    """The version Debian offers; empty when it knows none."""
    told = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False).stdout
    return next((line.split(":", 1)[1].strip() for line in told.splitlines() if "Candidate:" in line), "")


# ---- Python's packages ---------------------------------------------------------------------------------------


def make_venv():
    if (
        subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
        if PYTHON.exists()
        else False
    ):
        return
    with Step("Virtual environment"):
        for attempt in (1, 2):
            done = subprocess.run(
                [sys.executable, "-m", "venv", "--clear", str(VENV)],
                text=True,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            if done.returncode == 0:
                return
            if attempt == 1 and "ensurepip" in done.stdout:
                install(["python3-venv"], "virtual environments")
        raise Stop(f"The virtual environment could not be made in {VENV}.\n" + tail(done.stdout))


def install_python_packages(what):
    """With the versions of constraints.txt; pip keeps what it fetched, so an interrupted start goes on."""
    expected = sum(1 for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line)
    # Compiled when first imported, not all at once: most of it never is, and it would be half of pip's work.
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        "--no-compile",
        "-c",
        ROOT / "constraints.txt",
        "-e",
        f"{ROOT}[{EXTRAS[what]}]",
    ]
    with Step("Python packages") as step:
        pip = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
        )
        said, seen = [], set()
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                seen.add(line.split(" (from")[0])
                step.progress(len(seen), expected + 8)  # the rest: building and copying, which pip does not count
        if pip.wait():
            raise Stop(
                "The Python packages could not be installed. Check the network and the free space (2 GB), then "
                "start again: what was fetched is kept.\n" + tail("".join(said))
            )


def tail(text, lines=12):
    return "\n".join("  | " + line for line in text.strip().splitlines()[-lines:])


# ---- handing over --------------------------------------------------------------------------------------------


def hand_over(what, arguments):
    if what == "run":
        os.execv(PYTHON, [str(PYTHON), "-P", "-m", "portal.cli", "up", *arguments])
    if not os.environ.get("GRIOT_TEST_OPENSEARCH_URL"):
        fetch = "from indexer.node.jars import assemble; assemble()"
        with Step("Search engine's program"):
            done = subprocess.run([PYTHON, "-c", fetch], cwd=ROOT, text=True, capture_output=True, check=False)
        if done.returncode:
            raise Stop(tail(done.stderr, 3))
    env = os.environ | {"PYTHONUTF8": "1"}
    # Two processes, a file at a time each, for many tests wait; the slow tier measures, so it has the machine alone.
    share = [] if "--slow" in arguments else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    code = subprocess.call([PYTHON, "-m", "pytest", *share, *arguments], cwd=ROOT, env=env)
    if code == 5:
        print("No test was run: nothing matches what was asked for. That is counted as a failure.", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in EXTRAS:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
