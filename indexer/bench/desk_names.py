"""Names of an invented region as its clerks write them: five traditions, each name in the spellings of each country.

A line is `Name share | spelling, spelling | spelling | …`: the share is per mille of one tradition (rounded orders of
magnitude, as in `indexer/bench/population.py`), the groups are French, English, Portuguese or Spanish, and Arabic
script. A missing group is written as the French do. Published spellings, from general knowledge; nobody here exists.
"""

from dataclasses import dataclass
from functools import lru_cache

SCRIPTS = ("fr", "en", "pt", "ar")
"""The order of the groups of a line: clerks of Dakar, Banjul, Bissau; Nouakchott's Arabic register."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One name: its share in its tradition, and how each kind of clerk writes it."""

    share: int
    by_clerk: dict[str, tuple[str, ...]]

    def forms(self, clerk: str) -> tuple[str, ...]:
        """The spellings of that clerk; the French ones where he has none of his own."""
        return self.by_clerk.get(clerk) or self.by_clerk["fr"]


@dataclass(frozen=True, slots=True)
class Tradition:
    """Where people take their names from, and how many names make a full one (a given name and chain of fathers)."""

    people: int
    families: tuple[Spelled, ...]
    men: tuple[Spelled, ...]
    women: tuple[Spelled, ...]
    chained: bool = False
    """Given name, father's, grandfather's, family's: what passports hold of it is longer than what people say."""


