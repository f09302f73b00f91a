"""Figures: each is computed again here, in another way, from a few numbers; and each says why where it cannot be."""

import datetime as dt
import math
import statistics
from fractions import Fraction

import pytest
from evidence import count_papers, count_stars, draw_papers, in_words, review_of, row_of, table_of, tell_of_code
from hypothesis import given
from hypothesis import strategies as st
from sites import WORDS, change, configure, entry, run, say, site_of
from support import write

from digest.derive.figures import ROWS
from digest.derive.figures.growth import MOORE
from digest.derive.figures.statistics import POINTS, slope, wilson
from digest.model.figures import FigureName
from digest.render.figures import notes

CATEGORIES = ("cs.CL", "cs.LG")
FIELD = "cs.CL+cs.LG"
"""The categories of the digest that tests change, each paper counted once."""


def months(first: int, last: int) -> list[str]:
    """List the months of calendar years."""
    return [f"{year}-{month:02}" for year in range(first, last + 1) for month in range(1, 13)]


def numbers(first: int, last: int, *, start: float = 1000, rate: float = 1.03) -> dict[str, int]:
    """Let papers multiply every month, with a season."""
    return {month: round(start * rate**at * (1 + 0.2 * math.sin(at))) for at, month in enumerate(months(first, last))}


def papers_of(counts: dict[str, dict[str, int]]) -> dict[tuple[str, str], int]:
    """Write counts by category and month as rows."""
    return {(month, category): number for category, known in counts.items() for month, number in known.items()}


# How sure numbers are


def quantile(points: int) -> float:
    """Find where 97.5% of Student's distribution end, by adding up its density."""
    freedom = points - 2
    scale = math.gamma((freedom + 1) / 2) / math.sqrt(freedom * math.pi) / math.gamma(freedom / 2)
    step, reached, at = 1e-4, 0.5, 0.0
    while reached < 0.975:
        reached += scale * (1 + (at + step / 2) ** 2 / freedom) ** (-(freedom + 1) / 2) * step
        at += step
    return at


@given(st.lists(st.floats(0, 20), min_size=POINTS, max_size=POINTS))
def test_the_slope_is_that_of_the_least_squares_and_its_bounds_are_as_far_on_both_sides(values):
    found = slope(values)

    assert found.value == pytest.approx(statistics.linear_regression(range(POINTS), values).slope, abs=1e-9)
    assert found.high - found.value == pytest.approx(found.value - found.low, abs=1e-9)


def test_the_bounds_of_a_slope_are_students():
    values = [at + (1 if at % 3 else -2) for at in range(POINTS)]
    line = statistics.linear_regression(range(POINTS), values)
    rest = [value - line.intercept - line.slope * at for at, value in enumerate(values)]
    error = math.sqrt(math.fsum(one * one for one in rest) / (POINTS - 2)) / math.sqrt(math.fsum((at - 11.5) ** 2 for at in range(POINTS)))

    assert slope(values).high - line.slope == pytest.approx(quantile(POINTS) * error, rel=1e-3)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_bounds_of_a_part_are_those_that_a_test_of_the_part_just_bears(sample):
    some, of = sample
    z = statistics.NormalDist().inv_cdf(0.975)
    found = wilson(some, of)

    assert found.low <= some / of + 1e-12
    assert found.high >= some / of - 1e-12
    for bound in (found.low, found.high):  # Wilson: |p - bound| = z * sqrt(bound * (1 - bound) / n)
        if 1e-9 < bound < 1 - 1e-9:
            assert abs(some / of - bound) == pytest.approx(z * math.sqrt(bound * (1 - bound) / of), rel=1e-6, abs=1e-9)


# The table of figures


def test_a_review_has_every_row_in_order_whatever_is_known(small):
    assert set(ROWS) == set(FigureName.__args__)
    for year in (2018, 2019):
        rows = review_of(small, year).figures
        assert [row.name for row in rows] == list(ROWS)
        assert all(row.unknown or row.places for row in rows)


def test_a_row_without_numbers_says_why(small):
    unknown = {row.name: in_words(row.unknown) for row in review_of(small, 2019).figures if row.unknown}

    assert {"stars-official", "stars-community", "then-and-now", "coverage", "minutes", "growth", "life"} <= unknown.keys()
    assert all(unknown.values())
    assert "cs.LG, cs.CL" in unknown["minutes"]
    assert "January 1, 2018 to December 31, 2019" in unknown["growth"]


# Most popular code


def digest_with_code(small):
    """List four repositories: two official, one of others, one that serves two papers."""
    for slug in ("one", "two", "three"):
        official = slug != "three"
        entry(
            small,
            slug,
            code=[
                {"repo": f"https://github.com/beta/{slug}", "official": official},
                {"repo": "https://github.com/beta/all", "official": True},
            ],
        )
    return small


