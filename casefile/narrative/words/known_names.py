"""Words that are names more than anything else: where no capitals are written they tell where a name begins. Data.

In Latin letters the built-in counts of names say it, and a list of given names of Europe and the Gulf of Guinea; in
Arabic ones the lists below, of the region as its registers and papers write it. It proves nothing and finds nobody: a
name that is not in it is read, and looked for, all the same.
"""

from functools import cache

from casefile.names.frequency import FAMILY, default, listed, spelt
from casefile.names.normalize import bare
from casefile.names.other_script import proposed_arabic
from casefile.narrative.words.also_names import BEGIN_SO
from casefile.narrative.words.stopwords import CONNECTORS, is_arabic

KNOWN_SHARE = 1 / 800  # how common a first or family name must be to vouch for a lower-case neighbour
BORNE = KNOWN_SHARE / 2
"""How common a word must be among names to tell one: above what an unlisted word is given (1 in 3,000)."""
_SHORTEST = 3  # letters from which on a spelling tells a name from a small word

_MEN = """
محمد أحمد محمود بركة صمب صمبا صامب بوبو دراماني درامان درامي تيجان آمادو غلوري بلسينغ ثاني ياحيى توفيق أنيس بكاي
الهاشمي هاشمي وجدي مجدي رشدي حمدي لطفي فودي فوديه عليون أليون بدارا بدرا محامان تشيروما ابكر أبكر ضو سيرج جيرار
كريستوفر بالحاج نصيرة منيرة نسيمة وسيمة جليلة حياة دليلة كنزة فلة فيروز نرجس هيفاء رباب إكرام إلهام ابتسام سندس آية
ملاك نهى حامد حميد حمدان حمزة حسن حسين حسان حسام حاتم حبيب حكيم حليم خالد خليل خميس خير الخير داود داوود إدريس ادريس
آدم أدم أداما آدما إبراهيم إبراهيما براهيم إسماعيل إسماعيلا إسحاق أيوب يعقوب يوسف يونس يحيى يحي ياسين ياسر يزيد زيد
زيدان زياد زين زكريا زكرياء زهير سالم سليم سليمان سليمانو سلمان سعد سعيد سعود سمير سفيان سيف سيدي سيد سيدنا سيداتي
سيدينا شريف شعيب بوشعيب شعبان صابر صالح صلاح صديق صدام طارق طاهر الطاهر طه الطيب طيب عادل عامر عباس عبدالله عبدالرحمن
عبدالقادر عبدالكريم عثمان عدنان عزيز عزالدين عصام علاء علي عماد عمار عمر عمران عيسى غالي غالب فاروق فاضل فتحي فرحات
فرج فريد فؤاد فواز فوزي فيصل قاسم بلقاسم قادر قدور كامل كريم كمال لقمان ماجد مالك مبارك امبارك مبروك مجيد محسن مختار
المختار مراد مروان مسعود مصطفى مصعب معاذ معمر منصور منير مهدي المهدي موسى ميلود مولاي مولود ناجي ناصر نبيل نجيب نذير
نزار نصر نصير نعيم نور نوح هارون هاشم هشام هلال هيثم وائل وليد بشير البشير بكر بكار بوبكر أبوبكر بوبكار بلال بدر بهاء
ثابت جابر جبريل جبريلا جعفر جلال جلول جمال جمعة جميل جواد الحسن الحسين لحسن لحسين الحاج حماد حمادي حمادة حمود رابح
رامي ربيع الربيع رجب رشيد رضا رمضان رمزي رياض رؤوف ساسي سامي سامبا صامبا سمبا ديمبا دمبا عبدو عبده عبدي عالي أعل اعل
اعلي إعل امحمد محمدن محمدو محمذن محمدي محمدين أحمدو أحمدي احمدناه أحمدناه أحمياد سيديا الداه الدده لمرابط المرابط لمين
الأمين أمين محفوظ المصطفى بونا بون بومدين التجاني التيجاني تيجاني تيديان تيديانا الكوري كوري شيخنا الشيخ شيخ شيخو إسلم
اسلم اسلمو سلمو سلامي السالك سالك السالمة ابراهيمو عبدات عابدين الناجي الفاضل فال الخليل خليلو ابنو بنو يربه مامادو
ممادو مامدو مودو مومودو موديبو مامودو أمادو امادو أمدو حمدو حامدو همادو عثمانا عصمان وسمان أوسمان عمرو عمارو أومارو
ومر أمارا ألفا آلفا سيكو سيكا ساليف ساليفو ساليو صالحو سيدو ساديو سايدو إيسا عيسا إيسوفو عيسوفو يايا ييرو يرو جيبو
جيبي باكاري بكاري بكري بوكاري بوريما بوبا بابا بابكر بابكار باباكار ألسان ألاسان الحسان أسان حسيني أوسينو وسينو ثيرنو
تيرنو تشيرنو سيرنو شيرنو كريمو لامين لمينو مودي مالكو مالام مالم معروفو كاديري قاديري سنوسي السنوسي غوني كولو كلي مالا
بلاما كيارو مصطفا بوكار أجي حجي صديقو إدي إيدي إدو ساني ساغير غربا غاربا شيهو شيخة دانجوما نوهو يعقوبو أبوبكار أبدو
أبدولاي عبدولاي عبداللاي عبدلاي عبدول عبدل بشارا بشارة محامات مهامات محمات جمعه ديبي إدريسا اتنو تيراب يوسفا يوسفو
يوسوفو إيدريسا زكاري سليمانا موسا حارون لاوالي لوالي ماهامادو ماهاما مهامدو ألمو أغالي مانو محمدون إنتالا إياد سيداحمد
شمس عزت عاطف أشرف أسامة أنس أنور إيهاب بسام جبر جهاد حازم خيري رأفت سعدي شادي شاكر صبري صفوت ضياء عاصم عرفات عطية غانم
فايز فهد قيس كرم لؤي مازن مأمون مدحت مصباح معتز ممدوح منذر مهند نادر نضال هاني وسيم وسام بوعلام بوجمعة بوزيد بوعزة
العربي العيد عياش عياد لخضر الأخضر لطيف مخلوف مداني ميمون نورالدين نجم زهر زواوي الزبير زبير الحبيب الهادي هادي الصادق
صادق المنجي المنصف منصف الأسعد أسعد الأزهر لزهر الشاذلي الناصر البغدادي حسونة حمة مفتاح المبروك فرجاني الصديق عاشور
عبدالسلام معتوق خليفة خليفه امحيميد عقيلة بوزيان حدو حمو موح موحا باسو إيدر سعيدو المعطي الميلودي بوشتى التهامي الغالي
حفيظ حسني شكيب كبور كبير الكبير العلمي إدريسي فرنسيس فرانسيس جان بيير بول باول بولس بطرس ميشيل جوزيف جوزف جورج جون
جيمس ديفيد دافيد داوت توماس توما مارك ماركو ماريو مانويل خوان خوسيه خوسي أنطونيو كارلوس لويس ميغيل ميغال بيدرو بابلو
رافاييل فرناندو أليخاندرو فرانشيسكو جوزيبي أندريا ألبير آلان إيمانويل أوليفييه فيليب نيكولا ستيفان تييري كريستيان
كريستوف دانيال دانييل صامويل سامويل بليسينغ غريس بيس فيكتور غودوين صنداي صندي فرايداي كوامي كوفي كواكو كواسي كوفو كوجو
كوناتي ياو أوغستين جيرمان سيلفان باتريك إيريك
""".split()
_WOMEN = """
فاطمة فاطم فاطمتو فاطماتا فاتو فاتوماتا فاتيماتا فطوماتا فطومة فاتي فاتيما عائشة عائشاتو عيشة عيشتو عيشاتو عايشة
عائشتو عيساتو آيساتو أيساتو أيشاتو آمنة أمنة آمنه آمي أمي أميناتا أمينتو أميناتو أمينة امينة أسماء أسيا أمل آمال أميرة
إيمان إنصاف خديجة خديجتو خديجاتو خدجة خدي كديجة كادي كاديجا كادياتو قديجة حدهم هاوا حواء حوا هدى هند هناء هاجر هالة
هيام مريم مريما مريامة ماريام مارياما ماريما مريمو ميمونة مايمونا ميمونا مينة منى مني ملكة مليكة سكينة سلمى سليمة
سالمة سامية سمية سناء سهام سعاد سعدية سارة ساره صفية صفيتو سافياتو صباح صابرين زينب زينبو زينابو زهرة الزهرة زهراء
زليخة زبيدة زكية رقية روقية رقياتو رخية روخايا راماتا رامتا رماتولاي رحمة رحمتو رانيا رشيدة رجاء ربيعة ريم دلال دنيا
داليا جميلة جميله جنابة جينابة جنبا دجينابا دينبا حليمة حليماتو حنان حفصة حفصتو حبيبة حسناء حورية بنتا بينتا بانتا
بشرى بدرية بهيجة أواه أوا عوا آوا آدمة نورة نوره نوال نعيمة نجاة نجاح نجوى نادية ناديا نبيلة نزهة ندى نفيسة نفيسه
نافيساتو نديي انديي نداي انداي نديه لالة لالا للا ليلى لبنى لطيفة لمياء لينا وردة وداد وفاء ياسمين يسرى يمينة كلثوم
كلتوم كومبا كمبا قمبا سيرا سيرة سيرابا أم ام أمو أومو اومو امنة مامة مامه ماما مامي مباركة محجوبة مبروكة فريدة فوزية
فضيلة فايزة فتيحة فطيمة غنية غالية عزيزة عواطف علياء عفاف عبير شيماء شهرزاد شريفة صونيا سونيا سلوى سميرة سعيدة زوليخة
توتو اتوتو اخديجة الغالية النينة النانة اميمة افاطمة منتو عيشاتا سالماتا كريستين ماري ماريا ماريانا روز سيلفي أنييس
سيسيل فلورانس بياتريس أنجيل أنجيلا إستير استر إستر راشيل ربيكا جوي برشس هيلين جوليا لوسيا كارمن دولوريس
""".split()
_FAMILIES = """
ديالو كولي مايغا تيام كياري تانكو جالو ديوب جوب انجاي نجاي انديا اندياي إنجاي سيسي سيس سي صو سو با باه سار صار سال صال
صل فاي ضيوف ديوف جوف كان كانه لي ليي توري توراي تراوري ترابري كوني كوناطي كيتا كايتا كامارا كمارا كمرا كوليبالي
كوليبالى كولوبالي جارا ديارا دياراه سيديبي صيديبي ديمبيلي سيسوكو سيسوخو سيسيكو كويتا دياباتي جاباتي دومبيا دومبويا
فوفانا فوفنا سانوغو سنوغو سانغاري سنغاري صنغاري باري بارّي بالدي بلدي سيلا سيلاه صيلا كوندي كوندى سوماري سماري سماكي
ساماكي تونكارا تونكرا واغي واغى دياغانا جاغانا كوياتي كورباج غاساما غساما ضرامي سوماح بانغورا كونتي كاليا كابا بامبا
واتارا وتارا ودراغو ويدراوغو ويدراغو سوادوغو كابوري ثيام صيام سيك ساك مبايي امباي امبي مباي نيانغ انيانغ ندور اندور
سين صين سان غي غاي غيي غويي لو مبو امبو مبوج امبوج امبودج ندونغو اندونغو ندياي دينغ دياني جانغ سيسيه جيتا دياتا مانيه
ماني مانى سانيا سانيانغ بوجانغ جالوه سانيه جاتا جوارا دجارا بارو دارابو كاه كونتا كنته المايغا سونكو صنكو زوما جوما
دياوارا جاورا باغايوغو بغايوغو بادجي باجي ساغنا ديديو تيندنغ غوميز غوميس مينديز مينديس سيلفا الشنقيطي الشنقيطى البكاي
الكنتي العلوي الإدريسي الادريسي الفاسي التازي المغربي الجزائري التونسي الليبي المصري السوداني الشابي الهمامي الحمداوي
الغربي الطرابلسي الورفلي المقريف القذافي بوعزيزي الجبالي المرزوقي السبسي العبيدي الرياحي الدريدي العياري الماجري
الزواوي القاسمي البوزيدي بلحاج بنعلي بنيس بنموسى بنكيران العثماني الراضي الرامي البقالي التوزاني الوزاني الناصري
السوسي المراكشي الريفي الفيلالي السعدي الحسني الحسيني العمراني العروسي لعروسي لعرج زيان بوقرة بوعزيز بوتفليقة حداد
قادري سعيدي مرزوق مرزوقي بوضياف خليفي زروال شنوف عمراني مسعودي سليماني حمداوي أوساغي أوكافور أوبي أديبايو أدييمي
أوكونكو إيزي أسانتي بواتينغ أوسو أجيمان مينساه أكوفو فوتسو مبارغا كامدم نغونو إيتو مبابي مبيدا
""".split()

