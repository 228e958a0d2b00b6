"""The pictures beside links: set within their edges, drawn once, the same everywhere."""

import struct
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from postil.sharing.cards import HEIGHT, WIDTH, Card, drawn
from postil.sharing.pictures import Pictures
from postil.sharing.typefaces import Typefaces, typefaces
from tests.published import Published
from tests.sites import run, tree
from tests.test_claim_pages import CLAIMS
from tests.test_sharing import built, told

SVG = "{http://www.w3.org/2000/svg}"
CJK = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
LONG = "The dam was paid for twice and nobody ever asked where the second sum went. " * 9
ARABIC = "“السد قديم وهو يعود إلى عام 1911 (NASA)، و«مسبار الأمل» 12%”"


@pytest.fixture(scope="module")
def faces() -> Typefaces:
    return typefaces()


def card(text: str, *, rtl: bool = False, verdict: str = "False", who: str = "The Mayor") -> Card:
    return Card(text=text, who=who, site="Dam", verdict=verdict, tone="bad", rtl=rtl)


def square(tone: str) -> str:
    return f'<path id="{tone}" d="M0 0h16v16H0z"/>'


def words(svg: str) -> list[str]:
    """Return the lines of a picture, from the top."""
    lines = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return ["".join(line.itertext()).strip("\u202b\u202c") for line in lines]


