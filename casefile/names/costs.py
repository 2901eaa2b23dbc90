"""What a difference between two sounds costs: 0 the same name, 1 another name. Data, with reasons."""

from typing import Final

# (letters, letters, cost, reason): any of the first against any of the second.
SUBSTITUTE: Final[tuple[tuple[str, str, float, str], ...]] = (
    # Spellings that leave the sound open against what they may stand for.
    ("ç", "ʃ", 0.0, "French ch"), ("ç", "ʧ", 0.03, "Gambian ch"), ("ç", "č", 0.15, "Cherno, Ceerno"), ("ç", "ť", 0.05, "Cham, Tiam"),
    ("ç", "s", 0.25, "Cheikh, Seex"), ("ç", "ẋx", 0.4, ""), ("ç", "k", 0.6, ""), ("ç", "ʤj", 0.4, "Belhach"),
    ("j", "ʤď", 0.0, "English j"), ("j", "ẋxh", 0.12, "Spanish j is kh"), ("ʤ", "ď", 0.0, "French dj, di"), ("jʤď", "y", 0.2, "Spanish y is dj"),
    ("jʤ", "ĝ", 0.04, "Gibril, Alhagie"), ("jʤ", "g", 0.2, "Egyptian g is j"), ("ď", "ĝg", 0.3, ""), ("jʤď", "ʧť", 0.5, "voice"),
    ("jʤ", "d", 0.45, "Kouadio, Kwadwo"), ("ď", "d", 0.5, ""), ("jʤď", "ḍ", 0.2, "Diouf, ضيوف"),
    ("jʤď", "z", 0.45, ""), ("jʤď", "ʃ", 0.45, ""),
    ("ĝ", "g", 0.0, "hard g"), ("ĝ", "ɣ", 0.05, ""), ("g", "ɣ", 0.03, "Spanish g is gh"), ("gĝɣ", "kĉ", 0.22, "Maghreb qaf; Sanogo, Sanoko"),
    ("gĝɣ", "q", 0.1, "Maghreb qaf"), ("ɣ", "r", 0.4, "French r of gh"), ("ɣgĝ", "xẋ", 0.35, "voice"),
    ("kĉ", "q", 0.0, "hard c"), ("k", "ĉ", 0.0, "hard c"), ("kĉq", "xẋ", 0.13, "Sissoko, Sissokho"), ("kĉ", "h", 0.35, "Kady, Haddy"),
    ("x", "ẋ", 0.0, "Wolof x"), ("xẋ", "h", 0.1, "Gambian h is kh"), ("xẋ", "ħ", 0.1, "Sokhna, Sohna"), ("ẋ", "ʃç", 0.12, "Portuguese x"), ("ẋ", "s", 0.3, ""),
    ("č", "s", 0.0, "soft c"), ("č", "ʧť", 0.1, "Wolof c"), ("č", "ʃz", 0.25, ""), ("ĉ", "ʧ", 0.25, "national c: Caw"), ("ĉ", "çť", 0.35, ""),
    ("ť", "ʧ", 0.0, "French ti, thi"), ("ť", "tθ", 0.12, "Tierno"), ("ʧ", "ʃ", 0.2, ""), ("ʧť", "s", 0.5, ""), ("ʧ", "t", 0.35, ""),
    ("ɲ", "ň", 0.0, "gn, ni"), ("ɲň", "nŋ", 0.15, "Serigne, Sering"), ("n", "ŋ", 0.04, "Dieng"), ("ŋ", "gĝ", 0.4, ""), ("n", "m", 0.5, "place"),
    ("ň", "ď", 0.9, ""), ("ɲŋ", "m", 0.7, ""),
    # Arabic th, dh and emphatic letters, which every tradition hears its own way.
    ("θ", "t", 0.02, "Othman, Otman"), ("θ", "sč", 0.08, "Othman, Ousmane"), ("θ", "d", 0.4, ""), ("ð", "d", 0.02, ""), ("ð", "z", 0.08, ""),
    ("ð", "θt", 0.4, ""), ("ḍ", "d", 0.0, ""), ("ḍ", "zð", 0.2, "Ramadan, Ramazan"), ("ḍ", "l", 0.6, ""),
    ("s", "z", 0.15, "Abdelaziz, Abdelasis"), ("sz", "ʃ", 0.3, "Aissatou, Aïchatou"), ("č", "θ", 0.2, ""),
    # Voice and place: a neighbour's ear.
    ("b", "p", 0.2, "Diop, Joob"), ("f", "v", 0.02, "Vall is Fall"), ("v", "w", 0.15, "Sawadogo, Savadogo"), ("b", "v", 0.3, ""), ("f", "p", 0.5, ""),
    ("d", "t", 0.45, ""), ("b", "w", 0.6, ""), ("b", "f", 0.7, ""), ("l", "r", 0.5, "Coulibaly, Krubally"), ("b", "m", 0.7, ""), ("h", "ħ", 0.0, ""),
    ("l", "n", 0.7, ""), ("d", "r", 0.7, ""), ("d", "n", 0.8, ""), ("d", "l", 0.7, ""),
    # Vowels.
    ("a", "e", 0.2, "Jamal, Djamel"), ("a", "o", 0.3, "Mamadou, Momodou"), ("a", "ē", 0.3, ""), ("a", "iu", 0.4, ""), ("a", "ō", 0.4, ""),
    ("e", "i", 0.1, "Khaled, Khalid"), ("e", "o", 0.4, ""), ("e", "u", 0.45, ""), ("i", "o", 0.5, ""), ("i", "u", 0.45, "Oumar, Imar are two"),
    ("o", "u", 0.1, "Omar, Umar"), ("ē", "ie", 0.0, "English ee, Wolof ee"), ("ē", "ou", 0.5, ""), ("ō", "ou", 0.0, "English oo, Wolof oo"),
    ("ō", "ei", 0.5, ""), ("ōouē", "ə", 0.35, ""), ("ē", "ō", 0.5, ""),
    ("Ē", "eē", 0.04, "Keita, Zeinab"), ("Ē", "i", 0.12, "Isatou"), ("Ē", "a", 0.2, ""), ("Ē", "E", 0.05, ""), ("Ē", "ou", 0.5, ""), ("Ē", "ə", 0.2, ""),
    ("Ē", "y", 0.3, ""),
    ("E", "ə", 0.03, "the accent is lost"), ("E", "e", 0.04, ""), ("E", "iē", 0.05, ""), ("E", "a", 0.3, ""), ("E", "ou", 0.4, ""), ("E", "ō", 0.5, ""),
    ("E", "y", 0.1, ""), ("ə", "e", 0.02, ""), ("ə", "i", 0.12, ""), ("ə", "a", 0.22, "Ansoumane, Ansoumana"),
    ("O", "oō", 0.04, "Sow, Soo"), ("O", "u", 0.15, ""), ("O", "a", 0.3, ""), ("O", "w", 0.25, ""), ("O", "eiEēĒə", 0.5, ""),
    ("w", "uoō", 0.08, "Kouadio"), ("y", "iē", 0.05, ""), ("y", "e", 0.1, "Tierno"), ("w", "a", 0.6, ""),
    # Arabic letters that may be a vowel or a glide.
    ("A", "a", 0.0, ""), ("A", "e", 0.05, "imala"), ("A", "əĒ", 0.12, ""), ("A", "EO", 0.2, ""), ("A", "oēiō", 0.3, ""), ("A", "u", 0.4, ""),
    ("W", "uowōO", 0.0, ""), ("W", "v", 0.2, ""), ("W", "a", 0.4, ""), ("W", "eEəiē", 0.45, ""),
    ("Y", "iyēEĒ", 0.0, ""), ("Y", "e", 0.08, ""), ("Y", "ə", 0.05, ""), ("Y", "a", 0.3, ""), ("Y", "ouOō", 0.5, ""), ("Y", "jʤď", 0.6, ""),
    ("I", "aEie", 0.0, "Moussa, Coulibaly"), ("I", "ə", 0.05, ""), ("I", "y", 0.1, ""), ("I", "o", 0.4, ""), ("I", "YAH", 0.05, ""),
    ("H", "a", 0.0, ""), ("H", "e", 0.1, ""), ("H", "t", 0.15, "the -t is heard before a vowel"), ("H", "əE", 0.2, ""), ("H", "o", 0.3, ""),
    ("H", "A", 0.0, ""), ("H", "h", 0.1, ""),
    ("V", "aeiouēōĒ", 0.03, "hamza carries any vowel"), ("V", "h", 0.3, ""), ("V", "wy", 0.15, "أويحيى"), ("V", "AWY", 0.1, ""),
    ("A", "Y", 0.4, ""), ("A", "W", 0.4, ""), ("W", "Y", 0.5, ""),
)

