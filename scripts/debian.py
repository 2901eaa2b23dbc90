"""Debian's packages: which are missing, and how they come. Standard library only."""

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from scripts import icu
from scripts.ground import Step, Stop, load_file, tail

# What a Debian package is needed for: how to see that it is there already.
NEEDED = {"libmagic1": "/usr/lib/*/libmagic.so.1"}
COMPILER = {
    "g++": "g++",
    "pkg-config": "pkg-config",
    "libicu-dev": "/usr/include/unicode/uversion.h",
    "python3-dev": sysconfig.get_path("include") + "/Python.h",
}
FONTS = {"fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"}
TEST_PACKAGES = {
    "chromium": "chromium",
    "postgresql": "/usr/lib/postgresql/*/bin/postgres",
    "age": "age",
    "oathtool": "oathtool",
    "faketime": "faketime",  # clocks that are wrong
    "openssl": "openssl",  # the other end of a time stamp
    "caddy": "caddy",  # the proxy of docker-compose.yml
    "redis-server": "redis-server",
    "rabbitmq-server": "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "stunnel4": "stunnel",
}
LIGHT_BROWSER = "chromium-headless-shell"
"""The same engine without windows: a page costs a third of the processor time. Where Debian has none, chromium does."""
SKIPPED_AS = {
    "chromium": "browser",
    LIGHT_BROWSER: "browser",
    "postgresql": "postgres",
    "age": "age",
    "oathtool": "oathtool",
    "faketime": "faketime",
    "caddy": "caddy",
    "redis-server": "redis",
    "rabbitmq-server": "rabbitmq",
    "stunnel4": "stunnel",
}


def provide_build_packages() -> None:
    """What tells a file's type, and PyICU: Debian's own where it serves, else what builds it."""
    missing = absent(NEEDED)
    if icu.of_the_system() is None:
        compiler = absent(COMPILER)
        # Who may not install anything is not sent for a package while a compiler is at hand.
        if icu.may_be_installed() and (compiler or os.geteuid() == 0) and _offered(icu.PACKAGE):
            missing.append(icu.PACKAGE)
        else:
            missing += compiler
    if missing:
        install(missing, "ICU for Python, or the compiler and headers that build it; what tells a file's type")
        icu.of_the_system.cache_clear()


def _offered(package: str) -> bool:
    if candidate(package) in {"", "(none)"} and os.geteuid() == 0:
        _read_the_lists()
    return candidate(package) not in {"", "(none)"}


@cache
def _read_the_lists() -> None:
    """Once: a package that Debian lacks is asked for by several names."""
    subprocess.run(["apt-get", "update"], capture_output=True, check=False)


def provide_test_packages() -> None:
    """The browser, the database server, age, oathtool and faketime, but for those that GRIOT_TEST_SKIP leaves out."""
    skipped = os.environ.get("GRIOT_TEST_SKIP", "").split()
    missing = [name for name in absent(TEST_PACKAGES) if SKIPPED_AS.get(name) not in skipped]
    if missing:
        install(
            missing,
            "the tests' browser, database server, clocks, and second programs for backups, stamps and codes",
        )
    if SKIPPED_AS[LIGHT_BROWSER] not in skipped:
        _provide_light_browser()


def _provide_light_browser() -> None:
    """A convenience: who may not install is not sent for it, and where it does not come the tests take chromium."""
    if not _there(LIGHT_BROWSER) and os.geteuid() == 0 and _offered(LIGHT_BROWSER):
        try:
            install([LIGHT_BROWSER], "the tests' browser without windows")
        except Stop as stop:
            print(f"The tests take chromium. {stop}")


def provide_fonts() -> None:
    """The font of a dossier's PDF. Where it cannot be had the start goes on: a dossier then has its page alone."""
    missing = absent(FONTS)
    if missing and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        install(missing, "the font of a dossier's PDF")


def provide_java() -> None:
    """Java for the local search engine: nothing to do where one is, else Debian's when it has one."""
    java = load_file("indexer/node/java.py")
    from casefile.errors import SetupError

    try:
        java.find_java()
    except SetupError as error:
        if os.geteuid() != 0 or shutil.which("apt-cache") is None:
            raise Stop(str(error)) from None
        offered = [name for name in java.DEBIAN_PACKAGES if _offered(name)]
        if not offered:
            raise Stop(str(error)) from None
        install(offered[:1], "Java for the search engine")


def absent(packages: Mapping[str, str]) -> list[str]:
    return [name for name, sign in packages.items() if not _there(sign)]


def _there(sign: str) -> bool:
    if sign.startswith("/"):
        folder, _, rest = sign[1:].partition("*")
        return any(Path("/").glob(folder + "*" + rest)) if rest else Path(sign).exists()
    return shutil.which(sign) is not None


def install(packages: Iterable[str], why: str) -> None:
    """As root install them; otherwise say the exact command."""
    names = list(packages)
    command = "apt-get install --no-install-recommends -y " + " ".join(names)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stop(f"Missing: {', '.join(names)} ({why}). Install them, then start again:\n  sudo {command}")
    # RUNLEVEL=1 keeps Debian from starting the servers it installs.
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "LC_ALL": "C.UTF-8"}
    with Step(f"System packages: {' '.join(names)}"):
        said, code = "", 0
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
            said, code = done.stdout, done.returncode
        if code:
            way_out = f"Run this and see what it says:\n  {command}\n{tail(said)}"
            raise Stop(f"The packages could not be installed ({why}). {way_out}")


def candidate(package: str) -> str:
    """The version Debian offers; empty when it knows none."""
    policy = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False).stdout
    return next((line.split(":", 1)[1].strip() for line in policy.splitlines() if "Candidate:" in line), "")
