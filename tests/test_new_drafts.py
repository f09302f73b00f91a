"""What is known of a paper to a file that a person finishes: whole but for what is empty, whatever sources say."""

import re

import pytest
from hostile import STRINGS
from hypothesis import given, settings
from hypothesis import strategies as st
from support import EXAMPLES, project_at

from digest.check import texts
from digest.gather.draft import format_draft
from digest.gather.known import Known, Link, Proposal
from digest.gather.reference import Reference
from digest.load import load, read_entry
from digest.load.tree import parse_tree
from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.model.days import PartialDay

quick = settings(max_examples=300, deadline=None, derandomize=True)

CONTENT = load(project_at(EXAMPLES / "base"))[0]
ARXIV = Reference("arxiv", "1905.11946")
DOI = Reference("doi", "10.1000/twins")
# A person's part.
WRITTEN = {
    "grounds": "\n  idea-reused: by all",
    "tldr": "It works.",
    "why": "It matters.",
    "summary": "|\n  " + "Word after word. " * 40,
    "checked": "nothing",
    "topics": "[normalization]",
    "title": "As printed",
    "authors": "[Ada First]",
    "published": "2019-05",
}


def draft(known: Known, **proposed) -> str:
    """Write a draft for the small digest."""
    return format_draft(
        known, Proposal(path="content/papers/2019/x.yml", facts="content/facts/papers/x.json", **proposed), CONTENT, schema="../x.json"
    )


def finished(text: str) -> str:
    """Write what a draft leaves empty, as a person would."""
    return re.sub(r"^(\w+):(?: \|)?\n(?!  - )", lambda match: f"{match[1]}: {WRITTEN[match[1]]}\n", text, flags=re.MULTILINE)


def empty(text: str) -> list[str]:
    """List what `check` finds empty; nothing else may be wrong."""
    flaws = parse_tree(text.encode()).flaws
    assert {flaw.rule for flaw in flaws} <= {"empty-value"}, flaws
    return [flaw.message.split("'")[1] for flaw in flaws]


def clean(text: str) -> str:
    """Take out of a text what no file of a digest holds, and put it on one line."""
    return " ".join(FORBIDDEN_CHARACTERS.sub("", text).encode("utf-8", "ignore").decode().split())


def test_a_draft_of_an_arxiv_paper_lacks_only_what_a_person_must_write():
    known = Known(reference=ARXIV, source="arXiv", title="EfficientNet", authors=("Ada First",), published=PartialDay(2019, 5, 28))

    assert empty(draft(known, topics=("normalization",))) == ["grounds", "tldr", "why", "summary", "checked"]


def test_a_draft_of_a_paper_that_nobody_was_asked_about_lacks_its_title_too():
    assert empty(draft(Known(reference=DOI))) == ["title", "authors", "published", "topics", "grounds", "tldr", "why", "summary", "checked"]


def test_no_example_of_a_day_passes_for_the_papers_own():
    text = finished(draft(Known(reference=ARXIV), topics=("normalization",)))

    assert read_entry(text.encode()) is not None
    assert read_entry(re.sub(r"^# (published: )", r"\1", text, flags=re.MULTILINE).encode()) is None


def test_a_finished_draft_is_an_entry_with_all_that_was_known():
    known = Known(
        reference=DOI, source="Crossref", title="Twins: A Study", authors=("Ada First",), published=PartialDay(2019, 5), venue="J. Twins"
    )

    entry = read_entry(
        finished(draft(known, topics=("normalization",), code=(Link("https://github.com/a/b"), Link("https://gitlab.com/c/d")))).encode()
    )

    assert (entry.doi, entry.title, entry.authors, entry.venue) == ("10.1000/twins", "Twins: A Study", ("Ada First",), "J. Twins")
    assert entry.published == PartialDay(2019, 5)
    assert entry.topics == ("normalization",)
    assert [(code.repo, code.official) for code in entry.code] == [("https://github.com/a/b", True), ("https://gitlab.com/c/d", True)]
    assert entry.added is None