def test_the_most_popular_code_is_what_gained_most_not_what_has_most(small):
    digest_with_code(small)
    count_stars(small, "beta/one", d2018_12_31=9000, d2019_12_31=9100)
    count_stars(small, "beta/two", d2019_01_10=100, d2020_01_03=1700)

    row = row_of(small, 2019, "stars-official")

    assert table_of(row) == {
        "beta/two": {"gained": 1600, "at_start": 100, "at_end": 1700},
        "beta/one": {"gained": 100, "at_start": 9000, "at_end": 9100},
    }
    assert next(iter(table_of(row))) == "beta/two"
    assert in_words(row.fact) == say("figures.stars.fact", name="beta/two", of=2, n=1600, window="January 1, 2019 to December 31, 2019")
    assert "January 10, 2019 to January 3, 2020" in in_words(row.places[0].note)
    assert (row.counted.values["n"], row.missing.values["n"]) == (2, 0)  # Alpha/Norms is listed by a folder of it


def test_a_repository_without_a_count_at_one_end_is_left_out_and_never_zero(small):
    digest_with_code(small)
    count_stars(small, "beta/one", d2019_12_31=9100)
    count_stars(small, "beta/two", d2019_01_10=100, d2020_01_03=90)

    row = row_of(small, 2019, "stars-official")

    assert table_of(row) == {"beta/two": {"gained": -10, "at_start": 100, "at_end": 90}}
    assert row.missing.values["n"] == 1


def test_code_that_serves_several_papers_is_shown_last_and_not_ranked(small):
    digest_with_code(small)
    count_stars(small, "beta/all", d2019_01_01=0, d2019_12_31=99999)
    count_stars(small, "beta/two", d2019_01_01=0, d2019_12_31=1)

    row = row_of(small, 2019, "stars-official")

    assert list(table_of(row)) == ["beta/two", "beta/all"]
    assert row.counted.values["n"] == 1
    assert "beta/two" in in_words(row.fact)
    assert say("figures.shared", note="", n=3).strip("; ") in in_words(row.places[1].note)


def test_a_repository_that_its_file_calls_shared_is_shown_and_not_ranked(small):
    digest_with_code(small)
    write(small / "content/repos/beta--one.yml", "url: https://github.com/beta/one\nwhat: A library.\nshared: true\n")
    for name, stars in (("one", 5000), ("two", 10)):
        count_stars(small, f"beta/{name}", d2019_01_01=0, d2019_12_31=stars)

    row = row_of(small, 2019, "stars-official")

    assert list(table_of(row)) == ["beta/two", "beta/one"]
    assert (row.counted.values["n"], row.charted) == (1, 1)
    assert "beta/two" in in_words(row.fact)
    assert in_words(row.places[1].note).endswith(say("figures.shared_else", note=""))


def test_official_and_community_code_are_ranked_apart(small):
    digest_with_code(small)
    for name in ("one", "three"):
        count_stars(small, f"beta/{name}", d2019_01_01=0, d2019_12_31=10)

    assert list(table_of(row_of(small, 2019, "stars-official"))) == ["beta/one"]
    assert list(table_of(row_of(small, 2019, "stars-community"))) == ["beta/three"]


def test_where_nothing_was_counted_in_the_window_the_next_that_can_be_is_shown_and_said(small):
    digest_with_code(small)
    for name, start in (("one", 100), ("two", 50)):
        count_stars(small, f"beta/{name}", d2018_12_18=start, d2019_12_31=3 * start)

    row = row_of(small, 2018, "stars-official")  # its window is July 1 to November 30, 2018

    assert (row.start, row.end) == (dt.date(2018, 12, 18), dt.date(2019, 12, 31))
    assert next(iter(table_of(row).values())) == {"gained": 200, "at_start": 100, "at_end": 300}
    assert "July 1, 2018 to November 30, 2018" in in_words(row.fact)


def test_a_window_of_another_year_stands_in_for_none(small):
    digest_with_code(small)
    for name in ("one", "two"):
        count_stars(small, f"beta/{name}", d2019_06_18=1, d2020_12_31=3)

    row = row_of(small, 2018, "stars-official")

    assert (row.start, row.end) == (dt.date(2018, 7, 1), dt.date(2018, 11, 30))
    assert "June 18, 2019" in in_words(row.unknown)


def test_of_an_open_edition_nothing_is_said_before_its_year_is_over(small):
    digest_with_code(small)
    change(small / "content/editions/2019.yml", status="open", closed=None)
    count_stars(small, "beta/one", d2019_01_01=1)

    assert in_words(row_of(small, 2019, "stars-official").unknown) == say("figures.stars.open", year=2019)


