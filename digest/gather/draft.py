"""What is known of a paper to the text of its file: whole but for what a person must write, which is empty and explained."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import yaml

from digest.gather.known import ARXIV, NO_TEXTS, Known, Proposal, Texts
from digest.gather.lines import one_line, some_lines
from digest.model.content import Content

_WIDTH = 120
_MOST_AUTHORS = 5
_MOST_WORDS = 60
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+)+")
"""Several words of letters and digits, which mean nothing else to any reader of YAML: most names and many titles."""


def format_draft(known: Known, proposal: Proposal, content: Content, *, schema: str, texts: Texts = NO_TEXTS) -> str:
    """Write the file of a draft, for which editors find a schema at an address. Whatever sources said of the paper is quoted; none of it can leave its line or its comment."""
    known = _cleaned(known)
    parts = (
        _head(proposal, schema),
        # Behind the first five lines and before the last five, where some editors take commands from comments.
        _identity(known, proposal.facts),
        _topics(proposal.topics, content),
        _labs(content, texts.labs),
        _grounds(content, texts.grounds),
        _texts(texts),
        _venue(known),
        _code(proposal, content),
        _rest(),
    )
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def _cleaned(known: Known) -> Known:
    return replace(
        known,
        title=one_line(known.title),
        authors=_lines(known.authors),
        categories=_lines(known.categories),
        venue=one_line(known.venue or "") or None,
        remarks=_lines(known.remarks),
    )


def _head(proposal: Proposal, schema: str) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={schema}"  # editors look for it in the first line
    yield f"# A draft made by `{proposal.by}`. What a person must write is empty, and explained above it; to see what is left:"
    yield f"#   digest check {proposal.path}"
    yield "# Delete the comments as you go. The file's name becomes the paper's address: while it is a draft, rename it as you like"
    yield f"# (and with it {proposal.facts}, if there is one, to the same name)."


def _identity(known: Known, facts: str) -> Iterator[str]:
    kind, value = known.reference.kind, known.reference.value
    if not value:
        yield from _comment("Say which paper it is: its arXiv id, or instead of this line `doi:` or `url:`.")
    yield f"{kind}: {value if kind == 'arxiv' else _scalar(value)}".rstrip()  # the loader takes every scalar for text
    if value and kind == "arxiv" and known.source == ARXIV:
        yield _quote("It is", known.title)
        yield f"# by {_people(known.authors)}, {known.published} ({', '.join(known.categories)})."
        yield from _comment(f"Title, authors and days are facts from {known.source}, kept in {facts}.")
    elif value and kind == "arxiv":
        yield from _comment("arXiv was not asked: `digest update arxiv` brings the title, the authors and the days." + _ask(known))
        yield from _metadata(known) if known.title or known.authors else _example()
    else:
        said = (
            f"From {known.source}; please compare with the paper" if known.source else "Nobody was asked; please take them from the paper"
        )
        yield from _comment(f"{said}. The day may be a month (2019-05) or a year, where no more is known.")
        yield from _metadata(known, whole=True)


def _ask(known: Known) -> str:
    if not (known.title or known.authors):
        return " Give them here if you know them:"
    return f" These are from {known.source}, and stand before arXiv's as long as they are here; once it was asked, delete them:"


def _example() -> Iterator[str]:
    yield "# title: The title as printed on the paper"
    yield "# authors: [First Author, Second Author]"
    yield "# published: YYYY-MM-DD"


def _metadata(known: Known, *, whole: bool = False) -> Iterator[str]:
    """Write what there is; `whole` where each of these must stand in the file."""
    if known.title or whole:
        yield f"title: {_scalar(known.title)}".rstrip()
    if known.authors or whole:
        yield from ("authors:", *(f"  - {_scalar(author)}" for author in known.authors))
    if known.published or whole:
        yield f"published: {known.published or ''}".rstrip()


def _topics(topics: Sequence[str], content: Content) -> Iterator[str]:
    if topics:
        yield from _comment(f"Words of {content.topics.path}, the main one first. These are a guess from the title and the categories.")
    else:
        yield from _comment(f"Words of {content.topics.path} in brackets, the main one first: [one] or [one, another].")
    others = [word for word in content.topics.value if word not in topics]
    if 0 < len(others) <= _MOST_WORDS:
        yield from _comment(f"{'Others' if topics else 'There are'}: {', '.join(others)}.")
    yield f"topics: {_words(topics)}" if topics else "topics:"


def _labs(content: Content, labs: Sequence[str]) -> Iterator[str]:
    yield from _comment(
        f"Words of {content.labs.path}, by the affiliations printed on the paper. Guess: `digest check` names the right word."
        " [] as long as you do not know."
    )
    yield f"labs: {_words(labs)}"


def _grounds(content: Content, grounds: Mapping[str, str]) -> Iterator[str]:
    yield from _comment("Why it is here: one or more of these words, each indented, with a reason in your own words or an address:")
    for word, ground in content.grounds.value.items():
        yield from _comment(f"{word}: {ground.definition}", indent="  ")
    yield "grounds:"
    yield from (f"  {_scalar(word)}: {_scalar(one_line(reason))}" for word, reason in grounds.items())


def _texts(texts: Texts) -> Iterator[str]:
    yield from _comment("One sentence, at most 200 characters, shown whole everywhere. Put it in quotes if it holds ': '.")
    yield f"tldr: {_scalar(one_line(texts.tldr))}".rstrip()
    yield ""
    yield from _comment("Why it mattered, at most 300 characters.")
    yield f"why: {_scalar(one_line(texts.why))}".rstrip()
    yield ""
    yield from _comment(
        "80 to 250 words of your own in Markdown, on the lines below and indented by two spaces: the problem, the mechanism, the evidence, the limits."
    )
    yield "summary: |"
    yield from (f"  {line}".rstrip() for line in some_lines(texts.summary))
    yield ""
    yield from _comment(
        "What you compared the text with: full-text, abstract or nothing. `nothing` is honest and welcome: the page says so, and others can go on."
    )
    yield f"checked: {_scalar(one_line(texts.checked))}".rstrip()


def _venue(known: Known) -> Iterator[str]:
    for remark in known.remarks:
        yield _quote("arXiv adds:", remark)
    if known.venue:
        yield from _comment(f"From {known.source}.")
        yield f"venue: {_scalar(known.venue)}"
    else:
        yield "# Where it was published, if you know:"
        yield "# venue: ICML 2019"


def _code(proposal: Proposal, content: Content) -> Iterator[str]:
    frameworks = content.frameworks.path
    if not proposal.code:
        yield from _comment(
            "Repositories, if there are any; official are those by the authors,"
            f" the framework is a word of {frameworks} (guess: `digest check` names the right one):"
        )
        yield from ("# code:", "#   - repo: https://github.com/owner/name", "#     official: true", "#     framework: pytorch")
        return
    known = content.repository_finder()
    files = {file.slug for file in content.repositories}
    yield from _comment(proposal.said)
    yield "code:"
    for link in proposal.code:
        if link.remark:
            yield _quote("  It is said:", link.remark)
        yield f"  - repo: {_scalar(link.repo)}"
        yield f"    official: {str(link.official).lower()}"
        repository = known(link.repo)
        if repository is None or repository.slug not in files:  # else the framework stands in the repository's file
            what = f"framework: {_scalar(link.framework)}" if link.framework else ""
            yield f"    {what}" if what else f"    # framework: a word of {frameworks}; guess, and `digest check` names the right one"


def _rest() -> Iterator[str]:
    yield "# If you like:"
    yield "#   related: slugs of papers to read beside it, such as [resnet]"
    yield "#   evidence: for every number in the text, where it stands in the paper, such as {84.3%: abstract}; none without numbers"
    yield "#   by: your name"
    yield "# CONTRIBUTING.md says how a good entry reads, and leads to every key and rule."


@lru_cache(maxsize=512)  # most are the same in every draft
def _comment(text: str, *, indent: str = "") -> tuple[str, ...]:
    return tuple(
        textwrap.wrap(one_line(text), _WIDTH, initial_indent=f"# {indent}", subsequent_indent=f"# {indent}", break_on_hyphens=False)
    )


def _quote(before: str, text: str) -> str:
    # Never wrapped: a line of its own could pass for a command to an editor, such as `# yaml-language-server: …`.
    return f"# {before} “{text}”"


def _people(authors: Sequence[str]) -> str:
    if len(authors) > _MOST_AUTHORS:
        return f"{', '.join(authors[:_MOST_AUTHORS])} and {len(authors) - _MOST_AUTHORS} others"
    return " and ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))


def _scalar(line: str) -> str:
    """Write a line as one YAML scalar, quoted where it must be; nothing for nothing."""
    if not line or _PLAIN.fullmatch(line):
        return line
    return yaml.safe_dump(line, allow_unicode=True, width=float("inf")).removesuffix("...\n").strip()


def _words(words: Sequence[str]) -> str:
    """Write some words as a list of YAML on one line."""
    return yaml.safe_dump([one_line(word) for word in words], allow_unicode=True, width=float("inf"), default_flow_style=True).strip()


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := one_line(text)))
