"""Other orthographies of the routes as data: Cyrillic letters, and how a word is read in another country's spelling.

What all orthographies read alike is a rule of folding.py. What one alone reads otherwise gives the word a further
*reading*: its rules are tried on the letters before they are folded, all of one orthography together, so that a
word has at most one more reading for each (readings make sound keys: few is a virtue). Rules are (pattern, replacement,
reason).
Sources: the romanisation tables of BGN/PCGN, ICAO Doc 9303, ISO 9, the Ukrainian resolution 55 of 2010, the Belarusian
instruction of 2000, the Bulgarian law of 2009; Serbian Gaj; French, German and Polish press usage; the Somali
alphabet of 1972; the Turkish of 1928; the arabisation rules of the Cairo Academy for foreign names.
"""

from typing import Final

from casefile.names.data.folding import Rule

CYRILLIC: Final[tuple[Rule, ...]] = tuple(
    (letter, latin, language)
    for language, letters in (
        (
            "Russian, as English spells it",
            "а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch "
            "ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya",
        ),
        ("Ukrainian, Belarusian", "ґ:g є:ye і:i ї:yi ў:u"),
        ("Serbian, Macedonian", "ђ:dj ј:y љ:ly њ:ny ћ:ch џ:dj ѓ:dj ќ:ch ѕ:dz ѐ:e ѝ:i"),
        ("Central Asia, Volga, Mongolia", "ә:a ғ:gh җ:j ҙ:z қ:k ҡ:k ң:ng ө:o ҫ:s ү:u ұ:u ҳ:h һ:h ҷ:j ӣ:i ӯ:u ӊ:ng"),
    )
    for letter, _, latin in (entry.partition(":") for entry in letters.split())
)

# A Cyrillic word read by another alphabet, or with a letter printed for another: (cost, rules).
CYRILLIC_READINGS: Final[tuple[tuple[float, tuple[Rule, ...]], ...]] = (
    (
        0.05,
        (
            ("г", "һ", "Ukrainian and Belarusian h; Russian writes a foreign h so: Гасан"),
            ("и(?!$)", "ы", "Ukrainian y"),
        ),
    ),
    (
        0.05,
        (
            ("^е", "йе", "a Russian initial е is ye"),
            ("щ", "шт", "Bulgarian"),
            ("(?<=[бвгджзклмнпрстфхцчшщ])ъ(?=[бвгджзклмнпрстфхцчшщ])", "а", "Bulgarian: a vowel between consonants"),
            ("(?<=[бвдзклмнпрст])ё", "е", "ё is printed, and read in passports, as е"),
        ),
    ),
)

# A word in Arabic letters read by another language, or by a hand that leaves dots out.
ARABIC_READINGS: Final[tuple[tuple[float, tuple[Rule, ...]], ...]] = (
    (
        0.05,
        (
            ("ض", "ز", "Persian, Urdu and Turkish z: Reza, Ramazan, Zia"),
            (
                "^(عيس|موس|مصطف|مرتض|مجتب|ليل|سلم|سلو|نجو|هد|بشر|كبر|صغر|لبن|ضح|يحي)ي$",
                r"\1ى",
                "the final -a of Persian keyboards and of Egypt is a y without its dots: عيسی",
            ),
        ),
    ),
)

_SLAVIC: Final[tuple[Rule, ...]] = (
    ("(?<=[eiy])j(?=[^aeiouy]|$)|(?<=[ao])j$|(?<=[aou])j(?=[cksl]|tch)", "y", "Nikolaj, Sergej, Radojčić"),
    ("(?<=[aeiouy][bvpstlzk])j(?=[aeou])|(?<=gn)j|(?<=l)j(?=[ck])", "y", "Ilja, Ognjen; Benjelloun is not one"),
    ("(?<=i)j(?=an)|(?<=[lnrs]i)j(?=a$)", "y", "Kristijan, Natalija; Khadija is not one"),
    ("(?<=[aeiou])x(?=[aeiouyt]|$)|^x(?=e)", "ks", "Alexander, Maxime, Xenia"),
    ("(?<=[bdgkpt])rz", "zh", "Polish: Andrzej, Krzysztof"),
    ("(?<=[a-z]{3}i)c$", "tch", "Serbian ć that lost its mark: Petrovic"),
    ("(?<=[oe]v)a?s$|(?<=[ae][jy])s$|(?<=[dio]r)s$", "", "Latvian and Lithuanian endings: Ivanovs, Sergejs"),
    ("dz(?=[aeiou])", "dj", "dž that lost its mark: Hadzic"),
    ("(?<=[nvlb]e)c$", "ts", "Aronec"),
    ("(?<=[bcdgkmnpstvzh][oe])w(?=$|a$|itsch|icz|ych|sk[iy])", "v", "German and Polish w: Iwanow, Popowa"),
    ("(?<=^[flmprsz])[ijy]o(?=[dfhklmnprstvz])", "e", "Fyodor, Piotr: ё is printed е"),
    ("(?<=[^n][mkprtls])yo(?=[nmrvl])", "e", "Semyon, Artyom"),
)