# Topics, frameworks, labs


def test_topics_labs_and_frameworks_are_shared_out_so_that_all_adds_up(small):
    entry(small, "one", topics=["normalization", "graph-neural-networks"], labs=["alpha-lab"])
    entry(small, "two", topics=["normalization"], labs=["alpha-lab", "beta-university"])

    areas, labs = row_of(small, 2019, "areas"), row_of(small, 2019, "labs")

    # graph-walks is on graphs, of two labs
    assert {name: cells["count"] for name, cells in table_of(areas).items()} == pytest.approx(
        _named(small, {"normalization": 1.5, "graph-neural-networks": 1.5})
    )
    assert sum(cells["count"] for cells in table_of(labs).values()) == pytest.approx(3)
    assert (areas.counted.values["n"], labs.counted.values["n"]) == (3, 3)


def _named(small, values: dict[str, float]) -> dict[str, float]:
    import yaml

    names = yaml.safe_load((small / "content/topics.yml").read_text())
    return {names[word]["name"]: value for word, value in values.items()}


def test_a_share_and_its_change_stand_only_where_both_editions_have_twenty_papers(small):
    change(small / "content/editions/2018.yml", period=None)
    for at in range(19):
        entry(small, f"then-{at}", year=2018, topics=["graph-neural-networks" if at < 9 else "normalization"])
        entry(small, f"now-{at}", topics=["graph-neural-networks" if at < 14 else "normalization"])
    columns = {one.id for one in row_of(small, 2019, "areas").series}
    assert {"share", "change"} <= columns  # 20 each, with the two papers that were there

    now, was = Fraction(100 * 15, 20), Fraction(100 * 9, 20)
    graphs = next(iter(table_of(row_of(small, 2019, "areas")).values()))
    assert graphs == {"count": 15, "share": float(now), "change": float(now - was)}

    (small / "content/papers/2018/then-0.yml").unlink()
    assert "change" not in {one.id for one in row_of(small, 2019, "areas").series}


def test_a_change_in_points_is_since_the_whole_edition_before_which_it_names(small):
    for at in range(20):
        entry(small, f"before-{at}", year=2017, topics=["graph-neural-networks" if at < 5 else "normalization"])
        entry(small, f"then-{at}", year=2018, topics=["normalization"])  # an edition of July to November
    for at in range(19):  # graph-walks makes them twenty
        entry(small, f"now-{at}", topics=["graph-neural-networks" if at < 9 else "normalization"])
    rules = (small / "content/editions/2019.yml").read_text()
    change(write(small / "content/editions/2017.yml", rules.replace("2019", "2017")), picks=None)

    change_ = next(one for one in row_of(small, 2019, "areas").series if one.id == "change")

    assert in_words(change_.name) == say("figures.change", year=2017)
    assert set(change_.values) == {25, -25}
    assert "change" not in {one.id for one in row_of(small, 2018, "areas").series}  # a part of a year is held against no other


def test_code_is_counted_in_its_first_edition_with_the_stars_of_what_serves_one_paper(small):
    digest_with_code(small)
    count_stars(small, "beta/one", d2019_01_01=10, d2019_12_31=40)
    count_stars(small, "beta/all", d2019_01_01=10, d2019_12_31=4000)

    row = row_of(small, 2019, "areas-code")

    assert list(table_of(row).values()) == [{"count": 4, "gained": 30}]
    measured = row.series[1].measured
    assert (measured.start, measured.end, measured.n, measured.missing) == (dt.date(2019, 1, 1), dt.date(2019, 12, 31), 1, 3)
    assert in_words(row.places[0].note) == say("figures.areas_code.known", n=4, known=1)
    assert row_of(small, 2018, "areas-code").counted.values["n"] == 1


def test_frameworks_have_their_unknown_beside_them(small):
    entry(small, "one", code=[{"repo": "https://github.com/beta/one", "official": True, "framework": "pytorch"}])
    entry(small, "two", code=[{"repo": "https://github.com/beta/two", "official": True}])

    row = row_of(small, 2019, "frameworks")

    assert {name: cells["count"] for name, cells in table_of(row).items()} == {"PyTorch": 1, say("trends.unrecorded"): 1}
    assert (row.counted.values["n"], row.missing.values["n"]) == (1, 1)


