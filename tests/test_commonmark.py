"""CommonMark's own examples: a reader of ours sees the words that markdown-it-py's would."""

import re

import pytest
from markdown_it import MarkdownIt

from postil.findings.source import Source
from postil.markdown.parsing import ParserSettings, Segment, parse
from tests.judging import assert_scannable, words
from tests.sites import REPOSITORY
from tests.tools import package

SPECIFICATION = REPOSITORY / "node_modules" / "commonmark-spec" / "spec.txt"

# spec.txt: 32 backticks and `example`, Markdown, a line with a dot, HTML; arrows stand for tabs
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

_HELD = re.compile(  # elements that go with what they hold, closed or not
    r"<(script|style|textarea|title|iframe|xmp)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)


def _examples() -> list[str]:
    if not SPECIFICATION.is_file():
        return []
    text = SPECIFICATION.read_text("utf-8").partition("<!-- END TESTS -->")[0]
    return [markdown.replace("→", "\t") for markdown, _ in _EXAMPLE.findall(text)]


EXAMPLES = _examples()


def test_the_specification_is_there() -> None:
    package("commonmark-spec", "spec.txt")
    assert len(EXAMPLES) > 600


@pytest.mark.parametrize("markdown", EXAMPLES, ids=map(str, range(1, len(EXAMPLES) + 1)))
def test_words_are_those_of_commonmark(markdown: str) -> None:
    pieces, _ = parse(Source("a.md", markdown), 0, ParserSettings())
    html = "".join(piece.html for piece in pieces if isinstance(piece, Segment))
    assert_scannable(html)
    theirs = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert words(html) == words(_HELD.sub("", theirs))
