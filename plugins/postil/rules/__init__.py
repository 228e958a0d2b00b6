"""What professional fact-checkers are held to, one rule to a file; its docstring is its manual.

A rule looks at the whole archive and yields findings. None of them is an error unless the site
says so: `POSTIL_SEVERITIES` in `pelican.conf.py`.
"""

from collections.abc import Callable, Iterator

from postil.diagnostics import Diagnostic
from postil.rules import (
    missing_archive,
    missing_reply,
    overdue_recheck,
    second_editor,
    single_source,
    sources_not_independent,
    unnoted_claim,
)
from postil.rules.casebook import Casebook

Rule = Callable[[Casebook], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    single_source.check,
    sources_not_independent.check,
    missing_archive.check,
    missing_reply.check,
    second_editor.check,
    overdue_recheck.check,
    unnoted_claim.check,
)


def check(book: Casebook) -> list[Diagnostic]:
    """Return what all rules have to say about an archive."""
    return [found for rule in RULES for found in rule(book)]
