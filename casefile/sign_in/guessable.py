"""Passwords that are tried first: those of the lists that breaches left behind, and what is made of them. Offline.

The lists and the reckoning are zxcvbn's (MIT): the 30,000 most frequent passwords, names and words, keyboard rows,
years, repeats. It says how many guesses a password takes that is built of them.
"""

from collections.abc import Iterable

LEAST_GUESSES = 10**12
"""A password that takes fewer is refused: `azertyuiopqsdfghjklm` takes 4·10^10, four words 10^15 and more. At 40 ms a
guess (argon2id, `hashing.py`) 10^12 are 1,300 years of one core."""
_READ = 72
"""Characters that are reckoned: what follows makes it only better, and reckoning takes the square of the length."""


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Whether fewer than LEAST_GUESSES find it. `about`: words a guesser would add, such as the login."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 (its lists take 60 ms to read; most requests choose no password)

    known = [word for one in (*about, "griot") for word in (one, *one.split()) if word]
    found = zxcvbn(password[:_READ], user_inputs=known, max_length=_READ)
    return bool(found["guesses"] < LEAST_GUESSES)