def test_every_ground_is_there_to_choose_from():
    text = draft(Known(reference=ARXIV))

    assert [word for word in CONTENT.grounds.value if f"#   {word}: " not in text] == []


def test_the_limits_that_a_draft_names_are_those_of_the_rules():
    text = draft(Known(reference=ARXIV))

    assert re.findall(r"at most (\d+) characters", text) == [str(texts.MOST_TLDR), str(texts.MOST_WHY)]
    assert re.findall(r"(\d+) to (\d+) words", text) == [(str(texts.LEAST_SUMMARY), str(texts.MOST_SUMMARY))]


def test_the_framework_of_a_repository_with_a_file_of_its_own_is_not_asked_for():
    file = CONTENT.repositories[0]

    assert "framework" not in draft(Known(reference=ARXIV), code=(Link(file.value.url),))
    assert "# framework" in draft(Known(reference=ARXIV), code=(Link("https://github.com/nobody/nothing"),))


TEXT = st.one_of(
    st.text(max_size=60), st.sampled_from(STRINGS), st.text("\n\r\t -:#'\"{}[]|>&*!%@`,?~\\\x85\u2028\ud800\x1b\ufeffa0", max_size=20)
)


@quick
@given(title=TEXT, authors=st.lists(TEXT, max_size=4), venue=TEXT, remarks=st.lists(TEXT, max_size=2), category=TEXT)
def test_whatever_a_source_says_comes_back_from_the_file_and_changes_nothing_else(title, authors, venue, remarks, category):
    said = {"title": title, "authors": tuple(filter(clean, authors)), "remarks": tuple(remarks), "categories": (category,)}
    known = Known(reference=DOI, source="Crossref", venue=venue, published=PartialDay(2019), **said)

    text = finished(draft(known, topics=("normalization",)))
    entry = read_entry(text.encode())

    assert entry.title == (clean(title) or "As printed")
    assert entry.authors == (tuple(map(clean, said["authors"])) or ("Ada First",))
    assert entry.venue == (clean(venue) or None)
    assert (entry.tldr, entry.checked, entry.doi) == ("It works.", "nothing", "10.1000/twins")


@quick
@given(title=TEXT, authors=st.lists(TEXT, max_size=7), remarks=st.lists(TEXT, max_size=2), categories=st.lists(TEXT, max_size=2))
def test_no_text_of_a_source_leaves_its_comment(title, authors, remarks, categories):
    told = {"title": title, "authors": tuple(authors), "remarks": tuple(remarks), "categories": tuple(categories)}
    silent = Known(reference=ARXIV, source="arXiv", remarks=("x",) * len([*filter(clean, remarks)]))
    text = draft(Known(reference=ARXIV, source="arXiv", **told))

    def keys(text: str) -> list[str]:
        return [line for line in text.split("\n") if not line.startswith("#")]

    assert keys(text) == keys(draft(silent))
    assert len(text.splitlines()) == len(draft(silent).splitlines())


@pytest.mark.parametrize("said", ["yaml-language-server: $schema=https://evil.test/x.json", "-*- mode: sh -*-", "x vim: set modeline:"])
def test_no_text_of_a_source_is_a_command_to_an_editor(said):
    long = f"{'word ' * 40}{said}"
    known = Known(reference=ARXIV, source="arXiv", title=long, authors=(said, long), remarks=(said, long), categories=(said,))

    lines = draft(known).splitlines()

    assert (
        [line for line in lines if re.match(r"#\s*yaml-language-server", line)]
        == lines[:1]
        == ["# yaml-language-server: $schema=../x.json"]
    )
    # Editors look for commands in the first and last five lines.
    assert [line for line in (*lines[:5], *lines[-5:]) if "-*-" in line or "vim:" in line] == []
