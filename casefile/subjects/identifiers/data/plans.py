"""Numbering plans that have changed, and which countries lie next to one another. Data only.

Sources: the operational bulletins of the ITU and what the regulators published at the time; how operators are told
apart in Guinea and Guinea-Bissau is known from their numbers before and after. Countries of the routes without a row
(Burkina Faso, Cape Verde, The Gambia, Liberia, Libya, Niger, Sierra Leone, Tunisia) have not changed since 2005, or
changed so that the old number does not tell the new one. Senegal's mobiles of seven digits are not listed for that
reason: 77 and 76 were both put before them.
"""

from typing import NamedTuple


class Change(NamedTuple):
    """Numbers of the old plan (a whole national number, by pattern) and what became of them. A result counts only if
    today's plan has it."""

    country: str
    year: int
    old: str
    new: str
    why: str


CHANGES: tuple[Change, ...] = (
    Change("BJ", 2024, r"([24-9]\d{7})", r"01\1", "ARCEP, 30 November 2024: 01 before all numbers of eight digits"),
    Change("CI", 2021, r"([04-9][7-9]\d{6})", r"07\1", "ARTCI, 31 January 2021: Orange's mobiles had 7, 8, 9 second"),
    Change("CI", 2021, r"([04-9][4-6]\d{6})", r"05\1", "MTN's mobiles had 4, 5, 6 second"),
    Change("CI", 2021, r"([04-9][0-3]\d{6})", r"01\1", "Moov's mobiles had 0 to 3 second"),
    Change("CI", 2021, r"([23]\d8\d{5})", r"21\1", "Moov's fixed lines had 8 third"),
    Change("CI", 2021, r"([23]\d0\d{5})", r"25\1", "MTN's fixed lines had 0 third"),
    Change("CI", 2021, r"([23]\d[1-79]\d{5})", r"27\1", "all other fixed lines were Orange's"),
    Change("GA", 2019, r"0?1(\d{6})", r"11\1", "ARCEP, 16 November 2019: fixed lines"),
    Change("GA", 2019, r"0?([256])(\d{6})", r"6\1\2", "Libertis and Moov"),
    Change("GA", 2019, r"0?([47])(\d{6})", r"7\1\2", "Airtel"),
    Change("GW", 2015, r"(6\d{6})", r"96\1", "ARN, 1 November 2015: 96 before MTN's numbers"),
    Change("GW", 2015, r"(5\d{6})", r"95\1", "95 before Orange's"),
    Change("CM", 2014, r"([5-9]\d{7})", r"6\1", "ART, 21 November 2014: 6 before all mobiles"),
    Change("CM", 2014, r"([23]\d{7})", r"2\1", "2 before all fixed lines"),
    Change("GN", 2013, r"62(\d{6})", r"622\1", "Orange's 62 became 622"),
    Change("GN", 2013, r"6([46]\d{6})", r"66\1", "MTN's 64 became 664, 66 became 666"),
    Change("GN", 2013, r"65(\d{6})", r"655\1", "Cellcom's 65 became 655"),
    Change("EG", 2011, r"0?10(\d{7})", r"100\1", "NTRA, October 2011: Vodafone"),
    Change("EG", 2011, r"0?1([69])(\d{7})", r"10\1\2", "Vodafone"),
    Change("EG", 2011, r"0?12(\d{7})", r"122\1", "Mobinil"),
    Change("EG", 2011, r"0?1([78])(\d{7})", r"12\1\2", "Mobinil"),
    Change("EG", 2011, r"0?1([14])(\d{7})", r"11\1\2", "Etisalat"),
    Change("TG", 2011, r"(2\d{6})", r"2\1", "ARTP, 7 August 2011: fixed lines; mobiles of both operators began alike"),
    Change("MR", 2011, r"(2\d{6})", r"2\1", "ARE, 1 January 2011: each operator its own first digit. Chinguitel"),
    Change("MR", 2011, r"(3\d{6})", r"3\1", "Mattel"),
    Change("MR", 2011, r"(4\d{6})", r"4\1", "Mauritel"),
    Change("MR", 2011, r"(5[1-7]\d{5}|6[045789]\d{5}|7[4-9]\d{5})", r"4\1", "Mauritel"),
    Change("MR", 2011, r"(6[1236]\d{5}|7[123]\d{5})", r"3\1", "Mattel"),
    Change("MR", 2011, r"(5[08]\d{5}|70\d{5})", r"2\1", "Chinguitel"),
    Change("GQ", 2010, r"([25]\d{5})", r"222\1", "ORTEL, 9 April 2010: mobiles of GETESA"),
    Change("MA", 2009, r"0?([167]\d{7})", r"6\1", "ANRT, 27 March 2009: mobiles"),
    Change("MA", 2009, r"0?([23]\d{7})", r"5\1", "fixed lines"),
    Change("ML", 2008, r"2(2[0-589]\d{4})", r"20\1", "CRT, 1 November 2008: fixed lines of Bamako"),
    Change("ML", 2008, r"2([4-689]\d{5})", r"21\1", "the regions' fixed lines: the last six digits behind 21"),
    Change("ML", 2008, r"([359]\d{6}|4[5-9]\d{5}|6[2-4]\d{5})", r"7\1", "Orange's mobiles"),
    Change("ML", 2008, r"(6[6-8]\d{5})", r"6\1", "Malitel's mobiles"),
    Change("DZ", 2008, r"0?([567])(\d{7})", r"\1\1\2", "ARPT, 2008: the operator's digit doubled"),
    Change("SN", 2007, r"([89]\d{6})", r"33\1", "ARTP, October 2007: 33 before fixed lines"),
)  # fmt: skip

LONG_AGO = 15
"""Years after which an old number is read as such only where its country is written with it, or where no neighbour's
plan of today has it: nobody writes those numbers any more."""
TODAY = 2026
"""The year of the library's plans."""

NEIGHBOURS: dict[str, str] = {
    "SN": "GM GW GN ML MR",
    "GM": "SN",
    "GW": "SN GN",
    "GN": "SN GW ML CI LR SL",
    "ML": "SN MR DZ NE BF CI GN",
    "MR": "SN ML DZ MA EH",
    "SL": "GN LR",
    "LR": "SL GN CI",
    "CI": "LR GN ML BF GH",
    "BF": "ML NE BJ TG GH CI",
    "GH": "CI BF TG",
    "TG": "GH BF BJ",
    "BJ": "TG BF NE NG",
    "NE": "ML DZ LY TD NG BJ BF",
    "NG": "BJ NE TD CM",
    "TD": "NE LY SD CF CM NG",
    "CM": "NG TD CF CG GA GQ",
    "GQ": "CM GA",
    "GA": "CM GQ CG",
    "MA": "DZ MR ES",
    "EH": "MA DZ MR",
    "DZ": "MA MR ML NE LY TN",
    "TN": "DZ LY",
    "LY": "TN DZ NE TD SD EG",
    "EG": "LY SD",
    "SD": "EG LY TD CF SS ET ER",
    "CV": "SN",
    "ES": "PT FR MA",
    "PT": "ES",
    "FR": "ES IT BE DE CH LU",
    "IT": "FR CH AT SI MT",
    "MT": "IT",
}
"""Countries with a common border; Cape Verde, Malta and Ceuta with those over the water."""
