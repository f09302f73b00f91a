"""The options in mkdocs.yml: every one is told of, and whatever is wrong is said at its line, with its mend."""

import re

import pytest
from sites import configure, hrefs_of, outputs_of, page_of, run, say, target_of, text_of
from support import write

from digest.doors import read_project
from digest.model.settings import SETTINGS
from digest.options import DigestConfig


def said(root, *, door: str = "digest") -> list[str]:
    done = run(door, *(["check"] if door == "digest" else ["build", "--quiet"]), cwd=root)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()


def options_page(root) -> str:
    return text_of(page_of(outputs_of(root), "options/").html)


def test_the_plugin_takes_the_options_that_are_told_of_and_no_others():
    options = dict(DigestConfig._schema)

    assert options.keys() == SETTINGS.keys()
    assert {name: option.default for name, option in options.items()} == {
        name: list(setting.default) if isinstance(setting.default, tuple) else setting.default for name, setting in SETTINGS.items()
    }


@pytest.mark.parametrize("name", SETTINGS)
def test_an_option_stands_on_the_page_with_what_it_is_for_and_what_it_is_without(name, small):
    setting, text = SETTINGS[name], options_page(small)

    assert setting.says.replace("`", "") in text
    assert setting.written == "" or f"{say('options.default')} {setting.written}" in text


def test_a_digest_goes_by_its_own_address_and_repository_where_it_says_no_more(small):
    configure(small, "      authority: small-annual.test\n", "")

    project = read_project(small)

    assert (project.authority, project.contact) == ("small-annual.test", "https://github.com/small/annual/issues")


def test_a_digest_that_names_no_repository_is_refused(small):
    configure(small, "  - digest:\n      repository: small/annual\n      authority: small-annual.test", "  - digest")

    assert said(small) == ["error: mkdocs.yml: 'repository' is missing; write it as owner/name"]


def test_nothing_on_the_page_is_of_our_own_digest(small):
    assert "deep-annual" not in options_page(small).lower()


def test_the_list_of_rules_leads_to_the_options(small):
    html = page_of(outputs_of(small), "rules/").html

    assert "options/index.html" in {target_of("rules/", href) for href in hrefs_of(html)}


def with_option(root, line: str) -> None:
    """Set an option in the small digest's mkdocs.yml, in its tenth line."""
    name = line.partition(":")[0]
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(rf"^ +{name}:.*\n", "      branch: main\n", text, flags=re.MULTILINE)  # so that lines keep their numbers
    write(root / "mkdocs.yml", text.replace("  - digest:\n", f"  - digest:\n      {line}\n"))


def refused(page: str) -> list[tuple[str, str]]:
    return [(line, message) for line, message in re.findall(r"<dt><code>(.*?)</code></dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)]


@pytest.mark.parametrize("name", SETTINGS)
def test_what_the_page_says_is_refused_is_refused_at_its_line_in_the_same_words(name, small):
    html = page_of(outputs_of(small), "options/").html
    cases = [(text_of(line), text_of(message)) for line, message in refused(html) if text_of(line).startswith(f"{name}:")]
    original = (small / "mkdocs.yml").read_text(encoding="utf-8")

    assert cases
    for line, message in cases:
        write(small / "mkdocs.yml", original)
        with_option(small, line)

        assert said(small) == [f"error: mkdocs.yml:10:{len(name) + 9}: {message}"]


def test_all_that_is_wrong_is_said_in_one_go(small):
    configure(small, "      repository: small/annual", "      repository: small\n      contact: me\n      feed_days: 0")

    lines = said(small)

    assert [re.match(r"error: mkdocs\.yml:(\d+):\d+: '(\w+)'", line).groups() for line in lines] == [
        ("10", "repository"),
        ("11", "contact"),
        ("12", "feed_days"),
    ]


def test_an_option_that_nobody_knows_is_named_with_the_nearest_or_to_be_deleted(small):
    configure(small, "      repository: small/annual", "      repositry: small/annual\n      qqqq: 1")

    assert said(small) == [
        "error: mkdocs.yml:10:18: unknown option 'repositry'; did you mean 'repository'?",
        "error: mkdocs.yml:11:13: unknown option 'qqqq'; delete it",
    ]


@pytest.mark.parametrize(("key", "shown"), [("5", "5"), ("null", "None")])
def test_an_option_whose_name_is_no_text_is_named_as_well(key, shown, small):
    configure(small, "      repository: small/annual", f"      {key}: x\n      repository: small/annual")

    [line] = said(small)
    assert f"unknown option '{shown}'; delete it" in line


@pytest.mark.parametrize(
    "line",
    [
        "since: true",
        "since: -5",
        "feed_items: true",
        "feed_days: false",
        "authority: a..b",
        "authority: .a",
        "repository: ../..",
        "repository: small/..",
        "branch: a b",
        'branch: "-x"',
    ],
)
def test_a_value_that_makes_no_address_and_no_number_is_refused(line, small):
    with_option(small, line)

    [message] = said(small)
    assert message.startswith(f"error: mkdocs.yml:10:{len(line.partition(':')[0]) + 9}: '{line.partition(':')[0]}' is ")


@pytest.mark.parametrize(
    "address", ["https://small.test/?a=b", "https://small.test/a b/", "'https://small.test/\"><script>/'", "https://a..b/"]
)
def test_an_address_of_the_site_that_is_none_is_refused(address, small):
    configure(small, "https://small-annual.test/", address)

    assert said(small)[0].startswith("error: mkdocs.yml:2:11: 'site_url' is 'https://")


@pytest.mark.parametrize("address", ["http://localhost:8000/", "https://small.test/~me/annual-2.0", "https://small.test/a/b%20c/"])
def test_an_address_of_the_site_may_have_a_port_and_folders(address, small):
    configure(small, "https://small-annual.test/", address)

    assert read_project(small).site_url.startswith(address)


def test_mkdocs_itself_says_the_same(small):
    configure(small, "      repository: small/annual", "      repository: small")

    assert any("mkdocs.yml:10:19: 'repository' is 'small'; write it as owner/name" in line for line in said(small, door="mkdocs"))


def test_a_setting_of_mkdocs_that_a_digest_needs_is_named_at_its_line(small):
    configure(small, "site_description: A digest for trying things out.", 'site_description: " "')

    assert said(small)[0].startswith("error: mkdocs.yml:3:19: 'site_description' is missing")


def test_addresses_without_folders_are_refused_at_their_line(small):
    configure(small, "docs_dir: content/pages", "docs_dir: content/pages\nuse_directory_urls: false")

    assert said(small) == ["error: mkdocs.yml:5:21: 'use_directory_urls: false' would change every address; delete it"]


def test_options_are_found_where_plugins_are_no_list(small):
    configure(small, "plugins:\n  - digest:\n      repository: small/annual", "plugins:\n  digest:\n      repository: small")

    assert said(small) == ["error: mkdocs.yml:10:19: 'repository' is 'small'; write it as owner/name"]


def test_what_is_not_in_the_file_is_named_without_a_line(small):
    configure(small, "site_description: A digest for trying things out.\n", "")

    assert said(small)[0].startswith("error: mkdocs.yml: 'site_description' is missing")
