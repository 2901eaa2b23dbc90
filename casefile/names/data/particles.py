"""Words in a name that carry no name of their own.

Particles of descent, articles, titles, markers. Data, with reasons.
"""

from typing import Final

# Descent. Kept for order (whose son), never an own name. Ould and Ben stand for each other in the same
# Mauritanian's papers (Jeune Afrique, 16 October 2005); Mint and Bint are the daughters', so they contradict Ould.
SON: Final = frozenset(
    {
        "ould",
        "wuld",
        "uld",
        "weld",
        "oueld",
        "wold",
        "wld",
        "walad",
        "wad",
        "ben",
        "bin",
        "ibn",
        "ag",
        "agh",
        "ait",
        "o",
        "b",
        "bn",
        "ولد",
        "بن",
        "ابن",
        "اغ",
        "اق",
        "أغ",
        "أق",
        "آيت",
        "ايت",
    }
)
DAUGHTER: Final = frozenset(
    {"mint", "mnt", "bint", "bent", "binte", "mt", "welet", "oualet", "walet", "منت", "بنت", "ولت", "مينت"}
)
# One letter is Ould or Ben only between two names; elsewhere it is an initial.
ABBREVIATED: Final = frozenset({"o", "b"})
# The Arabic article and its French, English and assimilated forms (sun letters): it comes and goes.
ARTICLE: Final = frozenset(
    {
        "el",
        "al",
        "ul",
        "il",
        "ould-el",
        "es",
        "as",
        "ess",
        "en",
        "an",
        "er",
        "ar",
        "et",
        "at",
        "ed",
        "ad",
        "ez",
        "az",
        "ech",
        "ach",
        "ash",
        "esh",
        "l",
        "ال",
    }
)
# The same as India and Pakistan write it, before "religion": Bashir-ud-Din. Elsewhere these are names.
SUN_ARTICLE: Final = frozenset({"ud", "od", "oud", "udh"})
RELIGION: Final = frozenset({"din", "dine", "deen", "dein", "deene"})
# "Servant of": never a name alone, it belongs to the next word (Abd al-Aziz, Abdoul Aziz, Abdelaziz).
SERVANT: Final = frozenset(
    {
        "abd",
        "abdel",
        "abdul",
        "abdoul",
        "abdal",
        "abdil",
        "abder",
        "abdur",
        "abdour",
        "abdes",
        "abdus",
        "abdous",
        "abden",
        "abdennour",
        "عبد",
    }
)
# God's names after Abdou: then Abdou is "servant of", else it is a name by itself (Abdou Diouf).
SERVANT_IF: Final = frozenset({"abdou", "abdu", "abdi"})
EPITHETS: Final = frozenset(
    {
        "rahmane",
        "rahman",
        "rahim",
        "karim",
        "kader",
        "kadir",
        "khadre",
        "qadir",
        "salam",
        "salami",
        "latif",
        "latiff",
        "aziz",
        "wahab",
        "wahid",
        "razak",
        "razzak",
        "hamid",
        "samad",
        "jalil",
        "nasser",
        "rauf",
        "raouf",
        "hakim",
        "ghani",
    }
)
# God's names that a lone A. stands before in Malaysia, the Gulf and South Asia (A. Rahman): the commonest.
AFTER_AN_A: Final = EPITHETS | {
    "rehman", "rahmaan", "raheem", "kareem", "qader", "khader", "majid", "majeed", "jabbar", "ghafar", "ghaffar",
    "ghafoor", "ghafur", "malik", "basir", "baseer", "basit", "bari", "fattah", "fatah", "hadi", "halim", "haleem",
    "haq", "haque", "hakeem", "hameed", "jaleel", "khaliq", "matin", "nasir", "qayyum", "qayum", "qadeer", "quddus",
    "rashid", "rasheed", "rasyid", "rahmat", "sattar", "satar", "shakur", "shukor", "wadud", "wahhab", "waheed",
    "zahir", "razaq", "razzaq", "raheman", "latiff", "lateef", "munim", "mannan", "muhaimin",
}  # fmt: skip
# "Father of", "mother of": joined to the next word (Abu Bakr, Bou Azizi, Oum Kalthoum).
FATHER_OF: Final = frozenset({"abu", "abou", "bou", "bu", "bel", "أبو", "ابو", "بو", "أبي", "ابي", "أبا", "بل"})
# Titles and courtesy: dropped unless nothing else is left.
TITLES: Final = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "m.",
        "mme",
        "mlle",
        "dr",
        "pr",
        "prof",
        "me",
        "maitre",
        "ing",
        "eng",
        "hon",
        "honorable",
        "sir",
        "colonel",
        "col",
        "general",
        "gen",
        "capitaine",
        "captain",
        "capt",
        "cdt",
        "commandant",
        "lt",
        "lieutenant",
        "sgt",
        "adjudant",
        "sr",
        "sra",
        "dona",
        "senhor",
        "senor",
        "monsieur",
        "madame",
        "hajja",
        "hadja",
        "president",
        "presidente",
        "prasident",
        "ministre",
        "minister",
        "ambassador",
        "ambassadeur",
        "brigadier",
        "major",
        "mister",
        "jr",
        "jnr",
        "snr",
        "السيد",
        "السيدة",
        "الدكتور",
        "دكتور",
    }
)
# née, épouse, alias: what follows is another family name of the same woman or another name of the same man.
MARKERS: Final = frozenset(
    {
        "nee",
        "ne",
        "epouse",
        "epse",
        "ep",
        "epouze",
        "vve",
        "veuve",
        "dite",
        "dit",
        "alias",
        "aka",
        "born",
        "nacida",
        "nascida",
    }
)
# Of the sons' particles, those that family names are built with: Ben Ali, Bin Kiran, Ibn Khaldoun.
JOINING_SON: Final = frozenset({"ben", "bin", "ibn", "b", "bn", "بن", "ابن"})
# Women are of the family Ben Ali and of the Aït Ahmed too (Tunisia, Algeria, Morocco): of the particles of descent
# only Ould, Wuld, Ag and Mint, Bint say whether the bearer is a man or a woman.
OF_EITHER_SEX: Final = JOINING_SON | {"ait", "آيت", "ايت"}
# "Father of" a child: a by-name next to the given one (Abu Ahmad Khalid), which comes and goes. Not
# Bou and Bel, which family names are built with, and not Abu Bakr, which is a name.
BY_NAME: Final = frozenset({"abu", "abou", "أبو", "ابو", "أبي", "ابي", "أبا"})
GIVEN_LIKE_A_BY_NAME: Final = frozenset({"bakr", "bakar", "baker", "bakary", "bekr", "bacar", "bucker", "بكر"})
# "Of the religion": one name with the word before it (Nour Eddine, Nur al-Din).
COMPOUND_END: Final = frozenset(
    {
        "eddine",
        "eddin",
        "edine",
        "addin",
        "aldin",
        "eldin",
        "eldine",
        "eddeen",
        "aldeen",
        "uddeen",
        "adeen",
        "addine",
        "uddin",
        "oudine",
        "ouddine",
        "dine",
        "edin",
        "الدين",
    }
)
# "Of God": one name with the word before it (Hidayat Ullah, هدايت الله).
OF_GOD: Final = frozenset({"allah", "ullah", "oullah", "الله"})
