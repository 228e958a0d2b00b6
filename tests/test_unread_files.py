"""What is in an archive's folders is read, or it is said that it is not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postil.commands.skeleton import new_site
from tests.sites import REPOSITORY, edit, run, tree, write

ARTICLE = "content/articles/2026/first-article.md"
SIDECAR = "annotations/articles/2026/first-article.yaml"
TEXT = "---\ntitle: A second article\ndate: 2026-02-02\n---\nIt rained.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def run_without_privileges(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `postil` so that permissions count, for root too."""
    command = [sys.executable, "-m", "postil", *arguments]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("for root no folder is closed")
        powers = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}", *command]
    return subprocess.run(
        command,
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "plugins")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


CLOSED = {
    "annotations": "annotations/articles/2026/first-article.yaml",
    "annotations/articles": "annotations/articles/2026/first-article.yaml",
    "annotations/articles/2026": "annotations/articles/2026/first-article.yaml",
    "annotations/claims": "annotations/claims/moon.yaml",
    "annotations/registry": "annotations/registry/redirects.yaml",
    "content/articles/2025": "content/articles/2025/second.md",
    "content/images": "content/images/moon.svg",
    "content/extra/deep": "content/extra/deep/moon.svg",
    "locale": "locale/fr/LC_MESSAGES/postil.po",
    "locale/fr/LC_MESSAGES": "locale/fr/LC_MESSAGES/postil.po",
    "templates": "templates/components/note.html",
    "templates/components": "templates/components/note.html",
}


NAMES_ONLY, NO_NAMES = 0o444, 0o111
MODES = [
    *((folder, 0) for folder in CLOSED),
    *(("annotations/articles/2026", mode) for mode in (NAMES_ONLY, NO_NAMES)),
    *(("content/articles/2025", mode) for mode in (NAMES_ONLY, NO_NAMES)),
    ("content/images", NAMES_ONLY),
    ("locale/fr/LC_MESSAGES", NAMES_ONLY),
    ("templates/components", NAMES_ONLY),
]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
@pytest.mark.parametrize(("folder", "mode"), MODES)
def test_a_folder_that_cannot_be_looked_into_stops_a_build(
    folder: str, mode: int, site: Path
) -> None:
    if not (site / CLOSED[folder]).exists():
        write(site, {CLOSED[folder]: TEXT if folder.startswith("content/articles") else ""})
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            'THEME_TEMPLATES_OVERRIDES = ["templates"]\nSTATIC_PATHS = ["images", "extra"]\n'
        )
    (site / folder).chmod(mode)
    try:
        done = run_without_privileges(site, "build")
        assert "Traceback" not in done.stderr
        assert done.returncode == 1, done.stderr
        if mode == NAMES_ONLY:
            assert f"{CLOSED[folder]}: error[unreadable]" in done.stderr
        else:
            assert f"{folder}: error[unreadable]: this folder cannot be looked" in done.stderr
            assert done.stderr.count("unreadable") == 1
        assert not (site / "output").exists()
    finally:
        (site / folder).chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (ARTICLE, f"{ARTICLE}: error[unreadable]: cannot be read: Permission"),
        (SIDECAR, f"{SIDECAR}: error[unreadable]: cannot be read: Permission"),
        ("content/articles/2026", "content/articles/2026: error[unreadable]: this folder cannot"),
        ("output", "output: error[unreadable]: cannot be read: Permission denied"),
        (".output.postil", ".output.postil/lock: error[unreadable]: cannot be written"),
        ("pelican.conf.py", "pelican.conf.py: error[unreadable]: cannot be read: Permission"),
    ],
)
def test_what_was_closed_since_the_last_build_is_said(name: str, said: str, site: Path) -> None:
    assert run_without_privileges(site, "build").returncode == 0
    mode = (site / name).stat().st_mode
    (site / name).chmod(0)
    try:
        done = run_without_privileges(site, "build")
    finally:
        (site / name).chmod(mode)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "orphan" not in done.stderr
    assert "empty" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
