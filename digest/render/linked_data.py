"""Papers and lists to schema.org's words, for machines that read pages (https://schema.org/ScholarlyArticle)."""

from collections.abc import Iterable
from typing import Any

from digest.identifiers import doi_address
from digest.model.paper import Paper
from digest.model.project import Project
from digest.render import addresses

NAMED = 500
"""Authors whom the page of a paper names; of thousands, its data name the rest."""
_CONTEXT = "https://schema.org"


def article(paper: Paper, project: Project) -> dict[str, Any]:
    """Describe the paper that a page is about; what is unknown is left out."""
    names = [*([f"arXiv:{paper.arxiv}"] if paper.arxiv else []), *([f"doi:{paper.doi}"] if paper.doi else [])]
    known = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle",
        "headline": paper.title,
        "name": paper.title,
        "author": [{"@type": "Person", "name": author} for author in paper.authors[:NAMED]],
        "datePublished": str(paper.published) if paper.published else None,
        "description": paper.tldr,
        "url": paper.url,
        "identifier": names,
        "sameAs": [doi_address(paper.doi)] if paper.doi else [],
        "about": [{"@type": "Thing", "name": topic.name, "url": project.site_url + addresses.topic(topic.id)} for topic in paper.topics],
        "subjectOf": {"@type": "WebPage", "url": project.site_url + addresses.paper(paper.slug)},
    }
    return {key: value for key, value in known.items() if value}


def collection(name: str, url: str, papers: Iterable[Paper], project: Project) -> dict[str, Any]:
    """Describe a page that lists papers, in its order."""
    parts = [{"@type": "ScholarlyArticle", "name": paper.title, "url": project.site_url + addresses.paper(paper.slug)} for paper in papers]
    whole = {"@type": "WebSite", "name": project.site_name, "url": project.site_url}
    return {
        "@context": _CONTEXT,
        "@type": "CollectionPage",
        "name": name,
        "url": project.site_url + url,
        "isPartOf": whole,
        "hasPart": parts,
    }
