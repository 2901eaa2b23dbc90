"""What every step of the set-up stands on: the checkout's paths, how to stop, and modules read by their file.

Standard library only, for it runs before anything is installed.
"""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Protocol, Self, cast

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Stop(Exception):
    """Set-up cannot go on; the text says the way out."""


class Progress(Protocol):
    """What the set-up uses of `Step`."""

    def progress(self, done: int, total: int) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def load_file(name: str) -> ModuleType:
    """A module by its file, without the packages around it, which need what is not installed yet."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location("griot_" + Path(name).stem, ROOT / name)
    if spec is None or spec.loader is None:
        raise Stop(f"{name} cannot be read as Python.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


Step = cast("Callable[[str], Progress]", load_file("portal/install/steps.py").Step)


def tail(text: str, lines: int = 12) -> str:
    """The end of what a program printed, set apart from our own words."""
    return "\n".join("  | " + line for line in text.strip().splitlines()[-lines:])
