"""Trends: what is counted over papers, what is said of it, and how a reader sees it."""

import csv
import dataclasses
import datetime as dt
import io
import json
import re
from fractions import Fraction

import pytest
from hostile import STRINGS, executable, mistakes
from hypothesis import given
from hypothesis import strategies as st
from sites import WORDS, change, dom, emptied, entry, links_of, outputs_of, page_of, say, site_of, target_of, text_of, written
from support import EXAMPLES, ROOT

from digest.derive.trends import trends
from digest.derive.trends.findings import LEAST_FOR_A_PERCENTAGE, leaders, part
from digest.model.days import PartialDay
from digest.model.edition import Period
from digest.model.paper import Named
from digest.model.site import Site
from digest.model.trends import Place, Said, Series, Trend, Trends
from digest.render import addresses
from digest.render.figures import MOST_IN_A_TABLE, figure
from digest.render.numbers import files
from digest.render.said import exact, number
from digest.render.said import say as in_words

BASE = site_of(EXAMPLES / "base")
PAPER, EDITION = BASE.papers[0], BASE.editions[0]
CODE = next(code for paper in BASE.papers for code in paper.code)
SVG = "{http://www.w3.org/2000/svg}"
TOPICS = tuple(Named(id=name.lower(), name=name) for name in ("Vision", "Language", "Graphs", "Speech"))
LABS = tuple(Named(id=name.lower(), name=name) for name in ("Alpha", "Beta"))


def paper(slug, year=2019, *, topics=TOPICS[:1], standing="none", **changes):
    """Make an accepted paper."""
    code = () if standing == "none" else (dataclasses.replace(CODE, official=standing == "official"),)
    known = {"labs": (), "published": None, "added": dt.date(2026, 3, 1), "revised": None}
    return dataclasses.replace(PAPER, slug=slug, year=year, topics=topics, code=code, **(known | changes))


def edition(year, *, status="closed", period=None):
    """Make an edition."""
    return dataclasses.replace(EDITION, year=year, edition=dataclasses.replace(EDITION.edition, status=status, period=period))


def counted(papers, editions=None, code=()) -> dict[str, Trend]:
    """Count papers, by what is counted."""
    editions = editions or [edition(year) for year in {one.year for one in papers}]
    return {trend.name: trend for trend in trends(papers, editions, (), code).whole}


def fact_of(trend: Trend) -> str:
    """Read what a trend says, in words."""
    return in_words(trend.fact, WORDS)


PAPERS = st.lists(
    st.tuples(
        st.integers(2015, 2020),
        st.lists(st.sampled_from(TOPICS), min_size=1, max_size=3, unique=True).map(tuple),
        st.sampled_from(["official", "community", "none"]),
        st.lists(st.sampled_from(LABS), max_size=2, unique=True).map(tuple),
        st.one_of(st.none(), st.builds(PartialDay, st.integers(1990, 2025))),
    ),
    max_size=40,
).map(
    lambda rows: [
        paper(f"paper-{at}", year, topics=topics, standing=standing, labs=labs, published=published)
        for at, (year, topics, standing, labs, published) in enumerate(rows)
    ]
)


# What is said


@given(PAPERS)
def test_the_caption_of_code_is_what_the_editions_hold(papers):
    trend = counted(papers).get("code")
    years = sorted({one.year for one in papers})
    assert (trend is None) == (len(years) < 2)
    if trend is None:
        return

    said = {}
    for year in (years[0], years[-1]):
        of = [one for one in papers if one.year == year]
        some = sum(1 for one in of if one.code)
        percent = round(Fraction(100 * some, len(of)))
        share = len(of) >= 20 and (percent or not some)
        said[year] = f"{percent}% of {say('papers', n=len(of))}" if share else f"{some} of {say('papers', n=len(of))}"
    assert fact_of(trend) == say("trends.code.fact_then", then=years[0], first=said[years[0]], now=years[-1], last=said[years[-1]])