def test_code_without_a_framework_is_shown_and_is_no_part_of_any_share(small):
    words = small / "content/frameworks.yml"
    words.write_text(words.read_text() + "none:\n  name: Plain code\n")
    for at in range(27):
        framework = {"framework": "pytorch" if at < 15 else "tensorflow"} if at < 20 else {"framework": "none"} if at < 26 else {}
        entry(small, f"with-{at}", code=[{"repo": f"https://github.com/beta/{at}", "official": True, **framework}])

    row = row_of(small, 2019, "frameworks")

    assert table_of(row) == {
        "PyTorch": {"count": 15, "share": 75},
        "TensorFlow": {"count": 5, "share": 25},
        "Plain code": {"count": 6, "share": None},
        say("trends.unrecorded"): {"count": 1, "share": None},
    }
    assert (row.counted.values["n"], row.missing.values["n"]) == (20, 1)
    assert "75% of 20 repositories" in in_words(row.fact)
    whole = next(trend for trend in site_of(small).trends.whole if trend.name == "frameworks")
    assert in_words(whole.fact) == say("trends.frameworks.fact", leaders="PyTorch, 76% of 21 repositories")  # with that of 2018
    assert {name: cells["all"] for name, cells in table_of(whole).items()} == {
        "PyTorch": 16,
        "TensorFlow": 5,
        "Plain code": 6,
        say("trends.unrecorded"): 1,
    }


def test_an_edition_whose_code_uses_no_framework_says_so(small):
    words = small / "content/frameworks.yml"
    words.write_text(words.read_text() + "none:\n  name: Plain code\n")
    entry(small, "one", code=[{"repo": "https://github.com/beta/one", "official": True, "framework": "none"}])

    row = row_of(small, 2019, "frameworks")

    assert (in_words(row.fact), row.unknown) == (say("figures.words.none_used"), None)
    assert table_of(row) == {"Plain code": {"count": 1}}


def test_papers_without_a_recorded_lab_have_a_row_of_their_own(small):
    entry(small, "one", labs=["alpha-lab"])
    entry(small, "two")

    labs = table_of(row_of(small, 2019, "labs"))

    assert labs[say("trends.unrecorded")] == {"count": 1}
    assert sum(cells["count"] for cells in labs.values()) == pytest.approx(3)


def test_the_ratio_of_two_frameworks_is_told_in_counts(small):
    words = small / "content/frameworks.yml"
    if "tensorflow" not in words.read_text():
        words.write_text(words.read_text() + "tensorflow:\n  name: TensorFlow\n")
    for slug, framework in (("one", "pytorch"), ("two", "tensorflow"), ("three", "tensorflow")):
        entry(small, slug, code=[{"repo": f"https://github.com/beta/{slug}", "official": True, "framework": framework}])

    assert in_words(row_of(small, 2019, "frameworks").limits[0]) == say("figures.frameworks.ratio", tensorflow=2, pytorch=1)


def test_a_ratio_to_nothing_is_not_told_as_a_number(small):
    entry(small, "one", code=[{"repo": "https://github.com/beta/one", "official": True, "framework": "pytorch"}])

    [ratio] = row_of(small, 2019, "frameworks").limits

    assert in_words(ratio) == say("figures.frameworks.no_ratio", pytorch=1)
    assert "n/a" in in_words(ratio)


# Reading list


def test_a_reading_list_keeps_the_editors_order_with_the_evidence_beside_it(small):
    digest_with_code(small)
    entry(small, "bare")
    change(small / "content/editions/2019.yml", picks=["three", "bare", "one"])
    count_stars(small, "beta/one", d2019_01_01=7, d2026_01_01=9000)
    count_stars(small, "beta/three", d2020_01_01=1)
    count_stars(small, "beta/all", d2020_01_01=99_999)  # which serves three papers

    row = row_of(small, 2019, "reading-list")

    titles = {paper.slug: paper.title for paper in site_of(small).papers}
    assert [place.name for place in row.places[:3]] == [titles[slug] for slug in ("three", "bare", "one")]
    assert [one.id for one in row.series] == ["stars"]
    assert row.series[0].values[:3] == (1, None, 9000)
    seen = say("figures.stars_on", n=9000, day="January 1, 2026", source="somebody who counts")
    assert in_words(row.places[2].note).endswith(seen)
    assert in_words(row.places[1].note) == f"{say('entry.lab_unknown')}; {say('code.none')}"
    assert (row.counted.values["n"], row.missing.values["n"]) == (2, len(row.places) - 2)


def test_a_reading_list_tells_first_and_last_day_where_its_counts_are_more_than_a_month_apart(small):
    digest_with_code(small)
    count_stars(small, "beta/one", d2026_01_31=9000)
    count_stars(small, "beta/three", d2025_12_31=1)

    def limits():
        return [in_words(limit) for limit in row_of(small, 2019, "reading-list").limits]

    days = {"first": "December 30, 2025", "last": "January 31, 2026"}
    apart = say("figures.reading-list.apart", near=31, **days)
    assert limits() == [say("figures.reading-list.limit")]  # 31 days
    assert in_words(row_of(small, 2019, "reading-list").series[0].name) == say("figures.reading-list.stars")

    count_stars(small, "beta/three", d2025_12_30=1)
    assert limits() == [say("figures.reading-list.limit"), apart]


