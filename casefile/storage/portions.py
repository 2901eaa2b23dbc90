"""How many at a time, where others wait for as long as it takes: the number follows the time of the last ones."""


class Portion:
    """A number that is held between two bounds so that its work keeps others waiting for `held_s` at most."""

    def __init__(self, first: int, *, least: int, most: int, held_s: float) -> None:
        self.size = first
        self._least, self._most, self._held_s = least, most, held_s

    def follow(self, done: int, held_s: float) -> None:
        """So many took this long: as many next time as may be, at most twice as many as now.

        Of fewer than the least nothing is learnt: they cost what a transaction costs.
        """
        if done < self._least:
            return
        wanted = int(done * min(2.0, self._held_s / max(held_s, 1e-6)))
        self.size = max(self._least, min(self._most, wanted))
