"""The home's proof in a backup: checkpoints, the hashes of the leaves, what units countersigned, and the keys.

Without them a restored home could not be held against anything that was signed before. They are copied before the
database is, so that the copy of it goes on from every checkpoint that comes along. The private key goes into a sealed
backup alone.
"""

import tarfile
from pathlib import Path, PurePosixPath

from casefile.audit.proof import checkpoints, keys
from casefile.backup import files
from casefile.errors import SetupError

ARCHIVE = "proof.tar"
DEEPEST = 2
"""Parts of a name: a folder and a file."""

PUBLIC = (keys.KEYS, keys.ROTATIONS, *checkpoints.SERIES)


def pack(folder: Path, archive: Path, *, with_key: bool) -> bool:
    """The proof in this folder as an archive that its owner alone can read; False where there is none."""
    names = [*PUBLIC, *([keys.KEY] if with_key else [])]
    if not (folder / checkpoints.CHECKPOINTS).is_dir():
        return False
    files.make(archive)
    with checkpoints.alone(folder), tarfile.open(archive, "w") as tar:
        for name in names:
            if (folder / name).exists():
                tar.add(folder / name, name)
    return True


def unpack(archive: Path, folder: Path) -> None:
    """The proof of a backup, in a new folder that nobody else can enter. Raises SetupError when it is damaged.

    Plain files of known names alone, at most in one folder: whatever else an archive may hold stays in it.
    """
    folder.mkdir(mode=0o700)
    known = {*PUBLIC, keys.KEY}
    try:
        with tarfile.open(archive) as tar:
            for one in tar:
                parts = PurePosixPath(one.name).parts
                content = tar.extractfile(one) if one.isreg() and len(parts) <= DEEPEST else None
                if content is not None and parts[0] in known and ".." not in parts:
                    path = folder.joinpath(*parts)
                    path.parent.mkdir(exist_ok=True, mode=0o700)
                    files.make(path, content.read())
    except (OSError, tarfile.TarError) as error:
        raise SetupError("%(path)s is damaged: the proof in it cannot be read.", path=archive) from error
