"""`griot names`: keys, comparison, retrieval and the measure of them, from the command line."""

import csv
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from casefile.errors import BadInput, SearchUnavailable, SetupError
from casefile.names import Answer, NameKeys, analyze, compare
from casefile.names.finding.pairs import record_pairs
from casefile.names.lab import evaluate as measure
from casefile.names.schemas import Match, compare_as
from casefile.settings import Settings
from casefile.vocabulary import Json
from indexer.bench.scratch_names import FoundName, find_many, scratch_names
from indexer.engine.client import Engine
from portal.cli.context import Installation, emit, new_csv

MOST_NAMED = 10
"""Queries with nothing near that are named on the screen."""
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


VERDICTS = {
    Answer.SAME: "can be one person's name",
    Answer.COMPATIBLE: "can be one person's name, of which one states less",
    Answer.PARENT_OR_CHILD: "are rather a parent's and a child's",
    Answer.OTHER_SEX: "are rather a brother's and a sister's",
    Answer.CONTRADICTING: "are not one person's name",
}


@click.group(short_help="Names: keys, comparison, retrieval, and how right they are.")
def names() -> None:
    """Names in any spelling and script: what Griot makes of them, and how right it is."""


@names.command("keys")
@click.argument("name", nargs=-1, required=True)
@click.pass_context
def keys(ctx: click.Context, name: Sequence[str]) -> None:
    """The words, sounds and search keys of each NAME."""
    analysed = [(one, analyze(one)) for one in name]
    emit(
        ctx,
        "\n\n".join(_key_lines(one, made) for one, made in analysed),
        {"names": [_key_data(one, made) for one, made in analysed]},
    )


def _key_data(name: str, made: NameKeys) -> dict[str, Json]:
    tokens: list[Json] = [
        {
            "text": token.text,
            "role": token.role,
            "link": token.link,
            "sounds": token.sounds,
            "readings": [reading for reading, _ in token.word.readings],
        }
        for token in made.tokens
    ]
    return {
        "name": name,
        "written": made.written,
        "latin": made.latin,
        "sounds": made.sounds,
        "pairs": record_pairs(made),
        "tokens": tokens,
    }


def _key_lines(name: str, made: NameKeys) -> str:
    lines = [name]
    for token in made.tokens:
        heard = (
            f"heard as {' or '.join(reading for reading, _ in token.word.readings)}; keys {' '.join(token.sounds)}"
            if token.sounds
            else token.role
        )
        lines.append(f"  {token.text:20s} {heard}")
    return "\n".join([*lines, f"  pairs: {' '.join(record_pairs(made)) or 'none'}"])


@names.command("explain")
@click.argument("wanted")
@click.argument("found")
@click.pass_context
def explain(ctx: click.Context, wanted: str, found: str) -> None:
    """Why two names are taken for one person's, or not."""
    match = compare(wanted, found)
    lines = [f"{wanted} and {found} {VERDICTS[match.answer]}: {match.rule} (score {match.score:.3f})"]
    lines += [f"  {p.wanted:20s} {p.found:20s} {p.score:6.3f}  {p.rule}" for p in match.parts]
    parts: list[Json] = [part._asdict() for part in match.parts]
    emit(ctx, "\n".join(lines), {**match._asdict(), "same": match.same, "parts": parts})


@names.command("compare")
@click.option("--pairs", type=FILE, required=True, help="CSV with the columns id,left,right and perhaps schema.")
@click.option("--out", type=FILE, required=True, help="Where the same rows go, with score, same, rule and answer.")
@click.pass_context
def compare_file(ctx: click.Context, pairs: Path, out: Path) -> None:
    """Compare the two names of every line of a file.

    A line's schema (Person, Organization, Company, Vessel, …; none: Person) says what bears the names. The answer is
    same, compatible, parent_or_child, other_sex or contradicting; same is 1 for the first two.
    """
    rows = measure.read_rows(pairs, ("id", "left", "right"))
    judged = [(row, compare_as(row.get("schema", ""), row["left"], row["right"])) for row in rows]
    added = ("score", "same", "rule", "answer")
    columns = [c for c in (rows[0] if rows else ("id", "left", "right")) if c not in added]
    with new_csv(out) as file:
        writer = csv.writer(file)
        writer.writerow([*columns, *added])
        writer.writerows([*(row[c] for c in columns), *_verdict(match), match.answer] for row, match in judged)
    same = sum(match.same for _, match in judged)
    emit(ctx, f"{len(rows)} pairs, {same} of them the same. Written to {out}.", {"pairs": len(rows), "same": same})


