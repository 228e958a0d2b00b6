"""Wrong sidecars and registries, one to a folder, each with exactly what is said about it.

A case is the archive in `base/` with the files of its own folder laid over it: `registry/`,
`claims/`, and the sidecar.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from postil.files.text import read_source
from postil.findings.diagnostics import Diagnostic, in_order
from postil.findings.reporting import as_text
from postil.records.registry import load_registry
from postil.records.sidecar import load_sidecar
from postil.yaml import nodes

FINDINGS = Path(__file__).parent / "cases" / "findings"
BASE = FINDINGS / "base"
CASES = sorted(
    case
    for case in FINDINGS.iterdir()
    if case != BASE
    and any((case / name).exists() for name in ("sidecar.yaml", "registry", "claims"))
)

LIBYAML_ALONE = {"yaml-colon-before-a-bracket"}  # PyYAML's own parser reads `[a:]`, and goes on


def findings_of(archive: Path) -> list[Diagnostic]:
    """Load a case as a build would."""
    registry, findings = load_registry(archive, archive)
    if (archive / "sidecar.yaml").exists():
        source = read_source(archive / "sidecar.yaml", archive)
        if isinstance(source, Diagnostic):
            return [*findings, source]
        findings += load_sidecar(source, registry)[1]
    return in_order(findings)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_wrong_file_is_explained(
    case: Path, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    for layer in (BASE, case):
        shutil.copytree(layer, tmp_path, dirs_exist_ok=True)
    findings = findings_of(tmp_path)
    assert findings
    golden(case / "expected.txt", as_text(findings))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_slower_parser_says_the_same(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if case.name in LIBYAML_ALONE:
        pytest.skip("the parsers differ here")
    for layer in (BASE, case):
        shutil.copytree(layer, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(nodes, "PARSER", yaml.BaseLoader)
    assert as_text(findings_of(tmp_path)) == (case / "expected.txt").read_text("utf-8")


def test_nothing_is_wrong_with_the_base(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    assert findings_of(tmp_path) == []


def test_there_are_cases() -> None:
    assert len(CASES) >= 45