def test_a_reading_list_ends_after_ten_papers(small):
    for at in range(15):
        entry(small, f"paper-{at}")

    assert len(row_of(small, 2019, "reading-list").places) == 10


# Coverage


def test_coverage_adds_up_the_samples_of_the_window_alone(small):
    draw_papers(small, {("2019-01", FIELD): (200, 20), ("2019-02", FIELD): (300, 55), ("2020-01", FIELD): (500, 500)})

    row = row_of(small, 2019, "coverage")

    assert table_of(row)[FIELD] | {"low": 0, "high": 0} == {"with_code": 75, "of": 500, "percent": 15, "low": 0, "high": 0}
    # R: binom::binom.confint(75, 500, methods = "wilson") gives 0.1213774 and 0.1839546
    assert (table_of(row)[FIELD]["low"], table_of(row)[FIELD]["high"]) == (12.1, 18.4)
    assert say(
        "figures.coverage.fact",
        name=say("figures.whole_field", n=2),
        one_in=7,
        percent="15%",
        low="12%",
        high="18%",
        of=500,
        own="0 of 1 paper",
    ) == in_words(row.fact)
    assert row.missing.values["n"] == 10


def test_a_month_of_many_papers_weighs_more_where_it_is_known_how_many_each_has(small):
    draw_papers(small, {("2019-01", FIELD): (500, 100), ("2019-02", FIELD): (500, 50), ("2019-03", FIELD): (500, 0)})
    assert table_of(row_of(small, 2019, "coverage"))[FIELD]["percent"] == 10
    assert in_words(row_of(small, 2019, "coverage").limits[0]) == say("figures.coverage.alike")

    count_papers(small, {("2019-01", FIELD): 6000, ("2019-02", FIELD): 3000, ("2019-03", FIELD): 1000})
    row = row_of(small, 2019, "coverage")

    cells = table_of(row)[FIELD]
    part = 0.6 * 0.2 + 0.3 * 0.1
    sure = 500 / (0.6**2 + 0.3**2 + 0.1**2)
    z = statistics.NormalDist().inv_cdf(0.975)
    for bound in (cells["low"] / 100, cells["high"] / 100):  # Wilson: |p - bound| = z * sqrt(bound * (1 - bound) / n)
        assert abs(part - bound) == pytest.approx(z * math.sqrt(bound * (1 - bound) / sure), abs=6e-4)
    assert (cells["percent"], cells["with_code"], cells["of"]) == (15, 150, 1500)
    assert in_words(row.fact).startswith(f"{say('figures.whole_field', n=2)}: 1 in 7 (15%, ")
    assert in_words(row.limits[0]) == say("figures.coverage.weighted")


def test_weights_change_nothing_where_all_months_are_alike(small):
    draw_papers(small, {("2019-01", FIELD): (200, 20), ("2019-02", FIELD): (200, 40)})
    alike = table_of(row_of(small, 2019, "coverage"))[FIELD]

    count_papers(small, {("2019-01", FIELD): 700, ("2019-02", FIELD): 700})

    assert table_of(row_of(small, 2019, "coverage"))[FIELD] == alike


def test_the_number_of_a_coverage_is_that_of_the_sample_it_tells_and_each_row_has_its_own(small):
    drawn = {("2019-01", FIELD): (100, 20), **{(month, "cs.LG"): (500, 50) for month in months(2019, 2019)}}
    draw_papers(small, drawn)

    row = row_of(small, 2019, "coverage")

    assert "n = 100" in in_words(row.fact)
    assert (row.counted.values["n"], row.missing.values["n"]) == (100, 11)
    assert {in_words(place.name): (place.n, place.missing) for place in row.places} == {
        FIELD: (100, 11),
        "cs.LG": (6000, 0),
        say("figures.coverage.own", year=2019): (1, 0),
    }


def test_a_sample_as_sure_as_a_plain_one_of_fewer_than_twenty_has_no_percentage_however_many_were_drawn(small):
    draw_papers(small, {("2019-01", FIELD): (1, 1), ("2019-02", FIELD): (500, 50)})
    count_papers(small, {("2019-01", FIELD): 10_000, ("2019-02", FIELD): 10})

    row = row_of(small, 2019, "coverage")

    assert "%" not in in_words(row.fact)
    assert {one.id for one in row.series} == {"with_code", "of"}
    assert in_words(row.places[0].note) == say("figures.coverage.as_sure", n=1)


