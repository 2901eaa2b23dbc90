"""Names that no sound rule can join. Small on purpose: a list that grows is a rule not found.

Each entry: the forms (as `latin` folds them), grade, source. `same`: one name. `related`: kin, not the same person's name by itself.
"""

from functools import cache
from typing import Final, Literal

Grade = Literal["same", "related"]

ENTRIES: Final[tuple[tuple[str, Grade, str], ...]] = (
    # Family names
    ("diop jobe joop joob dioup", "same", "W5, W8: the Joof and Jobe pages name the French form"),
    ("traore traorey trawally tarawally tarawallie trawalley tarawaley tarawele", "same", "W10, W11"),
    ("diabate diabatey jobarteh jobartey diebate dioubate", "same", "W9, W16S"),
    ("coulibaly koulibaly kulibali kouloubaly couloubaly krubally krubaly", "same", "W18"),
    ("badiane badian bojang bodian", "same", "Gambian and Casamance registers of one Jola and Mandinka family name"),
    ("sagna sanyang sanya", "same", "Gambian and Casamance registers of one Jola family name"),
    ("diedhiou jeju jejou jiju", "same", "the same"),
    ("samba sambou", "related", "distinct names of one root"),
    # Men's names
    ("abdoulaye abdoulaay abdulai abdoulai abdulay abdulaay abdoulie ablaye ablay abdulae ablie", "same", "W24, W29"),
    ("elhadji elhadj hadji hadj hajj haji alhaji alhagie alhagi aladje elhaj hagie", "same", "W24, W29: the pilgrim's title as a given name"),
    ("pape papa pap paap pa papis", "same", "W31"),
    ("cheikh cheick cheik sheikh shaikh shaykh cheikhe seex sex chej seekh", "same", "W24"),
    ("ibrahima ibrahim ebrima brahima brahim ebrahima", "same", "W29"),
    ("ousmane ousman osman othmane uthman otman usman outhmane", "same", "W21"),
    ("mamadou momodou momodu mamadu momadou mamadi modou modu", "same", "W28; Modou is its everyday short form"),
    ("mamadou mohamed mouhamed muhammad mohammed mouhamadou mahamadou", "related", "W20: one Arabic root, two names in use"),
    ("mamadou amadou", "related", "often mistaken for each other, never one name"),
    ("moustapha mustapha moustafa mustafa tapha musta", "same", "short form"),
    ("lahcen lahsen lhassan lahsan lahoucine", "related", "article kept"),
    # Women's names
    ("khady khadi kady haddy cadi xadi khadidiatou kadiatou khadija khadidja", "related", "W31: short forms and full forms"),
    ("kadiatou khadidiatou kadidiatou kadijatou khadijatou cadiatu kadiatu khadiatou", "same", "W19"),
    ("fatoumata fatimata fatima fatou fatma", "related", "W19: short and long forms"),
    ("aissatou aicha aisha aissata isatou", "related", "W19"),
    ("mariama mariam maryam meriem mariame marieme", "related", "W19"),
    ("rokhaya rohey rokia ruqayya rokhayatou", "same", "short form in Banjul"),
)


@cache
def _index() -> dict[str, frozenset[tuple[int, Grade]]]:
    found: dict[str, set[tuple[int, Grade]]] = {}
    for number, (forms, grade, _) in enumerate(ENTRIES):
        for form in forms.split():
            found.setdefault(form, set()).add((number, grade))
    return {form: frozenset(where) for form, where in found.items()}


def entries_of(form: str) -> tuple[int, ...]:
    """Numbers of the entries that say a form is one name with others: they are sound keys of their own."""
    return tuple(sorted(number for number, grade in _index().get(form, ()) if grade == "same"))


def relation(left: str, right: str) -> Grade | None:
    """What the lexicon says of two words, `same` before `related`, or nothing."""
    index = _index()
    if left not in index or right not in index:
        return None
    shared = index[left] & index[right]
    return None if not shared else "same" if any(grade == "same" for _, grade in shared) else "related"