@given(PAPERS)
def test_the_caption_of_topics_names_those_with_the_greatest_part(papers):
    trend = counted(papers).get("areas")
    naive = {topic.name: sum(1 / len(one.topics) for one in papers if topic in one.topics) for topic in TOPICS}
    assert (trend is None) == (sum(1 for value in naive.values() if value) < 2)
    if trend is None:
        return

    first = [name for name, value in naive.items() if value > max(naive.values()) - 1e-9]
    said = fact_of(trend)
    assert all(name in said for name in first) if len(first) < 4 else f"{len(first)} share" in said
    assert not any(name in said for name in naive.keys() - set(first))
    most = max(naive.values())
    assert f"{round(Fraction(round(most * 6), 6) * 100 / len(papers))}%" in said if len(papers) >= 20 else "%" not in said


@given(PAPERS)
def test_parts_of_things_add_up_to_the_things(papers):
    for name, all_of_them in (("areas", papers), ("labs", [one for one in papers if one.labs])):
        if trend := counted(papers).get(name):
            total, *by_year = trend.series
            assert sum(total.values) == pytest.approx(len(papers), abs=0.05)
            assert len(papers) - sum(trend.missing.values.values() if trend.missing else ()) == len(all_of_them)
            assert trend.counted == Said(key="papers", values={"n": len(all_of_them)})
            for at in range(len(trend.places) if by_year else 0):
                assert sum(one.values[at] for one in by_year) == pytest.approx(total.values[at], abs=0.05)


@given(PAPERS)
def test_every_paper_with_a_date_is_in_one_age_and_the_caption_counts_those_of_the_same_year(papers):
    trend = counted(papers).get("age")
    dated = [one for one in papers if one.published]
    if trend is None:
        assert len({one.year - one.published.year for one in dated}) < 2
        return

    same = sum(1 for one in dated if one.published.year == one.year)
    [values] = [one.values for one in trend.series]
    assert sum(values) == len(dated)
    assert trend.missing.values["n"] == len(papers) - len(dated)
    assert fact_of(trend).startswith(say("trends.age.fact", part="…").partition("…")[0])
    assert dict(zip([in_words(place.name, WORDS) for place in trend.places], values, strict=True)).get("0", 0) == same


@given(st.integers(0, 60), st.integers(1, 60))
def test_there_is_no_percentage_of_fewer_than_twenty(some, of):
    said = in_words(part(Fraction(min(some, of)), of, Said(key="papers", values={"n": of})), WORDS)

    assert ("%" in said) == (of >= LEAST_FOR_A_PERCENTAGE)
    assert f" of {of}" in said


@pytest.mark.parametrize(
    ("some", "told"),
    [(0, "0%"), (1, "under 1%"), (4, "under 1%"), (6, "1%"), (994, "99%"), (996, "over 99%"), (999, "over 99%"), (1000, "100%")],
)
def test_a_few_of_very_many_are_not_called_none_nor_nearly_all_all(some, told):
    assert in_words(part(Fraction(some), 1000, Said(key="papers", values={"n": 1000})), WORDS) == f"{told} of 1000 papers"


@pytest.mark.parametrize(("values", "said"), [([3, 1, 1], "A, "), ([2, 2, 1], "A and B, "), ([1, 1, 1], "A, B and C, ")])
def test_a_shared_lead_is_told_as_one(values, said):
    found = leaders(["A", "B", "C"], [Fraction(value) for value in values], sum(values), Said(key="papers", values={"n": sum(values)}))

    assert in_words(found, WORDS).startswith(said)


# What is counted


def test_an_edition_of_part_of_a_year_and_an_open_one_are_compared_with_nothing():
    period = Period(start=dt.date(2018, 7, 1), end=dt.date(2018, 11, 30))
    editions = [edition(2018, period=period), edition(2019), edition(2020, status="open")]
    papers = [paper("a", 2018, standing="official"), paper("b", 2019), paper("c", 2019, standing="community"), paper("d", 2020)]

    trend = counted(papers, editions)["code"]

    assert fact_of(trend) == say("trends.code.fact", part="1 of 2 papers", year=2019)
    assert [limit.values["year"] for limit in trend.limits] == ["2018", "2020"]
    assert "July 1, 2018 to November 30, 2018" in in_words(trend.limits[0], WORDS)


