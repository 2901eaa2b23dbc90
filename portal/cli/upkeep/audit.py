"""`griot audit`: whether anything was rewritten, signed checkpoints, and proofs to hand on."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefile.errors import BadInput, NotThere
from casefile.storage import tables
from portal.cli.context import Installation, emit

if TYPE_CHECKING:
    from casefile.audit.proof.checkpoints import Place
    from casefile.proof.notes import VerifyKey

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("audit")
def audit() -> None:
    """Whether anything was rewritten; signed checkpoints; proofs."""


@audit.command("verify", short_help="Hold database, trail and checkpoints against each other.")
@click.option("--against", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="Checkpoints kept elsewhere: a file, or a folder of them. Again for more.")  # fmt: skip
@click.pass_context
def verify(ctx: click.Context, against: tuple[Path, ...]) -> None:
    """Hold database, trail and checkpoints against each other; name the first row that is not as it was written.

    Works whether Griot runs or not, and finds the checkpoints of the home by itself. Exit 0 when all is sound, else 1.
    """
    from casefile.audit.proof.verify import verify as verify_all

    installation: Installation = ctx.obj
    place = _place(installation)
    report = verify_all(installation.store, place, against)
    held = f"{report.lines} audit lines and {report.leaves} leaves against {report.checkpoints} checkpoints"
    lines = [f"Sound: {held}, the newest of {report.newest or 'no day'}."]
    lines += [f"Before a restore there was another history{_how_far(place, one)}: proof/{one}" for one in report.aside]
    if not report.sound:
        lines = [f"NOT SOUND: {held}.", *(f"  {one.what}: {one.why}" for one in report.problems)]
    problems: list[object] = [{"what": one.what, "why": one.why} for one in report.problems]
    emit(
        ctx,
        "\n".join(lines),
        {
            "sound": report.sound,
            "first": f"{report.problems[0].what}: {report.problems[0].why}" if report.problems else None,
            "problems": problems,  # type: ignore[dict-item]
            "lines": report.lines,
            "leaves": report.leaves,
            "checkpoints": report.checkpoints,
            "newest": report.newest,
            "aside": list(report.aside),
        },
    )
    ctx.exit(0 if report.sound else 1)


def _how_far(place: "Place | None", aside: str) -> str:
    """Of what was set aside: how far it had been signed."""
    from casefile.audit.proof import checkpoints

    newest = checkpoints.newest_in(place.folder / aside / checkpoints.CHECKPOINTS) if place else None
    return f" ({newest[1].size} rows, signed on {newest[1].at})" if newest else ""


@audit.command("checkpoint", short_help="Sign how far the trail goes, now.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the newest checkpoint to this file as well.")
@click.pass_context
def checkpoint(ctx: click.Context, out: Path | None) -> None:
    """Sign how far the trail goes now, and print the newest checkpoint."""
    from casefile.audit.proof import checkpoints

    installation: Installation = ctx.obj
    place = _place(installation)
    path = checkpoints.write(installation.store, place)
    note = str(checkpoints.latest(place))
    if out is not None:
        out.write_text(note, "utf-8")
    emit(ctx, note.rstrip(), {"new": path is not None, "file": str(path or place.notes()[-1]), "checkpoint": note})


@audit.command("countersign", short_help="Countersign a checkpoint with the key of a unit.")
@click.argument("note", type=A_FILE)
@click.option("--name", required=True, help="How the unit's key is called, such as sn-pj. Without blanks.")
@click.option("--key", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="File with the unit's key; made now, readable by you alone, when it is not there.")  # fmt: skip
@click.option("--origin", help="The public key of the installation; the checkpoint must be signed by it.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; else it is printed.")
@click.pass_context
def countersign(ctx: click.Context, note: Path, name: str, key: Path, origin: str | None, out: Path | None) -> None:
    """Countersign a checkpoint with the key of a unit. Needs no installation: run it where the unit keeps its key."""
    from casefile.audit.proof import keys, proofs
    from casefile.proof.notes import WITNESS, VerifyKey, is_name

    if not is_name(name):
        raise BadInput("The name of a key has no blanks and no plus sign.", field="name")
    read = proofs.read(note)
    if origin and not VerifyKey.parse(origin).verifies(read):
        raise BadInput("This checkpoint was not signed by this installation.", field="note")
    private = keys.own(key)
    signed = str(read.countersigned(name, private, tables.now()))
    public = str(VerifyKey.of(name, WITNESS, private))
    if out is not None:
        out.write_text(signed, "utf-8")
    text = f"{signed if out is None else f'Written: {out}'}\nThe unit's public key: {public}"
    emit(ctx, text, {"key": public, "checkpoint": signed})


@audit.command("receive", short_help="Keep a checkpoint that a unit has countersigned.")
@click.argument("note", type=A_FILE)
@click.option("--unit", required=True, help="The unit's code.")
@click.option("--key", required=True, help="The unit's public key.")
@click.option("--new-key", is_flag=True, help="The unit has a new key: this one takes the place of the former.")
@click.pass_context
def receive(ctx: click.Context, note: Path, unit: str, key: str, new_key: bool) -> None:
    """Keep a checkpoint that a unit has countersigned; the unit can do the same on its page."""
    from casefile.audit.proof import countersigned
    from casefile.people.units import unit_by_code

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        code = unit_by_code(session, unit).code
        kept = countersigned.receive(
            session, None, _place(installation), code, note.read_text("utf-8"), key, new_key=new_key
        )
    emit(ctx, f"Kept: {code} has countersigned the first {kept.size} rows.", {"unit": code, "size": kept.size})


@audit.command("prove", short_help="Prove that a row stands in a signed checkpoint.")
@click.argument("seq", type=click.IntRange(min=1), required=False)
@click.option("--leaf", type=click.IntRange(min=1), help="A leaf by its number instead of an audit line.")
@click.option("--row", "of_row", nargs=2, help="A content row by kind and id: --row record 4f…")
@click.option("--version", type=click.IntRange(min=1), help="With --row: this version of a record or watch.")
@click.option("--checkpoint", "note", type=A_FILE, help="Against this checkpoint; else the newest.")
@click.pass_context
def prove(
    ctx: click.Context,
    /,
    seq: int | None,
    leaf: int | None,
    of_row: tuple[str, str] | None,
    version: int | None,
    note: Path | None,
) -> None:
    """Prove that audit line SEQ, or a content row, stands in a signed checkpoint. Prints the proof as JSON."""
    from casefile.audit.proof import proofs

    installation: Installation = ctx.obj
    against = proofs.read(note) if note else None
    place = _place(installation)
    with installation.store.reading() as session:
        if of_row is not None:
            leaf = proofs.last_leaf(session, *of_row, version)
        if leaf is not None:
            proof = proofs.of_leaf(session, place, leaf, against)
        elif seq is not None:
            proof = proofs.of_line(session, place, seq, against)
        else:
            raise click.UsageError("Name an audit line, --leaf or --row.")
    emit(ctx, json.dumps(proof, indent=1, ensure_ascii=False), proof)


@audit.command("consistency", short_help="Prove that one checkpoint goes on from another.")
@click.argument("old", type=A_FILE)
@click.argument("new", type=A_FILE)
@click.pass_context
def consistency(ctx: click.Context, old: Path, new: Path) -> None:
    """Prove that checkpoint NEW goes on from checkpoint OLD. Prints the proof as JSON."""
    from casefile.audit.proof import proofs

    proof = proofs.consistency(_place(ctx.obj), proofs.read(old), proofs.read(new))
    emit(ctx, json.dumps(proof, indent=1, ensure_ascii=False), proof)


@audit.command("check", short_help="Check a proof, without database or home.")
@click.argument("proof", type=A_FILE)
@click.option("--key", "given", multiple=True, help="The installation's public key; else the ones of the home.")
@click.pass_context
def check(ctx: click.Context, proof: Path, given: tuple[str, ...]) -> None:
    """Check a proof that `prove` or `consistency` has written. Needs the public key alone."""
    from casefile.audit.proof import proofs
    from casefile.proof.notes import VerifyKey

    public = [VerifyKey.parse(one) for one in given] or _public(ctx.obj)
    try:
        read = json.loads(proof.read_text("utf-8"))
    except ValueError as error:
        raise BadInput("This is not a proof that griot audit has written.") from error
    said = proofs.check(read, public)
    emit(ctx, f"It holds: {said}.", {"holds": True, "said": said})


@audit.command("keys", short_help="Print the public keys of this installation.")
@click.pass_context
def show_keys(ctx: click.Context) -> None:
    """Print the public keys of this installation, the oldest first. Give the last one to every unit."""
    public = [str(key) for key in _public(ctx.obj)]
    emit(ctx, "\n".join(public), {"keys": list(public)})


@audit.command("rotate", short_help="Make a new key; the old one vouches for it.")
@click.option("--lost", is_flag=True, help="The old key is lost, or somebody else has it: nothing vouches.")
@click.pass_context
def rotate(ctx: click.Context, lost: bool) -> None:
    """Make a new key that the old one vouches for. Give its public half to every unit."""
    from casefile.audit.proof import checkpoints

    installation: Installation = ctx.obj
    public = checkpoints.rotate(installation.store, _place(installation), lost=lost)
    emit(ctx, f"The new public key: {public}", {"key": public})


def _place(installation: Installation) -> "Place":
    from casefile.audit.proof.checkpoints import Place

    return Place.of(installation.settings)


def _public(installation: Installation) -> "list[VerifyKey]":
    from casefile.audit.proof import keys

    if not (found := keys.known(_place(installation).folder)):
        raise NotThere("This home has no key yet. Give one with --key.")
    return found
