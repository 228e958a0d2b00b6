"""Which pages stand after a change: those that would read the same, and no other."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, meta

from postil.building.build import build
from postil.engine.cabinet import Cabinet
from postil.engine.cells import Watched, cell, noting, remembered
from postil.pelican.writing import DataSheet, Sheet
from postil.theming.reading import Readings
from postil.theming.templating import theme_folder
from postil.theming.theme import environment
from tests.changing import copy_sources
from tests.sites import REPOSITORY, edit, run, tree, write

WATCHER = """
from pelican import signals

def register():
    signals.content_object_init.connect(seen)

def seen(content):
    content.seen = True
"""


@pytest.fixture
def site(small_site: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_site, tmp_path / "site", symlinks=True)


@pytest.fixture
def made(site: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that builds in this process make, whatever becomes of them."""
    monkeypatch.chdir(site)  # where its settings look for other files
    names: list[str] = []
    for kind in (Sheet, DataSheet):

        def write(self: Sheet | DataSheet, write: object = kind.write) -> None:
            names.append(self.name)
            write(self)  # type: ignore[operator]

        monkeypatch.setattr(kind, "write", write)
    return names


def _built(site: Path) -> None:
    outcome = build(site / "pelican.conf.py", jobs=1)
    assert not outcome.failed, outcome.findings


def _stand(site: Path, made: list[str], *names: str) -> None:
    """Assert that published files were not made again."""
    for name in names:
        assert (site / "output" / name).is_file()
        assert name not in made


def test_an_edit_of_a_text_makes_its_page_and_what_shows_all_of_it(
    site: Path, made: list[str]
) -> None:
    weir = site / "content/articles/2020/weir.md"
    with weir.open("a") as article:
        article.write("\nNothing else is known of it, and nobody has asked since that day.\n")
    _built(site)
    made.clear()
    edit(weir, "since that day", "since")  # far from the words of any note, and from its summary
    _built(site)
    assert "2020/12/weir/index.html" in made
    assert "feeds/all.atom.xml" in made
    lists = ["index.html", "topics/water/index.html", "claims/index.html", "data/claims.csv"]
    _stand(site, made, *lists)


def test_another_title_makes_every_list_that_has_it(site: Path, made: list[str]) -> None:
    _built(site)
    made.clear()
    edit(site / "content/articles/2020/dam.md", "title: The dam", "title: A dam")
    _built(site)
    assert {"index.html", "topics/water/index.html", "data/articles.csv"} <= set(made)
    _stand(site, made, "2021/01/canal/index.html")


def test_nothing_is_made_of_what_did_not_change(site: Path, made: list[str]) -> None:
    _built(site)
    made.clear()
    (site / "content/pages").mkdir(exist_ok=True)
    write(site, {"content/articles/2020/notes.txt": "Read by nobody.\n"})
    _built(site)
    _stand(site, made, "2020/12/dam/index.html", "2020/12/weir/index.html", "index.html")


def test_a_published_page_that_was_edited_by_hand_is_made_anew(site: Path, made: list[str]) -> None:
    _built(site)
    before = tree(site / "output")
    made.clear()
    (site / "output/2020/12/dam/index.html").write_text("Not ours", "utf-8")
    _built(site)
    assert "2020/12/dam/index.html" in made
    assert tree(site / "output") == before


def test_pages_stand_beside_those_that_pelican_reads_itself(
    site: Path, made: list[str], tmp_path: Path
) -> None:
    page = (
        "<html><head><title>{title}</title><meta name='tags' content='water'></head>"
        "<body><p>{text} <a href='{{filename}}../articles/2020/dam.md'>The dam</a></p></body>"
        "</html>"
    )
    old = site / "content/pages/old.html"
    write(site, {"content/pages/old.html": page.format(title="Old", text="From before.")})
    _built(site)
    made.clear()
    edit(site / "content/articles/2021/canal.md", "title: ", "title: Once more, ")
    _built(site)
    assert "2021/01/canal/index.html" in made
    _stand(site, made, "2020/12/dam/index.html", "old/index.html")
    made.clear()
    old.write_text(page.format(title="Old", text="From long before."), "utf-8")
    _built(site)
    assert "old/index.html" in made
    clean = copy_sources(site, tmp_path / "clean")
    assert run(clean, "postil", "build").returncode == 0
    assert tree(site / "output") == tree(clean / "output")


