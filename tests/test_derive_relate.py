"""Papers to papers with related ones, each with its reason; none rather than a weak one."""

from sites import entry, outputs_of, page_of, paper_of, say, text_of


def related_to(root, slug) -> list[tuple[str, str]]:
    return [(other.slug, other.reason) for other in paper_of(root, slug).related]


def test_a_link_chosen_by_people_holds_both_ways(small):
    entry(small, "chooser", related=["graph-walks"])

    assert related_to(small, "chooser")[0] == ("graph-walks", "chosen")
    assert related_to(small, "graph-walks") == [("chooser", "chosen")]


def test_papers_of_one_author_are_related(small):
    entry(small, "another", authors=["New Person", "Chen Li"])

    assert related_to(small, "graph-walks") == [("another", "author")]
    assert say("paper.related.author", names="Chen Li") in text_of(page_of(outputs_of(small), "papers/graph-walks/").html)


def test_authors_in_common_stand_in_the_order_of_the_paper_on_whose_page_they_are(small):
    entry(small, "first", authors=["Ada One", "Bo Two", "Cy Three"])
    entry(small, "second", authors=["Cy Three", "Ada One"])

    assert paper_of(small, "first").related[0].names == ("Ada One", "Cy Three")
    assert paper_of(small, "second").related[0].names == ("Cy Three", "Ada One")


def test_papers_that_share_code_are_related(small):
    for slug, topic in (("one", "normalization"), ("two", "graph-neural-networks")):
        entry(small, slug, topics=[topic], code=[{"repo": "https://github.com/x/both", "official": "false"}])

    assert ("two", "code") in related_to(small, "one")
    assert say("paper.related.code", names="x/both") in text_of(page_of(outputs_of(small), "papers/one/").html)


def test_papers_of_one_main_topic_are_related(small):
    entry(small, "another")

    assert related_to(small, "batch-norm") == [("another", "topics")]
    assert say("paper.related.topics", names="Normalization") in text_of(page_of(outputs_of(small), "papers/batch-norm/").html)


def test_papers_that_share_two_topics_are_related_whichever_is_the_main_one(small):
    entry(small, "one", topics=["normalization", "graph-neural-networks"])
    entry(small, "two", topics=["graph-neural-networks", "normalization"])

    assert ("two", "topics") in related_to(small, "one")


def test_a_paper_that_shares_a_side_topic_only_is_not_related(small):
    entry(small, "aside", topics=["graph-neural-networks", "normalization"], authors=["Nobody Else"])

    assert ("batch-norm", "topics") not in related_to(small, "aside")
    assert related_to(small, "batch-norm") == []


def test_a_paper_without_relatives_says_nothing_of_any(small):
    assert related_to(small, "graph-walks") == []
    assert say("paper.related") not in text_of(page_of(outputs_of(small), "papers/graph-walks/").html)


def test_the_strongest_reason_is_given_and_each_paper_once(small):
    code = [{"repo": "https://github.com/x/both", "official": "false"}]
    entry(small, "one", authors=["Same Person"], code=code, related=["two"])
    entry(small, "two", authors=["Same Person"], code=code)
    entry(small, "three", authors=["Same Person"], code=code)

    related = related_to(small, "one")

    assert related[:2] == [("two", "chosen"), ("three", "author")]
    assert len({slug for slug, _ in related}) == len(related)


def test_at_most_four_are_derived_but_every_chosen_one_is_shown(small):
    others = [f"other-{number}" for number in range(12)]
    for slug in others:
        entry(small, slug)
    entry(small, "hub", related=others[:6])

    reasons = [reason for _, reason in related_to(small, "hub")]

    assert reasons == ["chosen"] * 6 + ["topics"] * 4


def test_the_edition_closest_in_time_comes_first(small):
    entry(small, "near", year=2018)
    entry(small, "far", year=2019)

    assert [slug for slug, _ in related_to(small, "batch-norm")] == ["near", "far"]


def test_a_paper_in_the_queue_is_related_to_nothing(small):
    entry(small, "later", added="2027-01-01", related=["graph-walks"])

    assert related_to(small, "graph-walks") == []
