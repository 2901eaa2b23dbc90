"""Number plates of the routes: what they look like, the countries' marks next to them, Arabic letters in Latin. Data.

Sources: the countries' rules for vehicle registration; the distinguishing signs of vehicles in international traffic
(United Nations, 1968 convention); bilingual plates of Morocco, Mauritania and Egypt for the letters.
"""

PLATES: dict[str, str] = {
    "SN": r"[A-Z]{2}\d{4}[A-Z]{1,2}|[A-Z]{2}\d{3}[A-Z]{2}",
    "MR": r"\d{4}[A-Z]{2}\d{2}",
    "GM": r"(?:BJL|BAN|KM|KMC|WR|WCR|LR|LRR|NBR|NBRD|CRR|URR|CR|UR)\d{1,4}[A-Z]{1,2}",
    "ML": r"[A-Z]{1,2}\d{3,4}[A-Z]{2}",
    "GN": r"RC\d{4}[A-Z]{1,2}|[A-Z]{2}\d{4}[A-Z]{1,2}",
    "GW": r"\d{4}[A-Z]{2}|\d{2}[A-Z]{2}\d{2}|[A-Z]{2}\d{4}",
    "NE": r"\d[A-Z]{1,2}\d{4}|[A-Z]{2}\d{4}",
    "BF": r"\d{2}[A-Z]{1,2}\d{4}",
    "CI": r"\d{1,4}[A-Z]{2}\d{2}|[A-Z]{2}\d{3}[A-Z]{2}",
    "BJ": r"[A-Z]{1,2}\d{4}(?:RB)?",
    "TG": r"(?:TG)?\d{4}[A-Z]{1,2}",
    "SL": r"[A-Z]{3}\d{3}",
    "CV": r"[A-Z]{2}\d{2}[A-Z]{2}",
    "ES": r"\d{4}[A-Z]{3}|[A-Z]{1,2}\d{4}[A-Z]{1,2}",
    "PT": r"\d{4}[A-Z]{2}|\d{2}[A-Z]{2}\d{2}|[A-Z]{2}\d{4}|[A-Z]{2}\d{2}[A-Z]{2}",
    "FR": r"[A-Z]{2}\d{3}[A-Z]{2}|\d{1,4}[A-Z]{2,3}\d{2}",
    "IT": r"[A-Z]{2}\d{3}[A-Z]{2}",
    "MA": r"\d{1,5}[A-Z]\d{1,2}",
    "TN": r"\d{1,3}TUN\d{1,4}|RS\d{1,6}",
    "DZ": r"\d{5,6}-?\d{3}-?\d{2}",
    "LY": r"\d{1,2}-\d{2,7}",
    "EG": r"[A-Z]{2,3}\d{3,4}",
    "CM": r"[A-Z]{2}\d{3,4}[A-Z]{1,2}",
    "GH": r"[A-Z]{2}\d{1,4}(?:\d{2}|[A-Z]{1,2})",
    "NG": r"[A-Z]{3}\d{3}[A-Z]{2}",
}
"""The whole plate, without blanks, in Latin letters."""

MARKS: dict[str, str] = {
    "SN": "SN", "RIM": "MR", "WAG": "GM", "RMM": "ML", "RG": "GN", "GBS": "GW", "RGB": "GW", "RN": "NE", "BF": "BF",
    "CI": "CI", "DY": "BJ", "RPB": "BJ", "BEN": "BJ", "RT": "TG", "TG": "TG", "WAL": "SL", "CV": "CV", "E": "ES",
    "P": "PT",
    "F": "FR", "I": "IT", "MA": "MA", "TN": "TN", "DZ": "DZ", "LAR": "LY", "LY": "LY", "ET": "EG", "EG": "EG",
    "CAM": "CM",
    "GH": "GH", "WAN": "NG", "NGR": "NG", "ESP": "ES", "FR": "FR", "ES": "ES", "PT": "PT", "MR": "MR", "ML": "ML",
    "GN": "GN", "GW": "GW", "GM": "GM", "NE": "NE", "MRT": "MR", "SEN": "SN", "MLI": "ML", "MAR": "MA", "DZA": "DZ",
    "GMB": "GM", "EU": "", "RMA": "MA",
}  # fmt: skip
"""The oval, or what people write for it; put aside only where what is left is a plate of that country."""

LETTERS: dict[str, str] = {
    "ا": "A", "ب": "B", "ج": "J", "د": "D", "ه": "H", "و": "W", "ط": "T", "ر": "R", "س": "S", "ص": "X", "ع": "E",
    "ف": "F", "ق": "G", "ك": "K", "ل": "L", "م": "M", "ن": "N", "ي": "Y", "ز": "Z", "ح": "V", "ت": "C", "ش": "P",
    "خ": "KH", "ث": "TH", "ذ": "DH", "ض": "DD", "ظ": "ZH", "غ": "GH",
}  # fmt: skip
"""Each letter its own, so that two Arabic plates never become one; A, B, D, H, W, T, J as on Morocco's and
Mauritania's plates."""
LETTERS_OF: dict[str, dict[str, str]] = {"EG": {"ج": "G", "ق": "Q", "ح": "HH", "ص": "C", "ت": "TT"}}
"""Where a country's own plates say otherwise."""

WORDS: dict[str, str] = {
    "تونس": "TUN",
    "نت": "RS",
    "ن ت": "RS",
    "TUNISIE": "TUN",
    "TUNIS": "TUN",
    "ALIF": "A",
    "ALEF": "A",
}
"""Words that are part of a plate (Tunisia), and a letter by its name."""

SINGLE_GROUP = 3
"""Letters of the longest group on a plate of the routes (BJL, TUN, CRR); a longer word is none."""