# Leaving a letter out. Consonants not named cost 0.9, at the beginning FIRST more.
DROP: Final[dict[str, float]] = {
    "ə": 0.06, "E": 0.35, "e": 0.25, "i": 0.28, "a": 0.3, "o": 0.35, "u": 0.33, "ē": 0.35, "ō": 0.4, "Ē": 0.4, "O": 0.5,
    "h": 0.15, "ħ": 0.04, "w": 0.3, "y": 0.15, "A": 0.25, "W": 0.4, "Y": 0.35, "I": 0.15, "H": 0.12, "V": 0.1, "ŋ": 0.5, "ɣ": 0.6, "x": 0.6,
}
CONSONANT_DROP: Final = 0.9
FIRST: Final = 0.25  # added when a consonant is missing at the beginning: Mamadou is not Amadou
PRENASAL: Final = 0.45  # a nasal before another consonant at the beginning: Mbemba, Bemba
FIRST_VOWEL: Final = 0.18  # a vowel at the beginning: Ibrahima, Brahima; Idrissa, Drissa
FINAL_VOWEL: Final = {"a": 0.28, "o": 0.3, "u": 0.35}  # Ibrahim, Ibrahima: the Sahel keeps the case ending
# Arabic script against Latin: the short vowels were never written.
UNWRITTEN: Final = 0.03
UNWRITTEN_FINAL: Final[dict[str, float]] = {"a": 0.18, "e": 0.1, "ə": 0.0, "E": 0.25, "i": 0.2, "u": 0.3, "o": 0.25, "O": 0.3}
OTHER: Final = 1.0
EQUAL_IN_BOTH: Final = 0.0
