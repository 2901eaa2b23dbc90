"""Writes docs/disclosure.md; with --check, says whether it is current.

python -m scripts.disclosure [--check]
"""

import sys
from collections.abc import Sequence

from scripts.checks import ROOT
from scripts.disclosure import hits, people, records
from scripts.disclosure.words import wrapped

PAGE = ROOT / "docs" / "disclosure.md"
STALE = "docs/disclosure.md is not what the law says now. Write it again: python -m scripts.disclosure"


def page() -> str:
    return wrapped(f"""# Who may know what

For those who answer for a unit. Every table on this page is made by asking the rules that the program itself asks,
at every step and at every read (`casefile/policy/`); nothing here is written by hand but the sentences between. After
a change of a rule: `python -m scripts.disclosure`. Which duty opens which page and which command is a table of its
own, from which the tests are made: [tests/law/matrix.py](../tests/law/matrix.py).

Three things hold everywhere. A unit never reads another unit's watches, cases or searches. What somebody may not know
of is, to them, as if it never was: no page, list, count, message or refusal tells it apart from nothing. And a
*pointer* is all that two units ever learn of each other by a hit: which unit, which desk, which reference.

## What another unit may know of a record

By what its unit chose, of an active record in which nobody is protected:

{records.by_sharing()}
{records.core()}

By whom the law protects, whatever was chosen:

{records.by_protection()}
What a coordinator opens of such a text has every sentence about the protected person covered.

By its state:

{records.by_state()}
{records.of_closed_unit()}

## The life of a hit

A record of one unit meets a watch of another. A person judges before anybody is notified, and then the rules of both
sides decide: the strictest counts, and both units are notified or none. Of what is *not the same*, *unresolved* or
*sealed* no unit learns.

What an officer asks at a post stands, for 30 days, for the officer's unit as a record and as a watch that nobody reads,
that unit neither: what it meets is a hit like any other, always judged by a person. It becomes the unit's own with its
pointer. Two such questions never meet ([documents.md](documents.md)).

{hits.sections()}
{hits.rule_of_two()}

## Who is protected, and by which sign

{records.signs()}
{records.ages()}

{records.lowering()}

## Duties

{people.duties()}
Duties that may not meet in one person:

{people.apart()}
An administrator's act waits for a second administrator when:

{people.second()}

Who can do what alone, tried out by the tests with every account that one can make or take over without help. *By duty*:
it is what this duty is for, given by two, and it stands alone. *Two*: a second administrator has to confirm.

{people.alone()}
## Budgets

Who may ask without end learns what is hidden by asking. So there are limits, in the database and not in memory:

{people.limits()}
{people.series()}
""")


def main(arguments: Sequence[str]) -> int:
    if set(arguments) - {"--check"}:
        print(__doc__)
        return 2
    text = page()
    if "--check" in arguments:
        current = PAGE.exists() and PAGE.read_text("utf-8") == text
        print("current" if current else STALE)
        return 0 if current else 1
    PAGE.write_text(text, "utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
