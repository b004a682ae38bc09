"""MARC in Apache Spark. Only this module needs PySpark: `import panamarc.spark`.

    import panamarc.spark

    panamarc.spark.register(spark)
    books = spark.read.format("marc").load("books.mrc")

Spark's own JVM reads, not this process's: it has to be Java 25 or later.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any

from panamarc._tables.columns import Column, Columns, columns_of
from panamarc.where import Condition

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["jars", "options", "read", "register"]

OLDEST_JAVA = 25
FOLDER = Path(__file__).parent / "_java"
CONNECTOR = FOLDER / "spark" / "panamarc-spark.jar"
# Spark has the first itself; the others are for stylesheets. Lucene opens stored indexes.
NOT_NEEDED = ("zstd-jni", "Saxon-HE", "xmlresolver")
# What a column's parts are called in the option of Spark's source, where they are not as usual.
USUAL: dict[str, Any] = {
    "kind": "first",
    "separator": "",
    "cast": "text",
    "strip_punctuation": False,
    "normalize_isbn": False,
    "dictionary": False,
}
CONDITIONS = {
    "whereType": "record_type",
    "whereTag": "has",
    "whereMatches": "matches",
    "whereYears": "years",
}


def jars() -> list[str]:
    """The paths of the jars that Spark needs, for `spark.jars` or `spark-submit --jars`.

    Raises FileNotFoundError where the connector's is missing, as before `make spark`.
    """
    if not CONNECTOR.is_file():
        raise FileNotFoundError(f"there is no {CONNECTOR}: `make spark` builds it")
    own = sorted((FOLDER / "lib").glob("*.jar"))
    return [str(jar) for jar in (CONNECTOR, *own) if not jar.name.startswith(NOT_NEEDED)]


def register(spark: SparkSession) -> None:
    """Adds the data source `marc` to a session, its executors included.

    Once is enough, and again does no harm. Raises RuntimeError where Spark runs on a Java before
    25, FileNotFoundError as `jars` does.
    """
    jvm: Any = spark.sparkContext._jvm
    java = jvm.java.lang.System.getProperty("java.specification.version")
    if float(java) < OLDEST_JAVA:
        raise RuntimeError(
            f"Spark runs on Java {java}; panamarc needs {OLDEST_JAVA} or later: set JAVA_HOME "
            "before the session starts"
        )
    there = {PurePosixPath(row[0]).name for row in spark.sql("LIST JARS").collect()}
    for jar in jars():
        if PurePath(jar).name not in there:  # Spark warns of one that it has
            spark.sql(f"ADD JAR '{jar}'")


def options(
    columns: Columns = "bibliographic", *, where: Condition | None = None, **others: Any
) -> dict[str, str]:
    """The options of Spark's source that mean what the parameters of `panamarc.scan` mean.

        spark.read.format("marc").options(**panamarc.spark.options({"title": "245$a"}))

    Raises ValueError and TypeError for columns and conditions that are none.
    """
    asked = columns_of(columns)
    given = {
        "columns": asked
        if isinstance(asked, str)
        else json.dumps({name: _described(column) for name, column in asked.items()})
    }
    if where is not None:
        recorder = _Recorder()
        where.add_to(recorder)
        given["where"] = json.dumps(recorder.conditions.pop())
    for name, value in others.items():
        if value is not None:
            given[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return given


def read(
    spark: SparkSession,
    source: str | list[str],
    columns: Columns = "bibliographic",
    *,
    where: Condition | None = None,
    **others: Any,
) -> DataFrame:
    """Files as a `pyspark.sql.DataFrame`, with the columns and parameters of `panamarc.scan`.

    `source`: paths, folders and patterns as Spark has them; `others`: `on_error`, `strict`,
    `file_encoding`, `nfc`, `keep_references`, `format`, `batch_size`, and options of the source.

    Raises what `options` and `register` raise; what Spark raises where the files are read.
    """
    register(spark)
    reader = spark.read.format("marc").options(**options(columns, where=where, **others))
    return reader.load(source)


def _described(column: Column) -> dict[str, Any]:
    parts = column._parts
    found = {
        "kind": parts.kind,
        "separator": parts.separator,
        "cast": parts.as_type,
        "strip_punctuation": parts.strips,
        "normalize_isbn": parts.isbn,
        "dictionary": parts.as_dictionary,
    }
    described: dict[str, Any] = {"spec": list(parts.specs)} if parts.specs else {}
    described |= {name: value for name, value in found.items() if value != USUAL[name]}
    if parts.or_null:
        described["on_error"] = "null"
    return described


class _Recorder:
    """Takes conditions as a table of Java's does, and makes the JSON of them."""

    def __init__(self) -> None:
        self.conditions: list[dict[str, Any]] = []

    def __getattr__(self, method: str) -> Any:
        name = CONDITIONS[method]

        def add(*arguments: Any) -> None:
            self.conditions.append({name: arguments[0] if len(arguments) == 1 else arguments})

        return add

    def _last(self, count: int) -> list[dict[str, Any]]:
        last = self.conditions[-count:]
        del self.conditions[-count:]
        return last

    def whereAll(self, count: int) -> None:
        self.conditions.append({"all": self._last(count)})

    def whereAny(self, count: int) -> None:
        self.conditions.append({"any": self._last(count)})

    def whereNot(self) -> None:
        self.conditions.append({"not": self.conditions.pop()})
