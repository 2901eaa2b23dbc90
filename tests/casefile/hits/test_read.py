"""What administrators take out."""

from casefile import hits


def test_export_names_both_sides_by_their_source_ids(net):
    record, watch = net.enter("dakar", origin_ref="src-1"), net.watch("banjul", origin_ref="src-2")
    net.hit(record, watch)
    with net.store.reading() as session:
        (line,) = hits.export(session)
    assert {k: line[k] for k in ("record", "watch", "record_unit", "watch_unit", "state")} == {
        "record": "src-1",
        "watch": "src-2",
        "record_unit": "SN-DKR",
        "watch_unit": "GM-BJL",
        "state": "queued",
    }
    assert set(line) >= {"hit", "score", "evidence"}
