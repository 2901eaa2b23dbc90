"""The Debian package: wheels, engine and hardened units; the environment is made at installation, without a network."""

import shutil
import subprocess
from pathlib import Path

from scripts.ground import ROOT, Stop
from scripts.release.stage import DEBIAN_PACKAGES, DOCUMENTS, JAVA, UNITS, Stage

CONTROL = """Package: griot
Version: {version}
Architecture: {architecture}
Maintainer: The operators of Griot <root@localhost>
Installed-Size: {size}
Depends: {depends}, adduser
Recommends: {java}
Section: misc
Priority: optional
Description: case deconfliction for police units that may not read each other's files
 Compares what units enter, by itself and at once, and tells both units of each
 other when a coordinator says so. Starts nothing by itself: see
 /usr/share/doc/griot/administration.md.
"""

POSTINST = """#!/bin/sh
set -e
if [ "$1" = configure ]; then
    adduser --quiet --system --group --home /var/lib/griot --no-create-home griot
    install -d -o griot -g griot -m 0700 /var/lib/griot /var/backups/griot
    # A new environment next to the old one: what runs goes on with the old one until it is started again.
    rm -rf /usr/lib/griot/venv.new
    python3 -m venv --without-pip /usr/lib/griot/venv.new
    pip=$(ls /usr/lib/griot/wheels/pip-*.whl)
    site=$(/usr/lib/griot/venv.new/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    /usr/lib/griot/venv.new/bin/python "$pip/pip" --isolated install --quiet --no-index --no-deps --no-compile \\
        --find-links /usr/lib/griot/wheels -r /usr/lib/griot/wheels/run.txt griot=={version}
    for one in icu PyICU-*.egg-info; do
        for path in /usr/lib/python3/dist-packages/$one; do ln -sf "$path" "$site/"; done
    done
    for one in casefile indexer portal; do /usr/lib/griot/venv.new/bin/python -m compileall -q "$site/$one"; done
    # Paths are written into an environment: those of the new one are made to name its place.
    sed -i 's#/usr/lib/griot/venv.new#/usr/lib/griot/venv#g' /usr/lib/griot/venv.new/bin/* 2>/dev/null || true
    sed -i 's#/usr/lib/griot/venv.new#/usr/lib/griot/venv#g' /usr/lib/griot/venv.new/pyvenv.cfg
    rm -rf /usr/lib/griot/venv.old
    if [ -d /usr/lib/griot/venv ]; then mv /usr/lib/griot/venv /usr/lib/griot/venv.old; fi
    mv /usr/lib/griot/venv.new /usr/lib/griot/venv
    if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
fi
"""

PRERM = """#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl stop griot.service griot-web.service griot-worker.service griot-beat.service griot-backup.timer || true
fi
"""

POSTRM = """#!/bin/sh
set -e
if [ "$1" = remove ] || [ "$1" = purge ]; then
    rm -rf /usr/lib/griot
fi
# The home and the backups are never removed: they are case files.
"""

COMMAND = """#!/bin/sh
# griot, as the user whose home it is: root is put into that user's place.
set -e
if [ -f /etc/griot/griot.env ] && [ -r /etc/griot/griot.env ]; then
    set -a
    . /etc/griot/griot.env
    set +a
fi
: "${GRIOT_HOME:=/var/lib/griot}" "${GRIOT_CACHE:=/usr/lib/griot/cache}"
export GRIOT_HOME GRIOT_CACHE
umask 077
if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid griot --regid griot --init-groups env HOME=/var/lib/griot /usr/lib/griot/venv/bin/griot "$@"
fi
exec /usr/lib/griot/venv/bin/griot "$@"
"""

SETTINGS = """# Settings of Griot, one NAME=value a line; /usr/share/doc/griot/settings.md has them all.
# The public address, where a proxy with TLS stands before the portal:
#GRIOT_HOSTS=griot.example.org
#GRIOT_PROXIES=1
#GRIOT_SECURE_COOKIES=1
"""


def build(stage: Stage, out: Path) -> Path:
    """The package's file in `out`."""
    root = out / "griot-deb"
    if root.exists():
        shutil.rmtree(root)
    _lay_out(stage, root)
    architecture = _architecture(stage.wheels)
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    control = CONTROL.format(
        version=stage.version, architecture=architecture, size=size, depends=", ".join(DEBIAN_PACKAGES), java=JAVA
    )
    _write(root / "DEBIAN" / "control", control)
    _write(root / "DEBIAN" / "conffiles", "/etc/griot/griot.env\n")
    postinst = POSTINST.replace("{version}", stage.version)
    for name, text in (("postinst", postinst), ("prerm", PRERM), ("postrm", POSTRM)):
        _write(root / "DEBIAN" / name, text, 0o755)
    target = out / f"griot_{stage.version}_{architecture}.deb"
    # Wheels and jars are packed already: packing them once more takes minutes and saves a twentieth.
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(root), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"dpkg-deb failed:\n{done.stderr}")
    shutil.rmtree(root)
    return target


def _lay_out(stage: Stage, root: Path) -> None:
    shutil.copytree(stage.wheels, root / "usr/lib/griot/wheels")
    if stage.engine.exists():
        shutil.copytree(stage.engine, root / "usr/lib/griot/cache")
    for unit in sorted(UNITS.iterdir()):
        _write(root / "lib/systemd/system" / unit.name, unit.read_text("utf-8"))
    _write(root / "usr/bin/griot", COMMAND, 0o755)
    _write(root / "etc/griot/griot.env", SETTINGS, 0o640)
    for name in DOCUMENTS:
        _write(root / "usr/share/doc/griot" / name, (ROOT / "docs" / name).read_text("utf-8"))
    for name in ("LICENSE", "NOTICE"):
        _write(root / "usr/share/doc/griot" / name, (ROOT / name).read_text("utf-8"))


def _architecture(wheels: Path) -> str:
    """`all` unless one of the wheels holds code of a processor."""
    built = [path.name for path in wheels.glob("*.whl") if not path.name.endswith("-none-any.whl")]
    if not built:
        return "all"
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)
