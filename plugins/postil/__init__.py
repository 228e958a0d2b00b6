"""Postil: a static archive of news articles with the fact-check beside every checked sentence.

    article.md -- header, markdown --> HTML -- weaving.visible --> text --+
    annotations/article.yaml -- records.sidecar --> annotations ----------+
    annotations/registry/*.yaml -- records.registry --> Registry ---------+--> anchors, findings
    HTML + anchors + callouts -- weaving.weave --> annotated HTML
    all articles -- library --> pages, feeds, open data

The middle is functions from values to values. Files are read at one edge (`files.text`), findings
are printed at one edge (`findings.reporting`), and only `pelican`, `generators`, `rebuilding`,
`plugin` and `building` know Pelican, but for what `compiling.summaries` and `history.since` borrow.

Each folder is a package that does one thing; from the bottom up they are

    engine, findings, files, publishing    what a build runs on; texts, and what is wrong there
    model, anchoring, yaml, markdown       what an archive knows; words found again; two languages
    theming, records, header, weaving      templates; YAML and headers as values; notes woven in
    rules, compiling, archive, history     an article judged and made; the whole; what was before
    library, pages, feeds, opendata        all that the archive says, and how each reader gets it
    search, sharing
    pelican, generators, rebuilding        Pelican's objects, its pages, and only those that changed
    plugin, building, commands             signals, a build from beginning to end, the rest

A package imports from those above it in this list (`tests/test_layers.py`).
"""


def register() -> None:
    """Connect Postil to Pelican, which calls this for `PLUGINS = ["postil"]`."""
    from postil import plugin

    plugin.register()
