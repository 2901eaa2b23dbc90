"""Whatever is done to a stopped home's database or checkpoints from outside, the report names it; and nothing else.

A hundred seeded hands in the fast tier, a thousand with `--slow`.
"""

import random
import shutil

import pytest

from casefile.audit.proof.checkpoints import Place
from casefile.audit.proof.verify import verify
from casefile.storage.store import Store
from tests.casefile.audit.proof import tampering
from tests.casefile.audit.proof.tampering import WAYS, Home, said

HANDS = [way for way, share in WAYS.items() for _ in range(share)]


def reported(folder):
    store = Store(f"sqlite:///{folder / 'griot.db'}")
    try:
        return verify(store, Place(folder / "proof"))
    finally:
        store.close()


def tampered(home, tmp_path, seed, way):
    """What was to be named, and the report."""
    folder, older = home
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    hand = Home(copy, older, random.Random(seed))
    named = way(hand)
    hand.done()
    report = reported(copy)
    shutil.rmtree(copy)
    return named, report


def test_an_untouched_copy_is_sound(home, tmp_path):
    shutil.copytree(home[0], tmp_path / "copy")
    for _ in range(3):
        report = reported(tmp_path / "copy")
        assert report.sound, said(report)
    assert report.checkpoints == 4 and report.leaves > 200 and report.lines > 100


@pytest.mark.parametrize("seed", range(100))
def test_what_was_done_is_named(home, tmp_path, seed):
    check(home, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(1, 10))
def test_nine_hundred_more(home, tmp_path, hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        check(home, tmp_path, seed)


def check(home, tmp_path, seed):
    way = HANDS[seed % len(HANDS)]
    named, report = tampered(home, tmp_path, seed, way)
    assert not report.sound, f"{way.__name__} {seed}: nothing was found of {sorted(named)[:4]}"
    assert any(one.what.startswith(name) for one in report.problems for name in named), (
        f"{way.__name__} {seed}: {sorted(named)[:4]} was not named but {said(report)}"
    )


def test_every_way_is_tried():
    assert len(HANDS) >= 100 and {way.__name__ for way in HANDS} <= set(dir(tampering))
