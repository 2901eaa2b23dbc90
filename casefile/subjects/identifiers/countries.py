"""Countries as they stand in a field of a number: by code, by name in five languages, as an adjective."""

import re
from functools import cache

from babel import Locale

from casefile.subjects.identifiers.written import upper

LANGUAGES = ("fr", "en", "es", "pt", "ar")

ALPHA3 = {
    "SEN": "SN", "GMB": "GM", "GNB": "GW", "GIN": "GN", "MLI": "ML", "MRT": "MR", "MAR": "MA", "DZA": "DZ",
    "TUN": "TN", "LBY": "LY", "EGY": "EG", "NER": "NE", "NGA": "NG", "BFA": "BF", "CIV": "CI", "GHA": "GH",
    "TGO": "TG", "BEN": "BJ", "SLE": "SL", "LBR": "LR", "CPV": "CV", "CMR": "CM", "TCD": "TD", "GAB": "GA",
    "ESP": "ES", "FRA": "FR", "PRT": "PT", "ITA": "IT", "SDN": "SD", "ETH": "ET", "ERI": "ER", "SOM": "SO",
}  # fmt: skip
"""Of the routes, as travel documents have them (ICAO 9303, part 3)."""

ADJECTIVES: dict[str, str] = {
    "SN": "senegalais senegalaise senegalese senegales senegalesa سنغالي سنغاليه السنغالي السنغاليه",
    "GM": "gambien gambienne gambian gambiano gambiana غامبي غامبيه الغامبي",
    "GW": "bissauguineen bissauguineenne guineense",
    "GN": "guineen guineenne guinean guineano guineana غيني غينيه الغيني",
    "ML": "malien malienne malian maliense مالي ماليه المالي",
    "MR": "mauritanien mauritanienne mauritanian mauritano mauritana موريتاني موريتانيه الموريتاني الموريتانيه",
    "MA": "marocain marocaine moroccan marroqui marroquino marroquina مغربي مغربيه المغربي المغربيه",
    "DZ": "algerien algerienne algerian argelino argelina جزائري جزائريه الجزائري الجزائريه",
    "TN": "tunisien tunisienne tunisian tunecino tunecina tunisino tunisina تونسي تونسيه التونسي التونسيه",
    "LY": "libyen libyenne libyan libio libia ليبي ليبيه الليبي الليبيه",
    "EG": "egyptien egyptienne egyptian egipcio egipcia مصري مصريه المصري المصريه",
    "NE": "nigerien nigerienne nigerino nigerina نيجري",
    "NG": "nigerian nigeriano nigeriana نيجيري",
    "BF": "burkinabe",
    "CI": "ivoirien ivoirienne ivorian marfileno marfilena ايفواري",
    "GH": "ghaneen ghaneenne ghanaian ghanes",
    "TG": "togolais togolaise togolese togoles",
    "BJ": "beninois beninoise beninese benines",
    "SL": "leonais leonaise leonean leonense",
    "LR": "liberien liberienne liberian liberiano",
    "CV": "capverdien capverdienne capeverdean cabo-verdiano cabo-verdiana caboverdiano",
    "CM": "camerounais camerounaise cameroonian camerunes",
    "TD": "tchadien tchadienne chadian chadiano",
    "GA": "gabonais gabonaise gabonese",
    "ES": "espagnol espagnole spanish espanol espanola espanhol espanhola اسباني اسبانيه الاسباني",
    "FR": "francais francaise french frances francesa فرنسي فرنسيه الفرنسي",
    "PT": "portugais portugaise portuguese portugues portuguesa برتغالي",
    "IT": "italien italienne italian italiano italiana ايطالي ايطاليه",
}  # fmt: skip


@cache
def names() -> dict[str, str]:
    """Folded name, adjective or three letters: the code of two letters."""
    found: dict[str, str] = dict(ALPHA3)
    for language in LANGUAGES:
        for country, name in Locale(language).territories.items():
            if len(country) == 2 and country.isalpha():
                found.setdefault(upper(name), country)
    for country, words in ADJECTIVES.items():
        found |= {upper(word): country for word in words.split()}
    return found | {"COTE D'IVOIRE": "CI", "THE GAMBIA": "GM", "LA GAMBIE": "GM", "GUINEE BISSAU": "GW"}


@cache
def _by_first_word() -> dict[str, list[str]]:
    """Names of more than three letters by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted((name for name in names() if len(name) > 3), key=len, reverse=True):
        if (word := _WORD.match(name)) is not None:
            found.setdefault(word.group(), []).append(name)
    return found


_WORD = re.compile(r"[^\W\d_]+")


def named(folded: str) -> tuple[str | None, str]:
    """The one country named in words in a folded text, and the text without all such words.

    Two different ones name none.
    """
    found: set[str] = set()
    kept, at = [], 0
    for word in _WORD.finditer(folded):
        if word.start() < at or (name := _name_at(folded, word)) is None:
            continue
        found.add(names()[name])
        kept += [folded[at : word.start()], " "]
        at = word.start() + len(name)
    return (found.pop() if len(found) == 1 else None), "".join([*kept, folded[at:]])


def _name_at(folded: str, word: re.Match[str]) -> str | None:
    for name in _by_first_word().get(word.group(), ()):
        end = word.start() + len(name)
        if folded.startswith(name, word.start()) and not folded[end : end + 1].isalpha():
            return name
    return None


@cache
def codes() -> frozenset[str]:
    """All codes of two letters."""
    return frozenset(str(c) for c in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(c)))
