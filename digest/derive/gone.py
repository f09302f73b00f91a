"""What was taken out, and what has no page for now: its addresses still lead somewhere."""

from collections.abc import Iterable

from digest.identifiers import parse_repository
from digest.model.content import Content
from digest.model.paper import Paper
from digest.model.site import Gone


def gone(content: Content) -> tuple[Gone, ...]:
    """List the entries that were taken out, by slug."""
    return tuple(
        Gone(
            slug=slug,
            date=removal.date,
            reason=removal.reason,
            aliases=removal.aliases,
            arxiv=removal.arxiv,
            repositories=tuple(found for url in removal.code if (found := parse_repository(url))),
        )
        for slug, removal in sorted(content.removed.value.items())
    )


def idle_labs(content: Content, papers: Iterable[Paper]) -> tuple[str, ...]:
    """List the ids, present and former, of labs without papers."""
    busy = {lab.id for paper in papers for lab in paper.labs}
    labs = content.labs.value
    return tuple(name for word in sorted(labs) if word not in busy for name in (word, *labs[word].formerly))
