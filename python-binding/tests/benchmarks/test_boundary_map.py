"""`scan_boundaries` against the map of the plain reader, benchmarks/diagnostics/boundary_map.py."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest

import panamarc
from support import realdata, repaircases
from support.damaged import Dribble

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "diagnostics" / "boundary_map.py"
PLAIN = run_path(str(SCRIPT))
FRAMINGS = ("record", "terminator")
RECORDS = next(case for case in repaircases.ALL if case.name == "every-byte").content


def scanned(source: object, framing: str) -> list[tuple[int, int]]:
    with panamarc.open(source, framing=framing) as reader:  # type: ignore[arg-type]
        return list(reader.scan_boundaries())


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("name", realdata.ALL)
def test_boundaries_of_real_files_are_those_of_the_map(name: str, framing: str) -> None:
    data = realdata.content(name)
    expected = PLAIN["spans"](data, framing)
    assert scanned(realdata.path(name), framing) == expected
    assert scanned(Dribble(data, [1000, 1, 70_000]), framing) == expected


@pytest.mark.filterwarnings("ignore::panamarc.MarcWarning")
@pytest.mark.parametrize("framing", FRAMINGS)
def test_boundaries_of_a_file_cut_anywhere_are_those_of_the_map(framing: str) -> None:
    for end in range(len(RECORDS) + 1):
        data = RECORDS[:end]
        expected = PLAIN["spans"](data, framing)
        source = io.BytesIO(data) if end % 2 else data
        assert scanned(source, framing) == expected, end


@pytest.mark.parametrize("name", [*realdata.MALFORMED, realdata.MARC8])
def test_boundaries_of_files_cut_in_a_record_are_those_of_the_map(name: str) -> None:
    data = realdata.content(name)
    for start, length in PLAIN["spans"](data)[20:100:30]:
        for end in range(start, start + length, 61):
            cut = data[:end]
            assert scanned(cut, "record") == PLAIN["spans"](cut), end


def test_a_map_is_json_whose_pieces_are_the_whole_input() -> None:
    path = realdata.path("ia_malformed_116.mrc")
    command = [sys.executable, str(SCRIPT), str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert (found["size"], found["records"]) == (path.stat().st_size, 116)
    at = 0
    for piece in found["pieces"]:
        assert (piece["kind"], piece["start"]) == ("record", at)
        at += piece["length"]
    assert at == found["size"]


def test_a_map_shows_how_each_end_is_known() -> None:
    record = RECORDS[: RECORDS.index(b"\x1d") + 1]
    size = len(record)
    lying = b"00099" + record[5:]
    data = record + b"\r\n" + lying + b"junk" + record[:-1]
    ends = [(piece.kind, piece.length, piece.end) for piece in PLAIN["records"](data)]
    assert ends == [
        ("record", size, "the leader's length"),
        ("filler", 2, "a leader"),
        ("record", size, "0x1E 0x1D"),
        ("junk", 4, "a leader"),
        ("record", size - 1, "end of input"),
    ]
