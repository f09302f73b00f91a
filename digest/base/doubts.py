"""What a change makes a reviewer look twice at: papers that may be here already, texts that may be copies, words for one thing."""

from collections import Counter
from collections.abc import Iterator

from digest.base.alike import likest, summary_pieces, title_pieces
from digest.base.change import Change, Found, Rule
from digest.model.content import Content, Entry
from digest.model.written import KEY, Written, place_of

LIKE_TITLES = 0.7
"""Of the letters of two titles: a plural, a hyphen or British spelling is above, a sequel below ("... and its limits")."""
LIKE_SUMMARIES = 0.4
"""Of the words in a row of two summaries: independent texts about one paper share less than a tenth."""


def titles_differ(change: Change) -> Iterator[Found]:
    """The title of a new entry is not nearly that of another."""
    titles = {paper.path: title for paper in change.after.papers if (title := title_of(paper, change.after))}
    pieces = {path: title_pieces(title) for path, title in titles.items()}
    touched = {paper.path: paper for paper in change.touched()}
    for path, like in sorted(likest(pieces, touched.keys(), least=LIKE_TITLES).items()):
        place = place_of(touched[path].places, ("title",))
        yield Found(
            path, place, f"'{titles[path]}' is nearly the title of {like.to}: '{titles[like.to]}'; keep both if they are two papers"
        )


def summaries_differ(change: Change) -> Iterator[Found]:
    """The summary of a new or changed entry is not close to that of another."""
    pieces = {paper.path: summary_pieces(paper.value.summary) for paper in change.after.papers if "summary" not in paper.unsound}
    touched = {paper.path: paper for paper in change.touched()}
    for path, like in sorted(likest(pieces, touched.keys(), least=LIKE_SUMMARIES).items()):
        place = place_of(touched[path].places, ("summary",))
        yield Found(path, place, f"{like.degree:.0%} of this summary stands in {like.to} too; say what is this paper's own")


def words_are_shared(change: Change) -> Iterator[Found]:
    """A new topic, lab, framework or ground is used by two entries at least."""
    before, after = change.before, change.after
    used = _uses(after)
    for kind, old, new in (
        ("topic", before.topics.value, after.topics),
        ("lab", before.labs.value, after.labs),
        ("framework", before.frameworks.value, after.frameworks),
        ("ground", before.grounds.value, after.grounds),
    ):
        for word, defined in new.value.items():
            if word in old or any(former in old for former in getattr(defined, "formerly", ())) or used[kind, word] > 1:
                continue
            times = "once" if used[kind, word] else "nowhere"
            message = f"the {kind} '{word}' is new and used {times}; see whether another {kind} says it as well"
            yield Found(new.path, place_of(new.places, (word, KEY)), message)


def title_of(paper: Written[Entry], content: Content) -> str:
    """Name a paper as its entry or a source does; empty where neither has told yet."""
    facts = content.facts.get(paper.slug)
    return paper.value.title or (facts.title.value if facts and facts.title else "")


def _uses(content: Content) -> Counter[tuple[str, str]]:
    """Count the papers and repositories that use each word of each kind."""
    used: Counter[tuple[str, str]] = Counter()
    for paper in content.papers:
        entry = paper.value
        frameworks = {code.framework for code in entry.code if code.framework}
        for kind, words in (("topic", entry.topics), ("lab", entry.labs), ("framework", frameworks), ("ground", entry.grounds)):
            used.update((kind, word) for word in set(words))
    for repository in content.repositories:
        file = repository.value
        for kind, words in (("topic", file.topics), ("lab", file.labs), ("framework", file.framework)):
            used.update((kind, word) for word in set(words))
    return used


RULES = (
    Rule("like-title", titles_differ, "warning"),
    Rule("like-summary", summaries_differ, "warning"),
    Rule("lone-word", words_are_shared, "warning"),
)
