"""A present that stands still and is moved on by days."""

from datetime import timedelta

import pytest

from casefile.storage import tables


@pytest.fixture
def clock(monkeypatch):
    """`clock(days)` moves the present to so many days after the test began, and says what it is then."""
    start = tables.now()

    def move(days):
        moment = start + timedelta(days=days)
        monkeypatch.setattr(tables, "now", lambda: moment)
        return moment

    move(0)
    return move
