"""All or nothing: whatever happens to a build, the published folder is whole."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from postil.publishing.staging import publish, staging


@pytest.fixture(autouse=True, params=[0, 1000], ids=["by-two-processes", "by-one"])
def looked_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sites are looked at by the build itself, large ones by another process meanwhile."""
    monkeypatch.setattr("postil.publishing.staging._MANY", request.param)


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stage(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def release(output: Path, files: dict[str, str], **how: list[str]) -> int:
    with staging(output) as place:
        stage(place.folder, files)
        return publish(place, retain=how.get("retain", [])).changed


def test_a_first_site_is_published_whole(tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert release(output, {"index.html": "one", "a/index.html": "two"}) == 2
    assert tree(output) == {"a/index.html": "two", "index.html": "one"}


def test_a_new_site_takes_the_place_of_the_old_one_and_nothing_is_left_over(
    tmp_path: Path,
) -> None:
    output = tmp_path / "output"
    release(output, {"index.html": "one", "gone.html": "x"})
    assert release(output, {"index.html": "two"}) == 1
    assert tree(output) == {"index.html": "two"}
    assert not (tmp_path / ".output.postil" / "staging").exists()


def test_a_file_with_the_same_bytes_keeps_its_time_stamp(tmp_path: Path) -> None:
    output = tmp_path / "output"
    release(output, {"same.html": "one", "other.html": "one"})
    for name in ("same.html", "other.html"):
        os.utime(output / name, ns=(10**18, 10**18))
    assert release(output, {"same.html": "one", "other.html": "two"}) == 1
    assert (output / "same.html").stat().st_mtime_ns == 10**18
    assert (output / "other.html").stat().st_mtime_ns != 10**18


def test_a_build_that_fails_leaves_the_published_site_alone(tmp_path: Path) -> None:
    output = tmp_path / "output"
    release(output, {"index.html": "one"})

    def failing() -> None:
        with staging(output) as place:
            stage(place.folder, {"index.html": "half"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert tree(output) == {"index.html": "one"}
    assert not (tmp_path / ".output.postil" / "staging").exists()


def test_what_the_site_wants_to_keep_is_kept(tmp_path: Path) -> None:
    output = tmp_path / "output"
    release(output, {"index.html": "one", "CNAME": "example.org", ".git/HEAD": "ref"})
    release(output, {"index.html": "two"}, retain=["CNAME", ".git", "missing"])
    assert tree(output) == {"index.html": "two", "CNAME": "example.org", ".git/HEAD": "ref"}


def test_without_an_exchange_in_one_step_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postil.publishing.staging._exchange", lambda *_: False)
    output = tmp_path / "output"
    release(output, {"index.html": "one"})
    release(output, {"index.html": "two"})
    assert tree(output) == {"index.html": "two"}


def test_a_build_killed_between_two_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    output = tmp_path / "output"
    release(output, {"index.html": "one"})
    output.rename(tmp_path / ".output.postil" / "published")
    with staging(output):
        assert tree(output) == {"index.html": "one"}


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path) -> None:
    output = tmp_path / "output"
    old = {f"{n}/index.html": "old" for n in range(40)}
    new = {f"{n}/index.html": "new" for n in range(40)}
    release(output, old)
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.test_publishing import release\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for word in ('new', 'old'):\n"
        "        files = {f'{n}/index.html': word for n in range(40)}\n"
        "        release(Path(sys.argv[1]), files)\n"
    )
    here = Path(__file__).parents[1]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here / "plugins"), str(here)])}
    for moment in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(output)], env=env, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 + moment * 0.007)  # not a limit: another moment of the build each time
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert tree(output) in (old, new)
    assert release(output, {"index.html": "next"}) == 1
    assert tree(output) == {"index.html": "next"}


def test_two_builds_at_once_publish_one_after_the_other(tmp_path: Path) -> None:
    output = tmp_path / "output"
    order: list[str] = []
    inside = threading.Event()

    def first() -> None:
        with staging(output) as place:
            inside.set()
            time.sleep(0.1)
            stage(place.folder, {"index.html": "first"})
            publish(place)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    with staging(output) as place:
        order.append("second")
        stage(place.folder, {"index.html": "second"})
        publish(place)
    thread.join()
    assert order == ["first", "second"]
    assert tree(output) == {"index.html": "second"}


def keep_all_but(output: Path, files: dict[str, str], *gone: str) -> int:
    """Publish some files, and keep all others that are there."""
    with staging(output) as place:
        stage(place.folder, files)
        place.kept.update(place.published.found.files.keys() - {*gone})
        return publish(place).changed