_COAST_FAMILIES = """
Ndiaye, N'Diaye 50 | Njie, Njai | Injai | ندياي
Diop 43 | Jobe, Joop | | ديوب, جوب
Diallo 40 | Jallow, Jalloh | Djaló, Jaló | ديالو, جالو
Ba, Bâ 38 | Bah | Bá | با
Sow 37 | Sowe | | سو
Fall 34 | Faal | | فال
Faye 31 | Faye | | فاي
Guèye, Gueye 29 | Gaye, Gueye | | غي, جي
Diouf 26 | Joof | | ديوف, جوف
Sarr 22 | Saar, Sarr | | سار
Seck 20 | Secka, Seck | | سك
Cissé, Cisse 19 | Ceesay | Sissé | سيسي
Sy 18 | Sy, Sey | | سي
Mbaye 17 | Mbye | | امباي
Sène 17 | Senn, Sene | | سين
Thiam 17 | Cham | | تيام
Niang 16 | Nyang | | نيانغ
Camara 16 | Kamara, Camara | Camará | كمرا, كامارا
Ka 15 | Kah | | كا
Touré 14 | Touray | Turé | توري
Baldé 14 | Baldeh | Baldé, Balde | بالدي
Diédhiou 13 | Jedju, Jarju | Djedjo |
Mané 13 | Manneh | Mané | مانى
Diatta 13 | Jatta | Djata | دياتا
Dieng 12 | Jeng | | دينغ
Sané 12 | Sanneh | Sané |
Badji 12 | Badjie | Badji |
Ndour 12 | Ndure | |
Samb 11 | Samba | |
Kane 11 | Kan, Kanneh | | كان
Ngom 11 | Ngum | |
Diagne 11 | Jagne | |
Sall 10 | Sallah | | سال
Ndoye 9 | Ndoy | |
Lô, Lo 9 | Loum, Lowe | | لو
Wade 9 | Wadda | | واد
Mendy 9 | Mendy | Mendes |
Sylla 8 | Sillah | Silá | سيلا
Dramé 8 | Drammeh | Dramé | درامي
Barry 8 | Barrie | Bari | باري
Gomis 6 | Gomez | Gomes |
Senghor 5 | Sengore | |
Sonko 4 | Sonko | |
Goudiaby 4 | Gujabi, Kujabi | |
Bodian 4 | Bojang | |
Mbengue 3 | Mbenga | |
Bassène 3 | Bassen | |
Tendeng 2 | Tendeng | |
Gassama 2 | Gassama, Kassama | |
Sagna 4 | Sanyang | |
"""
_COAST_MEN = """
Mamadou, Mamadu 60 | Momodou, Mamodou | Mamadu | مامادو
Moussa 38 | Musa | Mussá | موسى
Ibrahima 37 | Ebrima, Ebrahim | Ibraima | إبراهيما, إبراهيم
Cheikh 34 | Sheikh | | الشيخ, شيخ
Abdoulaye 33 | Abdoulie, Abdulai | Abdulai | عبد الله
Ousmane 28 | Ousman, Usman | Usumane | عثمان
Modou 27 | Modou | | مودو
Amadou 26 | Amadou, Ahmadou | Amadu | أمادو
Oumar 22 | Omar, Umar | Umaro | عمر
Babacar 20 | Baboucarr | Bubacar | بابكر
Aliou 19 | Alieu | Aliu | عليو
Pape 18 | Pa | |
Serigne 16 | Serign | | سرين
Alassane 15 | Alasan, Alhassan | Alassana | الحسن
Samba 14 | Samba | | صمب
Malick 13 | Malick, Malik | | مالك
Idrissa 12 | Idrissa | Idrissa | إدريس
El Hadji 12 | Alhagie, Alhaji | | الحاج
Saliou 11 | Saliou, Salieu | |
Boubacar 11 | Bubacarr | Bubacar | بوبكر
Demba 11 | Demba | | دمب
Lamine 10 | Lamin | Lamine, Lamin | لمين, الأمين
Souleymane 9 | Sulayman | Suleimane | سليمان
Daouda 8 | Dawda | Dauda | داود
Issa 8 | Isa, Essa | Issa | عيسى
Seydou 7 | Saidou, Seedy | |
Bassirou 6 | Bassirou, Basiru | |
Djibril 6 | Jibril, Gibril | | جبريل
Ismaïla 5 | Ismaila | Ismaila | إسماعيل
Yaya 4 | Yahya | Iaia | يحيى
Bakary 4 | Bakary | Bacari |
Ansou 3 | Ansu | Ansu |
Famara 3 | Famara | |
Sékou 2 | Seku, Sheku | Seco |
"""
_COAST_WOMEN = """
Fatou 55 | Fatou, Fatu | Fatu | فاتو
Aminata 33 | Aminata, Aminatta | Aminata | أميناتا
Awa 28 | Awa, Hawa | Aua | أوا
Mariama 27 | Mariama | Mariama | مريم
Khady 25 | Haddy | Cadi | خادي
Ndèye, Ndeye 24 | Ndey | | انداي
Aïssatou, Aissatou 23 | Isatou | Aissato | عائشاتو
Coumba 20 | Kumba | Cumba | كومبا
Astou 18 | Astou | |
Maïmouna 13 | Maimuna | Maimuna | ميمونة
Oumou 13 | Oumie, Umu | | أم
Rokhaya 12 | Rohey | | رقية
Binta 12 | Binta | Binta | بنتا
Seynabou 11 | Sainabou | | زينب
Ramatoulaye 9 | Ramatoulie | | رحمة الله
Nafissatou 8 | Nafisatou | | نفيسة
Penda 7 | Penda | |
Salimata 4 | Salimatou | |
Hawa 4 | Hawa | Aua | حواء
"""
_INLAND_FAMILIES = """
Traoré, Traore 78 | Trawally, Traore | Turé | تراوري
Coulibaly 60 | Kulubali, Koulibaly | | كوليبالي
Keita, Keïta 52 | Keita | Queita | كيتا
Diarra 46 | Jarra, Jara | | جارا
Koné 38 | Koneh | | كوني
Konaté 24 | Konateh | |
Sangaré 24 | Sangareh | |
Sidibé 24 | Sidibeh | Sidibé | سيديبي
Diakité 22 | Jakite | |
Dembélé 21 | Dembele | | ديمبيلي
Maïga, Maiga 20 | Maiga | | مايغا
Sissoko, Cissokho 17 | Suso, Sisoko | |
Kouyaté 12 | Kuyateh | Cuiaté |
Doumbia 14 | Dumbuya | |
Fofana 14 | Fofana, Fofanah | |
Camara 40 | Kamara | Camará | كمرا
Condé 24 | Conteh | |
Bangoura 18 | Bangura | |
Soumah 16 | Sumah | |
Sylla 15 | Sillah | Silá | سيلا
Bamba 10 | Bamba | |
Ouattara 16 | Wattara | |
Kaba 7 | Kabbah | |
Kourouma 9 | Koroma | |
Diaby 6 | Jabbie | |
Dicko 6 | Dikko | |
Cissé, Cisse 26 | Sesay, Ceesay | | سيسي
"""
_MOOR_FAMILIES = """
Cheikh 30 | Sheikh | | الشيخ
Sidi 26 | Sidi | | سيدي
Mahmoud 25 | Mahmud, Mahmood | | محمود
Ahmed Salem 18 | Ahmed Salem | | أحمد سالم
Abdallahi 22 | Abdullahi, Abdallah | | عبد الله
Bouh 8 | Buh | | بوه
Maouloud 12 | Mawlud, Mouloud | | المولود
Brahim 20 | Ibrahim | Brahim | إبراهيم
Mohamed Lemine 15 | Mohamed Lamin | | محمد الأمين
Taleb 13 | Talib | | الطالب
Boilil 4 | Bollil | | بوليل
Haidara 10 | Haydara, Aidara | | حيدرة
M'Bareck 12 | Mubarak | Mbarek | مبارك
Vall 11 | Fal, Val | | فال
Khlil 7 | Khalil | Jalil | الخليل
Hamoud 8 | Hammoud | | حمود
Zeidane 6 | Zaydan | | زيدان
Bechir 9 | Bashir | | البشير
Yehdih 5 | Yahdih | | يحظيه
Elkory 5 | Al Kory | | الكوري
Soueilem 5 | Suwaylim | | اسويلم
"""
_MOOR_MEN = """
Mohamed 90 | Mohammed, Muhammad | | محمد
Ahmed 55 | Ahmad | | أحمد
Sidi Mohamed 24 | Sidi Muhammad | | سيدي محمد
Cheikh 24 | Sheikh | | الشيخ
Abdellahi 22 | Abdullahi | | عبد الله
Moctar 20 | Mukhtar | | المختار
Mohamed Salem 16 | Mohamed Salem | | محمد سالم
Brahim 18 | Ibrahim | | إبراهيم
Ely 12 | Ali | | علي
Isselmou 12 | Islmu | | إسلمو
Mohamed Mahmoud 13 | Muhammad Mahmud | | محمد محمود
Abderrahmane 15 | Abdul Rahman | | عبد الرحمن
Youssef 9 | Yusuf | | يوسف
Hamza 7 | Hamza | | حمزة
Khaled 9 | Khalid | Jaled | خالد
Nasser 7 | Nasir | | ناصر
Salem 12 | Salim | | سالم
Jemal 6 | Jamal | | جمال
"""
_MOOR_WOMEN = """
Fatimetou 40 | Fatimatou | | فاطمة
Mariem 34 | Maryam | | مريم
Khadijetou 24 | Khadijatu | | خديجة
Aichetou 24 | Aishatu | | عائشة
Zeinebou 18 | Zaynab | | زينب
Salka 12 | Salka | | السالكة
Lalla 10 | Lalla | | لالة
Toutou 8 | Tutu | | توت
"""
_MAGHREB_FAMILIES = """
Benali 24 | Ben Ali | Benali | بن علي
Haddad 16 | Haddad | Hadad | حداد
Mansouri 18 | Mansuri | Mansuri | منصوري
Trabelsi 22 | Trabelsi | | طرابلسي
Belkacem 11 | Bel Qasim | | بلقاسم
Bouzid 12 | Buzid | | بوزيد
Cherif 14 | Sharif | Charif | شريف
Khelifi 12 | Khalifi | Jelifi | خليفي
Hamdi 12 | Hamdi | | حمدي
El Amrani 13 | Al Amrani | El Amrani | العمراني
El Idrissi 14 | Al Idrisi | | الإدريسي
Bennani 9 | Bennani | | بناني
Chaoui 9 | Shawi | Chaui | شاوي
Jebali 10 | Jabali | | جبالي
Gharbi 13 | Gharbi | | غربي
Ouali 7 | Wali | Uali | والي
Ziani 9 | Zayani | | زياني
Rahmani 11 | Rahmani | | رحماني
Saidi 14 | Saidi | | سعيدي
Touati 9 | Tuwati | | تواتي
Meziane 8 | Mezian | | مزيان
Lahlou 7 | Lahlu | | لحلو
"""
_MAGHREB_MEN = """
Mohamed 80 | Mohammed, Muhammad | Mohamed | محمد
Ahmed 40 | Ahmad | | أحمد
Youssef 28 | Yousef, Yusuf | Yusef | يوسف
Rachid 22 | Rashid | Rachid | رشيد
Karim 22 | Kareem | | كريم
Hassan 20 | Hasan | | حسن
Mustapha 18 | Mustafa | | مصطفى
Abdelkader 16 | Abdul Qadir | | عبد القادر
Khalid 15 | Khaled | Jalid | خالد
Samir 14 | Sameer | | سمير
Hicham 13 | Hisham | | هشام
Noureddine 12 | Nur al-Din | | نور الدين
Abdelaziz 13 | Abdul Aziz | | عبد العزيز
Said 13 | Saeed | | سعيد
Brahim 11 | Ibrahim | | إبراهيم
Walid 11 | Waleed | Ualid | وليد
Lotfi 7 | Lutfi | | لطفي
Tarek 9 | Tariq | Tarik | طارق
"""
_MAGHREB_WOMEN = """
Fatima 40 | Fatima | | فاطمة
Khadija 24 | Khadijah | Jadiya | خديجة
Aïcha, Aicha 20 | Aisha | Aicha | عائشة
Nadia 16 | Nadia | | نادية
Samira 14 | Sameera | | سميرة
Amina 14 | Aminah | | أمينة
Naïma, Naima 12 | Naeema | | نعيمة
Salma 10 | Salma | | سلمى
Houda 8 | Huda | | هدى
"""
_SOUTH_FAMILIES = """
Silva, da Silva 60 | da Silva | da Silva |
Gomes 44 | Gomez | Gomes |
Mendes 40 | Mendy | Mendes |
Vieira 22 | Vieira | Vieira |
Fernandes 30 | Fernandez | Fernandes |
Lopes 30 | Lopez | Lopes |
Té 16 | Teh | Té |
Cá 18 | Ka | Cá |
Nanque 10 | Nanki | Nanque |
Sanca 12 | Sanka | Sanca |
Correia 18 | Correa | Correia |
Mensah 30 | Mensah | |
Okafor 22 | Okafor | |
Adeyemi 18 | Adeyemi | |
Balogun 14 | Balogun | |
Musa 26 | Musa | |
Eze 20 | Eze | |
Osei 16 | Osei | |
Owusu 18 | Owusu | |
Kouassi 26 | Kwasi | |
Kouadio 22 | Kwadjo | |
Konan 18 | Konan | |
"""
_SOUTH_MEN = """
João 30 | Joao, John | João |
José 28 | Jose, Joseph | José |
António 22 | Antonio, Anthony | António |
Carlos 18 | Carlos | Carlos |
Emmanuel 20 | Emmanuel | Emanuel |
Samuel 20 | Samuel | Samuel |
Ibrahim 22 | Ibrahim | Ibraim |
Chinedu 10 | Chinedu | |
Kofi 16 | Kofi | |
Kwame 16 | Kwame | |
Yao 14 | Yaw | |
Domingos 14 | Domingo | Domingos |
Braima 12 | Brima | Braima |
Sunday 9 | Sunday | |
"""
_SOUTH_WOMEN = """
Maria 40 | Mary | Maria |
Ana 18 | Anna | Ana |
Blessing 14 | Blessing | |
Grace 14 | Grace | |
Akissi 9 | Akosua | |
Ama 10 | Ama | |
Joana 9 | Joanna | Joana |
"""


