"""Passages marked by hand, and linked records that stand in a text: at their place, over no other mark."""

from datetime import date

import pytest

from casefile.limits import READ
from casefile.narrative.marks import MADE, Passage, What, find, read_marks, with_linked, with_passages
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, Protection, RecordKind

TEXT = "Le passeur Mamadou Dialo a parlé.\nzorro le muet tient la caisse au hangar bleu, puce 7-7-1.\nZorro le muet."
TODAY = date(2026, 11, 27)


def marks():
    return read_marks(TEXT, "SN", TODAY)


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("zorro le muet", "zorro le muet"), ("  ZORRO  LE MUET ", "zorro le muet"), ("hangar bleu", "hangar bleu"),
     ("7 7 1", "7-7-1"), ("Mamadou Dialo", None), ("passeur Mamadou", None), ("nobody", None), ("", None),
     ("  . ", None), ("a" * 201, None)],
)  # fmt: skip
def test_what_is_typed_is_found_where_nothing_is_marked(typed, stands):
    span = find(TEXT, typed, marks())
    assert (TEXT[slice(*span)] if span else None) == stands


def test_the_second_place_is_found_when_the_first_is_marked():
    first = find(TEXT, "zorro le muet", marks())
    more, _ = with_passages(TEXT, marks(), [Passage(What.PERSON, *first)], "SN", TODAY)
    second = find(TEXT, "zorro le muet", more)
    assert second and second[0] > first[1]


@pytest.mark.parametrize("what", sorted(MADE))
def test_a_passage_is_a_mark_like_the_others(what):
    span = find(TEXT, "zorro le muet", marks())
    more, (new,) = with_passages(TEXT, marks(), [Passage(what, *span)], "SN", TODAY)
    assert new in more.items and [one.spans[0] for one in more.items] == sorted(one.spans[0] for one in more.items)
    assert new.what is what and new.identity.caption == "zorro le muet" and len(new.key) == 12
    assert set(more.items) - {new} == set(marks().items) and 2 not in more.silent_lines
    assert with_passages(TEXT, marks(), [Passage(what, *span)], "SN", TODAY)[1][0].key == new.key


@pytest.mark.parametrize(
    "passage",
    [Passage(What.PERSON, 5, 5), Passage(What.PERSON, -3, 4), Passage(What.PERSON, 0, READ + 9),
     Passage(What.PERSON, 0, len(TEXT)), Passage(What.PERSON, len(TEXT), len(TEXT) + 4), Passage(What.SUM, 35, 48),
     Passage(What.DATE, 35, 48), Passage(What.PERSON, 32, 34)],
)  # fmt: skip
def test_what_is_no_passage_of_the_text_is_left_out(passage):
    assert with_passages(TEXT, marks(), [passage], "SN", TODAY) == (marks(), ())


def test_a_protected_name_marked_by_hand_stays_protected():
    text = "La mineure Aïssatou Bah, 15 ans, est une victime."
    span = (text.index("Aïssatou"), text.index(","))
    read = read_marks("", None, TODAY)
    _, (new,) = with_passages(text, read, [Passage(What.PERSON, *span)], "SN", TODAY)
    assert Protection.MINOR in new.protection


def test_a_linked_record_that_stands_in_the_text_is_marked():
    person = Identity(RecordKind.PERSON, names=(Name("Zorro le Muet"),))
    chip = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, "771"),))
    other, event = (
        Identity(RecordKind.VESSEL, names=(Name("Yaay"),)),
        Identity(RecordKind.EVENT, names=(Name("hangar"),)),
    )
    more, found = with_linked(TEXT, marks(), [other, person, event, chip])
    assert [(len(item.spans), place) for item, place in found] == [(2, 1), (1, 3)]
    assert len(more.items) == len(marks().items) + 2 and with_linked(TEXT, more, [person])[1] == ()
