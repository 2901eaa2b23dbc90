"""Versions of the index have an order: a worker of before neither builds a later one back nor writes into it."""

import pytest

from casefile.errors import SearchUnavailable
from casefile.matching import blocking_keys
from indexer.engine import indices
from indexer.engine.indices import Kind


def version(monkeypatch, name: str) -> None:
    """The code of this process is that version from here on."""
    monkeypatch.setattr(blocking_keys, "scheme", lambda: name)


def rebuilt(engine, stamp: str) -> None:
    """What a rebuild does with the names, without the documents."""
    new = {kind: indices.create(engine, kind, stamp, indices.building(engine, kind)) for kind in Kind}
    for index in indices.switch(engine, new):
        engine.delete_index(index)


def test_a_later_version_makes_it_new_and_the_one_before_leaves_it(engine, monkeypatch):
    assert indices.outdated(engine) == []
    version(monkeypatch, "later")
    assert indices.outdated(engine) == list(Kind), "the later one builds"
    rebuilt(engine, "later")
    assert indices.outdated(engine) == []
    monkeypatch.undo()
    assert indices.outdated(engine) == [], "the one before does not build it back"
    for kind in Kind:
        with pytest.raises(SearchUnavailable, match="later version"):
            indices.write_indices(engine, kind)
    version(monkeypatch, "later")
    assert indices.write_indices(engine, Kind.RECORDS), "what is pending is the later one's"


def test_the_order_holds_over_several_versions(engine, monkeypatch):
    for name in ("second", "third"):
        version(monkeypatch, name)
        rebuilt(engine, name)
    for name in ("second", None):
        monkeypatch.undo()
        if name:
            version(monkeypatch, name)
        assert indices.outdated(engine) == []
    version(monkeypatch, "fourth")
    assert indices.outdated(engine) == list(Kind)


def test_who_goes_back_on_purpose_has_the_last_word(engine, monkeypatch):
    version(monkeypatch, "later")
    rebuilt(engine, "later")
    monkeypatch.undo()
    rebuilt(engine, "back")
    assert indices.outdated(engine) == [] and indices.write_indices(engine, Kind.RECORDS)
    version(monkeypatch, "later")
    assert indices.outdated(engine) == [], "the later one does not take it away again"
