"""The version before: the code that stood when the tables were last of another revision, laid out of the history."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
VERSIONS = "casefile/storage/migrations/versions/"


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout


def _revisions(commit: str) -> dict[str, str]:
    """The migrations of a commit: name, and the content's hash."""
    lines = _git("ls-tree", commit, VERSIONS).decode().splitlines()
    found = {Path(line.split("\t")[1]).name: line.split()[2] for line in lines}
    return {name: content for name, content in found.items() if name[:1].isdigit()}


def commit_before() -> str:
    """The last commit of the main line whose migrations are the first of today's, word for word, and not all of them:
    between two versions given out, revisions are still put into one line. Fails where there is no history."""
    try:
        line, here = _git("rev-list", "--first-parent", "HEAD").decode().split(), _revisions("HEAD")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.fail(f"the version before comes out of git's history, and there is none: {error}")
    for commit in line:
        there = _revisions(commit)
        if there and there.items() < here.items() and max(there) < min(here.keys() - there.keys()):
            return commit
    pytest.fail("no version before this one is in git's history (a shallow clone?)")


def lay_out(commit: str, folder: Path) -> Path:
    """That commit's files in a new folder."""
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=_git("archive", "--format=tar", commit), check=True)
    return folder
