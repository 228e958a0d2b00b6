"""Running Pelican to the end, or to where it would write: with findings instead of errors."""

import io
import re
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.writers import FileOverwriteFailedError

from postil.compiling.compilations import ChangedError
from postil.engine.garbage import collecting_seldom
from postil.files.layout import ARTICLE_KINDS, layout_of
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file, in_order
from postil.generators.telling import GENERATORS
from postil.pelican.log import PelicanLog, listening
from postil.plugin import JUDGE, contents_of
from postil.rebuilding.platemaking import PLATES

_PLACE = re.compile(r"\.(?:md|markdown|mkd|mdown|ya?ml):\d")
"""A place in a file, as findings name it in what they say of another: an edit may move it."""


_WHOLE_KINDS = (*ARTICLE_KINDS, ".html", ".htm")
"""The endings of files that are all that their reader reads."""


class _Stop(Exception):  # noqa: N818 - not an error: the check has seen what it came for
    """Raised out of Pelican once the archive has been judged and nothing is to be written."""


def run(settings: dict[str, Any], *, write: bool) -> list[Diagnostic]:
    """Run Pelican to the end, or up to where it would write; return all that was found."""
    judged: list[Diagnostic] = []

    def judge(findings: Sequence[Diagnostic]) -> None:
        judged.extend(findings)
        if not write or any(found.is_error for found in findings):
            raise _Stop

    settings[JUDGE] = judge
    log = PelicanLog()
    silence = redirect_stdout(io.StringIO())  # Pelican greets and counts there
    try:
        with listening(log), silence, collecting_seldom():
            Pelican(settings).run()
    except _Stop:
        pass
    except ChangedError as error:
        judged.append(
            finding_in_file(
                str(error),
                Code.UNREADABLE,
                "was saved while the archive was being built",
                help="build again; nothing was published",
            )
        )
    except FileOverwriteFailedError as error:
        judged.append(_written_twice(str(error)))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a theme's or another plugin's; never a traceback
        judged.append(_pelican_error(error))
    logged = log.findings(layout_of(settings).root)
    if any(found.code is Code.MISSING_LINK_TARGET for found in judged):  # there with their places
        logged = [found for found in logged if found.code is not Code.MISSING_LINK_TARGET]
    grave = [found for found in logged if found.is_error]  # what it warns of then is their echo
    return in_order([*judged, *(grave or logged)])


def may_have_read_more(settings: dict[str, Any]) -> bool:
    """Whether a run may have read files of which only a reader of Pelican's knows.

    reStructuredText includes others from anywhere, and any other plugin's reader may.
    """
    contents = (each for generator in settings[GENERATORS] for each in contents_of(generator))
    return not all(str(each.source_path).endswith(_WHOLE_KINDS) for each in contents)


def _written_twice(message: str) -> Diagnostic:
    return finding_in_file(
        "content",
        Code.REPEATED_ADDRESS,
        message,
        help="give an article or a page another `slug`, or take a line out of redirects.yaml; "
        "nothing was published",
    )


def _pelican_error(error: Exception) -> Diagnostic:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return finding_in_file(
        "pelican",
        Code.PELICAN,
        f"{type(error).__name__}: {error}",
        notes=[f"raised in {Path(last.filename).name}, line {last.lineno}"],
        help="a template or a plugin failed; nothing was published",
    )


def plates_of(settings: dict[str, Any], findings: Sequence[Diagnostic]) -> bytes:
    """Return the name of what a run left for a replate; nothing if the next one may find other.

    `findings` is what it found: where that tells of places in files, an edit may move them.
    """
    tied = any(_PLACE.search(note) for found in findings for note in found.notes)
    return b"" if tied else settings.get(PLATES, b"")