_ELSEWHERE = """
antonio jose juan manuel francisco javier carlos miguel angel luis pedro pablo sergio fernando jorge alberto alvaro
raul ruben ramon enrique diego andres ignacio victor rafael roberto ricardo marcos gonzalo joaquin santiago maria
carmen isabel dolores ana laura cristina lucia marta elena sara paula nuria beatriz rosa silvia raquel teresa julia
irene alba monica yolanda antonia montserrat inmaculada esperanza joao nuno rui paulo tiago domingos adilson helder
ivone celeste filipa ines joana margarida quintino braima serifo aliu queba fatumata sadjo umaro mussa malam iaia
pierre michel philippe alain bernard jacques nicolas christophe laurent olivier thierry patrick gerard julien marie
nathalie isabelle sylvie catherine valerie sandrine chantal veronique celine sebastien guillaume marcel serge rene
john david michael james robert william thomas daniel joseph george charles paul peter mark stephen andrew kevin
blessing faith joy gloria grace mercy patience precious favour comfort esther ruth deborah victoria chidi emeka
chinedu chukwudi uche ngozi chioma ifeoma adaeze tunde bola femi yemi kunle folake osagie osas efosa kwame kofi kwaku
yaw akwasi abena akosua musa sani danjuma rabiu hauwa halima zainab aisha dauda garba bala bello lawal nuhu lotfi hedi
rim amel mounir karima nabil nasser hicham khadija redouane abderrahmane abdelkader mohammed hamid fouad jamila naima
latifa samira farid brahim lahcen abakar hissein mahamat idriss adoum mounkaila abdelaziz ait
""".split()
_OF_ELSEWHERE = frozenset(_ELSEWHERE)


