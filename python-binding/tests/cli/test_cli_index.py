"""The verbs that build and use a stored index."""

from __future__ import annotations

from pathlib import Path

from support.commands import Run, write
from support.marcfiles import book

TITLES = ("Atlas", "Maps of the sea", "Sea atlas")


def shelf() -> str:
    return write("b.mrc", *(book(f"ocm{n}", title) for n, title in enumerate(TITLES)))


def test_an_index_is_built_and_used(run: Run) -> None:
    name = shelf()
    built = run("index", "--text", "title=245.a", "--key", "lccn=010.a", name)
    assert built.status == 0
    assert built.out.startswith("b.mrc: 3 records, 1 segment, index of ")
    assert run("search", name, "title:sea").rows == [
        ["2", "ocm1", TITLES[1]],
        ["3", "ocm2", TITLES[2]],
    ]
    assert run("search", name, "title:nothing").status == 1
    found = run("get", name, " ocm2 ", "--load-threads", "1", "--parallel-from", "2")
    assert found.lines[0].startswith("# record 3 of b.mrc")
    assert run("get", name, "ocm9").notes == "panamarc: b.mrc has no record whose id is ocm9\n"
    assert run("get", name, "ocm2", "-o", "c.mrc").status == 0
    assert Path("c.mrc").read_bytes() == book("ocm2", TITLES[2])


def test_show_uses_an_index_and_takes_the_number_after_the_file(run: Run) -> None:
    name = shelf()
    before = run("show", "2-3", name)
    assert run("show", name, "2-3") == before
    run("index", name)
    assert run("show", "2-3", name) == before
    assert run("show", name, "7").notes == "panamarc: b.mrc has 3 records; there is no record 7\n"
    write(name, book("1", "Another"))  # the index is stale
    assert "Another" in run("show", "1", name).out


def test_an_index_is_updated_compared_and_merged(run: Run) -> None:
    name = shelf()
    run("index", name)
    with Path(name).open("ab") as file:
        file.write(book("new", "New"))
    assert "it has" in run("get", name, "new").notes
    assert run("get", name, "new").status == 2
    for option in ("--update", "--verify", "--optimize"):
        assert run("index", option, name).out.startswith("b.mrc: 4 records")
    assert run("get", name, "new").status == 0


def test_wrong_calls_are_refused(run: Run) -> None:
    name = shelf()
    for arguments, message in (
        (["index", "--update", "--verify", name], "give one of"),
        (["index", "--key", "isbn", name], "expected name=spec"),
        (["index", "--key", "isbn=2", name], "expected a tag"),
        (["index", "--verify", "--key", "a=001", name], "for a build"),
        (["index", "--key", "a b=001", name], "is no name of a key"),
        (["index", "--index-dir", "i", name, name], "for one file"),
        (["get", name, "1"], "has no index in"),
    ):
        ran = run(*arguments)
        assert ran.status == 2
        assert message in " ".join(ran.notes.replace("│", " ").split()), ran.notes
    assert run("index", "nothing.mrc", name).status == 2
    assert Path(f"{name}.panamarc-index").is_dir()
