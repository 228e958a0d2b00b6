"""Every word of the interface goes through the catalogues, and those that we ship are whole."""

import re
import shutil
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from jinja2 import nodes

from postil.theming.catalogues import OURS
from postil.theming.templating import theme_folder
from postil.theming.theme import environment
from tests.sites import REPOSITORY, tree
from tests.tools import script

TEMPLATES = theme_folder() / "templates"
LANGUAGES = sorted(path.parts[-3] for path in OURS.glob("*/LC_MESSAGES/postil.po"))
NAMES = {"Creative Commons Attribution 4.0 International", "APA", "Chicago", "BibTeX"}
"""What is called the same in every language."""

SPOKEN = ("_", "gettext", "ngettext", "pgettext", "npgettext")
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "content")
VALUE = "\ufffc"  # stands for what a template prints


def templates() -> list[Path]:
    found = sorted(TEMPLATES.rglob("*.html"))
    assert found
    return found


def catalogue(language: str) -> Catalog:
    with (OURS / language / "LC_MESSAGES" / "postil.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def extracted() -> Catalog:
    words: Catalog = script(REPOSITORY / "docs" / "words.py").extracted()
    return words


def forms(message: Message) -> list[str]:
    found = message.string
    return [str(form or "") for form in (found if isinstance(found, tuple) else (found,))]


def ids(message: Message) -> list[str]:
    return [str(part) for part in (message.id if isinstance(message.id, tuple) else (message.id,))]


def values(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def key(message: Message) -> tuple[str | None, object]:
    return message.context, message.id


def test_there_is_a_language_of_each_kind() -> None:
    assert {"ar", "zh_Hans"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole(language: str) -> None:
    """`make words` brings in what templates say; a translator does the rest."""
    known = {key(message): message for message in catalogue(language) if message.id}
    asked = {key(message): message for message in extracted() if message.id}
    assert sorted(map(str, asked.keys() - known.keys())) == []
    assert sorted(map(str, known.keys() - asked.keys())) == []
    assert [message.id for message in known.values() if message.fuzzy] == []
    assert [message.id for message in known.values() if not all(forms(message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_values_of_its_message(language: str) -> None:
    spoken = catalogue(language)
    for message in spoken:
        if not message.id:
            continue
        wanted = set.union(*map(values, ids(message)))
        for form in forms(message):
            assert not re.search(r"[<>\"]", form), form
            assert not re.search(r"%(?!%|\(\w+\)s)", form.replace("%%", "")), form
            may_miss = (
                {"num"} if len(ids(message)) > 1 else set()
            )  # "one article" says its number in a word
            assert wanted - may_miss <= values(form) <= wanted, (message.id, form)
        if len(ids(message)) > 1:
            assert len(forms(message)) == spoken.num_plurals, message.id


def test_the_catalogues_are_as_make_words_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = script(REPOSITORY / "docs" / "words.py")
    shutil.copytree(OURS, tmp_path / "locale")
    monkeypatch.setattr(words, "TEMPLATE", tmp_path / "locale" / words.TEMPLATE.name)
    monkeypatch.setattr(sys, "argv", ["words.py", "--into", str(tmp_path / "locale")])
    words.main()
    assert [
        name for name, text in tree(OURS).items() if tree(tmp_path / "locale")[name] != text
    ] == []


def test_the_template_of_catalogues_is_what_the_templates_say() -> None:
    with (OURS / "postil.pot").open("rb") as file:
        known = {key(message) for message in read_po(file) if message.id}
    assert known == {key(message) for message in extracted() if message.id}


def bare(path: Path) -> Iterator[str]:
    """Yield the words that a template says past the catalogues."""
    source = path.read_text(encoding="utf-8")
    html = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    html = re.sub(r"(\{% block body_class %\}).*?(\{% endblock %\})", r"\1\2", html)
    html = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", VALUE, html, flags=re.DOTALL)
    html = re.sub(r"\{\{.*?\}\}", VALUE, html, flags=re.DOTALL)
    html = re.sub(r"\{%.*?%\}", " ", html, flags=re.DOTALL)
    html = re.sub(
        rf'\s(?:lang|dir)="{VALUE}"(?=[^<>]*(?:<|\Z))', "", html
    )  # kept for a tag to come
    page = BeautifulSoup(html.replace("<!DOCTYPE html>", ""), "html.parser")
    for tag in page.find_all(["code", "kbd", "script", "style"]):
        tag.decompose()
    yield from page.find_all(string=re.compile(r"[^\W\d_]"))
    for tag in page.find_all(True):
        assert isinstance(tag, Tag)
        described = tag.name != "meta" or tag.get("name") == "description"
        for name in ATTRIBUTES:
            if described and re.search(r"[^\W\d_]", str(tag.get(name, ""))):
                yield f"{name}: {tag[name]}"
    tree = environment([TEMPLATES]).parse(source)
    for output in tree.find_all(nodes.Output):
        so_far = ""
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                so_far += part.data
                continue
            inside = re.search(r'\s([\w:-]+)="[^"]*\Z', so_far)
            if not inside or inside[1] in ATTRIBUTES[:-1]:
                yield from constants(part)
            so_far += VALUE
    for assigned in tree.find_all(nodes.Assign):
        yield from (text for text in constants(assigned.node) if " " in text or text[0].isupper())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name not in SPOKEN:
            for argument in call.args:
                yield from (text for text in constants(argument) if re.search(r"\s|^[A-Z]", text))


def constants(part: nodes.Node) -> Iterator[str]:
    """Yield the words that an expression prints."""
    match part:
        case nodes.Const(value=str(text)) if re.search(r"[^\W\d_]", text):
            yield text
        case nodes.CondExpr(expr1=first, expr2=second):
            yield from constants(first)
            if second is not None:
                yield from constants(second)
        case nodes.Concat(nodes=several):
            for each in several:
                yield from constants(each)
        case nodes.Tuple(items=several) | nodes.List(items=several):
            for each in several:
                yield from constants(each)
        case nodes.Or() | nodes.And() | nodes.Add():
            yield from constants(part.left)
            yield from constants(part.right)
        case nodes.Filter(node=nodes.Node() as inner):
            yield from constants(inner)


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_a_template_says_nothing_past_the_catalogues(path: Path) -> None:
    found = [text.strip(string.whitespace + VALUE) for text in bare(path)]
    assert [text for text in found if text not in NAMES] == []
