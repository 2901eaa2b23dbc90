"""`griot matching`: the weights in force, and what decisions and records teach of them."""

from collections.abc import Iterable
from dataclasses import asdict

import click

from casefile.matching.lab.estimate import Estimate
from casefile.vocabulary import Json
from portal.cli.context import Installation, emit


@click.group(short_help="Matching: the weights in force, and fitting them to decisions.")
def matching() -> None:
    """What each agreement and contradiction is worth, in bits, and what the installation's own data says of it."""


@matching.command("weights")
@click.pass_context
def weights(ctx: click.Context) -> None:
    """The reasoned weight of each level, and the one in force."""
    from casefile.hits.weighing import judged
    from casefile.matching import MODEL_VERSION
    from casefile.matching.judging import posterior
    from casefile.matching.lab.levels import LADDERS

    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        common = judged.in_force(session)
    rows: list[Json] = [
        {
            "comparison": name, "rule": one.rule.value, "sentence": one.rule.sentence, "reasoned": one.bits,
            "in_force": round(one.bits + common.fitted.get(one.rule.value, 0.0), 2), "why": one.why,
        }
        for name, ladder in LADDERS.items()
        for one in ladder
    ]  # fmt: skip
    lines = [f"{'':64s}{'reasoned':>9s}{'in force':>9s}"]
    for name, ladder in LADDERS.items():
        lines.append(name)
        lines += [
            f"  {one.rule.sentence:62s}{one.bits:+9.1f}{one.bits + common.fitted.get(one.rule.value, 0.0):+9.1f}"
            for one in ladder
        ]
    prior = posterior.prior_bits(common, by_number=False)
    lines.append(f"Odds before anything is compared: {prior:.1f} bits ({common.size or common.total} records counted).")
    data: dict[str, Json] = {
        "model": MODEL_VERSION, "table": common.version, "prior_bits": round(prior, 2), "records": common.size,
        "expected_per_watch": common.expected, "together": round(common.together, 2), "weights": rows,
    }  # fmt: skip
    emit(ctx, "\n".join(lines), data)


@matching.command("fit")
@click.option("--write", is_flag=True, help="Put the fitted weights to use, as a new version of the table.")
@click.pass_context
def fit(ctx: click.Context, write: bool) -> None:
    """Fit the weights to the judgements of coordinators and to the pairs of the installation.

    Reports each level with the counts behind it; changes nothing without --write.
    """
    from casefile import hits
    from casefile.hits.weighing import judged
    from casefile.matching.lab.estimate import fitted
    from casefile.subjects import name_counts

    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        report = judged.learn(session)
    taught, again = fitted(report.levels), 0
    if write:
        counted = name_counts.count_by(installation.store.reading)
        with installation.store.writing(bulk="weights") as session:
            judged.put_to_use(session, taught, counted)
        again = hits.weigh_again(installation.store, bulk="weights")
    lines = [
        f"{report.records} records, {report.watches} watches, {report.pairs} pairs; judged the same "
        f"{report.judged_same}, not the same {report.judged_not_same}.",
        *_table(report.levels),
        f"Written. {again} watches are searched again." if write else "Nothing was changed. --write puts them to use.",
    ]
    rows: list[Json] = [_row(one) for one in report.levels]
    counts = {key: value for key, value in asdict(report).items() if key != "levels"}
    emit(ctx, "\n".join(lines), {**counts, "levels": rows, "written": write, "searched_again": again})


def _row(one: Estimate) -> dict[str, Json]:
    return {**asdict(one), "rule": one.rule.value, "sentence": one.rule.sentence, "taught": one.taught}


def _table(levels: Iterable[Estimate]) -> list[str]:
    head = (
        f"{'':64s}{'reasoned':>9s}{'counted':>9s}{'new':>7s}{'m':>9s}{'u':>9s}{'same':>8s}{'judged':>7s}{'chance':>8s}"
    )
    return [head] + [
        f"{one.rule.sentence:64s}{one.reasoned:+9.1f}{_signed(one.counted):>9s}{one.bits:+7.1f}{one.m:9.4f}{one.u:9.5f}"
        f"{one.same:8.1f}{one.judged:7d}{one.strangers:8d}"
        for one in levels
    ]


def _signed(bits: float | None) -> str:
    return "–" if bits is None else f"{bits:+.1f}"
