"""What is kept from build to build is never trusted, and never changes a byte of the site."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from postil.building import build
from postil.compiling.compilations import Compilations
from postil.engine.cabinet import Cabinet
from tests.sites import edit, run, tree, write

SITE = {
    "pelican.conf.py": "from postil.settings import *\n\nSITENAME = 'A site'\n"
    "POSTIL_SEARCH = False  # it is made anew each time\n",
    "content/articles/2020/dam.md": "---\ntitle: The dam\ndate: 2020-12-09\n---\n"
    "The Ministry said that the dam was inspected twice.\n",
    "content/articles/2020/weir.md": "---\ntitle: The weir\ndate: 2020-12-10\n---\n"
    "The weir was inspected once.\n",
    "annotations/articles/2020/dam.yaml": "annotations:\n"
    "  - {id: twice, kind: context, quote: inspected twice, note: In May., as_of: 2020-12-09}\n"
    "  - {id: said, use: ministry-said, quote: The Ministry said}\n",
    "annotations/claims/ministry-said.yaml": "claim: The dam is safe\nsaid_by: ministry\n"
    "said_on: 2020-12-01\nverdict: unproven\nfact: Nobody has shown it.\nas_of: 2020-12-09\n"
    "sources: [report]\nby: a.editor\n",
    "annotations/registry/sources.yaml": "report: {title: Report, by: Dam office,"
    " url: https://example.org/report}\n",
    "annotations/registry/entities.yaml": "ministry: {type: organisation, name: The Ministry}\n",
    "annotations/registry/scale.yaml": "version: 1\nratings:\n"
    "  - {id: unproven, name: Unproven, means: Not shown., tone: open}\n"
    "  - {id: false, name: False, value: 1, means: Not so., tone: bad}\n",
}
OWN = (  # of which it is said that it rests on one source
    "  - {id: dam, kind: claim, quote: the dam, claim: It is, said_by: ministry, verdict: false,\n"
    "     said_on: 2020-12-01, fact: It is not., as_of: 2020-12-09, sources: [report], by: a.b}\n"
)
CACHE = ".cache/postil/compiled"
INDEX = f"{CACHE}/index"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built; to be copied, and left as it is."""
    site = tmp_path_factory.mktemp("cache") / "site"
    write(site, SITE)
    _built(site)
    assert (site / INDEX).is_file()
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "site")


