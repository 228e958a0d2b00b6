"""The architecture, read from the imports: they point down, and each tool has few owners."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions

import pytest

from tests.sites import REPOSITORY

PACKAGE = REPOSITORY / "plugins" / "postil"

LAYERS = [
    "engine",
    "findings",
    "files",
    "publishing",
    "model",
    "anchoring",
    "yaml",
    "markdown",
    "theming",
    "settings",
    "records",
    "header",
    "weaving",
    "rules",
    "compiling",
    "archive",
    "history",
    "library",
    "pages",
    "feeds",
    "opendata",
    "search",
    "sharing",
    "pelican",
    "generators",
    "rebuilding",
    "plugin",
    "building",
    "commands",
    "__main__",
    "__init__",
]
"""From the bottom up: packages, and modules that are in none, import only from those above."""

OWNERS = {
    "babel": {"theming"},
    "blinker": {"pelican.listeners"},
    "dateutil": {"header.forms"},
    "feedgenerator": {"feeds.feed", "generators.feeds"},
    "fontTools": {"sharing.typefaces"},
    "jinja2": {"rebuilding.makings", "theming"},
    "markdown_it": {"anchoring.markdown", "markdown"},
    "markupsafe": {"compiling.article", "pelican.entries", "theming"},
    "mdit_py_plugins": {"markdown.parsing"},
    "nh3": {"markdown.sanitising"},
    "pagefind": {"search.index"},
    "pelican": {
        "building",
        "compiling.summaries",
        "generators",
        "history.since",
        "pelican",
        "plugin",
        "rebuilding",
    },
    "rapidfuzz": {"anchoring", "findings.diagnostics"},
    "regex": {"anchoring", "search.records", "weaving.mentions"},
    "resvg_py": {"sharing.pictures"},
    "rich": {"__main__"},
    "watchfiles": {"commands.serving"},
    "yaml": {"yaml.nodes"},
}
"""Which packages or modules may import what is not ours; a new dependency is a line here."""


def unit(module: str) -> str:
    """`postil.anchoring.exact` -> `anchoring`: a package is one box in the picture."""
    return module.split(".")[1] if "." in module else "__init__"


def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "starter" in path.parts:
            continue
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    assert found
    return found


MODULES = modules()
OURS = set(MODULES)


def imports(module: str) -> Iterator[str]:
    """Yield the dotted name of every module that one imports, inside functions too."""
    for node in ast.walk(MODULES[module]):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=origin, names=names, level=0) if origin:
                for alias in names:
                    inside = f"{origin}.{alias.name}"
                    yield inside if inside in OURS else origin
            case ast.ImportFrom():
                pytest.fail(f"{module}: a relative import; write the whole name")


def test_every_package_has_its_place() -> None:
    assert sorted(LAYERS) == sorted({unit(module) for module in OURS})


def test_imports_point_down() -> None:
    height = {name: number for number, name in enumerate(LAYERS)}
    wrong = [
        f"{module} imports {imported}"
        for module in OURS
        for imported in imports(module)
        if imported in OURS and height[unit(imported)] > height[unit(module)]
    ]
    assert not sorted(wrong)


def test_no_two_modules_import_each_other() -> None:
    graph = {module: [name for name in imports(module) if name in OURS] for module in OURS}
    TopologicalSorter(graph).prepare()


def test_each_dependency_is_imported_by_its_owners_only() -> None:
    importers: dict[str, set[str]] = {}
    for module in OURS:
        for imported in imports(module):
            package = imported.partition(".")[0]
            if package not in sys.stdlib_module_names and package != "postil":
                importers.setdefault(package, set()).add(module.removeprefix("postil."))
    found = {
        package: {next((o for o in OWNERS.get(package, ()) if is_in(one, o)), one) for one in ones}
        for package, ones in importers.items()
    }
    assert found == OWNERS


def is_in(module: str, owner: str) -> bool:
    return module == owner or module.startswith(f"{owner}.")


def test_what_is_imported_is_declared() -> None:
    """A package that another one happens to bring can go away with it."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[<>=\[ ]", wanted)[0].lower() for wanted in project["dependencies"]}
    brought_by = packages_distributions()
    undeclared = {
        package
        for package in OWNERS
        if declared.isdisjoint(name.lower() for name in brought_by[package])
    }
    assert undeclared == set()


def test_anchoring_knows_nothing_of_articles() -> None:
    """It is of use to others as it stands: strings in, places out."""
    inside = [module for module in OURS if unit(module) == "anchoring"]
    wrong = [
        f"{module} imports {imported}"
        for module in inside
        for imported in imports(module)
        if imported in OURS and unit(imported) != "anchoring"
    ]
    assert not wrong


def test_the_model_knows_only_where_things_stand_and_how_they_are_kept_and_watched() -> None:
    known = {name for name in imports("postil.model") if name in OURS}
    assert known == {"postil.engine.cells", "postil.engine.packed", "postil.findings.source"}
