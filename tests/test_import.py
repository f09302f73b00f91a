"""`digest import`: a list of papers to drafts, and every row of which nothing was made named with its line and its mend.

A case is a file in tests/examples/import/ with a file of its name and `.expected` beside it: how the command ends, what it
says, and what the drafts hold.
"""

import csv
import datetime as dt
import gzip
import json
import os
import re
import threading
from pathlib import Path

import hep
import pytest
import yaml
from exported import exported
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_bytes
from sites import change, entry, snapshot
from support import EXAMPLES, project_at, write
from updating import Done, Here

from digest.facts import create_soon
from digest.gather.imports.bibtex import read_bibtex
from digest.gather.imports.drafting import drafts_of
from digest.gather.imports.dump import read_dump
from digest.gather.imports.opened import UnreadableFileError, opened
from digest.gather.imports.papers import papers_of
from digest.gather.imports.reading import kind_of, listed, read
from digest.gather.imports.row import Broken, Row
from digest.gather.imports.shelf import Shelf
from digest.gather.imports.table import read_table
from digest.gather.imports.tex import Abbreviations, read_tex
from digest.gather.new import Digest
from digest.gather.reference import Reference
from digest.gather.slugs import Names
from digest.load import load
from digest.load.tree import parse_tree
from digest.problems import DigestError

CASES = sorted(path for path in (EXAMPLES / "import").iterdir() if path.suffix != ".expected")
DRAFT = re.compile(r"content/papers/(?:19|20)\d\d/[a-z0-9]+(?:-[a-z0-9]+)*\.yml")


@pytest.fixture
def here(monkeypatch, capsys, tmp_path) -> Here:
    """Run commands in this process."""
    return Here(monkeypatch, capsys, tmp_path / "cache")


@pytest.fixture
def bring(here, small):
    """Import a file into the small digest."""

    def run(path: Path, *arguments: str) -> Done:
        return here("import", str(path), "--today", "2026-11-23", *arguments, cwd=small)

    return run


def data_of(path: Path) -> dict:
    """Read what is written in a draft; `todo` lists what is empty, and nothing else may be wrong."""
    tree = parse_tree(path.read_bytes())
    assert {flaw.rule for flaw in tree.flaws} <= {"empty-value"}, tree.flaws
    empty = [flaw.message.split("'")[1] for flaw in tree.flaws]
    return {key: value for key, value in tree.data.items() if value} | ({"todo": " ".join(empty)} if empty else {})


def drafts_in(root: Path) -> dict[str, dict]:
    """Read every draft that an import wrote."""
    paths = [path for path in sorted((root / "content/papers").rglob("*.yml")) if "digest import" in path.read_text(encoding="utf-8")]
    return {path.relative_to(root).as_posix(): data_of(path) for path in paths}


def rows(reader, path: Path) -> list:
    """Read a file to its end."""
    with opened(path, encoding=None) as file:
        return list(reader(file, path.name))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_list_becomes_the_drafts_that_are_expected_and_says_what_is_left_out(bring, small, case):
    expected = yaml.load(case.with_name(f"{case.name}.expected").read_bytes(), Loader=yaml.BaseLoader)

    done = bring(case)

    said = [line for line in done.err.splitlines() if "there is no edition" not in line]
    assert {"exit": str(done.code), "said": said, "drafts": drafts_in(small)} == expected


def test_two_hundred_papers_of_physics_with_words_of_their_own_are_accepted_and_built(bring, here, small, tmp_path):
    change(small / "content/editions/2019.yml", picks=None)
    path = write(tmp_path / "hep.bib", hep.bibtex(200, topic="normalization", ground="idea-reused"))

    done = bring(path, "--edition", "2019")

    assert done.code == 0, done.err
    assert len(drafts_in(small)) == 200
    assert {data["arxiv"].split("/")[0] for data in drafts_in(small).values()} == {"hep-th", "hep-ph", "hep-ex", "hep-lat"}
    checked = here("check", cwd=small)
    assert checked.code == 0, checked.out
    assert here("accept", "--today", "2026-11-23", cwd=small).code == 0
    built = here("build", "--today", "2026-11-23", cwd=small)
    assert built.code == 0, built.err
    assert "hep-th/9201001" in (small / "site/papers/gluon-jets-three-loops-what/index.html").read_text(encoding="utf-8")


