"""The fitted numbers of comparison. Written by `griot names fit`, never by hand."""

from typing import Final

# One word against another: bias, distance, distance for its length, short words, one side in Arabic script.
TOKEN: Final = (5.7, -4.4, -10.5, -3.9, -0.5)
# Whole name: bias, worst word, the others, missing parts while one differs, one full part only, order changed; and
# where all parts agree, of those left out: any, how many, the last among them, the others in another order.
NAME: Final = (-0.6, 1.0, 0.3, -2.6, -1.8, -0.4, -0.7, -0.3, -0.2, -3.0)
SAME_THRESHOLD: Final = 0.6
