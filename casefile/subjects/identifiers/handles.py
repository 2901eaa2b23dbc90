"""Accounts on platforms: `platform:handle`, from the address of a page or from words around the handle."""

import re

from casefile.subjects.identifiers.written import plain, upper

DOMAINS: dict[str, str] = {
    "facebook.com": "facebook", "fb.com": "facebook", "fb.me": "facebook", "m.me": "facebook",
    "messenger.com": "facebook",
    "instagram.com": "instagram", "instagr.am": "instagram", "ig.me": "instagram", "threads.net": "threads",
    "threads.com": "threads", "twitter.com": "x", "x.com": "x", "tiktok.com": "tiktok", "t.me": "telegram",
    "telegram.me": "telegram", "telegram.dog": "telegram", "youtube.com": "youtube",
    "snapchat.com": "snapchat", "linkedin.com": "linkedin", "vk.com": "vk", "ok.ru": "ok", "pinterest.com": "pinterest",
    "discord.com": "discord", "discord.gg": "discord", "skype.com": "skype", "reddit.com": "reddit",
    "likee.video": "likee", "bigo.tv": "bigo",
}  # fmt: skip
"""Domain, without www, m, web and languages before it: platform. A platform that was renamed is one."""

CALLED = re.compile(r"WHATS\s?APP|VIBER|SIGNAL|واتساب|واتس اب|فايبر")
"""Services whose account is a telephone number, in a folded text."""

WORDS: dict[str, str] = {
    "FACEBOOK": "facebook", "FB": "facebook", "MESSENGER": "facebook", "فيسبوك": "facebook", "فايسبوك": "facebook",
    "INSTAGRAM": "instagram", "INSTA": "instagram", "IG": "instagram", "انستغرام": "instagram", "انستقرام": "instagram",
    "انستجرام": "instagram", "TWITTER": "x", "X": "x", "تويتر": "x", "TIKTOK": "tiktok", "TIK TOK": "tiktok",
    "تيك توك": "tiktok", "تيكتوك": "tiktok", "TELEGRAM": "telegram", "TG": "telegram", "تيليجرام": "telegram",
    "تلغرام": "telegram", "تيليغرام": "telegram", "YOUTUBE": "youtube", "YT": "youtube", "يوتيوب": "youtube",
    "SNAPCHAT": "snapchat", "SNAP": "snapchat", "سناب شات": "snapchat", "سناب": "snapchat", "LINKEDIN": "linkedin",
    "VK": "vk", "VKONTAKTE": "vk", "SKYPE": "skype", "DISCORD": "discord", "THREADS": "threads", "REDDIT": "reddit",
}  # fmt: skip
"""Folded, before or behind the handle."""

_SHORT_LINKS = frozenset("chat.whatsapp.com vm.tiktok.com vt.tiktok.com youtu.be bit.ly tinyurl.com".split())
"""Their links are told apart by capitals, and name no account."""
_IN_QUERY = ("id", "uid", "user_id", "userid", "u")
"""Under which the account's own id stands in a query; that of a picture or a text is another's."""
_BEFORE_HANDLE = frozenset("add in user c channel people profile u s invite company pages pg".split())
_PAGES = frozenset(
    "profile.php profile people story.php permalink.php watch share sharer sharer.php p reel reels explore joinchat "
    "home.php i intent hashtag groups events".split()
)
"""First parts of a path that are no handle."""
_PLACES = frozenset("groups joinchat events share p reel".split())
"""Before the id of something that is no account, and is told apart by capitals."""
_URL = re.compile(r"(?:https?://|www\.)\S+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://)?([^/?#:\s]+)(?::\d+)?(/[^?#\s]*)?(?:\?([^#\s]*))?(?:#(\S*))?", re.IGNORECASE)
"""Its domain, path, query and fragment."""
_QUOTED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_SIDES = re.compile(r"^(?:m|www|web|mobile|fr|en|es|pt|ar|fr-fr|en-gb|l|mbasic|touch|vm)\.", re.IGNORECASE)
OWNERS = "compte|account|cuenta|conta|profile?|perfil|page|pagina|página|pseudo|groupe?|حساب|صفحة"
"""What an account is called, before its platform or behind it."""
_LABEL = re.compile(
    rf"^(?:{OWNERS}|user(?:name)?|usuario|handle|nom d'utilisateur|id|uid)\s*(?:[:#=]|\s)\s*", re.IGNORECASE
)
NAMED = "sous le nom(?: de)?|au nom de|nommée?|appelée?|dite?|named|called|llamad[oa]|chamad[oa]|باسم|اسمه|المسمى"
"""How a platform's name is led to the handle."""
_JOINTS = re.compile(
    rf"^(?:(?:sur|on|en|no|na|de|على|{NAMED})(?!\w)|:|-|–|@(?=\s)|#|/|=|\s)+|(?:\s(?:sur|on|en|no|na|على)|[\s:(\[/–-])+$",
    re.IGNORECASE,
)


