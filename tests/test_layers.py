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
    ["packed"],
    [
        "source",
        "forking",
        "fingerprints",
        "inventory",
        "overlay",
        "layout",
        "visible",
        "citing",
        "typefaces",
        "embedding",
        "repository",
        "anchoring",
        "markup",
        "heading_ids",
        "typography",
        "saved_posts",
        "prose",
        "stylesheets",
        "charts",
        "catalogues",
        "templating",
        "cells",
        "grouping",
        "listeners",
        "summaries",
    ],
    [
        "diagnostics",
        "model",
        "places",
        "sanitising",
        "weaving",
        "sealed",
        "shaping",
        "siteconf",
        "skeleton",
        "preview",
        "wording",
    ],
    [
        "cabinet",
        "edition",
        "files",
        "forms",
        "fragments",
        "losses",
        "raw_html",
        "reporting",
        "resolving",
        "speakingcode",
        "views",
        "yamlmistakes",
    ],
    ["templatecode"],
    ["speaking"],
    [
        "header_forms",
        "header_values",
        "pelicanlog",
        "publishing",
        "rendering",
        "theming",
        "yamlsyntax",
    ],
    ["articlefiles", "cards", "lastbuild", "pictures", "revisions"],
    ["parsing", "pelican_header", "severities", "yamlnodes", "settings"],
    ["logbook", "redirects", "yaml_header", "quoting", "wandering", "written"],
    ["changelines", "decoding", "differing", "header", "mentions"],
    ["claims", "records", "rules", "shelf", "silences", "snapshots"],
    ["library", "moves", "registry", "registry_history", "sidecar"],
    ["compiling", "history", "narrowing", "provenance", "reading", "referring", "tracing"],
    ["compilations", "plates", "writing"],
    ["archive", "made_pages", "publication", "spreading", "tabular"],
    ["claimpages", "corrections", "feeds", "jsonld", "webannotation"],
    ["archivefeeds", "opendata", "sharing", "sitemap", "standards"],
    ["datapages", "feedpages", "searching"],
    ["searchindex"],
    ["finding", "labelpages", "peoplepages", "postpages", "sharepages"],
    ["reader", "pages"],
    ["articles", "entries", "redirectpages", "searchpages", "since"],
    ["telling"],
    ["makings"],
    ["inputs", "platemaking", "proofs"],
    ["plugin"],
    ["replating"],
    ["building"],
    ["serving", "editing"],
    ["__main__", "__init__"],
]
"""From the bottom up: a module imports from the lines above its own, never from its own."""

OWNERS = {
    "babel": {"catalogues", "templating", "wording"},
    "blinker": {"listeners"},
    "dateutil": {"header_forms"},
    "fontTools": {"typefaces"},
    "feedgenerator": {"feeds", "feedpages"},
    "jinja2": {
        "makings",
        "reading",
        "speaking",
        "speakingcode",
        "templatecode",
        "templating",
        "theming",
    },
    "markdown_it": set(
        "anchoring heading_ids losses markup parsing places prose rendering saved_posts".split()
    ),
    "markupsafe": set("compiling entries speaking speakingcode theming views wording".split()),
    "mdit_py_plugins": {"parsing"},
    "nh3": {"sanitising"},
    "pagefind": {"searchindex"},
    "pelican": set(
        "articles building datapages entries feedpages grouping made_pages makings pages "
        "platemaking plugin proofs reader redirectpages replating searchpages sharepages since "
        "summaries telling writing".split()
    ),
    "rapidfuzz": {"anchoring"},
    "regex": {"anchoring", "mentions", "searching"},
    "resvg_py": {"pictures"},
    "rich": {"__main__"},
    "watchfiles": {"serving"},
    "yaml": {"yamlnodes"},
}
"""Which modules may import what is not ours; a new dependency is a line here."""


def unit(module: str) -> str:
    """`postil.anchoring.exact` -> `anchoring`: a subpackage is one box in the picture."""
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


def test_every_module_has_its_place() -> None:
    placed = [name for layer in LAYERS for name in layer]
    assert sorted(placed) == sorted({unit(module) for module in OURS})


def test_imports_point_down() -> None:
    height = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = [
        f"{module} imports {imported}"
        for module in OURS
        for imported in imports(module)
        if imported in OURS
        and unit(module) != unit(imported)
        and height[unit(imported)] >= height[unit(module)]
    ]
    assert not sorted(wrong)


def test_no_two_modules_import_each_other() -> None:
    graph = {module: [name for name in imports(module) if name in OURS] for module in OURS}
    TopologicalSorter(graph).prepare()


def test_each_dependency_is_imported_by_its_owners_only() -> None:
    owners: dict[str, set[str]] = {}
    for module in OURS:
        for imported in imports(module):
            package = imported.partition(".")[0]
            if package not in sys.stdlib_module_names and package != "postil":
                owners.setdefault(package, set()).add(unit(module))
    assert owners == OWNERS


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
    assert known == {"postil.cells", "postil.packed", "postil.source"}
