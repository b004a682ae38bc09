"""Tables in Dask and in Ray, whose workers are processes with a JVM each."""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

import panamarc
from panamarc import where
from panamarc._tables.parts import TableOfParts
from support import realdata

COLUMNS: dict[str, Any] = {
    "id": "001",
    "offset": "offset",
    "subjects": ["650$a"],
    "year": panamarc.col("008/7-10").cast("int", on_error="null"),
    "language": panamarc.col("008/35-37").dictionary(),
    "corrupt": "corrupt_record",
}
WANTED = where.has("650") & ~where.matches("245$a", "(?i)report")
OPTIONS: dict[str, Any] = {"where": WANTED, "on_error": "recover", "nfc": True}
NAMES = ("bu_bibs_100.mrc", "cliffeh_1010.mrc.gz", "loc_authority_150.mrc")
PATHS = [str(realdata.path(name)) for name in NAMES]


def expected() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = panamarc.scan(PATHS, COLUMNS, **OPTIONS).to_arrow().to_pylist()
    return found


def test_parts_that_were_pickled_give_the_table() -> None:
    table = TableOfParts(COLUMNS, WANTED, {"nfc": True})
    parts = table.parts(table.paths(PATHS, 50_000), 50_000)
    parts, table = pickle.loads(pickle.dumps((parts, table)))
    assert len(parts) > len(PATHS) + 2
    assert [row for part in parts for row in table.read(part).to_pylist()] == expected()
    assert str(table.read(b"").schema.field("language").type) == "string"


def test_what_no_other_process_can_open_is_an_error() -> None:
    table = TableOfParts("fields", None, {})
    with pytest.raises(TypeError, match="other processes cannot open <bytes>; expected paths"):
        table.paths(b"", 1)
    with pytest.raises(ValueError, match="part_bytes is 0; expected 1 or more"):
        table.paths(PATHS, 0)
    with pytest.raises(FileNotFoundError):
        table.paths("none.mrc", 1)


@pytest.mark.parametrize(("module", "name"), [("dask", "Dask"), ("ray", "Ray")])
def test_missing_library_is_an_error_that_says_how(
    module: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"panamarc.{module}", raising=False)
    message = rf"panamarc\.{module} needs {name}: pip install 'panamarc\[{module}\]'"
    with pytest.raises(ImportError, match=message):
        import_module(f"panamarc.{module}")


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_dask_gives_the_rows_of_scan(scheduler: str) -> None:
    pytest.importorskip("dask.dataframe")
    import panamarc.dask

    frame = panamarc.dask.read(PATHS, COLUMNS, part_bytes=50_000, **OPTIONS)
    assert frame.npartitions > len(PATHS) + 2
    found = frame.compute(scheduler=scheduler)
    assert dict(found.dtypes) == dict(frame.dtypes)
    assert rows(found) == expected()
    counted = frame.groupby("language").size().compute(scheduler="threads")
    assert int(counted.sum()) == sum(row["language"] is not None for row in expected())


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of pandas with Arrow's types."""
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    found: list[dict[str, Any]] = table.to_pylist()
    return found


# In a process of its own, as `ray.init` and `ray.shutdown` replace handlers that a JVM needs.
BY_RAY = """
import pickle, sys
import ray
import panamarc.ray

paths, columns, options = pickle.loads(bytes.fromhex(sys.argv[1]))
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
ray.data.DataContext.get_current().execution_options.preserve_order = True
data = panamarc.ray.read(paths, columns, part_bytes=50_000, **options)
print(pickle.dumps(data.take_all()).hex())
"""


def test_ray_gives_the_rows_of_scan() -> None:
    pytest.importorskip("ray")
    given = pickle.dumps((PATHS, COLUMNS, OPTIONS)).hex()
    done = subprocess.run(
        [sys.executable, "-c", BY_RAY, given], capture_output=True, text=True, check=True
    )
    assert pickle.loads(bytes.fromhex(done.stdout.splitlines()[-1])) == expected()
