"""Pages of the demo archive in Arabic and Chinese, and a site that brings a language of its own."""

import re
from pathlib import Path

import pytest

from postil.theming.wording import Wordings
from tests.published import Published
from tests.sites import run, write

ARABIC = "2021/04/ever-given-refloated/"
CHINESE = "2003/10/great-wall-from-orbit/"


@pytest.mark.parametrize(
    ("place", "lang", "direction", "skip", "tally", "day", "kinds", "verdict"),
    [
        (
            ARABIC, "ar", "rtl", "انتقل إلى النص", "3 ملاحظات: ادعاء مدقق واحد، سياقان",
            "6 أبريل 2021", {"تدقيق حقائق", "سياق"}, "خطأ",
        ),
        (
            CHINESE, "zh-Hans", "ltr", "跳到正文", "3条批注：1个已核查的说法、2条背景",
            "2003年10月18日", {"事实核查", "背景"}, "不实",
        ),
    ],
)  # fmt: skip
def test_a_page_speaks_its_article_s_language(
    demo: Published, place: str, lang: str, direction: str, skip: str, tally: str, day: str,
    kinds: set[str], verdict: str,
) -> None:  # fmt: skip
    page = demo.soup(demo.at(place))
    html = page.html
    assert html
    assert (html["lang"], html["dir"]) == (lang, direction)
    assert [link.get_text() for link in page.select(".skip")] == [skip]
    assert tally in [summary.get_text() for summary in page.select(".notes-index summary")]
    assert day in [moment.get_text() for moment in page.select(".story-head time")]
    assert {kind.get_text() for kind in page.select(".postil-kind")} == kinds
    badges = page.select(".postil-verdict .postil-badge-word")
    assert [(badge.get_text(), badge.get("lang")) for badge in badges] == [(verdict, None)]


@pytest.mark.parametrize("place", [ARABIC, CHINESE])
def test_nothing_of_ours_is_left_in_english(demo: Published, place: str) -> None:
    """What is left in Latin letters are names, titles of sources and what editors wrote."""
    page = demo.soup(demo.at(place))
    shown = page.select(
        ".skip, .masthead-nav, .postil-note-head, .postil-key, .postil-record, .notes-index,"
        " .postil-archived, .postil-more > summary, .postil-source-kind"
    )
    assert shown
    for part in shown:
        text = re.sub(r"desk\.\w|\b[np]\b|RATAN-\d+", "", part.get_text())
        assert not re.search(r"[A-Za-z]", text), text
    for named in page.select("[aria-label]:not(.postil-archived)"):
        assert not re.search(r"[A-Za-z]", str(named["aria-label"])), named["aria-label"]


def test_the_site_s_name_stays_in_its_own_language(demo: Published) -> None:
    (name,) = demo.soup(demo.at(ARABIC)).select(".masthead-name")
    assert (name["lang"], name["dir"]) == ("en", "ltr")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا ملاحظات"),
        (1, "ملاحظة واحدة"),
        (2, "ملاحظتان"),
        (3, "3 ملاحظات"),
        (10, "10 ملاحظات"),
        (11, "11 ملاحظة"),
        (99, "99 ملاحظة"),
        (100, "100 ملاحظة"),
        (103, "103 ملاحظات"),
        (1234, "1,234 ملاحظة"),
    ],
)
def test_arabic_counts_as_arabic_does(number: int, said: str) -> None:
    assert Wordings().of("ar").ngettext("%(num)s note", "%(num)s notes", number) == said


SITE = {
    "pelican.conf.py": 'from postil.settings import *\nSITENAME = "Gazeti"\nRELATIVE_URLS = True\n',
    "annotations/registry/scale.yaml": (
        "version: 1\nratings:\n  - {id: true, name: Kweli, tone: good, means: Ni kweli.}\n"
    ),
    "content/articles/bwawa.md": (
        "---\ntitle: Bwawa\ndate: 2024-03-02\nlang: sw\noutlet: Gazeti\nslug: bwawa\n---\n\n"
        "Bwawa lilikaguliwa mara mbili.[^1]\n\n[^1]: Mwaka 2023.\n"
    ),
    "content/articles/pato.md": (
        "---\ntitle: Pato\ndate: 2024-03-02\nlang: fi\noutlet: Gazeti\nslug: pato\n---\n\n"
        "Pato tarkastettiin kahdesti.\n"
    ),
}
CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Skip to the text"
msgstr "Nenda kwenye makala"

msgid "Footnotes"
msgstr "Tanbihi"
"""


def test_a_site_brings_a_language_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, SITE | {"locale/sw/LC_MESSAGES/postil.po": CATALOGUE})
    done = run(tmp_path, "postil", "build")
    assert done.returncode == 0, done.stderr
    swahili = (tmp_path / "output/2024/03/bwawa/index.html").read_text("utf-8")
    assert '<html lang="sw"' in swahili
    assert "Nenda kwenye makala" in swahili
    assert 'aria-label="Tanbihi"' in swahili
    assert "2 Machi 2024</time>" in swahili
    assert ">Outlets<" in swahili  # nobody translated it
    finnish = (tmp_path / "output/2024/03/pato/index.html").read_text("utf-8")
    assert '<html lang="fi"' in finnish
    assert "Skip to the text" in finnish
    assert '<header class="masthead" lang="en" dir="ltr">' in finnish


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Nenda kwenye makala", "Nenda %(wapi)s", "5:1: error[bad-catalogue]: the message has no "
         "value for `%(wapi)s`"),
        ("charset=utf-8", "charset=nothing", "1:1: error[bad-catalogue]: this is no catalogue"),
    ],
)  # fmt: skip
def test_a_wrong_catalogue_is_a_finding(tmp_path: Path, old: str, new: str, told: str) -> None:
    wrong = {"locale/sw/LC_MESSAGES/postil.po": CATALOGUE.replace(old, new)}
    write(tmp_path, SITE | wrong)
    done = run(tmp_path, "postil", "build")
    assert done.returncode == 1
    assert f"locale/sw/LC_MESSAGES/postil.po:{told}" in done.stderr
    assert "Traceback" not in done.stderr