# Gaj's alphabet of Serbian, Croatian, Bosnian, and the scholars' Latin of the other Slavic languages, written as the
# table above writes Cyrillic: so both sides of one name sound alike, to the key.
GAJ: Final[tuple[Rule, ...]] = (
    ("^h(?=[aeiou].*(?:[čćž]|ic$))", "kh", "х: Hadžić"),
    ("d[žz](?=[aeiou])|đ", "dzh", "Hadžić, and Hadzic that lost its marks"),
    ("ch", "kh", "Polish and scholarly: Chrenin, Хрэнін"),
    ("(?<=[^aeiou]i)c$|(?<=[ae][jn]i)c$|(?<=[ov]i)c$", "ć", "a final ć that lost its mark: Jeremic"),
    ("c", "ts", "ц: Cvetković"),
    ("šč", "shtch", "щ"),
    ("[čć]", "ch", "ч, ћ"),
    ("š", "sh", "ш"),
    ("ž", "zh", "ж"),
    ("(?<=[iey])j(?=[aeou])", "y", "one glide: Natalija"),
    ("j", "y", "ј, й: Jasmina, Ljiljana"),
    ("ŭ", "u", "Belarusian ў"),
)
GAJ_MARKS: Final = "[čćžšđŭ]"
GAJ_ENDING: Final = "^..+[bcdfghjklmnprstvz]ic$"
"""Of a name in plain letters (Jeremic): also Eric's, so it says less."""

