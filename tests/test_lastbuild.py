"""A build with nothing to do says so at once; and whatever changed, it never says so wrongly."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sites import REPOSITORY, edit, tree, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stamps tell too little there")

CONF = """
import json
import os
from pathlib import Path

from postil.settings import *

import ours

SITENAME = json.loads(Path("name.json").read_text())
SITESUBTITLE = ours.SUBTITLE
SITEURL = os.environ.get("SITEURL", "https://example.org")
THEME = "theme"
THEME_TEMPLATES_OVERRIDES = ["templates"]
POSTIL_CARDS = False
POSTIL_CARD_FONTS = ["face.ttf"]
POSTIL_SEARCH = False
STATIC_EXCLUDES = {"a", "b", "c", "d"}
"""
SITE = {
    "pelican.conf.py": CONF,
    "ours.py": "SUBTITLE = 'Ours'\n",
    "name.json": '"A site"',
    "face.ttf": "not looked at: no cards are drawn",
    "content/articles/2020/dam.md": "---\ntitle: The dam\ndate: 2020-12-09\n---\n"
    "The Ministry said that the dam was inspected twice.\n",
    "content/articles/2020/weir.md": "---\ntitle: The weir\ndate: 2020-12-10\n---\n"
    "The weir was inspected <blink>once</blink>.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
    "content/images/dam.svg": "<svg/>",
    "annotations/articles/2020/dam.yaml": "annotations:\n"
    "  - {id: twice, kind: context, quote: inspected twice, note: In May., as_of: 2020-12-09}\n",
    "annotations/registry/entities.yaml": "ministry: {type: organisation, name: The Ministry}\n",
    "annotations/registry/redirects.yaml": "2020/old/: 2020/12/dam/\n",
    "annotations/claims/safe.yaml": "claim: The dam is safe\nsaid_by: ministry\n"
    "said_on: 2020-12-01\nverdict: unproven\nfact: Nobody has shown it.\nas_of: 2020-12-09\n"
    "sources: [report]\nby: a.editor\n",
    "annotations/registry/sources.yaml": "report: {title: Report, by: Dam office,"
    " url: https://example.org/report}\n",
    "annotations/registry/scale.yaml": "version: 1\nratings:\n"
    "  - {id: unproven, name: Unproven, means: Not shown., tone: open}\n",
    "locale/fr/LC_MESSAGES/postil.po": 'msgid ""\nmsgstr "Content-Type: text/plain; '
    'charset=UTF-8\\n"\n',
    "templates/partials/unused.html": "unused\n",
}
UMASK = os.umask(0)
os.umask(UMASK)
ANSWER = """
import json, os, sys
from pathlib import Path
import postil.settings
from postil.building.lastbuild import Trial
for line in sys.stdin:
    conf, environment, umask = json.loads(line)
    if os.fork():
        os.wait()
    else:
        os.environ.update(environment)
        os.umask(umask)
        print(Trial(Path(conf)).said() is not None, flush=True)
        os._exit(0)
"""
"""Answers whether nothing changed, each time in a process in which nothing has happened yet."""


class Site:
    """A site with its own copy of the program, so that this can be changed too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.program = folder / "program"
        shutil.copytree(REPOSITORY / "plugins", self.program / "plugins")
        shutil.copytree(REPOSITORY / "theme", self.program / "theme")
        shutil.copytree(REPOSITORY / "theme", self.folder / "theme")
        write(self.folder, SITE)

        path = os.pathsep.join([str(self.program / "plugins"), str(self.folder)])
        here = {name: value for name, value in os.environ.items() if name != "SITEURL"}
        self._environment = {**here, "PYTHONPATH": path}
        self._answerer = subprocess.Popen(
            [sys.executable, "-c", ANSWER],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self) -> None:
        self._answerer.communicate()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )

    def build(self) -> subprocess.CompletedProcess[str]:
        done = self.run("-m", "postil", "build")
        assert done.returncode == 0, done.stderr
        return done

    def unchanged(
        self,
        conf: str = "pelican.conf.py",
        umask: int = UMASK,
        environment: dict[str, str] | None = None,
    ) -> bool:
        """Return whether a build would say at once that nothing changed."""
        assert self._answerer.stdin
        assert self._answerer.stdout
        self._answerer.stdin.write(json.dumps([conf, environment or {}, umask]) + "\n")
        self._answerer.stdin.flush()
        answer = self._answerer.stdout.readline()
        assert answer in {"True\n", "False\n"}
        return answer == "True\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("unchanged"))
    site.build()
    assert site.unchanged()
    yield site
    site.end()


@pytest.fixture
def site(shared: Site) -> Iterator[Site]:
    """A site of which a build says that it is unchanged, and will again."""
    yield shared
    if not shared.unchanged():
        shared.build()
        assert shared.unchanged()


