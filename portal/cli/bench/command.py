"""`griot bench`: measurements, each with its ratio to a bound measured in the same run. Modules load when called."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from casefile.vocabulary import Json
from portal.cli.context import Installation, emit

CORPUS = Path(__file__).resolve().parents[3] / "tests" / "corpus" / "names"
"""Where the labelled names are kept; an installation without the tests names another folder."""


@click.group(
    short_help="Measure: percolate, departures, ingest, search, lists, rebuild, upkeep, web, officers, names, desk."
)
def bench() -> None:
    """Measure percolation, departures, ingest, search, lists, rebuild, upkeep, pages, officers at import, names, desk.

    Everything runs under an index prefix and, where one is needed, a database of its own, and is removed again.
    Each figure comes with a bound measured in the same run.
    """


@bench.command()
@click.option("--subjects", default=100_000, show_default=True, type=click.IntRange(min=100))
@click.option("--batch", default=100, show_default=True, type=click.IntRange(1, 1000))
@click.option("--batches", default=8, show_default=True, type=click.IntRange(min=1))
@click.option("--naive/--no-naive", default=True, help="Also time the standing query one would write at first.")
@click.option(
    "--shards", multiple=True, default=[1], show_default=True, type=click.IntRange(1, 64),
    help="Spread the subjects over so many shards; given several times, all are measured in turns.",
)  # fmt: skip
@click.pass_context
def percolate(
    ctx: click.Context, subjects: int, batch: int, batches: int, naive: bool, shards: tuple[int, ...]
) -> None:
    """How fast a record finds the watches it concerns."""
    from indexer.bench import percolate as measured

    installation: Installation = ctx.obj
    _report(
        ctx,
        measured.run(
            installation.settings, subjects=subjects, batch=batch, batches=batches, naive=naive, shards=shards,
            tell=_tell,
        ),
    )  # fmt: skip


@bench.command()
@click.option("--watches", default=100_000, show_default=True, type=click.IntRange(min=100))
@click.option("--events", default=20_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--planted", default=500, show_default=True, type=click.IntRange(1, 1_000), help="Crossings told twice.")
@click.pass_context
def departures(ctx: click.Context, watches: int, events: int, planted: int) -> None:
    """How fast an event finds the watches on departures it concerns, and whether it finds those planted."""
    from indexer.bench.departures import run as measured

    installation: Installation = ctx.obj
    planted = min(planted, watches)
    _report(ctx, measured.run(installation.settings, watches=watches, events=events, planted=planted, tell=_tell))


@bench.command()
@click.option("--records", default=20_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--watches", default=10_000, show_default=True, type=click.IntRange(min=100))
@click.pass_context
def ingest(ctx: click.Context, records: int, watches: int) -> None:
    """How fast records are taken in, from the commit to the hits."""
    from indexer.bench import ingest as measured

    installation: Installation = ctx.obj
    _report(ctx, measured.run(installation.settings, records_wanted=records, watches_wanted=watches, tell=_tell))


@bench.command()
@click.option("--records", default=20_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--queries", default=200, show_default=True, type=click.IntRange(min=10))
@click.pass_context
def search(ctx: click.Context, records: int, queries: int) -> None:
    """How long a search takes."""
    from indexer.bench import search as measured

    installation: Installation = ctx.obj
    _report(ctx, measured.run(installation.settings, records_wanted=records, queries=queries, tell=_tell))


@bench.command()
@click.option("--records", default=20_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--names", default=1_000, show_default=True, type=click.IntRange(100, 5_000))
@click.pass_context
def lists(ctx: click.Context, records: int, names: int) -> None:
    """How much faster a list of names is checked than the names one by one."""
    from portal.cli.bench import lists as measured

    installation: Installation = ctx.obj
    _report(ctx, measured.run(installation.settings, records_wanted=records, names=names, tell=_tell))


@bench.command()
@click.option("--records", default=100_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--watches", default=10_000, show_default=True, type=click.IntRange(min=100))
@click.option("--hits", is_flag=True, help="Match everything before and after, and compare the hits (minutes more).")
@click.pass_context
def rebuild(ctx: click.Context, records: int, watches: int, hits: bool) -> None:
    """How long it takes to rebuild the index."""
    from indexer.bench import rebuild as measured

    installation: Installation = ctx.obj
    _report(
        ctx, measured.run(installation.settings, records_wanted=records, watches_wanted=watches, hits=hits, tell=_tell)
    )


@bench.command()
@click.option("--records", default=40_000, show_default=True, type=click.IntRange(min=1000))
@click.pass_context
def upkeep(ctx: click.Context, records: int) -> None:
    """What upkeep costs at half of so many records and at all of them; what a million would cost is reckoned."""
    from indexer.bench import upkeep as measured

    installation: Installation = ctx.obj
    _report(ctx, measured.run(installation.settings, records_wanted=records, tell=_tell))


@bench.command()
@click.option("--records", default=2_000, show_default=True, type=click.IntRange(min=100))
@click.option("--days", default=400, show_default=True, type=click.IntRange(min=4), help="Rounds of eight pages.")
@click.pass_context
def web(ctx: click.Context, records: int, days: int) -> None:
    """How long the pages take, and whether the web process keeps its size."""
    from portal.cli.bench import web as measured

    installation: Installation = ctx.obj
    _report(ctx, measured.run(installation.settings, records_wanted=records, days=days, tell=_tell))


@bench.command()
@click.option("--records", default=100_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--queries", default=50, show_default=True, type=click.IntRange(10, 55), help="Of each kind.")
@click.pass_context
def portal(ctx: click.Context, records: int, queries: int) -> None:
    """How long a page of results takes, next to its own queries in the search engine."""
    from portal.cli.bench import portal as measured

    installation: Installation = ctx.obj
    _report(ctx, measured.run(installation.settings, records_wanted=records, queries=queries, tell=_tell))


@bench.command()
@click.option("--entities", default=20_000, show_default=True, type=click.IntRange(min=500))
@click.option("--watches", default=2_000, show_default=True, type=click.IntRange(min=100))
@click.option(
    "--database", default="", help="A PostgreSQL server on which a database may be made and dropped; else SQLite."
)
@click.pass_context
def officers(ctx: click.Context, entities: int, watches: int, database: str) -> None:
    """How long officers wait for a save and a sign-in while an import comes in, and without it."""
    from portal.cli.bench import officers as measured

    installation: Installation = ctx.obj
    _report(
        ctx,
        measured.run(installation.settings, entities=entities, watches_wanted=watches, database=database, tell=_tell),
    )


@bench.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=CORPUS,
    show_default=True,
    help="Where pairs.csv is; population.csv and queries.csv too, to measure finding.",
)
@click.pass_context
def names(ctx: click.Context, folder: Path) -> None:
    """How fast names are analysed, compared and found, compared with other libraries."""
    from portal.cli.bench import names as measured

    _report(ctx, measured.run(folder, ctx.obj, _tell))


@bench.command()
@click.option(
    "--world",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with records.jsonl, watches.jsonl (FollowTheMoney) and truth.csv (watch,record); else one is made.",
)
@click.option("--records", default=20_000, show_default=True, type=click.IntRange(min=100))
@click.option("--watches", default=10_000, show_default=True, type=click.IntRange(min=50))
@click.option("--planted", type=click.IntRange(min=10), help="True coincidences; one for twenty watches by default.")
@click.option("--seed", default=1, show_default=True, type=int)
@click.option(
    "--share",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.01, 1.0),
    help="Of the records without a coincidence, how many are matched; the rest is reckoned.",
)
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Leave the world made here in a folder.")
@click.pass_context
def desk(
    ctx: click.Context,
    world: Path | None,
    records: int,
    watches: int,
    planted: int | None,
    seed: int,
    share: float,
    keep: Path | None,
) -> None:
    """How many of the true coincidences are found, and how many questions a person is asked for each."""
    from indexer.bench import desk as measured

    _report(
        ctx,
        measured.run(
            world=world,
            records=records,
            watches=watches,
            planted=planted,
            share=share,
            seed=seed,
            keep=keep,
            tell=_tell,
        ),
    )


def _tell(step: str) -> None:
    click.echo(step, err=True)


def _report(ctx: click.Context, figures: Mapping[str, Json]) -> None:
    emit(ctx, json.dumps(figures, indent=2, ensure_ascii=False), figures)
