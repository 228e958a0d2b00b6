"""What is found in one file while its values are read, and which records they name."""

from typing import TypeVar

from postil.findings.diagnostics import Code, Diagnostic, Severity, finding, finding_in_file
from postil.findings.source import Source, Span
from postil.model import RecordKind
from postil.records.forms import Flaw, Form
from postil.yaml.nodes import Mapping, Node, Refused, Scalar, Sequence

T = TypeVar("T")

FILL_IN = "write a value, or remove the line"
KEYS_AND_VALUES = "`key: value` lines"
_KINDS = {Scalar: "text", Mapping: "keys and values", Sequence: "a list"}
_WRITTEN = {
    "text": "write one text, in quotes if it has brackets or a colon in it",
    "a list": "write a list: [one, another]",
    KEYS_AND_VALUES: "write `key: value` on lines of their own, or between { and }",
}


class Log:
    """What was found in one file, and which records its values name."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []
        self.named: list[tuple[RecordKind, str]] = []
        """Kind and id of every record that a value names, in order."""
        self.flaws = 0
        """How many values cannot be used."""

    def flaw(
        self, span: Span, code: Code, message: str, *, notes: tuple[str, ...] = (), advice: str = ""
    ) -> None:
        """Note an error: the value is of no use."""
        self.flaws += 1
        self.findings.append(
            finding(self.source, span, code, message, notes=notes, help=advice),
        )

    def flaw_of_file(self, code: Code, message: str, advice: str) -> None:
        """Note an error of the file as a whole."""
        self.flaws += 1
        self.findings.append(finding_in_file(self.source.path, code, message, help=advice))

    def remark(self, span: Span, code: Code, message: str, *, advice: str = "") -> None:
        """Note something of the code's usual severity; only an error spoils the value."""
        found = finding(self.source, span, code, message, help=advice)
        self.findings.append(found)
        self.flaws += found.severity is Severity.ERROR

    def repeated_id(self, span: Span, what: str, name: str, first: Span) -> None:
        """Note an id that another record of the file has already."""
        line = self.source.position(first.start).line
        self.flaw(
            span,
            Code.REPEATED_ID,
            f"there is a {what} `{name}` already",
            notes=(f"it stands in line {line}",),
            advice="give this one another id; an id that was ever published is not used again",
        )

    def wrong_kind(self, node: Node, name: str, wanted: str) -> None:
        """Note that a value is, say, a list where text is wanted."""
        match node:
            case Refused():  # and has a finding already
                self.flaws += 1
            case Scalar() if node.is_absent:
                self.flaw(node.span, Code.EMPTY_VALUE, f"{name} is empty", advice=FILL_IN)
            case _:
                message = f"{name} must be {wanted}, and this is {_KINDS[type(node)]}"
                self.flaw(node.span, Code.WRONG_KIND, message, advice=_WRITTEN[wanted])

    def read(self, node: Node, form: Form[T], name: str) -> T | None:
        """Return the value that a node holds in the given form, or note why it holds none."""
        if not isinstance(node, Scalar) or node.is_absent:
            self.wrong_kind(node, name, "text")
            return None
        value = form.read(node.text)
        if isinstance(value, Flaw):
            self.flaw(node.span, value.code, value.message, notes=value.notes, advice=value.advice)
            return None
        if form.names:
            self.named.append((form.names, node.text))
        return value
