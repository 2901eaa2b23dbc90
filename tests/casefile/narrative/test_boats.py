"""Boats are met by their names: right behind the word for a boat, or behind what describes it; nobody else is one."""

from datetime import date

import pytest

from casefile.narrative import read_narrative
from casefile.narrative.marks import What, read_marks

VESSELS = [
    ("propriétaire de la pirogue Yaye Diarra, joignable", "Yaye Diarra", "French"),
    ("pirogue yaye diarra", "yaye diarra", "lower case"),
    ("à bord de la pirogue « Yaye Diarra » le 7 mai", "Yaye Diarra", "in quotation marks"),
    ("pirogue nommée «Yaye Diarra», vue", "Yaye Diarra", "named, in quotation marks"),
    ('a boat "Yaye Diarra" left', "Yaye Diarra", "in straight ones"),
    ("شوهد القارب «ياي جارا» في كايار", "ياي جارا", "in Arabic"),
    ("le bateau nommé Serigne Touba 2 a quitté", "Serigne Touba 2", "named, with a number"),
    ("el cayuco Virgen del Mar, con 80 personas", "Virgen del Mar", "Spanish, small words inside"),
    ("the vessel called Kunta Kinteh left", "Kunta Kinteh", "English"),
]


@pytest.mark.parametrize(("text", "name", "why"), VESSELS)
def test_a_vessel_is_met(text: str, name: str, why: str) -> None:
    assert name in read_narrative(text, "SN").vessels, why


DESCRIBED = [
    # text, the name of its boat
    (
        "Le 3 mai, les gendarmes ont saisi une pirogue de couleur verte, propulsée par un moteur de 60 "
        "CV et portant sur la proue le nom Ndeye Khady.",
        "Ndeye Khady",
    ),
    ("Pirogue en fibre, env. 14 m. de long, coque rouge/noir, dite « Xarit Bu Baax », non retrouvée.", "Xarit Bu Baax"),
    (
        "le bateau de pêche, équipé de deux moteurs hors-bord\net chargé de bidons de carburant, "
        "s'appelait Fatou Binta",
        "Fatou Binta",
    ),
    ("une pirogue qui mesure environ vingt mètres et qui s'appelle Touba Kayor", "Touba Kayor"),
    ("PIROGUE BLEUE DE 18 M NOMMEE YAYE ROKHAYA SIGNALEE A KAYAR", "YAYE ROKHAYA"),
    ("a fishing boat (white, approx. 12 m long) named MV Aisha 3 was found", "MV Aisha 3"),
    ("Two boats left: a small green one, and a larger boat with a wheelhouse, called Manneh Kunda.", "Manneh Kunda"),
    (
        "a large wooden pirogue, brightly painted and fitted with two 40 horsepower engines, which is called Kairaba",
        "Kairaba",
    ),
    ("cayuco de unos 25 metros de eslora, pintado de rojo y amarillo, que se llama Ndiaga Ndiaye", "Ndiaga Ndiaye"),
    ("la embarcación, de fibra y con dos motores de 75 caballos, tenía por nombre «Nuevo Amanecer»", "Nuevo Amanecer"),
    ("Pesquero de bandera senegalesa, 24 m, casco azul, bautizado como Diamalaye II", "Diamalaye II"),
    ("una patera neumática gris rotulada con el nombre de La Paloma", "La Paloma"),
    ("canoa comprida de madeira, pintada às riscas verdes, que se chama Nha Terra", "Nha Terra"),
    ("o barco, com bandeira da Guiné-Bissau e 14 metros, tem o nome Ilha de Orango", "Ilha de Orango"),
    ("embarcação de fibra de vidro com 9 metros, batizada de Sol Nascente", "Sol Nascente"),
    ("شاهد الصيادون زورقا خشبيا كبيرا طوله حوالي 20 مترا ويحمل اسم فاتو كيني", "فاتو كيني"),
    ("قارب صيد تقليدي ملون بالأزرق والأصفر ويسمى بركة الله", "بركة الله"),
    ("السفينة البيضاء التي يبلغ طولها 30 مترا والمسماة النور", "النور"),
    ("Pirogue artisanale, motorisée, d'une longueur de 22 m, de couleur bleu ciel, dénommée Sope Naby.", "Sope Naby"),
    (
        "Les gardes-côtes ont arraisonné une embarcation transportant 112 passagers et baptisée « Diokel Diam ».",
        "Diokel Diam",
    ),
    ("un bateau de pêche en polyester de marque inconnue portant le nom de Jaboot Gi", "Jaboot Gi"),
    ("la pirogue (immatriculation SL 2210) nommée Mbegue Yalla n'est pas rentrée", "Mbegue Yalla"),
    (
        "A fibreglass boat, approximately nine metres in length with twin Suzuki outboards, named Lady "
        "Jankeh, was towed in.",
        "Lady Jankeh",
    ),
    (
        "Subject bought a second-hand trawler with grey superstructure and a black hull, called Atlantic Hope.",
        "Atlantic Hope",
    ),
    ("a canoe carrying 64 migrants and bearing the name Allah Bataa ran aground", "Allah Bataa"),
    ("vessel with Spanish flag and IMO 9074729 named Punta Roja", "Punta Roja"),
    (
        "Embarcación tipo cayuco, de unos 22 metros, de color verde, con el nombre Serigne Fallou pintado en la proa",
        "Serigne Fallou",
    ),
    ("barco pesquero con casco de acero y dos grúas denominado Puerto Nuevo Dos", "Puerto Nuevo Dos"),
    ("una lancha rápida con tres motores de 300 caballos, bautizada «Rayo»", "Rayo"),
    ("Piroga nhominka de 19 metros, sem matrícula visível, chamada Deus é Grande", "Deus"),
    ("uma canoa motorizada, de cor branca e verde, com o nome Bissau Velho, saiu de Cacheu", "Bissau Velho"),
    ("زورق صيد تقليدي يبلغ طوله 16 مترا مزود بمحرك 40 حصانا يحمل اسم «أمل الغد»", "أمل الغد"),
    ("ضبطت الدورية مركبا أبيض اللون كان يقل 70 مهاجرا اسمه نور الهدى", "نور الهدى"),
    ("pirogue verte de 15m, 2 moteurs, nommee mame boye, partie de kayar", "mame boye"),
    ("blue wooden boat, 14m, named sunu yaay, seen near tanji", "sunu yaay"),
]