def plain(word: str) -> str:
    """As this list compares: without marks, hamzas, the two ways to end in *a* and in *i*."""
    return bare(word).translate(_ONE_LETTER)


_ONE_LETTER = str.maketrans("أإآىة", "اااي" + "ه")


@cache
def _in_arabic() -> frozenset[str]:
    proposed = (proposed_arabic(name) for name, _ in listed())
    words = {word for name in proposed if name for word in name.split()}
    return frozenset(plain(word) for word in {*words, *_MEN, *_WOMEN, *_FAMILIES, *BEGIN_SO} if word not in CONNECTORS)


@cache
def _families() -> frozenset[str]:
    names = [name for name, _ in listed(FAMILY)]
    return frozenset(
        plain(word.casefold()) for word in (*_FAMILIES, *names, *filter(None, map(proposed_arabic, names)))
    )


@cache
def _given() -> frozenset[str]:
    return frozenset(map(plain, (*_MEN, *_WOMEN)))


def is_family(folded: str) -> bool:
    """Whether this word, in lower case, is a common name of families, which ends a name."""
    word = plain(folded)
    return word in _families() and word not in _given()


def is_known_name(folded: str) -> bool:
    """Whether this word, in lower case, is a common name of the region."""
    if is_arabic(folded):
        word = plain(folded)
        return word in _in_arabic() or (len(word) > 4 and word.startswith("ال") and word[2:] in _in_arabic())
    return bare(folded) in _OF_ELSEWHERE or len(folded) >= _SHORTEST and default().share(spelt(bare(folded))) >= BORNE