@names.command("find")
@click.option("--population", type=FILE, required=True, help="CSV with the columns record_id,name.")
@click.option("--queries", type=FILE, required=True, help="CSV with the columns query_id,query.")
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="Names kept for each query.")
@click.option("--out", type=FILE, required=True, help="Where query_id,rank,record_id,score,same,rule go.")
@click.option("--workers", type=click.IntRange(1, 16), default=min(2, os.cpu_count() or 1), show_default=True)
@click.pass_context
def find(ctx: click.Context, population: Path, queries: Path, top: int, out: Path, workers: int) -> None:
    """Find each name of one file among the names of another, through the search engine.

    A query with nothing near has no line in the file, and is named.
    """
    records = measure.read_rows(population, ("record_id", "name"))
    asked = measure.read_rows(queries, ("query_id", "query"))
    known, texts = [row["name"] for row in records], [row["query"] for row in asked]
    with closing_engine(ctx.obj) as engine:
        best, seconds = find_many(engine, known, texts, top, workers)
    with new_csv(out) as file:
        writer = csv.writer(file)
        writer.writerow(["query_id", "rank", "record_id", "score", "same", "rule"])
        for row, found in zip(asked, best, strict=True):
            for rank, one in enumerate(found, 1):
                writer.writerow([row["query_id"], rank, records[one.place]["record_id"], *_verdict(one)])
    rate = len(texts) / seconds if seconds else 0.0
    nothing = [row["query_id"] for row, found in zip(asked, best, strict=True) if not found]
    lines = [f"{len(texts)} queries against {len(known)} names, {rate:.0f} a second. Written to {out}."]
    if nothing:
        lines.append(f"Nothing near: {len(nothing)} queries ({', '.join(nothing[:MOST_NAMED])}{_and_more(nothing)}).")
    figures: dict[str, Json] = {"queries": len(texts), "population": len(known), "nothing_near": len(nothing)}
    emit(ctx, "\n".join(lines), {**figures, "seconds": seconds, "queries_per_second": rate})


def _and_more(ids: Sequence[str]) -> str:
    return ", …" if len(ids) > MOST_NAMED else ""


@names.command("evaluate")
@click.argument("folder", type=FOLDER)
@click.option("--threshold", type=click.FloatRange(0, 1), default=None, help="Instead of the one in use.")
@click.option("--memory", is_flag=True, help="Retrieve from memory, not through the search engine.")
@click.option("--pairs-only", is_flag=True, help="Leave retrieval out.")
@click.option("--mistakes", type=click.IntRange(0), default=0, help="Also list this many wrong pairs of each kind.")
@click.pass_context
def evaluate(
    ctx: click.Context, folder: Path, threshold: float | None, memory: bool, pairs_only: bool, mistakes: int
) -> None:
    """Measure on a FOLDER with pairs.csv, and population.csv and queries.csv where there are any."""
    from casefile.names import SAME_THRESHOLD

    labelled = measure.read_pairs(folder / "pairs.csv")
    pairs = measure.evaluate_pairs(labelled, SAME_THRESHOLD if threshold is None else threshold)
    retrieval, through = None, ""
    if not pairs_only and (folder / "population.csv").exists():
        through = "memory" if memory else "engine"
        files = folder / "population.csv", folder / "queries.csv"
        try:
            retrieval = measure.evaluate_retrieval(*files, _from_memory if memory else _through_engine(ctx.obj))
        except (SearchUnavailable, SetupError):
            through = "memory (the search engine cannot be asked)"
            retrieval = measure.evaluate_retrieval(*files, _from_memory)
    lines = measure.as_lines(pairs, retrieval)
    if retrieval:
        lines.append(f"candidates from: {through}")
    wrong = measure.mistakes(labelled, pairs.threshold, mistakes) if mistakes else []
    lines += [f"{m.score:.3f}  {m.kind}: {m.left} | {m.right}  ({m.rule})" for m in wrong]
    emit(
        ctx,
        "\n".join(lines),
        {**measure.as_data(pairs, retrieval), "candidates_from": through, "mistakes": [asdict(m) for m in wrong]},
    )


