"""`python -m portal.cli` is `griot`."""

from portal.cli import main

main(prog_name="griot")