def test_a_plugin_that_sees_articles_being_read_changes_no_byte(site: Path) -> None:
    before = tree(site / "output")
    write(site, {"watcher.py": WATCHER})
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write("\nPLUGIN_PATHS = ['.']\nPLUGINS = ['postil', 'watcher']\n")
    done = run(site, "postil", "build")
    assert done.returncode == 0, done.stderr
    assert tree(site / "output") == before


@pytest.mark.parametrize("name", ["feed", "headline", "correction"])
def test_what_a_template_writes_for_other_files_is_made_anew(
    site: Path, tmp_path: Path, name: str
) -> None:
    theme = REPOSITORY / f"theme/templates/components/{name}.html"
    words = theme.read_text("utf-8")
    changed = re.sub("({% macro [^%]*%})", r"\1!", words)
    assert changed != words
    write(site, {f"templates/components/{name}.html": words})
    assert run(site, "postil", "build").returncode == 0
    before = tree(site / "output")
    write(site, {f"templates/components/{name}.html": changed})
    clean = copy_sources(site, tmp_path / "clean")
    for folder in (site, clean):
        assert run(folder, "postil", "build").returncode == 0
    after = tree(site / "output")
    assert after != before
    assert after == tree(clean / "output")


class Well:
    """Something with cells."""

    def __init__(self) -> None:
        self.drawn = 0

    @cell
    def depth(self) -> int:
        """How deep it is."""
        self.drawn += 1
        return len(self.stones)

    @cell
    def stones(self) -> dict[str, int]:
        """Its stones."""
        return {"a": 1, "b": 2}


def test_a_cell_is_computed_once_and_each_read_is_noted() -> None:
    well = Well()
    for _ in range(2):
        with noting() as reads:
            assert well.depth == 2
        assert reads == {("Well.depth", None)}
    assert well.drawn == 1
    with pytest.raises(AttributeError):
        well.depth = 3


def test_of_a_mapping_the_entries_that_are_read_are_noted() -> None:
    well = Well()
    with noting() as reads:
        assert well.stones["a"] == 1
        assert well.stones.get("c") is None
        assert "b" in well.stones
    assert reads == {("Well.stones", name) for name in "abc"}
    with noting() as reads:
        assert [*well.stones] == ["a", "b"]
    assert reads == {("Well.stones", None)}
    with noting() as reads:
        assert well.stones
    assert reads == {("Well.stones", None)}


def test_what_is_remembered_is_noted_each_time() -> None:
    stones = Watched("stones", {"a": 1})
    first = remembered(lambda: stones["a"])
    for _ in range(2):
        with noting() as reads:
            assert first() == 1
        assert reads == {("stones", "a")}


TEMPLATES = {
    "base": "{% block main %}{% endblock %}{{ SITENAME }}",
    "list": "{% extends 'base' %}{% block main %}{{ page.paginator.num_pages }}{% endblock %}",
    "text": "{% extends 'base' %}{% block main %}{{ article.content }}{% endblock %}",
    "named": "{{ articles|map(attribute='content')|join }}",
    "macro": "{% from 'shared' import line %}{{ line(article) }}",
    "shared": "{% macro line(article) %}{{ article.title }}{{ FOOT }}{% endmacro %}",
    "any": "{% include name %}",
    "whole": "{{ page.paginator.object_list }}",
    "broken": "{% if %}",
}


def test_a_template_tells_what_it_reads(tmp_path: Path) -> None:
    readings = Readings(Environment(loader=DictLoader(TEMPLATES)), Cabinet(tmp_path))

    def told(name: str) -> tuple[set[str], bool] | None:
        reading = readings.of(name)
        return (set(reading.variables), reading.text) if reading else None

    assert told("list") == ({"SITENAME", "page"}, False)
    assert told("text") == ({"SITENAME", "article"}, True)
    assert told("named") == ({"articles"}, True)
    assert told("macro") == ({"FOOT", "article"}, False)
    for name in ("any", "whole", "broken", "missing"):
        assert told(name) is None


