"""The search as a reader meets it: in Chromium, over a real server, in three scripts."""

import sys
import threading
from collections.abc import Iterator
from functools import partial
from gzip import decompress as gunzip
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from postil.search import records
from postil.search.records import split
from tests.browsing import visit
from tests.published import Published, publish
from tests.sites import run, tree

ASKED = {
    # What readers of the demo archive type, and the page that each of them means
    "embassy account hacked": "claims/embassy-hacked/",
    "election won by cheating": "claims/election-stolen/",
    "largest telescope": "claims/webb-largest/",
    "vice president reject electors": "claims/vp-can-reject-electors/",
    "link between 5G and Covid-19": "claims/covid-5g-link/",
    "embassy reposts president": "2020/12/embassy-account-reposts-president/",
    "lawsuits in the courts": "2020/12/courts-and-the-election/",
    "electors cast 306 votes": "2020/12/electors-cast-306-votes/",
    "congress counts the votes": "2021/01/congress-counts-the-votes/",
    "Webb telescope folded like a letter": "2021/12/webb-telescope-launch/",
    "electoral count law": "2022/12/electoral-count-law/",
    "Twitter drops labels": "2023/04/twitter-drops-state-labels/",
    "قناة السويس": "2021/04/ever-given-refloated/",
    "تعويم السفينة": "2021/04/ever-given-refloated/",
    "مسبار الأمل المريخ": "2021/02/hope-probe-mars/",
    "أول مهمة عربية": "claims/first-arab-mission-to-a-planet/",
    "贵州望远镜": "2016/09/fast-completed/",
    "射电望远镜落成": "2016/09/fast-completed/",
    "杨利伟": "2003/10/great-wall-from-orbit/",
    "神舟五号返回": "2003/10/great-wall-from-orbit/",
}


class Below(SimpleHTTPRequestHandler):
    """Serves a folder below `/archive/`, and prints nothing."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/archive"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def archive(shared_folder: Path) -> Path:
    """The demo archive, built to work from any folder."""
    return publish(shared_folder, "relative").folder


@pytest.fixture(scope="module")
def server(archive: Path) -> Iterator[str]:
    """The address at which it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Below, directory=str(archive))) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/archive/"
        serving.shutdown()


@pytest.fixture(scope="module")
def search(browser: Browser, server: str) -> Iterator[Page]:
    """The search page, opened once."""
    page = browser.new_page()
    page.goto(f"{server}search/")
    yield page
    page.close()


def results(page: Page) -> list[str]:
    """Return the places that the results lead to, best first."""
    found: list[str] = page.locator("#search-results a").evaluate_all(
        "links => links.map(link => link.href.split('/archive/')[1])"
    )
    return found


@pytest.mark.browser
@pytest.mark.parametrize("words", ASKED)
def test_what_is_asked_for_comes_first(search: Page, words: str) -> None:
    search.locator("#search-words").fill("")
    expect(search.locator("#search-results li")).to_have_count(0)
    search.locator("#search-words").fill(words)
    expect(search.locator("#search-status")).to_contain_text("result")
    assert results(search)[:1] == [ASKED[words]]


@pytest.mark.browser
def test_an_excerpt_says_where_the_text_goes_on(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}search/?q=election")
    expect(page.locator("#search-status")).to_contain_text("result")
    excerpts = page.locator(".search-excerpt").all_inner_texts()
    page.goto(f"{server}search/?q=Electors&kind=article")
    expect(page.locator(".search-excerpt").first).to_contain_text("Electors cast")
    excerpts += page.locator(".search-excerpt").all_inner_texts()
    page.close()
    assert any(excerpt.startswith("…") for excerpt in excerpts)
    assert any(excerpt.endswith("…") for excerpt in excerpts)
    assert any(excerpt.startswith("Electors cast 306") for excerpt in excerpts)


@pytest.mark.browser
def test_the_filters_show_that_they_can_be_opened(search: Page) -> None:
    sign = search.locator(".search-filters summary").evaluate(
        "summary => [getComputedStyle(summary).display, getComputedStyle(summary).listStyleType]"
    )
    assert sign == ["list-item", "disclosure-closed"]


@pytest.mark.browser
def test_a_question_is_an_address(browser: Browser, server: str) -> None:
    page = browser.new_page()
    words = "天眼"
    page.goto(f"{server}search/?q={quote(words)}")
    expect(page.locator("#search-status")).to_contain_text("result")
    page.locator("#search-words").fill("telescope")
    page.wait_for_url(f"{server}search/?q=telescope")
    page.close()


