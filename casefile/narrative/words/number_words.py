"""Numbers written in words, in five languages: *douze*, *mil neuf cent quatre-vingt-cinq*, *nineteen eighty-five*."""

from collections.abc import Sequence

from casefile.names.normalize import bare
from casefile.narrative.words.stopwords import is_arabic

_ONES = """
un une one uno um uma واحد الاول اول الواحد first premier primero primeiro
deux two dos dois duas اثنين اثنان الثاني ثاني second deuxieme segundo
trois three tres ثلاثه ثلاث الثالث ثالث third troisieme tercero terceiro
quatre four cuatro quatro اربعه اربع الرابع رابع fourth quarto
cinq five cinco خمسه خمس الخامس خامس fifth quinto
six seis sexto سته ست السادس سادس sixth
sept seven siete sete سبعه سبع السابع سابع seventh setimo
huit eight ocho oito ثمانيه ثماني ثمان الثامن ثامن eighth oitavo
neuf nine nueve nove تسعه تسع التاسع تاسع ninth nono
dix ten diez dez عشره عشر العاشر عاشر tenth decimo
onze eleven once احدعشر الحاديعشر eleventh
douze twelve doce doze اثناعشر اثنيعشر الثانيعشر twelfth
treize thirteen trece treze ثلاثهعشر ثلاثعشر الثالثعشر thirteenth
quatorze fourteen catorce catorze quatorze اربعهعشر الرابععشر fourteenth
quinze fifteen quince خمسهعشر الخامسعشر fifteenth
seize sixteen dieciseis dezasseis dezesseis ستهعشر السادسعشر sixteenth
dix-sept seventeen diecisiete dezassete dezessete سبعهعشر السابععشر seventeenth
dix-huit eighteen dieciocho dezoito ثمانيهعشر الثامنعشر eighteenth
dix-neuf nineteen diecinueve dezanove dezenove تسعهعشر التاسععشر nineteenth
""".strip().splitlines()
_TENS = {
    20: "vingt vingts twenty veinte vinte عشرين عشرون العشرين العشرون twentieth",
    30: "trente thirty treinta trinta ثلاثين ثلاثون الثلاثين الثلاثون thirtieth",
    40: "quarante forty cuarenta quarenta اربعين اربعون",
    50: "cinquante fifty cincuenta cinquenta خمسين خمسون",
    60: "soixante sixty sesenta sessenta ستين ستون",
    70: "septante seventy setenta سبعين سبعون",
    80: "octante huitante eighty ochenta oitenta ثمانين ثمانون",
    90: "nonante ninety noventa تسعين تسعون",
    21: "veintiuno veintiun",
    22: "veintidos", 23: "veintitres", 24: "veinticuatro", 25: "veinticinco", 26: "veintiseis", 27: "veintisiete",
    28: "veintiocho", 29: "veintinueve",
    200: "doscientos duzentos مائتين مئتين مائتان", 300: "trescientos trezentos ثلاثمائه ثلاثمئه",
    400: "cuatrocientos quatrocentos اربعمائه اربعمئه", 500: "quinientos quinhentos خمسمائه خمسمئه",
    600: "seiscientos seiscentos ستمائه ستمئه", 700: "setecientos setecentos سبعمائه سبعمئه",
    800: "ochocientos oitocentos ثمانمائه ثمانمئه", 900: "novecientos novecentos تسعمائه تسعمئه",
    2000: "الفين الفان",
}  # fmt: skip
_HUNDRED = frozenset("cent cents hundred cien ciento cem cento مائه مئه".split())
_THOUSAND = frozenset("mil mille thousand الف".split())
_AND = frozenset("et and y e".split())
_VALUES: dict[str, int] = {
    **{word: number for number, line in enumerate(_ONES, start=1) for word in line.split()},
    **{word: number for number, line in _TENS.items() for word in line.split()},
}
_ALEF = str.maketrans("أإآٱىةئ", "ااااي\u0647ئ")
MAX_WORDS = 12
_BEGIN = frozenset(_VALUES) | _HUNDRED | _THOUSAND


def may_begin(word: str) -> bool:
    """Whether a number may begin with this word; nearly all words end here."""
    return _plain(word) in _BEGIN or "-" in word


def number_at(words: Sequence[str]) -> tuple[int, int] | None:
    """The number that these words (in lower case) begin with, and of how many it is made; None when with none."""
    read = _Sum()
    end = 0
    while end < min(len(words), MAX_WORDS):
        plain = _plain(words[end])
        if plain in _AND and end:
            end += 1
            continue
        if not read.take(plain, words[end + 1] if end + 1 < len(words) else ""):
            break
        end += read.used
    while end and _plain(words[end - 1]) in _AND:
        end -= 1
    return (read.value, end) if end else None


def _plain(word: str) -> str:
    if is_arabic(word):
        word = word.translate(_ALEF)
        return word[1:] if word[0] == "و" and len(word) > 3 else word
    return bare(word)


class _Sum:
    """A number being added up: what stands before the thousand, the hundreds, and what is still open."""

    def __init__(self) -> None:
        self.thousands = self.hundreds = self.rest = 0
        self.used = 1
        self.begun = False

    @property
    def value(self) -> int:
        return self.thousands + self.hundreds + self.rest

    def take(self, plain: str, following: str) -> bool:
        """Add one word, or one of parts (quatre-vingt-cinq); False when it is no number's or does not follow."""
        self.used = 1
        joined = plain + _plain(following) if _plain(following) in ("عشر", "عشره") else ""
        if joined and joined in _VALUES:
            self.used = 2
            return self._add(_VALUES[joined])
        if plain in _VALUES or plain in _HUNDRED or plain in _THOUSAND:
            return self._one(plain)
        parts = [p for p in plain.split("-") if p not in _AND]
        if len(parts) > 1 and all(p in _VALUES or p in _HUNDRED or p in _THOUSAND for p in parts):
            taken = [self._one(p) for p in parts]
            return all(taken)
        return False

    def _one(self, plain: str) -> bool:
        if plain in _THOUSAND:
            self.thousands, self.hundreds, self.rest = 1000 * ((self.hundreds + self.rest) or 1), 0, 0
            self.begun = True
            return True
        if plain in _HUNDRED:
            self.hundreds, self.rest = 100 * (self.rest or 1), 0
            self.begun = True
            return True
        return self._add(_VALUES[plain])

    def _add(self, value: int) -> bool:
        if not self.begun:
            self.rest, self.begun = value, True
        elif value >= 1000:
            return False
        elif value >= 100:
            if self.hundreds or self.rest:
                return False
            self.hundreds = value
        elif value == 20 and self.rest == 4:  # quatre-vingts
            self.rest = 80
        elif self.rest == 0 or (self.rest % 10 == 0 and self.rest >= 20 and value < 20):
            self.rest += value  # soixante-dix, vingt et un
        elif value % 10 == 0 and value >= 20 and self.rest < 10:
            self.rest += value  # خمسة وثمانين: the ones come first
        elif 10 <= self.rest <= 20 and value >= 10 and not self.hundreds and not self.thousands:
            self.thousands, self.rest = 100 * self.rest, value  # nineteen eighty
        else:
            return False
        return True