def test_a_weighted_percentage_tells_how_large_a_plain_sample_would_be_as_sure(small):
    draw_papers(small, {("2019-01", FIELD): (100, 10), ("2019-02", FIELD): (100, 30)})
    count_papers(small, {("2019-01", FIELD): 3000, ("2019-02", FIELD): 1000})

    row = row_of(small, 2019, "coverage")

    as_sure = say("figures.coverage.as_sure", n=int(100 / (0.75**2 + 0.25**2)))
    assert in_words(row.places[0].note) == as_sure
    assert f"n = 200, {as_sure})" in in_words(row.fact)


def test_a_sample_of_fewer_than_twenty_has_no_percentage(small):
    draw_papers(small, {("2019-01", FIELD): (19, 10)})

    row = row_of(small, 2019, "coverage")

    assert "%" not in in_words(row.fact)
    assert {one.id for one in row.series} == {"with_code", "of"}


# Minutes and growth


def test_minutes_are_those_of_the_months_shared_out_among_papers(small):
    counts = numbers(2019, 2019)
    count_papers(small, papers_of({FIELD: counts}))

    row = row_of(small, 2019, "minutes")

    assert table_of(row) == {
        say("figures.whole_field", n=2): {"minutes": round(365 * 24 * 60 / sum(counts.values()), 1), "papers": sum(counts.values())}
    }
    assert row.unknown is None


def test_a_digest_of_no_category_of_arxiv_says_no_more_of_them_than_that_nothing_was_counted(small):
    configure(small, "      authority: small-annual.test", "      authority: small-annual.test\n      categories: []")

    done = run("digest", "figures", "--edition", "2019", cwd=small)

    assert (done.returncode, done.stderr) == (0, "")
    reason = say("figures.growth.unknown", window="January 1, 2019 to December 31, 2019")
    assert f"Minutes from one paper to the next\n  Cannot be computed: {reason}\n" in done.stdout


def test_26280_papers_a_year_are_one_every_twenty_minutes(small):
    count_papers(small, papers_of({FIELD: dict.fromkeys(months(2019, 2019), 2190)}))

    assert next(iter(table_of(row_of(small, 2019, "minutes")).values()))["minutes"] == 20


def test_an_edition_of_part_of_a_year_counts_the_months_that_lie_in_it_whole(small):
    count_papers(small, papers_of({FIELD: dict.fromkeys(months(2018, 2018), 100)}))

    row = row_of(small, 2018, "minutes")  # July 1 to November 30: 153 days

    assert next(iter(table_of(row).values())) == {"minutes": round(153 * 1440 / 500, 1), "papers": 500}


def test_categories_counted_one_by_one_give_bounds(small):
    counts = {"cs.LG": dict.fromkeys(months(2019, 2019), 300), "cs.CL": numbers(2019, 2019, start=290)}
    count_papers(small, papers_of(counts))
    least = sum(max(300, number) for number in counts["cs.CL"].values())
    most = sum(300 + number for number in counts["cs.CL"].values())

    row = row_of(small, 2019, "minutes")

    slow, fast = (round(365 * 1440 / papers, 1) for papers in (least, most))
    assert in_words(row.fact) == say("figures.minutes.between", least=f"{fast:g}", most=f"{slow:g}", n=2)
    assert row.unknown is None


def test_a_month_that_nobody_counted_is_a_gap_and_not_filled_in(small):
    counts = numbers(2018, 2019)
    del counts["2019-06"]
    count_papers(small, papers_of({"cs.LG": counts}))

    for name in ("minutes", "growth"):
        row = row_of(small, 2019, name)
        assert row.unknown
        assert not row.places


def test_growth_is_that_of_twelve_months_over_twelve_and_doubles_when_its_power_does(small):
    counts = numbers(2018, 2019, rate=1.04)
    count_papers(small, papers_of({"cs.LG": counts}))
    last, before = (sum(counts[month] for month in months(year, year)) for year in (2019, 2018))

    cells = table_of(row_of(small, 2019, "growth"))["cs.LG"]

    assert (cells["last"], cells["before"]) == (last, before)
    assert cells["year"] == round(100 * (last - before) / before, 1)
    assert (1 + cells["month"] / 100) ** 12 == pytest.approx(last / before, rel=1e-3)
    assert (1 + cells["month"] / 100) ** cells["doubling"] == pytest.approx(2, rel=5e-3)
    line = statistics.linear_regression(range(24), [math.log(number) for number in counts.values()])
    assert cells["slope"] == round(100 * (math.exp(line.slope) - 1), 2)
    assert cells["slope_low"] < cells["slope"] < cells["slope_high"]