def _from_memory(known: Sequence[str]) -> measure.Finder:
    from casefile.names.lab.retrieval import CandidateIndex

    index = CandidateIndex(known)
    return lambda texts: [index.find(text) for text in texts]


def _through_engine(installation: Installation) -> Callable[[Sequence[str]], measure.Finder]:
    def finder(known: Sequence[str]) -> measure.Finder:
        def find_all(texts: Sequence[str]) -> list[list[int]]:
            with closing_engine(installation) as engine, scratch_names(engine, known) as scratch:
                return scratch.candidates(texts)

        return find_all

    return finder


@names.command("fit")
@click.argument("pairs", type=FILE)
@click.option(
    "--write", is_flag=True, help="Put the new weights into the program when they are better on pairs held out."
)
@click.pass_context
def fit(ctx: click.Context, pairs: Path, write: bool) -> None:
    """Fit the weights of comparison again, to a labelled file (left,right,label).

    Reports; changes nothing without --write.
    """
    from casefile.names.lab import fit as learn

    report = learn.refit(measure.read_pairs(pairs))
    lines = [f"{report.pairs} pairs", f"{'':24s}{'in use':>10s}{'learnt':>10s}"]
    lines += [
        f"{name:24s}{old:10.3f}{new:10.3f}"
        for name, old, new in zip(learn.FEATURES, report.before, report.after, strict=True)
    ]
    lines.append(f"{'loss (held out)':24s}{report.loss_before:10.4f}{report.loss_after:10.4f}")
    written = write and report.better
    if written:
        learn.write_model(report.after)
    lines.append(
        "Written. Restart the processes, and run griot reconcile."
        if written
        else "The learnt weights are better; --write puts them to use."
        if report.better
        else "The weights in use are as good or better; nothing to change."
    )
    emit(ctx, "\n".join(lines), {**asdict(report), "better": report.better, "written": written})


@names.command("analysis")
@click.option("--write", is_flag=True, help="Write mappings/analysis-v1.json instead of only comparing.")
@click.pass_context
def analysis(ctx: click.Context, write: bool) -> None:
    """The engine's analysers, generated from the folding table: is the file in mappings/ up to date?"""
    from indexer.engine.analyzer import analysis_text
    from indexer.engine.indices import ANALYSIS_FILE

    text = analysis_text()
    current = ANALYSIS_FILE.exists() and ANALYSIS_FILE.read_text("utf-8") == text
    if write and not current:
        ANALYSIS_FILE.write_text(text, "utf-8")
    elif not current:
        raise BadInput(
            "%(file)s is older than the folding table. Write it again with: griot names analysis --write",
            file=str(ANALYSIS_FILE),
        )
    emit(
        ctx,
        "Up to date." if current else "Written. The indices need a rebuild: griot rebuild",
        {"written": write and not current},
    )


def _verdict(match: Match | FoundName) -> list[str]:
    return [f"{match.score:.6f}", "1" if match.same else "0", match.rule]


class closing_engine:
    """The installation's engine, or, where there is no installation, the one OPENSEARCH_URL names."""

    def __init__(self, installation: Installation) -> None:
        try:
            settings = installation.settings
        except SetupError:
            if not (url := os.environ.get("OPENSEARCH_URL")):
                raise
            settings = Settings(
                home=installation.home,
                database_url="",
                opensearch_url=url,
                broker_url="",
                secret_key="",
                index_prefix=os.environ.get("GRIOT_INDEX_PREFIX") or "griot",
            )
        self.engine = Engine(settings)

    def __enter__(self) -> Engine:
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.close()