@pytest.mark.parametrize("mode", [0, NAMES_ONLY])
def test_what_cannot_be_read_is_not_taken_for_removed(mode: int, site: Path) -> None:
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "One"]):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *command], cwd=site, check=True)
    for folder in ("annotations/articles/2026", "annotations/registry", "content/articles/2026"):
        (site / folder).chmod(mode)
        try:
            done = run_without_privileges(site, "check", "--since", "HEAD")
        finally:
            (site / folder).chmod(0o755)
        assert done.returncode == 1
        assert f"{folder}" in done.stdout
        assert "Traceback" not in done.stderr
        assert {"unreadable"} == set(re.findall(r"error\[(.+?)\]", done.stdout))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
@pytest.mark.parametrize(
    "name",
    [
        ARTICLE,
        SIDECAR,
        "annotations/registry/scale.yaml",
        "annotations/registry/redirects.yaml",
        "annotations/claims/moon.yaml",
        "content/images/moon.svg",
        "locale/fr/LC_MESSAGES/postil.po",
        "templates/components/note.html",
        "pelican.conf.py",
    ],
)
def test_a_file_that_cannot_be_read_stops_a_build(name: str, site: Path) -> None:
    if not (site / name).exists():
        write(site, {name: ""})
    edit(site / "pelican.conf.py", "DEFAULT_LANG", 'THEME_TEMPLATES_OVERRIDES = ["templates"]\n'
         "DEFAULT_LANG")  # fmt: skip
    (site / name).chmod(0o000)
    done = run_without_privileges(site, "build")
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, done.stderr
    assert Path(name).name in done.stderr
    assert not (site / "output").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"{SIDECAR}.txt", "help: name it first-article.yaml"),
        (f"{SIDECAR}~", "help: name it first-article.yaml"),
        (SIDECAR.removesuffix(".yaml"), "help: name it first-article.yaml"),
        (SIDECAR.replace(".yaml", ".json"), "help: name it first-article.yaml"),
        (SIDECAR.replace(".yaml", ".YAML"), "help: name it first-article.yaml"),
        (SIDECAR.replace(".yaml", ".yml"), "help: name it first-article.yaml"),
        (SIDECAR.replace(".yaml", ".yaml.yaml"), "help: name it first-article.yaml"),
        (ARTICLE.replace(".md", ".yaml"), f"help: move it to {SIDECAR}"),
        (ARTICLE.replace(".md", ".yml"), f"help: move it to {SIDECAR}"),
        ("annotations/articles/2026/frist.yaml.txt", "give it the path of its article"),
        ("annotations/claims/moon.yaml.txt", "help: name it annotations/claims/moon.yaml"),
        ("annotations/claims/moon.YML", "help: name it annotations/claims/moon.yaml"),
        ("annotations/registry/scale.yaml.txt", "help: name it scale.yaml"),
    ],
)
def test_a_sidecar_under_another_name_is_not_lost(name: str, said: str, site: Path) -> None:
    (site / SIDECAR).rename(site / name)
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{name}: error[orphan-sidecar]" in done.stderr
    assert said in done.stderr
    assert not (site / "output").exists()


def test_annotations_that_are_a_file_are_said(site: Path) -> None:
    shutil.rmtree(site / "annotations")
    write(site, {"annotations": "Words"})
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert "annotations: error[unreadable]: this is a file" in done.stderr


@pytest.mark.parametrize("name", [SIDECAR, "annotations/claims/moon.yaml",
                                  "annotations/registry/labels.yaml"])  # fmt: skip
def test_a_link_that_leads_nowhere_is_said(name: str, site: Path) -> None:
    (site / name).unlink(missing_ok=True)
    (site / name).symlink_to("nowhere.yaml")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{name}: error[unreadable]: cannot be read: No such file" in done.stderr


UNREAD = {
    "content/articles/2026/second.MD": "help: name it second.md, or remove it",
    "content/articles/2026/third.md.txt": "help: name it third.md, or remove it",
    "content/articles/2026/DAM.MD": "help: name it DAM.md, or remove it",
    "content/articles/README.MD": "help: name it README.md, or remove it",
    "content/NATO.md": "help: move it to content/articles, or write its folder into",
    "content/pages/fourth.Markdown": "help: name it fourth.md, or remove it",
    "content/fifth.md": "help: move it to content/articles, or write its folder into",
    "content/blog/2026/sixth.md": 'ARTICLE_EXCLUDES = ["blog/2026"] leaves it out',
    "annotations/articles/2026/moon.png": "help: move it out of annotations/",
    "annotations/notes.txt": "help: move it out of annotations/",
    "annotations/claims/moon": "help: give it the ending `.yaml` if it is a claim",
    "annotations/registry/posts.csv": "help: move it out of annotations/",
}


