"""A page runs the scripts of its frame and nothing else."""

import base64
import hashlib

import pytest

from digest.render.policy import inline_scripts, with_policy

FRAME = (
    '<head><meta charset="utf-8"><script>scope=new URL("/x/",location)</script></head><script>two()</script><script src="a.js"></script>'
)


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_scripts_of_the_frame_are_allowed_by_their_hashes_at_every_depth():
    html = with_policy('<meta charset="utf-8">', inline_scripts(FRAME), root="../..")

    assert hash_of('scope=new URL("../..",location)') in html
    assert hash_of("two()") in html
    assert html.count("sha256-") == 2


def test_a_script_that_the_frame_does_not_have_is_not_allowed():
    page = FRAME.replace("two()", "alert(1)")

    assert hash_of("alert(1)") not in with_policy(page, inline_scripts(FRAME), root=".")


def test_the_policy_stands_before_everything_that_it_could_hold_back():
    html = with_policy(FRAME, inline_scripts(FRAME), root=".")

    assert html.index("Content-Security-Policy") < html.index("<script")


def test_a_page_without_a_place_for_the_policy_is_refused():
    with pytest.raises(ValueError, match="charset"):
        with_policy("<head></head>", (), root=".")
