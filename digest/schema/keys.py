"""What every key says, for whoever hovers over it: a sentence or two in Markdown, and what one may write."""

from collections.abc import Mapping
from typing import NamedTuple

from digest.model import content as c
from digest.model import edition as e
from digest.model import threads as t
from digest.model.limits import (
    LEAST_INTRODUCTION,
    LEAST_SUMMARY,
    LEAST_THREAD,
    MOST_HEADLINE,
    MOST_INTRODUCTION,
    MOST_SUMMARY,
    MOST_THREAD,
    MOST_TLDR,
    MOST_WHY,
)


class Says(NamedTuple):
    """What is said of a key."""

    text: str
    """In Markdown."""
    examples: tuple[object, ...] = ()
    """As YAML reads them: an arXiv id without quotes is a number to it."""


_GITHUB = "https://github.com/owner/name"
_NAMES = "Other names; a list."
_FORMER_IDS = "Former ids, which redirect; a list."

_ENTRY = {
    "arxiv": Says("The arXiv id, in any spelling. For a paper outside arXiv write `doi` or `url` instead.", (1905.11946, "hep-th/9901001")),
    "doi": Says("The DOI of a paper that is not on arXiv; then `title`, `authors` and `published` are needed too.", ("10.1000/182",)),
    "url": Says(
        "The address of a paper that has neither arXiv id nor DOI; then `title`, `authors` and `published` are needed too.",
        ("https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf",),
    ),
    "title": Says("The title as printed on the paper. Needed outside arXiv; else arXiv's is taken.", ("Mask R-CNN",)),
    "authors": Says("The authors in the paper's order; a list. Needed outside arXiv.", (["Ada Lovelace", "Alan Turing"],)),
    "published": Says("The day, month or year on which the paper first appeared. Needed outside arXiv.", ("2019-05-28", "2019-05", 2019)),
    "topics": Says("Words of `content/topics.yml`; the first is the main one.", (["architectures", "vision"],)),
    "labs": Says(
        "Words of `content/labs.yml`, by the affiliations printed on the paper; `[]` if you do not know.", (["google-research"], [])
    ),
    "grounds": Says(
        "Why it is here: words of `content/grounds.yml`, each with a reason in your own words or an address.",
        ({"idea-reused": "compound scaling became the way to size vision backbones"},),
    ),
    "tldr": Says(f"One sentence, at most {MOST_TLDR} characters. It is shown whole everywhere."),
    "why": Says(f"Why it mattered, at most {MOST_WHY} characters."),
    "summary": Says(
        f"{LEAST_SUMMARY} to {MOST_SUMMARY} words of your own in Markdown: the problem, the mechanism, the evidence, the limits. `$math$` works."
    ),
    "checked": Says("What you compared the text with. The page shows it."),
    "added": Says("The day the digest took it in. Leave it out: `digest accept` writes it. Feeds go by this day.", ("2026-11-22",)),
    "venue": Says("Where it was published, if you know.", ("ICML 2019",)),
    "code": Says("Repositories that implement the paper; a list. Leave it out if you know of none."),
    "related": Says("Papers of the digest to read beside it, by the names of their files; the rest is worked out.", (["resnet"],)),
    "evidence": Says("For every number in the text, where it stands in the paper.", ({"84.3%": "abstract", "8.4x": "table 2"},)),
    "revised": Says("The day a person last changed the text.", ("2026-12-01",)),
    "aliases": Says("Former names of this file, oldest first; their addresses keep working.", (["efficient-net"],)),
    "by": Says("Your name, if you like.", ("Ada Lovelace",)),
}

_EDITION = {
    "title": Says("What the edition is called.", ("The 2019 edition",)),
    "headline": Says(f"What the year changed, in at most {MOST_HEADLINE} characters."),
    "status": Says("`open` while it takes papers, `closed` afterwards."),
    "closed": Says("The day it closed; from then on it can be cited, and subscribers get it whole.", ("2020-01-15",)),
    "intro": Says("What the year was like, in Markdown."),
    "curators": Says("Who chose; a list of names.", (["Ada Lovelace"],)),
    "period": Says("The days that the edition covers, if it is not a whole year."),
    "picks": Says("Papers of this edition in the curators' order; those that are not listed follow.", (["efficientnet", "resnet"],)),
    "highlights": Says("Short lists under headings of their own."),
    "figures": Says("Figures that a source reported."),
    "sources": Says("What the edition was made from."),
    "further": Says("What to read next."),
    "corrections": Says("What was said and what is right."),
    "missed": Says("What the edition overlooked, added later."),
}

_THREAD = {
    "title": Says("What the line of thought is called.", ("From recurrence to attention",)),
    "definition": Says("What it is about, in one sentence. It stands in the list of threads, too."),
    "intro": Says(
        "What the thread sets out from, in Markdown. "
        f"With the steps and the outlook it has {LEAST_THREAD} to {MOST_THREAD} words. `$math$` works."
    ),
    "steps": Says("Papers in the order of the thought, each with what it adds."),
    "outlook": Says("Where it goes from the last step, in Markdown."),
    "curators": Says("Who wrote it; a list of names.", (["Ada Lovelace"],)),
    "added": Says("The day the digest took it in. Leave it out: `digest accept` writes it. A later day is a queue.", ("2026-11-22",)),
    "revised": Says("The day a person last changed the text.", ("2026-12-01",)),
    "aliases": Says("Former names of this file, oldest first; their addresses keep working.", (["attention-mechanisms"],)),
}