# A Latin word read by one orthography: (name, cost, where it may be that one's, rules).
ORTHOGRAPHIES: Final[tuple[tuple[str, float, str, tuple[Rule, ...]], ...]] = (
    (
        "Slavic, and Latin letters that Arabic and Cyrillic write out",
        0.03,
        "[jxzwc]|[yi]o|s$",
        _SLAVIC,
    ),
    (
        "German, Polish",
        0.05,
        "w[lrnst]|iw$|w(?:itsch|icz|itch|ytsch|ycz)|sch|[cs]z|^micha[ijy]|(?:[oe]va?|ko|uk|sk[iy]|[iyeo]j|vi[ct].*)$"
        "|^(?=.{6}).*(?<!ll)(?<!rr)(?<!nd)(?<!di)(?<!hi)[aeiouy]w(?:a|$)|^(?=.{8}).*[oe]w$",
        (
            ("(?<!s|t)ch(?!$)", "kh", "Michail, Chabarow"),
            ("tz|z(?=ow|ew|k)|(?<=[nwlb]e)z$", "ts", "Kusnezow"),
            ("w", "v", "Wladimir"),
            ("(?<=[aeiouylrn])j|(?<=[bvmpstrlnzk])j(?=[aeou])|^j", "y", "Jakowlew"),
            *_SLAVIC,
        ),
    ),
    (
        "Chinese as Wade and Giles wrote it, still in use in Taiwan and in older papers",
        0.1,
        "^(?:hs|ts|tz)|[a-z]ung$|^teng$|[iu]eh$",
        (
            ("hs", "sh", "Hsi, Xi"),
            ("^ts(?=e$|et|u|o)|^tz", "z", "Tse-tung, Zedong"),
            ("(?<=^tse)t|(?<=^[a-z]{3})t(?=ung$)|^t(?=ung$|eng)", "d", "Tung, Dong; Teng, Deng"),
            ("(?<=[a-z])ung$", "ong", "Chung, Zhong"),
            ("(?<=[iu]e)h$", "", "Chieh, Jie"),
        ),
    ),
    (
        "French",
        0.12,
        "[tdxs]$|er$|ch",
        (
            ("(?<=[aeo]u)x$|(?<=[nbrlh]au)[dt]s?$", "", "Arnoux, Renaud: final consonants are mute"),
            ("(?<=[aeo][nr])[td]$", "", "Rolland, Gérard, Laurent"),
            ("(?<=[a-z]{2}[nlrb][oe])t$|(?<=qu[eo])t$|(?<=ss[oe])t$", "", "Chardonnet, Guillot"),
            ("ier$", "i", "Chevalier"),
            ("(?<!s)ch(?=[nmkvt])", "sh", "Vychniak; in Achmad, Mochtar it is kh"),
            ("(?<=[oa]i)[st]$", "", "François, Benoit"),
        ),
    ),
    (
        "English, German, Dutch",
        0.1,
        "gh|^k|^w|eu|^s|ch|stein",
        (
            ("(?<=i)gh(?=t)|(?<=[oa]u)gh(?=$|[tnl])", "", "Wright, Vaughan: a mute gh"),
            ("^k(?=n)|^w(?=r)", "", "Knight, Wright"),
            ("eu(?=[dkmnst])", "oi", "Freud, Neumann"),
            ("(?<=^a)ch(?=m|w|t)|(?<=^m[aou])ch(?=[amtl])|(?<=^r[ao])ch(?=m|im)", "kh", "Dutch, Indonesian: Achmad"),
            ("^s(?=t[aeiou]|p[aeiou])|(?<=[a-z]{3})s(?=tein$)", "sh", "Steinbach"),
        ),
    ),
    (
        "Spanish, Portuguese",
        0.1,
        "ll|lh|qu|c|aur",
        (
            ("(?<=[^aeiou])au(?=r[aeo])", "aua", "Guinea-Bissau: Djaura is Diaouara, Jawara"),
            ("(?<=[a-z]{3}i)ll(?=[oa]s?$)|^ll", "y", "Castillo, Llorente"),
            ("lh(?=[oae]s?$)", "li", "Carvalho, Coelho"),
            ("qu(?=[ei])", "cu", "a u that is heard: Quentin"),
            ("(?<=[aeiou][iy])c(?=[ao])|(?<=an)c(?=oi)|(?<=en)c(?=o$)", "ss", "ç that lost its mark: Faycal, Lourenco"),
        ),
    ),
    (
        "Turkish",
        0.1,
        "[şğı]|^c(?=e[lmnv]|ih|ey|an(?:$|[bd]))|(?<=[rn])can$|cc|c[dm](?!o)|ce[tpm](?:$|t)",
        (("c(?!h|k)", "dj", "Cemal, Ercan, Necdet"), ("ğ", "", "Ağa: it only lengthens")),
    ),
    (
        "Somali",
        0.1,
        "^c(?=abd|ali|umar|aw[ai]|usm|ilm|iis|aa)|aa|ii|uu|^sacd?|[aio]x$",
        (
            ("^c(?=[aeiou])", "", "Cali, Cumar: c is the Arabic ayn"),
            ("(?<=[aeiou])c(?=[aeiou]|d|m|l|$)", "", "Saciid, Jaamac"),
            ("x", "h", "Faarax"),
        ),
    ),
    (
        "a joined al- that belongs to the name",
        0.05,
        "^[ae]l(?=[bcfghjkmpqvw].{3})",
        (("^([ae])l", r"\1ll", "Alvarenga, Alfonso, Elmir"),),
    ),
    (
        "French registers of Tunisia and Algeria",
        0.05,
        "^amor$",
        (("^amor$", "omar", "عمر: the a is the ayn"),),
    ),
    (
        "Bantu, where l and r are one sound: words of open syllables with two of them",
        0.1,
        "^(?=(?:[^lr]*[lr]){2})(?!.*(?:ou|ll|rr))(?:[mn]?[bcdfghjklmnpqrstvwyz]{0,2}[aeiou]){3,}$",
        (("l", "r", "Kakolele, Kakorere; Rumuli, Rumuri"),),
    ),
    (
        "an Arabic h that is heard at the end",
        0.05,
        "[ei]h$",
        (("(?<=[bdfjklmnrt])[ei]h$", "ehh", "Saleh, Fatih, Rabih"),),
    ),
    (
        "a k that is heard",
        0.05,
        "nk$",
        (("nk$", "nck", "Fink, Frank"),),
    ),
)

