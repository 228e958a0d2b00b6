"""Text as an editor would write it in YAML."""

import re

_PLAIN = re.compile(r"[^\W_](?:[^:#\r\n\t]|:(?=\S)|(?<=\S)#)*\Z")
"""Text that means itself without quotes, wherever it stands in block style (YAML 1.2, 7.3.3)."""


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that a file may not hold, or that would end its line (YAML 1.2, 5.1 and 5.4)."""


def scalar(text: str, style: str = "") -> str:
    """Return text as a YAML scalar on one line, in the quotes it had where they can hold it."""
    if _UNSEEN.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", escaped) + '"'
    if style == "'" or (not style and _needs_quotes(text) and '"' in text):
        return "'" + text.replace("'", "''") + "'"
    if style == '"' or _needs_quotes(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def _needs_quotes(text: str) -> bool:
    """Say yes in doubt: quotes never change what a text means."""
    return text != text.strip() or not _PLAIN.match(text) or any(char in text for char in "{}[],")
