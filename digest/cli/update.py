"""The command that asks sources about the papers of a digest and their code, and keeps what they say as facts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Annotated

import typer

from digest.cli import network, update_arxiv, update_citations, update_repos, update_trends
from digest.cli.sources import Order
from digest.cli.terminal import FAILURE, Day, ProjectOption, day_of, fail, present_day, root_of, say

SOURCES: Mapping[str, Callable[[Order], bool]] = {
    "arxiv": update_arxiv.update,
    "repos": update_repos.update,
    "citations": update_citations.update,
    "trends": update_trends.update,
}
"""Every source by its name, in the order in which they are asked; each tells what came of it, and gives True where it gave not all."""
# Citations are often refused to those without a key, and trends take minutes and are of no paper of the digest:
# whoever wants them says so, and nobody else's run ends with 3, or late, for their sake.
_UNNAMED = ("arxiv", "repos")
"""Those that are asked where none is named."""
_MONTHS = 2
"""That trends ask for: twenty-four questions, two minutes."""


def update(  # noqa: PLR0913 (each an option)
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help=f"What to ask for: {', '.join(SOURCES)}; else {' and '.join(_UNNAMED)}."),
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Ask also for what was asked for today.")] = False,
    months: Annotated[
        int, typer.Option("--months", metavar="N", min=1, help="Months that trends ask for, of those that are lacking.")
    ] = _MONTHS,
    arxiv_url: network.ArxivUrl = network.ARXIV_URL,
    github_url: network.GithubUrl = network.GITHUB_URL,
    scholar_url: network.ScholarUrl = network.SCHOLAR_URL,
    openalex_url: network.OpenalexUrl = network.OPENALEX_URL,
    gap: network.Gap = network.LEAST_GAP,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Ask the sources what is new about every paper and its code, and keep it in the facts; citations and trends if you name them."""
    from digest import doors

    _check_names(sources or ())
    order = Order(
        project=doors.read_project(root_of(project)),
        day=day_of(today) or present_day(),
        everything=everything,
        gap=gap,
        months=months,
        arxiv_url=network.source_url(arxiv_url, network.ARXIV_URL),
        github_url=network.source_url(github_url, network.GITHUB_URL),
        scholar_url=network.source_url(scholar_url, network.SCHOLAR_URL),
        openalex_url=network.source_url(openalex_url, network.OPENALEX_URL),
    )
    _ask(order, sources or _UNNAMED)


def _check_names(sources: Iterable[str]) -> None:
    """End the command where there is no source of a name."""
    from digest.problems import did_you_mean

    for source in sources:
        if source not in SOURCES:
            rest = f"write {_listed(SOURCES)}, or nothing for {' and '.join(_UNNAMED)}"
            fail(f"there is no source '{source}'{did_you_mean(source, SOURCES)}; {rest}", FAILURE)


def _ask(order: Order, sources: Collection[str]) -> None:
    """Ask the sources one after the other; what one cannot give keeps no other from being asked."""
    lacking = False
    try:
        for source, ask in SOURCES.items():
            if source in sources:
                lacking = ask(order) or lacking
    except KeyboardInterrupt:
        say("stopped; all that was got by now is kept. Run `digest update` again: it asks only for the rest")
        raise typer.Exit(network.INTERRUPTED) from None
    if lacking:
        raise typer.Exit(network.UNREACHED)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}"