# The given names that Russia, Ukraine and Belarus write each its own way in one person's papers, with the patronymics
# and family names made of them: the Russian form is a further reading of the others. Those of the Caucasus that came
# through Russian: the Arabic form.
SLAVIC_COST: Final = 0.08
SLAVIC_FORMS: Final[tuple[Rule, ...]] = (
    ("^(?:my|mi)kola?[iyj]*$", "nikolay", "Mykola, Mikalai, Nikolai"),
    ("^(?:my|mi)[kc]h?al[aei]y?[iyj]*$", "nikolay", "Mikalai"),
    ("^my?kola(?=[iyj]*[eyo]v)", "nikola", "Mykolaiovych"),
    ("^mikala(?=[iyj]*e)", "nikola", "Mikalaevich"),
    ("^my?kyt", "nikit", "Mykyta, Nikita"),
    ("^s[ie]*a?rh[aei]*[iyj]*$", "sergey", "Serhii, Siarhei, Sergei"),
    ("^s[ie]*a?rh[iyje]+(?=[iyo]*[ev])", "serge", "Serhiiovych, Siarheevich"),
    ("^[wv]olod[yi]m", "vladim", "Volodymyr"),
    ("^uladz?[iy]m", "vladim", "Uladzimir"),
    ("^(?:hr[yi]h|ryh)or", "grigor", "Hryhorii, Ryhor"),
    ("^ih[oa]r", "igor", "Ihor, Ihar"),
    ("^[oa]leh(?!s)", "oleg", "Oleh, Aleh"),
    ("^v?o[lļ]h?h(?=[aiuy]$)", "olg", "Olha, Volha"),
    ("^[yji]*e[vu]h[ei]+n", "evgen", "Yevhen, Jewhen"),
    ("^[yj]auh?[eh]*n", "evgen", "Yauhen"),
    ("^k[oa]nst[iy]?ant[sz]?[iy]n", "konstantin", "Kostiantyn, Kanstantsin"),
    ("^kost[iyj]*ant[yi]n", "konstantin", "Kostiantyn"),
    ("^d[zm]*m?[iy]tr[oiyj]+$", "dmitri", "Dmytro, Dzmitry"),
    ("^pavlo$", "pavel", "Pavlo"),
    ("^petro$", "petr", "Petro"),
    ("^danylo$", "danil", "Danylo, Daniil"),
    ("^[oa]l[ie]*ks", "aleks", "Oleksandr, Aliaksei"),
    ("^(?:[oy]|a)len(?=[ayi]$)", "elen", "Olena, Alena"),
    ("^t[as]*e?ts?[iyj]*an", "tatyan", "Tetiana, Tatsiana"),
    ("^kats[iyj]*aryn", "ekaterin", "Katsiaryna"),
    ("^katery?n", "ekaterin", "Kateryna"),
    ("^[yj]osyp", "iosif", "Yosyp"),
    ("^hanna$", "anna", "Hanna"),
    ("^havry?l", "gavril", "Havrylo"),
    ("^heorh", "georg", "Heorhii"),
    ("^bohdan", "bogdan", "Bohdan"),
    ("^magh?omm?[ae]d", "muhamed", "the Caucasus: Magomed is Muhammad, Magomedov of Muhammad"),
    ("^ibragim", "ibrahim", "the Caucasus: Ibragimov"),
    ("^g(?=us[es]|asan|am[iz]|adz?[zj]h?i|abib|akim|aydar|aidar)", "h", "the Caucasus: Gusein, Gasan, Gadzhi"),
    ("^v[iy]acha?slau$", "vyacheslav", "Viachaslau"),
    ("^st?s?anislau$", "stanislav", "Stanislau"),
)

# Sounds written with two letters that may be two sounds: (sound, apart, cost).
APART: Final[tuple[tuple[str, str, float], ...]] = (("ď", "diy", 0.12), ("ʦ", "ts", 0.05))

# Given names that papers shorten to a few letters: they are read as the whole name. (Mª is opened in normalize.py.)
ABBREVIATED: Final[dict[str, str]] = {
    "md": "mohamed",  # passports of Bangladesh and India, and papers made from them on the whole route
    "mhd": "mohamed",
    "mohd": "mohamed",  # India, Malaysia
    "mohmd": "mohamed",
    "muh": "mohamed",  # Indonesia
    "moh": "mohamed",
    "moch": "mohamed",
    "muhd": "mohamed",  # Nigeria, Malaysia
    "fco": "francisco",  # Spain
}
