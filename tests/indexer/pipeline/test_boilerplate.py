"""What the makers of lists write into every entry answers no search; what they write of a subject does."""

import pytest

from indexer.pipeline.boilerplate import without_boilerplate


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Fled in 2013. INTERPOL-UN Security Council Special Notice web link:https://www.interpol.int/en/x",
            "Fled in 2013.",
        ),
        ("Photograph and fingerprints available for inclusion in INTERPOL-UNSC Special Notice. Deceased.", "Deceased."),
        ("Photo available for inclusion in the INTERPOL-UN Security Council Special Notice.", ""),
        (
            "Review pursuant to Security Council resolution 2610 (2021) was concluded on 8 November 2022. Has a limp.",
            "Has a limp.",
        ),
        ("Listed pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset Freeze).", ""),
        ("INTERPOL arrested him at the border.", "INTERPOL arrested him at the border."),
        ("Le passeur a quitté la plage.", "Le passeur a quitté la plage."),
    ],
)
def test_only_what_every_entry_has_is_left_out(text, left):
    assert " ".join(without_boilerplate(text).split()) == left