def test_papers_without_words_of_their_own_lack_what_a_person_must_write_and_nothing_else(bring, here, small, tmp_path):
    bring(write(tmp_path / "hep.bib", hep.bibtex(20)), "--edition", "2019")

    lines = here("check", *drafts_in(small), cwd=small).out.splitlines()

    found = [re.search(r"error\[empty-value\] '(\w+)'", line) for line in lines]
    assert all(found), lines
    assert {match[1] for match in found} == {"topics", "grounds", "tldr", "why", "summary", "checked"}


def test_the_same_file_once_more_writes_nothing(bring, small, tmp_path):
    path = write(tmp_path / "hep.bib", hep.bibtex(20))
    bring(path)
    before = snapshot(small)

    again = bring(path)

    assert again.code == 0
    assert "Began 0 drafts" in again.out
    assert "20 rows were known" in again.out
    assert snapshot(small) == before


def test_a_trial_run_names_the_drafts_and_writes_none(bring, small, tmp_path):
    before = snapshot(small)

    tried = bring(write(tmp_path / "hep.bib", hep.bibtex(3)), "--dry-run")

    assert snapshot(small) == before
    assert "Would begin 3 drafts" in tried.out
    named = re.findall(DRAFT, tried.out)
    assert len(named) == 3
    bring(tmp_path / "hep.bib")
    assert sorted(named) == list(drafts_in(small))


def test_a_run_that_is_stopped_keeps_what_is_whole_and_the_next_one_writes_the_rest(bring, small, tmp_path, monkeypatch):
    path = write(tmp_path / "hep.bib", hep.bibtex(5))
    written = []

    def stopped(target: Path, data: bytes) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        create_soon(target, data)
        written.append(target)

    monkeypatch.setattr("digest.facts.create_soon", stopped)
    done = bring(path)

    assert done.code == 130
    assert "2 drafts written, run it again for the rest" in done.err
    assert len(drafts_in(small)) == 2
    monkeypatch.undo()
    bring(path)
    assert len(drafts_in(small)) == 5
    assert [found for found in small.rglob("*") if found.name.startswith(".")] == []


def test_a_run_that_fails_says_how_much_stands(bring, small, tmp_path):
    write(small / "content/papers/1999", "no folder")

    done = bring(write(tmp_path / "x.csv", "arxiv,title\nhep-th/9801001,One\nhep-th/9901001,Two\nhep-th/9701001,Three\n"))

    assert done.code == 2
    assert list(drafts_in(small)) == ["content/papers/1998/one.yml"]
    assert "stopped; 1 draft written, run it again for the rest" in done.err
    assert "content/papers/1999/two.yml: the draft cannot be written" in done.err


def test_what_a_run_that_was_killed_left_half_written_is_taken_away(bring, small, tmp_path):
    left = write(small / "content/papers/2019/.two.yml.ab12cd_9", "half")
    kept = write(small / "content/papers/2019/.two.yml.swp", "somebody's")

    bring(write(tmp_path / "x.csv", "arxiv,title\nhep-th/9801001,One\n"))

    assert (left.exists(), kept.exists()) == (False, True)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_list_may_come_through_a_pipe(bring, small, tmp_path, pack):
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(pack(hep.bibtex(20).encode()),))
    writer.start()

    done = bring(pipe, "--format", "bibtex")

    writer.join()
    assert (done.code, len(drafts_in(small))) == (0, 20)


def test_another_reader_of_bibtex_finds_the_same_papers_and_people(tmp_path):
    path = write(tmp_path / "hep.bib", hep.bibtex(40))

    ours = rows(lambda file, name: read_bibtex(file, name, grounds={}), path)

    theirs = parse_bytes(path.read_bytes(), "bibtex").entries.values()
    assert [row.ids[0].value for row in ours] == [entry.fields["eprint"] for entry in theirs]
    assert [len(row.authors) for row in ours] == [len(entry.persons["author"]) for entry in theirs]
    assert ours[0].authors == ("Ada Writer0", "Pál École", "Invented Collaboration")