def test_what_shrinks_does_not_double(small):
    count_papers(small, papers_of({"cs.LG": numbers(2018, 2019, rate=0.97)}))

    row = row_of(small, 2019, "growth")

    assert table_of(row)["cs.LG"]["doubling"] is None
    assert table_of(row)["cs.LG"]["month"] < 0
    assert say("figures.growth.shrinks", name=say("figures.alone", name="cs.LG"), month="", year="").split("%")[0] in in_words(row.fact)


def test_no_growth_is_told_in_percent_of_fewer_than_twenty(small):
    count_papers(small, papers_of({"cs.LG": dict.fromkeys(months(2018, 2018), 1) | dict.fromkeys(months(2019, 2019), 40)}))

    row = row_of(small, 2019, "growth")

    assert table_of(row)["cs.LG"]["month"] is None
    assert "%" not in in_words(row.fact)


def test_the_whole_field_is_told_before_its_categories_and_these_before_all_of_arxiv(small):
    counts = {name: numbers(2018, 2019, start=start) for name, start in (("all", 9000), ("cs.LG", 2000), ("cs.CL", 3000))}
    count_papers(small, papers_of(counts))
    row = row_of(small, 2019, "growth")
    assert [in_words(place.name) for place in row.places] == ["cs.CL", say("figures.moore_24"), "cs.LG", say("figures.all_of_arxiv")]
    assert say("figures.alone", name="cs.CL") in in_words(row.fact)
    assert say("figures.growth.unknown", window="January 1, 2018 to December 31, 2019") in in_words(row.fact)
    assert (row.counted.values["n"], row.missing.values["n"]) == (2, 0)  # all of arXiv is no category of the field

    count_papers(small, papers_of(counts | {FIELD: numbers(2018, 2019, start=4000)}))
    assert in_words(row_of(small, 2019, "growth").fact).startswith(say("figures.whole_field", n=2))


def test_growth_stands_beside_moores_law(small):
    count_papers(small, papers_of({"cs.LG": numbers(2018, 2019)}))

    row = row_of(small, 2019, "growth")
    law = table_of(row)[say("figures.moore_24")]

    assert {key: value for key, value in law.items() if value is not None} == {"month": 2.93, "year": 41.4, "doubling": 24}
    assert (row.series[0].id, row.drawn) == ("month", 1)
    assert "Moore" in row.places[1].origins[0].source


def test_moores_law_doubles_in_24_or_18_months():
    assert (1 + MOORE["moore_24"] / 100) ** 24 == pytest.approx(2)
    assert (1 + MOORE["moore_18"] / 100) ** 18 == pytest.approx(2)
    assert {key: round(value, 2) for key, value in MOORE.items()} == {"moore_24": 2.93, "moore_18": 3.93}


# What became of code


def told(value, day="2026-01-02"):
    return {"value": value, "source": "GitHub", "date": day}


def test_code_is_gone_archived_quiet_or_changing_as_it_was_last_seen(small):
    digest_with_code(small)
    tell_of_code(small, "beta/one", license=told("MIT"), pushed_at=told("2020-01-01"), gone=told(True), archived=told(True))
    tell_of_code(small, "beta/two", archived=told(True), pushed_at=told("2026-01-01"))
    tell_of_code(small, "beta/three", pushed_at=told("2023-01-01"), archived=told(False))
    tell_of_code(small, "beta/all", pushed_at=told("2024-01-03"), gone=told(False))

    row = row_of(small, 2019, "life")

    assert {name: cells["count"] for name, cells in table_of(row).items() if cells["count"]} == {
        say(f"figures.life.{state}"): 1 for state in ("gone", "archived", "quiet", "changing")
    }
    assert [in_words(place.note) for place in row.places if place.note] == [
        f"beta/{name} (January 2, 2026)" for name in ("one", "two", "three", "all")
    ]
    assert in_words(row.fact) == say("figures.life.fact", part="2 of 4 repositories")


def test_what_a_repositorys_own_file_says_of_its_end_counts_too(small):
    change(small / "content/repos/alpha--norms.yml", archived="2025-10")

    assert in_words(row_of(small, 2018, "life").fact) == say("figures.life.fact", part="1 of 1 repository")


# What other windows, other things and nothing at all must not be taken for


def test_an_edition_of_whose_code_nothing_is_known_has_no_number_over_the_years(small):
    entry(small, "one", code=[{"repo": "https://github.com/beta/one", "official": True}])
    change(small / "content/repos/alpha--norms.yml", archived="2025-10")

    trend = next(one for one in site_of(small).trends.field if one.name == "life")
    columns = {one.id: one.values for one in trend.series}

    assert columns["lost"] == (1, None)
    assert columns["unknown"] == (0, 1)
    assert columns["changing"] == (0, None)