def test_drafts_are_not_counted():
    papers = [paper("a", 2018), paper("b", 2019), paper("c", 2019, added=None, topics=TOPICS[1:2])]

    found = counted(papers)

    assert [sum(one.values[at] for one in found["code"].series) for at in range(2)] == [1, 1]
    assert "areas" not in found  # one topic is none among others


def test_an_edition_without_papers_is_no_place():
    found = counted([paper("a", 2018), paper("b", 2019)], [edition(year) for year in (2017, 2018, 2019, 2020)])

    assert [place.name for place in found["code"].places] == ["2018", "2019"]


def test_lines_wait_for_a_third_edition():
    two = [paper("a", 2018), paper("b", 2019, topics=TOPICS[1:2])]

    assert "topics" not in counted(two)
    assert [one.id for one in counted([*two, paper("c", 2020)])["topics"].series] == ["vision", "language"]


def test_the_caption_of_lines_is_about_the_topic_that_was_chosen_most():
    papers = [paper("a", 2018), paper("b", 2018, topics=TOPICS[:2]), paper("c", 2019, topics=TOPICS[1:2]), paper("d", 2020)]

    trend = counted(papers)["topics"]

    assert trend.series[0].values == (1.5, 0, 1)
    assert fact_of(trend) == say("trends.topics.fact", name="Vision", first="1.5 of 2 papers", then=2018, last="1 of 1 paper", now=2020)


def test_a_repository_counts_once_in_its_first_edition_however_many_papers_it_serves():
    site = site_of(ROOT)
    trend = next(trend for trend in site.trends.whole if trend.name == "frameworks")
    listed = {code.repository.slug: code.frameworks for one in site.papers for code in one.code}

    none = sum(1 for frameworks in listed.values() if [one.id for one in frameworks] == ["none"])
    unknown = sum(1 for frameworks in listed.values() if not frameworks)
    assert (trend.counted.values["n"], trend.missing.values["n"]) == (len(listed) - none - unknown, unknown)
    assert trend.series[0].values[-2:] == (none, unknown)
    assert sum(trend.series[0].values) == pytest.approx(len(listed), abs=0.1)
    shares = sum(trend.series[0].values[:-2])
    assert f"{round(100 * trend.series[0].values[0] / shares)}%" in fact_of(trend)


def test_very_old_papers_and_those_younger_than_their_edition_have_a_place_each():
    days = [PartialDay(1943), PartialDay(2009), PartialDay(2019, 5), PartialDay(2020), PartialDay(2024, 1, 1)]

    trend = counted([paper(f"p-{at}", published=day) for at, day in enumerate(days)])["age"]

    names = [in_words(place.name, WORDS) for place in trend.places]
    assert names == ["later", *map(str, range(10)), "10+"]
    assert trend.series[0].values == (2, 1, *[0] * 9, 2)


def test_the_same_content_counts_the_same_on_another_day():
    day, another = dt.date(2100, 1, 1), dt.date(2100, 5, 1)  # after whatever is added

    assert site_of(ROOT, today=day).trends == site_of(ROOT, today=another).trends


# What a reader sees


@pytest.fixture(scope="module")
def whole():
    """Render The Deep Annual."""
    return outputs_of(ROOT)


def own_figures(page):
    """List the figures that count what the editors chose: those of other sources stand apart."""
    return list(next(one for one in dom(page.html).iter("div") if one.get("class") == "figures").iter("figure"))


