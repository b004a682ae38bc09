"""The order of the package's rooms: which module may import which."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import panamarc

PACKAGE = Path(panamarc.__file__).parent

# Lowest first; a room may import from itself and from those before it. ARCHITECTURE.md says what
# each one does.
ROOMS = (
    (
        "_accelerator",
        "_version",
        "_names",
        "_log",
        "constants",
        "exceptions",
        "_threads",
        "_progress",
        "_closing",
        "marc8_mapping",
        "marc8",
    ),
    ("_core",),
    ("_java",),
    ("leader", "field", "_batch"),
    ("_iso2709", "_decode", "_bibliographic", "record", "spec"),
    ("_input", "_files"),
    ("_reading",),
    ("_pymarc", "reader", "marcjson", "marcxml", "writer"),
    ("_tables", "where"),
    ("_index",),
    ("_stores",),
    ("_loader",),
    ("_api",),
    ("",),  # the package itself
    ("cli", "demo", "dask", "ray", "spark", "torch", "__main__"),
)
LEVELS = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}


def name_of(path: Path) -> str:
    """A module's name in the package: `_input.split`; empty for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST, modules: set[str]) -> Iterator[str]:
    """The modules of the package that a module imports, at its top, in functions and for types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "panamarc":
                    yield alias.name.partition(".")[2]
        elif isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "panamarc":
            outer = str(node.module).partition(".")[2]
            for alias in node.names:
                inner = f"{outer}.{alias.name}".strip(".")
                yield inner if inner in modules else outer


def imports_of(package: Path) -> dict[str, set[str]]:
    paths = {name_of(path): path for path in package.rglob("*.py")}
    modules = {*paths, "_accelerator"}  # which is in C and imports nothing when it is loaded
    return {
        name: set(imported(ast.parse(path.read_text("utf-8")), modules)) - {name}
        for name, path in paths.items()
    }


IMPORTS = imports_of(PACKAGE)


def level(module: str) -> int:
    return LEVELS[module.split(".")[0]]


def test_every_module_has_a_room() -> None:
    assert {module.split(".")[0] for module in IMPORTS} == set(LEVELS) - {"_accelerator"}


@pytest.mark.parametrize("module", sorted(IMPORTS))
def test_module_imports_from_its_room_and_lower_ones(module: str) -> None:
    assert {other for other in IMPORTS[module] if level(other) > level(module)} == set()


def test_no_circle_of_imports() -> None:
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))
