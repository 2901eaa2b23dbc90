"""`griot reconcile`: index, stored queries and hits compared with the database and with what should be expected."""

import click

from portal.cli.context import Installation, emit, with_former


@click.command(short_help="Compare index, stored queries and hits with the database; repair what differs.")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    help="Work out the hits of so many records, drawn at random (default: all up to 20,000 records, else 2,000).",
)
@click.option("--repair", is_flag=True, help="Enqueue again what differs, and remove what does not belong there.")
@click.option("--mend", "former_repair", is_flag=True, hidden=True)
@click.option("--seed", type=int, help="Draw the same sample again.")
@click.pass_context
def reconcile(ctx: click.Context, sample: int | None, repair: bool, former_repair: bool, seed: int | None) -> None:
    """Compare index, stored queries and hits with the database; repair what differs.

    Ends with 1 when something differs (and was not repaired). What is pending is no difference.
    """
    from indexer.upkeep import reconcile as reconciler

    installation: Installation = ctx.obj
    report = reconciler.reconcile(
        installation.store, installation.engine, sample=sample, repair=repair or former_repair, seed=seed
    )
    checked = "all" if report.records_checked < 0 else str(report.records_checked)
    lines = [
        f"Missing {report.missing}, extra {report.extra}, later than the database {report.newer}, twice "
        f"{report.duplicated}, not extracted {report.unextracted}.",
        f"Compared {report.records} records and {report.watches} watches; hits of {checked} records "
        f"({report.hits_expected} expected, {report.hits_present} there) in {report.seconds:.1f} s.",
    ]
    if report.pending or report.dead_lettered:
        lines.append(f"Still pending {report.pending}, dead-lettered {report.dead_lettered}: see griot status.")
    lines += [f"  {line}" for line in report.differences]
    if report.newer:
        lines.append("The index belongs to another state of the database: griot rebuild.")
    if report.repaired:
        lines.append(f"Enqueued again or removed: {report.repaired}. Reconcile again once nothing is pending.")
    emit(ctx, "\n".join(lines), with_former(report.as_json()))
    if not report.sound and not report.repaired:
        ctx.exit(1)
