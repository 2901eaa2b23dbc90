"""Which kind of name a record's names are, and the words of the trade that tell no company and no boat apart."""

from casefile.vocabulary import RecordKind

PERSON, ORGANISATION, VESSEL, PLACE, VEHICLE = "n", "o", "s", "g", "c"
NAMED_AS: dict[RecordKind, str] = {
    RecordKind.PERSON: PERSON,
    RecordKind.ORGANISATION: ORGANISATION,
    RecordKind.VESSEL: VESSEL,
    RecordKind.PLACE: PLACE,
    RecordKind.VEHICLE: VEHICLE,
    # The name on a phone, an account or a paper is its holder's.
    RecordKind.PHONE: PERSON,
    RecordKind.ACCOUNT: PERSON,
    RecordKind.TRAVEL_DOCUMENT: PERSON,
}
"""What kind of name a record's names are. Events and reports are missing: their names are titles, read as text."""

GENERIC: frozenset[str] = frozenset(
    "maritime maritimes peche pêche pesca fishing sarl suarl sa sas sasu eurl gie gmbh ltd limited llc inc co "
    "company corporation corp plc sl lda societe  société sociedad sociedade entreprise enterprise enterprises "
    "empresa ets etablissements établissements  groupe group grupo holding association asociacion associação ong "
    "ngo fondation foundation fundacion  federation union cooperative transport transports transit trading "
    "commerce commercial general generale  générale international internationale import export services service "
    "agence agency bureau office the la le  les l de du des d of and et y e el al for pour para en شركة مؤسسة "
    "جمعية منظمة pirogue bateau navire boat  vessel mv ms fv cayuco patera barco piroga chalutier".split()
)
"""Words of the trade in names of companies and boats: shared by all, so they tell nobody apart."""
