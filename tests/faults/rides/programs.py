"""The programs a ride forks; importing this reads all that they read at their start."""

import icu
import phonenumbers

import portal.cli
import portal.cli.imports.lists
import portal.cli.upkeep.rebuild
import portal.cli.watches
import portal.serve
from casefile.exchange import import_runs
from indexer.worker import tasks

MAINS = {
    "portal.cli": lambda: portal.cli.main(prog_name="griot"),
    "indexer.worker.tasks": tasks.main,
    "portal.serve": portal.serve.main,
}
READ = (icu, phonenumbers, import_runs)
