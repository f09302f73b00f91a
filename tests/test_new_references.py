"""What a person types or pastes for a paper, and what the digest makes of it: its identifier, its slug, its topics, its code."""

import re

import pytest
from hostile import STRINGS
from hypothesis import given, settings
from hypothesis import strategies as st
from support import EXAMPLES, project_at

from digest.gather.code import code_named_in
from digest.gather.reference import Reference, parse_reference
from digest.gather.slugs import propose_slug
from digest.gather.topics import propose_topics, topics_in_title
from digest.identifiers import parse_repository
from digest.load import load

quick = settings(max_examples=300, deadline=None, derandomize=True)

TOPICS = load(project_at(EXAMPLES.parent.parent))[0].topics.value


@pytest.mark.parametrize(
    "text",
    [
        "1905.11946",
        " 1905.11946v3\n",
        "arXiv:1905.11946",
        "arXiv:1905.11946v5 [cs.LG] 11 Sep 2020",
        "https://arxiv.org/abs/1905.11946",
        "<http://www.arxiv.org/abs/1905.11946v2>",
        "https://export.arxiv.org/abs/1905.11946",
        "arxiv.org/pdf/1905.11946.pdf",
        "https://arxiv.org/pdf/1905.11946v1?download=1#page=2",
        "https://arxiv.org/html/1905.11946v5",
        "https://ar5iv.labs.arxiv.org/html/1905.11946",
        "https://www.alphaxiv.org/abs/1905.11946v3",
        "alphaxiv.org/overview/1905.11946",
        "https://huggingface.co/papers/1905.11946",
        "hf.co/papers/1905.11946",
        "10.48550/arXiv.1905.11946",
        "https://doi.org/10.48550/ARXIV.1905.11946",
    ],
)
def test_every_spelling_of_an_arxiv_paper_is_its_id(text):
    assert parse_reference(text) == Reference("arxiv", "1905.11946")


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [("hep-th/9901001v2", "hep-th/9901001"), ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"), ("cs/0112017", "cs/0112017")],
)
def test_old_ids_keep_their_archive_and_lose_their_class(text, arxiv):
    assert parse_reference(text) == Reference("arxiv", arxiv)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("doi:10.1145/ABC", "10.1145/abc"),
        ("https://dx.doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://link.springer.com/chapter/10.1007/978-3-319-24574-4_28", "10.1007/978-3-319-24574-4_28"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/abc.1/full", "10.1002/abc.1"),
    ],
)
def test_other_dois_are_found_in_the_addresses_of_publishers_too(text, doi):
    assert parse_reference(text) == Reference("doi", doi)


@pytest.mark.parametrize("text", ["https://proceedings.mlr.press/v97/tan19a.html", "http://openreview.net/forum?id=X_y-1#note"])
def test_any_other_address_stands_for_itself(text):
    assert parse_reference(text) == Reference("url", text)


def test_a_page_about_a_paper_is_no_repository():
    assert parse_repository("https://huggingface.co/papers/1905.11946") is None
    assert parse_repository("https://huggingface.co/google/bert").slug == "huggingface.co--google--bert"


def test_two_spellings_of_one_page_have_one_identity():
    spellings = ["https://a.test/b?c=1", "http://a.test/b/?c=1", "https://A.TEST/b?c=1#d"]

    assert len({parse_reference(text).identity for text in spellings}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EfficientNet",
        "1905.1194",
        "1913.11946",
        "github.com",
        "ftp://a.test/b",
        "https://localhost/b",
        "https://user@a.test/b",
        "https://a.test/b c",
        "https://[a.test/b",
        "https://a.test:port/b",
        "https://arxiv.org/list/cs.LG/recent",
        "https://a.test/\u202eb",
        "10.1000/\x1b[2Ja",
    ],
)
def test_whatever_names_no_paper_is_none(text):
    assert parse_reference(text) is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", "efficientnet"),
        ("BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", "bert"),
        ("The Lov\\'asz Hinge: A Convex Surrogate for Submodular Losses", "lovasz-hinge"),
        ("Mask R-CNN", "mask-r-cnn"),
        ("Attention Is All You Need", "attention-is-all-you-need"),
        ("A Comprehensive Survey on Graph Neural Networks", "comprehensive-survey-graph-neural"),
        ("Deep Residual Learning for Image Recognition: a much longer name than a short one", "deep-residual-learning-image-recognition"),
        ("$\\mathcal{X}$-Armed Bandits", "x-armed-bandits"),
        ("Schr\u00f6dinger's Stra\u00dfe \u00f8", "schrodingers-strasse-o"),
        ("Don\u2019t Stop", "dont-stop"),
        ("\u03b2-VAE: Learning Things", "beta-vae"),
        ("$\\lambda$-Nets: Learning Things", "lambda-nets"),
        ("\u03bb-Nets: Learning Things", "lambda-nets"),
        ("0", "arxiv-1905-11946"),
        ("\u6df1\u5ea6\u5b66\u4e60", "arxiv-1905-11946"),
        ("", "arxiv-1905-11946"),
        ("Supercalifragilisticexpialidociousnessesque", "supercalifragilisticexpialidociousnesses"),
    ],
)
def test_a_slug_is_the_short_name_or_the_first_telling_words_or_the_identifier(title, slug):
    assert propose_slug(title, "arxiv-1905.11946", set(), year=2019) == slug