def test_a_file_that_nothing_reads_is_said(site: Path) -> None:
    write(site, dict.fromkeys(UNREAD, TEXT))
    done = run(site, "postil", "check", "--all")
    assert done.returncode == 0
    said = done.stdout.split("\n\n")
    for name, help_ in UNREAD.items():
        [found] = [each for each in said if each.startswith(f"{name}: ")]
        assert found.startswith(f"{name}: warning[unread-file]: ")
        assert help_ in found
    assert done.stdout.count("warning[") == len(UNREAD)


def test_a_file_that_nobody_expects_to_be_read_is_left_in_peace(site: Path) -> None:
    names = [
        "content/README.md",
        "content/drafts/LICENSE.md",
        "content/left-out/second.md",
        "content/left-out/2026/second.md",
        "content/.second.md",
        "content/articles/2026/second.md~",
        "content/articles/2026/figures.yaml",
        "annotations/README",
        "annotations/articles/2026/.gitkeep",
        "annotations/articles/2026/first-article.yaml~",
        "annotations/claims/.moon.yaml.swp",
    ]
    write(site, dict.fromkeys(names, "Words.\n"))
    (site / "annotations/articles/2026/.#first-article.yaml").symlink_to("editor@machine:1")
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write('ARTICLE_EXCLUDES = ["left-out"]\n')
    done = run(site, "postil", "check")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")
def test_folders_behind_links_are_looked_through_once(site: Path, tmp_path: Path) -> None:
    write(tmp_path, {"other/frist-article.yaml": "annotations: []\n"})
    (site / "annotations/articles/other").symlink_to(tmp_path / "other")
    (site / "annotations/articles/again").symlink_to(site / "annotations")
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert done.stdout.count("annotations/articles/other/frist-article.yaml: error") == 1
    assert done.stdout.count("error[") == 1


def test_a_site_whose_content_is_its_own_folder_is_not_searched_through(tmp_path: Path) -> None:
    write(tmp_path, {
        "pelican.conf.py": 'PLUGINS = ["postil"]\nPATH = "."\nARTICLE_PATHS = ["articles"]\n'
        'PAGE_PATHS = ["pages"]\nSITENAME = "Mine"\nfrom pathlib import Path\n'
        'POSTIL_ANNOTATIONS = str(Path(__file__).parent / "annotations")\n',
        "articles/2026/second.md": TEXT,
        "articles/2026/third.MD": TEXT,
        "node_modules/other/notes.md": TEXT,
        "notes/own.md": TEXT,
        "annotations/articles/2026/second.yaml": "annotations: []\n",
    })  # fmt: skip
    done = run(tmp_path, "postil", "build")
    assert done.returncode == 0, done.stderr
    assert "articles/2026/third.MD: warning[unread-file]" in done.stderr
    assert done.stderr.count("unread-file") == 1
    assert tree(tmp_path / "output")


@pytest.mark.skipif(sys.platform != "linux", reason="others have names in Unicode only")
def test_a_name_that_is_no_text_is_said(site: Path) -> None:
    for folder in ("articles/2026", "pages", "images", "other"):
        (site / "content" / folder).mkdir(exist_ok=True)
        path = os.path.join(os.fsencode(site / "content" / folder), b"d\xfcrre.md")  # noqa: PTH118
        Path(os.fsdecode(path)).write_text(TEXT, "utf-8")
        done = run(site, "postil", "build")
        assert done.returncode == 1
        name = f"content/{folder}/d\\xfcrre.md"
        assert f"{name}: error[not-utf8]: the name of this file is not UTF-8 text" in done.stderr
        assert done.stderr.count("error[") == 1
        os.unlink(path)  # noqa: PTH108
