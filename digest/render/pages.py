"""A site to its pages: the inside of each, its title and its description."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import accumulate, chain, zip_longest
from typing import Any

from digest.model.outputs import Page
from digest.model.paper import Paper
from digest.model.site import EditionPage, LabPage, RepositoryPage, Site, TopicPage
from digest.render import addresses
from digest.render.exports import Entries
from digest.render.facets import SHOWN, facets, frameworks_of, other_names, searched_names
from digest.render.feeds import title_of
from digest.render.figures import course_of
from digest.render.parts import FULL, LISTED, ROWS, Part, parts, weight_of
from digest.render.templating import Templates
from digest.render.threads import thread_pages
from digest.render.words import Words

_WORDS_A_MINUTE = 230
"""How fast people read: https://doi.org/10.1016/j.jml.2019.104047 gives 238 for non-fiction in English."""
_PICKS = 3
"""Papers of earlier editions on the home page."""
_LATEST = 6
_OPENING = 90
"""Words of an introduction above the first paper of an edition; the rest follows the papers."""
_DESCRIPTION = 160
"""Characters of a description that search engines show."""


def pages(site: Site, templates: Templates, bibtex: Entries) -> Iterator[Page]:
    """Render every page of a site that is not written by people; `bibtex` has its papers."""
    t = templates.words
    yield home_page(site, templates)
    yield _list_page(addresses.EDITIONS, "years", site, templates, feed="editions")
    yield _list_page(addresses.TOPICS, "topics", site, templates)
    yield _list_page(addresses.LABS, "labs", site, templates)
    yield from code_pages(site, templates)
    yield trends_page(site, templates)
    yield from thread_pages(site, templates)
    yield _list_page(addresses.WANTED, "wanted", site, templates)
    yield saved_page(templates)
    names = other_names(site)
    for edition in site.editions:  # its papers beside it: their pages show the same texts, which are rendered once
        yield from edition_pages(edition, site, templates)
        for paper in edition.papers:
            yield paper_page(paper, templates, names=names, bibtex=bibtex)
    for topic in site.topics:
        yield from topic_pages(topic, site, templates)
    for lab in site.labs:
        yield from lab_pages(lab, site, templates)
    labs = {lab.id for lab in site.labs}
    for repository in site.repositories:
        yield from repository_pages(repository, templates, labs=labs)
    if site.papers and templates.project.search:
        yield search_page(site, templates)
    for gone in site.gone:
        url = addresses.paper(gone.slug)
        make = templates.later("gone.html.j2", url, gone=gone)
        yield Page(url=url, title=t("gone.title"), description=t("gone.description"), make=make, is_listed=False)


def additions(site: Site, templates: Templates) -> dict[str, str]:
    """Render what stands at the end of pages that people wrote, by their URL."""
    urls = {"subscribe": addresses.SUBSCRIBE, "contribute": addresses.CONTRIBUTE, "corrections": addresses.CORRECTIONS}
    return {url: templates.render(f"{name}.html.j2", url, site=site) for name, url in urls.items()}


def home_page(site: Site, templates: Templates) -> Page:
    """Render the home page: the newest edition's lead beside the stack of all editions."""
    t = templates.words
    lead = next((edition for edition in site.editions if edition.papers), None)
    picks = _picks(edition for edition in site.editions if edition is not lead)
    shown = {paper.slug for paper in (*(lead.papers[:1] if lead else ()), *picks)}
    # Of papers that came on one day, those of the newest edition are news to most readers.
    newest = sorted(site.latest, key=lambda paper: (str(paper.added), paper.year), reverse=True)
    latest = [paper for paper in newest if paper.slug not in shown][:_LATEST]
    make = templates.later("home.html.j2", addresses.HOME, site=site, lead=lead, picks=picks, latest=latest)
    return Page(url=addresses.HOME, title=t("home.title"), description=templates.project.site_description, make=make)


