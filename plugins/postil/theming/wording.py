"""What the interface says in one language: messages, days, numbers, lists.

No clock and no locale of the machine: how a language writes its days and numbers comes with Babel
(Unicode's CLDR), its words from `catalogues`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import Protocol

from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from postil.theming.catalogues import OURS, SOURCE, Catalogues, locale_of, same_words


class Translation(Protocol):
    """What editors call something in another language than the site's."""

    @property
    def lang(self) -> str:
        """The language."""
        ...


class Named(Protocol):
    """Something that editors gave a name, and names in other languages."""

    @property
    def translated(self) -> Sequence[Translation]:
        """What it is called in each of them."""
        ...


class Wording:
    """The words of the interface in one language, as HTML: values put into them are escaped."""

    def __init__(self, lang: str, translations: NullTranslations, site: str = SOURCE) -> None:
        self.lang = lang
        """The language that is spoken, as a tag for `lang` in HTML."""
        self._site = site
        self._locale = locale_of(lang)
        self._translations = translations
        self._plain: dict[str, Markup] = {}
        self._patterns: dict[tuple[str, str], str] = {}
        self._counted: dict[tuple[str, str, str, int], str] = {}
        self._days: dict[date, Markup] = {}

    def gettext(self, message: str, /, **values: object) -> Markup:
        """Return a message in this language. `%(name)s` stands for a value, `%%` for a per cent."""
        return self.pgettext("", message, **values)

    def pgettext(self, context: str, message: str, /, **values: object) -> Markup:
        """Return a message that has several meanings in the one that `context` tells."""
        pattern = self.pattern(context, message)
        if values:
            return _filled(pattern, values)
        text = self._plain.get(pattern)
        if text is None:
            text = self._plain[pattern] = Markup(pattern % {})
        return text

    def pattern(self, context: str, message: str) -> str:
        """Return a message as HTML into which values are still to be put."""
        key = (context, message)
        pattern = self._patterns.get(key)
        if pattern is None:
            known = self._translations
            text = known.pgettext(context, message) if context else known.gettext(message)
            pattern = self._patterns[key] = str(escape(text))
        return pattern

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> Markup:
        """Return the form of a message that goes with a number, which `%(num)s` stands for."""
        return self.npgettext("", one, many, num, **values)

    def npgettext(self, context: str, one: str, many: str, num: int, /, **values: object) -> Markup:
        """Return the form for a number of a message with the meaning that `context` tells."""
        key = (context, one, many, num)
        pattern = self._counted.get(key)
        if pattern is None:
            known = self._translations
            text = (
                known.npgettext(context, one, many, num)
                if context
                else known.ngettext(one, many, num)
            )
            pattern = self._counted[key] = str(escape(text))
        return _filled(pattern, {"num": self.number(num), **values})

    def day(self, value: date) -> Markup:
        """Return a day as a reader writes it, for machines as well."""
        value = date(value.year, value.month, value.day)  # a moment of that day will do
        found = self._days.get(value)
        if found is None:
            written = format_date(value, "long", locale=self._locale)
            found = self._days[value] = _time(_iso(value), written)
        return found

    def month(self, value: date) -> Markup:
        """Return the month that a day lies in."""
        return _time(_iso(value)[:7], format_skeleton("yMMMM", value, locale=self._locale))

    def month_name(self, number: int) -> str:
        """Return the name of a month by its number in the year."""
        return str(get_month_names("wide", "stand-alone", self._locale)[number])

    def number(self, value: int) -> str:
        """Return a number as it is written among words."""
        return str(value) if abs(value) < 1000 else format_decimal(value, locale=self._locale)

    def listed(self, items: Iterable[object]) -> Markup:
        """Return several things one after the other."""
        # Translators: what stands between the things of a list, with its space.
        return self.pgettext("list", ", ").join(escape(item) for item in items)

    def quoted(self, words: object) -> Markup:
        """Return words of somebody else in quotation marks."""
        return self.pgettext("quotation", "“%(words)s”", words=words)

    def spoken(self, named: Named, part: str = "name") -> str:
        """Return what editors call something, in this language if they say it in it."""
        return str(getattr(self._translation(named) or named, part))

    def foreign(self, named: Named) -> str:
        """Return the language of what `spoken` returns; empty where it is the page's own."""
        if self._translation(named) or same_words(self.lang, self._site):
            return ""
        return self._site

    @property
    def filters(self) -> dict[str, Callable[..., object]]:
        """What templates write values with."""
        return {
            "day": self.day,
            "foreign": self.foreign,
            "listed": self.listed,
            "month": self.month,
            "month_name": self.month_name,
            "number": self.number,
            "quoted": self.quoted,
            "spoken": self.spoken,
        }

    def _translation(self, named: Named) -> Translation | None:
        return next((one for one in named.translated if same_words(one.lang, self.lang)), None)


class Wordings:
    """The interface's words in every language that there is a catalogue for."""

    def __init__(self, default: str = SOURCE, folders: Sequence[Path] = (OURS,)) -> None:
        self.default = default
        """The site's language: it speaks where a page's own has no catalogue."""
        self._catalogues = Catalogues(folders)
        self._known: dict[str, Wording] = {}

    def of(self, lang: str) -> Wording:
        """Return the words for a page in that language."""
        spoken = self._catalogues.speaker(lang, self.default)
        if spoken not in self._known:
            self._known[spoken] = Wording(
                spoken, self._catalogues.translations(spoken), self.default
            )
        return self._known[spoken]


def _filled(pattern: str, values: Mapping[str, object]) -> Markup:
    """Return a pattern with its values, in a third of the time that `Markup` takes by itself."""
    return Markup(pattern % {name: escape(value) for name, value in values.items()})


def _time(machine: str, written: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, written)


def _iso(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"
