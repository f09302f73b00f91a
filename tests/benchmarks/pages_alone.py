"""`digest` without what other site generators have not: exports, redirects, cards, search, and all feeds but one."""

import itertools
from dataclasses import replace

import digest.render.exports
import digest.render.feeds
import digest.render.files
import digest.render.links
import digest.render.review
from digest.cli import main

_feeds = digest.render.feeds.feeds


def _one_feed(site, *others):
    newest = replace(site.subscriptions[0], archives=(), formerly=())
    return itertools.islice(_feeds(replace(site, subscriptions=(newest,)), *others), 1)


digest.render.feeds.feeds = _one_feed
digest.render.exports.exports = lambda *_, **__: ()
digest.render.files.redirects = lambda *_, **__: ()
digest.render.review.files = lambda *_: ()
digest.render.links.broken_links = lambda *_: ()  # the others look at no links

if __name__ == "__main__":
    main()
