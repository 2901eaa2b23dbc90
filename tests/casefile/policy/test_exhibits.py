"""Exhibits by the law: which files are taken, whose step is which."""

import pytest

from casefile.errors import BadInput
from casefile.policy import exhibits as law
from casefile.policy.exhibits import Custody, may_step, steps_of
from casefile.policy.states import ExhibitMove as M
from casefile.policy.viewer import Viewer
from casefile.vocabulary import ExhibitState as S
from casefile.vocabulary import Role

HOLDER, COLLEAGUE, OTHER = (
    Viewer(one, one, unit, unit.upper(), frozenset({Role.INVESTIGATOR}))
    for one, unit in (("holder", "dkr"), ("colleague", "dkr"), ("other", "bjl"))
)


@pytest.mark.parametrize(
    ("media", "name", "taken"),
    [
        ("image/jpeg", "IMG_1.JPG", True), ("image/jpeg", "IMG_1.png", False), ("image/png", "scan", False),
        ("application/pdf", "acte.pdf", True), ("text/plain", "appels.csv", True), ("text/html", "page.txt", False),
        ("application/zip", "telephone.ufdr", True), ("application/x-dosexec", "photo.jpg", False),
        ("image/svg+xml", "plan.svg", False), ("text/x-shellscript", "note.txt", False),
    ],
)  # fmt: skip
def test_a_file_is_taken_by_its_content_and_its_name(media, name, taken):
    if taken:
        law.check_type(media, name)
    else:
        with pytest.raises(BadInput) as error:
            law.check_type(media, name)
        assert error.value.field == "file" and media in str(error.value)


@pytest.mark.parametrize(("size", "taken"), [(0, False), (-1, False), (1, True), (law.MOST_BYTES, True),
                                             (law.MOST_BYTES + 1, False)])  # fmt: skip
def test_sizes(size, taken):
    if taken:
        law.check_size(size)
    else:
        with pytest.raises(BadInput):
            law.check_size(size)


@pytest.mark.parametrize(
    ("entries", "unpacked", "taken"),
    [(10, 100 * law.PART_BYTES, True), (10, 100 * law.PART_BYTES + 1, False), (law.MOST_ENTRIES + 1, 1, False)],
)
def test_bombs(entries, unpacked, taken):
    if taken:
        law.check_unpacked(entries, unpacked, 1000)
    else:
        with pytest.raises(BadInput):
            law.check_unpacked(entries, unpacked, 1000)


@pytest.mark.parametrize(
    ("at", "who", "steps"),
    [
        (Custody(S.HELD, "dkr", "holder", None, True), HOLDER, {M.OPEN, M.HAND_ON, M.SEND_OUT}),
        (Custody(S.HELD, "dkr", "holder", None, True), COLLEAGUE, {M.OPEN}),
        (Custody(S.HELD, "dkr", "holder", None, False), COLLEAGUE, {M.OPEN, M.CLAIM}),
        (Custody(S.OFFERED, "dkr", "holder", "colleague", True), HOLDER, {M.OPEN, M.TAKE_BACK}),
        (Custody(S.OFFERED, "dkr", "holder", "colleague", True), COLLEAGUE, {M.OPEN, M.TAKE_OVER, M.DECLINE}),
        (Custody(S.OUT, "dkr", "holder", None, True), HOLDER, {M.OPEN, M.RETURN}),
        (Custody(S.OUT, "dkr", "holder", None, True), COLLEAGUE, {M.OPEN}),
        (Custody(S.RECEIVING, "dkr", "holder", None, True), HOLDER, set()),
        (Custody(S.DESTROYED, "dkr", "holder", None, True), HOLDER, set()),
        *((Custody(state, "dkr", "holder", "other", False), OTHER, set()) for state in S),
    ],
)  # fmt: skip
def test_whose_step_is_which(at, who, steps):
    assert steps_of(who, at) == steps


def test_nobody_destroys_or_completes_by_hand():
    at = Custody(S.RECEIVING, "dkr", "holder", None, True)
    assert not may_step(HOLDER, at, M.COMPLETE) and not may_step(HOLDER, at, M.DESTROY)
