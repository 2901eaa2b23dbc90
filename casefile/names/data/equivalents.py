"""Names that no sound rule can join. Small on purpose: a list that grows is a rule not found.

Each entry: the forms (as `latin` folds them, or in Arabic letters), grade, source. `same`: one name. `related`: kin,
so that one
does not speak against the other, but not one name; " / " divides the names that are related.
"""

from functools import cache
from typing import Final, Literal

Grade = Literal["same", "related"]

ENTRIES: Final[tuple[tuple[str, Grade, str], ...]] = (
    # Family names (sources W…: docs/sources/names.md)
    ("diop jobe joop joob", "same", "W5, W8"),
    ("traore trawally tarawally tarawallie trawalley tarawaley tarawele tarawally تراوري", "same", "W10, W11"),
    ("diabate jobarteh diebate dioubate jabateh", "same", "W9, W16S"),
    ("coulibaly koulibaly kulibali couloubaly krubally krubaly", "same", "W18"),
    ("badiane badian bojang bodian", "same", "registers of Banjul and Ziguinchor, one family name"),
    ("sagna sanyang", "same", "the same"),
    ("mbengue mbenga", "same", "general knowledge: Dakar's and Banjul's spelling of one family name"),
    ("diedhiou jeju jejou jiju", "same", "the same"),
    ("kouadio kouadjo kwadwo kwadjo", "same", "W39"),
    # Men's names
    (
        "abdoulaye abdulai abdoulai abdulay abdulaay abdoulie abdulie ablaye ablay ablie abdulae عبدولاي",
        "same",
        "W24, W29",
    ),
    (
        "elhadji elhadj hadji hadj hajj haji alhaji alhagie alhagi aladje elhaj hagie الحاج حاج",
        "same",
        "W24, W29: pilgrim, a name too",
    ),
    ("pape papa pap paap pa", "same", "W31"),
    ("cheikh cheick cheik sheikh shaikh shaykh seex chej شيخ الشيخ", "same", "W24"),
    ("ibrahima ibrahim ebrima brahima brahim إبراهيم ابراهيم", "same", "W29"),
    ("ousmane ousman osman othmane uthman otman outhmane usumane ussumane عثمان", "same", "W21"),
    (
        "mamadou momodou momodu mamadu mamadi modou modu مامادو ممادو مامدو مودو",
        "same",
        "W28; Modou is its everyday form",
    ),
    ("moustapha mustapha moustafa mustafa tapha", "same", "short form"),
    (
        "mamadou momodou momodu mamadu modou مامادو / mohamed mouhamed muhammad mohammed mohamad محمد / mahamadou mouhamadou",  # noqa: E501
        "related",
        "W20",
    ),
    ("lahcen lahsen لحسن / hassan hassane assane حسن", "related", "with the article"),
    # Women's names
    ("kadiatou khadidiatou kadidiatou kadijatou khadijatou cadiatu kadiatu khadiatou خديجتو", "same", "W19"),
    ("assetou assitan assata", "same", "general knowledge: Mali's forms of Aissata"),
    ("rokhaya rohey rokia ruqayya roukaya rokhayatou رقية", "same", "short form in Banjul"),
    (
        "khady khadi kady haddy cadi xadi / kadiatou khadidiatou kadidiatou kadijatou cadiatu / khadija khadidja خديجة",
        "related",
        "W31",
    ),
    ("fatoumata fatimata fatmata fatumata / fatima fatma fatimah فاطمة / fatou fatu faatu فاتو", "related", "W19"),
    ("aissatou isatou aissatu isatu / aicha aisha عائشة / aissata", "related", "W19"),
    ("mariama mariamma / mariam mariame maryam meriem مريم", "related", "W19"),
)


@cache
def _index() -> dict[str, frozenset[tuple[int, int]]]:
    """Form to the entries it is in, each with the place of its group in the entry."""
    found: dict[str, set[tuple[int, int]]] = {}
    for number, (forms, _, _) in enumerate(ENTRIES):
        for group, members in enumerate(forms.split("/")):
            for form in members.split():
                found.setdefault(form, set()).add((number, group))
    return {form: frozenset(where) for form, where in found.items()}


def entries_of(form: str) -> tuple[int, ...]:
    """Numbers of the entries that say a form is one name with others: they are sound keys of their own."""
    return tuple(sorted(number for number, _ in _index().get(form, ()) if ENTRIES[number][1] == "same"))


def forms() -> tuple[str, ...]:
    """Every form of the list."""
    return tuple(_index())


def relation(left: str, right: str) -> Grade | None:
    """What the lexicon says of two words: `same` before `related`, or nothing."""
    index = _index()
    if left not in index or right not in index:
        return None
    answer: Grade | None = None
    for number, group in index[left]:
        for other, its_group in index[right]:
            if number == other:
                if ENTRIES[number][1] == "same":
                    return "same"
                if group != its_group:
                    answer = "related"
    return answer
