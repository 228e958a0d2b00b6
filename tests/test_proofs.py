"""A proof is the page that the next build makes, or there is none."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from postil.building.build import build
from postil.rebuilding.proofs import Press, open_press
from tests.sites import edit, write
from tests.smallsite import SITE

DAM = "content/articles/2020/dam.md"
NOTES = "annotations/articles/2020/dam.yaml"
TIDE = "content/articles/2021/tide.md"
PAGE = "2020/12/dam/index.html"

Edit = Callable[[Path], object]


@pytest.fixture
def site(small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(small_site, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SITEURL", raising=False)
    return folder


def _press(site: Path) -> Press:
    built = build(site / "pelican.conf.py", jobs=1)
    assert built.settings
    return open_press(built.settings)


EDITS: dict[str, tuple[str, Edit]] = {
    "text": (DAM, lambda site: edit(site / DAM, "in that year", "in that long year")),
    "title": (DAM, lambda site: edit(site / DAM, "title: The dam", "title: The old dam")),
    "topics": (DAM, lambda site: edit(site / DAM, "[Water, Power]", "[Ships, Dams]")),
    "outlet": (DAM, lambda site: edit(site / DAM, "outlet: Herald", "outlet: Tribune")),
    "language": (DAM, lambda site: edit(site / DAM, "title:", "lang: ar\ntitle:")),
    "a note": (NOTES, lambda site: edit(site / NOTES, "In May and in July", "In June")),
    "a claim less": (NOTES, lambda site: write(site, {NOTES: SITE[NOTES].rpartition("  - ")[0]})),
    "no notes": (NOTES, lambda site: (site / NOTES).unlink()),
}


@pytest.mark.parametrize("change", EDITS)
def test_a_proof_is_what_the_next_build_makes(site: Path, tmp_path: Path, change: str) -> None:
    saved, happens = EDITS[change]
    press = _press(site)
    happens(site)
    article = press.article_of({site / saved})
    assert article == site / DAM
    proof = press.pull(article, tmp_path / "proofs")
    assert proof
    assert (proof.made, proof.findings) == (True, [])
    pages = [path for path in (tmp_path / "proofs").rglob("*") if path.is_file()]
    assert pages == [tmp_path / "proofs" / PAGE]
    before = (site / "output" / PAGE).read_bytes()
    assert not build(site / "pelican.conf.py", jobs=1).failed
    assert pages[0].read_bytes() == (site / "output" / PAGE).read_bytes() != before


def test_one_proof_after_the_other_knows_the_one_before(site: Path, tmp_path: Path) -> None:
    press = _press(site)
    edit(site / TIDE, "The tide came", "The Ministry said that the tide came")
    notes = SITE[NOTES].rpartition("  - ")[2].replace("the dam is safe", "the tide came")
    write(site, {"annotations/articles/2021/tide.yaml": f"annotations:\n  - {notes}"})
    for saved in (TIDE, DAM):
        edit(site / saved, "date:", "summary: In short.\ndate:")
        article = press.article_of({site / saved})
        assert article
        proof = press.pull(article, tmp_path)
        assert proof
        assert proof.made
    assert not build(site / "pelican.conf.py", jobs=1).failed
    for page in (PAGE, "2021/01/tide/index.html"):
        assert (tmp_path / page).read_bytes() == (site / "output" / page).read_bytes()


def test_what_is_wrong_with_an_article_is_told_and_its_page_stays(
    site: Path, tmp_path: Path
) -> None:
    press = _press(site)
    edit(site / DAM, "inspected twice", "painted twice")
    proof = press.pull(site / DAM, tmp_path / "proofs")
    assert proof
    assert proof.failed
    built = build(site / "pelican.conf.py", jobs=1)
    assert [found for found in built.findings if found.is_error] == list(proof.findings)
    assert not (tmp_path / "proofs").exists()
    edit(site / DAM, "painted twice", "inspected twice")
    mended = press.pull(site / DAM, tmp_path / "proofs")
    assert mended
    assert mended.made


@pytest.mark.parametrize(
    "header", ["date: 2021-01-05", "date: 2020-12-10", "date: 2020-12-09\nstatus: draft"]
)
def test_an_article_that_goes_elsewhere_waits_for_the_build(
    site: Path, tmp_path: Path, header: str
) -> None:
    press = _press(site)
    edit(site / DAM, "date: 2020-12-09", header)
    proof = press.pull(site / DAM, tmp_path / "proofs")
    assert proof
    assert not proof.made
    assert not (tmp_path / "proofs").exists()


def test_what_is_not_one_published_article_waits_for_the_build(site: Path) -> None:
    press = _press(site)
    others = [
        "annotations/registry/labels.yaml",
        "annotations/claims/dam-safe.yaml",
        "annotations/articles/2021/sluice.yaml",
        "content/articles/2021/sluice.md",
        "content/pages/about.md",
        "pelican.conf.py",
    ]
    assert press.article_of(set()) is None
    assert [press.article_of({site / name}) for name in others] == [None] * len(others)
    assert press.article_of({site / DAM, site / TIDE}) is None
    assert press.article_of({site / DAM, site / NOTES}) == site / DAM
    (site / DAM).unlink()
    assert press.article_of({site / DAM}) is None
