"""A site's settings as its `pelican.conf.py` makes them, and a name for them; without Pelican.

The settings are a program. They may read the environment, files and other modules, so that only
running them tells what they are now.
"""

import datetime as dt
import io
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path, PurePath
from re import Pattern
from types import FunctionType, ModuleType
from typing import Any

from postil.engine.fingerprints import of_bytes

LIBRARIES = ("site-packages", "dist-packages")
"""What folders are called in which packages are installed."""


@dataclass(frozen=True, slots=True)
class SiteConf:
    """What running a site's settings came to."""

    values: Mapping[str, Any]
    """What it sets, as Pelican sees it: every name in capital letters."""
    modules: tuple[Path, ...]
    """The files of the site's own that it imported."""

    @property
    def name(self) -> bytes:
        """A name for the values; the same for equal ones alone.

        Raises `Untold` where a value can be other than it looks, such as a function of the site's.
        """
        return of_bytes(_told(dict(sorted(self.values.items()))).encode("utf-8", "surrogatepass"))


class Untold(Exception):  # noqa: N818 - not an error: it cannot be told whether settings are equal
    """The settings cannot be compared with earlier ones."""


def run(conf: Path) -> SiteConf:
    """Run a site's settings as Pelican does, but never from compiled code that may be older.

    Raises `Untold` if they do not run, if they speak, or if they do something with Pelican.
    """
    before = set(sys.modules)
    module = sys.modules[conf.stem] = ModuleType(conf.stem)
    module.__file__ = str(conf)
    said = io.StringIO()
    try:
        code = compile(conf.read_bytes(), conf, "exec")
        with redirect_stdout(said), redirect_stderr(said):
            exec(code, vars(module))  # noqa: S102 - the settings are a program
    except (Exception, SystemExit) as error:
        raise Untold from error
    if said.getvalue() or "pelican" in sys.modules:
        raise Untold
    files = {getattr(sys.modules[name], "__file__", None) for name in sys.modules.keys() - before}
    return SiteConf(
        {name: value for name, value in vars(module).items() if name.isupper()},
        tuple(sorted(Path(file) for file in files if file and _own(file))),
    )


_HERE = Path(__file__).parents[1]
_STANDARD = Path(io.__file__).parent


def _own(file: str) -> bool:
    """Return whether a module's file is neither ours nor Python's nor of an installed package."""
    path = Path(file)
    return not (
        path.is_relative_to(_HERE)
        or path.is_relative_to(_STANDARD)
        or any(name in path.parts for name in LIBRARIES)
    )


_PLAIN = (type(None), bool, int, float, str, bytes, dt.date, dt.time, dt.timedelta, dt.timezone)
_OF_PROGRAM = ("postil", "jinja2", "markupsafe")


def _told(value: object) -> str:
    """Return all that there is to a value as text."""
    kind = type(value)
    if kind in _PLAIN or isinstance(value, (PurePath, dt.datetime, Pattern)):
        return f"{kind.__name__} {value!r}"
    if kind in {list, tuple}:
        assert isinstance(value, (list, tuple))
        return f"{kind.__name__} [{', '.join(map(_told, value))}]"
    if kind in {set, frozenset}:
        assert isinstance(value, (set, frozenset))
        return f"{kind.__name__} [{', '.join(sorted(map(_told, value)))}]"
    if kind is dict:
        assert isinstance(value, dict)
        return f"{{{', '.join(f'{_told(key)}: {_told(each)}' for key, each in value.items())}}}"
    if isinstance(value, (FunctionType, type)):
        module, name = value.__module__, value.__qualname__
        if module.split(".")[0] in _OF_PROGRAM and vars(sys.modules[module]).get(name) is value:
            return f"{module}:{name}"
    raise Untold
