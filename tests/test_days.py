"""Days as people write them: whole, or only a month or year where no more is known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from digest.model.days import PartialDay, parse_day, parse_partial_day


@pytest.mark.parametrize("text", ["2019-05-28", "2020-02-29", "2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_exists_is_read(text):
    assert parse_day(text) == dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019",
        "2019-05",
        "2019-5-28",
        "2019-05-8",
        "19-05-28",
        "2019-02-29",
        "1900-02-29",
        "2019-04-31",
        "2019-13-01",
        "2019-00-10",
        "2019-05-00",
        "0000-01-01",
        "2019/05/28",
        "28.05.2019",
        "20190528",
        "2019-148",
        "2019-W22-2",
        "2019-05-28T00:00:00",
        "2019-05-28 ",
        " 2019-05-28",
        "2019-05-28\n",
        "-2019-05-28",
        "+2019-05-28",
        "12019-05-28",
        "2019-05-28Z",
        "\u0662\u0660\u0661\u0669-\u0660\u0665-\u0662\u0668",
        "2019\u201105\u201128",
        "today",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", PartialDay(2019)),
        ("2019-05", PartialDay(2019, 5)),
        ("2019-05-28", PartialDay(2019, 5, 28)),
        ("0999-01", PartialDay(999, 1)),
    ],
)
def test_a_month_or_year_alone_is_read_as_such(text, expected):
    assert parse_partial_day(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "19",
        "2019-",
        "2019-13",
        "2019-00",
        "2019-5",
        "201905",
        "2019-05-",
        "2019-05-00",
        "2019-00-00",
        "0000",
        "0000-01",
        "2019-02-30",
        "2019\n",
        "May 2019",
    ],
)
def test_what_is_no_day_month_or_year_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_partial_day(text)


def test_a_month_sorts_before_its_days_and_a_year_before_its_months():
    written = ["2018-12-31", "2019", "2019-04-30", "2019-05", "2019-05-01", "2019-05-28", "2019-06"]

    assert sorted(map(parse_partial_day, reversed(written))) == list(map(parse_partial_day, written))


@how(max_examples=200, deadline=None, derandomize=True)
@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_day_is_written_as_it_was_read(day, length):
    text = day.isoformat()[:length]

    assert str(parse_partial_day(text)) == text


@how(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=12) | st.text(alphabet="0123456789-", max_size=12))
def test_no_text_is_too_strange_to_be_refused(text):
    for parse in (parse_day, parse_partial_day):
        try:
            parse(text)
        except ValueError:
            continue
        assert text.replace("-", "").isdigit()
