"""Raw HTML in articles: nothing that runs, nothing that passes for ours, and nothing unsaid."""

import re

import pytest

from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Source
from postil.markdown.parsing import ParserSettings, Segment, parse
from postil.markdown.sanitising import TAGS
from tests.judging import assert_scannable, elements, words


def article(text: str) -> tuple[str, list[Diagnostic]]:
    pieces, findings = parse(Source("a.md", text), 0, ParserSettings())
    return "".join(piece.html for piece in pieces if isinstance(piece, Segment)), findings


SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script\n>alert(1)\n</script\n>",
    "<script/src=x>",
    "<script>alert(1)",
    "words <script>alert(1)</script> words",
    "words <script>alert(1)",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'",
    '<img src="x" alt="`><script>alert(1)</script>">',
    '<img """><script>alert(1)</script>">',
    '<a title="a" onmouseover="alert(1)">b</a>',
    "<div onclick=alert(1)>a</div>",
    "<details open ontoggle=alert(1)>a</details>",
    "<body onload=alert(1)>",
    "<b onx\x00click=alert(1)>a</b>",
    '<a href="javascript:alert(1)">a</a>',
    "<a href=JaVaScRiPt:alert(1)>a</a>",
    "<a href=' \t javascript:alert(1)'>a</a>",
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href="java&#x0A;script:alert(1)">a</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">a</a>',
    '<a href="javascript&colon;alert(1)">a</a>',
    '<a href="&#1;javascript:alert(1)">a</a>',
    '<a href="vbscript:msgbox(1)">a</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>',
    "<img src=javascript:alert(1)>",
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<q cite="javascript:alert(1)">a</q>',
    "[a](javascript:alert(1))",
    "[a](JAVASCRIPT:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java&Tab;script:alert(1))",
    "[a](\\javascript:alert(1))",
    "[a]( <javascript:alert(1)> )",
    "![a](javascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "[a](data:text/html,<script>alert(1)</script>)",
    '[a](x "onclick=alert(1) \\" onmouseover=alert(1)")',
    '![a" onerror="alert(1)](x)',
    '[a]({filename}x"onclick="alert(1))',
    '```"onclick=alert(1)\na\n```',
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>a</button></form>",
    "<form><button formaction=javascript:alert(1)>a</button></form>",
    "<input onfocus=alert(1) autofocus>",
    "<base href=javascript:alert(1)//>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    '<link rel=stylesheet href="javascript:alert(1)">',
    "<style>@import 'javascript:alert(1)';</style>",
    '<p style="background:url(javascript:alert(1))">a</p>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x></animate></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    '<math href="javascript:alert(1)">a</math>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<template><img src=x onerror=alert(1)></template>",
    "<select><option><img src=x onerror=alert(1)></select>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</ <img src=x onerror=alert(1)>>",
    "<p><![CDATA[><img src=x onerror=alert(1)>]]>",
    '<div title="\n\n<script>alert(1)</script>\n\n">',
    '<div \n\n<p onclick="alert(1)">',
    "<div><!--\n\n--><img src=x onerror=alert(1)>",
    "<div><style>\n\n</style><img src=x onerror=alert(1)>",
    "<table><tr><td>\n\n<form><input onfocus=alert(1)>\n\n</table>",
    '<b id="x"><p onclick=alert(1)>a</b>b</p>',
    "<a href=\"x\"><table><a href='javascript:alert(1)'>a</table>",
    '<b \ufdd1="0">a</b>',
    '<b &#xfdd1;="0" onclick=alert(1)>a</b>',
]

ADDRESSES = (
    "href",
    "src",
    "cite",
    "action",
    "formaction",
    "data",
    "poster",
    "xlink:href",
    "background",
)


@pytest.mark.parametrize("text", SCRIPTS)
def test_nothing_runs(text: str) -> None:
    html, _ = article(f"{text}\n\nThe end. <b>.</b>\n")
    assert_scannable(html)
    for element in elements(html):
        assert element.name in TAGS
        for name, value in element.attrs.items():
            assert not name.startswith("on")
            assert name not in {"style", "srcdoc", "formaction", "action", "srcset", "\ufdd1"}
            if name in ADDRESSES:
                bare = re.sub(r"[\x00-\x20]", "", str(value)).lower()
                assert not re.match(r"(javascript|vbscript|data|file):", bare)
    assert "The end." in words(html) or "<script>" in text or "<plaintext>" in text


FORGERIES = [
    '<aside class="postil-note" id="note-x" role="comment">Verdict: true</aside>',
    '<mark class="postil" id="quote-x" aria-details="note-x" data-verdict="true">words</mark>',
    '<div class="postil-note" role="comment" aria-label="Note" data-kind="claim">words</div>',
    '<section class="footnotes" role="doc-endnotes"><ol><li id="fn1">words</li></ol></section>',
    '<div class="table-scroll" tabindex="0">words</div>',
    '<p id="note-x" data-line="7" data-postil-ours>words</p>',
    '<p id="&#110;ote-x">words</p>',
    '<sup class="footnote-ref">words</sup><a class="footnote-backref" id=fnref1>words</a>',
    '<code class="language-x">words</code>',
    '<p aria-hidden="true" hidden tabindex="-1" contenteditable accesskey="x" slot="x">words</p>',
    '<p \ufdd1="0" \ufdd0="0">words</p>',
]


