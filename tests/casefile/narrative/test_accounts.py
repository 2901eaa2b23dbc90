"""Accounts on platforms in a report: read with their platform, as whoever wrote the page's address reads them."""

import pytest

from casefile.narrative.codes import read_identifiers
from casefile.narrative.marks import What, read_marks
from casefile.subjects.identifiers import normal
from casefile.vocabulary import IdentifierKind
from tests.casefile.narrative.test_marks import TODAY

ACCOUNTS = [
    ("Facebook : Mame Boat\nTél : 77 345 12 90", "facebook:mame boat"),
    ("Il utilise le compte Facebook « Passeur Dakar » pour recruter.", "facebook:passeur dakar"),
    ("annonce vue sur https://www.facebook.com/mame.boat.9, hier", "facebook:mame.boat.9"),
    ("vu sur facebook.com/profile.php?id=100089.", "facebook:100089"),
    ("contact @capi_boat sur TikTok, puis départ", "tiktok:capi_boat"),
    ("su TikTok @capi.boat", "tiktok:capi.boat"),
    ("son compte instagram: capi_22 est actif", "instagram:capi_22"),
    ("telegram : voyage2026, on paie à Dakar", "telegram:voyage2026"),
    ("le canal t.me/voyage_espagne.", "telegram:voyage_espagne"),
    ("he writes as 'x' on his profile Snapchat \"denise k\"", "snapchat:denise k"),
    ('la página de Facebook llamada "Barça o nada"', "facebook:barça o nada"),
    ("Cuenta Facebook: Modou K\n", "facebook:modou k"),
    ("Conta Instagram: modou_k\n", "instagram:modou_k"),
    ("Facebook cuenta: modou\n", "facebook:modou"),
    ("صفحة فيسبوك: مامي بوت\n", "facebook:مامي بوت"),
    ("حساب فيسبوك: mame.boat9", "facebook:mame.boat9"),
    ('يعلن في فيسبوك "قارب الأمل" عن الرحلات', "facebook:قارب الأمل"),
]


@pytest.mark.parametrize(("text", "account"), ACCOUNTS)
def test_an_account_is_read_with_its_platform(text, account):
    read = [normal(one, "SN") for one in read_identifiers(text, "SN") if one.kind is IdentifierKind.HANDLE]
    assert read == [account]


NONE = [
    "Facebook : il a publié une annonce",
    "he posted on Facebook: boats leave at 5.30",
    "vu sur Facebook le 12/03/2026",
    "on TikTok, @user sells",
    "Facebook: 77 345 12 90",
    "Compte TikTok : Aucun",
    "Facebook : inconnu",
    "facebook.com",
]


@pytest.mark.parametrize("text", NONE)
def test_what_only_stands_behind_a_platforms_name_is_no_account(text):
    assert [one for one in read_identifiers(text, "SN") if one.kind is IdentifierKind.HANDLE] == []


def test_an_account_is_marked_and_is_of_whom_is_named_before_it():
    text = "Le passeur Mamadou Dialo, compte Facebook « Passeur Dakar », a quitté Kayar."
    items = read_marks(text, "SN", TODAY).items
    account = next(one for one in items if one.what is What.ACCOUNT)
    person = next(one for one in items if one.what is What.PERSON)
    assert text[slice(*account.spans[0])] == "Facebook « Passeur Dakar"
    assert [normal(one, "SN") for one in person.identity.identifiers] == ["facebook:passeur dakar"]
