"""`python -m scripts.release`: see the package's docstring."""

import argparse
import sys
import tempfile
from pathlib import Path

from casefile.errors import SetupError
from scripts.ground import ROOT, Stop
from scripts.release import __doc__ as usage
from scripts.release import bundle, debian, stage


def main() -> int:
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("wheel", "deb", "bundle"), nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "release")
    parser.add_argument("--without-engine", action="store_true", help="for servers of one's own: 70 MB less")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as name:
            if "wheel" in given.what:
                print(stage.own_wheel(given.out))
            if {"deb", "bundle"} & {*given.what}:
                gathered = stage.gather(Path(name), engine=not given.without_engine)
                for what, made in (("deb", debian.build), ("bundle", bundle.build)):
                    if what in given.what:
                        print(made(gathered, given.out))
    except (Stop, SetupError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
