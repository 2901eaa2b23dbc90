"""The bundle for a machine without a network: one archive with wheels, engine, units and a program that installs it."""

import hashlib
import io
import tarfile
from pathlib import Path

from casefile.backup.files import sha256
from scripts.ground import ROOT
from scripts.release.stage import DEBIAN_PACKAGES, DOCUMENTS, JAVA, UNITS, Stage

INSTALL = """#!/bin/sh
# Installs Griot from this folder, without a network: ./install [FOLDER]   (/opt/griot when none is named)
set -e
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/griot}
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || { echo "The bundle is damaged: copy it again." >&2; exit 1; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    { echo "Python 3.11 or later is needed; PACKAGES lists what this bundle takes from Debian." >&2; exit 1; }
for module in icu venv; do
    python3 -c "import $module" 2>/dev/null ||
        { echo "Python's module $module is not there; PACKAGES lists what this bundle takes from Debian." >&2; exit 1; }
done
mkdir -p "$target"
python3 -m venv --without-pip --clear "$target/venv"
python="$target/venv/bin/python"
pip=$(ls "$here"/wheels/pip-*.whl)
"$python" "$pip/pip" --isolated install --quiet --no-index --no-deps --no-compile --find-links "$here/wheels" \\
    -r "$here/wheels/run.txt" griot=={version}
site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
icu=$(python3 -c 'import icu, os; print(os.path.dirname(icu.__file__))')
ln -sf "$icu" "$site/"
for egg in "$(dirname "$icu")"/PyICU-*; do ln -sf "$egg" "$site/"; done
if [ -d "$here/cache" ]; then cp -R "$here/cache" "$target/"; fi
cat >"$target/griot" <<END
#!/bin/sh
PYTHONUTF8=1 GRIOT_CACHE="\\${GRIOT_CACHE:-$target/cache}" exec "$target/venv/bin/griot" "\\$@"
END
chmod 755 "$target/griot"
echo "Installed. Start with: $target/griot up --no-demo   (--home names a home other than the usual)"
"""


def build(stage: Stage, out: Path) -> Path:
    """`griot-VERSION-offline.tar` in `out`. Not packed once more: wheels and jars are packed already."""
    name = f"griot-{stage.version}-offline"
    texts = {
        "install": INSTALL.replace("{version}", stage.version),
        "PACKAGES": _packages(),
        **{f"units/{unit.name}": unit.read_text("utf-8") for unit in sorted(UNITS.iterdir())},
        **{f"docs/{name}": (ROOT / "docs" / name).read_text("utf-8") for name in DOCUMENTS},
    }
    held = {path: f"wheels/{path.name}" for path in sorted(stage.wheels.iterdir())}
    if stage.engine.exists():
        held |= {
            path: f"cache/{path.relative_to(stage.engine).as_posix()}"
            for path in sorted(stage.engine.rglob("*"))
            if path.is_file()
        }
    sums = [f"{hashlib.sha256(text.encode()).hexdigest()}  {place}" for place, text in texts.items()]
    sums += [f"{sha256(path)}  {place}" for path, place in held.items()]
    target = out / f"{name}.tar"
    with tarfile.open(target, "w") as archive:
        for place, text in {**texts, "SHA256SUMS": "\n".join(sums) + "\n"}.items():
            _add(archive, f"{name}/{place}", text.encode(), 0o755 if place == "install" else 0o644)
        for path, place in held.items():
            _add(archive, f"{name}/{place}", path.read_bytes(), 0o644)
    return target


def _packages() -> str:
    names = [package.partition(" ")[0] for package in DEBIAN_PACKAGES]
    lines = ["# Debian's packages that Griot takes from the system; all are on Debian's own discs.", *names]
    return "\n".join([*lines, f"# For the search engine on this machine one of: {JAVA}", ""])


def _add(archive: tarfile.TarFile, place: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(place)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))
