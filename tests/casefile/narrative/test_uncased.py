"""Where a report has no capitals, and in Arabic: a mark holds the name, the whole name and nothing but the name."""

from datetime import date

import pytest

from casefile.names.frequency import listed
from casefile.narrative import read_narrative
from casefile.narrative.marks import What, read_marks
from casefile.narrative.words.common_words import is_common
from casefile.narrative.words.known_names import is_family, is_known_name

TODAY = date(2026, 11, 28)


def people(text):
    return [one.identity.names[0].text for one in read_marks(text, "MR", TODAY).items if one.what is What.PERSON]


JOINED = [
    ("تم توقيف المدعو مالك سي وعائشاتو با على متن قارب", ["مالك سي", "عائشاتو با"]),
    ("التقى مالك سي وعمر با وفاطمة ديوب في نواذيبو", ["مالك سي", "عمر با", "فاطمة ديوب"]),
    ("قابلنا سيدي محمد ولد الشيخ وعبد القادر بلمكي في دكار", ["سيدي محمد ولد الشيخ", "عبد القادر بلمكي"]),
    ("أوقف وليد بن سالم وعثمان ديالو", ["وليد بن سالم", "عثمان ديالو"]),
    ("شاهد الشهود الحسن وتارا وإبراهيم كوني", ["الحسن وتارا", "إبراهيم كوني"]),
    ("سلم المال لأسامة بن رمضان وبسعيد الراضي", ["أسامة بن رمضان", "سعيد الراضي"]),
    ("ومن بينهم سليمان كامارا (تسع حوالات) وعائشاتو با (ست حوالات)", ["سليمان كامارا", "عائشاتو با"]),
    ("أوقف بركة وردكو في المرسى", ["بركة وردكو"]),
]


@pytest.mark.parametrize(("text", "names"), JOINED)
def test_what_arabic_writes_to_a_name_is_not_of_it_and_begins_another_person(text, names):
    assert people(text) == names


ALONE = [
    # what stands before the name
    ("صرحت الشاهدة فاتو سار بأنها رأت القارب", ["فاتو سار"]),
    ("صرّح الناجي إبراهيما كوني أن ربّان المركب قفز", ["إبراهيما كوني"]),
    ("والتشادي محمد صالح إدريس ديبي", ["محمد صالح إدريس ديبي"]),
    ("عبد الحق الناجي من الرباط", ["عبد الحق الناجي"]),
    ("اعترف الناجي ولد مبارك", ["الناجي ولد مبارك"]),
    # what stands behind it
    ("عزيز ولد العربي القاطن بحي الأمل", ["عزيز ولد العربي"]),
    ("صباح لعروسي تتكفل بتحصيل المال", ["صباح لعروسي"]),
    ("دافع المحامي عن إسلم ولد خطري ببطلان المحضر", ["إسلم ولد خطري"]),
    # what belongs to it
    ("حضر العميد حسام الدين الشابي الهمامي", ["حسام الدين الشابي الهمامي"]),
    ("شوهد الأزهر بن عبد الجليل دبابي قرب الميناء", ["الأزهر بن عبد الجليل دبابي"]),
    ("سجن الحسين أيت باها", ["الحسين أيت باها"]),
    ("هل تعرف السالمة بنت الخير؟", ["السالمة بنت الخير"]),
    # a father's name that is a word as well
    ("التمس السيد رشيد بن عودة توقيع عقوبة", ["رشيد بن عودة"]),
    ("ظهر كل من المهدي ولد السيد وخليهن ولد الناجم", ["المهدي ولد السيد", "خليهن ولد الناجم"]),
    ("يساعده آدم أغ إبراهيم المكلف بالنقل", ["آدم أغ إبراهيم"]),
    ("شوهد أبو قنديل قرب الميناء", ["أبو قنديل"]),
    # a given name in no list
    ("هل تعرف المدعو لانسانا كوندي؟", ["لانسانا كوندي"]),
    # who went down with a boat is not the boat
    ("قضية غرق المركب نزار بن الهادي الطرابلسي", ["نزار بن الهادي الطرابلسي"]),
    # Latin letters, all of them small
    ("le sobrino salem ould mbarek a appele", ["salem ould mbarek"]),
    ("vi al patron cheikh ahmed tidiane ndiaye en la playa", ["cheikh ahmed tidiane ndiaye"]),
    ("la victime blessing etim est arrivee hier", ["blessing etim"]),
    # nothing that anybody bears
    ("المتهم: لعله يقصد شخصا آخر", []),
    ("صالح للملاحة في البحر", []),
]


@pytest.mark.parametrize(("text", "names"), ALONE)
def test_a_mark_holds_the_name_alone(text, names):
    assert people(text) == names


def test_what_is_said_behind_the_second_is_the_seconds():
    first, second = (
        one.identity for one in read_marks("أوقف سالم بن وليد وعثمان ديالو المولود سنة 1985", "MR", TODAY).items
        if one.what is What.PERSON
    )  # fmt: skip
    assert not first.dates and [day.value for day in second.dates] == ["1985"]


NUMBERS = [
    # the number is of him who is named last before it, though a word announces only the first
    "تم توقيف المدعو مالك سي وعائشاتو با على متن قارب يقوده مولود ولد أحمد، هاتفه 77 512 34 56",
    "le passeur cheikh ndiaye est parti avec mamadou dialo tel 77 512 34 56",
]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_telephone_is_of_whom_is_named_last_before_it(text):
    persons = [one.identity for one in read_marks(text, "SN", TODAY).items if one.what is What.PERSON]
    assert [[number.value for number in one.identifiers] for one in persons] == [[]] * (len(persons) - 1) + [
        ["77 512 34 56"]
    ]


def test_a_name_whose_first_letter_reads_as_and_is_looked_for_whole_all_the_same():
    """No list holds every name that begins so: what is shown as two is searched as one, too."""
    names = {one.name for one in read_narrative("أوقف محمد ونتيلا تراوري", "ML", None, TODAY).persons}
    assert {"محمد ونتيلا تراوري", "ونتيلا تراوري"} <= names


def test_known_names_are_no_common_words():
    for name, _ in listed():
        assert " " in name or len(name) < 3 or is_known_name(name.casefold()), name
    assert is_family("ديالو") and is_known_name("عائشاتو") and is_known_name("الحسن") and not is_known_name("القارب")
    assert not is_common("عائشاتو")