def test_every_figure_has_its_finding_measure_number_source_day_table_and_files(whole):
    page = page_of(whole, addresses.TRENDS)
    site = site_of(ROOT)
    figures = own_figures(page)

    assert len(figures) == len(site.trends.whole) >= 5
    for shown, trend in zip(figures, site.trends.whole, strict=True):
        caption = " ".join("".join(shown.find("figcaption").itertext()).split())
        text = " ".join("".join(shown.itertext()).split())
        assert fact_of(trend) in caption
        assert in_words(trend.measure, WORDS) in caption
        assert say("trends.n", counted=in_words(trend.counted, WORDS)) in text
        assert WORDS.day(trend.day) in text
        assert say("trends.own_entries") in text
        assert len(list(shown.iter(f"{SVG}desc"))) == 2
        assert all(cell.get("scope") for cell in shown.iter("th"))
        assert len(shown.findall(".//tbody/tr")) == min(MOST_IN_A_TABLE, len(trend.places))
        for kind in ("csv", "json"):
            assert target_of(page.url, f"../{addresses.trend_file(trend.name, kind)}") in whole.files


def test_what_measures_the_editors_taste_says_so_above_its_chart(whole):
    for shown in own_figures(page_of(whole, addresses.TRENDS)):
        assert "editors" in "".join(shown.find("figcaption").itertext())
    assert "not a census" in text_of(page_of(whole, addresses.TRENDS).html)


