"""The pages and files of a site to the same as Markdown, for another engine and for whoever reads plain files.

`tree` reads the HTML of a page, `blocks` and `inlines` write it as Markdown (with `text` to escape, `tables`, `formulas` and
`charts` for what is special), `places` finds where a link leads among the Markdown files, `pages` puts front matter before a page,
`engine` writes what Zensical and GitHub need besides, and `files` is the story.

The Markdown is what GitHub and Python-Markdown, which Zensical uses, both understand, and where the two differ it is written so
that they agree: one line a paragraph, four spaces an indent, entities where a backslash would not do.
"""