def edition_pages(edition: EditionPage, site: Site, templates: Templates) -> Iterator[Page]:
    """Render an edition, to be read in one sitting."""
    t = templates.words
    url = addresses.edition(edition.year)
    place = site.editions.index(edition)
    texts = [edition.edition.intro, *(f"{paper.tldr} {paper.why} {paper.summary}" for paper in edition.papers)]
    headline = edition.edition.headline
    is_open = edition.edition.status == "open"
    title = t("year.title_open" if is_open else "year.title", year=edition.year, headline=headline)
    opening, rest = _parted(edition.edition.intro) if edition.papers else (edition.edition.intro, "")
    shown = {
        "later": site.editions[place - 1].year if place else None,
        "earlier": site.editions[place + 1].year if place + 1 < len(site.editions) else None,
        "of_year": site.trends.reviews.get(edition.year),
        "labs": len({lab for paper in edition.papers for lab in paper.labs}),
        "minutes": max(1, round(sum(len(text.split()) for text in texts) / _WORDS_A_MINUTE)),
    }
    counted = t("year.description", n=len(edition.papers), headline=headline, year=edition.year)
    description = t("year.description_open", year=edition.year) if is_open else counted
    for part in parts(url, edition.papers, FULL, weight_of):
        named = _title(title, part, t)
        yield Page(
            url=part.url,
            title=named,
            description=description,
            make=templates.later("year.html.j2", part.url, page=edition, part=part, title=named, opening=opening, rest=rest, **shown),
            make_head=_feed_links("editions", part.url, site, templates),
            card=addresses.card(edition.year),
        )


def topic_pages(topic: TopicPage, site: Site, templates: Templates) -> Iterator[Page]:
    """Render a topic: what it is, where to start, and its papers."""
    url = addresses.topic(topic.id)
    trend = site.trends.by_topic.get(topic.id)
    besides = [one for one in site.repositories if not one.implements and topic.id in {own.id for own in one.topics}]
    title = templates.words("topic.title", name=topic.topic.name)  # a paper may be called like its topic
    for part in parts(url, topic.papers, LISTED):
        yield Page(
            url=part.url,
            title=_title(title, part, templates.words),
            description=topic.topic.definition,
            make=templates.later("topic.html.j2", part.url, page=topic, part=part, code=besides, trend=trend),
            make_head=_feed_links(f"topic-{topic.id}", part.url, site, templates),
        )


def lab_pages(lab: LabPage, site: Site, templates: Templates) -> Iterator[Page]:
    """Render a lab with its papers."""
    url = addresses.lab(lab.id)
    description = templates.words("lab.description", n=len(lab.papers), name=lab.lab.name)
    for part in parts(url, lab.papers, LISTED):
        yield Page(
            url=part.url,
            title=_title(lab.lab.name, part, templates.words),
            description=description,
            make=templates.later("lab.html.j2", part.url, page=lab, part=part),
            make_head=_feed_links(f"lab-{lab.id}", part.url, site, templates),
        )


def code_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """Render the index of all repositories."""
    t = templates.words
    for part in parts(addresses.CODE, site.repositories, ROWS):
        make = templates.later("codes.html.j2", part.url, part=part)
        make_head = _feed_links("code", part.url, site, templates)
        yield Page(
            url=part.url, title=_title(t("codes.title"), part, t), description=t("codes.description"), make=make, make_head=make_head
        )


def trends_page(site: Site, templates: Templates) -> Page:
    """Render what is counted over the papers: a figure for each trend."""
    t = templates.words
    url = addresses.TRENDS
    whole, field, years = site.trends.whole, site.trends.field, sorted(site.trends.reviews, reverse=True)
    make = templates.later("trends.html.j2", url, whole=whole, field=field, years=years, editions=site.trends.editions)
    return Page(url=url, title=t("trends.title"), description=t("trends.description"), make=make)


