"""Pages are written when all are known: what else puts files into the site is not disturbed."""

from pathlib import Path

from tests.sites import run, tree, write

ARTICLE = "---\ntitle: The dam\ndate: 2020-12-09\n---\nThe dam. [Plan]({attach}plan.txt)\n"
SITE = {
    "pelican.conf.py": "from postil.settings import *\n\n"
    "ARTICLE_PATHS = ['articles']\nSTATIC_PATHS = ['articles', 'extra']\n"
    "STATIC_EXCLUDE_SOURCES = True\nREADERS = {'txt': None}\n"
    "EXTRA_PATH_METADATA = {'extra/robots.txt': {'path': 'robots.txt'}}\n"
    "SITEURL = 'https://example.org/archive'\n",
    "content/articles/2020/dam.md": ARTICLE,
    "content/articles/2020/plan.txt": "The plan.\n",
    "content/extra/robots.txt": "User-agent: nobody\n",
}

WATCHING = '''
"""A plugin that wants to see each page."""

from pathlib import Path

from pelican import signals


def stamp(path, context):
    page = Path(path)
    page.write_text(page.read_text("utf-8") + f"<!-- {context['output_file']} -->", "utf-8")


def register():
    signals.content_written.connect(stamp)
'''


def test_a_file_of_the_editors_stands_in_place_of_ours(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert run(tmp_path, "postil", "build").returncode == 0
    assert (tmp_path / "output/robots.txt").read_text("utf-8") == "User-agent: nobody\n"


def test_an_attached_file_lies_beside_its_article(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert run(tmp_path, "postil", "build").returncode == 0
    assert (tmp_path / "output/2020/12/dam/plan.txt").read_text("utf-8") == "The plan.\n"
    assert not (tmp_path / "output/articles").exists()
    html = (tmp_path / "output/2020/12/dam/index.html").read_text("utf-8")
    assert 'href="https://example.org/archive/2020/12/dam/plan.txt"' in html


def test_another_plugin_sees_every_page(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert run(tmp_path, "postil", "build").returncode == 0
    alone = tree(tmp_path / "output")
    write(tmp_path, {"watching.py": WATCHING})
    with (tmp_path / "pelican.conf.py").open("a") as conf:
        conf.write("PLUGINS = ['postil', 'watching']\nPLUGIN_PATHS = ['.']\n")
    built = run(tmp_path, "postil", "build")
    assert built.returncode == 0, built.stderr
    seen = tree(tmp_path / "output")
    assert seen.keys() == alone.keys()
    index = seen["2020/12/dam/index.html"]
    assert index == alone["2020/12/dam/index.html"] + b"<!-- 2020/12/dam/index.html -->"