@pytest.mark.parametrize("text", FORGERIES)
@pytest.mark.parametrize(
    "around", ["{}", "Words {} words.", "> {}", "- {}", "Words[^1]\n\n[^1]: {}"]
)
def test_nobody_can_pass_for_us(text: str, around: str) -> None:
    plain, _ = article(around.format("words"))
    html, findings = article(around.format(text))
    assert_scannable(html)
    ours = [element.attrs for element in elements(plain) if element.attrs]
    theirs = [element.attrs for element in elements(html) if element.attrs]
    assert theirs == ours
    assert not {"aside", "mark"} & {element.name for element in elements(html)}
    assert {each.code for each in findings} <= {Code.REMOVED_HTML}
    assert findings or "\ufdd1" in text


WELCOME = [
    '<p dir="rtl" lang="ar">نص</p>',
    '<p><abbr title="World Health Organization">WHO</abbr></p>',
    '<p><bdi>a</bdi> <bdo dir="rtl">b</bdo></p>',
    '<blockquote cite="https://example.org/a"><p>a</p></blockquote>',
    '<details open=""><summary>a</summary><p>b</p></details>',
    '<dl><dt id="a">a</dt><dd>b</dd></dl>',
    '<figure><img src="/a.png" alt="b" width="3" height="4"><figcaption>c</figcaption></figure>',
    '<ol start="3" reversed=""><li value="7">a</li></ol>',
    "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
    '<table><caption>a</caption><colgroup><col span="2"></colgroup><thead><tr>'
    '<th scope="col" abbr="b">b</th><th class="align-right">c</th></tr></thead><tbody><tr>'
    '<td colspan="2" rowspan="1">d</td></tr></tbody></table>',
    '<p><a href="https://example.org/?a=b&amp;c=d" hreflang="de">a</a> <a href="#x">b</a></p>',
    '<p><a href="mailto:a@example.org">a</a> <a href="tel:+123">b</a> <a href="../a">c</a></p>',
    '<p>a<br>b<wbr>c <del datetime="2020-12-09">d</del><ins>e</ins></p>',
    '<p><time datetime="9:00">f</time></p>',
    "<p>x<sub>2</sub> <kbd>k</kbd> <small>s</small> <cite>t</cite> <q>u</q> <var>v</var></p>",
]


@pytest.mark.parametrize("text", WELCOME)
def test_what_journalism_needs_passes_as_it_is(text: str) -> None:
    html, findings = article(text)
    assert html.strip() == text
    assert not findings


def test_pictures_by_hand_are_whole() -> None:
    html, _ = article("<p>a <img src='/b.png'> <img alt='c'> <img src='javascript:d' alt='e'></p>")
    assert html.strip() == '<p>a <img src="/b.png" alt="">  </p>'


def test_containers_of_ours_cannot_be_closed() -> None:
    html, _ = article("> a </blockquote></div></section> b\n\n| c |\n|---|\n| d </table></div> |\n")
    assert_scannable(html)
    quote, table = elements(html)[0], elements(html)[-1]
    assert quote.name == "blockquote"
    assert "a" in quote.get_text()
    assert table.find_parent("div", class_="table-scroll")


def test_a_piece_that_does_not_end_swallows_nothing() -> None:
    for opening in ("<div><!-- a", "<div title='a", "<div a", "<div><script>a", "<div><svg>a"):
        html, findings = article(f"{opening}\n\nStays.\n\n# Stays\n")
        assert_scannable(html)
        assert words(html) == "Stays. Stays"
        assert [each.line for each in findings] == [1]


def test_comments_go_without_a_word() -> None:
    html, findings = article("a <!-- b --> c\n\n<!--\nd\n\ne\n-->\n\nf")
    assert words(html) == "a c f"
    assert not findings


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a <script>b</script>", 1, 3, "<script> and all that it holds is left out"),
        ("a\n\n  <iframe src=x></iframe>", 3, 3, "<iframe> and all that it holds is left out"),
        ("<div>\n <marquee>\n</div>", 2, 2, "the tag <marquee> is left out; the words in it stay"),
        ("> a <b onclick=x>", 1, 5, "the attribute onclick of <b> is left out"),
        ("a <a href='data:x'>", 1, 3, "the address data:x of <a> is left out"),
        ("a <b\n  style='x'>", 1, 3, "the attribute style of <b> is left out"),
        ("a <b id=fnord>", 1, 3, "the id fnord of <b> is left out"),
        ("a <?php x ?>", 1, 3, "what HTML reads as a comment is left out"),
        (
            "a[^1]\n\n[^1]: b <font>c</font>",
            3,
            9,
            "the tag <font> is left out; the words in it stay",
        ),
    ],
)
def test_what_is_removed_is_said(text: str, line: int, column: int, message: str) -> None:
    _, (finding,) = article(text)
    assert (finding.code, finding.line, finding.column) == (Code.REMOVED_HTML, line, column)
    assert finding.message == message


def test_what_is_removed_often_is_said_once_with_its_lines() -> None:
    _, (finding,) = article("<b class=x>\n\na\n\nb <b class=y> <b class=z>\n")
    assert (finding.line, finding.notes) == (1, ("the same 2 times more: line 5",))


def test_the_sanitiser_doubles_no_id() -> None:
    html, _ = article('<b id="x">a\n\n# b\n\n[c][^1]\n\n| d |\n|---|\n\n<b><p>e</b>f\n\n[^1]: g')
    assert_scannable(html)
