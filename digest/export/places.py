"""Where pages stand among the Markdown files, and where a link of the site leads there."""

import posixpath
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote, urlsplit

from digest.export.text import address


def source(url: str) -> str:
    """Name the Markdown file that an engine makes a page of, by the URL that the page has."""
    return f"{url.rstrip('/') or 'index'}.md"


def follower(url: str, sources: Mapping[str, str], site_url: str) -> Callable[[str], str | None]:
    """Write links of the page at a URL as they must stand in its file: to other pages' files, which both GitHub and engines follow.

    `sources` are the files of all pages, by their URLs.
    """
    here = posixpath.dirname(sources.get(url) or source(url))

    def follow(href: str) -> str | None:
        try:
            target = urlsplit(href)
        except ValueError:
            return None
        if target.scheme or target.netloc:
            return address(href)
        fragment = f"#{target.fragment}" if target.fragment else ""
        if not target.path and not target.query:
            return address(fragment) if fragment else None
        path = resolved(unquote(target.path), url)
        if target.query:  # it tells a script what to do, and scripts are on the site alone
            return address(f"{site_url}{quote(path)}?{target.query}{fragment}")
        file = sources.get(path) or (f"{path}index.html" if not path or path.endswith("/") else path)
        way = posixpath.relpath(f"/{file}", f"/{here}")
        return address(quote(way) + fragment)

    return follow


def resolved(path: str, url: str) -> str:
    """Turn the path of a link on the page at a URL into an address of the site; above its root there is nothing."""
    joined = posixpath.normpath(posixpath.join("/", url, path)).lstrip("/")
    return f"{joined}/" if joined and (not path or path.endswith(("/", "."))) else joined
