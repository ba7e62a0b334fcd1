"""The examples for dlt and Spark load everything, exactly. `make test-pipelines` runs them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from yulsn_codegen.testing import RunningSandbox, run_sandbox

REPOSITORY = Path(__file__).parents[2]
FOLDERS = [str(REPOSITORY / "generated"), str(REPOSITORY / "examples" / "pipelines")]
EXACT = {"Name": "007", "Price": Decimal("1250.50"), "Bought": "2024-02-29T23:59:59.1234567+05:30"}
NANOSECONDS = 1_709_231_399_123_456_700

pytestmark = pytest.mark.filterwarnings("default")  # those of the libraries are not ours


@pytest.fixture(autouse=True)
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let this process and Spark's executors import the package and the examples, and keep all files apart."""
    for folder in FOLDERS:
        monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([*FOLDERS, os.environ.get("PYTHONPATH", "")]))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sandbox(paths: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    from yulsn_client import Client

    with run_sandbox(contacts=40) as sandbox:
        monkeypatch.setenv("YULSN_API_KEY", sandbox.api_key)
        monkeypatch.setenv("YULSN_BASE_URL", sandbox.base_url)
        with Client() as client:
            client.request("POST", "/api/v1/table/Bikes", body=EXACT)
        yield sandbox


@pytest.mark.skipif(find_spec("dlt") is None, reason="dlt is not installed; `make test-pipelines` installs it")
def test_dlt_loads_changes_exactly(sandbox: RunningSandbox, tmp_path: Path) -> None:
    import dlt
    import duckdb
    from dlt_source import yulsn
    from yulsn_client import Client
    from yulsn_client.models import ContactPatch

    file = tmp_path / "yulsn.duckdb"
    pipeline = dlt.pipeline(
        "yulsn",
        pipelines_dir=str(tmp_path / "state"),
        destination=dlt.destinations.duckdb(str(file)),
        dataset_name="crm",
    )
    with Client() as client:
        pipeline.run(yulsn(client))
        first = next(client.contacts.iterate())
        client.contacts.patch(first.id, ContactPatch(first_name="008"))
        pipeline.run(yulsn(client))
        ids = {contact.id for contact in client.contacts.iterate()}
        points = len(list(client.points.iterate()))
    with duckdb.connect(str(file), read_only=True) as connection:
        run = connection.execute
        (bike,) = run("SELECT name, price, epoch_ns(bought) FROM crm.bikes WHERE name = '007'").fetchall()
        assert bike == ("007", Decimal("1250.50"), NANOSECONDS)
        contacts = run("SELECT id, first_name FROM crm.contacts").fetchall()
        assert len(contacts) == len(ids)
        assert {number for number, _ in contacts} == ids
        assert (first.id, "008") in contacts
        assert run("SELECT count(*) FROM crm.points").fetchall() == [(points,)]


@pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed; `make test-pipelines` installs it")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_reads_in_parallel_and_exactly(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession
    from spark_source import YulsnDataSource
    from yulsn_client import Client

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        spark.dataSource.register(YulsnDataSource)
        reader = spark.read.format("yulsn").option("base_url", sandbox.base_url)
        bikes = reader.option("table", "bikes").load()
        (row,) = bikes.where("Name = '007'").collect()
        assert (row["Name"], row["Price"]) == ("007", Decimal("1250.50"))
        assert row["Bought"] == "2024-02-29 18:29:59.123456700Z"
        contacts = reader.option("table", "contacts").option("partitions", "3").load()
        assert contacts.rdd.getNumPartitions() == 3
        with Client() as client:
            assert sorted(one["Id"] for one in contacts.select("Id").collect()) == [
                contact.id for contact in client.contacts.iterate()
            ]
    finally:
        spark.stop()
