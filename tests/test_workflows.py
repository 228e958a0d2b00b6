"""What runs on GitHub: few rights, no secrets, and only commands that exist here."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sites import REPOSITORY, run

WORKFLOWS = {
    path.stem: yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for path in sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
}
PACKAGE = REPOSITORY / "plugins" / "postil"
MAKEFILE = (REPOSITORY / "Makefile").read_text("utf-8")


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands() -> list[str]:
    """Return every command of the workflows, of the hooks, of CI and of the Makefile itself."""
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))
    return [
        *(step["run"] for flow in WORKFLOWS.values() for step in steps(flow) if "run" in step),
        *(hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]),
        *(REPOSITORY / ".ci" / "run").read_text("utf-8").splitlines(),
        *re.findall(r"^\t(.+)$", MAKEFILE, re.MULTILINE),
    ]


def test_there_is_a_workflow_for_each_purpose() -> None:
    assert list(WORKFLOWS) == ["check", "pages", "tests"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_read_and_no_more_unless_a_job_says_so(name: str) -> None:
    workflow = WORKFLOWS[name]
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    writers = {
        (job_name, right)
        for job_name, job in workflow["jobs"].items()
        for right, level in job.get("permissions", {}).items()
        if level == "write"
    }
    allowed = {("deploy", "pages"), ("deploy", "id-token")} if name == "pages" else set()
    assert writers == allowed


@pytest.mark.parametrize("name", WORKFLOWS)
def test_strangers_pull_requests_reach_no_secret(name: str) -> None:
    text = str(WORKFLOWS[name])
    assert "pull_request_target" not in text
    assert "secrets" not in text
    for step in steps(WORKFLOWS[name]):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"
        # An expression inside a script would run what a branch's name says.
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_the_official_ones_by_major_version(name: str) -> None:
    for step in steps(WORKFLOWS[name]):
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/none@v1"))


def test_pages_are_built_for_the_address_that_they_will_have() -> None:
    build, deploy = WORKFLOWS["pages"]["jobs"]["build"], WORKFLOWS["pages"]["jobs"]["deploy"]
    assert deploy["needs"] == "build"
    assert "pull_request" not in WORKFLOWS["pages"]["on"]
    names = [step.get("uses", step.get("run")).split("@")[0] for step in build["steps"]]
    order = ["actions/configure-pages", 'SITEURL="${BASE_URL%/}" postil build',
             "actions/upload-pages-artifact"]  # fmt: skip
    assert [name for name in names if name in order] == order


def test_findings_of_a_pull_request_are_put_on_its_lines() -> None:
    assert "pull_request" in str(WORKFLOWS["check"]["on"])
    starter = PACKAGE / "starter" / ".github" / "workflows" / "pages.yml"
    for flow in (WORKFLOWS["check"], yaml.load(starter.read_text("utf-8"), Loader=yaml.BaseLoader)):
        job = flow["jobs"]["check"]
        assert "postil check --since HEAD^1 --format github" in [
            step.get("run") for step in job["steps"]
        ]
        (checkout,) = (step for step in job["steps"] if "checkout" in step.get("uses", ""))
        assert checkout["with"]["fetch-depth"] == "2"  # else there is no HEAD^1


def test_all_supported_versions_of_python_are_tested() -> None:
    matrix = WORKFLOWS["tests"]["jobs"]["tests"]["strategy"]["matrix"]["python"]
    pyproject = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    assert f'requires-python = ">={matrix[0]}"' in pyproject


def test_every_command_is_one_that_there_is(tmp_path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    known = run(tmp_path, "postil", "--help").stdout
    for command in commands():
        assert set(re.findall(r"make ([a-z-]+)", command)) <= targets, command
        for word in re.findall(r"(?:^|[ /])postil ([a-z]+)", command):
            assert re.search(rf"^ +{word} ", known, re.MULTILINE), command
    assert (REPOSITORY / ".ci" / "run").stat().st_mode & 0o111


def test_the_lock_file_names_no_host() -> None:
    assert "resolved" not in (REPOSITORY / "package-lock.json").read_text("utf-8")
