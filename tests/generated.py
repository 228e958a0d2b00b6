"""Hypothesis strategies for the HTML of articles: well formed, nested, with every kind of text."""

from html import escape

from hypothesis import strategies as st

WORDS = st.text(
    alphabet=st.sampled_from("ab c\né—<>&\"'日本 \u00ad\u0301\U0001f600"), min_size=1, max_size=12
)
ENTITIES = st.sampled_from(["&amp;", "&lt;", "&#8212;", "&#x2019;", "&nbsp;", "&quot;"])


def _element(name: str, content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return content.map(lambda inner: f"<{name}>{inner}</{name}>")


_TEXT = st.one_of(WORDS.map(lambda words: escape(words, quote=False)), ENTITIES)
_PHRASE = st.recursive(
    _TEXT,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        _element("em", inner),
        _element("strong", inner),
        _element("code", _TEXT),
        inner.map(lambda words: f'{words}<img src="x.png" alt="a &gt; b">'),
        inner.map(lambda words: f"{words}<br>"),
    ),
    max_leaves=6,
)
_LINK = _PHRASE.map(lambda words: f'<a href="/x?a=1&amp;b=2">{words}</a>')
_PROSE = st.lists(st.one_of(_PHRASE, _LINK), min_size=1, max_size=3).map("".join)
_ROW = st.lists(_element("td", _PROSE), min_size=1, max_size=3).map("".join)
_TABLE = st.lists(_element("tr", _ROW), min_size=1, max_size=2).map(
    lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>"
)
_LEAF = st.one_of(
    _element("p", _PROSE),
    _element("h2", _PROSE),
    _TABLE,
    _TEXT.map(lambda words: f"<pre><code>x{words}</code></pre>"),
    _element("figcaption", _PROSE).map(lambda words: f"<figure>{words}</figure>"),
)
_BLOCK = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n".join),
        _element("blockquote", inner),
        st.tuples(_PROSE, inner).map(lambda pair: f"<ul><li>{pair[0]}\n{pair[1]}</li></ul>"),
        _element("div", inner),
    ),
    max_leaves=8,
)


def html_documents() -> st.SearchStrategy[str]:
    """The body of an article as our renderer would write it."""
    return st.lists(_BLOCK, min_size=0, max_size=4).map("\n".join)
