"""What comes with a package and nothing of Griot reads: taken out of the environment after each installation.

A station in the field has a small disk and a slow line; 45 MB of towns behind telephone numbers and of the calendars of
languages that the portal does not speak are not worth their place. Standard library only.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts.ground import ROOT

UNREAD = ("phonenumbers/geodata", "phonenumbers/carrierdata")
"""Folders: which town and which company a number belongs to. Griot asks only whether a number can be one."""

_LOCALES = "babel/locale-data"
_ALWAYS = set("root en es pt de it nl ru uk pl el sr tr fa ur zh sw ha wo".split())
"""Besides the portal's own: in which papers and lists name countries (casefile/subjects/identifiers/countries.py reads
some of them today; a test holds that to this)."""


def languages() -> set[str]:
    """Those that the portal speaks, by its catalogues, and those it reads."""
    return {path.name for path in (ROOT / "portal" / "translations").iterdir() if path.is_dir()} | _ALWAYS


def unread(packages: Path) -> Iterator[Path]:
    """What may go from the folder of installed packages."""
    yield from (packages / name for name in UNREAD if (packages / name).is_dir())
    spoken = languages()
    for path in sorted((packages / _LOCALES).glob("*.dat")):
        if path.stem.partition("_")[0] not in spoken:
            yield path


def lacking(packages: Path) -> list[str]:
    """Packages that lack what is read by now: a language was added since they were thinned out."""
    folder = packages / _LOCALES
    return ["babel"] if folder.is_dir() and any(not (folder / f"{name}.dat").exists() for name in languages()) else []


def thin_out(packages: Path) -> None:
    for path in list(unread(packages)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
