"""The field names in the code and those in `mappings/` are the same, and nothing unknown is ever taken in."""

import json

import pytest

from indexer.engine import fields, indices
from indexer.engine.indices import Kind


def mapping(kind):
    return json.loads((indices.FOLDER / f"{kind.value}-v{indices.MAPPING_VERSION}.json").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "names"), [(Kind.RECORDS, fields.RECORD_FIELDS), (Kind.WATCHES, fields.WATCH_FIELDS)])
def test_constants_and_mapping_agree(kind, names):
    assert set(mapping(kind)["properties"]) == names
    assert mapping(kind)["dynamic"] == "strict"


def test_keys_are_mapped_alike_on_both_sides():
    assert mapping(Kind.RECORDS)["properties"][fields.KEYS] == mapping(Kind.WATCHES)["properties"][fields.KEYS]


def test_only_what_is_asked_by_its_sound_has_it_as_a_field():
    """Names and mentions have keyword fields of their own for it."""
    stated = mapping(Kind.RECORDS)["properties"]
    assert [name for name, one in stated.items() if fields.SOUND in one.get("fields", {})] == [fields.PLACES]


def test_each_field_is_explained():
    stated = (indices.FOLDER / "README.md").read_text("utf-8")
    missing = [name for name in fields.RECORD_FIELDS | fields.WATCH_FIELDS if f"`{name}`" not in stated]
    assert missing == []
