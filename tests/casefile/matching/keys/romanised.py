"""Invented people of the Cyrillic alphabets, written as the standards and the press of several countries write them.

BGN/PCGN, ICAO Doc 9303, ISO 9 and the scholars' Latin, the Ukrainian, Belarusian and Bulgarian laws, Gaj; newspapers of
France, Germany, Poland and Spain; and what is left when marks are lost. Names are common ones, put together by chance.
"""

import random
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Rules = tuple[tuple[str, str], ...]


class Standard(NamedTuple):
    """Letters, after what has to be settled before them, and what is written otherwise once they are Latin."""

    letters: Mapping[str, str]
    before: Rules = ()
    after: Rules = ()


class Language(NamedTuple):
    """Its standards, and names in its own letters."""

    standards: tuple[Standard, ...]
    given: str
    family: str


BASE = (
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh "
    "щ:shch ъ: ы:y ь: э:e ю:yu я:ya"
)
SCHOLARLY = "ж:ž й:j х:ch ц:c ч:č ш:š щ:šč ю:ju я:ja"
FRENCH = "ж:j й:ï у:ou ч:tch ш:ch щ:chtch ю:iou я:ia"
GERMAN = "в:w ж:sch й:j х:ch ц:z ч:tsch ш:sch щ:schtsch ю:ju я:ja"
POLISH = "в:w ж:ż й:j х:ch ц:c ч:cz ш:sz щ:szcz ю:ju я:ja"
UKRAINIAN = "г:h ґ:g и:y і:i ї:i"
BELARUSIAN = "г:h і:i ў:u"
GAJ = (
    "а:a б:b в:v г:g д:d ђ:đ е:e ж:ž з:z и:i ј:j к:k л:l љ:lj м:m н:n њ:nj о:o п:p р:r с:s т:t ћ:ć у:u ф:f х:h ц:c ч:č "
    "џ:dž ш:š"
)


def standard(*letters: str, before: Rules = (), after: Rules = ()) -> Standard:
    table = dict(entry.split(":") for some in letters for entry in some.split())
    return Standard(table, before, after)


