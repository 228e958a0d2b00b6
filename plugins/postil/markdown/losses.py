"""Words of an article that Markdown would leave out without a word: each is a finding."""

from collections.abc import Iterator, Sequence

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Span
from postil.markdown.places import Place

_CONTAINERS = frozenset({"blockquote_open", "list_item_open"})


def losses(
    tokens: Sequence[Token], definitions: Sequence[tuple[str, int]], place: Place, *, deepest: int
) -> Iterator[Diagnostic]:
    """Yield what is wrong with an article's blocks, as they come from the parser.

    `definitions` are those of all footnotes, with their lines; `deepest` is the parser's limit.
    """
    kinds = {token.type for token in tokens}
    if not kinds.isdisjoint(_CONTAINERS):
        yield from _depth(tokens, place, deepest)
    if definitions:
        yield from _footnotes(tokens, definitions, place)
    if "table_open" in kinds:
        yield from _cells(tokens, place)


def _depth(tokens: Sequence[Token], place: Place, deepest: int) -> Iterator[Diagnostic]:
    for token in tokens:
        if token.type in _CONTAINERS and token.level >= deepest - 1:
            yield finding(
                place.source,
                place.of_line(token),
                Code.NESTED_TOO_DEEP,
                f"blocks are nested more than {deepest} deep: what is in this one is left out",
                help="write the quotation or list less deep",
            )


def _footnotes(
    tokens: Sequence[Token], definitions: Sequence[tuple[str, int]], place: Place
) -> Iterator[Diagnostic]:
    """Report footnotes that no reader would see."""
    used = {token.meta["label"] for token in tokens if token.type == "footnote_open"}
    seen: set[str] = set()
    for label, line in definitions:
        if label in seen:
            code = Code.REPEATED_ID
            message = f"the footnote [^{label}] is defined twice"
            help_ = "give one of them another name"
        elif label not in used:
            code = Code.UNUSED_FOOTNOTE
            message = f"nothing refers to the footnote [^{label}]: it is left out"
            help_ = f"write [^{label}] in the text, or take the footnote out"
        else:
            seen.add(label)
            continue
        seen.add(label)
        span = place.find(line, f"[^{label}]")
        yield finding(place.source, span, code, message, help=help_)


def _cells(tokens: Sequence[Token], place: Place) -> Iterator[Diagnostic]:
    """Report rows that are longer than their table's first (GFM, section 4.10)."""
    columns = 0
    for token in tokens:
        match token.type:
            case "table_open":
                columns = 0
            case "th_open":
                columns += 1
            case "tr_open" if token.map:
                row = place.of_line(token)
                text = place.source.text[row.start : row.end]
                lost = next(filter(None, _written_cells(text)[columns:]), "")
                if columns and lost:
                    start = row.start + text.rfind(lost)
                    yield finding(
                        place.source,
                        Span(start, start + len(lost)),
                        Code.SURPLUS_CELLS,
                        f"this cell is beyond the table's {columns} columns: it is left out",
                        help="give the first row and the line of hyphens as many columns",
                    )


def _written_cells(row: str) -> list[str]:
    """Return the cells of a row as markdown-it counts them."""
    cells = escapedSplit(mdTrim(row.lstrip(" \t>")))
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return [cell.strip() for cell in cells]