@pytest.fixture(scope="module")
def edited(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a clean build makes of the site after an edit."""
    site = shutil.copytree(built, tmp_path_factory.mktemp("edited") / "site")
    _edit(site)
    return _clean(site)


def _edit(site: Path) -> None:
    edit(site / "content/articles/2020/weir.md", "once.", "once, so they say.")


def _built(site: Path) -> dict[str, bytes]:
    done = run(site, "postil", "build")
    assert done.returncode == 0, done.stderr
    return tree(site / "output")


def _clean(site: Path) -> dict[str, bytes]:
    """Return what a build makes that knows of none before it."""
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write("\nPOSTIL_CACHE = ''\nOUTPUT_PATH = 'other'\nPOSTIL_JOBS = 1\n")
    done = run(site, "postil", "build")
    assert done.returncode == 0, done.stderr
    return tree(site / "other")


HARMS: dict[str, Callable[[Path], object]] = {
    "none": lambda _: None,
    "half a cache": lambda site: _things(site).write_bytes(_things(site).read_bytes()[:-200]),
    "a byte of the cache": lambda site: _flip(_things(site), -100),
    "half an index": lambda site: (site / INDEX).write_bytes((site / INDEX).read_bytes()[:-20]),
    "the head of the index": lambda site: _flip(site / INDEX, 20),
    "an older index": lambda site: _flip(site / INDEX, 14),
    "no index": lambda site: (site / INDEX).unlink(),
    "no things": lambda site: _things(site).unlink(),
    "no cache": lambda site: shutil.rmtree(site / CACHE),
}


def _things(site: Path) -> Path:
    return max((site / CACHE).glob("things-*"), key=lambda path: path.stat().st_size)


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("harm", HARMS)
def test_a_build_with_a_cache_makes_what_a_clean_one_makes(
    site: Path, edited: Mapping[str, bytes], harm: str
) -> None:
    HARMS[harm](site)
    _edit(site)
    assert _built(site) == edited
    assert _built(site) == edited


def test_the_first_label_of_all_is_seen_by_an_article_that_was_there_before(site: Path) -> None:
    write(
        site,
        {
            "annotations/registry/labels.yaml": "state: {text: State-run, tone: inform,"
            " applied_by: platform, disclaimer: Run by the state., used: {from: 2010-01-01}}\n",
            "annotations/registry/entities.yaml": "platform: {type: organisation, name: Platform}\n"
            "ministry: {type: organisation, name: The Ministry, accounts: [{platform: platform,"
            " handle: m}], labels: [{label: state, account: platform, from: 2010-01-01}]}\n",
        },
    )
    after = _built(site)
    assert any(b"State-run" in page for page in after.values())
    assert after == _clean(site)


def test_only_what_an_article_looks_up_makes_it_be_compiled_again(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    _built(tmp_path)
    before = _kept(tmp_path)
    edit(tmp_path / "annotations/claims/ministry-said.yaml", "Nobody has", "Nobody yet has")
    _built(tmp_path)
    after = _kept(tmp_path)
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed
    assert changed <= {name for name in before if b"dam" in before[name]}
    assert any(b"weir" in before[name] for name in before.keys() - changed)


def test_the_number_of_processes_changes_no_byte(site: Path) -> None:
    before = tree(site / "output")
    done = run(site, "postil", "build", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert tree(site / "output") == before
    wrong = run(site, "postil", "build", "--jobs", "many")
    assert wrong.returncode == 2
    assert "give a number from 1" in wrong.stderr
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write("POSTIL_JOBS = 'many'\n")
    found = run(site, "postil", "build")
    assert found.returncode == 1
    assert "pelican.conf.py: error[settings]: POSTIL_JOBS is 'many'" in found.stderr


def test_an_error_is_found_again_in_every_build(site: Path) -> None:
    edit(site / "annotations/articles/2020/dam.yaml", "inspected twice", "inspected thrice")
    first, second = run(site, "postil", "build"), run(site, "postil", "build")
    assert first.returncode == second.returncode == 1
    assert first.stderr == second.stderr
    assert "inspected thrice" in first.stderr


def test_a_warning_of_an_unchanged_article_is_found_again(site: Path) -> None:
    write(site, {"content/articles/2020/lock.md": SITE["content/articles/2020/weir.md"] + "<u\n"})
    edit(site / "content/articles/2020/weir.md", "once.", "once. <blink>See</blink>")
    first, second = run(site, "postil", "check"), run(site, "postil", "check")
    assert "removed-html" in first.stdout + first.stderr
    assert (first.stdout, first.stderr) == (second.stdout, second.stderr)


def test_a_cache_that_cannot_be_written_is_done_without(site: Path) -> None:
    shutil.rmtree(site / CACHE)
    (site / CACHE).write_text("a file", "utf-8")
    assert _built(site) == _clean(site)


def test_a_cabinet_gives_back_what_was_put_in(tmp_path: Path) -> None:
    things = {b"one": b"first", b"two": b"second" * 1000, b"three": b""}
    _put(tmp_path / "a", things)
    kept = Cabinet(tmp_path / "a")
    assert {name: kept.get(name) for name in things} == things
    assert kept.get(b"four") is None


def test_a_cabinet_keeps_what_was_asked_for_and_no_more_than_it_needs(tmp_path: Path) -> None:
    for number in range(30):
        cabinet = Cabinet(tmp_path)
        if number:
            assert cabinet.get(b"first") == b"1" * 1000
        else:
            cabinet.put(b"first", b"1" * 1000)
        cabinet.put(b"%d" % number, b"2" * 1000)
        assert cabinet.get(b"%d" % number) == b"2" * 1000
        cabinet.keep()
        assert cabinet.get(b"%d" % number) == b"2" * 1000
        assert cabinet.get(b"%d" % (number - 1)) is None
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 5000
    assert len(list(tmp_path.iterdir())) < 12


def test_a_thing_that_was_damaged_is_not_in_a_cabinet(tmp_path: Path) -> None:
    _put(tmp_path, {b"one": b"first", b"two": b"second"})
    (things,) = tmp_path.glob("things-*")
    _flip(things, things.read_bytes().index(b"first"))
    cabinet = Cabinet(tmp_path)
    assert cabinet.get(b"one") is None
    assert cabinet.get(b"two") == b"second"
    cabinet.put(b"one", b"first")
    cabinet.keep()
    assert Cabinet(tmp_path).get(b"one") == b"first"
    for path in tmp_path.glob("things-*"):
        path.unlink()
    assert Cabinet(tmp_path).get(b"two") is None


def test_a_cabinet_with_many_small_files_makes_one_of_them_and_leaves_the_large(
    tmp_path: Path,
) -> None:
    _put(tmp_path, {b"large": b"x" * 100_000})
    (large,) = tmp_path.glob("things-*")
    numbers = {b"%d" % number: b"no. %d" % number for number in range(20)}
    for name, thing in numbers.items():
        cabinet = Cabinet(tmp_path)
        cabinet.retain_all()
        cabinet.put(name, thing)
        cabinet.keep()
        assert large.exists()
        assert len([*tmp_path.glob("things-*")]) <= 9
    kept = Cabinet(tmp_path)
    assert {name: kept.get(name) for name in numbers} == numbers
    assert kept.get(b"large") == b"x" * 100_000


def test_a_cabinet_of_which_a_file_is_gone_keeps_the_rest(tmp_path: Path) -> None:
    _put(tmp_path, {b"one": b"first"})
    (gone,) = tmp_path.glob("things-*")
    for names in ([b"one"], [b"one", b"two"]):
        cabinet = Cabinet(tmp_path)
        for name in names:
            cabinet.retain(name)
        cabinet.put(b"two", b"second")
        cabinet.keep()
        gone.unlink(missing_ok=True)
    assert Cabinet(tmp_path).get(b"one") is None
    cabinet = Cabinet(tmp_path)
    cabinet.put(b"one", b"again")
    cabinet.retain(b"two")
    cabinet.keep()
    assert Cabinet(tmp_path).get(b"one") == b"again"
    assert Cabinet(tmp_path).get(b"two") == b"second"


def test_a_cabinet_without_a_folder_is_gone_with_the_build(tmp_path: Path) -> None:
    cabinet = Cabinet(None)
    cabinet.put(b"one", b"first")
    cabinet.keep()
    assert cabinet.get(b"one") == b"first"
    assert not list(tmp_path.iterdir())


def _put(folder: Path, things: Mapping[bytes, bytes]) -> None:
    cabinet = Cabinet(folder)
    for name, thing in things.items():
        cabinet.put(name, thing)
    cabinet.keep()


def _kept(site: Path) -> dict[bytes, bytes]:
    cabinet = Cabinet(site / CACHE)
    return {name: thing for name in cabinet._known if (thing := cabinet.get(name))}


def test_a_file_that_is_saved_meanwhile_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sidecar = site / "annotations/articles/2020/dam.yaml"
    edit(sidecar, "Ministry said}", f"Ministry said}}\n{OWN}")
    prepare = Compilations.prepare

    def and_then_save(*arguments: object, jobs: int) -> None:
        prepare(*arguments, jobs=jobs)  # type: ignore[arg-type]
        edit(sidecar, "In May.", "In the month of May.")

    monkeypatch.setattr(Compilations, "prepare", and_then_save)
    monkeypatch.chdir(site)
    found = build.build(site / "pelican.conf.py")
    assert [(each.path, each.message) for each in found.findings if each.is_error] == [
        ("content/articles/2020/dam.md", "was saved while the archive was being built")
    ]
