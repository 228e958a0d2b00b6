"""`POSTIL_SEVERITIES`: a site is as strict as it wants to be, and never laxer than it may."""

from pathlib import Path

import pytest

from postil.commands.skeleton import new_site
from postil.findings.diagnostics import Code, Severity, usual_severity, with_severities
from postil.findings.source import Source
from postil.records.severities import OFF, read_severities
from tests.sites import edit, run, run_alone

SIDECAR = "annotations/articles/2026/first-article.yaml"
CONF = "pelican.conf.py"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site in which a claim has one source."""
    folder = tmp_path / "site"
    assert new_site(folder) is None
    edit(folder / SIDECAR, "[nasa-samples, lpi-atlas]", "[nasa-samples]")
    return folder


def setting(site: Path, value: str) -> None:
    conf = site / CONF
    conf.write_text(f"{conf.read_text('utf-8')}POSTIL_SEVERITIES = {value}\n", "utf-8")


def test_a_warning_is_printed_and_the_site_is_published(site: Path) -> None:
    done = run(site, "postil", "build")
    assert done.returncode == 0
    assert "warning[single-source]" in done.stderr
    assert (site / "output" / "index.html").exists()


def test_what_a_site_calls_an_error_stops_its_build(site: Path) -> None:
    setting(site, '{"single-source": "error"}')
    for command in (["postil", "build"], ["pelican", "content", "-s", CONF]):
        done = run_alone(site, *command)
        assert done.returncode == 1
        assert "error[single-source]" in done.stderr
        assert not (site / "output" / "index.html").exists()


def test_what_a_site_turns_off_is_gone(site: Path) -> None:
    setting(site, '{"single-source": "off"}')
    for command in ("build", "check"):
        done = run(site, "postil", command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_remark_is_for_the_check_and_not_for_the_build(site: Path) -> None:
    setting(site, '{"single-source": "info"}')
    assert run(site, "postil", "build").stderr == ""
    done = run(site, "postil", "check")
    assert done.returncode == 0
    assert "info[single-source]" in done.stdout


@pytest.mark.parametrize(
    ("value", "said", "advice"),
    [
        ('{"singel-source": "error"}', "no finding has the code `singel-source`", "single-source"),
        ('{"single-source": "fatal"}', "`fatal` is not a severity", "`warning`, `info` or `off`"),
        ('{"quote-not-found": "warning"}', "`quote-not-found` is always an error", "remove it"),
        ('{"unknown-entity": "off"}', "`unknown-entity` is always an error", "remove it"),
        ('{"silent-change": "off"}', "`silent-change` is always an error", "remove it"),
        ('{1: "error"}', "no finding has the code `1`", "in brackets"),
        ('{"single-source": 1}', "`1` is not a severity", "one of"),
        ('["single-source"]', "is not a dictionary", '{"single-source": "error"}'),
    ],
)
def test_a_mistake_in_the_setting_is_shown_in_the_settings(
    site: Path, value: str, said: str, advice: str
) -> None:
    setting(site, value)
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert f"{CONF}:" in done.stdout
    assert "error[settings]: POSTIL_SEVERITIES" in done.stdout
    assert said in done.stdout
    assert advice in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("code", Code, ids=str)
def test_only_what_is_no_error_of_itself_can_be_set(code: Code) -> None:
    fixed = usual_severity(code) is Severity.ERROR
    for level in (*Severity, OFF):
        severities, findings = read_severities({str(code): str(level)}, Source(CONF, ""))
        assert bool(findings) == (fixed and level != Severity.ERROR)
        assert (code in severities) == (not findings)


def test_without_a_setting_nothing_changes() -> None:
    assert with_severities([], {}) == []
    assert read_severities({}, Source(CONF, "")) == ({}, [])
