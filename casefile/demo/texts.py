"""Sentences for the demonstration's reports, in the languages the units write. Places in braces are filled in."""

FRENCH = (
    "Le {day}, une pirogue est partie de {place} avec {people} passagers. Selon un témoin, {name}, {born}, tenait la "
    "liste et encaissait l'argent. Contact: {phone}.",
    "Interception au large de {place} le {day}: {people} personnes à bord, dont 6 femmes. Le capitaine a désigné "
    "{name}, {born}, comme propriétaire de la pirogue {boat}.",
    "Renseignement reçu le {day}: {name}, {born}, recrute des candidats au départ près de {place}. Il utilise le "
    "numéro {phone}.",
    "Perquisition à {place} le {day}. Saisis: deux moteurs de 40 chevaux, 700 litres d'essence et un carnet au nom de "
    "{name}. La pirogue {boat} était tirée sur la plage.",
    "Audition de {name}, {born}, arrêté à {place} le {day}. Il nie avoir organisé le voyage et dit ne connaître de la "
    "pirogue {boat} que le nom.",
)
ENGLISH = (
    "On {day} a boat left {place} with {people} persons on board. A passenger said that {name}, {born}, collected the "
    "money. Telephone: {phone}.",
    "Interception off {place} on {day}, {people} persons on board. The crew named {name}, {born}, as the owner of the "
    "boat {boat}.",
    "Information of {day}: {name}, {born}, keeps passengers in two compounds near {place} before departure. He is "
    "reached on {phone}.",
    "Search at {place} on {day}: 20 jerrycans, a compass and a list with the name {name}. The boat {boat} lay at "
    "anchor.",
    "Interview of {name}, {born}, at {place} on {day}. The person denies any part in the journey of the boat {boat}.",
)
ARABIC = (
    "في يوم {day} انطلق قارب من {place} وعلى متنه {people} راكبا. ذكر أحد الشهود أن {name} المولود سنة {year} هو من "
    "جمع المال. الهاتف: {phone}",
    "تم اعتراض القارب {boat} قرب {place} يوم {day}. صرح القبطان أن صاحب القارب هو {name} المولود سنة {year}.",
)
SPANISH = (
    "Nota del enlace: el {day} llegó un cayuco con {people} personas a {landing}. Un pasajero señaló a {name}, nacido "
    "en {year}, como patrón de la embarcación {boat}.",
)
PORTUGUESE = (
    "Informação recebida a {day}: a piroga {boat} saiu de {place} com {people} pessoas. O passador seria {name}, "
    "nascido em {year}, telefone {phone}.",
)
REPORTS: dict[str, tuple[str, ...]] = {"fr": FRENCH, "en": ENGLISH, "ar": ARABIC, "es": SPANISH, "pt": PORTUGUESE}
BORN = {"fr": "né en {year}", "en": "born in {year}"}
BORN_F = {"fr": "née en {year}", "en": "born in {year}"}

EVENT_TITLES = {
    "fr": ("Départ de {place}", "Interception au large de {place}", "Arrestation à {place}"),
    "en": ("Departure from {place}", "Interception off {place}", "Arrest at {place}"),
}
CASE_TITLES = {
    "fr": (
        "Trafic de migrants, {place} (démonstration)",
        "Départ de {place} (démonstration)",
        "Faux documents, {place} (démonstration)",
        "Transferts d'argent, {place} (démonstration)",
    ),
    "en": (
        "Migrant smuggling, {place} (demonstration)",
        "Departure from {place} (demonstration)",
        "Document fraud, {place} (demonstration)",
        "Money transfers, {place} (demonstration)",
    ),
}
GROUNDS = {
    "fr": (
        "Cité par deux passagers comme organisateur de départs. (Démonstration.)",
        "Recherché sur commission rogatoire pour trafic de migrants. (Démonstration.)",
        "Titulaire du numéro appelé la veille de trois départs. (Démonstration.)",
    ),
    "en": (
        "Named by passengers as the organiser of two departures. (Demonstration.)",
        "Sought on a warrant for migrant smuggling. (Demonstration.)",
        "Receives the money of passengers, by two transfers. (Demonstration.)",
    ),
}
WATCHLISTS = {
    "SN-DKR": ("Organisateurs 2026", "Pirogues et moteurs"),
    "GM-BJL": ("Organisers 2026", "Boats and engines"),
    "MR-NKC": ("Passeurs 2026", "Pirogues"),
}
SUSPICION = {
    "fr": "Mis en cause par des déclarations concordantes. (Démonstration.)",
    "en": "Implicated by consistent statements. (Demonstration.)",
}
BUSINESSES = ("{0} Transport", "GIE {0} Pêche", "{0} Marine Services", "{0} Voyages", "{0} Fishing Company")
