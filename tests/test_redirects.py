"""`redirects.yaml`: what may stand in it, and the page that readers find at an old address."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from postil.commands.skeleton import new_site
from postil.findings.diagnostics import Code
from postil.findings.source import Source
from postil.records.redirects import Redirect, check_redirects, moved_page, read_redirects
from tests.sites import edit, run, write

REDIRECTS = "annotations/registry/redirects.yaml"
NEW = "2026/01/first-article/"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def refreshed(page: Path) -> Path:
    """Return the file to which a page leads, by the letter of its HTML."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html5lib")
    refresh = str(soup.select_one("meta[http-equiv=refresh]")["content"])  # type: ignore[index]
    target = refresh.removeprefix("0; url=")
    assert [link["href"] for link in soup.select("a")] == [target]
    return (page.parent / target / "index.html").resolve()


@pytest.mark.parametrize("old", ["2020/12/old/", "/old", "a/b/c/d/", "old.html"])
def test_an_old_address_leads_to_the_new_one(site: Path, old: str) -> None:
    write(site, {REDIRECTS: f"{old}: {NEW}\n"})
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")
    name = old.strip("/")
    page = site / "output" / (name if name.endswith(".html") else f"{name}/index.html")
    assert refreshed(page) == (site / "output" / NEW / "index.html").resolve()
    html = page.read_text("utf-8")
    assert "<script" not in html
    assert html.startswith("<!doctype html>\n")


def test_a_published_site_names_the_new_address_whole(site: Path) -> None:
    write(site, {REDIRECTS: f"old/: {NEW}\n"})
    done = run(site, "postil", "build", SITEURL="https://example.org/archive")
    assert done.returncode == 0, done.stderr
    html = (site / "output" / "old" / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="https://example.org/archive/{NEW}">' in html


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        (f"{NEW}: about/\n", f"/{NEW} is a page of the site, and cannot lead elsewhere too", 1),
        (f"{NEW}index.html: about/\n", f"/{NEW} is a page of the site", 1),
        ("topics/: about/\n", "/topics/ is a page of the site", 1),
        ("feeds/all.json: about/\n", "/feeds/all.json is a file of the site", 1),
        ("sitemap.xml: about/\n", "/sitemap.xml is a file of the site", 1),
        ("data/notes.csv: about/\n", "/data/notes.csv is a file of the site", 1),
        ("theme/css/postil.css: about/\n", "/theme/css/postil.css is a file of the site", 1),
        (f"a/b: {NEW}\nc/: {NEW}\na/b/: {NEW}\n", "/a/b/ has moved already, by line 1", 3),
        ("old/: 2026/01/frist-article/\n", "there is no page at /2026/01/frist-article/", 1),
        (f"a/: b/\nb/: {NEW}\n", "/b/ leads on to another address", 1),
        ("a/: a/\n", "/a/ leads on to another address", 1),
        (f"https://example.org/old: {NEW}\n", "`https://example.org/old` is not an address", 1),
        (f"../../etc: {NEW}\n", "`../../etc` is not an address of this site", 1),
        (f"a//b/: {NEW}\n", "`a//b/` is not an address of this site", 1),
        ("old/: [a/, b/]\n", "this is not an address of this site", 1),
        (f"- old/: {NEW}\n", "this is not made of old addresses and new ones", 1),
        (f"old/: {NEW}\nold/: about/\n", "", 2),
    ],
)
def test_a_redirect_that_cannot_work_is_shown(site: Path, text: str, said: str, line: int) -> None:
    write(site, {REDIRECTS: text})
    done = run(site, "postil", "check")
    assert done.returncode == 1
    code = Code.BAD_REDIRECT if said else Code.REPEATED_KEY
    assert f"{REDIRECTS}:{line}:" in done.stdout
    assert f"error[{code}]: {said}" in done.stdout
    assert done.stdout.count("error[") == 1


def test_a_file_that_is_no_text_is_no_end_of_the_world(site: Path) -> None:
    write(site, {REDIRECTS: ""})
    assert run(site, "postil", "check").stdout == ""
    (site / REDIRECTS).write_bytes(b"\xff\xfe")
    assert f"{REDIRECTS}:1:1: error[not-utf8]" in run(site, "postil", "check").stdout


def test_a_claim_has_an_address_too(site: Path) -> None:
    write(site, {REDIRECTS: "old/: claims/filmed-in-a-studio/\n"})
    assert run(site, "postil", "check").stdout == ""
    edit(site / REDIRECTS, "filmed", "flimed")
    assert "write `claims/filmed-in-a-studio/`" in run(site, "postil", "check").stdout


def test_lists_and_files_have_addresses_too(site: Path) -> None:
    write(site, {"content/images/dam.svg": "<svg/>"})
    news = ("topics/moon/", "outlets/", "archive/2026/", "data/", "methodology/", "images/dam.svg")
    write(site, {REDIRECTS: "".join(f"old-{n}/: {new}\n" for n, new in enumerate(news))})
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")
    for n, new in enumerate(news):
        page = new if "." in new else f"{new}index.html"
        assert (site / "output" / page).is_file()
        assert f"old-{n}" not in page


def test_no_address_can_write_html() -> None:
    for name in ("a<b/", 'a"b/', "a'b/", "a b/", "a\nb/", "javascript:alert/", "a?b/", "a#b/"):
        redirects, findings = read_redirects(Source("r.yaml", f"old/: {name!r}\n"))
        assert (redirects, len(findings)) == ((), 1)
    page = moved_page(Redirect("old/", "a&b/"), siteurl="", lang="en")
    assert "a&amp;b/" in page
    assert check_redirects([Redirect("old/", "a&b/")], Source("", ""), {"a&b/"}, "theme") == []
