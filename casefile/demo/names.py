"""Given and family names as each country of the demonstration writes them: (French, English, Arabic script)."""

from typing import NamedTuple


class Spelled(NamedTuple):
    """One name in the orthographies of Dakar, Banjul and Nouakchott."""

    fr: str
    en: str
    ar: str


def _table(text: str) -> tuple[Spelled, ...]:
    return tuple(Spelled(*line.split("/")) for line in text.split("\n") if line)


MEN = _table("""
Mamadou/Modou/مامادو
Ousmane/Ousman/عثمان
Ibrahima/Ebrima/إبراهيما
Abdoulaye/Abdoulie/عبدولاي
Moussa/Musa/موسى
Alioune/Alieu/عليون
Samba/Samba/سامبا
Lamine/Lamin/الأمين
Souleymane/Sulayman/سليمان
Youssoupha/Yusupha/يوسف
Babacar/Babucarr/بابكر
Malick/Malick/مالك
Amadou/Amadou/أمادو
Djibril/Jibril/جبريل
Oumar/Omar/عمر
Bakary/Bakary/بكاري
Demba/Demba/دمبا
Yaya/Yahya/يحيى
Seydou/Saidou/سيدو
Idrissa/Idrissa/إدريسا
Pape/Pa/باب
Assane/Assan/الحسن
Ousseynou/Ousainou/الحسين
Tidiane/Tijan/التيجاني
Mbaye/Mbye/امباي
Abdou/Abdou/عبدو
El Hadji/Alhagie/الحاج
Sankoung/Sankung/سنكون
Kéba/Kebba/كيبا
Landing/Landing/لاندين
Boubacar/Bubacarr/بوبكر
Thierno/Cherno/تيرنو
Gorgui/Gorgi/غورغي
Matar/Matarr/مطر
""")

WOMEN = _table("""
Fatou/Fatou/فاطو
Aminata/Aminata/أميناتا
Khady/Haddy/خدي
Awa/Awa/عوا
Mariama/Mariama/مريما
Aïssatou/Isatou/عائشاتو
Ndèye/Ndey/انديي
Rokhaya/Rohey/رقية
Sokhna/Sohna/سخنة
Binta/Binta/بنتا
Coumba/Kumba/كومبا
Maïmouna/Maimuna/ميمونة
Adama/Adama/آدما
Nafissatou/Nafisatou/نفيساتو
""")

FAMILIES = _table("""
Diallo/Jallow/ديالو
Diop/Jobe/ديوب
Ndiaye/Njie/انجاي
Sarr/Saar/صار
Cissé/Ceesay/سيسي
Touré/Touray/توري
Camara/Kamara/كمرا
Sow/Sowe/صو
Bâ/Bah/با
Faye/Fye/فاي
Gueye/Gaye/غي
Diouf/Joof/جوف
Sy/Sey/سي
Thiam/Cham/تيام
Niang/Nyang/نيانغ
Diarra/Jarra/جارا
Diatta/Jatta/دياتا
Badji/Badjie/بادجي
Sané/Sanneh/ساني
Coly/Colley/كولي
Barry/Barrie/باري
Konaté/Konateh/كوناتي
Diagne/Jagne/ديانيه
Dramé/Drammeh/درامي
Kébé/Kebbeh/كيبي
Sidibé/Sidibeh/سيديبي
Keïta/Keita/كيتا
Fofana/Fofana/فوفانا
Danfa/Danfa/دانفا
Seck/Secka/سك
Tamba/Tamba/تامبا
Diédhiou/Jedju/جيجو
Goudiaby/Gujabi/غوجابي
Mballo/Mballow/امبالو
Baldé/Baldeh/بالدي
Diabaté/Jabarteh/جباتي
Manga/Manga/مانغا
Dieng/Jeng/جنغ
""")

MOORISH_MEN = _table("""
Mohamed/Muhammad/محمد
Ahmed/Ahmad/أحمد
Sidi/Sidi/سيدي
Mokhtar/Muhtar/المختار
Abdallahi/Abdullahi/عبد الله
Brahim/Ibrahim/إبراهيم
Isselmou/Islemu/إسلمو
Yahya/Yahya/يحيى
Ely/Ali/عالي
Béchir/Bashir/البشير
Mahfoudh/Mahfuz/محفوظ
Salem/Salim/سالم
Moustapha/Mustapha/المصطفى
Habib/Habib/الحبيب
Ahmedou/Ahmadu/أحمدو
Hamoud/Hamud/حمود
Khattri/Hattri/خطري
Taleb/Talib/الطالب
Jiddou/Jidu/جدو
Limam/Limam/لمام
Sid'Ahmed/Sidi Ahmad/سيد أحمد
Cheikhani/Sheikhani/الشيخاني
Dah/Dah/الداه
Bilal/Bilal/بلال
Mbareck/Mubarak/امبارك
""")

MOORISH_WOMEN = _table("""
Fatimetou/Fatimatu/فاطمة
Mariem/Maryam/مريم
Aicha/Aisha/عائشة
Khadijetou/Hadijatu/خديجة
Zeinebou/Zainabu/زينب
""")

NICKNAMES = (
    "Capi",
    "Boy Mbour",
    "Petit Samba",
    "Le Vieux",
    "Grand Moussa",
    "Doudou",
    "Baye Fall",
    "Chef de plage",
    "Tapha",
    "Zale",
    "Ninki",
    "Alkali",
    "Bojang Boy",
    "Kanoo",
    "Ablie Tanji",
)

KNOWN_PEOPLE = frozenset(
    {
        ("Amadou", "Bâ"),
        ("Aminata", "Touré"),
        ("Idrissa", "Seck"),
        ("Malick", "Sy"),
        ("Ousmane", "Diagne"),
        ("Ibrahima", "Keïta"),
        ("Mamadou", "Diop"),
        ("Abdoulaye", "Diop"),
        ("Seydou", "Keïta"),
        ("Pape", "Diouf"),
        ("Abdou", "Diouf"),
        ("Sidi", "Abdallahi"),
        ("Oumar", "Sy"),
        ("Mohamed", "Ahmedou"),
        ("Thierno", "Bâ"),
        ("Mamadou", "Diallo"),
        ("Brahim", "Khattri"),
    }
)
"""Pairs never made: a reader would take them for somebody in public life, or they belong to the story."""
