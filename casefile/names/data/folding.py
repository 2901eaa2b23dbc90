"""Spelling facts as data: how each orthography writes a sound, and the letter it is folded to.

Sounds are written with one letter each: the usual ones, and ʤ (dj), ʧ (tch), ʃ (sh), ɲ (ny), x (kh), ɣ (gh), θ (th),
ð (dh), ž (zh), ʦ (ts), щ (shch).
Some spellings leave the sound open; they have letters of their own, and sound_costs.py says what they may be:
ç (ch: French sh, Gambian tch), j (dj, Spanish kh), ĝ (g before e, i), ď (di + vowel), ť (ti + vowel), ň (ni + vowel),
ĉ (hard c), č (soft c), ẋ (letter x), ē (ee), ō (oo), Ē (ai, ei), O (au, ow), E (final é, ay, ie, y), ə (final silent
or accented e), β (Arabic b, p too), ẓ (Arabic z, dh, d).
Arabic script writes no short vowels; its long ones are capitals: A, W, Y, and I (final ى), H (final ة), V (hamza
carrier).
Each rule is (pattern, replacement, reason); they run in the order given. indexer/engine/analyzer.py turns the same
table into the engine's filters.
"""

from typing import Final

Rule = tuple[str, str, str]
SOUNDS: Final = "abdefghijklmnopqrstuvwxyzəEĒēōOʤʧʃɲňŋxɣθðḍçjĝďťĉčẋħAWYIHVžʦщβẓ"
"""Every letter that folding leaves; comparison has a cost for each two of them."""

# Letters whose mark is a sound of its own; every other mark is dropped.
LETTERS: Final[tuple[Rule, ...]] = (
    ("ñ", "gn", "Wolof, Spanish: the French gn"),
    ("ŋ", "ng", "Wolof, Fula, Mandinka: ng elsewhere"),
    ("ç", "ss", "French, Portuguese: never the hard c"),
    ("ɓ", "b", "Fula"),
    ("ɗ", "d", "Fula"),
    ("ƴ", "y", "Fula"),
    ("ɠ", "g", "Fula"),
    ("ɛ", "e", "Bambara, Tamazight"),
    ("ɔ", "o", "Bambara"),
    ("ɲ", "gn", "Bambara"),
    ("ɣ", "gh", "Tamazight"),
    ("ş", "sh", "Turkish habit"),
    ("š", "sh", "scholarly romanisation"),
    ("ġ", "gh", "scholarly"),
    ("ḫ", "kh", "scholarly"),
    ("ẖ", "kh", "scholarly"),
    ("ǧ", "dj", "scholarly"),
    ("č", "tch", "scholarly"),
    ("ž", "zh", "scholarly, Slavic"),
    ("ż", "zh", "Polish"),
    ("ć", "tch", "Serbian, Croatian, Polish"),
    ("ś", "s", "Polish"),
    ("ę", "en", "Polish, a nasal vowel"),
    ("ą", "on", "the same"),
    ("ƙ", "k", "Hausa"),
    ("ḥ", "h", "scholarly"),
    ("ʦ", "ts", "stray"),
    ("ṯ", "th", "scholarly"),
    ("ḏ", "dh", "scholarly"),
    ("đ", "dj", "Serbian, Croatian"),
    ("ı", "i", "Turkish habit"),
    ("ł", "l", "stray"),
    ("ø", "o", "stray"),
    ("æ", "e", "stray"),
    ("œ", "e", "French"),
    ("ß", "ss", "stray"),
)

# Persian and Urdu keyboards have letters of their own for these; the Arabic ones stand for both.
SAME_LETTER: Final[tuple[Rule, ...]] = (
    ("ی", "ي", "Persian y"),
    ("ک", "ك", "Persian k"),
    ("ہ", "ه", "Urdu h"),
    ("ھ", "ه", "Urdu h"),
    ("ۃ", "ة", "Urdu final a"),
)

# Inside a word of letters a digit is a scanner's or a hurried hand's letter.
DIGITS: Final[tuple[Rule, ...]] = (
    ("0", "o", "scanner"),
    ("1", "l", "scanner"),
    ("2", "", "chat Arabic hamza"),
    ("3", "", "chat Arabic ayn"),
    ("4", "a", "scanner"),
    ("5", "s", "scanner, chat Arabic kh is rarer"),
    ("6", "b", "scanner"),
    ("7", "h", "chat Arabic"),
    ("8", "b", "scanner"),
    ("9", "g", "scanner, chat Arabic qaf"),
)

# Arabic consonant letters, for the look-aheads below.
_K: Final = "بپتثجچحخدذرزژسشصضطظغفڤقكکگڭلمنهټٹډڈړڑ"

