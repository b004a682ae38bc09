"""Java's class archive: whatever is wrong with it, a process gives and prints the same."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from panamarc._java import archive, library
from support import realdata
from support.children import output, start

pytestmark = [
    pytest.mark.same_without_c,
    pytest.mark.skipif(sys.platform != "linux", reason="archives are made on Linux only"),
]

FILE = str(realdata.path("loc_edge_cases_50.mrc"))
# Prints the first titles, then the archive that the process has in memory, but for a mere header.
READ = f"""
import panamarc
with panamarc.open({FILE!r}) as reader:
    print(*[record.title for record in reader.read_batch(3)], sep="|")
with open("/proc/self/maps") as maps:
    for line in maps:
        first, last = (int(end, 16) for end in line.split()[0].split("-"))
        if "/classes-" in line and last - first > 1 << 20:
            print(line.split()[-1])
            break
"""


def read(folder: Path, code: str = READ, **changes: str | None) -> tuple[str, str]:
    """The titles that a process with this folder of caches prints, and the archive it used."""
    given = {**dict.fromkeys((*library.OPTIONS, archive.VARIABLE)), "XDG_CACHE_HOME": str(folder)}
    titles, _, used = output(code, **{**given, **changes}).partition("\n")
    return titles, Path(used).name


def archives(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "panamarc").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, bytes]:
    """The titles, and the name and the content of an archive."""
    folder = tmp_path_factory.mktemp("caches")
    titles, used = read(folder)
    assert used == ""
    (name,) = archives(folder)
    path = folder / "panamarc" / name
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert titles.count("|") == 2
    return titles, name, path.read_bytes()


@pytest.fixture
def folder(tmp_path: Path, made: tuple[str, str, bytes]) -> Path:
    """A folder of caches with the archive in it."""
    (tmp_path / "panamarc").mkdir(mode=0o700)
    (tmp_path / "panamarc" / made[1]).write_bytes(made[2])
    return tmp_path


def test_whole_archive_is_used(folder: Path, made: tuple[str, str, bytes]) -> None:
    assert read(folder) == made[:2]
    assert archives(folder) == [made[1]]


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda content: content[:-5000],
    "flipped": flipped,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_archive_is_replaced(
    damage: str, folder: Path, made: tuple[str, str, bytes]
) -> None:
    path = folder / "panamarc" / made[1]
    damaged = DAMAGES[damage](made[2])
    path.write_bytes(damaged)
    assert read(folder) == (made[0], "")
    assert damaged not in [one.read_bytes() for one in path.parent.iterdir()]
    assert len(archives(folder)) == 1


def test_archive_of_something_else_is_not_used(folder: Path, made: tuple[str, str, bytes]) -> None:
    key = made[1].split("-")[1]
    own = folder / "panamarc" / made[1]
    for content in (made[2].replace(b"64-Bit", b"63-Bit"), b"no archive " * 1000):
        own.unlink(missing_ok=True)
        own = own.with_name(archive._name(key, content))
        own.write_bytes(content)
        assert read(folder) == (made[0], "")


def test_classes_of_a_replaced_jar_are_the_new_ones(tmp_path: Path) -> None:
    jars = tmp_path / "jars"
    jars.mkdir()
    for jar in library.FOLDER.iterdir():
        (jars / jar.name).write_bytes(jar.read_bytes())
    # The key leaves it to the JVM to find out.
    code = f"""
from pathlib import Path
from panamarc._java import archive, jvm, library
library.FOLDER = Path({str(jars)!r})
archive._key = lambda *facts: "one"
print(*jvm.describe())
{READ}"""
    keys = read(tmp_path, code)[0]
    assert "scanner.tiers" in keys
    (name,) = archives(tmp_path)
    core = jars / "panamarc-core.jar"
    core.unlink()
    with ZipFile(library.FOLDER / core.name) as old, ZipFile(core, "w") as new:
        for member in old.namelist():
            new.writestr(member, old.read(member).replace(b"scanner.tiers", b"scanner.TIERS"))
    assert read(tmp_path, code)[0] == keys.replace("tiers", "TIERS")
    assert archives(tmp_path) == [name]


def test_processes_that_start_at_once_make_one(
    tmp_path: Path, made: tuple[str, str, bytes]
) -> None:
    changes = dict.fromkeys((*library.OPTIONS, archive.VARIABLE))
    running = [start(READ, **changes, XDG_CACHE_HOME=str(tmp_path)) for _ in range(3)]
    for process in running:
        printed, complaint = process.communicate(timeout=120)
        assert (printed.strip(), complaint) == (made[0], "")
    assert len(archives(tmp_path)) == 1


def test_no_archive_where_the_folder_will_not_do(
    tmp_path: Path, made: tuple[str, str, bytes]
) -> None:
    (tmp_path / "file").touch()
    shared = tmp_path / "shared" / "panamarc"
    shared.mkdir(parents=True)
    shared.chmod(0o770)
    for folder in (tmp_path / "file", Path("/proc"), shared.parent):
        assert read(folder) == (made[0], "")
    assert archives(shared.parent) == []


def test_no_archive_where_the_user_wants_none(folder: Path, made: tuple[str, str, bytes]) -> None:
    assert read(folder, PANAMARC_CLASS_ARCHIVE="off") == (made[0], "")
    assert read(folder, PANAMARC_JVM_OPTIONS="-Xmx1g") == (made[0], "")


def test_limits_and_lost_files_cost_only_the_archive(
    tmp_path: Path, made: tuple[str, str, bytes]
) -> None:
    limited = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
{READ}"""
    assert read(tmp_path, limited) == (made[0], "")
    assert archives(tmp_path) == []
    kept = tmp_path / "kept"
    kept.write_bytes(b"what must stay")
    reused = f"""{READ}
import os
from panamarc._java.archive import HIGH_NUMBER
os.dup2(os.open({str(kept)!r}, os.O_RDWR), HIGH_NUMBER)
"""
    assert read(tmp_path, reused) == (made[0], "")
    assert kept.read_bytes() == b"what must stay"
    assert not any(name.endswith(".jsa") for name in archives(tmp_path))


def test_archives_of_other_keys_are_removed(tmp_path: Path) -> None:
    names = [f"classes-{number:08x}-1-00000000.jsa" for number in range(6)]
    for age, name in enumerate(names):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1e9 + age, 1e9 + age))
    for name in names[3:]:
        os.utime(tmp_path / name)
    (tmp_path / "classes-123.part").touch()
    os.utime(tmp_path / "classes-123.part", (1e9, 1e9))
    archive._tidy(tmp_path, "00000005")
    assert sorted(path.name for path in tmp_path.iterdir()) == names[3:]
