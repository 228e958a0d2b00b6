"""Both forms of an article's header, and the values that come of them."""

import datetime as dt

import pytest

from postil.findings.diagnostics import Code, Severity
from postil.findings.source import Source, Span
from postil.header.header import Header, HeaderStatus, Image, read_header

PLACE = "content/articles/a.md"


def read(text: str, *, page: bool = False) -> Header:
    header, body, findings = read_header(Source(PLACE, text), page=page)
    assert not findings
    assert header is not None
    assert text[body:].lstrip("\r\n") in {"Text.\n", ""}
    return header


def test_every_key_of_a_yaml_header() -> None:
    text = """---
title: "No: an <i>example</i> & *more*"
date: 2020-12-09T14:30:00-05:00
outlet: 24
authors: [Jane Doe, no]
topics:
  - 1.10
  - 12:30
summary: >-
  One line
  and another.
key_points: [First., "Second: more."]
source_url: https://example.org/a?b=c
archived_url: https://web.archive.org/web/2020/https://example.org/a
captured_on: 2020-12-10
modified: 2021-01-02 9:05
image: {src: "{static}/images/a.jpg", alt: "", caption: A picture, credit: Somebody}
lang: pt-BR
slug: an-example
status: draft
auto_labels: false
template: special
save_as: a/b.html
---

Text.
"""
    header = read(text)
    assert header == Header(
        title="No: an <i>example</i> & *more*",
        date=dt.datetime(2020, 12, 9, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        outlet="24",
        authors=("Jane Doe", "no"),
        topics=("1.10", "12:30"),
        summary="One line and another.",
        key_points=("First.", "Second: more."),
        source_url="https://example.org/a?b=c",
        archived_url="https://web.archive.org/web/2020/https://example.org/a",
        captured_on=dt.date(2020, 12, 10),
        modified=dt.datetime(2021, 1, 2, 9, 5),  # noqa: DTZ001 - without a zone it is the site's
        image=Image(src="{static}/images/a.jpg", alt="", caption="A picture", credit="Somebody"),
        lang="pt-BR",
        slug="an-example",
        status=HeaderStatus.DRAFT,
        auto_labels=False,
        extra=(("template", "special"), ("save_as", "a/b.html")),
    )
    for span, value in ((header.title_span, "No:"), (header.date_span, "2020-12-09T")):
        assert value in text[span.start : span.end]


def test_what_may_be_left_out() -> None:
    assert read("---\ntitle: A\ndate: 2020-12-09\n---\nText.\n") == Header(
        title="A",
        date=dt.datetime(2020, 12, 9),  # noqa: DTZ001
    )
    assert read("---\ntitle: A\n---\nText.\n", page=True) == Header(title="A", date=None)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("closing", ["---", "...", "---  "])
def test_line_ends_and_both_closings(end: str, closing: str) -> None:
    text = end.join(["--- ", "title: A", "date: 2020-12-09", closing, "Text."])
    header, body, findings = read_header(Source(PLACE, text))
    assert not findings
    assert header is not None
    assert header.title == "A"
    assert text[body:] == "Text."


def test_one_text_is_a_list_of_one() -> None:
    header = read("---\ntitle: A\ndate: 2020-12-09\nauthors: Doe, Jane\ntopics: [a, b, a]\n---\n")
    assert header.authors == ("Doe, Jane",)
    assert header.topics == ("a", "b")


# Pelican's own form


def test_every_key_of_a_pelican_header() -> None:
    text = """Title: No: an *example*
Date: 2010-10-03 10:20
MODIFIED: 5 October 2010
Category: Python
Tags: pelican, publishing,pelican
Authors: Doe, Jane; Poe, Edgar
Slug: my-super-post
Lang: pt_BR
Status: hidden
Summary: One line
    and another.
key_points: First.
    Second.
Template: special
Translation: true

Text.
"""
    assert read(text) == Header(
        title="No: an *example*",
        date=dt.datetime(2010, 10, 3, 10, 20),  # noqa: DTZ001
        modified=dt.datetime(2010, 10, 5),  # noqa: DTZ001
        outlet="Python",
        topics=("pelican", "publishing"),
        authors=("Doe, Jane", "Poe, Edgar"),
        slug="my-super-post",
        lang="pt-BR",
        status=HeaderStatus.HIDDEN,
        summary="One line\nand another.",
        key_points=("First.", "Second."),
        extra=(("template", "special"), ("translation", "true")),
    )


def test_one_author_keeps_commas_as_in_pelican() -> None:
    assert read("Title: A\nDate: 2010-10-03\nAuthor: Doe, Jane\n\n").authors == ("Doe, Jane",)


def test_a_pelican_header_between_lines() -> None:
    header = read("---\nTitle: A: b\nDate: 2010-10-03\nTags: c, d\n---\nText.\n")
    assert header.title == "A: b"
    assert header.topics == ("c", "d")


@pytest.mark.parametrize(
    ("lines", "code", "line", "help_"),
    [
        ("title: T\ndate: 2010-10-03\nTitle: other", Code.REPEATED_KEY, 4, "as `title`"),
        ("title: T\ndate: 2010-10-03\nSummary: S.", Code.UNKNOWN_KEY, 4, "write `summary`"),
        ('title: "The dam: a story"\ndate: 2010-10-03\nTags: a, b', Code.UNKNOWN_KEY, 4,
         "write `topics`"),
        ("title: T\ndate: 2010-10-03\nstatus: published\nStatus: draft", Code.REPEATED_KEY, 5,
         "as `status`"),
        ("Title: T\ndate: 2010-10-03", Code.UNKNOWN_KEY, 2, "write `title`"),
        ("Title: T\nDate: 2010-10-03\nTags: [a, b]", Code.UNKNOWN_KEY, 2, "write `title`"),
        ("Title: T\nSummary: >-\n    It stands.", Code.UNKNOWN_KEY, 2, "write `title`"),
        ("Title: T\nDate: 2010-10-03\n\nStatus: draft", Code.UNKNOWN_KEY, 2, "write `title`"),
    ],
)  # fmt: skip
def test_a_slip_in_one_key_does_not_change_what_the_others_mean(
    lines: str, code: Code, line: int, help_: str
) -> None:
    _, _, findings = read_header(Source(PLACE, f"---\n{lines}\n---\n\nText.\n"))
    first = findings[0]
    assert (first.code, first.severity, first.line) == (code, Severity.ERROR, line)
    assert help_ in first.help


def test_pelicans_values_may_look_a_little_like_yaml() -> None:
    lines = "Title: [Update] The dam\nDate: 2010-10-03\nCover: {static}/a.jpg\nSummary: > 5"
    header = read(f"---\n{lines}\n\n---\n\nText.\n")
    assert (header.title, header.summary) == ("[Update] The dam", "> 5")


def test_two_words_on_whether_an_article_is_a_draft_are_an_error() -> None:
    text = "Title: A\nDate: 2010-10-03\nStatus: published\nStatus: draft\n\nText."
    _, _, findings = read_header(Source(PLACE, text))
    assert [(each.code, each.severity, each.line) for each in findings] == [
        (Code.REPEATED_KEY, Severity.ERROR, 4)
    ]


def test_a_pelican_header_ends_where_it_ends() -> None:
    text = "Title: A\nDate: 2010-10-03\nText."
    header, body, findings = read_header(Source(PLACE, text))
    assert header is not None
    assert not findings
    assert text[body:] == "Text."


def test_of_two_values_the_first_counts_as_in_pelican() -> None:
    text = "Title: A\nDate: 2010-10-03\nCategory: B\nCategory: C\nDate: 2011-01-01\n\nText."
    header, _, findings = read_header(Source(PLACE, text))
    assert header is not None
    assert header.outlet == "B"
    assert [(each.code, each.severity, each.line) for each in findings] == [
        (Code.REPEATED_KEY, Severity.WARNING, 4),
        (Code.REPEATED_KEY, Severity.WARNING, 5),
    ]


# Dates

UTC = dt.UTC


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2020-12-09 14:30", dt.datetime(2020, 12, 9, 14, 30)),  # noqa: DTZ001
        ("2020-12-09T14:30:05Z", dt.datetime(2020, 12, 9, 14, 30, 5, tzinfo=UTC)),
        ("2020-12-09 14:30 +0000", dt.datetime(2020, 12, 9, 14, 30, tzinfo=UTC)),
        ("2020-02-29", dt.datetime(2020, 2, 29)),  # noqa: DTZ001
    ],
)
def test_dates_in_yaml(written: str, moment: dt.datetime) -> None:
    assert read(f"---\ntitle: A\ndate: {written}\n---\n").date == moment