@pytest.mark.parametrize(("text", "name"), DESCRIBED)
def test_a_boat_is_named_behind_its_description_and_the_description_is_no_name(text: str, name: str) -> None:
    assert read_narrative(text, "SN").vessels == (name,)


OTHERS = [
    "La pirogue bleue de 18 m a été louée à une dame nommée Awa Kandji.",
    "une pirogue de 18 mètres partie du village appelé Ndayane Plage",
    "The boat, 18 m long, belongs to one Lamin, called Pa Boat by his crew.",
    "A boat with a compass and a phone. The contact was called Modou Jarju.",
    "El cayuco, de 20 metros, era pilotado por Brahim, llamado El Rubio.",
    "El barco azul fue comprado por su cuñado, llamado Samba Seck.",
    "a canoa azul pertence a um comerciante chamado Braima Sani",
    "زورق أزرق يملكه تاجر يدعى سيدي ولد بابا",
    "le bateau a été remis à M. Faye, nommé commandant de la brigade de Mbour",
    "Une pirogue bleue immatriculée au nom de Fatou Diop.",
    "a boat registered in the name of Fatou Sowe",
    "La pirogue bleue et son piroguier appelé Ablaye Gning",
    "Le bateau transportait 80 personnes, dont une femme nommée Aminata Cissokho.",
    "The vessel was escorted to the port named Banjul Wharf.",
    "Un bateau gris. Il est nommé Mor Talla le chef.",
    "une pirogue dont le moteur, appelé Kaw Kaw, est tombé en panne",
    "Une pirogue verte est arrivée avec un mécanicien appelé Baye Laye.",
    "La pirogue a été achetée par l'association nommée Yaakaar.",
    "Le bateau de son oncle, nommé Serigne Mbacké, est à Mbour.",
    "A boat left; the agent named Bakary Touray stayed.",
    "The boat, which was blue, belonged to Ebrima and a partner called Sulayman Jaiteh.",
    "The boat headed for an islet called Dog Island.",
    "El cayuco iba a una cala llamada Punta Negra.",
    "La lancha la llevaba un muchacho llamado Hicham Rifi.",
    "A piroga foi guardada numa ilha chamada Caravela.",
    "O barco era de um tal chamado Quintino Mané.",
    "غادر القارب بقيادة بحار يدعى لمين سيسي",
    "وصل الزورق إلى قرية تسمى تانجي الجديدة",
    "pirogue de 18 m avec passeurs dont un nommé Modou Lo",
    "une pirogue et un camion appelé Dieuredieuf",
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_else_is_named_after_a_boat_is_no_boat(text: str) -> None:
    assert read_narrative(text, "SN").vessels == ()


def test_a_description_without_an_end_names_no_boat() -> None:
    long = " ".join(["avec deux moteurs"] * 8)
    assert read_narrative(f"Une pirogue bleue {long} nommée Mame Njaay.", "SN").vessels == ()


def test_a_described_boat_is_marked_where_its_name_stands() -> None:
    text = "vu una embarcación de madera con motor, de nombre santa rosaria, cerca"
    marks = read_marks(text, "ES", date(2026, 11, 26)).items
    assert [text[slice(*one.spans[0])] for one in marks if one.what is What.VESSEL] == ["santa rosaria"]
