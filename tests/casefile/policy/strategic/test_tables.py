"""The bands of the strategic picture."""

from datetime import timedelta

import pytest

from casefile.policy.strategic.tables import PictureTable, age_band, answer_band, place_of, price_band


@pytest.mark.parametrize(
    ("age", "band"),
    [(-1, None), (0, "0-17"), (17, "0-17"), (18, "18-24"), (49, "35-49"), (50, "50-"), (120, "50-"), (121, None)],
)
def test_ages(age, band):
    assert age_band(age) == band


@pytest.mark.parametrize(
    ("price", "band"),
    [(0, None), (1, "1-1"), (2, "2-4"), (999, "500-999"), (1_000, "1000-1999"), (350_000, "200000-499999"),
     (10**9 - 1, "500000000-999999999"), (10**9, None)],
)  # fmt: skip
def test_prices(price, band):
    assert price_band(price) == band


@pytest.mark.parametrize(
    ("hours", "band"), [(0, "1d"), (24, "1d"), (25, "2d"), (48, "2d"), (72, "3d"), (168, "7d"), (169, "later")]
)
def test_answers(hours, band):
    assert answer_band(timedelta(hours=hours)) == band


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (PictureTable.ANSWERS, [(("1d",), 10), (("7d",), 99), (("later",), 11)]),
        (PictureTable.AGES, [(("0-17",), 10), (("18-24",), 99), (("50-",), 50)]),
        (
            PictureTable.PRICES,
            [(("EUR", "2000-4999"), 9), (("XOF", "50000-99999"), 11), (("XOF", "200000-499999"), 10)],
        ),
        (PictureTable.PLACES, [(("SN", "Mbour"), 99), (("GM", "Tanji"), 12), (("SN", "Kayar"), 12)]),
    ],
)
def test_rows_stand_in_their_order(table, rows):
    reversed_rows = rows[::-1]
    assert sorted(reversed_rows, key=lambda row: place_of(table, *row)) == rows
