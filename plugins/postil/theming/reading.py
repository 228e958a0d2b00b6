"""What a template reads, told from its source: so a page's inputs are known before it is made."""

import pickle
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, TemplateError, meta, nodes

from postil.engine.cabinet import Cabinet
from postil.engine.fingerprints import PICKLING, of_bytes, of_program

_TEXT = {"content", "annotated", "load"}  # attributes of an article that hold its HTML, or give it
_OF_A_PAGER = {"num_pages", "count", "page_range"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a template reads, with all that it extends, includes and imports."""

    name: bytes
    """The fingerprint of their sources."""
    variables: frozenset[str]
    text: bool
    """Whether it may show the text of articles, and not only what lists show of them.

    It asks for that by name, or by a name that it computes.
    """


@dataclass(frozen=True, slots=True)
class _File:
    """What one template file reads by itself."""

    variables: frozenset[str]
    others: frozenset[str]
    """The templates that it extends, includes and imports."""
    text: bool


class Readings:
    """What the templates of an environment read; each file is looked at once, and that is kept."""

    def __init__(self, templates: Environment, cabinet: Cabinet) -> None:
        """Look at the templates of that environment."""
        self._templates, self._cabinet = templates, cabinet
        self._known: dict[str, Reading | None] = {}
        self._files: dict[str, tuple[bytes, _File | None]] = {}

    def of(self, template: str) -> Reading | None:
        """Return what a template reads; nothing if its source does not tell."""
        if template not in self._known:
            try:
                self._known[template] = self._read(template)
            except TemplateError:
                self._known[template] = None
        return self._known[template]

    def _read(self, template: str) -> Reading | None:
        files: dict[str, _File] = {}
        sources = []
        ahead = [template]
        while ahead:
            name = ahead.pop()
            if name in files:
                continue
            source, file = self._file(name)
            if file is None:
                return None
            files[name] = file
            sources.append((name, source))
            ahead += file.others
        parts = [part for name, source in sorted(sources) for part in (name.encode(), source)]
        return Reading(
            of_bytes(*parts),
            frozenset[str]().union(*(file.variables for file in files.values())),
            any(file.text for file in files.values()),
        )

    def _file(self, name: str) -> tuple[bytes, _File | None]:
        """Return the fingerprint of a file's source and what it reads, if that can be told."""
        if name not in self._files:
            assert self._templates.loader
            source, _, _ = self._templates.loader.get_source(self._templates, name)
            fingerprint = of_bytes(b"template", of_program(), source.encode())
            kept = self._cabinet.get(fingerprint)
            if kept:
                file = pickle.loads(kept)  # noqa: S301 - its bytes are those that were put in
            else:
                file = _looked_at(self._templates.parse(source))
                self._cabinet.put(fingerprint, pickle.dumps(file, PICKLING))
            self._files[name] = fingerprint, file
        return self._files[name]


def _looked_at(tree: nodes.Template) -> _File | None:
    others = set(meta.find_referenced_templates(tree))
    asked = list(tree.find_all((nodes.Getattr, nodes.Filter, nodes.Const)))
    attributes = [node for node in asked if isinstance(node, nodes.Getattr)]
    words = set(_words(asked))
    if None in others or not _is_plain(attributes, words):
        return None
    computed = any(isinstance(node, nodes.Filter) and node.name == "attr" for node in asked)
    return _File(
        variables=_variables(tree),
        others=frozenset(other for other in others if other),
        text=computed or not _TEXT.isdisjoint(words.union(node.attr for node in attributes)),
    )


def _variables(tree: nodes.Template) -> frozenset[str]:
    """Return what `meta.find_undeclared_variables` does, without working out what is constant."""
    assert tree.environment
    tracking = meta.TrackingCodeGenerator(tree.environment)
    tracking.optimizer = None
    tracking.visit(tree)
    return frozenset(tracking.undeclared_identifiers)


def _is_plain(attributes: Sequence[nodes.Getattr], words: Collection[str]) -> bool:
    """Whether a template looks at nothing of a list but the page of it that it was given."""
    allowed = {id(outer.node) for outer in attributes if outer.attr in _OF_A_PAGER}
    pagers = [node for node in attributes if node.attr == "paginator"]
    return all(id(node) in allowed for node in pagers) and "paginator" not in words


def _words(asked: Iterable[nodes.Expr]) -> Iterator[str]:
    """Yield the texts in a template's expressions: `map(attribute="content")` is one."""
    for node in asked:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield from node.value.split(".")