def repository_pages(page: RepositoryPage, templates: Templates, *, labs: Container[str]) -> Iterator[Page]:
    """Render a repository with what it implements; `labs` are those that have pages."""
    t = templates.words
    url = addresses.repository(page.repository)
    name = page.repository.spelled
    description = page.file.what if page.file else t("repository.description", name=name, papers=t("papers", n=len(page.implements)))
    course = course_of(page.facts.stars if page.facts else ())
    for part in parts(url, page.implements, LISTED):
        make = templates.later("repository.html.j2", part.url, page=page, part=part, labs=labs, course=course)
        yield Page(url=part.url, title=_title(name, part, t), description=description, make=make)


def saved_page(templates: Templates) -> Page:
    """Render the frame of what a reader saved; a script fills it from the reader's own browser."""
    t = templates.words
    make = templates.later("saved.html.j2", addresses.SAVED)
    return Page(url=addresses.SAVED, title=t("saved.title"), description=t("saved.description"), make=make, is_listed=False)


def search_page(site: Site, templates: Templates) -> Page:
    """Render the page of the search: its facets with their counts; a script fills in what is found."""
    t = templates.words
    make = templates.later("search.html.j2", addresses.SEARCH, facets=facets(site), shown=SHOWN, papers=len(site.papers))
    return Page(url=addresses.SEARCH, title=t("search.title"), description=t("search.description"), make=make)


def paper_page(paper: Paper, templates: Templates, *, names: Mapping[str, tuple[str, ...]], bibtex: Entries) -> Page:
    """Render a paper: what it says, why it mattered, its code, and where every fact is from.

    `names` has every name of topics and labs, by their addresses, for the search.
    """
    url = addresses.paper(paper.slug)
    searched = {"frameworks": frameworks_of(paper.code), "also": searched_names(paper, names)}
    counted = any(code.stars for code in paper.code)
    make = templates.later("paper.html.j2", url, paper=paper, cite=bibtex.of, counted=counted, **searched)
    make_head = templates.later("paper.head.html.j2", url, paper=paper)
    return Page(url=url, title=paper.title, description=_shorten(paper.tldr), make=make, make_head=make_head, is_listed=not paper.is_draft)


def _list_page(url: str, name: str, site: Site, templates: Templates, *, feed: str = "") -> Page:
    t = templates.words
    make = templates.later(f"{name}.html.j2", url, site=site)
    make_head = _feed_links(feed, url, site, templates) if feed else str
    return Page(url=url, title=t(f"{name}.title"), description=t(f"{name}.description"), make=make, make_head=make_head)


def _title(title: str, part: Part[Any], words: Words) -> str:
    """Name a page of a list: the first as the list is called."""
    return title if part.number == 1 else words("part.title", title=title, number=part.number, of=part.of)


def _feed_links(name: str, url: str, site: Site, templates: Templates) -> Callable[[], str]:
    """Tell readers' software of a page's own feed, where it has one; that of everything stands on every page."""
    found = next((one for one in site.subscriptions if one.name == name), None)
    return templates.later("feed.head.html.j2", url, name=name, title=title_of(found, templates)) if found else str


def _picks(editions: Iterable[EditionPage]) -> list[Paper]:
    """Choose what the editors put first in each edition; where that is too little, what they put second, and so on."""
    ranks = zip_longest(*(edition.papers[:_PICKS] for edition in editions))
    return [paper for paper in chain.from_iterable(ranks) if paper][:_PICKS]


def _parted(intro: str) -> tuple[str, str]:
    """Part an introduction after the paragraphs that may stand above the first paper; one at least does.

    One whose blank lines may part what belongs together, as code and the addresses of its links do, stays whole.
    """
    if re.search(r"^(```|~~~| {4}|\[[^\]]+\]:)", intro, re.MULTILINE):
        return intro, ""
    paragraphs = re.split(r"\n\s*\n", intro.strip())
    above = max(1, sum(words <= _OPENING for words in accumulate(len(paragraph.split()) for paragraph in paragraphs)))
    return "\n\n".join(paragraphs[:above]), "\n\n".join(paragraphs[above:])


def _shorten(text: str) -> str:
    if len(text) <= _DESCRIPTION:
        return text
    return text[:_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:") + "…"
