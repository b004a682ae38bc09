"""MARC in Apache Spark: options as Python has them, and rows as `panamarc.scan` gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import panamarc
import panamarc.spark
from panamarc import where
from support import realdata

COLUMNS: dict[str, Any] = {
    "id": "001",
    "subjects": ["650$a"],
    "year": panamarc.col("008/7-10").cast("int", on_error="null"),
    "all": panamarc.col("650$a", "651$a").join("; "),
    "at": panamarc.col("offset"),
    "isbns": panamarc.col("020$a").list().normalize_isbn(),
}


def test_columns_are_the_option_as_json() -> None:
    assert json.loads(panamarc.spark.options(COLUMNS)["columns"]) == {
        "id": {"spec": ["001"]},
        "subjects": {"spec": ["650$a"], "kind": "list"},
        "year": {"spec": ["008/7-10"], "cast": "int", "on_error": "null"},
        "all": {"spec": ["650$a", "651$a"], "kind": "join", "separator": "; "},
        "at": {"kind": "offset"},
        "isbns": {"spec": ["020$a"], "kind": "list", "normalize_isbn": True},
    }
    assert panamarc.spark.options() == {"columns": "bibliographic"}


def test_conditions_are_the_option_as_json() -> None:
    wanted = where.record_type("a") & ~(where.has("100") | where.matches("245$a", "x"))
    options = panamarc.spark.options("fields", where=wanted & where.years(1990, 1999))
    assert json.loads(options["where"]) == {
        "all": [
            {
                "all": [
                    {"record_type": "a"},
                    {"not": {"any": [{"has": "100"}, {"matches": ["245$a", "x"]}]}},
                ]
            },
            {"years": [1990, 1999]},
        ]
    }


def test_other_options_are_texts() -> None:
    options = panamarc.spark.options(on_error="skip", nfc=True, batch_size=5, format=None)
    assert options == {
        "columns": "bibliographic",
        "on_error": "skip",
        "nfc": "true",
        "batch_size": "5",
    }
    with pytest.raises(ValueError, match="there are two columns"):
        panamarc.spark.options({"1": "001", 1: "001"})  # type: ignore[dict-item]


def test_missing_connector_is_an_error_that_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panamarc.spark, "CONNECTOR", tmp_path / "panamarc-spark.jar")
    with pytest.raises(FileNotFoundError, match=r"panamarc-spark\.jar: `make spark` builds it"):
        panamarc.spark.jars()
    (tmp_path / "panamarc-spark.jar").touch()
    names = [Path(jar).name for jar in panamarc.spark.jars()]
    assert names[0] == "panamarc-spark.jar"
    assert "panamarc-core.jar" in names


class OldSpark:
    """A session on a Java that is too old."""

    def __getattr__(self, name: str) -> Any:
        return (lambda _: "21") if name == "getProperty" else self


def test_old_java_is_an_error_that_names_it() -> None:
    session: Any = OldSpark()
    with pytest.raises(RuntimeError, match="Spark runs on Java 21; panamarc needs 25 or later"):
        panamarc.spark.register(session)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    # Two executors, each a process of its own: PySpark has what starts them, Maven's jars have not.
    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]")
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("columns", ["bibliographic", "fields", "records", COLUMNS])
def test_rows_in_splits_are_those_of_scan(spark: Any, columns: Any) -> None:
    paths = [str(realdata.path(name)) for name in ("bu_bibs_100.mrc", "cliffeh_1010.mrc.gz")]
    options: dict[str, Any] = {"where": where.has("650"), "on_error": "skip"}
    table = panamarc.spark.read(spark, paths, columns, maxPartitionBytes="50k", **options)
    assert table.rdd.getNumPartitions() > 4
    found = [row.asDict() for row in table.collect()]
    assert found == panamarc.scan(paths, columns, **options).to_arrow().to_pylist()


def test_records_in_formats_read_as_they_were_written(spark: Any, tmp_path: Path) -> None:
    path = str(realdata.path("loc_bibliographic_386.mrc"))
    records = panamarc.spark.read(spark, path, "whole")
    for form in ("iso2709", "marcxml"):
        target = str(tmp_path / form)
        records.coalesce(1).write.format("marc").option("format", form).save(target)
        found = panamarc.spark.read(spark, target, "whole").select("fields").collect()
        assert found == records.select("fields").collect()


def test_tasks_that_fail_are_repeated_and_write_each_once(spark: Any, tmp_path: Path) -> None:
    def fails_at_first(rows: Any) -> Any:  # here, or executors would import it
        from pyspark import TaskContext

        task: Any = TaskContext.get()
        if task.attemptNumber() == 0:
            raise RuntimeError("a fault")
        return rows

    path = str(realdata.path("loc_authority_150.mrc"))
    records = panamarc.spark.read(spark, path, "whole").repartition(3)
    failing = spark.createDataFrame(records.rdd.mapPartitions(fails_at_first), records.schema)
    target = str(tmp_path / "out")
    failing.write.format("marc").save(target)
    columns: dict[str, Any] = {"id": "001", "title": ["1..$a"]}
    found = panamarc.spark.read(spark, target, columns).orderBy("id").collect()
    assert found == panamarc.spark.read(spark, path, columns).orderBy("id").collect()
    assert len(found) == 150


def test_errors_of_tasks_reach_python_with_file_and_record(spark: Any, tmp_path: Path) -> None:
    path = str(realdata.path("bu_bibs_100.mrc"))
    with pytest.raises(Exception, match=r"bu_bibs_100\.mrc: record 3 at byte 4435: the leader"):
        panamarc.spark.read(spark, path, mode="FAILFAST").collect()
    records = panamarc.spark.read(spark, path, "whole")
    with pytest.raises(Exception, match=r"\.mrc: record 15: field 999: subfield \$b holds 0x1E"):
        records.write.format("marc").save(str(tmp_path / "out"))


def test_folder_as_a_stream_gives_each_file_once(spark: Any, tmp_path: Path) -> None:
    panamarc.spark.register(spark)
    found: list[tuple[int, int]] = []
    for name in ("bu_bibs_100.mrc", "loc_authority_150.mrc"):
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(realdata.path(name).read_bytes())
        stream = spark.readStream.format("marc").load(str(folder)).writeStream
        stream = stream.option("checkpointLocation", str(tmp_path / "checkpoint"))
        stream = stream.foreachBatch(lambda rows, number: found.append((number, rows.count())))
        stream.trigger(availableNow=True).start().awaitTermination()
    assert found == [(0, 100), (1, 150)]
