"""The whole demonstration from one seed: about 300 case files with 2,000 records, and 60 watches."""

from random import Random

from casefile.demo import network
from casefile.demo.cases import DemoData, open_file
from casefile.demo.coincidences import plant, watch_others

SEED = 1446
CASES = {"SN-DKR": 140, "GM-BJL": 85, "MR-NKC": 80}


def generate(seed: int = SEED) -> DemoData:
    """The same data for the same seed. The story's own records are not among them: they are typed when it is played."""
    rng = Random(seed)
    data = DemoData()
    for unit in network.INVESTIGATING:
        for number in range(1, CASES[unit.code] + 1):
            data.cases.append(open_file(rng, unit, number))
    plant(rng, data)
    watch_others(rng, data)
    return data