@contextmanager
def as_before(*paths: Path) -> Iterator[None]:
    """Put files back as they were: the same bytes, in other files and at another time."""
    kept = {path: path.read_bytes() for path in paths}
    yield
    for path, data in kept.items():
        path.unlink(missing_ok=True)
        path.write_bytes(data)


FILES = [
    *(name for name in SITE if name != "name.json"),
    "theme/templates/article.html",
    "theme/css/tokens.css",
]


@pytest.mark.parametrize("name", FILES)
def test_a_change_of_any_file_is_noticed_and_the_same_bytes_are_none(site: Site, name: str) -> None:
    path = site.folder / name
    with as_before(path):
        then = path.stat()
        path.write_bytes(path.read_bytes() + b"\n")
        assert not site.unchanged()
        path.write_bytes(path.read_bytes()[:-2] + b"~")
        os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
        assert path.stat().st_size == then.st_size
        assert not site.unchanged()
        path.unlink()
        assert not site.unchanged()
    assert site.unchanged()
    path.touch()
    assert site.unchanged()


def test_what_only_a_reader_of_pelicans_knows_to_have_been_read_is_read_again(site: Site) -> None:
    page = site.folder / "content/pages/old.rst"
    write(site.folder, {"content/pages/old.rst": "Old\n###\n\n.. include:: ../../from.txt\n"})
    write(site.folder, {"from.txt": "Two inspections.\n"})
    site.build()
    assert not site.unchanged()
    write(site.folder, {"from.txt": "Three inspections.\n"})
    site.build()
    assert "Three inspections" in (site.folder / "output/old/index.html").read_text("utf-8")
    page.unlink()


@pytest.mark.parametrize("name", ["sharing.py", "locale/ar/LC_MESSAGES/postil.po"])
def test_a_change_of_the_program_is_noticed(site: Site, name: str) -> None:
    path = next((site.program / "plugins" / "postil").rglob(Path(name).name))
    with as_before(path):
        path.write_bytes(path.read_bytes() + b"\n")
        assert not site.unchanged()
    assert site.unchanged()


@pytest.mark.parametrize(
    "name",
    [
        "content/articles/2020/new.md",
        "content/articles/2021/deep/new.md",
        "content/images/new.svg",
        "annotations/articles/2020/weir.yaml",
        "annotations/claims/new.yaml",
        "annotations/registry/labels.yaml",
        "locale/de/LC_MESSAGES/postil.po",
        "templates/article.html",
        "theme/templates/partials/new.html",
    ],
)
def test_a_file_more_is_noticed(site: Site, name: str) -> None:
    write(site.folder, {name: "x"})
    assert not site.unchanged()
    (site.folder / name).unlink()
    assert site.unchanged()


def test_another_name_is_noticed(site: Site) -> None:
    old = site.folder / "content/articles/2020/weir.md"
    new = old.rename(old.with_name("wear.md"))
    assert not site.unchanged()
    new.rename(old)
    assert site.unchanged()


def test_what_the_settings_read_is_noticed(site: Site) -> None:
    with as_before(site.folder / "name.json"):
        (site.folder / "name.json").write_text('"Another"', "utf-8")
        assert not site.unchanged()
        (site.folder / "name.json").write_text('"A site"  ', "utf-8")
        assert site.unchanged()
    for name in ("SITEURL", "TZ", "LC_ALL"):
        other = "C" if os.environ.get(name) != "C" else "POSIX"
        assert not site.unchanged(environment={name: other})
    assert site.unchanged(environment={"EDITOR": "vi"})


def test_the_permissions_that_files_get_are_part_of_it(site: Site) -> None:
    assert not site.unchanged(umask=UMASK ^ 0o077)


@pytest.mark.parametrize(
    "line",
    [
        "PLUGINS = ['postil', 'another']",
        "PLUGIN_PATHS = ['.']",
        "import pelican",
        "print('hello')",
        "raise SystemExit",
        "JINJA_FILTERS = {**JINJA_FILTERS, 'loud': lambda text: text.upper()}",
        "JINJA_GLOBALS = {'loud': ours}",
        "POSTIL_CACHE = ''",
        "PATH = '.'",
        "SITENAME = os.urandom(8).hex()",
    ],
)
def test_settings_of_which_nothing_can_be_told_are_never_unchanged(site: Site, line: str) -> None:
    write(site.folder, {"other.conf.py": f"{CONF}\nOUTPUT_PATH = 'other'\n{line}\n"})
    site.run("-m", "postil", "build", "-s", "other.conf.py")
    assert not site.unchanged("other.conf.py")


def test_a_folder_behind_a_link_is_looked_into(site: Site, tmp_path: Path) -> None:
    shutil.copytree(site.folder / "content", tmp_path / "content")
    (site.folder / "linked").symlink_to(tmp_path / "content")
    conf = f"{CONF}\nOUTPUT_PATH = 'other'\nPATH = 'linked'\nPOSTIL_CACHE = 'cache-of-linked'\n"
    write(site.folder, {"linked.conf.py": conf})
    done = site.run("-m", "postil", "build", "-s", "linked.conf.py")
    assert done.returncode == 0, done.stderr
    assert site.unchanged("linked.conf.py")
    edit(tmp_path / "content/articles/2020/weir.md", "weir was", "weirs were")
    assert not site.unchanged("linked.conf.py")


