"""One paper every so many minutes: X = minutes(W) / N(W), over the months that lie in a window whole.

N counts papers in any of the field's categories once. Where only the categories are known one by one, N lies between the
sum over months of the greatest of them and that of all of them, for a paper may be in several; X between the two.
"""

from collections.abc import Mapping
from typing import NamedTuple

from digest.derive.evidence import Window
from digest.derive.figures.growth import categories_not_in, name_of, names_of, numbers_of, widest
from digest.derive.figures.material import Material, Month, in_days, months_of, named, of_month, origins_of_rows, window_of
from digest.model.series import Submissions
from digest.model.site import EditionPage
from digest.model.trends import Place, Said, Series, Trend


class Pace(NamedTuple):
    """How many papers came within some months, and how many minutes each took."""

    papers: int
    minutes: float


def minutes(page: EditionPage, material: Material) -> Trend:
    """Work out how often a paper came within the window of an edition: of the whole field, by category, and on arXiv."""
    months = months_of(window_of(page))
    window = Window(of_month(months[0]).start, of_month(months[-1]).end) if months else window_of(page)
    known = known_in(months, material)
    paces = {name: pace(sum(one.submissions for one in numbers), months) for name, numbers in known.items()}
    rows = [(Place(name=name_of(name, material), origins=origins_of_rows(known[name])), found) for name, found in paces.items()]
    least_and_most = bounds(known, months, material) if material.whole_field not in known else None
    if least_and_most:
        n = len(material.categories)
        names = (Said(key="figures.minutes.most", values={"n": n}), Said(key="figures.minutes.least", values={"n": n}))
        counted = origins_of_rows(one for name in material.categories for one in known[name])
        rows = [*((Place(name=name, origins=counted), found) for name, found in zip(names, least_and_most, strict=True)), *rows]
    return Trend(
        name="minutes",
        form="rows",
        title=Said(key="figures.minutes"),
        fact=_fact(paces, least_and_most, material),
        unknown=None if material.whole_field in known or least_and_most else _why_not(known, window, material),
        measure=Said(key="figures.minutes.measure", values={"categories": ", ".join(material.categories)}),
        along=Said(key="trends.along.category"),
        places=tuple(place for place, _ in rows),
        series=(
            Series(id="minutes", name=Said(key="figures.minutes.each"), values=tuple(found.minutes for _, found in rows)),
            Series(id="papers", name=Said(key="trends.papers"), values=tuple(found.papers for _, found in rows)),
        ),
        drawn=1,
        window=in_days(window),
        counted=Said(key="figures.months", values={"n": len(months)}),
        missing=categories_not_in(known, material),
        limits=(Said(key="figures.growth.limit"),),
        day=None,
        origins=origins_of_rows(one for numbers in known.values() for one in numbers),
        start=window.start,
        end=window.end,
    )


def known_in(months: list[Month], material: Material) -> Mapping[str, list[Submissions]]:
    """Find what is known of every one of some months."""
    found = {name: numbers_of(material.submissions.get(name, {}), months) for name in names_of(material)}
    return {name: numbers for name, numbers in found.items() if numbers}


def pace(papers: int, months: list[Month]) -> Pace:
    """Share out the minutes of some months among papers."""
    return Pace(papers, round(sum(of_month(month).minutes for month in months) / papers, 1))


def bounds(known: Mapping[str, list[Submissions]], months: list[Month], material: Material) -> tuple[Pace, Pace] | None:
    """Find the most and the least minutes a paper, where each category of the field is known, but not all in one."""
    if not (material.categories and all(name in known for name in material.categories)):
        return None
    by_month = list(zip(*([one.submissions for one in known[name]] for name in material.categories), strict=True))
    return pace(sum(map(max, by_month)), months), pace(sum(map(sum, by_month)), months)


def _fact(paces: Mapping[str, Pace], least_and_most: tuple[Pace, Pace] | None, material: Material) -> Said:
    if least_and_most:
        slow, fast = least_and_most
        return Said(key="figures.minutes.between", values={"least": fast.minutes, "most": slow.minutes, "n": len(material.categories)})
    if not paces:
        return Said(key="figures.not_known")
    name = min(paces, key=lambda one: (widest(one), -paces[one].papers))
    return Said(key="figures.minutes.fact", values={"name": name_of(name, material), "minutes": paces[name].minutes})


def _why_not(known: Mapping[str, object], window: Window, material: Material) -> Said:
    """Name the categories without which nothing can be said of the field, if it has any."""
    if not material.categories:
        return Said(key="figures.growth.unknown", values={"window": in_days(window)})
    wanting = named([name for name in material.categories if name not in known])
    return Said(key="figures.minutes.some", values={"window": in_days(window), "categories": wanting})
