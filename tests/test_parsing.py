"""Markdown to HTML: what our pages need beyond CommonMark, and what is said when words are lost."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.files.text import decode
from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Source, Span
from postil.header.header import read_header
from postil.markdown.parsing import ParserSettings, PostReference, Segment, parse, render_fragment
from tests.judging import assert_scannable, elements, words

PLAIN = ParserSettings()


def body(text: str, settings: ParserSettings = PLAIN, *, lines: bool = False) -> str:
    pieces, findings = parse(Source("a.md", text), 0, settings, lines=lines)
    assert not findings
    return "".join(piece.html for piece in pieces if isinstance(piece, Segment))


def pieces_html(text: str) -> str:
    pieces, _ = parse(Source("a.md", text), 0, PLAIN)
    return "".join(piece.html for piece in pieces if isinstance(piece, Segment))


def found(text: str) -> list[Diagnostic]:
    return parse(Source("a.md", text), 0, ParserSettings())[1]


def test_pelican_links_pass_untouched() -> None:
    html = body(
        "[a]({filename}../ü.md) [b](|filename|b.md) [c](<{static}c d.pdf>) ![]({attach}e.png)"
    )
    links = [link["href"] for link in BeautifulSoup(html, "html5lib").find_all("a")]
    assert links == ["{filename}../ü.md", "|filename|b.md", "{static}c d.pdf"]
    assert 'src="{attach}e.png"' in html


def test_pelican_links_pass_the_sanitiser_untouched() -> None:
    html = body('[a]({filename}../ü.md) <a href="{filename}b c.md">b</a>')
    assert 'href="{filename}../ü.md"' in html
    assert 'href="{filename}b c.md"' in html


@pytest.mark.parametrize(
    "address",
    ["javascript:a", "JavaScript:a", "vbscript:a", "data:text/html,a", "data:image/png,a"],
)
def test_links_that_run_something_stay_text(address: str) -> None:
    assert body(f"[a]({address}) ![b]({address}) <{address}>").count("<") == 2  # the paragraph's


def test_addresses_on_their_own_are_no_links() -> None:
    assert "<a" not in body("See https://example.org and www.example.org.")


# Headings


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What *was* `posted`?", "what-was-posted"),
        ("Über die Straße", "über-die-straße"),
        ("الهجرة إلى مصر", "الهجرة-إلى-مصر"),
        ("हिन्दी में", "हिन्दी-में"),
        ("二つの 章", "二つの-章"),
        ("?!", "section"),
        ("Note-taking", "section-note-taking"),
        ("Quote-worthy", "section-quote-worthy"),
        ("Fnord", "section-fnord"),
        ("Main", "section-main"),
        ("Words [in a link](x)", "words-in-a-link"),
    ],
)
def test_headings_have_addresses(heading: str, anchor: str) -> None:
    assert f'<h2 id="{anchor}">' in body(f"## {heading}")


def test_addresses_of_headings_differ() -> None:
    html = body("# A\n\n# A\n\n> # A\n\n# A-2")
    ids = [tag["id"] for tag in BeautifulSoup(html, "html5lib").find_all("h1")]
    assert ids == ["a", "a-2", "a-3", "a-2-2"]


def test_addresses_of_headings_differ_from_those_of_raw_html() -> None:
    text = '<a id="law"></a>\n\n# Law\n\n<a id="law-2"></a><a id="law-2"></a>'
    pieces, findings = parse(Source("a.md", text), 0, ParserSettings())
    assert isinstance(pieces[0], Segment)
    soup = BeautifulSoup(pieces[0].html, "html5lib")
    assert [tag["id"] for tag in soup.find_all(id=True)] == ["law", "law-2"]
    assert [each.line for each in findings] == [1, 5]


# Footnotes


def test_footnotes_are_told_to_screen_readers() -> None:
    soup = BeautifulSoup(body("One[^a], two[^a].\n\n[^a]: The *note*."), "html5lib")
    references = soup.select("sup.footnote-ref > a")
    section = soup.select_one("section.footnotes")
    assert section is not None
    assert section["role"] == "doc-endnotes"
    assert [link["role"] for link in references] == ["doc-noteref"] * 2
    assert [link["href"] for link in references] == ["#fn1"] * 2
    back = section.select("ol > li#fn1 a.footnote-backref")
    assert [link["href"] for link in back] == [f"#{link['id']}" for link in references]
    assert [link["role"] for link in back] == ["doc-backlink"] * 2
    assert len({link["aria-label"] for link in back}) == 2


def test_footnotes_of_linked_words_and_pictures_stand_after_them() -> None:
    soup = BeautifulSoup(body("[a ![b[^1]](c) d^[h]](e) f\n\n[^1]: g"), "html5lib")
    assert soup.select("a a") == []
    assert [str(link["id"]) for link in soup.select("sup a")] == ["fnref1", "fnref2"]
    assert soup.p is not None
    assert soup.p.get_text().startswith("a  d12 f")


def test_footnotes_and_references_work_across_saved_posts() -> None:
    text = "One[^a] [b].\n\n:::post x\n:::\n\n[^a]: Note.\n\n[b]: https://example.org\n\n[b] two."
    pieces, findings = parse(Source("a.md", text), 0, ParserSettings())
    assert not findings
    first, post, last = pieces
    assert post == PostReference(post="x", span=Span(0, 0))
    assert isinstance(first, Segment)
    assert isinstance(last, Segment)
    assert 'href="#fn1"' in first.html
    assert 'href="https://example.org"' in first.html
    assert last.html.rstrip().endswith("</section>")


def test_a_footnote_without_reference_is_said() -> None:
    (finding,) = found("Text.\n\n[^lost]: Words.\n")
    assert (finding.code, finding.line, finding.column) == (Code.UNUSED_FOOTNOTE, 3, 1)


def test_a_footnote_defined_twice_is_said() -> None:
    (finding,) = found("Text[^a].\n\n[^a]: One.\n\n[^a]: Two.\n")
    assert (finding.code, finding.line) == (Code.REPEATED_ID, 5)


def test_a_footnote_within_another_is_one_of_its_own() -> None:
    html = body("a[^1] b[^2]\n\n[^1]: > c\n    > [^2]: d\n")
    assert_scannable(html)
    notes = BeautifulSoup(html, "html5lib").select("section.footnotes li")
    assert [note.get_text().split()[0] for note in notes] == ["c", "d"]


# Tables, pictures, code


def test_tables_scroll_and_are_aligned_without_style() -> None:
    html = body("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |")
    soup = BeautifulSoup(html, "html5lib")
    regions = soup.select("div.table-scroll[role=region][tabindex='0']")
    assert [region["aria-label"] for region in regions] == ["Table 1", "Table 2"]
    assert [cell["class"] for cell in soup.select("td[class]")] == [
        ["align-center"],
        ["align-right"],
    ]
    assert "style" not in html
    assert "align=" not in html


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("| a | b |\n|---|---|\n| c | d | lost |\n", 3, 11),
        ("> a|b\n> -|-\n> c|d|*lost*|\n", 3, 7),
    ],
)
def test_cells_beyond_the_columns_are_said(text: str, line: int, column: int) -> None:
    (finding,) = found(text)
    assert (finding.code, finding.line, finding.column) == (Code.SURPLUS_CELLS, line, column)
    assert "lost" not in words(pieces_html(text))


def test_empty_cells_beyond_the_columns_are_no_loss() -> None:
    assert not found("| a \\| b |\n|---|\n| c | | |\n| |\n")


@pytest.mark.parametrize(
    ("link", "published"),
    [
        ("../../images/dam.jpg", "{static}../../images/dam.jpg"),
        ("map.csv?a#b", "{static}map.csv?a#b"),
        ("/images/dam.jpg", "/images/dam.jpg"),
        ("../weir/", "../weir/"),
        ("weir.html", "weir.html"),
        ("weir.html#x.pdf", "weir.html#x.pdf"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("//example.org/a.png", "//example.org/a.png"),
        ("#fig.1", "#fig.1"),
    ],
)
def test_a_link_to_a_file_beside_the_article_is_given_to_pelican(link: str, published: str) -> None:
    assert body(f"[a]({link})") == f'<p><a href="{published}">a</a></p>\n'


def test_pictures_load_late() -> None:
    assert body('![an *alt*](/a.png "t")') == (
        '<p><img src="/a.png" alt="an alt" title="t" loading="lazy"></p>\n'
    )


def test_html_is_that_of_html5() -> None:
    assert body("a\\\nb\n\n---") == "<p>a<br>\nb</p>\n<hr>\n"


def test_code_names_its_language_beside_raw_html_too() -> None:
    assert '<code class="language-py">x&lt;y\n</code>' in body("```py x\nx<y\n```")
    assert '<code class="language-py">x&lt;y\n</code>' in body("```py\nx<y\n```\n\n<b>c</b>")


# Typography


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ("“”‘’", "“He said ‘no’ – it’s…”"),
        (("«\u202f", "\u202f»", "“", "”"), "«\u202fHe said “no” – it’s…\u202f»"),
    ],
)
def test_typography_is_a_setting(quotes: str | tuple[str, str, str, str], expected: str) -> None:
    text = "\"He said 'no' -- it's...\""
    assert BeautifulSoup(body(text), "html5lib").get_text().strip() == text
    html = body(text, ParserSettings(typographer=True, quotes=quotes))
    assert BeautifulSoup(html, "html5lib").get_text().strip() == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("", "“a ‘b’”"),
        ("en-GB", "“a ‘b’”"),
        ("de", "„a ‚b‘“"),
        ("de-CH-1996", "«a ‹b›»"),
        ("fr-CA", "«\u202fa “b”\u202f»"),
        ("he", "”a ’b’”"),
        ("pt-BR", "“a ‘b’”"),
        ("zh-Hant-TW", "「a 『b』」"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, expected: str) -> None:
    settings = ParserSettings(typographer=True).in_language(language)
    assert words(body("\"a 'b'\"", settings)) == " ".join(expected.split())


# Saved posts


def test_saved_posts_are_places_between_pieces() -> None:
    source = Source("a.md", "---\n---\nOne\n:::post trump-dec9\n:::\nTwo\n\n::: post b  \n\n::::\n")
    pieces, findings = parse(source, 8, ParserSettings())
    assert not findings
    shown = [piece.html if isinstance(piece, Segment) else piece.post for piece in pieces]
    assert shown == ["<p>One</p>\n", "trump-dec9", "<p>Two</p>\n", "b"]
    spans = [piece.span for piece in pieces if isinstance(piece, PostReference)]
    assert [source.text[span.start : span.end] for span in spans] == ["trump-dec9", "b"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("- a\n\n  :::post x\n  :::\n", Code.NESTED_POST, 3, 11),
        ("> :::post x\n> :::\n", Code.NESTED_POST, 1, 11),
        ("a[^1]\n\n[^1]: b\n\n    :::post x\n    :::\n", Code.NESTED_POST, 5, 13),
        ("a\n\n:::post x\n\nb\n", Code.UNCLOSED_POST, 3, 9),
        (":::post x\n:::post y\n:::\n", Code.UNCLOSED_POST, 1, 9),
        (":::post x\nwords\n:::\n", Code.TEXT_IN_POST, 2, 1),
        (":::post\n:::\n", Code.BAD_ID, 1, 1),
        (":::post x y\n:::\n", Code.BAD_ID, 1, 9),
    ],
)
def test_flaws_of_saved_posts(text: str, code: Code, line: int, column: int) -> None:
    (finding,) = found(text)
    assert (finding.code, finding.line, finding.column) == (code, line, column)


def test_other_colons_are_words() -> None:
    assert body("::: note\n\n:::posts\n\n:::\n").count("<p>") == 3


def test_what_is_nested_too_deep_is_said() -> None:
    assert not found(">" * 50 + " words")
    (finding,) = found("words\n\n" + ">" * 200 + " lost")
    assert (finding.code, finding.line) == (Code.NESTED_TOO_DEEP, 3)


# Lines


def test_blocks_tell_their_lines() -> None:
    text = "---\nx\n---\n# A\n\nb\nc\n\n- d\n\n<div>\n<p>e\n</div>\n\n| f |\n|---|\n| g |\n"
    source = Source("a.md", text)
    pieces, _ = parse(source, text.index("#"), ParserSettings(), lines=True)
    assert isinstance(pieces[0], Segment)
    soup = BeautifulSoup(pieces[0].html, "html5lib")
    lines = {tag.name: tag["data-line"] for tag in soup.select("[data-line]")}
    assert lines == {
        "h1": "4", "p": "12", "ul": "9", "li": "9", "div": "11", "table": "15", "thead": "15",
        "tbody": "17", "tr": "17",
    }  # fmt: skip


# Notes


def test_a_note_has_no_headings_pictures_footnotes_or_ids() -> None:
    html = render_fragment("# *A*\n\n![b](c) d[^1] <b>e</b>", ParserSettings())
    assert html == (
        '<p><strong><em>A</em></strong></p>\n<p>!<a href="c">b</a> d[^1] &lt;b&gt;e&lt;/b&gt;</p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)>",
        "[a](javascript:alert(1)) <javascript:a>",
        '[a](x "" onclick=alert(1)")',
        '```" onclick=alert(1)\na\n```',
        "| a |\n|---|\n| b |",
        ":::post x\n:::",
    ],
)
def test_nothing_in_a_note_runs(text: str) -> None:
    html = render_fragment(text, ParserSettings())
    assert_scannable(html)
    assert {element.name for element in elements(html)} <= {"p", "a", "pre", "code"}
    assert {name for each in elements(html) for name in each.attrs} <= {"href", "title", "class"}
    assert 'href="javascript' not in html


# Characters


def test_characters_that_html_cannot_hold_never_come_out() -> None:
    text = 'a\0b\ufdd0c\x07d&#0;e&#xfdd0;f <b title=\'&#xfdd0;\ufdd1\'>g&#xfdd1;="0"</b>\ufdd1="0"'
    html = body(text)
    assert not set(html) & set("\0\x07\ufdd0\ufdd1")
    assert html.count("\ufffd") == 9


# Whatever a file holds

_PIECES = st.sampled_from(
    "---\n|...\n|title: A\n|date: 2020-12-09\n|Title: B\n|Date: 3 May\n"
    "|# |> |- |1. |    |\n\n|\n|\r\n|\r"
    "|:::post x\n|:::\n|[^1]|[^1]: |^[|]|[a](|)|![|<b>|</b>|<div>|</div>|<table>|<td>|</table>"
    "|<a href='"
    "|<p|>|<!--|-->|<script>|</script>|<svg>|<title>|</|<?|&#xfdd1;|&lt;|&|\"|'|```|~~|*|_|`|\\||\\"
    "|\0|\ufdd0|\ufdd1|א|{filename}|javascript:| id=note-x| class=a| onclick=x |\t|é|𝒜".split("|")
)
_TEXTS = st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text())


@given(st.one_of(_TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary()))
@settings(max_examples=400)
def test_any_file_gives_findings_or_html(data: bytes) -> None:
    source = decode("a.md", data)
    if isinstance(source, Diagnostic):
        return
    header, start, findings = read_header(source)
    assert header is not None or findings
    assert 0 <= start <= len(source.text)
    pieces, found_in_body = parse(source, start, PLAIN)
    html = "".join(piece.html for piece in pieces if isinstance(piece, Segment))
    assert_scannable(html)
    assert not set(html) & {"\0", "\ufdd0", "\ufdd1"}
    for each in [*findings, *found_in_body]:
        assert each.excerpt == source.line(each.line)
        assert 1 <= each.column <= len(each.excerpt) + 1
    with_lines, _ = parse(source, start, PLAIN, lines=True)
    told = "".join(piece.html for piece in with_lines if isinstance(piece, Segment))
    assert re.sub(r' data-line="[0-9]+"', "", told) == html
    assert_scannable(render_fragment(source.text, PLAIN))
