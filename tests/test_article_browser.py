"""The article page in a real browser: where notes stand, how they are reached, how they print."""

import base64
import gzip
import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page
from pypdf import PdfReader

from tests import annotated
from tests.browsing import Visit, visit
from tests.published import Published

pytestmark = pytest.mark.browser

WIDE, SCREEN, NARROW = 1280, 900, 320  # CSS pixels; 320 is 1280 at 400 % (WCAG 2.2, 1.4.10)
LINE = 31  # CSS pixels, about, from one line of the text to the next
TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8
BUDGET = 60_000  # bytes, compressed, of an article with ten notes and all it loads
SCRIPTS = 10_000  # bytes, compressed, of all that is not search
UNSEEN = 0.001  # layout shift: a hundredth of what counts as good; a typeface may come late

ARTICLE = "2020/12/embassy-account-reposts-president/"
LABELS = "2023/04/twitter-drops-state-labels/"  # long notes, close together


@pytest.fixture(scope="module", params=["ltr", "rtl"])
def forty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A site whose one article has forty notes: in a heading, a list, a table, eight in a row."""
    return annotated.build(tmp_path_factory.mktemp(request.param), request.param)


@contextmanager
def reading(
    browser: Browser, site: Published, *, width: int = WIDE, script: bool = True
) -> Iterator[Visit]:
    with visit(browser, site, site.at(annotated.ADDRESS), width=width, script=script) as visited:
        yield visited


def boxes(page: Page, selector: str) -> dict[str, dict[str, float]]:
    """Return where on the page elements stand, by their ids."""
    found: dict[str, dict[str, float]] = page.evaluate(
        """selector => Object.fromEntries([...document.querySelectorAll(selector)].map(element => {
            const { top, bottom, left, right } = element.getBoundingClientRect();
            return [element.id, { top: top + scrollY, bottom: bottom + scrollY, left, right }];
        }))""",
        selector,
    )
    return found


def on_each_other(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
        and min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
    )


# Where notes stand


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1056, WIDE, 1920])
def test_no_note_lies_on_another_or_on_the_text(
    browser: Browser, forty: Published, width: int, script: bool
) -> None:
    with reading(browser, forty, width=width, script=script) as visited:
        notes = boxes(visited.page, ".postil-note")
        text = boxes(visited.page, ".story mark[id]")
        foot = visited.page.locator(".colophon").bounding_box()
    assert len(notes) == annotated.NOTES
    others = [*text.items(), *notes.items()]
    wrong = {
        (name, other)
        for name, box in notes.items()
        for other, there in others
        if name != other and on_each_other(box, there)
    }
    assert wrong == set()
    assert foot
    assert max(box["bottom"] for box in notes.values()) <= foot["y"]


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, WIDE])
def test_a_note_is_within_one_screen_of_its_words(
    browser: Browser, forty: Published, width: int, script: bool
) -> None:
    with reading(browser, forty, width=width, script=script) as visited:
        notes, words = (boxes(visited.page, found) for found in (".postil-note", "mark[id]"))
    far = {
        name: note["top"] - words[name.replace("note", "quote", 1)]["top"]
        for name, note in notes.items()
        if abs(note["top"] - words[name.replace("note", "quote", 1)]["top"]) > SCREEN
    }
    if width < WIDE:  # where eight notes follow one paragraph the last is further down than that
        far = {name: way for name, way in far.items() if way > 1.5 * SCREEN}
    assert far == {}


# Where the text stands: the lines of each block, from the top of the text
BLOCKS = """[...document.querySelectorAll(
        ".story-text :is(p, h2, h3, li, td, th, pre, figcaption)")]
    .filter(e => !e.closest(".postil-note"))
    .map(e => e.getBoundingClientRect().top
        - document.querySelector(".story-text").getBoundingClientRect().top)"""


def texts(demo: Published, forty: Published) -> Iterator[tuple[Published, str]]:
    """Yield every article that has notes."""
    yield forty, forty.at(annotated.ADDRESS)
    for address in demo.pages():
        if demo.soup(address).select(".story-text .postil-note"):
            yield demo, address


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1056, WIDE, 1920])
def test_the_text_stands_as_it_would_without_notes(
    browser: Browser, demo: Published, forty: Published, width: int, script: bool
) -> None:
    torn = {}
    for site, address in texts(demo, forty):
        with visit(browser, site, address, width=width, script=script) as visited:
            page = visited.page
            page.evaluate("document.fonts.ready.then(() => {})")  # a face moves lines as well
            tops = page.evaluate(BLOCKS)
            page.evaluate("document.querySelectorAll('.postil-note').forEach(n => n.remove())")
            alone = page.evaluate(BLOCKS)
        ways = [one - other for one, other in zip(tops, alone, strict=True)]
        torn[address] = max(abs(after - way) for way, after in pairwise(ways)) if ways else 0
    assert len(torn) > 10
    assert {address: way for address, way in torn.items() if way > 1.5 * LINE} == {}


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1056, 1920])
def test_notes_of_the_demo_archive_are_close_to_their_words(
    browser: Browser, demo: Published, forty: Published, width: int, script: bool
) -> None:
    late = {}
    for site, address in texts(demo, forty):
        with visit(browser, site, address, width=width, script=script) as visited:
            notes, words = (boxes(visited.page, found) for found in (".postil-note", "mark[id]"))
            head = visited.page.locator(".story-head").bounding_box()
        assert head
        floor = head["y"] + head["height"]
        ways = [
            note["top"] - max(words[name.replace("note", "quote", 1)]["top"], floor)
            for name, note in notes.items()
        ]
        limit = LINE * ((4 if script else 10) if site is demo else (8 if script else 24))
        if max(ways) > limit:
            late[address] = max(ways)
    assert late == {}


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("place", [ARTICLE, LABELS, annotated.ADDRESS])
def test_opening_a_note_moves_no_text_and_lays_no_note_on_another(
    browser: Browser, demo: Published, forty: Published, place: str, script: bool
) -> None:
    site = forty if place == annotated.ADDRESS else demo
    with visit(browser, site, site.at(place), script=script) as visited:
        page = visited.page
        before = page.evaluate(BLOCKS)
        closed = page.locator(".postil-note:has(> details)")
        assert closed.count() > 3
        for note in closed.all():
            if note.locator("details[open]").count():
                continue
            low = note.bounding_box()
            note.locator("> details > summary").first.click()
            high = note.bounding_box()
            assert low
            assert high
            assert high["height"] > low["height"]
            assert page.evaluate(BLOCKS) == before
        notes = boxes(page, ".postil-note")
        foot = boxes(page, ".colophon")[""]
    assert not [
        (one, other)
        for one, other in combinations(notes, 2)
        if on_each_other(notes[one], notes[other])
    ]
    assert max(box["bottom"] for box in notes.values()) <= foot["top"]


def test_a_short_note_shows_all_of_itself_once_it_is_read(
    browser: Browser, forty: Published
) -> None:
    with reading(browser, forty) as visited:
        page = visited.page
        note = page.locator('.postil-note[data-room="slip"][data-verdict]').first
        claim = note.locator(".postil-claim-said")
        closed = boxes(page, ".postil-note")
        slip = note.bounding_box()
        assert slip
        assert slip["height"] < 2 * LINE
        assert not is_read(claim)
        page.mouse.click(slip["x"] + slip["width"] / 2, slip["y"] + slip["height"] / 2)
        assert note.locator("details[open]").count() == 1
        assert is_read(claim)
        note.locator("summary").click()
        assert boxes(page, ".postil-note") == closed
        note.locator(".postil-number").focus()
        page.keyboard.press("Tab")
        assert is_read(claim)


def is_read(words: Locator) -> bool:
    return bool(words.evaluate("e => getComputedStyle(e).clipPath === 'none'"))


def test_notes_stand_in_the_margin_and_at_the_height_of_their_words(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at(ARTICLE)) as visited:
        notes, words = (boxes(visited.page, found) for found in (".postil-note", "mark[id]"))
        text = visited.page.locator(".story-text").bounding_box()
    assert text
    assert all(note["left"] > text["x"] + text["width"] for note in notes.values())
    level = [
        name
        for name, note in notes.items()
        if abs(note["top"] - words[name.replace("note", "quote", 1)]["top"]) < 2
    ]
    assert len(level) >= len(notes) // 2, "the others make way for a note above"


def test_the_margin_is_on_the_other_side_where_writing_runs_from_right_to_left(
    browser: Browser, forty: Published
) -> None:
    with reading(browser, forty) as visited:
        rtl = visited.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        notes = boxes(visited.page, ".postil-note").values()
        text = visited.page.locator(".story-text").bounding_box()
    assert text
    start, end = text["x"], text["x"] + text["width"]
    assert all(note["right"] < start if rtl else note["left"] > end for note in notes)


@pytest.mark.parametrize("width", [NARROW, 640, 1056])
def test_nothing_widens_the_page(browser: Browser, forty: Published, width: int) -> None:
    with reading(browser, forty, width=width) as visited:
        visited.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert visited.page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
def test_a_long_note_is_folded_and_opens(browser: Browser, forty: Published, script: bool) -> None:
    with reading(browser, forty, script=script) as visited:
        note = visited.page.locator("#note-note3")
        folded = note.bounding_box()
        note.locator(".postil-long > summary").click()
        opened = note.bounding_box()
    assert folded
    assert opened
    assert folded["height"] < SCREEN / 2
    assert opened["height"] > 2 * folded["height"]


def test_nothing_moves_once_the_page_is_drawn(browser: Browser, demo: Published) -> None:
    with visit(browser, demo, demo.at(ARTICLE)) as visited:
        visited.page.wait_for_load_state("networkidle")
        shift = visited.page.evaluate(
            """new Promise(resolve => { let sum = 0;
                new PerformanceObserver(list => {
                    for (const entry of list.getEntries()) sum += entry.value;
                }).observe({ type: "layout-shift", buffered: true });
                setTimeout(() => resolve(sum), 300); })"""
        )
    assert shift < UNSEEN


# Without a style sheet, at twice the size


def test_without_a_style_sheet_a_note_follows_its_words(browser: Browser, forty: Published) -> None:
    with reading(browser, forty, script=False) as visited:
        page = visited.page
        page.route("**/*.css", lambda route: route.abort())
        page.reload()
        notes, words = (boxes(page, found) for found in (".postil-note", "mark[id]"))
        widest = page.evaluate("document.scrollingElement.scrollWidth")
    assert all(
        words[name.replace("note", "quote", 1)]["top"] < note["top"] for name, note in notes.items()
    )
    tops = [note["top"] for note in notes.values()]
    assert tops == sorted(tops)
    assert widest <= WIDE


def test_at_twice_the_size_nothing_is_lost(browser: Browser, forty: Published) -> None:
    with reading(browser, forty, width=WIDE // 2) as visited:  # what a browser's zoom of 200 % does
        page = visited.page
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDE // 2
        assert all(note.is_visible() for note in page.locator(".postil-note").all())


# Keyboard and pointer


def test_keys_go_through_all_notes_and_back(browser: Browser, forty: Published) -> None:
    with reading(browser, forty) as visited:
        page = visited.page
        assert page.locator(".reading-keys").is_visible()
        ids = list(boxes(page, ".postil-note"))
        there = [after(page, "n") for _ in ids]
        assert there == ids
        page.keyboard.press("n")  # there is no further one
        back = [after(page, "p") for _ in ids[1:]]
        assert back == ids[-2::-1]
        assert page.evaluate("location.hash") == f"#{ids[0]}"
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def after(page: Page, key: str) -> str:
    page.keyboard.press(key)
    return focused(page)


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.closest('.postil-note')?.id ?? ''")
    return found


def test_keys_are_left_alone_where_they_mean_something_else(
    browser: Browser, forty: Published
) -> None:
    with reading(browser, forty) as visited:
        page = visited.page
        page.locator(".reading select").focus()
        page.keyboard.press("n")
        assert focused(page) == ""
        page.locator("body").click(position={"x": 2, "y": 2})
        for keys in ("Control+n", "Alt+p", "x"):
            page.keyboard.press(keys)
        assert focused(page) == ""
        page.locator(".reading-keys input").uncheck()
        page.locator(".skip").focus()
        page.keyboard.press("n")
        assert focused(page) == ""
        page.reload()
        assert not page.locator(".reading-keys input").is_checked()


def test_focus_follows_the_order_of_reading(browser: Browser, demo: Published) -> None:
    with visit(browser, demo, demo.at(ARTICLE), script=False) as visited:
        page = visited.page
        order: list[int] = []
        for _ in range(200):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """(() => { const element = document.activeElement;
                    return [...document.querySelectorAll("*")].indexOf(element); })()"""
            )
            if order and place <= order[-1]:
                break
            order.append(place)
    assert len(order) > 60, "every link and summary of the page"


@pytest.mark.parametrize("width", [390, WIDE])
def test_what_is_pointed_at_is_large_enough(browser: Browser, demo: Published, width: int) -> None:
    """WCAG 2.2, 2.5.8; links in sentences and lists of sources are exempt or apart."""
    with visit(browser, demo, demo.at(ARTICLE), width=width) as visited:
        small = visited.page.evaluate(
            """size => [...document.querySelectorAll(
                    "summary, select, .reading label, .postil-number, nav a")]
                .filter(e => e.checkVisibility())
                .map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
                .filter(([, box]) => Math.min(box.width, box.height) < size)
                .map(([html, box]) => `${html} ${box.width} x ${box.height}`)""",
            TARGET,
        )
    assert small == []


def test_words_and_their_note_show_each_other(browser: Browser, demo: Published) -> None:
    with visit(browser, demo, demo.at(ARTICLE)) as visited:
        page = visited.page
        words = page.locator("mark[data-verdict=unproven]").first
        words.hover()
        note = page.locator("#" + str(words.get_attribute("aria-details")))
        assert note.get_attribute("data-current") is not None
        assert page.locator("svg.postil-thread path").get_attribute("d")
        x, y = words.evaluate("e => (({ x, y }) => [x + 3, y + 3])(e.getClientRects()[0])")
        page.mouse.click(x, y)
        assert page.evaluate("location.hash") == "#" + str(note.get_attribute("id"))
        page.mouse.move(5, 5)
        page.locator("mark").first.evaluate("document.activeElement.blur()")
        assert page.locator("[data-current]").count() == 0


def test_highlights_can_be_turned_down_and_stay_so(browser: Browser, demo: Published) -> None:
    def ground(page: Page) -> Any:  # noqa: ANN401 - whatever the browser says
        return page.evaluate(
            "getComputedStyle(document.querySelector('mark[data-tone=bad]')).backgroundColor"
        )

    clear = "rgba(0, 0, 0, 0)"
    with visit(browser, demo, demo.at(ARTICLE)) as visited:
        page = visited.page
        assert ground(page) != clear
        page.locator(".reading select").select_option("quiet")
        assert ground(page) == clear
        page.reload()
        assert ground(page) == clear
        page.locator(".reading select").select_option("off")
        assert not page.locator(".postil-note").first.is_visible()


# On paper


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
def test_print_has_end_notes_with_the_addresses_of_their_sources(
    browser: Browser, demo: Published, script: bool
) -> None:
    with visit(browser, demo, demo.at(ARTICLE), script=script) as visited:
        paper = visited.page.pdf(format="A4")
    soup = demo.soup(demo.at(ARTICLE))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    text = "".join(unicodedata.normalize("NFKC", text).split())  # a face may join letters: ﬁ
    sources = [str(link["href"]) for link in soup.select('.postil-sources a[href^="http"]')]
    assert sources
    assert [source for source in sources if f"<{source}>" not in text] == []

    notes = [note for note in soup.select(".postil-note") if script or not note.find_parent("li")]
    heads = ["".join(note.select(".postil-back")[0].get_text().split()) for note in notes]
    places = [text.find(f"on{head}") for head in heads]
    end = text.index("itscertificates") if "itscertificates" in text else text.index("6January.")
    assert len(places) > 3
    assert places == sorted(places)
    assert places[0] > end, "a note stands before the article's last words"


def test_on_paper_no_note_lies_on_another(browser: Browser, forty: Published) -> None:
    with reading(browser, forty) as visited:
        visited.page.emulate_media(media="print")
        notes = boxes(visited.page, ".postil-note")
    wrong = {
        (name, other)
        for name, box in notes.items()
        for other, there in notes.items()
        if name < other and on_each_other(box, there)
    }
    assert wrong == set()


# Weight


def test_an_article_is_light(browser: Browser, demo: Published) -> None:
    sizes: dict[str, int] = {}
    with visit(browser, demo, demo.at(ARTICLE)) as visited:
        names = visited.page.evaluate(
            "[location.href, ...performance.getEntriesByType('resource').map(e => e.name)]"
        )
    for name in set(names):
        file = demo.file(name)
        assert file, name
        sizes[name] = weight(file)
    assert any(name.endswith(".woff2") for name in sizes)
    assert any(name.endswith("align.js") for name in sizes)
    assert sum(sizes.values()) <= BUDGET, sizes
    assert sum(weight(file) for file in (demo.folder / "theme/js").glob("*.js")) <= SCRIPTS


def weight(file: Path) -> int:
    """Return the bytes that a server sends: a face is compressed as it is."""
    data = file.read_bytes()
    return len(data) if file.suffix == ".woff2" else len(gzip.compress(data, 9))


# Verdicts without colour


VISIONS = ("none", "achromatopsia", "deuteranopia", "protanopia", "tritanopia")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdicts_differ_in_shape_and_line_however_colours_are_seen(
    browser: Browser, forty: Published, scheme: Literal["light", "dark"]
) -> None:
    seen = {}
    with visit(browser, forty, forty.at(annotated.ADDRESS), scheme=scheme) as visited:
        page = visited.page
        session = page.context.new_cdp_session(page)
        for vision in VISIONS:
            session.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
            seen[vision] = {
                tone: pixels(page, f'.postil-verdict .postil-shape[data-tone="{tone}"]')
                for tone in annotated.TONES
            }
        lines = {
            page.evaluate(
                "tone => getComputedStyle(document.querySelector("
                "`mark[data-tone=${tone}]`)).borderBlockEndStyle",
                tone,
            )
            for tone in annotated.TONES
        }
    assert len(lines) == len(annotated.TONES)
    assert len({tuple(shapes["bad"]) for shapes in seen.values()}) > 1, "nothing was emulated"
    for vision, shapes in seen.items():
        for tone, shape in shapes.items():
            ground = luminance(shape[0])
            assert max(contrast(luminance(pixel), ground) for pixel in shape) > 4.5, (vision, tone)
        for one, other in combinations(annotated.TONES, 2):
            unlike = sum(
                contrast(luminance(here), luminance(there)) > 2
                for here, there in zip(shapes[one], shapes[other], strict=True)
            )
            assert unlike > len(shapes[one]) / 12, f"{vision}: {one} and {other} look alike"


def pixels(page: Page, selector: str) -> list[tuple[int, int, int]]:
    """Return the pixels of an element as they are on the screen."""
    element = page.locator(selector).first
    element.evaluate("e => Object.assign(e.style, { inlineSize: '64px', blockSize: '64px' })")
    picture = base64.b64encode(element.screenshot()).decode()
    data: list[int] = page.evaluate(
        """async picture => { const image = new Image();
            image.src = `data:image/png;base64,${picture}`; await image.decode();
            const paper = new OffscreenCanvas(64, 64).getContext("2d");
            paper.drawImage(image, 0, 0, 64, 64);
            return [...paper.getImageData(0, 0, 64, 64).data]; }""",
        picture,
    )
    return list(zip(data[0::4], data[1::4], data[2::4], strict=True))


def luminance(pixel: tuple[int, int, int]) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    parts = [part / 255 for part in pixel]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    """Return the ratio of two luminances as WCAG 2.2 defines it."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
