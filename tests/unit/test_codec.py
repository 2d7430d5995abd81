from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from engine.codec import decode_history, encode_history
from engine.columns import Column, Interpolation
from engine.history import ColumnSamples, HistorySegment, TableSamples
from engine.tracks import HistoryError, TableLayout, layout_hash, layout_of, layout_of_schema, value_at
from tests.golden.history.files import Golden, read_golden, sampled_json, segment_of, tracks_json
from town.world import WALKER_COLUMNS

GOLDEN = read_golden()
LARGEST = 2**53 - 1


def _segment(values: object, *, tolerance: int = 0, slots: list[int] | None = None) -> HistorySegment:
    samples = np.array(values, np.int64)
    column = ColumnSamples("x", Interpolation.LINEAR, tolerance, samples)
    rows = np.array(slots if slots is not None else range(samples.shape[1]), np.int64)
    return HistorySegment(5, len(samples) - 1, (TableSamples("things", rows, (column,)),))


def _layouts(segment: HistorySegment) -> list[TableLayout]:
    return [layout_of(table) for table in segment.tables]


@pytest.mark.parametrize("golden", GOLDEN.values(), ids=GOLDEN.keys())
class TestGoldenFiles:
    def test_samples_pack_to_these_bytes(self, golden: Golden) -> None:
        assert encode_history(segment_of(golden.segment)).hex() == golden.packed

    def test_bytes_unpack_to_these_tracks(self, golden: Golden) -> None:
        segment = segment_of(golden.segment)
        history = decode_history(bytes.fromhex(golden.packed), _layouts(segment))
        assert (history.first_tick, history.ticks) == (segment.first_tick, segment.ticks)
        assert tracks_json(history) == golden.decoded

    def test_tracks_read_as_these_values(self, golden: Golden) -> None:
        assert sampled_json(segment_of(golden.segment), bytes.fromhex(golden.packed)) == golden.samples

    def test_every_shorter_message_is_truncated(self, golden: Golden) -> None:
        packed = bytes.fromhex(golden.packed)
        for length in range(len(packed)):
            with pytest.raises(HistoryError) as caught:
                decode_history(packed[:length], _layouts(segment_of(golden.segment)))
            assert caught.value.fault == "truncated"


def test_the_specification_works_its_example_out_rightly() -> None:
    document = (Path(__file__).parents[2] / "docs" / "CODEC.md").read_text(encoding="utf-8")
    example = document.split("## 3.")[1].split("## 4.")[0]
    cells = (line.split("|")[1] for line in example.splitlines() if line.startswith("| `"))
    shown = "".join("".join(re.findall("`([0-9a-f ]+)`", cell)) for cell in cells)
    assert shown.replace(" ", "") == GOLDEN["worked-example"].packed


def test_an_empty_segment_takes_few_bytes() -> None:
    assert len(encode_history(HistorySegment(1_000_000, 60, ()))) <= 6


def test_rows_that_did_not_change_take_no_space() -> None:
    still = np.full((61, 500), 7)
    one_moves = still.copy()
    one_moves[30:, 250] = 8
    assert encode_history(_segment(still)) == encode_history(HistorySegment(5, 60, ()))
    assert len(encode_history(_segment(one_moves))) < 30


def test_a_spike_whose_deviation_passes_64_bits_is_kept() -> None:
    values = np.zeros((4097, 1), np.int64)
    values[1000] = 2**52
    segment = _segment(values, tolerance=3)
    history = decode_history(encode_history(segment), _layouts(segment))
    assert value_at(history, "things", 0, "x", 5 + 1000) == 2**52


def test_rows_come_by_slot_whatever_their_order() -> None:
    assert encode_history(_segment([[0, 1], [4, 9]], slots=[8, 3])) == encode_history(
        _segment([[1, 0], [9, 4]], slots=[3, 8])
    )


