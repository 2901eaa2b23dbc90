"""A name proposed in Arabic letters: only what the comparison reads back as the same name."""

import pytest

from casefile.names import compare
from casefile.names.other_script import proposed_arabic

TUNED = (
    "Mamadou Diallo;Awa Ndiaye;Cheikh Tidiane Sy;Fatou Sow;Ousmane Ba;Ibrahima Camara;Abdoulaye Wade;Aminata Touré;"
    "Mohamed Ould Cheikh;Babacar Faye;Khady Fall;Lamine Sané;Samba Sarr;Bakary Jammeh;Oumar Kanté;Demba Niang"
).split(";")
"""Looked at while the letters were written."""
CHECKED = (
    "Seydou Doumbia;Adama Barrow;Ramatoulaye Kane;Tierno Sall;Salif Keïta;Binta Danso;Nafissatou Thiam;"
    "Modou Lamin Njie;Fanta Koné;Idrissa Seck;Sira Dramé;Yaya Sanogo;Hawa Bojang;Malick Gaye;Penda Sarr;Issoufou Garba"
).split(";")
"""Drawn up afterwards, and not tuned by."""


@pytest.mark.parametrize("name", TUNED + CHECKED)
def test_a_proposal_reads_back_as_the_same_name_or_there_is_none(name):
    proposed = proposed_arabic(name)
    assert proposed is None or compare(name, proposed).same


def test_most_names_of_the_region_get_one():
    for names in (TUNED, CHECKED):
        assert sum(proposed_arabic(name) is not None for name in names) >= 0.85 * len(names)


WRITTEN = [
    ("Mamadou Dialo", "مامادو ديالو"),
    ("Modou Jallow", "مودو جالو"),
    ("Zeinabou Mint Ahmed", "منت"),
    ("Lamine Sané", "لامين ساني"),
]


@pytest.mark.parametrize(("name", "holds"), WRITTEN)
def test_how_it_is_written(name, holds):
    assert holds in (proposed_arabic(name) or "")


@pytest.mark.parametrize("name", ["", "محمد", "Ли", "???", "A B C D E F G H", "Zzz"])
def test_nothing_is_proposed_for_what_is_not_a_latin_name_or_does_not_read_back(name):
    proposed = proposed_arabic(name)
    assert proposed is None or compare(name, proposed).same
