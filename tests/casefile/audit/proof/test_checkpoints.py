"""Checkpoints are signed outside the database and refuse to go on from another history; keys change with a voucher."""

import shutil
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casefile.audit.proof import checkpoints, countersigned, keys, proofs, rounds
from casefile.audit.proof.checkpoints import Place
from casefile.audit.proof.verify import verify
from casefile.errors import BadInput, Conflict, NotAllowed, SetupError
from casefile.proof.notes import WITNESS, Checkpoint, Note, VerifyKey, signers
from casefile.storage import tables
from tests.network.outside import outside
from tests.network.stored import network

UNIT_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
UNIT = str(VerifyKey.of("sn-pj", WITNESS, UNIT_KEY))
MOMENT = datetime(2026, 11, 26, 6, tzinfo=UTC)


@pytest.fixture
def net(sqlite_store):
    return network(sqlite_store)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "proof")


def sound(net, place, **more):
    report = verify(net.store, place, **more)
    assert report.sound, report.problems
    return report


def countersign(note):
    return str(note.countersigned("sn-pj", UNIT_KEY, MOMENT))


def test_a_checkpoint_says_origin_size_and_root_and_is_signed(net, place):
    path = checkpoints.write(net.store, place)
    note = Note.parse(path.read_text("utf-8"))
    (key,) = keys.known(place.folder)
    assert signers(note, [key]) == [key]
    one = Checkpoint.parse(note.text)
    assert one.origin == key.name and one.size == len(proofs.leaves_of(place)) and set(one.more) == {"at"}
    assert stat.S_IMODE((place.folder / keys.KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert checkpoints.write(net.store, place) is None, "nothing was added since"
    net.enter("dakar")
    assert checkpoints.write(net.store, place) is not None
    assert sound(net, place).checkpoints == 2


def test_nothing_is_signed_over_another_history(net, place, tmp_path):
    checkpoints.write(net.store, place)
    file = net.store.engine.url.database
    shutil.copyfile(file, tmp_path / "older.db")
    net.enter("dakar")
    checkpoints.write(net.store, place)
    shutil.copyfile(tmp_path / "older.db", file)
    with pytest.raises(SetupError, match="rolled back"):
        checkpoints.write(net.store, place)
    for _ in range(3):
        net.enter("dakar")
    with pytest.raises(SetupError, match="rolled back"):
        checkpoints.write(net.store, place)
    assert not verify(net.store, place).sound


def test_an_altered_line_is_not_signed_over(net, place):
    checkpoints.write(net.store, place)
    net.enter("dakar")
    net.enter("dakar")
    last = verify(net.store, place).lines
    outside(net.store, f"UPDATE audit SET reason = 'x' WHERE seq = {last - 1}")
    with pytest.raises(SetupError, match=f"audit line {last - 1}"):
        checkpoints.write(net.store, place)


def test_a_key_is_followed_by_one_it_vouches_for(net, place):
    checkpoints.write(net.store, place)
    checkpoints.rotate(net.store, place)
    net.enter("dakar")
    checkpoints.write(net.store, place)
    assert len(keys.known(place.folder)) == 2 and keys.not_vouched(place.folder) == []
    sound(net, place)


def test_a_lost_key_is_said_to_be_lost_and_one_that_was_slipped_in_is_found(net, place):
    checkpoints.write(net.store, place)
    (place.folder / keys.KEY).unlink()
    with pytest.raises(SetupError, match="--lost"):
        checkpoints.write(net.store, place)
    checkpoints.rotate(net.store, place, lost=True)
    assert len(keys.not_vouched(place.folder)) == 1
    sound(net, place)
    slipped = VerifyKey.of(keys.known(place.folder)[0].name, 1, UNIT_KEY)
    keys.append(place.folder / keys.KEYS, f"{slipped}\n")
    assert [one.why for one in verify(net.store, place).problems][0].startswith("it was slipped in")


def test_without_checkpoints_a_home_that_had_some_is_not_sound(net, place):
    checkpoints.write(net.store, place)
    shutil.rmtree(place.folder)
    assert not verify(net.store, place).sound


def test_the_key_may_be_closed_with_a_passphrase(net, tmp_path):
    closed = Place(tmp_path / "proof", passphrase=b"four easy words here")
    checkpoints.write(net.store, closed)
    assert b"ENCRYPTED" in (closed.folder / keys.KEY).read_bytes()
    net.enter("dakar")
    for wrong in (None, b"other words"):
        with pytest.raises(SetupError, match="cannot be opened"):
            checkpoints.write(net.store, Place(tmp_path / "proof", passphrase=wrong))
    assert checkpoints.write(net.store, closed) is not None


def test_a_second_place_has_all_that_is_public_and_finds_what_was_done_to_the_first(net, tmp_path):
    place = Place(tmp_path / "proof", tmp_path / "elsewhere")
    checkpoints.write(net.store, place)
    file = net.store.engine.url.database
    shutil.copyfile(file, tmp_path / "older.db")
    shutil.copytree(place.folder, tmp_path / "older-proof")
    net.enter("dakar")
    checkpoints.write(net.store, place)
    assert not (tmp_path / "elsewhere" / keys.KEY).exists()
    shutil.copyfile(tmp_path / "older.db", file)  # database and folder rolled back together
    shutil.rmtree(place.folder)
    shutil.copytree(tmp_path / "older-proof", place.folder)
    sound(net, place)
    report = verify(net.store, place, [tmp_path / "elsewhere" / checkpoints.CHECKPOINTS])
    assert "rolled back" in report.problems[0].why


def test_of_days_long_past_the_last_checkpoint_is_kept(net, place, later):
    for _ in range(3):
        net.enter("dakar")
        checkpoints.write(net.store, place)
    later(40)
    net.enter("dakar")
    checkpoints.write(net.store, place)
    assert len(place.notes()) == 2
    sound(net, place)


def test_after_a_restore_a_new_series_begins_and_the_former_is_kept(net, place, tmp_path):
    rounds.sign(net.store, place)
    file = net.store.engine.url.database
    shutil.copyfile(file, tmp_path / "backup.db")
    net.enter("dakar")
    checkpoints.rotate(net.store, place)
    shutil.copyfile(tmp_path / "backup.db", file)
    assert not verify(net.store, place).sound
    aside = checkpoints.begin_again(net.store, place)
    assert len(list((aside / checkpoints.CHECKPOINTS).iterdir())) == 3
    assert sound(net, place).aside == [aside.name]
    net.enter("dakar")
    rounds.sign(net.store, place)
    assert sound(net, place).checkpoints == 4
    report = verify(net.store, place, [aside])
    assert "rolled back" in report.problems[0].why or "other" in report.problems[0].why


def test_a_backup_put_back_in_a_new_home_names_the_former_key(net, place, tmp_path):
    checkpoints.write(net.store, place)
    elsewhere = Place(tmp_path / "new" / "proof")
    assert checkpoints.begin_again(net.store, elsewhere) is None
    first, second = keys.known(elsewhere.folder)
    assert first == keys.known(place.folder)[0] and second.public != first.public
    sound(net, elsewhere)


# ---- units -----------------------------------------------------------------------------------------------------


def test_a_unit_is_offered_one_checkpoint_a_day_whose_size_tells_nothing(net, place, later):
    rounds.sign(net.store, place)
    first = countersigned.offered(net.dakar, place)
    net.enter("dakar")
    rounds.sign(net.store, place)
    assert countersigned.offered(net.dakar, place) == first
    grown = []
    for _ in range(4):
        later(1)
        before = verify(net.store, place)
        rounds.sign(net.store, place)
        grown.append(countersigned.offered(net.dakar, place).size - before.lines - before.leaves)
    assert len(set(grown)) > 1 and all(0 <= one < checkpoints.MOST_PADDING for one in grown)
    sound(net, place)


def test_what_a_unit_countersigned_is_kept_and_held_against(net, place):
    rounds.sign(net.store, place)
    note = Note.parse(countersigned.offered(net.dakar, place).note)
    with net.store.writing() as session:
        countersigned.countersign(session, net.dakar, place, countersign(note), UNIT)
    last = countersigned.offered(net.dakar, place).last
    assert last.key == UNIT and last.size == Checkpoint.parse(note.text).size
    assert sound(net, place).checkpoints == len(place.notes()) + 2, "the offered and the countersigned one too"
    assert sound(net, place, against=[countersigned.folder_of(place, net.dakar.unit_code)]).checkpoints == 5


def test_what_is_not_signed_or_not_ours_is_refused(net, place, tmp_path):
    rounds.sign(net.store, place)
    note = Note.parse(countersigned.offered(net.dakar, place).note)
    foreign = Place(tmp_path / "foreign")
    checkpoints.write(net.store, foreign)
    ours = str(keys.known(place.folder)[0])
    for text, key in (
        (str(note), UNIT), (countersign(checkpoints.latest(foreign)), UNIT), (countersign(note), ours),
        ("nothing", UNIT), (countersign(note), "nothing"),
    ):  # fmt: skip
        with pytest.raises(BadInput), net.store.writing() as session:
            countersigned.countersign(session, net.dakar, place, text, key)
    with pytest.raises(NotAllowed), net.store.writing() as session:
        countersigned.countersign(session, net.coordinator, place, countersign(note), UNIT)


def test_another_key_of_the_unit_needs_an_administrator(net, place):
    rounds.sign(net.store, place)
    note = Note.parse(countersigned.offered(net.dakar, place).note)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    again = (str(note.countersigned("sn-pj", other, MOMENT)), str(VerifyKey.of("sn-pj", WITNESS, other)))
    with net.store.writing() as session:
        countersigned.countersign(session, net.dakar, place, countersign(note), UNIT)
    with pytest.raises(Conflict, match="another key"), net.store.writing() as session:
        countersigned.countersign(session, net.dakar, place, *again)
    with net.store.writing() as session:
        countersigned.receive(session, None, place, net.dakar.unit_code, *again, new_key=True)
    assert countersigned.newest(place, net.dakar.unit_code).key == again[1]


def test_a_unit_that_saw_another_history_is_told_so(net, place):
    rounds.sign(net.store, place)
    note = Note.parse(countersigned.offered(net.dakar, place).note)
    path = place.folder / checkpoints.LEAVES
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    with pytest.raises(Conflict, match="not what stands here now"), net.store.writing() as session:
        countersigned.countersign(session, net.dakar, place, countersign(note), UNIT)


# ---- by the clock ----------------------------------------------------------------------------------------------


def test_the_whole_proof_is_done_once_a_night(net, place, monkeypatch):
    rounds.sign(net.store, place)
    night = tables.now().replace(hour=2)
    assert rounds.verify_due(net.store, place, night).sound
    assert rounds.verify_due(net.store, place, night.replace(hour=4)) is None
    outside(net.store, "UPDATE unit SET name = 'x'")
    assert rounds.verify_due(net.store, place, night + timedelta(hours=24)).problems[0].what.startswith("unit ")
    assert rounds.last_verified(place) is not None


def test_a_proof_dated_next_year_puts_tonight_s_off_by_no_day(net, place):
    night = tables.now().replace(hour=2)
    assert rounds.verify_due(net.store, place, night + timedelta(days=365)).sound
    assert rounds.verify_due(net.store, place, night).sound


def test_what_was_altered_since_the_last_checkpoint_is_said_within_ten_minutes(net, place):
    rounds.sign(net.store, place)
    record_id = net.enter("dakar")
    outside(net.store, f"UPDATE identity_name SET text = 'x' WHERE identity_id = '{record_id}:1'")
    with pytest.raises(SetupError, match=f"record {record_id} version 1"):
        rounds.sign(net.store, place)


# ---- proofs to hand on -----------------------------------------------------------------------------------------


def test_proofs_hold_with_the_public_key_alone(net, place):
    checkpoints.write(net.store, place)
    old = checkpoints.latest(place)
    record_id = net.enter("dakar")
    checkpoints.write(net.store, place)
    public = keys.known(place.folder)
    with net.store.reading() as session:
        made = [
            proofs.of_line(session, place, 3),
            proofs.of_line(session, place, 3, old),
            proofs.of_leaf(session, place, proofs.last_leaf(session, "record", record_id, 1)),
            proofs.consistency(place, old, checkpoints.latest(place)),
        ]
        with pytest.raises(Exception, match="newer than this checkpoint"):
            proofs.of_leaf(session, place, proofs.last_leaf(session, "record", record_id), old)
    for proof in made:
        assert proofs.check(proof, public)
        with pytest.raises(BadInput, match="has signed"):
            proofs.check(proof, [VerifyKey.parse(UNIT)])
        if proof["path"]:
            with pytest.raises(BadInput, match="does not hold"):
                proofs.check({**proof, "path": proof["path"][:-1]}, public)
    with pytest.raises(BadInput, match="does not hold"):
        proofs.check({**made[0], "leaf": made[0]["leaf"].replace("3", "4", 1)}, public)
    with pytest.raises(BadInput, match="not a proof"):
        proofs.check({}, public)
