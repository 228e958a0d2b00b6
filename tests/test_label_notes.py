"""Label notes that have nothing to show are found where they name whose label it is."""

from pathlib import Path

import pytest

from postil.commands.skeleton import new_site
from tests.sites import edit, run

SIDECAR = "annotations/articles/2026/first-article.yaml"
ENTITIES = "annotations/registry/entities.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def test_one_on_somebody_without_any_label(site: Path) -> None:
    edit(site / SIDECAR, "    who: moon-office\n", "    who: example-platform\n")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{SIDECAR}:36:10: error[no-label]: no account of `example-platform` bore" in done.stderr


def test_one_on_a_label_of_after_the_article(site: Path) -> None:
    edit(site / ENTITIES, "from: 2025-01-01", "from: 2030-01-01")
    done = run(site, "postil", "check")
    assert "error[no-label]: no account of `moon-office` bore a label on 2026-01-05" in done.stdout
    edit(site / ENTITIES, "from: 2030-01-01", "from: 2025-01-01, until: 2025-02-01")
    assert run(site, "postil", "check").returncode == 0  # it shows the one that was


def test_a_draft_waits(site: Path) -> None:
    edit(site / SIDECAR, "    who: moon-office\n", "    who: example-platform\n    status: draft\n")
    assert run(site, "postil", "check").returncode == 0
