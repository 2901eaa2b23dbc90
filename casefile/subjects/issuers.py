"""Who issues a travel document, by the three letters in its machine-readable zone. Data and two questions.

Sources: ISO 3166-1 alpha-3 as ICU has it, with the codes it has withdrawn (old papers keep them); ICAO Doc 9303 Part 3,
section 5, for those that are no country or a country by another code.
"""

from icu import Locale  # type: ignore[import-untyped, unused-ignore]

_NOT_OF_ISO = frozenset({"DG", "EA", "IC", "XK"})
"""Codes of ICU alone; Kosovo has its letters below."""

_WITHDRAWN = {"ANT": "AN", "DDR": "DD", "ROM": "RO", "TMP": "TL", "ZAR": "ZR"}

_BY_ANOTHER_CODE = {
    "D": "DE", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB", "RKS": "XK", "UNK": "XK", "KOS": "XK",
}  # fmt: skip
"""Germany writes one letter; British nationals other than citizens; Kosovo under three codes in turn."""

_NO_COUNTRY = frozenset("EUE IAO UNA UNO UTO XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX".split())
"""Organisations, the specimen's Utopia; XXA stateless, XXB and XXC refugees, XXX not stated."""

COUNTRIES: dict[str, str] = {
    **{Locale("", code).getISO3Country(): code for code in Locale.getISOCountries() if code not in _NOT_OF_ISO},
    **_WITHDRAWN,
    **_BY_ANOTHER_CODE,
}


def is_issuer(code: str) -> bool:
    """Whether these letters, without fillers, stand for anybody who issues documents."""
    return code in COUNTRIES or code in _NO_COUNTRY


def country_of(code: str) -> str | None:
    """ISO 3166 alpha-2; None for who is no country, and for a code nobody has."""
    return COUNTRIES.get(code)