def numbers(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_ino for name in tree(folder)}


def test_what_is_kept_need_not_be_made_again(tmp_path: Path) -> None:
    output = tmp_path / "output"
    release(output, {"index.html": "one", "2020/dam/index.html": "dam", "gone/index.html": "x"})
    before = numbers(output)
    for word in ("two", "three", "four"):
        assert keep_all_but(output, {"index.html": word}, "gone/index.html") == 1
        assert tree(output) == {"index.html": word, "2020/dam/index.html": "dam"}
        assert numbers(output)["2020/dam/index.html"] == before["2020/dam/index.html"]
        assert not (output / "gone").exists()


def test_folders_come_and_go_and_become_files(tmp_path: Path) -> None:
    output = tmp_path / "output"
    sites: list[dict[str, str]] = [
        {"a/b/c.html": "1", "d": "file"},
        {"a/b": "file", "d/e/f.html": "2"},
        {"a/b/c.html": "1", "d/e/g.html": "3"},
        {"index.html": "alone"},
        {"a/b/c.html": "1", "d": "file"},
    ]
    for site in sites:
        release(output, site)
        assert tree(output) == site
        folders = {path for path in output.rglob("*") if path.is_dir()}
        assert folders == {path.parent for path in output.rglob("*")} - {output}


def test_what_others_put_into_the_site_is_gone_with_the_next_build(tmp_path: Path) -> None:
    output = tmp_path / "output"
    site = {"index.html": "one", "a/index.html": "two"}
    release(output, site)
    for number in range(3):
        write = {"a/stray.html": "x", f"other/{number}.html": "x"}
        stage(output, write)
        (output / "empty").mkdir()
        (output / "link").symlink_to(tmp_path)
        release(output, {**site, "index.html": str(number)})
        assert {path.name for path in output.iterdir()} == {"index.html", "a"}
        assert {path.name for path in (output / "a").iterdir()} == {"index.html"}
    assert tmp_path.is_dir()


def test_a_file_is_known_to_be_as_it_was_published_or_not(tmp_path: Path) -> None:
    output = tmp_path / "output"
    names = ("as-it-was", "edited", "same-time", "replaced", "permitted", "gone", "untold")
    with staging(output) as place:
        stage(place.folder, dict.fromkeys(names, "bytes"))
        place.made.update({name: name.encode() for name in names if name != "untold"})
        publish(place)
    with staging(output) as place:
        assert all(place.published.intact(name) for name in names)
        assert place.published.whole()
    stage(output, {"edited": "other", "new": "x"})
    then = (output / "same-time").stat()
    stage(output, {"same-time": "BYTES"})
    os.utime(output / "same-time", ns=(then.st_atime_ns, then.st_mtime_ns))
    stage(output, {"replaced.new": "bytes"})
    (output / "replaced.new").replace(output / "replaced")
    (output / "permitted").chmod(0o600)
    (output / "gone").unlink()
    with staging(output) as place:
        edition = place.published
        assert {name for name in [*names, "new"] if edition.intact(name)} == {"as-it-was", "untold"}
        assert edition.made_of("as-it-was") == b"as-it-was"
        assert all(edition.made_of(name) is None for name in [*names[1:], "new"])
        assert not edition.whole()


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "of another edition"])
def test_a_ledger_that_is_not_the_one_written_proves_nothing(tmp_path: Path, harm: str) -> None:
    output, ledger = tmp_path / "output", tmp_path / ".output.postil" / "site"
    release(output, {"index.html": "one", "a.html": "same"})
    data = ledger.read_bytes()
    release(output, {"index.html": "two", "a.html": "same"})
    match harm:
        case "cut":
            ledger.write_bytes(ledger.read_bytes()[:-1])
        case "flipped":
            changed = bytearray(ledger.read_bytes())
            changed[-20] ^= 1
            ledger.write_bytes(changed)
        case "gone":
            ledger.unlink()
        case _:
            ledger.write_bytes(data)
    with staging(output) as place:
        assert not place.published.intact("index.html")
        assert not place.published.whole()
    assert keep_all_but(output, {"index.html": "three"}) == 1
    assert tree(output) == {"index.html": "three", "a.html": "same"}


SPOILED = ("file gone", "file more", "file moved", "other file", "folder gone", "all gone")