def _read(text: str) -> tuple[Spelled, ...]:
    found = []
    for line in text.strip().splitlines():
        first, *others = (part.strip() for part in line.split("|"))
        names, share = first.rsplit(" ", 1)
        groups = [names, *others]
        by_clerk = {
            clerk: tuple(form.strip() for form in group.split(","))
            for clerk, group in zip(SCRIPTS, groups, strict=False)
            if group
        }
        found.append(Spelled(int(share), by_clerk))
    return tuple(found)


@lru_cache(maxsize=1)
def traditions() -> tuple[Tradition, ...]:
    """Of a hundred people of the region: 46 of the coast, 24 of the inland, 10 Moors, 12 of the Maghreb, 8 of the
    south. The coast's first four family names carry 18 % of it, as in Senegal."""
    return (
        Tradition(46, _read(_COAST_FAMILIES), _read(_COAST_MEN), _read(_COAST_WOMEN)),
        Tradition(24, _read(_INLAND_FAMILIES), _read(_COAST_MEN), _read(_COAST_WOMEN)),
        Tradition(10, _read(_MOOR_FAMILIES), _read(_MOOR_MEN), _read(_MOOR_WOMEN), chained=True),
        Tradition(12, _read(_MAGHREB_FAMILIES), _read(_MAGHREB_MEN), _read(_MAGHREB_WOMEN)),
        Tradition(8, _read(_SOUTH_FAMILIES), _read(_SOUTH_MEN), _read(_SOUTH_WOMEN)),
    )
