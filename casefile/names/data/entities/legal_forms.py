"""Legal forms of companies: how each is written, and the family of forms it belongs to.

Families follow what the law of each country gives the same consequences, as ISO 20275 (entity legal forms) and the
uniform act of the OHADA states on commercial companies group them: *limited* (members answer with what they put in),
*stock* (shares), *partners*, *trader* (one person's business), *shared* (economic interest groups, cooperatives),
*civil* (associations, foundations by form). Two forms of one family are one form in two languages.

`rigour.names.org_types` was tried: it knows 35 of 51 forms asked, those of Europe and Russia, and not ETS, SCI, Lda,
S.L., A/S, A.Ş. or the Arabic ones; a table of our own keeps keys the same when a library is raised.

Points and accents are put away before; words are those of `casefile.names.entities.reading`.
"""

from typing import Final

ANYWHERE, AT_AN_END, LAST = "anywhere", "at an end", "last"
"""Where the form may stand to be read as one: short ones are words or initials elsewhere (AS, AG, SA, PT)."""

FORMS: Final[tuple[tuple[str, str, str, str], ...]] = (
    # family, where, written, where it is used
    ("limited", AT_AN_END, "sarl|sarlu|suarl|sarl u|sasu|eurl|sas|sprl", "OHADA states, France, Maghreb, Belgium"),
    ("limited", ANYWHERE, "societe a responsabilite limitee|societe unipersonnelle a responsabilite limitee", "French"),
    ("limited", ANYWHERE, "societe par actions simplifiee|societe a responsabilite limitee unipersonnelle", "French"),
    ("limited", AT_AN_END, "ltd|limited|ltd co|co ltd|co limited|company limited|company ltd", "common law, China"),
    ("limited", AT_AN_END, "pvt ltd|private limited|pte ltd|pte limited|pty ltd|pty limited|pte|pty", "common law"),
    ("limited", AT_AN_END, "llc|l l c|wll|fzc|fze|fzco|fz llc|dmcc", "United States, Gulf"),
    ("limited", ANYWHERE, "limited liability company|private limited company|limited liability co", "common law"),
    ("limited", AT_AN_END, "inc|incorporated", "United States: here next to *limited*, as its translations are"),
    ("limited", LAST, "sl|slu|sll", "Spain"),
    ("limited", AT_AN_END, "lda|ltda|limitada", "Portugal, Guinea-Bissau, Cabo Verde, Brazil"),
    ("limited", ANYWHERE, "sociedad de responsabilidad limitada|sociedad limitada|sociedade por quotas", "es, pt"),
    ("limited", ANYWHERE, "unipessoal lda|sociedade unipessoal", "Portugal, Guinea-Bissau"),
    ("limited", AT_AN_END, "srl|s r l|srls", "Italy, Romania"),
    ("limited", ANYWHERE, "societa a responsabilita limitata|societatea cu raspundere limitata", "Italy, Romania"),
    ("limited", AT_AN_END, "gmbh|mbh|ug|ges mbh", "Germany, Austria"),
    ("limited", ANYWHERE, "gesellschaft mit beschrankter haftung", "Germany, Austria, Switzerland"),
    ("limited", LAST, "bv|bvba|besloten vennootschap|oy|ab|aps|as|kft|oü|ou|sia|uab|eood|ood|doo|dooel", "EU"),
    ("limited", ANYWHERE, "sp z oo|sp zoo|spolka z oo|spolka z ograniczona odpowiedzialnoscia|spol s ro|sro", "EU"),
    ("limited", AT_AN_END, "ooo|ооо|тоо|тов", "Russia, Kazakhstan, Ukraine"),
    ("limited", ANYWHERE, "общество с ограниченной ответственностью", "Russia"),
    ("limited", ANYWHERE, "obshchestvo s ogranichennoi otvetstvennostyu", "Russia, in Latin"),
    ("limited", ANYWHERE, "ltd sti|limited sirketi|sti", "Turkey"),
    ("limited", AT_AN_END, "sdn bhd|bhd|pt|berhad", "Malaysia, Indonesia"),
    ("limited", ANYWHERE, "有限公司|有限责任公司|株式会社|유한회사", "China, Japan, Korea"),
    ("limited", ANYWHERE, "ذمم|ذ م م|ش ذ م م|شذمم|شركه ذات مسووليه محدوده|ذات مسووليه محدوده|محدوده", "Arab states"),
    ("stock", AT_AN_END, "sa|s a|sae|saoc|saog|sal|sca", "French, Spanish, Portuguese; Egypt, Oman, Lebanon"),
    ("stock", ANYWHERE, "societe anonyme|sociedad anonima|sociedade anonima|societe par actions", "fr, es, pt"),
    ("stock", LAST, "ag|nv|se|asa|oyj|kgaa|tbk|psc|saa|sab de cv|sa de cv", "EU, Latin America, Gulf"),
    ("stock", ANYWHERE, "aktiengesellschaft|aktiengeselschaft|naamloze vennootschap", "German, Dutch"),
    (
        "stock",
        AT_AN_END,
        "plc|public limited company|public company limited|spa|ad",
        "common law, Italy, Algeria, Balkans",
    ),
    ("stock", ANYWHERE, "societa per azioni|anonim sirketi|anonim ortakligi", "Italy, Turkey"),
    ("stock", LAST, "as|corp plc", "Turkey (A.Ş.), Denmark (A/S), Norway"),
    ("stock", AT_AN_END, "jsc|ojsc|cjsc|pjsc|oao|zao|pao|ao|оао|зао|пао|ао|пат", "Russia and neighbours"),
    ("stock", ANYWHERE, "joint stock company|open joint stock company|closed joint stock company", "Russia, English"),
    ("stock", ANYWHERE, "public joint stock company|joint stock compan|joint stock co", "Russia, English; cut at 50"),
    ("stock", ANYWHERE, "акционерное общество|открытое акционерное общество|публичное акционерное общество", "Russia"),
    ("stock", ANYWHERE, "закрытое акционерное общество|aktsionernoe obshchestvo", "Russia"),
    ("stock", ANYWHERE, "شركه مساهمه|مساهمه|شركه مساهمه عامه|ش م ع|شمع|ش م ل|ش م م", "Arab states"),
    ("stock", ANYWHERE, "股份有限公司|股份公司|주식회사", "China, Korea"),
    ("partners", AT_AN_END, "snc|scs|lp|llp|kg|ohg|gbr|cv|gmbh and co kg|gmbh co kg|sc|scp|sep", "partnerships"),
    ("partners", ANYWHERE, "societe en nom collectif|limited partnership|general partnership", "partnerships"),
    ("partners", ANYWHERE, "societe en commandite simple|kommanditgesellschaft|شركه تضامن|شركه توصيه", "partnerships"),
    ("partners", AT_AN_END, "sci|societe civile immobiliere", "French law: holds a house"),
    ("trader", AT_AN_END, "ets|etablissement|etablissements|ent|ei|entreprise individuelle", "one trader's business"),
    ("trader", AT_AN_END, "sole proprietorship|ип|индивидуальный предприниматель", "one trader's business"),
    ("shared", AT_AN_END, "gie|groupement d interet economique|groupement interet economique|aeie|gei", "OHADA, EU"),
    ("shared", AT_AN_END, "scoop|scoops|coop ca|scoop ca|coop|scop", "cooperatives by OHADA's uniform act"),
    ("civil", AT_AN_END, "ev|e v|asbl|ry|onlus|aps ets", "registered associations"),
)
