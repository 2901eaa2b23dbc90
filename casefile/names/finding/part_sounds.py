"""What one part of a name is met by: what a record's part answers to, what a watch's is asked by."""

from functools import lru_cache

from casefile.names.analyze import Token, Word
from casefile.names.finding.other_sounds import answered_too, asked_too
from casefile.names.finding.reach import everyday_keys, without_ben, without_servant


@lru_cache(maxsize=65536)
def heard_first(word: Word) -> tuple[str, ...]:
    """What a watch's part may be asked by next to half of another: its first sound, a servant's name without *Abd*, its
    name in the list."""
    listed = [sound for sound in word.sounds if sound[0] == "~"]
    return tuple(dict.fromkeys((word.sounds[0], *without_servant(word)[:1], *listed)))


def answering(token: Token) -> tuple[str, ...]:
    """What a record's part answers to: its sounds, those of other countries, and those of a servant's name without
    *Abd*, of a family's without *Ben*."""
    more = (*answered_too(token.word), *without_servant(token.word), *without_ben(token.word))
    return tuple(dict.fromkeys((*token.sounds, *more))) if more else token.sounds


def asked_by(token: Token) -> tuple[str, ...]:
    """What a watch's part is asked by: of a servant's name what is left without *Abd*, which all its forms answer."""
    bare = without_servant(token.word)[:1]
    sounds = _likeliest(token) + everyday_keys(token.word, asked=True)
    return (*bare, *sounds[1:]) if bare else sounds


def _likeliest(token: Token) -> tuple[str, ...]:
    """Two sounds; three where one is a single consonant with any vowel (Ba, Sy, Ali), which joins little, or a name of
    the list (Othmane), which not all who write it have from there; and of an x, which four traditions read each in its
    way."""
    sounds = token.sounds
    more = "x" in token.latin or any(sound.endswith("*") or sound[0] == "~" for sound in sounds[:3])
    others = asked_too(token.word)
    asked = sounds[: 3 if more else 2]
    return tuple(dict.fromkeys((*asked[:1], *others, *asked[1:]))) if others else asked