def test_what_the_digest_exports_it_takes_back(tmp_path, small):
    entry(small, "one", title="Loops, $N=2$ & Émile's 100% {BERT}", authors=["Émile Zürn", "Ada van der Poel"], published="2019-05")
    path = tmp_path / "papers.bib"
    path.write_bytes(exported(small).files["papers/one/paper.bib"])

    [row] = rows(lambda file, name: read_bibtex(file, name, grounds={}), path)

    assert (row.ids[0].value, row.title, str(row.published)) == ("10.1000/one", "Loops, $N=2$ & Émile's 100% {BERT}", "2019-05")
    assert row.authors == ("Émile Zürn", "Ada van der Poel")


def test_a_paper_that_was_taken_out_does_not_come_back_unseen(bring, small, tmp_path):
    write(small / "content/removed.yml", "gone:\n  date: 2026-01-01\n  reason: withdrawn\n  arxiv: hep-th/9901001\n")

    done = bring(write(tmp_path / "x.csv", "arxiv,title\nhep-th/9901001,Any\n"))

    assert drafts_in(small) == {}
    assert "x.csv:2: note: arXiv:hep-th/9901001 is a paper that was taken out as 'gone' on 2026-01-01: withdrawn" in done.err


def test_a_file_that_is_there_is_never_written_over(bring, small, tmp_path):
    write(small / "content/papers/2019/strings.yml", "not: [yaml")
    path = write(tmp_path / "x.csv", "arxiv,title\nhep-th/9901001,Strings\n")

    done = bring(path, "--edition", "2019")

    assert (small / "content/papers/2019/strings.yml").read_text() == "not: [yaml"
    assert "note: content/papers/2019/strings.yml cannot be read, and a paper of it would be begun once more" in done.err
    assert "content/papers/2019/strings-2019.yml" in drafts_in(small)


def test_a_packed_dump_gives_what_the_plain_one_gives(bring, small, tmp_path):
    plain = EXAMPLES / "import/links-of-papers-with-code.json"
    packed = tmp_path / "links.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert rows(read_dump, packed) == rows(read_dump, plain)
    assert len(rows(read_dump, plain)) == 8


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cut.json.gz", gzip.compress(b'[{"paper_title": "x"}]')[:-9], "broken or cut off"),
        ("cut.json", b'[{"paper_title": "x"},\n {"paper_ti', "cut.json:2: from here on this is no JSON"),
        ("deep.json", b"[" * 100_000, "nested too deep"),
        ("object.json", b'{"paper_title": "x"}', "no array of JSON"),
        ("list.csv", b"colour,size\nred,1\n", "no column is named arxiv, doi, url or title"),
        ("twice.csv", b"title,name\na,b\n", "two columns say 'title'"),
        ("long.bib", b"x" * 5_000_000, "is this the right file and format?"),
        ("empty.csv", b"", "no column is named"),
        ("words.bib", b"Just words,\nno entry.\n", "words.bib:1: there is no entry in it; is this BibTeX?"),
        ("what.txt", b"", "add --format bibtex, csv or papers-with-code"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:12] else "",
)
def test_a_file_that_cannot_be_read_ends_with_2_and_writes_nothing(bring, small, name, data, words):
    (small / name).write_bytes(data)
    before = snapshot(small)

    done = bring(small / name)

    assert done.code == 2
    assert words in done.err
    assert snapshot(small) == before


