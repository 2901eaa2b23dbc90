"""The stamp of a training space in what leaves it, and its refusal where real people are kept.

A name of a file is changed by whoever saves it; the stamp stands inside: in every entity of FollowTheMoney, as a file
of an archive, in a cell, a key, a comment, the properties of a workbook, whatever the format has room for.
"""
