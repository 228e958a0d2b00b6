"""What is known of a folder makes it quicker to look at, and never another."""

import errno
import os
import random
import shutil
from pathlib import Path

import pytest

from postil.publishing.inventory import Inventory, moment, parent, take


def change(folder: Path, chance: random.Random) -> None:
    """Do something to a folder of a few names: files, folders and links come, go and move."""
    inside = [path for path in folder.rglob("*") if path.is_dir() and path.resolve() == path]
    places = [folder, *inside]
    place = chance.choice(places) / chance.choice("abc")
    match chance.randrange(7):
        case 0 | 1 if not place.is_dir():
            place.unlink(missing_ok=True)
            place.write_text(chance.choice(["one", "two", "three"]), "utf-8")
        case 2 if not place.exists():
            place.unlink(missing_ok=True)
            place.mkdir()
        case 3 if place.is_symlink() or place.is_file():
            place.unlink()
        case 3 if place.is_dir():
            shutil.rmtree(place)
        case 4 if not os.path.lexists(place):
            place.symlink_to(folder.parent / "beside" / chance.choice("abx"))
        case 5 if os.path.lexists(place) and not os.path.lexists(folder / "moved"):
            place.rename(folder / "moved")
        case 6:
            aside = folder.parent / "beside" / chance.choice("ab")
            (aside / chance.choice("de")).write_text(chance.choice(["four", "fifth"]), "utf-8")


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_what_is_known_changes_nothing(tmp_path: Path, seed: int, *, follow: bool) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in "ab":
        (tmp_path / "beside" / name).mkdir(parents=True)
    known = take(folder, follow=follow)
    for _ in range(12):
        known = known.settled(moment(tmp_path))
        for _ in range(chance.randrange(4)):
            change(folder, chance)
        found = take(folder, follow=follow)
        again = take(folder, known, follow=follow)
        assert (dict(again.folders), dict(again.files)) == (found.folders, found.files)
        told = again.since(known).after(known)
        assert told == again
        before = set[str]()
        for name in told.folders:
            assert not name or parent(name) in before
            before.add(name)
        known = again


def test_names_are_seen_without_a_look_at_the_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/one").write_text("1", "utf-8")
    (tmp_path / "two").write_text("2", "utf-8")
    known = take(tmp_path)
    (tmp_path / "a/one").write_text("longer", "utf-8")
    (tmp_path / "three").write_text("3", "utf-8")
    found = take(tmp_path, known, names=True)
    assert found.files.keys() == {"a/one", "two", "three"}
    assert found.files["a/one"] == known.files["a/one"]


def test_what_is_only_just_changed_is_not_known(tmp_path: Path) -> None:
    then = moment(tmp_path)
    (tmp_path / "new").write_text("1", "utf-8")
    found = take(tmp_path)
    assert found.settled(then).files != found.files
    assert found.settled(moment(tmp_path)).files == found.files


def test_a_folder_within_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").symlink_to(tmp_path)
    assert take(tmp_path).files.keys() == {"a/b"}
    with pytest.raises(OSError, match="symbolic links") as raised:
        take(tmp_path, follow=True)
    assert raised.value.errno == errno.ELOOP


def test_what_lies_below_a_name(tmp_path: Path) -> None:
    for name in ("a", "ab", "a/c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, "utf-8")
    found = take(tmp_path)
    below = found.below(["a", "missing"])
    assert set(below.folders) | set(below.files) == {"a", "a/c", "a/file", "a/c/file"}
    rest = found.without(["a/"])
    assert set(rest.folders) | set(rest.files) == {"", "ab", "ab/file"}
    assert found.without([]) == found
    assert take(tmp_path / "missing") == Inventory({}, {})