@pytest.mark.browser
def test_filters_narrow_down_by_what_was_chosen(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}search/?q=election&kind=claim")
    expect(page.locator("#search-status")).to_contain_text("result")
    assert results(page)
    assert all(place.startswith("claims/") for place in results(page))
    page.locator("#search-kind").select_option("article")
    page.locator("#search-year").select_option("2022")
    expect(page.locator("#search-results .search-kind").first).to_have_text("Article")
    assert all(place.startswith("2022/") for place in results(page))
    page.locator("#search-words").fill("")
    page.wait_for_url(f"{server}search/?kind=article&year=2022")
    expect(page.locator("#search-status")).to_have_text("1 result")
    page.close()


@pytest.mark.browser
def test_it_is_used_with_the_keyboard_and_heard(browser: Browser, server: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{server}search/")
    page.locator("#search-words").focus()
    page.keyboard.type("votes")
    page.keyboard.press("Enter")
    expect(page.locator("#search-status")).to_contain_text("result")
    assert page.locator("#search-status").get_attribute("role") == "status"
    page.locator("#search-results a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search/" not in url)
    page.go_back()
    expect(page.locator("#search-words")).to_have_value("votes")
    expect(page.locator("#search-results a").first).to_be_visible()
    page.locator("#search-words").fill("zzqqxx")
    expect(page.locator("#search-status")).to_contain_text("Nothing found")
    assert complaints == []
    page.close()


@pytest.mark.browser
def test_no_word_of_a_note_or_a_menu_is_found_in_an_article(
    browser: Browser, archive: Path, server: str
) -> None:
    """The callouts, the masthead and the footer stand on the page of the article."""
    place = "2020/12/embassy-account-reposts-president/"
    text = (archive / place / "index.html").read_text("utf-8")
    page = browser.new_page()
    for words in ("It stood there from", "static archive"):
        assert words in text
        page.goto(f"{server}search/?q=%22{quote(words)}%22")
        expect(page.locator("#search-status")).to_contain_text("Nothing found")
    page.close()


@pytest.mark.browser
def test_without_scripts_there_are_lists_and_a_search_engine(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at("search/"), script=False) as visited:
        page = visited.page
        assert not page.locator("#search").is_visible()
        engine = page.locator("noscript form")
        assert engine.is_visible()
        assert engine.locator("[name=sites]").get_attribute("value") == "example.org/archive"
        assert page.locator(".search-lists a").count() > 3
        assert all(link.is_visible() for link in page.locator(".search-lists a").all())


def test_a_site_may_do_without(tmp_path: Path) -> None:
    run(tmp_path, "postil", "new", "site", "site")
    site = tmp_path / "site"
    conf = site / "pelican.conf.py"
    conf.write_text(conf.read_text("utf-8") + "\nPOSTIL_SEARCH = False\n", "utf-8")
    done = run(site, "postil", "build", PAGEFIND_BINARY_PATH="/no/such/program")
    assert done.returncode == 0, done.stderr
    places = tree(site / "output")
    assert not [place for place in places if place.startswith(("pagefind", "search"))]
    assert b"search/" not in places["index.html"]


def test_a_missing_program_is_said_before_anything_is_written(tmp_path: Path) -> None:
    run(tmp_path, "postil", "new", "site", "site")
    done = run(tmp_path / "site", "postil", "build", PAGEFIND_BINARY_PATH="/no/such/program")
    assert done.returncode == 1
    assert "error[search-program]" in done.stderr
    assert "POSTIL_SEARCH = False" in done.stderr
    assert not (tmp_path / "site" / "output").exists()


def test_a_draft_is_not_indexed(archive: Path) -> None:
    fragments = [gunzip(path.read_bytes()) for path in (archive / "pagefind/fragment").iterdir()]
    assert len(fragments) > len(ASKED)
    assert any(b"2021/12/webb-telescope-launch/" in fragment for fragment in fragments)
    assert not any(b"2022/07/webb-first-pictures/" in fragment for fragment in fragments)


def test_a_quick_look_passes_over_no_character_that_is_a_word_by_itself() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        if records._BORDERS.search(f"a{character}"):
            assert split(f"a{character}") == f"a {character}"
