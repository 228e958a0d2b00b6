"""The ways into the archive: what its front page leads to, its calendar, its verdicts through time.

Pure, counted once for the whole archive, and bounded: a front page is as light with ten thousand
articles as with ten. There is no clock in it, so "this day" is the day of the newest article.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from postil.engine.cells import cell
from postil.library.library import ArticleEntry, ClaimEntry, Library
from postil.model import Rating
from postil.pages.charts import Columns, columns
from postil.pages.claims import ClaimLine, claim_line
from postil.pages.narrowing import Narrowing, Traits, article_traits, narrowing

LISTED = 5  # entries of each list on the front page
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherYears:
    """Articles of the same day in other years, or of the same month where no day has one."""

    day: date
    """The newest article's day, which stands for today."""
    same_day: bool
    articles: tuple[ArticleEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the calendar."""

    number: int
    articles: int
    notes: int
    url: str
    """Its page below the site's address; empty where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the calendar, with all its months."""

    number: int
    url: str
    months: tuple[Month, ...]

    @property
    def articles(self) -> int:
        """How many articles it has."""
        return sum(month.articles for month in self.months)

    @property
    def notes(self) -> int:
        """How many notes stand on them."""
        return sum(month.notes for month in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """The page of a month, as another page leads to it."""

    day: date
    """The first of the month."""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Where the page of a month leads: its year, and the months with articles next to it."""

    year_url: str
    earlier: MonthPage | None
    later: MonthPage | None


class Outlet(Protocol):
    """An outlet as Pelican lists it; its name is what it prints."""

    url: str


class Listed(Protocol):
    """An article as Pelican lists it, whoever read it."""

    url: str
    date: date
    category: Outlet


@dataclass(frozen=True)
class Finding:
    """What the templates of lists ask for (`finding`)."""

    library: Library
    month_url: str = ""
    """How the address of a month's page is made; empty where there are no such pages."""
    year_url: str = ""
    topic_urls: Mapping[str, str] = field(default_factory=dict)
    """The pages of topics, by the topic's name."""

    @cell
    def topics(self) -> Mapping[str, str]:
        """The pages of topics, by name."""
        return self.topic_urls

    @cell
    def checks(self) -> tuple[ClaimLine, ...]:
        """The latest fact-checks."""
        return tuple(self._line(entry) for entry in self.library.standing[:LISTED])

    @cell
    def most_changed(self) -> tuple[tuple[ClaimLine, int], ...]:
        """The fact-checks with most changes, and how many each has had."""
        changed = [entry for entry in self.library.standing if entry.changes]
        changed.sort(key=lambda entry: (len(entry.changes), entry.changes[-1].date), reverse=True)
        return tuple((self._line(entry), len(entry.changes)) for entry in changed[:LISTED])

    @cell
    def other_years(self) -> OtherYears | None:
        """What was in the archive on the newest article's day in other years."""
        if not self.library.articles:
            return None
        day = self.library.articles[0].day
        others = [
            article
            for article in self.library.articles
            if article.day.year != day.year and article.day.month == day.month
        ]
        same = [article for article in others if article.day.day == day.day]
        found = same or others
        if not found:
            return None
        return OtherYears(day=day, same_day=bool(same), articles=tuple(found[:LISTED]))

    @cell
    def verdicts(self) -> tuple[tuple[Rating, int], ...]:
        """How many claims have each rating, in the scale's order; those without are left out."""
        return self.verdicts_of(self.library.standing)

    def verdicts_of(self, entries: Iterable[ClaimEntry]) -> tuple[tuple[Rating, int], ...]:
        """Return how many of some claims have each rating."""
        counts = Counter(entry.claim.rating for entry in entries)
        return tuple((rating, counts[rating.id]) for rating in self._ratings if counts[rating.id])

    @cell
    def verdicts_by_year(self) -> Columns:
        """The claims by the year of their check and their rating, as a chart."""
        counts = Counter((entry.since.year, entry.claim.rating) for entry in self.library.standing)
        ratings = [rating for rating, _ in self.verdicts]
        years = sorted({year for year, _ in counts})
        return columns(
            {year: [counts[year, rating.id] for rating in ratings] for year in years},
            [rating.id for rating in ratings],
        )

    @cell
    def calendar(self) -> tuple[Year, ...]:
        """Every year that has an article, the newest first."""
        articles = Counter((entry.day.year, entry.day.month) for entry in self.library.articles)
        notes: Counter[tuple[int, int]] = Counter()
        for entry in self.library.articles:
            notes[entry.day.year, entry.day.month] += len(entry.notes)
        return tuple(
            Year(
                number=year,
                url=_address(self.year_url, year, 1),
                months=tuple(
                    Month(
                        number=month,
                        articles=articles[year, month],
                        notes=notes[year, month],
                        url=_address(self.month_url, year, month) if articles[year, month] else "",
                    )
                    for month in range(1, MONTHS + 1)
                ),
            )
            for year in sorted({year for year, _ in articles}, reverse=True)
        )

    @cell
    def years(self) -> Mapping[int, Year]:
        """The calendar by year."""
        return {year.number: year for year in self.calendar}

    @cell
    def beside(self) -> Mapping[str, Beside]:
        """What lies around each month that has a page, by `2020-12`."""
        months = [
            (year.url, MonthPage(day=date(year.number, month.number, 1), url=month.url))
            for year in reversed(self.calendar)
            for month in year.months
            if month.url
        ]
        pages = [None, *(page for _, page in months), None]
        return {
            f"{page.day:%Y-%m}": Beside(year_url=url, earlier=earlier, later=later)
            for (url, page), earlier, later in zip(months, pages, pages[2:], strict=False)
        }

    @cell
    def _listed_ratings(self) -> tuple[str, ...]:
        """The ratings that claims have."""
        return tuple(rating.id for rating, _ in self.verdicts)

    @cell
    def _year_addresses(self) -> Mapping[int, str]:
        """The addresses of the years' pages."""
        return {year.number: year.url for year in self.calendar}

    def narrowing(self, articles: Iterable[Listed], *names: str) -> Narrowing:
        """Return by what a list of articles is narrowed down, and the lists that each choice has.

        An article of another reader's has an outlet and a year, and no notes.
        """
        traits: dict[str, Traits] = {}
        places = {("verdict", name): f"verdicts/{name}/" for name in self._listed_ratings}
        places |= {("kind", "claim"): "claims/", ("kind", "label"): "labels/"}
        for article in articles:
            url, outlet, year = article.url, str(article.category), article.date.year
            traits[url] = self._traits_of(self.library.by_address.get(url), url, outlet, year)
            if ("outlet", outlet) not in places:
                places["outlet", outlet] = article.category.url
            if year in self._year_addresses:
                places["year", f"{year:04}"] = self._year_addresses[year]
        return narrowing(traits, names, self.library, places)

    def _traits_of(self, entry: ArticleEntry | None, url: str, outlet: str, year: int) -> Traits:
        """Return what is known of an article, found out once however many lists it is in."""
        if url not in self._traits:
            known: dict[str, tuple[str, ...]] = {"outlet": (outlet,), "year": (f"{year:04}",)}
            self._traits[url] = {**(article_traits(entry) if entry else {}), **known}
        return self._traits[url]

    @cached_property
    def _traits(self) -> dict[str, Traits]:
        return {}

    @property
    def _ratings(self) -> tuple[Rating, ...]:
        scale = self.library.registry.scale
        return (*scale.ratings, *scale.retired)

    def _line(self, entry: ClaimEntry) -> ClaimLine:
        return claim_line(entry, self.library)


def _address(pattern: str, year: int, month: int) -> str:
    return pattern.format(date=date(year, month, 1)) if pattern else ""