@pytest.mark.parametrize("spoiled", [*SPOILED, "a file", "a link", "ledger gone"])
def test_whatever_the_back_of_the_site_has_become_the_next_site_is_right(
    tmp_path: Path, spoiled: str
) -> None:
    output, workplace = tmp_path / "output", tmp_path / ".output.postil"
    back = workplace / "back"
    release(output, {"index.html": "0", "a/b.html": "b", "a/c.html": "c"})
    keep_all_but(output, {"index.html": "1"})
    keep_all_but(output, {"index.html": "2"})
    match spoiled:
        case "file gone":
            (back / "a/b.html").unlink()
        case "file more":
            stage(back, {"a/stray.html": "x", "new/stray.html": "x"})
        case "file moved":
            (back / "a/b.html").rename(back / "a/c.html")
        case "other file":
            (back / "a/b.html").unlink()
            stage(back, {"a/b.html": "other"})
        case "folder gone":
            shutil.rmtree(back / "a")
        case "ledger gone":
            (workplace / "behind").unlink()
        case _:
            shutil.rmtree(back)
    if spoiled == "a file":
        back.write_text("a file", "utf-8")
    if spoiled == "a link":
        back.symlink_to(output)
    for word in ("3", "4"):
        keep_all_but(output, {"index.html": word})
        assert tree(output) == {"index.html": word, "a/b.html": "b", "a/c.html": "c"}


def test_where_files_cannot_be_linked_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    output = tmp_path / "output"
    release(output, {"index.html": "one", "a.html": "same"})
    os.utime(output / "a.html", ns=(10**18, 10**18))
    for word in ("two", "three"):
        assert keep_all_but(output, {"index.html": word}) == 1
        assert tree(output) == {"index.html": word, "a.html": "same"}
        assert (output / "a.html").stat().st_mtime_ns == 10**18


def test_files_have_the_permissions_that_the_build_gives(tmp_path: Path) -> None:
    output = tmp_path / "output"
    site = {"index.html": "one", "a/b.html": "same"}
    release(output, site)
    release(output, {**site, "index.html": "two"})
    modes = {path: path.stat().st_mode for path in [output, *output.rglob("*")]}
    (output / "a").chmod(0o700)
    (output / "a/b.html").chmod(0o400)
    os.utime(output / "a/b.html", ns=(10**18, 10**18))
    for word in ("three", "four"):
        assert release(output, {**site, "index.html": word}) == 1
    assert {path: path.stat().st_mode for path in modes} == modes
    assert (output / "a/b.html").stat().st_mtime_ns == 10**18
    umask = os.umask(0o077)
    try:
        with staging(output) as place:
            assert not place.published.intact("index.html")
        release(output, site)
    finally:
        os.umask(umask)
    assert (output / "a/b.html").stat().st_mode & 0o777 == 0o600


def test_links_in_a_site_stay_links(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for word in ("one", "two", "three"):
        with staging(output) as place:
            stage(place.folder, {"index.html": word})
            (place.folder / "latest").symlink_to("index.html")
            publish(place)
        assert (output / "latest").readlink() == Path("index.html")
        assert (output / "latest").read_text("utf-8") == word


def test_a_site_published_through_a_link_stays_behind_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "elsewhere")
    for word in ("one", "two", "three"):
        release(tmp_path / "output", {"index.html": word})
        assert (tmp_path / "output").is_symlink()
        assert tree(tmp_path / "elsewhere") == {"index.html": word}


def test_a_site_that_was_removed_is_made_anew(tmp_path: Path) -> None:
    output = tmp_path / "output"
    site = {"index.html": "one", "a/b.html": "same"}
    for _ in range(3):
        release(output, site)
        release(output, {**site, "index.html": "two"})
        shutil.rmtree(output)
        assert release(output, site) == 2
        assert tree(output) == site
        shutil.rmtree(output)
        output.mkdir()


def test_what_is_retained_stays_as_its_owner_has_it(tmp_path: Path) -> None:
    output = tmp_path / "output"
    release(output, {"index.html": "one"})
    stage(output, {".git/HEAD": "ref", "CNAME": "example.org"})
    (output / ".git/refs/tags").mkdir(parents=True)
    for word in ("two", "three", "four"):
        stage(output, {".git/log": word})
        release(output, {"index.html": word, "CNAME": "ours"}, retain=[".git", "CNAME", "missing"])
        kept = {"CNAME": "example.org", ".git/HEAD": "ref", ".git/log": word}
        assert tree(output) == {"index.html": word, **kept}
        assert (output / ".git/refs/tags").is_dir()
