"""How much each finding weighs on one site: `POSTIL_SEVERITIES` in `pelican.conf.py`.

    POSTIL_SEVERITIES = {"single-source": "error", "missing-reply": "off"}

What is an error of itself cannot be made less: a note that has lost its words would go unseen.
"""

from collections.abc import Mapping
from types import MappingProxyType

from postil.findings.diagnostics import (
    Code,
    Diagnostic,
    Severity,
    finding,
    finding_in_file,
    nearest,
    usual_severity,
)
from postil.findings.source import Source, Span
from postil.records.forms import listed

SETTING = "POSTIL_SEVERITIES"
OFF = "off"

Severities = Mapping[Code, Severity | None]
"""What a site sets; `None` is a finding that is left out."""

AS_USUAL: Severities = MappingProxyType({})

_CODES = {str(code): code for code in Code}
_LEVELS = {**{str(severity): severity for severity in Severity}, OFF: None}


def read_severities(value: object, conf: Source) -> tuple[Severities, list[Diagnostic]]:
    """Return the severities that the setting gives, and what is wrong with it.

    `conf` is the settings' file, where a finding shows the word that it is about.
    """
    if not isinstance(value, dict):
        message = f"{SETTING} is not a dictionary"
        return AS_USUAL, [_flaw(conf, SETTING, message, 'write {"single-source": "error"}')]
    severities: dict[Code, Severity | None] = {}
    findings = []
    for name, level in value.items():
        if flaw := _flaw_of(name, level, conf):
            findings.append(flaw)
        else:
            severities[_CODES[name]] = _LEVELS[level]
    return severities, findings


def _flaw_of(name: object, level: object, conf: Source) -> Diagnostic | None:
    if not isinstance(name, str) or name not in _CODES:
        near = nearest(str(name), _CODES)
        advice = f'write "{near}"' if near else "write a code as a finding prints it, in brackets"
        return _flaw(conf, name, f"{SETTING}: no finding has the code `{name}`", advice)
    if not isinstance(level, str) or level not in _LEVELS:
        message = f"{SETTING}: `{level}` is not a severity of `{name}`"
        return _flaw(conf, name, message, f"write one of {listed(_LEVELS)}")
    code = _CODES[name]
    if usual_severity(code) is Severity.ERROR and level != Severity.ERROR:
        message = f"{SETTING}: `{code}` is always an error"
        return _flaw(conf, name, message, "remove it from the setting, and mend what it finds")
    return None


def _flaw(conf: Source, word: object, message: str, advice: str) -> Diagnostic:
    """Return the finding at the only place in the settings that has the word, if there is one."""
    text = str(word)
    at = conf.text.find(text)
    if at < 0 or conf.text.find(text, at + 1) >= 0:
        return finding_in_file(conf.path, Code.SETTINGS, message, help=advice)
    return finding(conf, Span(at, at + len(text)), Code.SETTINGS, message, help=advice)
