"""What is no store, and stores that were changed: errors, and nothing is touched."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import panamarc
from support.marcfiles import SHELF
from support.stores import URIS

pytestmark = pytest.mark.same_without_c

PATHS = {kind: uri.partition(":")[2] for kind, uri in URIS.items()}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.mrc").write_bytes(b"".join(SHELF))
    return tmp_path


def state() -> dict[str, str]:
    """All files here, but locks, and their content."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path().rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def changed(kind: str, statement: str) -> None:
    """Changes a database."""
    connection: Any = (
        duckdb.connect(PATHS[kind]) if kind == "duckdb" else sqlite3.connect(PATHS[kind])
    )
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("uri", ["books.duckdb", "mysql:books", "duckdb:", "sqlite", ":x"])
def test_an_unknown_store_lists_those_that_are(uri: str) -> None:
    with pytest.raises(ValueError, match=r"one of duckdb:FILE\.duckdb, parquet:FOLDER/, sqlite:"):
        panamarc.ingest("a.mrc", uri)


@pytest.mark.parametrize("kind", URIS)
def test_a_file_of_another_kind_is_refused(kind: str) -> None:
    Path(PATHS[kind]).write_text("Once there was a text. " * 200, "utf-8")
    before = state()
    with pytest.raises(panamarc.StoreError, match=f"^{URIS[kind]}: "):
        panamarc.ingest("a.mrc", URIS[kind])
    assert state() == before


@pytest.mark.parametrize("kind", URIS)
def test_a_store_of_another_program_is_refused(kind: str) -> None:
    if kind == "parquet":
        Path("store").mkdir()
        Path("store", "x.parquet").write_bytes(b"PAR1")
    else:
        changed(kind, "create table fields (x integer)")
    before = state()
    with pytest.raises(panamarc.StoreError, match="no store of panamarc's"):
        panamarc.ingest("a.mrc", URIS[kind])
    assert state() == before
    if kind == "parquet":
        pq.write_table(pa.table({"x": [1]}), "store/sources.parquet")
        with pytest.raises(panamarc.StoreError, match=r"a sources\.parquet of another program"):
            panamarc.ingest("a.mrc", URIS[kind])


@pytest.mark.parametrize("kind", URIS)
def test_a_store_of_another_version_is_refused(kind: str) -> None:
    panamarc.ingest("a.mrc", URIS[kind])
    if kind == "parquet":
        table = pq.read_table("store/sources.parquet")
        about = {**table.schema.metadata, b"panamarc_store": b"99 records"}
        pq.write_table(table.replace_schema_metadata(about), "store/sources.parquet")
    else:
        changed(kind, "update panamarc_store set version = 99")
    before = state()
    with pytest.raises(panamarc.StoreError, match="a store of version 99; this panamarc has"):
        panamarc.ingest("a.mrc", URIS[kind])
    assert state() == before


@pytest.mark.parametrize("kind", URIS)
def test_a_store_is_not_its_own_source(kind: str) -> None:
    panamarc.ingest("a.mrc", URIS[kind])
    own = "store/sources.parquet" if kind == "parquet" else PATHS[kind]
    Path("link.mrc").symlink_to(own)
    before = state()
    for source in (own, "link.mrc", "*"):
        with pytest.raises(panamarc.StoreError, match=r"the source .* is the store, or in it"):
            panamarc.ingest(source, URIS[kind])
    assert state() == before


@pytest.mark.parametrize("kind", URIS)
def test_a_place_that_is_not_there_is_an_error(kind: str) -> None:
    with pytest.raises(panamarc.StoreError, match=f"^{kind}:missing/store: "):
        panamarc.ingest("a.mrc", f"{kind}:missing/store")
    assert list(state()) == ["a.mrc"]


@pytest.mark.parametrize("kind", URIS)
def test_verify_finds_a_changed_value(kind: str) -> None:
    panamarc.ingest("a.mrc", URIS[kind])
    if kind == "parquet":
        (file,) = Path("store/fields").glob("*.parquet")
        rows = pq.ParquetFile(file).read().to_pylist()
        rows[1]["value"] = "The cut"
        pq.write_table(pa.Table.from_pylist(rows), file)
    else:
        changed(kind, "update fields set value = 'The cut' where value = 'The cat'")
    found = panamarc.ingest("a.mrc", URIS[kind], verify=True).differences
    assert found == [
        "a.mrc: fields: record 1, field 1: value is 'The cut', in the source 'The cat'"
    ]


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("delete from subfields where record = 3", "subfields: the store lacks rows after"),
        ("insert into skipped values (1, 5, 5, 'filler')", "skipped: the store has more rows"),
        ("update sources set links_hash = 'x'", "links: the hash in the table sources"),
        ("update records set control_number = null where record = 2", "control_number is None"),
    ],
)
def test_verify_finds_what_is_missing_or_more(kind: str, statement: str, expected: str) -> None:
    panamarc.ingest("a.mrc", URIS[kind])
    changed(kind, statement)
    (found,) = panamarc.ingest("a.mrc", URIS[kind], verify=True).differences
    assert expected in found


def test_a_store_in_use_is_an_error() -> None:
    panamarc.ingest("a.mrc", "sqlite:store.db")
    other = sqlite3.connect("store.db", isolation_level=None)
    other.execute("begin exclusive")
    before = state()
    with pytest.raises(panamarc.StoreError, match="locked"):
        panamarc.ingest("a.mrc", "sqlite:store.db")
    assert state() == before
    other.close()