def test_a_hash_tells_layouts_apart() -> None:
    column = Column(np.int64, Interpolation.LINEAR)
    hashes = {
        layout_hash(layout_of_schema(name, schema))
        for name, schema in (
            ("walkers", {"x": column}),
            ("things", {"x": column}),
            ("walkers", {"y": column}),
            ("walkers", {"x": column, "y": column}),
            ("walkers", {"x": Column(np.int64, Interpolation.HOLD)}),
        )
    }
    assert len(hashes) == 5


def test_a_schema_has_the_layout_of_its_samples() -> None:
    schema = {"x": Column(np.int64, Interpolation.LINEAR, 3), "hidden": Column(np.int64)}
    assert layout_of_schema("things", schema) == layout_of(_segment([[0], [1]]).tables[0])


def test_the_page_knows_the_layout_of_the_towns_walkers() -> None:
    """The browser's own test holds its layout to the same number."""
    assert layout_hash(layout_of_schema("walkers", WALKER_COLUMNS)).to_bytes(4, "little").hex() == "e298eef2"


def test_an_unchanged_or_unknown_cell_reads_as_none() -> None:
    history = decode_history(encode_history(_segment([[0, 1], [0, 3]])), _layouts(_segment([[0]])))
    assert value_at(history, "things", 0, "x", 5) is None
    assert value_at(history, "birds", 1, "x", 5) is None
    assert value_at(history, "things", 1, "x", 5.5) == 2


@pytest.mark.parametrize(
    ("fault", "packed"),
    [
        ("unknownVersion", "02"),
        ("unknownLayout", "0105020100000000"),
        ("malformed", "01ffffffffffffffffff"),  # a number without end
        ("malformed", "0105ffffffffffff7f"),  # more ticks than any step
        ("malformed", "01050100ff"),  # a byte left over
    ],
)
def test_bytes_that_cannot_be_read_say_why(fault: str, packed: str) -> None:
    with pytest.raises(HistoryError) as caught:
        decode_history(bytes.fromhex(packed), _layouts(_segment([[0]])))
    assert caught.value.fault == fault


@pytest.mark.parametrize(
    "row",
    [
        "0002",  # a column that is not there
        "000100030200",  # a breakpoint after the last tick
        "0001feffffffffffff1f0104",  # a value that passes 2^53
        "ffffffff0f0100010200",  # a slot that passes 2^31
    ],
)
def test_rows_that_break_the_rules_are_malformed(row: str) -> None:
    layouts = _layouts(_segment([[0]]))
    hashed = layout_hash(layouts[0]).to_bytes(4, "little").hex()
    with pytest.raises(HistoryError) as caught:
        decode_history(bytes.fromhex(f"01050201{hashed}01{row}"), layouts)
    assert caught.value.fault == "malformed"


def test_a_table_that_comes_twice_is_malformed() -> None:
    segment = _segment([[0], [1]])
    packed = encode_history(segment)
    table = packed[4:]
    with pytest.raises(HistoryError, match="twice"):
        decode_history(packed[:3] + b"\x02" + table + table, _layouts(segment))


@pytest.mark.parametrize(
    "segment",
    [
        _segment([[0], [LARGEST + 1]]),
        _segment([[0], [-LARGEST - 1]]),
        _segment([[-(2**63)], [0]]),
        _segment([[0, 0], [1, 1]], slots=[4, 4]),
        _segment([[0], [1]], slots=[-1]),
        _segment([[0, 0], [1, 1]], slots=[1, 2, 3]),
        HistorySegment(5, 3, _segment([[0], [1]]).tables),
        HistorySegment(-1, 1, _segment([[0], [1]]).tables),
        HistorySegment(5, 1, _segment([[0], [1]]).tables * 2),
    ],
)
def test_samples_that_cannot_be_packed_are_refused(segment: HistorySegment) -> None:
    with pytest.raises(HistoryError) as caught:
        encode_history(segment)
    assert caught.value.fault == "unencodable"