def test_a_published_folder_behind_a_link_is_looked_into(site: Site, tmp_path: Path) -> None:
    output = site.folder / "behind-a-link"
    output.symlink_to(tmp_path)
    write(site.folder, {"behind.conf.py": f"{CONF}\nOUTPUT_PATH = 'behind-a-link'\n"})
    done = site.run("-m", "postil", "build", "-s", "behind.conf.py")
    assert done.returncode == 0, done.stderr
    assert site.unchanged("behind.conf.py")
    (tmp_path / "index.html").unlink()
    assert not site.unchanged("behind.conf.py")
    output.unlink()
    assert not site.unchanged("behind.conf.py")


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": lambda output: edit(output / "index.html", "</html>", "</html >"),
    "removed": lambda output: (output / "index.html").unlink(),
    "added": lambda output: write(output, {"stray.html": "x"}),
    "folder added": lambda output: (output / "stray").mkdir(),
    "permissions": lambda output: (output / "index.html").chmod(0o600),
    "all removed": shutil.rmtree,
    "ledger removed": lambda output: (output.parent / ".output.postil/site").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_published_folder_is_noticed_and_undone(site: Site, change: str) -> None:
    output = site.folder / "output"
    before = tree(output)
    CHANGES[change](output)
    assert not site.unchanged()
    site.build()
    assert tree(output) == before
    assert site.unchanged()
    site.build()
    assert not (output / "stray").exists()


def test_a_published_file_of_the_same_size_and_time_is_noticed(site: Site) -> None:
    path = site.folder / "output/index.html"
    data, then = path.read_bytes(), path.stat()
    path.write_bytes(data[:-1] + b"~")
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert not site.unchanged()
    site.build()
    assert path.read_bytes() == data


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "of another form"])
def test_a_record_that_is_not_the_one_written_is_none(site: Site, harm: str) -> None:
    record = site.folder / ".cache/postil/build"
    data = record.read_bytes()
    harmed = {
        "cut": data[:-1],
        "flipped": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "emptied": b"",
        "of another form": data.replace(b"postil last build 2", b"postil last build 0"),
    }
    record.write_bytes(harmed[harm])
    assert not site.unchanged()


def test_a_build_that_has_nothing_to_do_says_what_it_said_and_writes_nothing(site: Site) -> None:
    (site.folder / ".cache/postil/build").unlink()
    full = site.build()
    files = {path: path.stat() for path in site.folder.rglob("*")}
    assert site.unchanged()
    again = site.build()
    assert "removed-html" in full.stderr
    assert (full.stdout, full.stderr) == (again.stdout, again.stderr)
    assert {path: path.stat() for path in site.folder.rglob("*")}.keys() == files.keys()
    assert all(path.stat().st_ctime_ns == stat.st_ctime_ns for path, stat in files.items())


def test_after_an_error_and_its_mending_nothing_changed(site: Site) -> None:
    path = site.folder / "annotations/articles/2020/dam.yaml"
    with as_before(path):
        edit(path, "inspected twice", "inspected thrice")
        done = site.run("-m", "postil", "build")
        assert done.returncode == 1
        assert not site.unchanged()
    assert site.unchanged()


WATCH = """
import sys
from pathlib import Path
opened = set()
def watch(event, details):
    if event == "open" and isinstance(details[0], str):
        opened.add(Path(details[0]).absolute())
from postil.__main__ import main
from postil.building.lastbuild import Trial
sys.addaudithook(watch)
seen = []
look = Trial.look
Trial.look = lambda self, places, *others: (seen.extend(places), look(self, places, *others))
main(["build", "--jobs", "1"])
for path in sorted(opened):
    if path.is_file() and not any(path.is_relative_to(place) for place in seen):
        print(path)
"""


def test_all_that_a_build_opens_is_looked_at(site: Site) -> None:
    (site.folder / ".cache/postil/build").unlink()
    done = site.run("-c", WATCH)
    assert done.returncode == 0, done.stderr
    outside = [Path(line) for line in done.stdout.splitlines()]
    libraries = {Path(sys.prefix), Path(sys.base_prefix), Path("/proc"), Path("/dev"), Path("/usr")}
    names = ("site/.cache", "site/.output.postil", "site/output", "program/plugins")
    ours = {site.folder.parent / name for name in names}
    told = {site.folder / "name.json", site.folder / "ours.py"}
    assert not [
        path
        for path in outside
        if path not in told
        and "__pycache__" not in path.parts
        and not any(path.is_relative_to(place) for place in libraries | ours)
    ]