KEYS: Mapping[type, Mapping[str, Says]] = {
    c.Entry: _ENTRY,
    c.CodeLink: {
        "repo": Says("The address of the repository.", (_GITHUB,)),
        "official": Says("Whether it is by the paper's authors: `true` or `false`."),
        "framework": Says("A word of `content/frameworks.yml`; left out where the repository has a file of its own.", ("pytorch",)),
        "added": Says("The day you list it, where the entry was there before: subscribers to what changed hear of it.", ("2026-11-23",)),
    },
    c.Edition: _EDITION,
    e.Period: {
        "start": Says("The first day.", ("2018-07-01",)),
        "end": Says("The last day.", ("2018-11-30",)),
    },
    e.Source: {
        "title": Says("What it is called."),
        "by": Says("Who wrote or published it."),
        "url": Says("Where it stands."),
        "date": Says("Its day, month or year.", ("2018-12-01",)),
        "note": Says("What more there is to say."),
    },
    e.Highlight: {
        "heading": Says("What the list is called.", ("Most used",)),
        "items": Says("Papers or repositories."),
        "ranked": Says("Whether the order is a ranking; it is numbered then."),
    },
    e.HighlightItem: {
        "paper": Says("A paper of the digest, by the name of its file; or else `repo`.", ("efficientnet",)),
        "repo": Says("A repository, by its address; or else `paper`.", (_GITHUB,)),
        "note": Says("A few words about it."),
    },
    e.Figure: {
        "claim": Says("What was counted.", ("Papers with code",)),
        "value": Says("How many.", (12,)),
        "unit": Says("Of the value.", ("%",)),
        "period": Says("When.", ("July to November 2018",)),
        "source": Says("The address of whoever reported it."),
        "date": Says("The day of the source.", ("2018-11-30",)),
        "repo": Says("The repository that the figure is about, if it is about one.", (_GITHUB,)),
        "beside": Says("The figure of the year in review that is shown beside it, if there is one for it.", ("growth",)),
    },
    e.Correction: {
        "said": Says("What the edition said."),
        "correct": Says("What is right."),
        "source": Says("The address where that stands."),
        "date": Says("The day of the correction.", ("2019-02-01",)),
    },
    e.Missed: {
        "what": Says("What was overlooked."),
        "paper": Says("Its entry, by the name of its file, if it has one now.", ("efficientnet",)),
        "url": Says("Where it stands."),
    },
    t.Thread: _THREAD,
    t.Step: {
        "paper": Says("A paper of the digest, by the name of its file.", ("efficientnet",)),
        "text": Says("What it takes from the step before and what it adds, in Markdown."),
    },
    c.RepositoryFile: {
        "url": Says("The address of the repository; the file is named by its owner and name.", (_GITHUB,)),
        "what": Says("What it is, in one line."),
        "framework": Says("One word of `content/frameworks.yml`, or a list of them.", ("pytorch", ["pytorch", "tensorflow"])),
        "labs": Says("Words of `content/labs.yml`; a list."),
        "topics": Says("Words of `content/topics.yml`; a list."),
        "implements": Says("Papers of the digest, by the names of their files; a list.", (["efficientnet"],)),
        "archived": Says("The day, month or year by which it took no more changes.", ("2024-05-01", "2024-05", 2024)),
        "formerly": Says("Former addresses; a list.", ([_GITHUB],)),
        "shared": Says(
            "Whether it is more than the code of one paper, such as a library, so that its stars measure none. "
            "A repository that was seen more than a year before the paper counts so without it, and so does a link to a folder."
        ),
    },
    c.Topic: {
        "name": Says("How people write it.", ("Graph neural networks",)),
        "definition": Says("What it is, in one sentence."),
        "introduction": Says(f"{LEAST_INTRODUCTION} to {MOST_INTRODUCTION} words in Markdown for somebody who is new to it."),
        "aliases": Says(_NAMES, (["GNN", "GNNs"],)),
        "formerly": Says(_FORMER_IDS),
        "start": Says("Papers to read first, by the names of their files; a list.", (["gnn-survey"],)),
        "wanted": Says("Which papers are missing; stands on its page and under Wanted."),
    },
    c.Lab: {
        "name": Says("How it writes its name.", ("Google Research",)),
        "aliases": Says(_NAMES, (["Google AI"],)),
        "formerly": Says(_FORMER_IDS),
        "country": Says("Where it is.", ("Canada",)),
        "url": Says("Its web site."),
        "feed": Says("Whether it has a feed of its own whatever the number of its papers; for one that had three and lost some."),
    },
    c.Framework: {
        "name": Says("How it writes its name.", ("PyTorch",)),
        "aliases": Says(_NAMES, (["TF"],)),
        "url": Says("Its web site."),
    },
    c.Ground: {
        "name": Says("How people write it.", ("Idea reused",)),
        "definition": Says("Which papers it takes in."),
    },
    c.Removal: {
        "date": Says("The day it was taken out.", ("2026-12-01",)),
        "reason": Says("Why; its address says so for ever.", ("withdrawn by its authors",)),
        "aliases": Says("Former names of its file, oldest first; a list."),
        "arxiv": Says("Its arXiv id.", (1905.11946,)),
        "code": Says("Repositories that stood here for it alone; a list of addresses.", ([_GITHUB],)),
    },
}
"""Of every class of digest.model.content that stands in a file, every key."""
