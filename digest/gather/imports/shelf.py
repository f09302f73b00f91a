"""What a digest has to the answer whether it has a paper, however many there are."""

from dataclasses import dataclass, field

from digest.gather.imports.row import Row
from digest.gather.reference import Reference, reference_of
from digest.gather.slugs import short_slug
from digest.gather.spelling import same_letters
from digest.model.content import Content


@dataclass(slots=True)
class Shelf:
    """Where each paper stands, by its identifiers and its title."""

    by_identity: dict[str, str] = field(default_factory=dict)
    by_title: dict[str, dict[frozenset[str], str]] = field(default_factory=dict)
    """For each title where it stands, by the kinds of identifiers that it goes by there."""

    def put(self, ids: tuple[Reference, ...], title: str, where: str) -> None:
        """Note where a paper stands; whoever came first stays."""
        for reference in ids:
            self.by_identity.setdefault(reference.identity, where)
        if letters := same_letters(title):
            self.by_title.setdefault(letters, {}).setdefault(frozenset(reference.kind for reference in ids), where)

    def find(self, row: Row) -> tuple[str, str] | None:
        """Say where a paper stands and by what it was known; None where it is new.

        One title is one paper, unless two identifiers of one kind say otherwise: a preprint has an arXiv id, and where it
        was printed a DOI, but no paper has two of them.
        """
        if there := self._find_by_identity(row):
            return there
        kinds = {reference.kind for reference in row.ids}
        for others, where in self.by_title.get(same_letters(row.title), {}).items() if row.title else ():
            if kinds.isdisjoint(others):
                return where, f"the title '{row.title}'"
        return None

    def find_alike(self, row: Row) -> tuple[str, str] | None:
        """Say where a paper stands in a list that names each by the same in all its rows: there one title may be many papers."""
        if row.ids:
            return self._find_by_identity(row)
        where = self.by_title.get(same_letters(row.title), {}).get(frozenset())
        return (where, f"the title '{row.title}'") if where else None

    def _find_by_identity(self, row: Row) -> tuple[str, str] | None:
        for reference in row.ids:
            if where := self.by_identity.get(reference.identity):
                return where, str(reference)
        return None


def shelf_of(content: Content) -> Shelf:
    """Put every paper of a digest on a shelf, drafts too, and what was taken out of it."""
    shelf = Shelf()
    for paper in content.papers:
        held = reference_of(paper.value)
        facts = content.facts.get(paper.slug)
        doi = [Reference("doi", facts.doi.value.lower())] if facts and facts.doi else []
        ids = {reference.kind: reference for reference in [*doi, *([held] if held else [])]}
        title = paper.value.title or (facts.title.value if facts and facts.title else "")
        shelf.put(tuple(ids.values()), title, f"in the digest already: {paper.path}")
    for slug, removal in content.removed.value.items():
        where = f"a paper that was taken out as '{slug}' on {removal.date}: {removal.reason}; its line in {content.removed.path} must go before it can come back"
        if removal.arxiv:
            shelf.put((Reference("arxiv", removal.arxiv),), "", where)
        for name in (slug, *removal.aliases):
            shelf.by_identity.setdefault(_removed(name), where)
    return shelf


def removed_of_this_name(shelf: Shelf, title: str) -> str | None:
    """Say whether a paper whose file would have the name of this one was taken out."""
    return shelf.by_identity.get(_removed(short_slug(title) or ""))


def _removed(slug: str) -> str:
    return f"\0{slug}"