def test_a_long_identifier_is_cut():
    assert propose_slug("", f"{'a' * 59}-{'b' * 300}", set(), year=2019) == "a" * 59


def test_a_slug_that_is_taken_gets_the_year_and_then_a_number():
    taken = {"new"}
    proposed = []
    for _ in range(3):
        proposed.append(propose_slug("New: things", "", taken, year=2019))
        taken.add(proposed[-1])

    assert proposed == ["new-2019", "new-2019-2", "new-2019-3"]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("A Survey of GANs for Medicine", ("surveys", "generative-models")),
        ("Graph Networks as Learnable Engines", ("graph-neural-networks",)),
        ("BERT: Pre-training of Bidirectional Things", ()),
        ("Ganymede and an Envisioned Normalizer", ()),
        ("batch NORMALISATION", ("normalization",)),
    ],
)
def test_topics_are_found_by_every_name_they_have_but_not_within_words(title, found):
    assert set(topics_in_title(title, TOPICS)) >= set(found)
    assert found or not topics_in_title(title, TOPICS)


def test_topics_of_the_title_come_before_those_of_the_categories_and_are_three_at_most():
    proposed = propose_topics("Normalization in Object Detection", ["cs.LG", "cs.CL", "cs.CV", "cs.AR"], TOPICS)

    assert set(proposed[:2]) == {"normalization", "vision"}
    assert proposed[2:] == ("language",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ICML 2019", ()),
        (None, ()),
        ("Code: https://github.com/a/b.", ("https://github.com/a/b",)),
        (
            "code (github.com/A/B.git), data at www.gitlab.com/c/d/-/tree/main;",
            ("https://github.com/A/B", "https://gitlab.com/c/d/-/tree/main"),
        ),
        (r"\url{https://github.com/a/b\_c}", ("https://github.com/a/b_c",)),
        ("https://github.com/a/b and https://GitHub.com/A/B/tree/main/x", ("https://github.com/a/b",)),
        ("https://github.com/topics/vision, https://github.com/alone, https://example.org/a/b", ()),
        ("https://github.com/a/b\x1b[2J", ("https://github.com/a/b",)),
    ],
)
def test_code_is_found_as_authors_write_it(text, found):
    assert code_named_in(text) == found


ANY = st.one_of(st.text(), st.text("https://arxiv.orgdi[]@:?#%/\\10.48550v$^{}'\"~ \u202e\ud800\x00"), st.sampled_from(STRINGS))


@quick
@given(ANY)
def test_any_text_is_a_reference_that_stays_the_same_or_none(text):
    reference = parse_reference(text)

    assert reference is None or parse_reference(reference.value) == reference


@quick
@given(title=ANY, fallback=ANY, taken=st.sets(st.sampled_from(["a", "b", "paper-2019", "new", "https"])), year=st.integers(1900, 2099))
def test_any_title_gives_a_free_slug(title, fallback, taken, year):
    slug = propose_slug(title, fallback, taken, year=year)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 100
    assert slug not in taken


@quick
@given(st.one_of(ANY, st.from_regex(r"(see )?(https?://)?github\.com/\S+/\S+ \S*")))
def test_whatever_code_is_found_is_a_repository_once(text):
    found = [parse_repository(address) for address in code_named_in(text)]

    assert all(found)
    assert len({repository.slug for repository in found}) == len(found)