ARABIC: Final[tuple[Rule, ...]] = (
    (r"^عبدال(?=..)(?!له)", "عبد", "servant of: the article inside is nobody's name"),
    (r"^([اأ])بوال(?=..)", r"\1بو", "father of: ابوالقاسم"),
    (r"^ال(?=...)", "", "the article comes and goes"),
    (r"ا?ل?د+ين$", "دين", "of the religion, joined: نورالدين"),
    (r"[ةۃ](?=الله$)", "ت", "heard -t before God's name: رحمة الله, Rahmatoullah"),
    (r"(?<=.)لالله$", "لالا", "of God behind an l, which is heard: فضل الله"),
    (r"(?<=..)الله$", "لا", "of God, joined: رحمتالله"),
    (r"^الله", "الا", "God's name first: الله داد"),
    (r"لل", "ل", "the double l of God's name"),
    (r"^عي(?=[" + _K + r"])", "Ē", "ay, i: عيسى"),
    (r"[آأإٱ]", "V", "a hamza carrier stands for any vowel"),
    (r"[ءعٴ]", "", "has no letter of its own in Latin"),
    (r"^ا(?=[نم][" + _K + r"])", "", "helper vowel before a prenasal: انجاي, امباي"),
    (r"^ا(?=ني[او])", "", "the same before ny: انيانغ"),
    (r"^ا", "V", "initial alif, its hamza left out"),
    (r"ن[غجڭقگ]$", "ŋ", "final -ng"),
    (r"تش", "ʧ", "ch of foreign names: كاراتشيتش"),
    (r"(?<=.)[يی]ه$", "ي", "a foreign -é: بواسييه"),
    (r"[دضذ]ي(?=[اوىة])", "ď", "the French di before a vowel: ديالو, ضيوف"),
    (r"[تثط]ي(?=[او])", "ť", "the French thi before a vowel: ثيام"),
    (r"ني(?=[او])", "ň", "the French ni, gn before a vowel: نيانغ"),
    (r"او+(?=[" + _K + r"])", "O", "au, aw: داود"),
    (r"(?:ا[ئيی]|ائ)(?=[" + _K + r"])", "Ē", "ai, ei: عائشة, إسماعيل"),
    (r"(?<=..)[ةۃ]$", "H", "final -a, sometimes heard -t"),
    (r"اه$|[اۃ]$", "A", "final -a, its h only lengthens: باه, سيلا"),
    (r"[ىی]$", "I", "final -a (موسى) or a final -i without its dots (كوليبالى)"),
    (r"ا", "A", "long a"),
    (r"[وۆۇ]+", "W", "long u, o, or w"),
    (r"[يیىئېۍےۓێ]+", "Y", "long i, e, or y"),
    (r"ؤ", "W", "hamza on w"),
    (r"[بٻ]", "β", "Arabic has no p; Hausa writes its hooked b so"),
    (r"ڟ", "ʦ", "Hausa"),
    (r"پ", "p", ""),
    (r"[تطٹټ]", "t", ""),
    (r"ث", "θ", ""),
    (r"[جڃ]", "ʤ", ""),
    (r"[چڄڅ]", "ʧ", ""),
    (r"[حهھہ]", "h", ""),
    (r"خ", "x", ""),
    (r"[دڊڎډڈ]", "d", ""),
    (r"ذ", "ð", ""),
    (r"ض", "ḍ", "d, and ʤ in the Sahel's ضيوف"),
    (r"[رړڑڕ]", "r", ""),
    (r"[زځ]", "z", ""),
    (r"ظ", "ẓ", "z, dh in the Gulf and Iraq, d in the Sahel"),
    (r"[ژږ]", "ʤ", ""),
    (r"[سص]", "s", ""),
    (r"[شښ]", "ʃ", ""),
    (r"غ", "ɣ", ""),
    (r"[فڤڢڥ]", "f", ""),
    (r"[قڧ]", "q", "k, and g in the Maghreb"),
    (r"[كکڪ]", "k", ""),
    (r"[گڭݣڠڨګ]", "g", ""),
    (r"[لڵ]", "l", ""),
    (r"م", "m", ""),
    (r"[نںڼ]", "n", ""),
    (r"[ۑڽ]", "ɲ", ""),
)

# Letter groups that no orthography has: a scanner made them.
SCANNER: Final[tuple[Rule, ...]] = (
    (r"cb", "ch", "b for h: Cbérif"),
    (r"^kb(?=[aeo])", "kh", "b for h: Kbelifa"),
    (r"(?<=[bdfgjkmptvz])c(?=[bdfgjlmnpqrstvwx])|(?<=ch)c(?=[a-z])", "e", "c for e: Jcng, Chcikh, Zcroual"),
)