def test_a_file_that_is_not_there_is_named(bring, tmp_path):
    done = bring(tmp_path / "nowhere.bib")

    assert (done.code, "nowhere.bib: the file cannot be read" in done.err) == (2, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encoding_that_its_first_bytes_say(tmp_path, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes("title,arxiv\nÉcole,1905.11946\n".encode(encoding))

    [row] = rows(lambda file, name: read_table(file, name, grounds={}), path)

    assert row.title == "École"


def test_a_row_in_another_encoding_is_named_and_read_once_that_is_said(bring, small, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("title,arxiv\nPlain,1905.11946\nÉcole,1905.11947\n".encode("cp1252"))

    done = bring(path)

    assert done.code == 1
    assert "x.csv:3: error: byte 0xC9 is no letter here" in done.err
    assert "Began 1 draft " in bring(path, "--encoding", "cp1252").out
    assert {data["title"] for data in drafts_in(small).values()} == {"Plain", "École"}


def test_entries_are_named_by_their_lines_however_long_the_file_is(tmp_path):
    path = write(
        tmp_path / "long.bib", "@misc{k, title={T}, note={" + "x\n" * 1000 + "}}\n" + hep.bibtex(200) * 10 + "@misc{last, year=2000}\n"
    )
    lines = path.read_text().splitlines()

    found = rows(lambda file, name: read_bibtex(file, name, grounds={}), path)

    assert len(found) == 2002
    assert all(lines[item.line - 1].startswith("@") for item in found)
    assert isinstance(found[-1], Broken)
    assert found[-1].line == len(lines)


def test_papers_of_one_title_cost_no_more_the_more_there_are():
    asked = []

    class Taken(set):
        def __contains__(self, name: object) -> bool:
            asked.append(name)
            return False

    names = Names(Taken())
    proposed = [names.propose("Erratum", "x", year=2019) for _ in range(1000)]

    assert len(set(proposed)) == 1000
    assert proposed[:3] == ["erratum", "erratum-2019", "erratum-2019-2"]
    assert len(asked) < 5000


@pytest.mark.parametrize(
    ("first", "second", "papers"),
    [
        (("arxiv", "hep-th/9901001"), ("arxiv", "hep-th/9901002"), 2),
        (("arxiv", "hep-th/9901001"), ("doi", "10.1000/x"), 1),
        (("doi", "10.1000/x"), None, 1),
        (None, None, 1),
    ],
)
def test_one_title_is_one_paper_unless_two_ids_of_one_kind_say_otherwise(first, second, papers):
    listed_twice = [
        Row(line=line, ids=(Reference(*identifier),) if identifier else (), title=title)
        for line, identifier, title in ((2, first, "On Strings"), (3, second, "{On} strings"))
    ]

    assert len(papers_of(listed_twice, Shelf(), one_link_a_row=False).rows) == papers


def test_abbreviations_that_name_one_another_tenfold_fill_no_memory():
    known = Abbreviations()
    known.define("a0", '"ha"')
    for number in range(100):
        known.define(f"a{number + 1}", " # ".join([f"a{number}"] * 10))

    assert len(known.value("a100")) < 5_000_000


@pytest.mark.parametrize(
    "value",
    ["{" * 100_000 + "x" + "}" * 100_000, r"\emph{" * 40_000 + "}" * 40_000, "a and " * 40_000, r"{\'e}" * 50_000, "$" * 200_000],
    ids=["braces", "macros", "names", "accents", "formulas"],
)
def test_an_entry_of_a_megabyte_is_read_or_named(tmp_path, value):
    fields = "".join(f"  {name} = {{{value}}},\n" for name in ("title", "author", "tldr", "journal"))
    path = write(tmp_path / "big.bib", f"@misc{{k,\n{fields}  eprint = {{hep-th/9901001}}}}\n")

    [found] = rows(lambda file, name: read_bibtex(file, name, grounds={}), path)

    assert found.line == 1


@pytest.mark.parametrize("cell", [" " * 500_000, "," * 500_000, " and " * 100_000, "a, " * 200_000, "\n \n" * 200_000, "et al. " * 100_000])
def test_a_cell_of_half_a_megabyte_is_read_or_named(tmp_path, cell):
    path = write(tmp_path / "big.csv", f'arxiv,title,authors\nhep-th/9901001,T,"A B{cell}C D"\n')

    [found] = rows(lambda file, name: read_table(file, name, grounds={}), path)

    assert found.line == 2


def test_braces_are_taken_from_around_a_whole_text_alone(tmp_path):
    path = write(tmp_path / "x.bib", "@misc{k, title={T}, tldr={{All of it}}, why={{A} and {B}}}\n")

    [row] = rows(lambda file, name: read_bibtex(file, name, grounds={}), path)

    assert (row.texts.tldr, row.texts.why) == ("All of it", "{A} and {B}")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (r"{\"O}stlund and Fran{\c{c}}ois", "Östlund and François"),
        (r"$\beta$-decay of ${}^{76}$Ge at 100\%", r"$\beta$-decay of ${}^{76}$Ge at 100%"),
        (r"\emph{All} of {CERN} -- a ``tour''", "All of CERN \u2013 a \u201ctour\u201d"),
        (r"\input{/etc/passwd} x", "x"),
        (r"100% sure", "100% sure"),
    ],
)
def test_tex_is_read_as_it_would_be_set_and_formulas_stay(typed, read_as):
    assert read_tex(typed) == read_as


quick = settings(max_examples=150, deadline=None, derandomize=True)
CONTENT = load(project_at(EXAMPLES / "base"))[0]
TEXT = st.text(max_size=60) | st.sampled_from(
    ["../../x", "a: b", "- x", "#", "{", "}", '"', "\\", "@book{", "\u202eevil", "\x00", "[[", "%", "~"]
)


@quick
@given(
    st.lists(
        st.fixed_dictionaries({"title": TEXT, "authors": TEXT, "venue": TEXT, "topics": TEXT, "summary": TEXT, "repo": TEXT}), max_size=4
    )
)
def test_whatever_a_table_holds_each_row_is_read_or_named_and_no_draft_is_broken(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with path.open("w", newline="", encoding="utf-8", errors="surrogatepass") as file:
        table = csv.DictWriter(file, ["arxiv", "title", "authors", "venue", "topics", "summary", "repo"])
        table.writeheader()
        table.writerows({"arxiv": f"1905.1{number:04}"} | row for number, row in enumerate(cells))
    shelf = Shelf()

    papers = read(path, kind_of(path, None), CONTENT, shelf, encoding=None)

    digest = Digest(content=CONTENT, folder="content", reserved=frozenset(), schema="x.json")
    drafts = list(drafts_of(papers.rows, listed("csv", edition=None, today=dt.date(2026, 11, 23)), digest, shelf))
    assert len(drafts) + len(papers.broken) + len(papers.known) == len(cells)
    for draft in drafts:
        assert DRAFT.fullmatch(draft.path)
        tree = parse_tree(draft.files[draft.path])
        assert {flaw.rule for flaw in tree.flaws} <= {"empty-value"}, tree.flaws
        assert tree.data["arxiv"].startswith("1905.1")
    assert len({draft.path for draft in drafts}) == len(drafts)


@quick
@given(st.binary(max_size=400), st.sampled_from(["x.bib", "x.csv", "x.json", "x.json.gz"]))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused_in_words(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)

    try:
        papers = read(path, kind_of(path, None), CONTENT, Shelf(), encoding=None)
    except DigestError as error:
        said = [str(error)]
    else:
        said = [f"{name}:{item.line}: {item.message}" for item in papers.broken]
    assert all(re.match(rf"{re.escape(name)}:(?:[1-9]\d*:)? \w", line) or "--encoding" in line for line in said), said


@quick
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    )
)
def test_whatever_json_a_dump_holds_each_of_its_items_is_a_row_or_a_broken_one(tmp_path_factory, value):
    path = write(tmp_path_factory.mktemp("dump") / "x.json", json.dumps([value, {"paper_title": value, "repo_url": value}]))

    assert len(rows(read_dump, path)) == 2


def test_an_unreadable_file_is_an_error_of_its_own_kind(tmp_path):
    with pytest.raises(UnreadableFileError, match="from here on"):
        rows(read_dump, write(tmp_path / "x.json", "[{} x"))


def test_a_draft_says_that_its_own_metadata_goes_before_what_arxiv_will_say(bring, small, tmp_path):
    bring(write(tmp_path / "x.bib", "@article{a, title={Strings}, author={Ah, Bo}, eprint={hep-th/9901001}, year=1999}\n"))

    text = " ".join((small / "content/papers/1999/strings.yml").read_text(encoding="utf-8").replace("\n# ", " ").split())
    assert (
        "These are from the BibTeX file, and stand before arXiv's as long as they are here; once it was asked, delete them: title:" in text
    )