def test_no_page_has_an_id_twice_or_a_mistake_or_a_colour_in_a_chart(whole):
    charts = [page for page in whole.pages if 'class="chart' in page.html]

    assert {page.url.partition("/")[0] for page in charts} == {"trends", "topics", "years"}
    for page in charts:
        ids = [one.get("id") for one in dom(page.html).iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        assert mistakes(page.html) == []
        assert not re.search(r"<svg[^<]*(?:style|fill|stroke)=", page.html)


def test_every_link_of_a_chart_leads_to_a_page(whole):
    pages = {page.url for page in whole.pages}
    page = page_of(whole, addresses.TRENDS)
    inside = [link.get("href") for link in dom(page.html).iter(f"{SVG}a")]

    assert inside
    assert {target_of(page.url, href).removesuffix("index.html") for href in inside} <= pages


def test_files_hold_the_numbers_of_the_charts(whole):
    for trend in site_of(ROOT).trends.whole:
        columns, *rows = csv.reader(io.StringIO(whole.files[addresses.trend_file(trend.name, "csv")].decode()))
        document = json.loads(whole.files[addresses.trend_file(trend.name, "json")])

        assert columns[1:-2] == [one.id for one in trend.series] == [one["id"] for one in document["series"]]
        assert columns[-2:] == ["source", "as_of"]
        assert {tuple(row[-2:]) for row in rows} == {(document["source"], document["as_of"])}
        assert [row[0] for row in rows] == document["places"]
        assert [tuple(map(float, row[1:-2])) for row in rows] == list(zip(*(one.values for one in trend.series), strict=True))
        assert [tuple(one["values"]) for one in document["series"]] == [one.values for one in trend.series]
        assert (document["finding"], document["n"]) == (fact_of(trend), trend.counted.values["n"])
        assert document["definition"]
        assert document["as_of"]


def test_a_topic_in_several_editions_has_bars_and_one_in_a_single_edition_has_none(whole):
    site = site_of(ROOT)
    for topic in site.topics:
        html = page_of(whole, addresses.topic(topic.id)).html
        years = {one.year for one in topic.papers}
        assert ('class="chart' in html) == (len(years) > 1)
        if len(years) > 1:
            assert say("trends.topic.fact", counted=say("papers", n=len(topic.papers)), editions=len(years)) in text_of(html)


def test_an_empty_digest_has_a_friendly_page_and_no_chart(small):
    outputs = outputs_of(emptied(small))

    html = page_of(outputs, addresses.TRENDS).html
    assert say("trends.empty") in text_of(html)
    assert "<svg" not in html
    assert "../contribute/" in [href for _, href in links_of(html)]
    assert not [path for path in outputs.files if path.startswith(addresses.TRENDS)]


def test_a_digest_of_one_edition_shows_what_one_can_show(small):
    change(small / "content/papers/2018/batch-norm.yml", added=None)
    entry(small, "second", topics=["normalization"])

    html = page_of(outputs_of(small), addresses.TRENDS).html

    assert say("trends.thin") in text_of(html)
    assert say("trends.code.measure") not in text_of(html)
    assert say("trends.areas.measure") in text_of(html)


@pytest.mark.parametrize("text", STRINGS)
def test_a_hostile_name_stays_a_name_in_a_figure_and_in_its_file(text):
    trend = Trend(
        name="areas",
        form="rows",
        fact=Said(key="trends.areas.fact", values={"leaders": text}),
        measure=Said(key="trends.areas.measure"),
        along=Said(key="trends.along.topic"),
        places=(Place(name=text), Place(name="other")),
        series=(Series(id="all", name=text, values=(2, None)),),
        drawn=1,
        window=Said(key="trends.window_one", values={"year": "2019"}),
        counted=Said(key="papers", values={"n": 2}),
        missing=None,
        limits=(),
        day=None,
        source=text,
    )
    shown = figure(trend, WORDS, "../")

    site = dataclasses.replace(BASE, trends=Trends(whole=(trend,)))
    found = written(files(site, WORDS))
    [_, [cell, *_], [other, nothing, *_]] = csv.reader(io.StringIO(found["trends/areas.csv"].decode()))
    assert executable(str(shown.svg)) == []
    assert mistakes(str(shown.svg)) == []
    assert cell.lstrip("'") == text.lstrip("'")
    assert not re.match(r"[=+\-@\t\r\n]", cell)
    assert (other, nothing) == ("other", "")
    assert json.loads(found["trends/areas.json"])["places"][0] == text


def test_a_series_of_another_source_is_a_trend_like_any_other():
    values = (120, 130, None, None, 900)
    trend = Trend(
        name="arxiv",
        form="lines",
        fact=Said(key="trends.part", values={"some": 900, "counted": "1000"}),
        measure=Said(key="trends.areas.measure"),
        along=Said(key="trends.along.edition"),
        places=tuple(Place(name=month) for month in ("2016-01", "2016-02", "2016-03", "2021-12", "2022-01")),
        series=(Series(id="cs-lg", name="cs.LG", values=values),),
        drawn=1,
        window=Said(key="trends.window", values={"first": "2016-01", "last": "2022-01"}),
        counted=Said(key="papers", values={"n": 1150}),
        missing=None,
        limits=(),
        day=dt.date(2025, 10, 1),
        source="arXiv, one count a month",
    )

    shown = figure(trend, WORDS, "../")

    assert [row.cells for row in shown.rows] == [("120",), ("130",), ("n/a",), ("n/a",), ("900",)]
    assert say("trends.source", source="arXiv, one count a month") in shown.sources


def test_a_table_ends_before_it_weighs_a_page_down_and_the_files_hold_all():
    names = [Named(id=f"lab-{at}", name=f"Lab {at}") for at in range(200)]
    trend = counted([paper(f"p-{at}", 2018 + at % 2, labs=(lab,)) for at, lab in enumerate(names)])["labs"]

    shown = figure(trend, WORDS, "../")

    found = written(files(dataclasses.replace(BASE, trends=Trends(whole=(trend,))), WORDS))
    assert len(shown.rows) + shown.more == 200
    assert len(shown.rows) < 100
    assert len(found["trends/labs.csv"].splitlines()) == 201
    assert len(shown.svg) < 20_000


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (0, "0", "0"),
        (3, "3", "3"),
        (5.75, "5.8", "5.75"),
        (1 / 3, "0.33", "0.33"),
        (1234, "1,234", "1,234"),
        (99_999, "100k", "99,999"),
        (999_949, "999.9k", "999,949"),
        (999_950, "1M", "999,950"),
        (12_345_678_901, "12.3bn", "12,345,678,901"),
        (-3.5, "\u22123.5", "\u22123.5"),
        (-0.001, "\u22120.001", "0"),
        (100, "100", "100"),
    ],
)
def test_a_number_is_written_as_people_do_short_in_charts_and_in_full_in_tables(value, short, long):
    assert (number(value, WORDS), exact(value, WORDS)) == (short, long)


def test_a_site_has_no_trends_until_they_are_counted():
    assert next(field for field in dataclasses.fields(Site) if field.name == "trends").default_factory() == Trends()
