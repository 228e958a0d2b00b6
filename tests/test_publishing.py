"""All or nothing: whatever happens to a build, the published folder is whole."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from postil import publishing
from postil.publishing import publish, staging


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
    with staging(output) as folder:
        stage(folder, files)
        return publish(folder, output, retain=how.get("retain", []))


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
    assert tree(tmp_path / ".output.postil") == {"lock": ""}


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
        with staging(output) as folder:
            stage(folder, {"index.html": "half"})
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
    monkeypatch.setattr(publishing, "_exchange", lambda *_: False)
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
        with staging(output) as folder:
            inside.set()
            time.sleep(0.1)
            stage(folder, {"index.html": "first"})
            publish(folder, output)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    with staging(output) as folder:
        order.append("second")
        stage(folder, {"index.html": "second"})
        publish(folder, output)
    thread.join()
    assert order == ["first", "second"]
    assert tree(output) == {"index.html": "second"}
