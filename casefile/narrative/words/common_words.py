"""Common words of reports that no list of small words holds, in five languages: where names have no capitals, they are
not read as names. Data.

Verbs, nouns and adjectives of what such reports tell: movement, search, sea, money, talk, law. Words that are names as
well in the region (Rose, Grace, Sunday, Costa, Luz, Moreno, Fall, Sall; in Arabic letters Alpha, Sarr,
Ba) stay out.
"""

from casefile.narrative.words.stopwords import is_arabic, with_and_without_accents

_FRENCH = """
rouge bleu bleue verte noire jaune grise baptisé baptisée coque accepté accompagné acheté agissant agit aller alerté
amené annoncé appris apporté arrivé arrivée arrivées arrivés atteint attendait attend attendu attendre autorisé
autorisée avisé avisés bloqué caché cachée cherche cherchait circulait circule commencé communiqué compris conduisait
conduit conduite confirmé connaît contacté contrôlé contrôlée convoqué coulé couché débarqué débarqués découvert
découvrir demandé déplacé descendu détenu détenus devait devaient dirigé dirigeait disant disparu dispose donné donnée
dormi échappé écrit effectué embarqué embarqués emprunté encaissé enlevé entendu entendue entré envoyé établi évadé
examiné expliqué fourni fouillé garde gardé gardait gère géré habite habitait héberge hébergeait identifié identifiée
identifiés indique indiqué informé intercepté interrogé jeté laissé livré loge logeait loue loué louait mené mis mise
montré noté notifié observé obtenu opère organise organisait ouvert paie paierait parle parlé parti partie partis
partait passé passe patrouille payé payait perçu perdu poursuivi possède précise précisé prend prendre présenté
présentée présentés prévenu pris prise procédé promis quitté raconté ramené rapporté reçoit reçu récupéré rédigé
refusé rejoint relâché remis remise rencontré rencontrait rendu rentré repéré répondu reste resté retenu retourné
retrouvé revenu révélé roulait rédigée rassemblé saisis saisit semble serait signalé signalée sorti sortie soupçonné
stationné suivi suivait tenait tenu tenté tient transféré transmis transporté transportait travaille travaillait
utilise utilisait utilisé vend vendu venait venu vérifié verse versé vient vit vivait vivent vole volé voyage
voyageait accord achat acte action activité adresse aéroport affaires aide aile altercation appartement appel appels
appui argent arme armes arrivant article attente audience audition aube auto autorités avance avocat bagage bagages
bidon bidons billet billets boisson bord bordure boutique bureau cabine cache calme campement canal car carburant
cargaison carrefour cas cause cellule centaine certains chambre chantier charge chef chemin cheval chevaux chose
choses ciel clandestin clandestine clandestins clandestinement code coin colis collègue collègues commerce compagnie
complices comportement concerne conditions confiance contrebande contrôle convoi copie corps côté côtes coup coups
cour cours course crime crise danger début déclaration défense délai délit demande dernier dernière derniers direction
distance document documents domicile dortoir drogue droit droits durée eau eaux école électronique embarcation
embarquement emploi endroit enfants enquêteurs ensemble entrée entrepôt environs époque équipe équipement escale
espèces essence état étage étranger étrangers évènement examen exception expédition façon faits famille fausse faux
feu feuille fils fin flagrant flotte fois fond force formation forme frais frappe frontière frontières fuite futur
gilet gilets gouvernail grand grande grands gros grosse groupe groupes hangar haute hauteur haut heures hier homme
hôtel huile île îles image immeuble individus information informations infraction interception interrogatoire
intérieur irrégulière jeune jeunes jeudi joignable journée juge justice kilomètres lettre lieux ligne lit lits liste
local locaux loi longue lourd lourde lumière magasin main maison maisons marchandise marché marin marine marins
matériel matières mauvais médecin mer message messages mesure mesures mètres midi milieu militaire militaires mineurs
minuit minutes mission moment monde montant moteur moteurs moyen moyens mur natif naufrage navigation nord nouveau
nouvelle nuits objet objets occupants officier opération opérations ordinateur ordre ordures origine outre pain paquet
parcelle part parties passage passager passagers passant pays peau pêche pêcheur pêcheurs peine pendant perquisition
personnel petit petite petits peur photo photos pièce pièces pied pieds pièges place plainte plan planque plein pleine
pluie point points poissons poste postes présence présent présente preuve prison prix problème procédure procureur
proche proches produit profession projet propos propriété province prêt puis quai quantité quelques question questions
raison rapide rapidement recherche recherché recherchée recherches régulier relation rendez-vous renseignement
renseignements requête résidence responsable ressortissants résultat retard retour réunion rien rive rivière rue sable
sac sacs saison salle sauvetage secours secteur sécurité semaine semaines sens service services seul seule signe
situation soeurs soldat somme sommes sorte source sources sud suite suivant suivante sujet surveillance système tard
taxi témoignage temps tendu tentative terrain terre terres tête titulaire total tour touriste trace traces traite
trajet tranquille transfert transport travail traversée tribunal troisième trouve type uniforme unité urgence usage
vague vagues valable valeur vélo vent ventes vêtements victuailles vide vie vieux village vin visage visite vitesse
vivres voie voile voisin voisins voix vol volonté volontaire vraie vue zone zones habituel habituelle plage plages
presque souvent toujours jamais rarement ensuite enfin finalement notamment également environ devant derrière dessus
dessous dedans dehors ailleurs partout loin près autour lorsqu jusqu parce chaque aucun aucune certaine nombreux
nombreuses divers diverses lequel laquelle lesquels celui celle ceux celles
"""
_ENGLISH = """
able accepted accompanied across admitted afraid again against agreed aid airport almost alone already although
always among amount answer anyone appears approached arranged arrived arriving asked assisted attempted away back
bag bags base based beach became because bed began behind being believed belonging below best better between big
black blue board boarded boarding body bought box boys bring broke broken brothers brought building bus business
buyer buys calls came camp canoe canoes cannot cargo carried carries carry carrying cash caught cause caution centre
certain charge checked checkpoint clothes coast coastal cold collected come comes coming company compound condition
contact contacted control convoy coordinates copy corner could country court crewed crime criminal cross crossed
crossing currency current cut danger daily dark deal dealer dead deep delivered deployed describes described
detained detention died diesel different direction disappeared discovered district document documents dollars done
door dozen drinking drive drives driving drove drowned drugs during each early east eastern empty engine engines
enter entered entrance equipment escaped escorted estimated even every evidence examined except expected explained
face facilitator fact false family far fast feared fees few fibre field final find fish fisherman fishermen fishing
flat fled fleet flight food foot forced foreign forged former forward fraud free fresh front fuel full further gang
gave general get gets girls give given gives go goes going gold good goods got great green ground group groups guard
guarded guest guide had half hand hands happened harbour head headed heading hear heard heavy height held help
helped here hid hidden hide high himself hired hold holder holding holds home hospital hotel hour hours house houses
however illegal illegally immediately including incident indicated inflatable informant information informed inland
inside inspected instructions intelligence intended intercepted interviewed involved island islands items jackets
job joined joint journey just keep keeps kept kilometres knew know knows land landed landing large last late later
launched lawful lead leader leads learned leave leaves leaving led left less letter licence life light like likely
line list litres little local located location loaded long longer look looked looking lost lot low luggage machine
made main major make makes male management many market masked master means medical meet meeting member members men
message messages met metres middle migration military million minor minutes missing money months more mostly motor
mouth move moved movement moves moving much must nationals nationality nautical naval navy nearby need never new
news next none normal north northern note noted nothing obtained occasion occupants office often oil old once
ongoing only onto open opened operation operations operates order orders organise organised organises other others
outboard outside owed own paid papers parked part parts party passage passed passenger passengers past patrol
patrols pay paying payment pays people perhaps period photo photos phoned picked pick pickup place places plan
planned planning plans plus point port possible pounds present pretended price prison private probably proceeded
produced promised property provided provides put quarter questioned quickly ran rate reached ready real really
reason received recently recorded recruited recruiter recruits red reference refused registered related released
relevant remained remains rented rents repaired reported reportedly request required rescue rescued resides
residence residents rest result return returned rice ride rights river room rooms route run running runs sail sailed
sailing sailor sailors same sand saw sea search searched seat secret secretly section secure seem seems seen sell
sells send sends sent separate served service several shared shelter shop shore short shot show showed shown side
sighted signed similar since single sisters sit site sits situation slept small smuggled smuggling sold soldier
soldiers some someone something soon south southern speak speaks spent spoke spotted stand standing started
statement station stay stayed stays still stolen stop stopped storage store stored street strong sum supplied
supplier supplies supply support suspected swam take taken takes taking talk talked tank taxi team tell tells ten
tent term terms them themselves thing things think third thought three through time times together told took top
total tourist towards tracked traffic trafficked trafficker trafficking transfer transferred transit transport
transported travel travelled travelling travels tried trip truck true trust try trying turned twice type unit
unknown until upon use used user uses usually valid various very via victims video view visit visited voyage wait
waited waiting walked wall want wanted wants warehouse water waters wave waves way weapon weapons wears weather week
weeks well went west western wet whether white whole will wind window wireless within wooden words work worked
worker workers working works worth would wounded writes written wrote yard yesterday yet
"""
_SPANISH = """
roja negra azul amarillo amarilla bautizada bautizado casco denominada denominado eslora abandonó abordo abrió acabó
aceptó acompañado acompañaba acompañante acordó actuación actuantes acta acuerdo además agentes agua aguas ahora aloja
alojaba alojamiento alquila alquiló alto alta altura amanecer ambos anoche anterior antes apareció apoyo aproximó
arena arma armas arribada asistencia asunto atestado auto autoridad autoridades aviso ayer ayuda bajo banda barca base
bidones bidón billetes bolsa bolsas bordo botella búsqueda caballos cada calma calle cámara cambio camino campo
cantidad capitanía carburante cargo carga casa casas caso centro cerca chalecos chaleco cien ciento claro cobra
cobraba cobró comida como compañero compañeros compra compró comprobó conduce conducía conducido conduciendo
conductores conforme conoce consigo consta contacto contactó contiene contrabando control corriente cosa cosas costa
costas cuales cualquier cuanto cuarto cuatro cuerpo cuyo dado daño daños datos debajo debe debía decir declara
declaración declaró dejó delante delito demás dentro derecho derechos desaparecido desconocido descubierto después
destino detención detuvo detrás deuda día dice dicen dicha dicho dijo diligencias diligencia dinero dirige dirección
dirigía documento documentos dónde dos duerme dueño durante efectivo efectos embarcaciones embarcó embarcados
emprendió encargado encontraba encontró encuentra entonces entrada entrado entrega entregó entró envió equipo era
escapó escondido escondite espera esperaba está estaba estaban estado estancia euros europea existe expediente
extranjero extranjeros falsa falso falsos familia fecha fin final fondo forma fotografía fotografías frente frontera
fuera fuerte fueron fuerza funcionarios gasolina gente gestiona grande grandes grupo grupos guarda guardaba habían
habitación habla habló hace hacen hacer hacía hacia halló hallaron hecho hechos hijos hombre hombres hora horas hoy
huida huyó idea identificado identificada identificó igual ilegal incautado indica indicó individuo individuos informa
información informó inmediato instruida interior intervenido intervino investigación irregular isla islas joven
jóvenes jueves judicial juez juicio junto kilómetros lado lancha lanchas largo lejos libre limpio línea lista litros
llama llamada llamadas llaman llega llegado llegan llegar llegaron llegó lleva llevaba llevaban llevado llevó local
luego lugar lunes madrugada mala malo mano manos mañana máquina marítima martes material máximo media medianoche medio
mediodía menor menos mensaje mensajes mercado meses metros miedo miembro miembros miércoles millas minutos mirar misma
mismo mitad modo momento monta motor motora motores motos mucho muelle muere muerto mujeres multitud mundo nacional
nada nadie natural navegación navega navegaba naufragio necesita neumática niega ningún ninguna nombre nombres norte
noticia nuevo nuevos número nunca objeto objetos obra obtiene ocupantes ocupación ocho ocurrió oficina ofrece oleaje
operación orden ordenador organiza organización orilla otra otras otro otros paga pagaba pagado pagar pagaron pago
países palabra papel papeles parada pareja parte partes participa partió pasa pasado pasajero pasajeros pasar pasó
patrulla pequeña pequeño peligro permanece permiso personada personado pescador pescadores pescado pesca pesquero pide
pidió pies piso pistola placa plan playa playas población poca poco poder polizón porque posible posterior
posteriormente precio pregunta preguntado presencia presenta presentado primer primero principal prisión procede
procedente procedimiento procedió producto prófugo prometió pronto propia propio próximo prueba pueblo puede pueden
puente puerta puertos puesto punto queda quedó quería quiere quinientos radio rápido razón realiza realizado realizó
recibe recibió recluta reclutador recoge recogió reconoce recorrido red referido registro regresó relación remolcó
rescatado rescatados rescate responsable resto resultado reunión rumbo saber sabe sacó sala sale salen salida salidas
salieron salió salvo sangre secreto segunda segundo segura seguridad seguro seis semana semanas semirrígida señor
señora señal ser sido siempre siete siguiente siguió sin sino sistema sitio situación sobre solamente sola solo sólo
soplaba sospecha subió sucede suelo sujeto suma sur también tampoco tanto tarde tarjeta temporal tenía tenían tener
tercer tercera tiempo tiene tienen tierra tipo tipos titular toda todas todo todos toma tomaron tomó total trabaja
trabajaba trabajo trae traficante tráfico tramo transporta transportaba traslada trasladado trasladados trasladaron
través travesía treinta tres tripulante tripulantes últimos último única único unidad unos usaba usado usan usar usa
utiliza utilizado utilizaba vale valor vano varias varios vecino veces vehículos veinte vendedor vende vendió venía
venta ventana verano verdad vestido vez viaja viajaba viajan viajar viaje viajes vida viejo viento vigilancia vigila
visita vista visto vistos vivía vivienda viviendas vive viven víveres voz vuelo vuelta vuelve zona zonas
"""
_PORTUGUESE = """
vermelho vermelha amarelo amarela preta cinzento batizada batizado casco denominada denominado nome abandonou
abordagem abriu aceitou acompanhado acompanhava acordo além agente agentes água águas agora aloja alojamento aluga
alugou alto alta altura amanhecer ambos anterior antes apareceu apoio apreendida apreendido apreendidos apreensão
areia arma armas assunto auto autoridade autoridades autorizou aviso avisadas avisado ajuda baixo barca barcos base
bidões bilhetes bolsa bordo busca buscas cabo cada calma calmo cambio caminho campo canoas capacidade carga cargo
casas caso cavalos centro cerca certo chefe chegam chegar chegaram chegou cidadão cidadãos coletes combustível comida
como companheiro companheiros compra comprou compareceu conduz conduzia condutores conforme conhece consigo contactou
contacto contém contrabando controlo corpo corrente coisa coisas costeira costeiro crime cuja cujo dado dados dano
debaixo declara declaração declarou deixou dele dela delito dentro depois desconhecido descoberto desde destino
detenção deteve detidos detrás dívida direito direitos disse diz dizem documento documentos dois domicílio dorme dono
duas durante efetuou embarcação embarcações embarcou encarregado encontrados encontrado encontrava encontrou então
entrada entrega entregou entre entrou enviou equipa era eram escapou escondido espera esperava está estava estavam
estado estrangeiro estrangeiros europa existe expediente falou fala falsa falso família fazem fazer faz fez ficou fica
fim final foi foram fora forma fotografia frente fronteira fronteiras fuga fugiu fundo futuro gasolina gente gere
grande grandes grupo grupos guarda guardava habitação haver havia hoje homem homens hora horas ilegal ilhas indica
indicou indivíduo indivíduos informa informação informadas informado informou interior investigação irregular jovem
jovens juiz junto lado lancha lanchas largo lavrado leva levava levaram levou lei linha lista litros local longe logo
lugar luta madrugada maior mala mandou maneira manhã mão mãos máquina marinha marítima material média meio meia menor
menos mensagem mensagens mercado meses mesma mesmo metros migração milhas mil minutos momento montante mora morava
morto motor motores motos mulheres muita muitos mundo nacional nada não natural naufrágio navega navegava negou nenhum
nenhuma ninguém noites norte nosso nova novo novos nunca objeto objetos obra ocupantes oito ontem onda ondas operação
ordem organiza organização outra outras outro outros paga pagava pagar pagou pagamento país países palavra papel
papéis parte partes partidas partiu passa passado passador passadores passageiro passageiros passagem passar passou
patrulha pediu pede peixe pequena pequeno perigo permanece permissão perto pesca pescador pescadores pessoal pistola
plano pode podem polícias população porque posse possível posto povoação pouca pouco preço pergunta presença presente
presidente primeira primeiro principal prisão procede proveniente processo procurado produto prometeu promete própria
próprio próximo prova quarto quatro quem quer queria quinhentos rádio rapidamente razão realizou recebe recebeu
recruta recrutador recolheu rede referido registo regressou relação residente resgate resgatados responsável resto
resultado reunião rumo sabe sabia saída sai saem sair saiu saíram salvamento sangue secreto secção segue seguida
seguinte seguir seguiram seguiu segunda segundo segurança seguro seis semana semanas senhor senhora sempre ser será
serviço sete sinal sistema sítio situação soma só sopra soprava sozinho sua suas sul suspeita tal também tanto tarde
tempo tenda tenta tentou ter terá teria terra tinha tinham tipo tirou titular toda todas todo todos toma tomou total
trabalha trabalhava trabalho traficante tráfico transporta transportava transportou trata travessia três tripulante
tripulantes trouxe último única único unidade usado usa usam usava utiliza utilizava vale valor várias vários vende
vendeu venda vento ver verdade vez vezes viaja viajava viagem viagens viatura viaturas vida vigia vigilância vinha
vinte visita vista visto vistos vive viveu vivia víveres vivem volta voltou zona zonas
"""
_ARABIC = """
يسمى تسمى يسمي تسمي سمي سميت يملك تملك يمتلك تمتلك يقوده تقوده يقودها قاده قادها قاد قادت قراءة آلية جمهورية معني
معنيون معنيين الأول الثاني ركب ركبت ركبوا أبحر أبحرت أبحروا انطلق انطلقت انطلقوا غرق غرقت غرقوا أنقذ أنقذت أنقذوا عاد
عادت عادوا رجع رجعت رجعوا سافر سافرت سافروا طلب طلبت طلبوا أعطى أعطت استلم استلمت تسلم تسلمت اشترى اشترت باع باعت حمل
حملت اتفق اتفقت اتفقوا وعدت هدد هددت ضرب ضربت هرب هربت هربوا فرت فروا اختفى اختفت اختبأ مات ماتت ماتوا توفي توفيت جرح
جرحت أصيب أصيبت نزل نزلت نزلوا صعد صعدت صعدوا وضع وضعت أخذ أخذت أخذوا ترك تركت تركوا أرسل أرسلت رفض رفضت حاول حاولت
حاولوا استطاع تمكن تمكنت تمكنوا بدأ بدأت انتهى انتهت استمر استمرت بقي بقيت بقوا ظل ظلت أصبح أصبحت كانا كانتا يكون تكون
ليس ليست يريد تريد أراد أرادت أرادوا يعرف تعرف عرف عرفت رأى رأت شاهدت شاهدوا سمع سمعت أكد أكدت أكدوا نفى نفت أضاف
أضافت أوضح أوضحت أشار أشارت كشف كشفت اشتبه يشتبه أبلغ أبلغت أخبر أخبرت أخبرنا سجل سجلت تسجيل تسجيله تسجيلها مسجل مسجلة
كتب كتبت وقف وقفت توقف توقفت أجرى أجرت جرى جرت تلقى تلقت تلقينا وجد وجدت وجدنا وجدوا فتش فتشت صادر صادرت مصادرة حدد
حددت تحديد يحمل تحمل يحملون يرتدي ترتدي يستقل تستقل يستقلون يستخدم تستخدم استخدم استخدمت يستعملون يتحدث تتحدث يتكلم
تتكلم يتواجد تتواجد متواجد متواجدة يتردد تتردد ينتمي تنتمي ينحدر تنحدر ينتظر تنتظر انتظر انتظرت ينقل ينقلون يبيع تبيع
يشتري تشتري يجمع تجمع يوزع يستقبل تستقبل يأوي يخفي تخفي أخفى أخفت مخبأ يتقاضى تتقاضى تقاضى تقاضت يتولى تتولى تولى تولت
يشرف تشرف يتعامل تتعامل يتعاون يساعد تساعد ساعدت يرافق ترافق رافق رافقت مرافق مرافقة يرافقه ترافقه برفقته برفقتها يتصل
تتصل اتصلت اتصلوا متصل يرسل ترسل يدفع تدفع يدفعون مدفوع حضر حضرت حضروا حضور غائب غائبة يخرج تخرج يدخل تدخل يصل تصل
يغادر تغادر يتوجه تتوجه يعود تعود يذهب تذهب ذهب ذهبت ذهبوا جاء جاءت جاؤوا يأتي تأتي أتى أتت مر مرت مروا يمر تمر عبر
عبرت عبروا يعبر تعبر عبور اعتقل اعتقلت اعتقلوا احتجز احتجزت احتجزوا استجوب استجوبت استدعى استدعي استدعت أحالت أطلق
أطلقت أفرج سراح قدم قدمت قدموا تقدم تقدمت تعرض تعرضت قام قامت قاموا يقوم تقوم يتضح اتضح ظهر ظهرت يظهر تظهر بدا بدت
عثرنا لاحظ لاحظت لاحظنا راقب راقبت تتبع تتبعت رصد رصدت اعترض اعترضت طارد طاردت لاذ لاذت فرار هروب أمسك ألقى ألقت ألقي
يلقى سبق اعتدى اعتدت سرق سرقت قتل قتلت خطف خطفت اختطف اغتصب أجبر أجبرت استغل استغلت استغلال جند جندت يجند تجند تجنيد
أقنع أقنعت أوهم احتال احتيال نصب زور تزوير طول طوله طولها عرض عرضه عرضها مترا متر أمتار كيلومتر كيلومترا كيلومترات كلم
ميلا أميال بحري بحرية بحريا عقدة وزن وزنه وزنها كيلو كيلوغرام كيلوغراما لتر لترا لترات صفيحة برميل براميل خزان خزانات
بنزين مازوت محروقات خشب خشبي خشبية خشبيا مطاطي مطاطية حديد حديدي حديدية بلاستيك بلاستيكي بلاستيكية ألياف زجاجي زجاجية
مصنوع مصنوعة مطلي مطلية مدهون مدهونة أبيض بيضاء أسود سوداء أزرق زرقاء حمراء أخضر خضراء أصفر صفراء رمادي رمادية بنية
برتقالي برتقالية بنفسجي بنفسجية غامق غامقة داكن داكنة مخطط مخططة شريط خطوط لونها لونهما ألوان جديد جديدة قديم قديمة
كبيرة صغير صغيرة صغار كبار طويل طويلة قصير قصيرة سريع سريعة سرعة سرعته بطيء ثقيل ثقيلة خفيف خفيفة متوسط متوسطة مليء
مملوء مملوءة فارغ فارغة محمل محملة كاملة مجهول مجهولة مجهولين معلومة مفقود مفقودة مفقودين مسروق مسروقة مزور مزورة مزيف
مزيفة صحيح صحيحة خاطئ مشبوه مشبوهة مشتبها مطلوب مطلوبة مطلوبين محتجز محتجزة محتجزين محتجزون موقوف موقوفة موقوفين معتقل
معتقلة معتقلين ناجين ناجون غريق غرقى قتيل قتلى جريح جرحى جثة جثث مريض مريضة مرضى متهم متهمة متهمين متورط متورطة
متورطين مشارك مشاركة مشاركين مختبئ مختبئين متجه متجها متجهة متجهين قادم قادما قادمة قادمين قادمون عائدا عائدين أشقاء
إخوة أقارب أقاربه عائلة عائلته عائلتها عائلات أسرة أسرته أسر جاره جيران صديقته أصدقاء أصدقائه زميل زميله زملاء شريكه
شركاء رفاق مجموعة مجموعات جماعة أفراد عناصر عنصر أعضاء عضو مدير نائب ضابط ضباط جندي جنود بحارة صيادين صيادون تجار عمال
موظف موظفين طلاب أستاذ ميكانيكي سمسار سماسرة وسيط وسطاء مجند مرشد حراس نساء رجال أطفال قاصر قاصرا قاصرين قصر شباب شابا
شابان شابين فتاة فتيات رضيع رضيعة مسن أجنبي أجنبية أجانب مواطن مواطنة مواطنين مواطنون سكان أهالي هوية هويته هويتها
وثيقة وثائق أوراق أوراقه ورقة رخصة شهادة صورة صورته صور نسخة ختم توقيع عقد إيصال فاتورة دفتر قائمة لائحة استمارة نموذج
تأشيرة تأشيرات إقامة جوازات بطاقات هواتف شريحة شرائح رسالة رسائل مكالمة مكالمات واتساب فيسبوك تيليغرام حسابات حسابه
تطبيق إنترنت موقع مواقع صفحة رابط رقمه رقمها أرقام سلاح أسلحة مسدس سكين ذخيرة مخدرات حشيش كوكايين سجائر كحول بضاعة
بضائع سلع شحنة حمولة حمولته حاوية صندوق صناديق كيس أكياس حقيبة حقائب ملابس قميص سروال حذاء معطف قبعة ماء مياه طعام خبز
أرز سمك أسماك غذاء دواء أدوية سترة أدوات معدات جهاز أجهزة بوصلة حبل حبال مرساة شباك مجداف حافلة حافلات دراجة دراجات
نارية شاحنات سيارات سيارته سيارتها قوارب زوارق مراكب سفن باخرة عبارة طائرة قطار مطار محطة موقف مرآب ورشة مستودع مخزن
غرفة غرف فندق شقة شقق عمارة بناية كوخ خيمة مخيم مزرعة حقل غابة صحراء جبل نهر بحيرة خليج رأس مصب جسر سوق مسجد مدرسة
مستشفى مصحة سجن مخفر مفوضية ثكنة حاجز نقطة نقاط معبر معابر ضفة ضفاف رصيف مرفأ شواطئ جزر أرخبيل بلد بلده بلدان عاصمة
أحياء شوارع ساحة زقاق عنوان عنوانه عنوانها منزله منزلها بيته بيتها داره مسكن مسكنه مقيم مقيما مقيمة قاطن قاطنة ساكن
ساكنة أسبوع أسبوعين أسابيع يومين أيام شهرين شهور أشهر سنتين سنوات أعوام عامين ساعتين ساعات دقائق لحظة لحظات وقت الوقت
حين حينها عصرا فجرا منتصف شهريا يوميا أسبوعيا سنويا ماضي الماضي الماضية القادم القادمة الجاري الجارية المقبل المقبلة
الحالي الحالية الأولى الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس السادسة السابع السابعة الثامن
الثامنة التاسع التاسعة العاشر العاشرة الحادي عشر أولا ثانيا ثالثا أخيرا مؤخرا فورا حينا أحيانا دائما غالبا عادة مرة
مرتين مرات مجددا سويا معا بعدها قبلها بعدما قبلما ريثما بينهم بينهما منهم منها منه فيها فيه عليه عليها إليه إليها لديه
لديها معه معها معهم له لها لهم بها بهم عنه عنها عنهم أنه أنها أنهم إنه إنها وهو وهي حوله ولم لكون بأن بأنه بأنها سوى
إلا نفس نفسه نفسها ذات ذاته ذاتها مثل أكثر أقل آخر أخرى آخرين خمسمائة ستمائة سبعمائة ثمانمائة تسعمائة مائتي مئتي
مائتين مئتين ثلاثمائة أربعمائة ملايين مليون مليونا مليار ألفين آلاف اثنين اثنتين خمس ست سبع ثمان ثماني تسع عشرات خمسين
ستين سبعين تسعين أربعين خمسا جريمة جرائم جناية جنحة مخالفة مخالفات تهمة تهم اتهام عقوبة غرامة كفالة شكوى شكاوى بلاغ
بلاغات إفادة إفادات أقوال أقواله أقوالها تصريح تصريحات تصريحاته استجواب استنطاق استماع مقابلة معاينة مداهمة كمين
تحريات تحقيقات أبحاث بحث متابعة تعقب تنسيق تعاون طلبات مذكرة أمر أوامر قرار قرارات إجراء إجراءات تعليمات برقية إرسالية
مراسلة خبر أخبار حادث حادثة حوادث واقعة وقائع ظروف سبب أسباب غرض هدف نية خطة مشروع طريقة وسيلة وسائل كيفية حالة حالات
وضعية وضعيته صفة صفته علاقة علاقته علاقات صلة دوره دورها نشاط نشاطه أنشطة مهنة مهنته مهنتها عمل عمله عملها أعمال شغل
وظيفة أجر أجرة أجرته ثمن ثمنه ثمنها سعر تكلفة قيمة قيمته قيمتها مبالغ مبلغا مالية ماليا مصاريف رسوم تحويل تحويلات
حوالة حوالات بنك مصرف وكالة دفعة دفعات نصف ربع ثلث مجموع إجمالي أرباح ديون مقابل إنقاذ وفاة وفيات موت إصابة إصابات
علاج إسعاف نقله نقلها نقلهم إبحار انطلاق مغادرة وصوله وصولها وصولهم توقيفه توقيفها توقيفهم اعتقاله ضبطه ضبطها تسليم
ترحيل إعادة عودة سفره تنقلات دخول خروج مرور إخفاء إيواء شحن تفريغ شراء بيع كراء استئجار إيجار تنظيم تمويل تزويد إمداد
تجهيز إصلاح صيانة قيادته مساعدة مساعدته مشاركته حماية رعاية طاقم أفراده متنه متنها ظهره داخله داخلها خلفه أمامه جانبه
قربه
"""
_NAMES = frozenset(
    """
    bala banda bay ben ali bordo camara cámara costa dado dia hacen fine justice lado lo luz mala mane marin marine
    maria moto modo mora rosa saco sacó sal sala sall salvo sane barry santa seen ser sol sola solo suma tel toma
    val vieux will
    """.split()
)
"""What is somebody's name too, or would be without its accent."""

