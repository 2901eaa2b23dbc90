"""Endings that make a woman's name of a man's, and those that are only grammar or spelling.

Default, by rule: two given names that differ by exactly a final -a (Karim / Karima, Antonio / Antonia, جميل / جميلة)
are a man's and a woman's. Below is what the default does not hold for. A stem is a name without its ending.
"""

from typing import Final

from casefile.names.data.once import once
from casefile.names.phonetic import sound

GRAMMAR: Final[tuple[tuple[str, str], ...]] = (
    ("ibrahim brahim ebrim ismail soumail ishaq ishak issak yaqub yacoub yakub yusuf youssouf dawud daoud haroun harun"
     " ayoub ayyub younouss younous idriss idris souleyman suleyman sulayman nouh luqman imran",
     "prophets' foreign names take no nunation in Arabic: their case ending is a bare -a, which Hausa, Fula, Mande and"
     " Wolof keep (Ibrahima, Souleymana)"),
    ("ousman usman othman oumar umar omar ahmed ahmad amad salman soufian marwan ramadan lassan alassan assan lahsan"
     " lamin",
     "names in -an, of the pattern of Umar and of Ahmad take none either (Ousmana, Oumara, Lassana)"),
    ("boubacar aboubacar abubakar bakar salif mahamad mouhamad mohamed muhammad mahmoud saliou",
     "the same ending by analogy on men's names of the Sahel (Boubacara, Salifa)"),
    ("moustaph mustaf hamz khalif issa iss mouss zakari tah talh usam osam yahi jum barak",
     "the -a is part of a man's name and may go unwritten (Mustaf, Khaliif in Somali)"),
    ("luk luc nikit ily eli andre josu attil bab sash mish", "the same in Slavic, Italian and other names"),
    ("maryam mariam meryem fatim fatoum zeynab zainab saynab khadij kadij hanan nawal ikram ilham siham ibtisam hind",
     "women's names without the ending too (Maryam, Mariama)"),
    ("nur nour noor", "of both sexes without the ending"),
)  # fmt: skip
"""Stems whose final -a says nothing of the bearer's sex."""

O_AND_A: Final[tuple[tuple[str, str], ...]] = (
    ("samb demb hamm boub coumb koumb pend yer bouy dic dick",
     "Fula and Mande names in -a and in -o are the same person's, called or spoken of (Samba, Sambo)"),
    ("halim xaliim faduum fadum faadum fatum khadij khadidj kadij maryam mariam zeynab saynab sahr zahr ash aash caash"
     " hawa haw xaaw safiy nafis amin aamin sacdiy",
     "Somali women's names end in -o where Arabic has -a (Halimo, Faduma)"),
)  # fmt: skip
"""Stems whose -o and -a are one name."""

MUTE_E_IS_HERS: Final[tuple[tuple[str, str], ...]] = (
    ("michel daniel joel gabriel raphael emmanuel marcel noel martin christian jean louis francois rene andre aime"
     " desire denis simon yvon justin valentin augustin armand fernand lucien fabien julien adrien vivien bastien"
     " sebastien germain sylvain ghislain pascal bernard gerard florian flavien constant celestin leon firmin faustin",
     "French, where a last -e is mute and spelling (Lamin, Lamine) except here: it is the only sign of the woman's name"
     " (Michel, Michelle; Martin, Martine)"),
)  # fmt: skip
HER_ENDINGS: Final = ("e", "le", "ne")


def _stems(table: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """By main reading, alone and as it is read before the ending."""
    forms = [form for many, _ in table for form in many.split()]
    return frozenset(sound(form) for form in forms) | frozenset(sound(f"{form}a")[:-1] for form in forms)


@once
def grammar() -> frozenset[str]:
    """Main readings of the stems whose -a is grammar."""
    return _stems(GRAMMAR)


@once
def o_and_a() -> frozenset[str]:
    """Main readings of the stems whose -o and -a are one name."""
    return _stems(O_AND_A)


@once
def hers() -> frozenset[tuple[str, str]]:
    """A man's and a woman's name that differ by a mute ending, in letters."""
    return frozenset((his, his + end) for forms, _ in MUTE_E_IS_HERS for his in forms.split() for end in HER_ENDINGS)