def size(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG (its specification, section 11.2.2)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("text", ["Short", LONG[:90], LONG[:200], LONG, "Donaudampfschiff" * 12])
def test_every_line_lies_within_the_edges(text: str, faces: Typefaces) -> None:
    for line in ElementTree.fromstring(drawn(card(text), faces, square)).iter(f"{SVG}text"):
        broad = sum(
            faces.width(span.text or "", bold=span.get("font-weight") == "700")
            for span in line.iter(f"{SVG}tspan")
        ) * float(line.get("font-size", ""))  # fmt: skip
        assert float(line.get("x", "")) + broad <= WIDTH - 80
        assert 0 < float(line.get("y", "")) < HEIGHT


def test_a_text_is_set_whole_or_is_seen_to_be_cut(faces: Typefaces) -> None:
    for text in (LONG[:90], LONG[:200]):
        assert " ".join(words(drawn(card(text), faces, square))[1:-2]) == text.strip()
    assert words(drawn(card(LONG), faces, square))[-3].endswith("…")


@pytest.mark.parametrize("text", [LONG[:40], LONG[:90], LONG[:200], ARABIC])
def test_the_lines_of_a_text_are_of_one_size(text: str, faces: Typefaces) -> None:
    svg = drawn(card(text, rtl=text == ARABIC), faces, square)
    sizes = [line.get("font-size") for line in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert len(set(sizes[1:-2])) == 1
    assert float(sizes[1] or 0) >= 36


def test_a_text_from_the_right_is_set_from_the_right(faces: Typefaces) -> None:
    svg = drawn(card(ARABIC, rtl=True), faces, square)
    lines = list(ElementTree.fromstring(svg).iter(f"{SVG}text"))
    assert {line.get("text-anchor") for line in lines} == {"end"}
    assert all("".join(line.itertext()).startswith("\u202b") for line in lines)
    families = {span.get("font-family"): span.text for span in lines[1].iter(f"{SVG}tspan")}
    assert set(families) == {"Noto Naskh Arabic", "Noto Serif"}
    assert " ".join(words(svg)[1:-2]) == ARABIC


def test_no_box_stands_for_a_letter_that_is_not_there(faces: Typefaces) -> None:
    assert words(drawn(card("长城在月球上可见"), faces, square)) == ["False", "The Mayor", "Dam"]
    own = card("长城", verdict="", who="Herald")
    assert words(drawn(own, faces, square)) == ["Herald", "Dam"]
    assert words(drawn(card("长", verdict="假", who="某"), faces, square)) == ["Dam"]


@pytest.mark.skipif(not CJK.exists(), reason="the machine has no CJK face")
def test_a_site_may_bring_a_face_of_its_own() -> None:
    text = "“月球上用肉眼可以看见长城，这种说法流传了很久，但宇航员和卫星照片都表明事实并非如此。”"
    lines = words(drawn(card(text), typefaces([CJK]), square))[1:-2]
    assert len(lines) > 1
    assert "".join(lines) == text
    assert not any(unicodedata.category(line[0]) == "Po" for line in lines)


@pytest.mark.parametrize("text", ["a\u202eb\x00c<&>\"'", "\ufeff", "", "\u0301x", "👩‍👩‍👧"])
def test_no_text_breaks_the_picture(text: str, faces: Typefaces, tmp_path: Path) -> None:
    svg = drawn(card(text), faces, square)
    assert "\u202e" not in svg
    assert size(png(Pictures(faces, tmp_path), svg)) == (WIDTH, HEIGHT)


def png(store: Pictures, svg: str) -> bytes:
    """The picture of that name, drawn or from the store."""
    return store.to_draw(store.name_of(lambda: svg), lambda: svg)()


def test_a_picture_is_drawn_once(faces: Typefaces, tmp_path: Path) -> None:
    svg = drawn(card(ARABIC, rtl=True), faces, square)
    first, second = Pictures(faces, tmp_path), Pictures(faces, tmp_path)
    assert png(first, svg) == png(second, svg)
    assert (first.drawn, second.drawn) == (1, 0)


@pytest.mark.parametrize("harm", [b"", b"torn", "swap"])
def test_an_entry_that_came_to_harm_is_drawn_anew(
    harm: bytes | str, faces: Typefaces, tmp_path: Path
) -> None:
    svg = drawn(card("One"), faces, square)
    whole = png(Pictures(faces, tmp_path), svg)
    (entry,) = tmp_path.iterdir()
    kept = entry.read_bytes()
    entry.write_bytes(kept[:-9] + b"!" + kept[-8:] if isinstance(harm, str) else kept[:50] + harm)
    again = Pictures(faces, tmp_path)
    assert png(again, svg) == whole
    assert again.drawn == 1
    assert entry.read_bytes() == kept


def test_what_is_no_longer_shown_is_forgotten(faces: Typefaces, tmp_path: Path) -> None:
    store = Pictures(faces, tmp_path)
    png(store, drawn(card("One"), faces, square))
    later = Pictures(faces, tmp_path)
    png(later, drawn(card("Two"), faces, square))
    later.forget_others()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_store_that_cannot_be_written_is_done_without(faces: Typefaces, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder", "utf-8")
    assert size(png(Pictures(faces, file), drawn(card("One"), faces, square))) == (WIDTH, HEIGHT)


def test_every_article_and_claim_of_the_demo_has_one(demo: Published) -> None:
    pictures = 0
    for page in demo.pages():
        said = told(demo.soup(page))
        if "og:image" not in said:
            continue
        pictures += 1
        file = demo.file(said["og:image"])
        assert file
        assert size(file.read_bytes()) == (WIDTH, HEIGHT)
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"] == said["og:title"]
        assert said["twitter:card"] == "summary_large_image"
    assert pictures == len(list(demo.folder.rglob("card.png"))) >= len(CLAIMS) + 9


def test_building_again_draws_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    site = built(tmp_path, "", SITEURL="https://example.org")
    first = tree(site.folder)
    entries = {path: path.stat().st_mtime_ns for path in (tmp_path / ".cache").rglob("*.card")}
    assert entries
    done = run(tmp_path, "postil", "build", SITEURL="https://example.org")
    assert done.returncode == 0, done.stderr
    assert tree(site.folder) == first
    assert {path: path.stat().st_mtime_ns for path in entries} == entries


def test_a_page_without_a_folder_has_its_picture_beside_it(tmp_path: Path) -> None:
    plain = 'ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}.html"\n'
    site = built(tmp_path, plain, SITEURL="https://example.org")
    assert told(site.soup(site.at("dam.html")))["og:image"] == site.at("dam.card.png")
    assert size((site.folder / "dam.card.png").read_bytes()) == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("settings", "environment"),
    [("POSTIL_CARDS = False\n", {"SITEURL": "https://example.org"}), ("", {})],
)
def test_a_site_may_go_without(settings: str, environment: dict[str, str], tmp_path: Path) -> None:
    site = built(tmp_path, settings, **environment)
    assert not list(site.folder.rglob("card.png"))
    assert "og:image" not in told(site.soup(site.at("2024/03/dam/")))


def test_a_face_that_is_none_is_a_finding(tmp_path: Path) -> None:
    built(tmp_path, "", SITEURL="https://example.org")
    conf = tmp_path / "pelican.conf.py"
    before = conf.read_text("utf-8")
    for name in ("pelican.conf.py", "none.ttf"):
        conf.write_text(f'{before}POSTIL_CARD_FONTS = ["{name}"]\n', "utf-8")
        done = run(tmp_path, "postil", "build", SITEURL="https://example.org")
        assert done.returncode == 1
        assert f"POSTIL_CARD_FONTS names {name}" in done.stderr
        assert "Traceback" not in done.stderr