# Latin: consonants first, since they look at the vowels around them as written.
CONSONANTS: Final[tuple[Rule, ...]] = (
    (
        r"^(?:el|al)(?=[bcfgjkmpqvw].{3}|h.{4})",
        "",
        "the article joined to its name: Elmansouri, Alhassane; Alpha is too short",
    ),
    (
        r"^abd(?:[aeiou]+l(?=lat)|[aeiou]+l(?=[^laeiou]..)(?!at)|[aeiou]+l(?=[aeiou]+[^aeiouywtl][aeiou]+[^aeiouyw]|[aeiou]h[md])"
        r"|i(?=[^lae].{3})|(?=[hj][aeiou]..))",
        "abð",
        "servant of: the article inside is nobody's name: Abdelhamid, Abdulwali, Abdoulaziz, the Somali Abdirizak",
    ),
    (
        r"^abd(?:[aeou]+(?=([rsnzdt]))|[aeou]{0,2}([rsnzdtj])(?=\2))(?=[^l]{4}|[^l]..a)(?!ah)",
        "abd",
        "the same, the article swallowed: Abderrahmane, Abdurahman",
    ),
    (r"^ab(?:ou|u|o)l(?=[bcdfghjkmqrstwz][aeiouh].{2})", "abu", "father of: Aboulfath, Abolhassan"),
    (r"(?<=[a-z][a-z])[aeu]l+d(?=[iey]+ne?$)", "ad", "of the religion: Noureldin, Salahaldin"),
    (
        r"^a?(?:bou|bu)b[ae]?[ck]{1,2}(?=[ae]|r)",
        "abubak",
        "Abu Bakr and its Sahel forms: Boubacar, Boubker, Boubekeur, Bubacarr",
    ),
    (r"n(?=[bp])", "m", "one sound before b and p: Denbele, Dembélé"),
    (r"mm+", "m", "doubled consonants carry no name"),
    (r"([bcdfgjklnpqrstvwxz])\1+", r"\1", "doubled consonants carry no name: Cissé, Sarr"),
    (r"^[ie](?=[mn][bcdfgjkptz])", "", "helper vowel before a prenasal: Injai, Embaló, Embarek"),
    (r"shtch|schtsch|chtch|shch|szcz|stsch", "щ", "Russian shch in English, French, German, Polish"),
    (r"ch(?=rist|rys|ret|ael)", "k", "Greek ch: Christian, Chrétien, Michael; but Bochra"),
    (r"dsch|dzh", "ʤ", "German and English dj of Slavic names"),
    (r"tsch|tch|tsh|cz", "ʧ", "French and Portuguese tch, Polish cz"),
    (r"sch|sh|sz", "ʃ", "English sh, German sch, Polish sz"),
    (r"zh", "ž", "English zh"),
    (r"tj(?=[aeou])", "ť", "Slavic, Dutch: Tatjana"),
    (r"t[sz](?=[aeiouylrvwhk])|t[sz]$|tc(?=[eiy])", "ʦ", "Tsegay, Tzegai, Tsvetkov"),
    (r"i[iy](?=[aou])", "i", "one glide: Nataliia, Nataliya, Natalia"),
    (r"^j(?=[ao]+w$)", "ʤ", "an English -w, so an English j: Jaw, Jow are not Yaw"),
    (r"x", "ẋ", "Wolof and Soninke kh, Portuguese sh"),
    (r"ck?h(?=[aeiouylr]|$)", "ç", "French sh, Gambian tch"),
    (r"[ck]{1,2}h", "x", "Arabic and Soninke kh"),
    (r"gh", "ɣ", "Arabic gh"),
    (r"ph", "f", "Alpha, Youssoupha"),
    (r"d[gj](?:i(?=[aou]))?|jh", "ʤ", "French and Portuguese dj: Djaló, Badji"),
    (r"thi(?=[aeou])|thy(?=[aeou])|thi?(?=er)", "ʧ", "French thi before a vowel is the Wolof c: Thiam, Thierno"),
    (r"ti(?=[aou]|er)|ty(?=[aou])", "ť", "French ti before a vowel: Tiam, Tierno"),
    (r"th", "θ", "Arabic th"),
    (r"dh(?=i[aeou])i", "ʤ", "Diédhiou"),
    (r"dh", "ð", "Arabic dh"),
    (r"d[iy](?=[aou]|e.)", "ď", "French di before a vowel is j: Diallo, Sadio, Kadiatou"),
    (r"^i(?=[aou])", "y", "Portuguese initial i before a vowel: Iussuf, Iaia"),
    (r"gn(?=[aeiou])|nh(?=[aeiou])|gn$|(?<!^be)ny(?=[aeiou])|gni", "ɲ", "French gn, Portuguese nh, English ny"),
    (r"ni(?=[aou])", "ň", "French ni before a vowel: Niang; but Sonia"),
    (r"n[gq]h?$|ngue$|nk$", "ŋ", "-ng closes as one sound: Dieng"),
    (r"c(?=[eiy])", "č", "soft c: Cissé, Nacer; Wolof Ceerno"),
    (r"qu(?=[eiy])|ck|k|q(?!u)", "k", "k, ck, qu: Queita"),
    (r"(?<![sk])c(?=aa|oo|uu|óo)", "ʧ", "national spelling: Caam"),
    (r"c", "ĉ", "hard c: Camara"),
    (r"g(?=[eiy])", "ĝ", "g before e, i: hard in Wolof Géy, soft in Gibril"),
    (r"gu(?=[eiy])", "g", "hard gu: Guèye, Guissé"),
)