@pytest.mark.parametrize(
    "written",
    [
        "2021-02-29",
        "2020-13-01",
        "2020-12-09 25:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01",
        "9 December 2020",
        "2020",
        "soon",
        "٢٠٢٠-١٢-٠٩",
    ],
)
def test_what_is_no_date_in_yaml(written: str) -> None:
    header, _, findings = read_header(Source(PLACE, f"---\ntitle: A\ndate: {written}\n---\n"))
    assert header is not None
    assert header.date is None
    assert [(each.code, each.line, each.column) for each in findings] == [(Code.BAD_DATE, 3, 7)]


def test_a_slug_is_no_longer_than_the_name_of_a_folder() -> None:
    long = "a" * 150
    for slug, found in (("a" * 241, 1), ("a" * 240, 0), ("é" * 121, 1), (f"{long}/{long}", 0)):
        text = f"---\ntitle: A\ndate: 2020-12-09\nslug: {slug}\n---\n"
        assert len(read_header(Source(PLACE, text))[2]) == found


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2010-10-03_10:20", dt.datetime(2010, 10, 3, 10, 20)),  # noqa: DTZ001
        ("Wed, 02 Oct 2002 15:00:00 +0200", dt.datetime(2002, 10, 2, 13, tzinfo=UTC)),
        ("October 2nd, 2002 3pm", dt.datetime(2002, 10, 2, 15)),  # noqa: DTZ001
        ("2/10/2002 8:00 GMT", dt.datetime(2002, 2, 10, 8, tzinfo=UTC)),
    ],
)
def test_dates_in_pelicans_form(written: str, moment: dt.datetime) -> None:
    assert read(f"Title: A\nDate: {written}\n\n").date == moment


