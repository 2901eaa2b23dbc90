"""Numbers written as words in the languages of the routes, Germany, Italy, Turkey and Russia; Roman ones by rule.

Cardinals and ordinals are one here: a boat is *Touba 2*, *Touba II* or *Touba deux*; a bank is the *First* or *1st*.
"""

from typing import Final

# value, every way of writing it: en fr es pt it de tr, Arabic, Russian. Left out where the word means more than the
# number: French *un*, Spanish *una*, Portuguese *um* (articles), *sept*/*set* (September), *onze* kept.
NUMBERS: Final[tuple[tuple[int, str], ...]] = (
    (
        1,
        "one first 1st 1er 1ere premier premiere primero primera primeiro primeira primo prima erste erster "
        "eins bir birinci واحد اول اولي первый первая один",
    ),
    (
        2,
        "two second 2nd 2e 2eme deux deuxieme seconde dos segundo segunda dois duas due secondo zwei zweite "
        "iki ikinci اثنان اثنين ثاني ثانيه второй вторая два",
    ),
    (
        3,
        "three third 3rd 3e 3eme trois troisieme tres tercero tercera terceiro tre terzo drei dritte uc "
        "ucuncu ثلاثه ثالث ثالثه третий третья три",
    ),
    (
        4,
        "four fourth 4th 4e 4eme quatre quatrieme cuatro cuarto quatro quarto quattro vier vierte dort اربعه "
        "رابع رابعه четвертый четыре",
    ),
    (
        5,
        "five fifth 5th 5e 5eme cinq cinquieme cinco quinto quinta cinque funf funfte bes خمسه خامس خامسه пятый пять",
    ),
    (6, "six sixth 6th 6e 6eme sixieme seis sexto sei sesto sechs alti سته سادس سادسه шестой шесть"),
    (
        7,
        "seven seventh 7th 7e 7eme septieme siete septimo sete setimo sette settimo sieben yedi سبعه سابع седьмой семь",
    ),
    (
        8,
        "eight eighth 8th 8e 8eme huit huitieme ocho octavo oito oitavo otto ottavo acht sekiz ثمانيه ثامن "
        "восьмой восемь",
    ),
    (9, "nine ninth 9th 9e 9eme neuf neuvieme nueve noveno nove nono neun dokuz تسعه تاسع девятый девять"),
    (10, "ten tenth 10th 10e 10eme dix dixieme diez decimo dez dieci zehn on عشره عاشر десятый десять"),
    (11, "eleven eleventh 11th onze once undici elf احد عشر одиннадцать"),
    (12, "twelve twelfth 12th douze doce doze dodici zwolf اثنا عشر двенадцать"),
    (13, "thirteen thirteenth 13th treize trece treze tredici dreizehn тринадцать"),
    (14, "fourteen fourteenth 14th quatorze catorce quattordici vierzehn четырнадцать"),
    (15, "fifteen fifteenth 15th quinze quince quindici funfzehn пятнадцать"),
    (16, "sixteen sixteenth 16th seize dieciseis dezasseis sedici sechzehn шестнадцать"),
    (17, "seventeen seventeenth 17th diecisiete dezassete diciassette siebzehn семнадцать"),
    (18, "eighteen eighteenth 18th dieciocho dezoito diciotto achtzehn восемнадцать"),
    (19, "nineteen nineteenth 19th diecinueve dezanove diciannove neunzehn девятнадцать"),
    (20, "twenty twentieth 20th vingt vingtieme veinte vinte venti zwanzig yirmi عشرون عشرين двадцать"),
    (30, "thirty 30th trente treinta trinta trenta dreissig ثلاثون ثلاثين тридцать"),
    (40, "forty fourty 40th quarante cuarenta quarenta quaranta vierzig اربعون اربعين сорок"),
    (50, "fifty 50th cinquante cincuenta cinquenta cinquanta funfzig خمسون خمسين пятьдесят"),
    (60, "sixty 60th soixante sesenta sessenta sessanta sechzig ستون ستين шестьдесят"),
    (70, "seventy 70th setenta settanta siebzig سبعون سبعين семьдесят"),
    (80, "eighty 80th ochenta oitenta ottanta achtzig ثمانون ثمانين восемьдесят"),
    (90, "ninety 90th noventa novanta neunzig تسعون تسعين девяносто"),
    (100, "hundred cent cien cem hundert مايه сто"),
    (1000, "thousand mille mil tausend الف тысяча"),
)
_ROMAN_UNITS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN: Final = {
    "x" * tens + units: 10 * tens + value
    for tens in range(4)
    for value, units in enumerate(_ROMAN_UNITS)
    if tens or value
}
"""As Rome wrote them, to 39. Beyond these names count in digits; L, C, D and M are initials."""
NUMBER_SIGNS: Final = frozenset(("no", "nr", "num", "numero", "number", "n", "№", "رقم", "номер"))
"""Before a number; they tell nothing."""