COMMON: frozenset[str] = with_and_without_accents(f"{_FRENCH} {_ENGLISH} {_SPANISH} {_PORTUGUESE} {_ARABIC}") - _NAMES
"""In lower case, with and without accents."""

_NO_FAMILY = ("ة", "ى", "ات", "ون", "ين")
"""Arabic words that end so are no family's name behind an article; others are: الأخضر, الطويل, الجندي."""
_BEFORE, _BEHIND = ("بال", "لل", "و"), ("هما", "هم", "ها", "ه")
"""*In the*, *to the*, *and*; *theirs*, *hers*, *his*: دخولهم, their entry."""
_SHORTEST = 3
"""Letters of a word with such a piece: بالمر is Palmer, and no *in the* with *he passed*."""


def is_common(folded: str) -> bool:
    """Whether it is one of these; in Arabic also with what is written to a word, and behind an article where no family
    is called so."""
    if folded in COMMON or not is_arabic(folded):
        return folded in COMMON
    words = [folded.removeprefix(piece) for piece in _BEFORE] + [folded.removesuffix(piece) for piece in _BEHIND]
    stem = folded.removeprefix("و").removeprefix("ال")
    if stem.endswith(_NO_FAMILY):
        words.append(stem)
    return any(len(word) >= _SHORTEST and word in COMMON for word in words)
