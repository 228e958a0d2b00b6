"""Findings: what is wrong, where, and what an editor does next.

A `Diagnostic` is a value. Functions return them, `reporting` prints them, nobody else does.
Every `Code` has a page in `docs/findings.md` and a golden case in `tests/cases/findings/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from postil.findings.source import Source, Span


class Severity(StrEnum):
    """How much a finding weighs: only an error stops the build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(StrEnum):
    """The stable names of all findings."""

    # files
    NOT_UTF8 = "not-utf8"
    UNREADABLE = "unreadable"
    ORPHAN_SIDECAR = "orphan-sidecar"
    UNREAD_FILE = "unread-file"
    SHARED_SIDECAR = "shared-sidecar"
    EMPTY_ARCHIVE = "empty-archive"
    # YAML
    YAML_SYNTAX = "yaml-syntax"
    YAML_AT_SIGN = "yaml-at-sign"
    YAML_HASH = "yaml-hash"
    YAML_COLON = "yaml-colon"
    YAML_TAB = "yaml-tab"
    YAML_ALIAS = "yaml-alias"
    YAML_TAG = "yaml-tag"
    YAML_DOCUMENTS = "yaml-documents"
    YAML_DEPTH = "yaml-depth"
    REPEATED_KEY = "repeated-key"
    UNKNOWN_KEY = "unknown-key"
    MISSING_FIELD = "missing-field"
    WRONG_KIND = "wrong-kind"
    EMPTY_VALUE = "empty-value"
    # values
    BAD_DATE = "bad-date"
    BAD_URL = "bad-url"
    BAD_ID = "bad-id"
    BAD_CHOICE = "bad-choice"
    BAD_NUMBER = "bad-number"
    BAD_PERIOD = "bad-period"
    DATE_ORDER = "date-order"
    UNKNOWN_RATING = "unknown-rating"
    UNKNOWN_LABEL = "unknown-label"
    UNKNOWN_ENTITY = "unknown-entity"
    UNKNOWN_POST = "unknown-post"
    UNKNOWN_SOURCE = "unknown-source"
    UNKNOWN_CLAIM = "unknown-claim"
    DRAFT_CLAIM = "draft-claim"
    NO_LABEL = "no-label"
    FOOTNOTE_IN_NOTE = "footnote-in-note"
    REPEATED_ID = "repeated-id"
    UNRATED_DENIAL = "unrated-denial"
    SELF_CHECKED = "self-checked"
    MISSING_REASON = "missing-reason"
    VERDICT_MISMATCH = "verdict-mismatch"
    RETIRED_RATING = "retired-rating"
    CIRCULAR_REPOST = "circular-repost"
    # articles
    HEADER_SYNTAX = "header-syntax"
    HEADER_MISSING = "header-missing"
    REPEATED_ADDRESS = "repeated-address"
    UNCLOSED_POST = "unclosed-post"
    NESTED_POST = "nested-post"
    TEXT_IN_POST = "text-in-post"
    NESTED_TOO_DEEP = "nested-too-deep"
    UNUSED_FOOTNOTE = "unused-footnote"
    SURPLUS_CELLS = "surplus-cells"
    REMOVED_HTML = "removed-html"
    MISSING_LINK_TARGET = "missing-link-target"
    # anchoring
    QUOTE_NOT_FOUND = "quote-not-found"
    QUOTE_AMBIGUOUS = "quote-ambiguous"
    QUOTE_SUSPECT = "quote-suspect"
    QUOTE_DRIFTED = "quote-drifted"
    CLAIM_MAY_HAVE_CHANGED = "claim-may-have-changed"
    SEARCH_CUT_SHORT = "search-cut-short"
    # editorial rules
    SINGLE_SOURCE = "single-source"
    SOURCES_NOT_INDEPENDENT = "sources-not-independent"
    MISSING_ARCHIVE = "missing-archive"
    MISSING_REPLY = "missing-reply"
    SECOND_EDITOR = "second-editor"
    OVERDUE_RECHECK = "overdue-recheck"
    UNNOTED_CLAIM = "unnoted-claim"
    # history
    SILENT_CHANGE = "silent-change"
    SILENT_CLARIFICATION = "silent-clarification"
    SILENT_EDIT = "silent-edit"
    QUOTE_AMONG_OTHERS = "quote-among-others"
    REMOVED_ID = "removed-id"
    REUSED_ID = "reused-id"
    REWRITTEN_HISTORY = "rewritten-history"
    MOVED_ADDRESS = "moved-address"
    BAD_REDIRECT = "bad-redirect"
    UNKNOWN_REVISION = "unknown-revision"
    # the generator
    SETTINGS = "settings"
    BAD_CATALOGUE = "bad-catalogue"
    SEARCH_PROGRAM = "search-program"
    PELICAN = "pelican"


