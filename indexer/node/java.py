"""Find a Java that can run the local OpenSearch node."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casefile.errors import SetupError

OLDEST = 21
"""OpenSearch 3 is compiled for Java 21."""

DEBIAN_PACKAGES = ("openjdk-21-jre-headless", "openjdk-25-jre-headless")
_JVM_FOLDERS = ("/usr/lib/jvm", "/usr/local/lib/jvm", "/opt/java", "/opt", "/Library/Java/JavaVirtualMachines")


@dataclass(frozen=True, slots=True)
class Java:
    path: Path
    version: int


def find_java() -> Java:
    """The first Java that is new enough: JAVA_HOME, then PATH, then the usual folders, newest first there.

    Raises SetupError with the way out when there is none.
    """
    seen: list[Java] = []
    for path in _candidates():
        java = Java(path, _version(path))
        if java.version >= OLDEST:
            return java
        seen.append(java)
    found = ", ".join(f"{java.path} ({java.version})" for java in seen if java.version) or "none"
    raise SetupError(
        "The search engine needs Java %(oldest)s or later; found: %(found)s. Install one (Debian: "
        "apt-get install openjdk-21-jre-headless, or a later one) or set JAVA_HOME to its folder.",
        oldest=OLDEST,
        found=found,
    )


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield Path(on_path).resolve()
    for folder in map(Path, _JVM_FOLDERS):
        if folder.is_dir():
            yield from sorted(
                [*folder.glob("*/bin/java"), *folder.glob("*/Contents/Home/bin/java")], key=_version, reverse=True
            )


def _version(path: Path) -> int:
    """The major version. Read from the `release` file, since asking every Java costs half a second each."""
    if not os.access(path, os.X_OK):
        return 0
    release = path.parent.parent / "release"
    try:
        for line in release.read_text("utf-8").splitlines():
            if line.startswith("JAVA_VERSION="):
                return _major(line.partition("=")[2].strip('"'))
    except OSError:
        pass
    try:
        printed = subprocess.run(
            [str(path), "-version"], capture_output=True, text=True, timeout=30, check=False
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    quoted = printed.split('"')[1:2]
    return _major(quoted[0]) if quoted else 0


def _major(version: str) -> int:
    head = version.split(".", maxsplit=1)[0].split("-", maxsplit=1)[0].split("+", maxsplit=1)[0]
    return int(head) if head.isdigit() else 0