def test_a_template_of_ours_reads_what_jinja_says(tmp_path: Path) -> None:
    templates = environment([theme_folder() / "templates"])
    readings = Readings(templates, Cabinet(tmp_path))
    assert templates.loader
    for name in ("components/callout.html", "partials/story-takes.html", "partials/feeds.html"):
        source, _, _ = templates.loader.get_source(templates, name)
        _, file = readings._file(name)
        assert file
        assert file.variables == meta.find_undeclared_variables(templates.parse(source))


def test_a_template_is_another_when_one_that_it_uses_is(tmp_path: Path) -> None:
    cabinet = Cabinet(tmp_path)
    other = {**TEMPLATES, "shared": TEMPLATES["shared"].replace("title", "url")}
    one, two = (
        Readings(Environment(loader=DictLoader(each)), cabinet).of("macro")
        for each in (TEMPLATES, other)
    )
    assert one
    assert two
    assert one.name != two.name


def test_what_another_version_kept_of_a_template_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates, cabinet = Environment(loader=DictLoader(TEMPLATES)), Cabinet(tmp_path)
    with monkeypatch.context() as older:
        older.setattr("postil.theming.reading.of_program", lambda: b"older")
        Readings(templates, cabinet).of("list")

    def refuse(_: bytes) -> None:
        raise ModuleNotFoundError

    with monkeypatch.context() as newer:
        newer.setattr("postil.theming.reading.pickle.loads", refuse)
        assert Readings(templates, cabinet).of("list")
        with pytest.raises(ModuleNotFoundError):
            Readings(templates, cabinet).of("list")


@pytest.fixture
def with_cards(site: Path, made: list[str]) -> Path:
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write("\nPOSTIL_CARDS = True\nRELATIVE_URLS = False\n")
    _built(site)
    assert "2020/12/weir/card.png" in made
    made.clear()
    return site


def _other_signs(site: Path) -> None:
    words = (REPOSITORY / "theme/templates/components/shape.html").read_text("utf-8")
    write(site, {"templates/components/shape.html": words.replace("M5 .5h6", "M5 1h6")})


@pytest.mark.parametrize(
    ("change", "cards"),
    [
        (
            lambda site: edit(site / "content/articles/2020/weir.md", "once, as", "as"),
            set(),
        ),
        (_other_signs, {"2020/12/lock/card.png", "claims/lock-safe/card.png"}),
        (
            lambda site: edit(site / "content/articles/2020/weir.md", "title: The", "title: A"),
            {"2020/12/weir/card.png"},
        ),
        (
            lambda site: (site / "output/2020/12/weir/card.png").write_bytes(b"torn"),
            {"2020/12/weir/card.png"},
        ),
    ],
)
def test_cards_are_made_where_they_say_something_else(
    with_cards: Path,
    tmp_path: Path,
    made: list[str],
    change: Callable[[Path], object],
    cards: set[str],
) -> None:
    change(with_cards)
    _built(with_cards)
    assert {name for name in made if name.endswith("card.png")} == cards
    clean = copy_sources(with_cards, tmp_path / "clean")
    assert run(clean, "postil", "build").returncode == 0
    assert tree(with_cards / "output") == tree(clean / "output")


def test_a_site_that_another_process_looks_at_is_the_same(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postil.publishing.staging._MANY", 0)
    monkeypatch.chdir(site)
    torn, gone = site / "output/2020/12/dam/index.html", site / "output/2020/12/lock/index.html"
    torn.write_text("Not ours", "utf-8")
    gone.unlink()
    edit(site / "content/articles/2020/weir.md", "once, as", "as")
    outcome = build(site / "pelican.conf.py", jobs=2)
    assert not outcome.failed, outcome.findings
    clean = copy_sources(site, tmp_path / "clean")
    assert run(clean, "postil", "build").returncode == 0
    assert tree(site / "output") == tree(clean / "output")
