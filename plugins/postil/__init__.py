"""Postil: a static archive of news articles with the fact-check beside every checked sentence.

    article.md -- header, markdown --> HTML -- visible --> text --+
    annotations/article.yaml -- sidecar --> annotations ----------+
    annotations/registry/*.yaml -- registry --> Registry ---------+--> anchors, findings
    HTML + anchors + callouts -- weaving --> annotated HTML
    all articles -- library --> pages, feeds, open data

The middle is functions from values to values. Files are read at one edge (`files`), findings are
printed at one edge (`reporting`), and only `reader`, the `…pages` and `plugin` know Pelican.
"""


def register() -> None:
    """Connect Postil to Pelican, which calls this for `PLUGINS = ["postil"]`."""
    from postil import plugin

    plugin.register()