@pytest.mark.parametrize(
    "written",
    ["October 2002", "10:20", "Monday", "2002-10-02 EST", "1e999", "9" * 400, "2002-02-30"],
)
def test_dates_are_never_filled_up_with_today(written: str) -> None:
    header, _, findings = read_header(Source(PLACE, f"Title: A\nDate: {written}\n\n"))
    assert header is not None
    assert header.date is None
    assert [each.code for each in findings] == [Code.BAD_DATE]


def test_findings_have_the_articles_own_lines() -> None:
    text = "---\ntitle: Äöü\ndate: 2020-12-09\ntags: [x]\nimage: {alt: a}\n---\n"
    _, _, findings = read_header(Source(PLACE, text))
    assert [(each.code, each.line, each.column) for each in findings] == [
        (Code.UNKNOWN_KEY, 4, 1),
        (Code.MISSING_FIELD, 5, 8),
    ]


def test_a_broken_header_has_no_header_but_the_body_is_found() -> None:
    text = "---\ntitle: [A\n---\nText."
    header, body, findings = read_header(Source(PLACE, text))
    assert header is None
    assert findings
    assert text[body:] == "Text."


def test_characters_that_html_cannot_hold_are_shown_as_such() -> None:
    text = "Title: a\0b\ufdd0c\nDate: 2020-12-09\nTags: \ufdd1, d\n\nText.\n"
    header = read(text)
    assert header.title == "a\ufffdb\ufffdc"
    assert header.topics == ("\ufffd", "d")
    assert read("---\ntitle: a\ufdd0b\ndate: 2020-12-09\n---\nText.\n").title == "a\ufffdb"


def test_spans_are_not_part_of_what_a_header_says() -> None:
    header = read("---\ntitle: A\ndate: 2020-12-09\n---\n")
    assert header.title_span == Span(11, 12)
    assert hash(header) == hash(read("---\n\n\ntitle:  A\ndate: 2020-12-09\n---\n"))
