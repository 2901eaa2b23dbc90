"""Runs every check, two at a time, and says of each how it went and how long it took.

    scripts/check [--fix] [NAME ...]

All run even when one fails; names choose some. --fix formats, repairs what ruff can repair, brings the translations to
the code, then checks.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.checks import PYTHON_FOLDERS, ROOT

AT_ONCE = 2
"""The machines that this is made for have two cores."""
WAY_OUT = "scripts/check --fix formats and fixes what can be fixed; scripts/check NAME runs one check."


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    says: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    check: Check
    passed: bool
    seconds: float
    output: str


def own(module: str) -> tuple[str, ...]:
    return ("-m", f"scripts.checks.{module}")


# The long ones first: the short ones then fill the other core.
CHECKS = (
    Check("types", "mypy --strict over the three packages and scripts", ("-m", "mypy")),
    Check("dead code", "nothing that nobody calls (vulture)", own("dead_code")),
    Check("migrations", "the migrations make the tables that the code describes", own("migrations")),
    Check("translations", "Every language is whole and current", own("translations")),
    Check("templates", "indentation, line length, blocks, nothing inline", own("templates")),
    Check("links", "every link and every path in the docs leads somewhere", own("links")),
    Check("dependencies", "what is imported is declared, what is declared is imported", own("dependencies")),
    Check("lint", "ruff check", ("-m", "ruff", "check", "--output-format=concise", *PYTHON_FOLDERS)),
    Check("format", "ruff format", ("-m", "ruff", "format", "--check", "--output-format=concise", *PYTHON_FOLDERS)),
)
FIXES = (
    ("-m", "ruff", "check", "--fix-only", "--quiet", *PYTHON_FOLDERS),
    ("-m", "ruff", "format", "--quiet", *PYTHON_FOLDERS),
    ("-m", "scripts.translations", "refresh"),
)


def main(arguments: Sequence[str]) -> int:
    names = [word for word in arguments if not word.startswith("-")]
    options = {word for word in arguments if word.startswith("-")}
    unknown = sorted(set(names) - {check.name for check in CHECKS}) + sorted(options - {"--fix", "--help", "-h"})
    if unknown or options & {"--help", "-h"}:
        print(f"unknown: {', '.join(unknown)}" if unknown else __doc__)
        print("\n".join(f"  {check.name:14}{check.says}" for check in CHECKS))
        return 2 if unknown else 0
    if "--fix" in options:
        for command in FIXES:
            run(command)
    chosen = [check for check in CHECKS if not names or check.name in names]
    return summary(run_all(chosen))


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def outcome(check: Check) -> Outcome:
    start = time.monotonic()
    done = run(check.command)
    return Outcome(check, done.returncode == 0, time.monotonic() - start, done.stdout.strip())


def run_all(checks: Sequence[Check]) -> list[Outcome]:
    outcomes = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for result in pool.map(outcome, checks):
            print(f"{'ok' if result.passed else '--'}  {result.check.name:14}{result.seconds:5.1f} s", flush=True)
            outcomes.append(result)
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> int:
    wrong = [result for result in outcomes if not result.passed]
    for result in wrong:
        print(f"\n---- {result.check.name}: {result.check.says}\n{result.output}")
    if wrong:
        print(f"\nWrong: {', '.join(result.check.name for result in wrong)}. {WAY_OUT}")
        return 1
    print(f"All {len(outcomes)} checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