_MILD = {
    Code.DRAFT_CLAIM: Severity.WARNING,
    Code.SELF_CHECKED: Severity.WARNING,
    Code.REMOVED_HTML: Severity.WARNING,
    Code.UNUSED_FOOTNOTE: Severity.WARNING,
    Code.SURPLUS_CELLS: Severity.WARNING,
    Code.QUOTE_DRIFTED: Severity.WARNING,
    Code.EMPTY_ARCHIVE: Severity.WARNING,
    Code.UNREAD_FILE: Severity.WARNING,
    Code.MISSING_LINK_TARGET: Severity.WARNING,
    Code.SINGLE_SOURCE: Severity.WARNING,
    Code.SOURCES_NOT_INDEPENDENT: Severity.WARNING,
    Code.MISSING_ARCHIVE: Severity.WARNING,
    Code.MISSING_REPLY: Severity.INFO,
    Code.SECOND_EDITOR: Severity.WARNING,
    Code.OVERDUE_RECHECK: Severity.INFO,
    Code.UNNOTED_CLAIM: Severity.INFO,
    Code.SILENT_CLARIFICATION: Severity.WARNING,
    Code.SILENT_EDIT: Severity.WARNING,
    Code.QUOTE_AMONG_OTHERS: Severity.WARNING,
}
"""What is not an error unless the site says so."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Diagnostic:
    """One finding, with everything needed to print it in any form."""

    path: str
    line: int
    """From 1; 0 where the finding is about a whole file or folder."""
    column: int
    """From 1, in code points; 0 where the finding is about a whole file."""
    severity: Severity
    code: Code
    message: str
    """What is wrong: lower case, one sentence, no full stop."""
    notes: tuple[str, ...] = ()
    """Evidence."""
    help: str = ""
    """The next step, as an instruction."""
    excerpt: str = ""
    """The source line that the position is on."""
    width: int = 1
    """How many code points of the excerpt the finding is about."""

    @property
    def is_error(self) -> bool:
        """Whether this finding stops the build."""
        return self.severity is Severity.ERROR


def finding(
    source: Source,
    span: Span,
    code: Code,
    message: str,
    *,
    notes: Sequence[str] = (),
    help: str = "",  # noqa: A002 - the field's name in every rendering
    severity: Severity | None = None,
) -> Diagnostic:
    """Make the finding about `span` of `source`, of the code's usual severity unless given."""
    position = source.position(span.start)
    excerpt = source.line(position.line)
    room = max(1, len(excerpt) - position.column + 1)
    return Diagnostic(
        path=source.path,
        line=position.line,
        column=position.column,
        severity=severity or usual_severity(code),
        code=code,
        message=message,
        notes=tuple(notes),
        help=help,
        excerpt=excerpt,
        width=max(1, min(span.end - span.start, room)),
    )


def finding_in_file(
    path: str,
    code: Code,
    message: str,
    *,
    notes: Sequence[str] = (),
    help: str = "",  # noqa: A002
    severity: Severity | None = None,
) -> Diagnostic:
    """Make a finding about a file or folder as a whole."""
    return Diagnostic(
        path=path,
        line=0,
        column=0,
        severity=severity or usual_severity(code),
        code=code,
        message=message,
        notes=tuple(notes),
        help=help,
    )


def usual_severity(code: Code) -> Severity:
    """Return the severity of a code where a site does not set another."""
    return _MILD.get(code, Severity.ERROR)


def with_severities(
    findings: Iterable[Diagnostic], severities: Mapping[Code, Severity | None]
) -> list[Diagnostic]:
    """Return the findings with the severities that a site has set; `None` leaves them out."""
    return [
        replace(found, severity=severity)
        for found in findings
        if (severity := severities.get(found.code, found.severity)) is not None
    ]


_NEAR = 60  # of 100: how much of two words is the same


def pressing(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings without remarks: what a build has to say."""
    return [found for found in findings if found.severity is not Severity.INFO]


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings sorted by place, each once."""
    return sorted(set(findings))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was probably meant to be, if one is near."""
    from rapidfuzz import fuzz, process  # only where something is wrong

    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return near[0] if near else None
