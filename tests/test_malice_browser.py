"""A site of malice in a real browser: nothing runs, also where templates escape nothing and the policy stands alone."""

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sites import SANDBOX, Built, build, dom
from support import write
from test_browser import browser, serving  # noqa: F401 (a fixture)
from test_malice import made, ways  # noqa: F401 (a fixture)
from test_search import fragments

pytestmark = pytest.mark.browser

UNESCAPED = """
import jinja2

_init = jinja2.Environment.__init__


def _unescaped(self, *arguments, **options):
    _init(self, *arguments, **options)
    self.autoescape = False


jinja2.Environment.__init__ = _unescaped
"""
"""Switches escaping off on purpose, in every template of a program."""
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violations.push(effectiveDirective), true);
addEventListener("submit", (event) => event.preventDefault(), true); // to the page itself, which is no harm
Object.defineProperty(window, "pwned", { set() { console.error("PWNED"); } });
"""
BAIT = """() => {
  const events = ["click", "focus", "mouseover", "pointerenter", "toggle", "load", "error", "begin"];
  for (const element of document.querySelectorAll("*")) {
    for (const name of events) if (element.hasAttribute("on" + name)) element.dispatchEvent(new Event(name));
    const address = ["href", "xlink:href", "formaction"].map((name) => element.getAttribute(name) ?? "").join("");
    if (/^[\\s\\x00-\\x20]*javascript:/i.test(address)) element.dispatchEvent(new MouseEvent("click", { cancelable: true }));
  }
  for (const form of document.querySelectorAll("form[action*=evil]")) form.submit();
}"""
"""Does what a visitor may do: sets off every handler, follows every javascript: address, sends every form that leads away."""


@pytest.fixture(scope="module")
def sites(made, tmp_path_factory) -> dict[str, Built]:  # noqa: F811
    """Build the site of malice twice, side by side: as it is, and with templates that escape nothing."""
    folder = tmp_path_factory.mktemp("sites")
    write(folder / "unescaped/sitecustomize.py", UNESCAPED + (SANDBOX / "sitecustomize.py").read_text(encoding="utf-8"))
    roots = {name: Path(shutil.copytree(made.root, folder / name / "digest")) for name in ("escaped", "unescaped")}
    paths = {"escaped": str(SANDBOX), "unescaped": str(folder / "unescaped")}

    def built_as(name):
        # Templates are kept compiled, and those that escape nothing must not be anybody else's.
        return build(roots[name], PYTHONPATH=paths[name], XDG_CACHE_HOME=str(folder / name / "cache"))

    with ThreadPoolExecutor() as pool:
        built = dict(zip(roots, pool.map(built_as, roots), strict=True))
    for one in built.values():
        assert one.said.returncode == 0, one.said.stderr
    return built


def sample(pages: dict[str, str], *, of_each: int) -> list[str]:
    """Choose pages of every kind, evenly; of papers and editions, which hold the most, four times as many."""
    kinds = {}
    for url in pages:
        kinds.setdefault(url.split("/")[0] if url.count("/") > 1 else url, []).append(url)
    most = {kind: of_each * (4 if kind in {"papers", "years"} else 1 if kind != "rules" else 0) for kind in kinds}
    return [url for kind, urls in kinds.items() for url in urls[:: max(1, -(-len(urls) // most[kind])) if most[kind] else len(urls)]]


class Visit:
    """What happened while somebody looked at pages."""

    def __init__(self) -> None:
        """Begin before the first page."""
        self.ran = []
        self.violations = Counter()
        self.complaints = Counter()


def visit(browser, address: str, urls: list[str]) -> Visit:  # noqa: F811
    """Look at pages one after the other, touch everything on them, and note what ran, what left and what was held back."""
    seen = Visit()
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.add_init_script(WATCH)
    page = context.new_page()

    def leave(route):
        seen.ran.append(f"{page.url} asked for {route.request.url}")
        route.abort()

    def hear(message):
        if "PWNED" in message.text:
            seen.ran.append(f"{page.url} ran something")
        elif message.type == "error":
            seen.complaints[message.text.split(":")[0][:80]] += 1

    def dismiss(dialog):
        seen.ran.append(f"{page.url} said {dialog.message}")
        dialog.dismiss()

    context.route(lambda url: not url.startswith((address, "data:")), leave)
    page.on("console", hear)
    page.on("dialog", dismiss)
    for url in urls:
        page.goto(address + url)
        page.evaluate(BAIT)
        page.wait_for_timeout(10)  # for what an event sets off
        seen.violations.update(page.evaluate("violations"))
        if page.url != address + url:
            seen.ran.append(f"{url} led to {page.url}")
    context.close()
    return seen


def test_a_site_of_malice_runs_nothing_asks_nobody_and_needs_no_policy_for_that(browser, sites):  # noqa: F811
    with serving(sites["escaped"].folder) as address:
        seen = visit(browser, address, sample(sites["escaped"].pages, of_each=3))

    assert seen.ran == []
    assert seen.violations == Counter()
    assert seen.complaints == Counter()


def test_a_site_whose_templates_escape_nothing_is_held_by_its_policy(browser, sites):  # noqa: F811
    with serving(sites["unescaped"].folder) as address:
        seen = visit(browser, address, sample(sites["unescaped"].pages, of_each=3))

    assert seen.ran == []
    # Markup did get in, of every kind, and nothing else held it back.
    assert {"script-src-elem", "script-src-attr", "style-src-elem", "base-uri", "form-action", "object-src"} <= seen.violations.keys()


def test_what_a_policy_cannot_hold_back_is_shown_as_text_and_told_of(sites):
    said = sites["unescaped"].said.stderr

    assert "a template does not escape it" in said
    assert "a template does not escape it" not in sites["escaped"].said.stderr
    pages = {url: path.read_text(encoding="utf-8") for url, path in written(sites["unescaped"].folder)}
    assert len(pages) > 500
    # A parser takes its time, so only those are parsed that speak of it more than once.
    suspects = {url: html for url, html in pages.items() if html.lower().count("http-equiv") > 1}
    assert suspects
    assert {url: found for url, html in suspects.items() if (found := orders_in(html)) != ["Content-Security-Policy"]} == {}


def written(folder: Path):
    """Go through the pages of a site, without those that redirect: these hold no text of anybody."""
    for path in folder.rglob("index.html"):
        if "default-src 'none'; base-uri" not in path.read_text(encoding="utf-8"):
            yield path.parent.relative_to(folder).as_posix(), path


def orders_in(html: str) -> list[str]:
    """List what a page tells the browser by <meta>, as a browser reads it."""
    return [tag.get("http-equiv") for tag in dom(html).iter("meta") if tag.get("http-equiv")]


def test_the_search_knows_every_title_as_it_was_typed(sites, made):  # noqa: F811
    found = fragments(sites["escaped"].folder)

    titles = {name: text for (name, leaf), text in made.placed.items() if leaf == ("title",) and name.startswith("paper-")}
    assert len(titles) > 200
    for name, text in titles.items():
        assert " ".join(found[f"/papers/{name}/"]["meta"]["title"].split()) in ways(text), name
