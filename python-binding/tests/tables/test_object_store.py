"""Spark reads objects of a store, by Hadoop's connector for S3: `make test-object-store`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import panamarc
import panamarc.spark
from panamarc import where
from support import realdata

BUCKET = "books"
COLUMNS: dict[str, Any] = {
    "number": "record_number",
    "offset": "offset",
    "title": "245$a",
    "subjects": ["650$a"],
    "corrupt": "corrupt_record",
}
PLAIN, PACKED = "loc_bibliographic_386.mrc", "cliffeh_1010.mrc.gz"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A local server that answers as S3 does, with real files, and one of 40 MB, in a bucket."""
    jars = os.environ.get("PANAMARC_OBJECT_STORE_JARS")
    if not jars:
        pytest.skip("without the jars of `make test-object-store`")
    moto, boto3 = pytest.importorskip("moto.server"), pytest.importorskip("boto3")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=BUCKET)
    for key, content in objects().items():
        client.put_object(Bucket=BUCKET, Key=key, Body=content)
    yield address
    server.stop()


def objects() -> dict[str, bytes]:
    damaged = realdata.path("bu_bibs_100.mrc").read_bytes()
    return {
        "small/a.mrc": realdata.path(PLAIN).read_bytes(),
        "small/b.mrc.gz": realdata.path(PACKED).read_bytes(),
        "small/c.txt": b"not MARC",
        "large.mrc": damaged * (40_000_000 // len(damaged)),
    }


@pytest.fixture(scope="module")
def spark(endpoint: str) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    connector = map(str, Path(os.environ["PANAMARC_OBJECT_STORE_JARS"]).glob("*.jar"))
    hadoop = {
        "endpoint": endpoint,
        "endpoint.region": "us-east-1",
        "access.key": "key",
        "secret.key": "secret",
        "path.style.access": "true",
        "aws.credentials.provider": "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
    }
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.jars", ",".join([*connector, *panamarc.spark.jars()]))
    for name, value in hadoop.items():
        builder = builder.config(f"spark.hadoop.fs.s3a.{name}", value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def rows(table: Any) -> list[dict[str, Any]]:
    return [row.asDict() for row in table.collect()]


def test_objects_of_a_pattern_are_those_of_the_files(spark: Any, tmp_path: Path) -> None:
    table = panamarc.spark.read(spark, f"s3a://{BUCKET}/small/*.mrc*", COLUMNS)
    names = [str(realdata.path(name)) for name in (PLAIN, PACKED)]
    assert rows(table) == panamarc.scan(names, COLUMNS).to_arrow().to_pylist()


def test_a_folder_is_filtered_by_names(spark: Any) -> None:
    table = panamarc.spark.read(
        spark, f"s3a://{BUCKET}/small", "records", pathGlobFilter="*.gz", where=where.has("245")
    )
    expected = panamarc.scan(realdata.path(PACKED), "records", where=where.has("245"))
    assert table.count() == expected.to_arrow().num_rows
    assert rows(table)[0]["source"] == f"s3a://{BUCKET}/small/b.mrc.gz"


@pytest.mark.parametrize("size", ["3m", "1g"])
def test_a_large_object_in_ranges_is_that_of_the_bytes(spark: Any, size: str) -> None:
    table = panamarc.spark.read(spark, f"s3a://{BUCKET}/large.mrc", COLUMNS, maxPartitionBytes=size)
    assert table.rdd.getNumPartitions() == (13 if size == "3m" else 1)
    expected = panamarc.scan(objects()["large.mrc"], COLUMNS).to_arrow().to_pylist()
    assert rows(table) == expected
    titles = panamarc.spark.read(spark, f"s3a://{BUCKET}/large.mrc", {"title": "245$a"})
    assert titles.count() == len(expected)


def test_what_is_written_is_read_again(spark: Any) -> None:
    whole = panamarc.spark.read(spark, f"s3a://{BUCKET}/small/a.mrc", "whole")
    whole.write.format("marc").save(f"s3a://{BUCKET}/written")
    again = panamarc.spark.read(spark, f"s3a://{BUCKET}/written", "whole")
    assert rows(again.select("fields")) == rows(whole.select("fields"))


def test_a_missing_object_is_an_error_that_names_it(spark: Any) -> None:
    with pytest.raises(Exception, match=rf"s3a://{BUCKET}/none\.mrc: there is no such file"):
        panamarc.spark.read(spark, f"s3a://{BUCKET}/none.mrc", "fields").count()