def test_code_that_was_there_more_than_a_year_before_its_paper_is_shared(small):
    digest_with_code(small)
    for slug in ("one", "two"):
        change(small / f"content/papers/2019/{slug}.yml", published="2019-05-01")
    count_stars(small, "beta/one", d2018_01_01=1, d2019_01_01=5, d2019_12_31=900)
    count_stars(small, "beta/two", d2019_01_01=5, d2019_12_31=9)

    row = row_of(small, 2019, "stars-official")

    assert list(table_of(row)) == ["beta/two", "beta/one"]
    assert in_words(row.places[1].note).endswith(say("figures.shared_else", note=""))
    assert row.counted.values["n"] == 1


def test_only_what_was_seen_for_as_long_is_ranked_together(small):
    digest_with_code(small)
    for slug in ("four", "five"):
        entry(small, slug, code=[{"repo": f"https://github.com/beta/{slug}", "official": True}])
    count_stars(small, "beta/one", d2018_12_02=0, d2020_01_30=999)
    for name in ("two", "four", "five"):
        count_stars(small, f"beta/{name}", d2019_01_20=0, d2019_12_10=10)

    assert set(table_of(row_of(small, 2019, "stars-official"))) == {"beta/two", "beta/four", "beta/five"}


def test_a_count_near_its_edition_is_then_also_where_nothing_was_counted_since_and_one_far_away_is_not(small):
    digest_with_code(small)
    count_stars(small, "beta/one", d2019_12_01=7)
    count_stars(small, "beta/two", d2019_12_01=7, d2026_01_01=9)
    count_stars(small, "beta/three", d2020_08_01=7, d2026_01_01=9)

    row = row_of(small, 2019, "then-and-now")

    assert table_of(row) == {
        "beta/two": {"then": 7, "now": 9},
        "beta/one": {"then": 7, "now": None},
        "beta/three": {"then": None, "now": 9},
    }
    assert row.fact.values["then"] == 2
    assert in_words(row.places[1].note).endswith(f"now {say('figures.then.not_since')}")
    change(small / "content/editions/2019.yml", status="open", closed=None)
    assert {cells["then"] for cells in table_of(row_of(small, 2019, "then-and-now")).values()} == {None}


def test_one_in_k_is_told_from_two_on(small):
    draw_papers(small, {("2019-01", FIELD): (100, 78)})

    told = in_words(row_of(small, 2019, "coverage").fact)

    assert "1 in" not in told
    assert told.startswith(say("figures.whole_field", n=2))


def test_what_was_reported_of_the_field_is_not_answered_with_a_category(small):
    figure = {"claim": "Growth", "value": "3%", "period": "2019", "source": "https://example.org", "date": "2019-12-31", "beside": "growth"}
    change(small / "content/editions/2019.yml", figures=[figure])
    count_papers(small, papers_of({"cs.LG": numbers(2018, 2019, rate=1.05)}))

    answer = in_words(review_of(small, 2019).answers[0])

    assert say("figures.growth.unknown", window="January 1, 2018 to December 31, 2019") in answer
    assert say("figures.alone", name="cs.LG") in answer
    assert "n = " in answer
    assert "February 1, 2026" in answer
    assert answer.endswith(say("figures.growth.faster", fact="", law="2.93"))


def test_what_was_reported_is_answered_with_all_who_counted_each_with_its_day(small):
    figure = {"claim": "Code", "value": "1 in 7", "period": "2019", "source": "https://example.org", "date": "2019-12-31"}
    change(small / "content/editions/2019.yml", figures=[{**figure, "beside": "coverage"}])
    draw_papers(small, {("2019-01", FIELD): (500, 75)})

    answer = in_words(review_of(small, 2019).answers[0])

    own = row_of(small, 2019, "coverage").day
    entries = say("figures.own_entries", day=WORDS.day(own))
    assert f"{entries}, {say('figures.sources', sources='somebody who counts', day='February 1, 2026')}" in answer


def test_nothing_known_has_no_source_and_no_limits(small):
    row = row_of(small, 2019, "stars-official")

    told = list(notes(row, WORDS))
    assert row.unknown
    assert not any("source" in note for note in told)
    assert say("figures.stars.near") not in told


def test_a_month_sampled_before_ninety_days_had_passed_is_not_counted(small):
    draw_papers(small, {("2019-01", FIELD): (100, 40)})
    sample = small / "content/facts/trends/coverage.csv"
    sample.write_text(sample.read_text().replace("2026-02-01", "2019-04-30"))
    assert row_of(small, 2019, "coverage").unknown  # 89 days after January 31

    sample.write_text(sample.read_text().replace("2019-04-30", "2019-05-01"))
    assert row_of(small, 2019, "coverage").unknown is None
