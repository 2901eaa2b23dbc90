"""The fitted numbers of comparison. Written by `griot names fit`, never by hand."""

from typing import Final

# One word against another: bias, distance, distance for its length, short words, one side in Arabic script.
TOKEN: Final = (4.0, -2.0, -14.0, -3.0, 0.5)
# Whole name: bias, worst word, the others, missing parts, initials, order changed.
NAME: Final = (0.0, 1.0, 0.2, -0.8, -0.8, -0.2)
SAME_THRESHOLD: Final = 0.5
