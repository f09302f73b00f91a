"""What of a digest stands first: the picks of the home page, and the opening of an edition."""

import pytest
from sites import change, dom, entry, outputs_of, page_of, say
from support import write

PARAGRAPH = " ".join(["word"] * 50)


def titles_below(outputs, heading: str) -> list[str]:
    """List the papers of a section of the home page."""
    [section] = [one for one in dom(page_of(outputs, "").html).iter("section") if one.get("aria-labelledby") == heading]
    return ["".join(title.itertext()) for title in section.iter("h3")]


def test_the_picks_are_what_editors_put_first_in_each_earlier_edition_then_second(small):
    for slug in ("older-one", "older-two", "oldest-one", "oldest-two"):
        entry(small, slug, year=2018 if slug.startswith("older-") else 2017, title=slug)
    older = small / "content/editions/2018.yml"
    oldest = write(small / "content/editions/2017.yml", older.read_text(encoding="utf-8"))
    change(older, picks=["older-one", "older-two"])
    change(oldest, picks=["oldest-one", "oldest-two"], title="The 2017 edition", period=None, highlights=None, figures=None)

    assert titles_below(outputs_of(small), "picks") == ["older-one", "oldest-one", "older-two"]


def test_what_is_picked_or_leads_is_not_repeated_among_the_latest(small):
    for number in range(9):
        entry(small, f"paper-{number}", title=f"paper-{number}")
    change(small / "content/editions/2019.yml", picks=["paper-3"])
    outputs = outputs_of(small)

    latest = titles_below(outputs, "latest")
    assert len(latest) == 6
    assert "paper-3" not in latest
    assert set(latest) & set(titles_below(outputs, "picks")) == set()


@pytest.mark.parametrize(
    ("intro", "above"),
    [
        ([PARAGRAPH, PARAGRAPH], 1),
        (["A few words.", "And a few more.", PARAGRAPH, PARAGRAPH], 3),
        ([f"{PARAGRAPH} {PARAGRAPH}", "A few words."], 1),
        (["A few words."], 1),
    ],
    ids=["what would be too much", "as many as fit", "one that is too long by itself", "all"],
)
def test_at_most_ninety_words_of_an_introduction_stand_above_the_papers_and_the_rest_below(small, intro, above):
    change(small / "content/editions/2019.yml", intro="\n\n".join(intro))
    page = dom(page_of(outputs_of(small), "years/2019/").html)

    [opening] = [one for one in page.iter("div") if "intro" in (one.get("class") or "").split()]
    rest = [one for one in page.iter("section") if one.find("h2") is not None and one.find("h2").get("id") == "rest"]
    assert ["".join(part.itertext()) for part in opening.iter("p")] == intro[:above]
    assert ["".join(part.itertext()) for section in rest for part in section.iter("p")] == intro[above:]


@pytest.mark.parametrize(
    "intro", [f"See [it].\n\n{PARAGRAPH} {PARAGRAPH}\n\n[it]: https://x.test/", f"```\n{PARAGRAPH}\n\n{PARAGRAPH}\n```"]
)
def test_an_introduction_whose_paragraphs_need_one_another_stays_whole(small, intro):
    change(small / "content/editions/2019.yml", intro=intro)

    html = page_of(outputs_of(small), "years/2019/").html

    assert say("year.rest") not in html
    assert "[it]" not in html