VOWELS: Final[tuple[Rule, ...]] = (
    (r"(?<=[^aeiou])[iyj]*[iy][iyj]$", "y", "Russian -iy, -ij, -ii, -yy, -yi"),
    (r"eh$", "ey", "Gambian -eh is the French -é: Manneh"),
    (r"h$", "", "final h only lengthens: Bah, Sillah"),
    (r"(?<=[aeiou])h(?=[^aeiouh])", "ħ", "h before a consonant may be mute: Ahmadou, Rahmatou"),
    (
        r"^ou(?=[aei]|y[^aeiou])|(?<=[aeiou])ou(?=[aeiy])|(?<=[^aeiou])ou(?=[aei])",
        "w",
        "French ou before a vowel: Ouattara, Alaoui, Zeroual",
    ),
    (r"ou", "u", "French ou"),
    (r"(?<=[^g])u(?=[aeio])(?!e$|i[aeou])|^u(?=[aeio])", "w", "Spanish and Portuguese u before a vowel: Zerual, Haua"),
    (r"i?[eiy]?[ei]w$|[iy]eu$|iu$|[iy]ou$", "yu", "Aliou, Alieu, Aliw"),
    (r"oye?$|ooye?$", "oE", "Ndoye, Thioye"),
    (r"a*a[wu]e?$|a*ao$|o+[wu]e?$", "O", "Sow, Sowe, Jallow, Ndao"),
    (
        r"a*ye?$|a*aye?$|e+ye?$|a+ie?$|e+ie?$|ae$|ee$|[iy]e$|y$|i$",
        "E",
        "one final vowel: Touray, Gaye, Barrie, Barry, Abdulai",
    ),
    (r"e$", "ə", "silent, or an é whose accent was lost: Ousmane, Cisse"),
    (
        r"aw(?:u|oo?)(?=[^aeiouywEə])|a[uw](?=[^aeiouywEə])|ao(?=[^aeiouywEə])|ow(?=[^aeiouywEə])",
        "O",
        "Daouda, Dawda, Dawud",
    ),
    (
        r"aye(?=[^aeiouyEə])|a[iy](?=[^aeiouyEə])|e[iy](?=[^aeiouyEə])|aee?(?=[^aeiouyEə])",
        "Ē",
        "Saïdou, Seydou, Aïcha, Ayesha",
    ),
    (r"eu", "e", "Naceur, Boubekeur"),
    (r"ee+", "ē", "English i, Wolof long e"),
    (r"oo+", "ō", "English u, Wolof long o"),
    (r"i(?=[aeou])", "y", "i before a vowel: Mariama"),
    (r"y(?=[^aeiouyEəĒOēō])", "i", "Sylla"),
    (r"([aiuwyz])\1+", r"\1", "doubled vowels carry no name: Faal"),
)

# Sound keys keep classes of consonants only; vowels, h, w and y carry too little across spellings.
KEY_CLASSES: Final[tuple[Rule, ...]] = (
    ("bpβ", "B", "Diop, Joob; Arabic has no p"),
    ("fv", "F", "Fall, Vall"),
    ("tθ", "T", ""),
    ("dðḍ", "D", ""),
    ("kĉqgĝɣxẋ", "K", "Belkacem, Belgacem; Sissoko, Sissokho"),
    ("sčzʃçʦщẓ", "S", "Cheikh, Seex; Aziz, Asis"),
    ("ʧť", "C", "Thiam, Cham"),
    ("ʤjďž", "J", "Diallo, Jallow"),
    ("m", "M", ""),
    ("nɲňŋ", "N", "Diagne, Jagne"),
    ("l", "L", ""),
    ("r", "R", ""),
)

# A word of fewer than two consonants keeps the class of its last vowel that is heard.
KEY_VOWELS: Final[tuple[Rule, ...]] = (("aAVHI", "A", ""), ("eiEĒēY", "I", ""), ("ouōOW", "U", ""))
# Sounds that are neither consonants of a key nor vowels of one.
KEY_SILENT: Final = "wyhħə"