LANGUAGES = {
    "Russian": Language(
        (
            standard(BASE, "ё:yo", before=(("(^|(?<=[аеёиоуыэюяйъь]))е", "ye"),)),
            standard(BASE, after=(("iy$|yy$", "y"),)),
            standard(BASE, "й:i ю:iu я:ia ъ:ie"),
            standard(BASE, SCHOLARLY, "х:h щ:ŝ э:è ю:û я:â ё:ë"),
            standard(BASE, SCHOLARLY, "ё:ë"),
            standard(BASE, "ж:z й:j х:h ц:c ч:c ш:s щ:sc ю:ju я:ja"),
            standard(BASE, FRENCH, "ё:io", after=(("in$", "ine"), ("iï$", "i"), ("g(?=[ei])", "gu"))),
            standard(BASE, GERMAN, "ё:jo", before=(("^е", "je"),), after=(("ij$", "i"),)),
            standard(BASE, POLISH, "ё:io", before=(("^е", "je"),), after=(("skij$", "ski"),)),
            standard(BASE, "ж:zh й:i х:j ё:io щ:sch", after=(("ii$", "i"),)),
        ),
        "Сергей Иван Николай Владимир Дмитрий Алексей Андрей Михаил Юрий Евгений Виктор Игорь Олег Константин Григорий "
        "Фёдор Пётр Яков Илья Эдуард Аркадий Валерий Вячеслав Станислав Мария Наталья Екатерина Елена Юлия Ольга "
        "Ксения Людмила Галина Лидия",
        "Щербаков Хомяков Цветков Журавлёв Чайкин Шишкин Соловьёв Ершов Ежов Юдин Яковлев Зайцев Цыганков Крючков "
        "Рябцев Гребенщиков Мещеряков Объедков Подъячев Лыжин Воробьёв Фёдоров Ефимов Хабаров Дьяконов Уткин Верещагин "
        "Жеребцов Шаховской Чертков Плещеев Хлебников Сухожилов Борщёв",
    ),
    "Ukrainian": Language(
        (
            standard(BASE, UKRAINIAN, "є:ie й:i ю:iu я:ia", before=(("^є", "ye"), ("^ї", "yi"), ("зг", "zgh"))),
            standard(BASE, UKRAINIAN, "є:ye ї:yi"),
            standard(BASE, UKRAINIAN, SCHOLARLY, "є:je ї:ji"),
            standard(BASE, UKRAINIAN, FRENCH, "є:ie ї:ï"),
            standard(BASE, UKRAINIAN, GERMAN, "є:je ї:ji"),
            standard(BASE, UKRAINIAN, POLISH, "є:je ї:ji"),
            standard(BASE, "ґ:g є:e и:i і:i ї:i"),
        ),
        "Сергій Олександр Володимир Микола Юрій Євген Ігор Олег Андрій Василь Григорій Богдан Тарас Ярослав Дмитро "
        "Наталія Олена Оксана Ганна Юлія Людмила Ольга Тетяна Іван Петро Павло Михайло",
        "Ковальчук Гнатюк Яценко Їжаченко Мельник Бондаренко Щербина Цимбал Жадько Хоменко Гончаренко Грищук Кравець "
        "Юрченко Дзюба Зайченко Підгірний Заєць Швець Сидоренко Згурський Єременко",
    ),
    "Belarusian": Language(
        (
            standard(BASE, BELARUSIAN, "е:ie ё:io й:i ю:iu я:ia", before=(("^е", "ye"), ("^я", "ya"), ("^ю", "yu"))),
            standard(BASE, BELARUSIAN, "е:ye ё:yo ў:w"),
            standard(BASE, BELARUSIAN, SCHOLARLY, "е:je ё:jo ў:ŭ"),
            standard(BASE, BELARUSIAN, "ё:yo"),
            standard(BASE, BELARUSIAN, GERMAN, "ё:jo"),
        ),
        "Сяргей Аляксандр Уладзімір Мікалай Юрый Яўген Ігар Алег Андрэй Васіль Рыгор Дзмітрый Вольга Алена Наталля",
        "Каралёў Грыцук Карпенкаў Шчарбакоў Жылінскі Хацкевіч Цішкевіч Дзядок Ігнаценка Казлоў Гаўрылаў Ярмоленка "
        "Чарняўскі Юшкевіч",
    ),
    "Bulgarian": Language(
        (
            standard(BASE, "щ:sht ъ:a ь:y х:h", after=(("iya$", "ia"),)),
            standard(BASE, SCHOLARLY, "щ:št ъ:ă ь:j х:h"),
            standard(BASE, FRENCH, "щ:cht ъ:a"),
            standard(BASE, "щ:sht ъ:u"),
            standard(BASE, GERMAN, "щ:scht ъ:a"),
        ),
        "Георги Иван Димитър Николай Петър Христо Стоян Йордан Божидар Цветан Мария Цветелина Юлия Ангел Живко",
        "Първанов Щерев Живков Христов Желязков Цонев Гьошев Чавдаров Янков Ковачев Дюлгеров Кръстев Щилянов Жечев",
    ),
    "Serbian": Language(
        (
            standard(GAJ),
            standard(GAJ, "ђ:dj ж:z ћ:c ч:c џ:dz ш:s"),
            standard(GAJ, "ђ:d ж:z ћ:c ч:c џ:dz ш:s"),
            standard(GAJ, "ђ:dj ж:zh ј:y љ:ly њ:ny ћ:ch ц:ts ч:ch џ:dj ш:sh"),
            standard(GAJ, "ђ:dj ж:j ј:y љ:li њ:gn ћ:tch ц:ts ч:tch џ:dj ш:ch у:ou"),
            standard(GAJ, "ђ:dsch ж:sch љ:lj њ:nj ћ:tsch ц:z ч:tsch џ:dsch ш:sch в:w"),
        ),
        "Милош Ђорђе Никола Душан Љубица Живко Јасмина Зоран Бранислав Драган Јелена Светлана Владимир Петар Миодраг "
        "Љиљана Снежана Невенка Јован",
        "Живковић Ђорђевић Цветковић Хаџић Николић Чолић Ћосић Његић Љубичић Пејчић Вучковић Жунић Обрадовић Кнежевић "
        "Јеремић Маџаревић Бјелић",
    ),
}


def written(word: str, by: Standard) -> str:
    word = word.lower()
    for pattern, letters in by.before:
        word = re.sub(pattern, letters, word)
    word = "".join(by.letters.get(letter, letter) for letter in word)
    for pattern, letters in by.after:
        word = re.sub(pattern, letters, word)
    return word.capitalize()


def romanised(number: int, seed: int) -> Iterator[tuple[str, str]]:
    """One invented person's name in two ways, its own letters among them."""
    draw = random.Random(seed)
    for _ in range(number):
        standards, given, family = draw.choice(list(LANGUAGES.values()))
        words = [draw.choice(given.split()), draw.choice(family.split())]
        ways = [" ".join(words), *(" ".join(written(word, by) for word in words) for by in standards)]
        one, other = draw.sample(ways, 2)
        yield one, other