def read_handle(text: str) -> str | None:
    """`facebook:modou.k`, or the handle alone where no platform is named; None when nothing is left."""
    text = plain(text, sign=False)
    if (url := _URL.search(text)) is not None:
        return _of_address(url.group())
    platform, rest = _platform_in_words(text)
    handle = rest.strip(" .,;:\"'«»“”<>()[]")
    if label := _LABEL.match(handle):
        handle = handle[label.end() :]
    handle = " ".join(handle.lstrip("@ ").casefold().split())
    if not any(c.isalnum() for c in handle) or not platform and upper(handle) in WORDS:
        return None
    return f"{platform}:{handle}" if platform else handle


def _of_address(address: str) -> str | None:
    found = _ADDRESS.match(address)
    if found is None:
        return None
    domain, path, query, fragment = (part or "" for part in found.groups())
    domain = domain.casefold().removeprefix("www.")
    if domain in _SHORT_LINKS:
        return f"{domain}:{path.strip('/')}" if path.strip("/") else None
    while (shorter := _SIDES.sub("", domain)) != domain:
        domain = shorter
    platform = DOMAINS.get(domain, domain)
    steps = [_unquoted(step) for step in path.split("/") if step]
    handle = _by_path(steps, [_unquoted(pair) for pair in query.split("&")], fragment)
    if not handle:
        return None
    # A channel's id tells capitals apart, and is no name; all names do not.
    return f"{platform}:{handle if _is_id(handle) else handle.casefold()}"


def _is_id(handle: str) -> bool:
    return re.fullmatch(r"UC[\w-]{22}|\+[\w-]{10,}|\w+/.+", handle) is not None


def _unquoted(text: str) -> str:
    """Signs written %40, in UTF-8."""
    return _QUOTED.sub(lambda run: bytes.fromhex(run.group().replace("%", "")).decode("utf-8", "replace"), text)


def _by_path(steps: list[str], query: list[str], fragment: str) -> str | None:
    given = {name.casefold(): value for name, _, value in (pair.partition("=") for pair in query) if value}
    wanted = next((given[name] for name in _IN_QUERY if name in given), None)
    first = steps[0].casefold() if steps else ""
    if not steps or wanted and first in _PAGES:
        return wanted or fragment.lstrip("/@") or None
    if first == "people" and len(steps) > 2:
        return steps[2]
    if first in _PLACES and len(steps) > 1:
        return f"{first}/{steps[1]}"
    if first in _BEFORE_HANDLE and len(steps) > 1:
        return steps[1].lstrip("@")
    return None if first in _PAGES else steps[0].lstrip("@")


_OWNER = rf"(?:(?:{upper(OWNERS)})\s+)?"
_ENDS = [
    (
        word,
        re.compile(rf"{_OWNER}{word}(?:\s*[:@/=-]|\s+)\s*"),
        re.compile(rf"(?:[\s(\[/–-]|\s(?:SUR|ON|EN|NO|NA|على)\s)+{word}[)\]\s]*$"),
    )
    for word in sorted(WORDS, key=len, reverse=True)
]
"""How a platform is named before the handle, and behind it."""


def _platform_in_words(text: str) -> tuple[str, str]:
    """The platform named at either end, and the text without it; a word alone is a handle."""
    folded = upper(text)
    if len(folded) != len(text):
        text = folded
    if (mail := re.fullmatch(r"@?(\S+)@(\w+)", text)) and (platform := WORDS.get(upper(mail.group(2)))):
        return platform, mail.group(1)
    for word, before, behind in _ENDS:
        front = before.match(folded)
        if front and (len(word) > 1 or ":" in front.group()) and text[front.end() :].strip():
            return WORDS[word], _JOINTS.sub("", text[front.end() :].strip())
        back = behind.search(folded)
        if back and (len(word) > 2 or "(" in back.group()) and text[: back.start()].strip():
            return WORDS[word], _JOINTS.sub("", text[: back.start()].strip())
    return "", text
