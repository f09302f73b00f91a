"""Rules about texts: their length, and evidence for what they say."""

import re
from collections.abc import Iterator

from digest.check.rule import Finding, Rule
from digest.model import messages
from digest.model.content import Content
from digest.model.limits import (
    LEAST_INTRODUCTION,
    LEAST_SUMMARY,
    LEAST_THREAD,
    MOST_HEADLINE,
    MOST_INTRO_CHARACTERS,
    MOST_INTRODUCTION,
    MOST_INTRODUCTION_CHARACTERS,
    MOST_SUMMARY,
    MOST_SUMMARY_CHARACTERS,
    MOST_THREAD,
    MOST_THREAD_CHARACTERS,
    MOST_TLDR,
    MOST_WHY,
)
from digest.model.written import KEY

_BEFORE = re.compile(r"[\w.]")
_BEHIND = re.compile(r"\w|\.\d")
"""What makes a longer number of one."""


def tldrs_fit(content: Content) -> Iterator[Finding]:
    """A tldr has at most 200 characters: it is shown whole everywhere."""
    for paper in content.papers:
        if (length := len(paper.value.tldr)) > MOST_TLDR:
            yield Finding(paper, ("tldr",), messages.LONG_TLDR.format(length=length, most=MOST_TLDR))


def whys_fit(content: Content) -> Iterator[Finding]:
    """Why a paper mattered is said in at most 300 characters."""
    for paper in content.papers:
        if (length := len(paper.value.why)) > MOST_WHY:
            yield Finding(paper, ("why",), messages.LONG_WHY.format(length=length, most=MOST_WHY))


def headlines_fit(content: Content) -> Iterator[Finding]:
    """The headline of an edition has at most 45 characters: it stands in one row of the stack."""
    for edition in content.editions:
        if (length := len(edition.value.headline)) > MOST_HEADLINE:
            yield Finding(edition, ("headline",), f"the headline has {length} characters; at most {MOST_HEADLINE}")


def summaries_fit(content: Content) -> Iterator[Finding]:
    """A summary has 80 to 250 words, and at most 3,000 characters."""
    for paper in content.papers:
        count, length = len(paper.value.summary.split()), len(paper.value.summary)
        if off := max(LEAST_SUMMARY - count, count - MOST_SUMMARY, 0):
            told = messages.SUMMARY_TOO_SHORT if count < LEAST_SUMMARY else messages.SUMMARY_TOO_LONG
            yield Finding(paper, ("summary",), told.format(count=count, off=off, least=LEAST_SUMMARY, most=MOST_SUMMARY))
        elif length > MOST_SUMMARY_CHARACTERS:
            yield Finding(paper, ("summary",), messages.LONG_SUMMARY.format(length=length, most=MOST_SUMMARY_CHARACTERS))


def introductions_fit(content: Content) -> Iterator[Finding]:
    """The introduction of a topic has 60 to 120 words and at most 1,500 characters, that of an edition at most 6,000."""
    for word, topic in content.topics.value.items():
        count, length = len(topic.introduction.split()), len(topic.introduction)
        if not LEAST_INTRODUCTION <= count <= MOST_INTRODUCTION:
            message = f"the introduction has {count} words; write {LEAST_INTRODUCTION} to {MOST_INTRODUCTION}"
            yield Finding(content.topics, (word, "introduction"), message)
        elif length > MOST_INTRODUCTION_CHARACTERS:
            message = f"the introduction has {length} characters; at most {MOST_INTRODUCTION_CHARACTERS}"
            yield Finding(content.topics, (word, "introduction"), message)
    for edition in content.editions:
        if (length := len(edition.value.intro)) > MOST_INTRO_CHARACTERS:
            yield Finding(edition, ("intro",), f"the introduction has {length} characters; at most {MOST_INTRO_CHARACTERS}")


def threads_fit(content: Content) -> Iterator[Finding]:
    """A thread has 300 to 600 words in its introduction, steps and outlook together, and at most 8,000 characters."""
    for thread in content.threads:
        if thread.unsound & {"intro", "steps", "outlook"}:  # nobody knows how long that is
            continue
        count, length = len(thread.value.text.split()), len(thread.value.text)
        if not LEAST_THREAD <= count <= MOST_THREAD:
            message = f"introduction, steps and outlook have {count} words together; write {LEAST_THREAD} to {MOST_THREAD}"
            yield Finding(thread, ("steps",), message)
        elif length > MOST_THREAD_CHARACTERS:
            message = f"introduction, steps and outlook have {length} characters together; at most {MOST_THREAD_CHARACTERS}"
            yield Finding(thread, ("steps",), message)


def evidence_is_of_the_text(content: Content) -> Iterator[Finding]:
    """Whatever has evidence occurs in the tldr, the why or the summary."""
    for paper in content.papers:
        entry = paper.value
        if not entry.evidence or paper.unsound & {"tldr", "why", "summary"}:  # it may stand in what could not be read
            continue
        text = " ".join(f"{entry.tldr} {entry.why} {entry.summary}".split())
        for claim in entry.evidence:
            if not _stands_in(text, claim):
                yield Finding(paper, ("evidence", claim, KEY), messages.STRAY_EVIDENCE.format(claim=claim))


def _stands_in(text: str, claim: str) -> bool:
    """Say whether a claim stands in a text, and not within a longer number: evidence for 4% is none for 84%."""
    start = text.find(claim)
    while start >= 0:
        if not _BEFORE.match(text[start - 1 : start]) and not _BEHIND.match(text, start + len(claim)):
            return True
        start = text.find(claim, start + 1)
    return False


RULES = (
    Rule("long-tldr", tldrs_fit),
    Rule("long-why", whys_fit),
    Rule("long-headline", headlines_fit),
    Rule("summary-length", summaries_fit),
    Rule("introduction-length", introductions_fit),
    Rule("thread-length", threads_fit),
    Rule("stray-evidence", evidence_is_of_the_text),
)
