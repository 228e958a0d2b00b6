"""A site's settings as text: where in `pelican.conf.py` a finding about one of them stands."""

import re
from collections.abc import Sequence
from pathlib import Path

from postil.files.text import read_source
from postil.findings.diagnostics import Code, Diagnostic, Severity, finding, finding_in_file
from postil.findings.source import Source, Span


def conf_source(conf: Path) -> Source:
    """Return the settings as they are written; empty if they cannot be read."""
    source = read_source(conf, conf.parent)
    return source if isinstance(source, Source) else Source(conf.name, "")


def finding_in_conf(
    conf: Source,
    name: str,
    message: str,
    *,
    notes: Sequence[str] = (),
    help: str,  # noqa: A002 - the field's name in every rendering
    severity: Severity | None = None,
) -> Diagnostic:
    """Make the finding about the setting `name`, at the last line that sets it, if there is one."""
    lines = [*re.finditer(rf"^[ \t]*({re.escape(name)}\b[^=\n]*=.*)$", conf.text, re.MULTILINE)]
    if not lines:
        return finding_in_file(
            conf.path, Code.SETTINGS, message, notes=notes, help=help, severity=severity
        )
    span = Span(*lines[-1].span(1))
    return finding(conf, span, Code.SETTINGS, message, notes=notes, help=help, severity=severity)
